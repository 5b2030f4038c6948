"""Who may do what with reports.

An agency's people reach the reports of their own agency and no other's. Verifiers, the coordinator, the executive and
viewers read all of them. A role that was delegated counts like one's own while the delegation holds, but for moves
that are the head's in person. What a person may not reach looks as if it were not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_coordinator, standing
from serambi.apps.progress.models import Delegation, ProgressReport
from serambi.apps.progress.workflow import Who

READS_ALL = (Role.COORDINATOR, Role.VERIFIER, Role.EXECUTIVE, Role.VIEWER)


@dataclass(frozen=True, slots=True)
class Acting:
    """What a person may act as today, by their own roles and by those that were delegated to them.

    own: the ids of organizations by role. lent: who lent which role at which organization.
    """

    own: Mapping[str, frozenset[int]]
    lent: Mapping[tuple[str, int], int]

    def at(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the organizations at which the person acts in one of these roles."""
        held = frozenset().union(*(self.own.get(role, frozenset()) for role in roles))
        return held | {organization for role, organization in self.lent if role in roles}

    def has(self, *roles: Role) -> bool:
        return bool(self.at(*roles))

    def for_whom(self, *roles: Role, at: int | None = None) -> int | None:
        """Return for whom the person acts where the role is only lent; None where it is their own."""
        for role in roles:
            held = self.own.get(role, frozenset())
            if held if at is None else at in held:
                return None
        lent = (giver for (role, place), giver in self.lent.items() if role in roles and (at is None or place == at))
        return next(lent, None)


def acting(user: Any, *, today: dt.date) -> Acting:
    """Return what the person may act as; two queries at most, kept on the user for the request."""
    kept = getattr(user, "_acting", None)
    if isinstance(kept, tuple) and kept[0] == today:
        return kept[1]  # type: ignore[no-any-return]  # the attribute is ours, set below
    own = standing(user).organizations
    lent: dict[tuple[str, int], int] = {}
    if getattr(user, "is_authenticated", False) and user.is_active:
        rows = Delegation.objects.valid_on(today).filter(receiver_id=user.pk)
        lent = {(role, place): giver for role, place, giver in rows.values_list("role", "organization_id", "giver_id")}
    found = Acting(own, lent)
    if getattr(user, "is_authenticated", False):
        user._acting = (today, found)
    return found


def works_at(user: Any, *, today: dt.date) -> frozenset[int]:
    """Return the ids of the agencies whose reports the person fills in or approves."""
    return acting(user, today=today).at(Role.OFFICER, Role.HEAD)


def reads_all(user: Any, *, today: dt.date) -> bool:
    """Tell whether the person reads the reports of every agency."""
    return acting(user, today=today).has(*READS_ALL)


def sees_all_participation(user: Any, *, today: dt.date) -> bool:
    """Tell whether the person sees how every agency and its people take part: whoever leads, coordinates or checks."""
    return acting(user, today=today).has(Role.COORDINATOR, Role.VERIFIER, Role.EXECUTIVE)


def can_fill_in(user: Any, organization_id: int, *, today: dt.date) -> bool:
    return organization_id in works_at(user, today=today)


def can_verify(user: Any, *, today: dt.date) -> bool:
    """Tell whether the person may verify reports of agencies; not whether of this very one."""
    return acting(user, today=today).has(Role.VERIFIER, Role.COORDINATOR)


def can_configure(user: Any) -> bool:
    """Tell whether the person keeps cycles, periods, holidays and everybody's delegations."""
    return is_coordinator(user)


# Who of the table of moves ------------------------------------------------------------------------------------------


def _agency(user: Any, report: ProgressReport, today: dt.date) -> bool:
    return can_fill_in(user, report.organization_id, today=today)


def _head(user: Any, report: ProgressReport, today: dt.date) -> bool:
    return report.organization_id in acting(user, today=today).at(Role.HEAD)


def _head_in_person(user: Any, report: ProgressReport, today: dt.date) -> bool:
    return report.organization_id in standing(user).at(Role.HEAD)


def _verifier(user: Any, report: ProgressReport, today: dt.date) -> bool:
    return can_verify(user, today=today)


def _acceptor(user: Any, report: ProgressReport, today: dt.date) -> bool:
    accepting = report.reporting_period.cycle.accepting_organization_id
    return accepting is not None and accepting in acting(user, today=today).at(Role.OFFICER, Role.HEAD, Role.VERIFIER)


def _coordinator(user: Any, report: ProgressReport, today: dt.date) -> bool:
    return is_coordinator(user)


BY_WHOM: dict[Who, Callable[[Any, ProgressReport, dt.date], bool]] = {
    Who.AGENCY: _agency,
    Who.HEAD: _head,
    Who.HEAD_IN_PERSON: _head_in_person,
    Who.VERIFIER: _verifier,
    Who.ACCEPTOR: _acceptor,
    Who.COORDINATOR: _coordinator,
}

# In which roles somebody makes a move, to tell for whom they stand in.
_ROLES: dict[Who, tuple[Role, ...]] = {
    Who.AGENCY: (Role.OFFICER, Role.HEAD),
    Who.HEAD: (Role.HEAD,),
    Who.HEAD_IN_PERSON: (Role.HEAD,),
    Who.VERIFIER: (Role.VERIFIER, Role.COORDINATOR),
    Who.ACCEPTOR: (Role.OFFICER, Role.HEAD, Role.VERIFIER),
    Who.COORDINATOR: (Role.COORDINATOR,),
}


def stands_in_for(user: Any, report: ProgressReport, who: Who, *, today: dt.date) -> int | None:
    """Return the id of the person for whom somebody makes a move; None where they act for themselves."""
    place: int | None = report.organization_id
    if who is Who.VERIFIER:
        place = None
    if who is Who.ACCEPTOR:
        place = report.reporting_period.cycle.accepting_organization_id
    return acting(user, today=today).for_whom(*_ROLES[who], at=place)
