"""What is due of commitments, for whoever reminds people of it and for the page of what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from typing import Any, Protocol, TypeVar

from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Role
from serambi.apps.notifications.services import DueItem
from serambi.apps.partnerships import queries
from serambi.apps.partnerships.models import Commitment, CommitmentState, Delivery
from serambi.apps.partnerships.queries import Balance
from serambi.ui import formats

# How long it may take to say that all of it came, and to verify that, before it counts as late.
DAYS_TO_ANSWER = dt.timedelta(days=5)
# What is due later than in so many days does not press yet.
DAYS_AHEAD = dt.timedelta(days=60)
_LANGUAGES = ("id", "en")
Line = TypeVar("Line")


class Holders(Protocol):
    """Who holds which role where on a day, their own or lent."""

    def at(self, role: Role, organization: int) -> frozenset[int]: ...

    def anywhere(self, role: Role) -> frozenset[int]: ...


def due_items(today: dt.date, *, people: Callable[[dt.date], Holders]) -> Iterator[DueItem]:
    """Yield every commitment that waits for somebody: to come, to be said to be there, or to be verified.

    people: reads who holds which role. Seven queries, however many there are.
    """
    held = people(today)
    found = list(
        Commitment.objects.filter(queries.PRESSING | Q(state=CommitmentState.DELIVERED)).select_related(
            "agency", "organization"
        )
    )
    stand = queries.balances(found)
    came = _deliveries([one.pk for one in found])
    for one in found:
        recorders, last = came.get(one.pk, (frozenset(), None))
        is_there = one.state == CommitmentState.DELIVERED
        item = (
            _to_verify(one, held, recorders | {one.finished_by_id})
            if is_there
            else _to_come(one, stand[one.pk], held, last)
        )
        if item is not None and item.owners:
            yield item


def _deliveries(ids: Collection[int]) -> dict[int, tuple[frozenset[int | None], dt.date | None]]:
    """Return who recorded deliveries of each commitment, and the day of the last one; two queries."""
    rows = Delivery.objects.standing().filter(commitment__in=ids).order_by()
    by_whom: dict[int, set[int | None]] = {}
    for commitment, person in rows.values_list("commitment_id", "recorded_by_id"):
        by_whom.setdefault(commitment, set()).add(person)
    last = rows.values("commitment_id").annotate(last=Max("delivered_on")).values_list("commitment_id", "last")
    return {pk: (frozenset(by_whom.get(pk, ())), day) for pk, day in last}


def _to_come(commitment: Commitment, balance: Balance, held: Holders, last: dt.date | None) -> DueItem | None:
    due_on = commitment.next_due_on
    if due_on is None:
        if not balance.is_complete or last is None:
            return None
        due_on = last + DAYS_TO_ANSWER
    heads = held.at(Role.HEAD, commitment.agency_id)
    coordinators = held.anywhere(Role.COORDINATOR)
    agency = held.at(Role.OFFICER, commitment.agency_id) or heads or coordinators
    partner = held.at(Role.OFFICER, commitment.organization_id) or held.at(Role.HEAD, commitment.organization_id)
    return DueItem(
        key=f"commitment-{commitment.pk}",
        due_on=due_on,
        subject=_subject(commitment, balance),
        link=commitment.get_absolute_url(),
        owners=agency | partner,
        heads=heads,
        coordinators=coordinators,
    )


def _to_verify(commitment: Commitment, held: Holders, recorders: frozenset[int | None]) -> DueItem:
    coordinators = held.anywhere(Role.COORDINATOR)
    return DueItem(
        key=f"commitment-delivered-{commitment.pk}",
        due_on=timezone.localtime(commitment.state_since).date() + DAYS_TO_ANSWER,
        subject=_subject(commitment, None),
        link=commitment.get_absolute_url(),
        owners=(held.anywhere(Role.VERIFIER) - recorders) or (coordinators - recorders),
        coordinators=coordinators,
    )


def _subject(commitment: Commitment, balance: Balance | None) -> dict[str, str]:
    """Return what is to be done with which commitment, in both languages. balance: None where it is to be verified."""
    found = {}
    for language in _LANGUAGES:
        with translation.override(language):
            sentence = _("%(partner)s: %(commitment)s (waits for verification)")
            if balance is not None:
                sentence = _("%(partner)s: %(commitment)s")
                if balance.is_complete:
                    sentence = _("%(partner)s: %(commitment)s (all of it came, say that it is delivered)")
            found[language] = sentence % {"partner": commitment.organization.name, "commitment": commitment.title}
    return found


def due_lines(user: Any, today: dt.date, *, line: Callable[[str, str, str, str, bool], Line]) -> list[Line]:
    """Return the commitments that wait for a person, as lines of the page of what is due; what is far off is absent.

    line: makes one of its text, its address, whose it is, until when in words, and whether it is late.
    """
    found = list(queries.commitments_waiting_for(user, today=today))
    stand = queries.balances(found)
    lines = []
    for one in found:
        if one.state == CommitmentState.DELIVERED:
            when = _("Waits for verification")
        elif one.next_due_on is not None:
            if one.next_due_on > today + DAYS_AHEAD:
                continue
            when = _("Due on %(day)s") % {"day": formats.day(one.next_due_on)}
        elif stand[one.pk].is_complete:
            when = _("All of it came: say that it is delivered")
        else:
            continue
        late = one.days_late_on(today) > 0
        lines.append(line(one.title, one.get_absolute_url(), one.organization.abbreviation, when, late))
    return lines
