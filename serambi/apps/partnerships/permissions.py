"""Who may do what with commitments of partners.

Everybody with a role reads them: what was promised to the plan is no secret among those who carry it out. The
coordinator records, changes and cancels; the agency that looks after one records its agreement; that agency and the
partner's own people record what came; a verifier looks at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import Standing, is_coordinator, standing
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.workflow import Who

WORKERS = (Role.OFFICER, Role.HEAD)


class Acting(Protocol):
    """What a person may act as on a day."""

    def at(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the organizations at which the person acts in one of these roles."""

    def has(self, *roles: Role) -> bool: ...

    def for_whom(self, *roles: Role, at: int | None = None) -> int | None:
        """Return for whom the person acts where the role is only lent; None where it is their own."""


class _Own:
    """A person with their own roles and no others."""

    def __init__(self, own: Standing) -> None:
        self._own = own

    def at(self, *roles: Role) -> frozenset[int]:
        return self._own.at(*roles)

    def has(self, *roles: Role) -> bool:
        return self._own.has(*roles)

    def for_whom(self, *roles: Role, at: int | None = None) -> int | None:
        return None


def _own(user: Any, *, today: dt.date) -> Acting:
    return _Own(standing(user))


Source = Callable[..., Acting]  # called with the person and today=
_source: list[Source] = [_own]


def acting_as(source: Source) -> None:
    """Let roles that were lent count like one's own; the app that knows them stands beside this one."""
    _source[:] = [source]


def acting(user: Any, *, today: dt.date) -> Acting:
    return _source[0](user, today=today)


def can_read(user: Any) -> bool:
    """Tell whether commitments are open to the person: to everybody with a role."""
    return bool(standing(user).organizations)


def can_record(user: Any) -> bool:
    """Tell whether the person records commitments, changes and cancels them."""
    return is_coordinator(user)


def can_check(user: Any, *, today: dt.date) -> bool:
    """Tell whether the person may verify what others recorded."""
    return acting(user, today=today).has(Role.VERIFIER, Role.COORDINATOR)


def works_at(user: Any, *, today: dt.date) -> frozenset[int]:
    """Return the ids of the organizations for which the person records what came."""
    return acting(user, today=today).at(*WORKERS)


def _agency(user: Any, commitment: Commitment, today: dt.date) -> bool:
    return is_coordinator(user) or commitment.agency_id in works_at(user, today=today)


def _parties(user: Any, commitment: Commitment, today: dt.date) -> bool:
    return _agency(user, commitment, today) or commitment.organization_id in works_at(user, today=today)


def _verifier(user: Any, commitment: Commitment, today: dt.date) -> bool:
    return can_check(user, today=today)


def _coordinator(user: Any, commitment: Commitment, today: dt.date) -> bool:
    return is_coordinator(user)


BY_WHOM: dict[Who, Callable[[Any, Commitment, dt.date], bool]] = {
    Who.AGENCY: _agency,
    Who.PARTIES: _parties,
    Who.VERIFIER: _verifier,
    Who.COORDINATOR: _coordinator,
}


def can_work_on(user: Any, commitment: Commitment, *, today: dt.date) -> bool:
    """Tell whether the person records what came, adds evidence, and sees whom to call."""
    return _parties(user, commitment, today)


def stands_in_for(user: Any, commitment: Commitment, who: Who, *, today: dt.date) -> int | None:
    """Return the id of the person for whom somebody makes a move; None where they act for themselves."""
    found = acting(user, today=today)
    if who is Who.VERIFIER:
        return found.for_whom(Role.VERIFIER, Role.COORDINATOR)
    if is_coordinator(user) or who is Who.COORDINATOR:
        return None
    sides = [commitment.agency_id] + ([commitment.organization_id] if who is Who.PARTIES else [])
    place = next((one for one in sides if one in found.at(*WORKERS)), None)
    return None if place is None else found.for_whom(*WORKERS, at=place)
