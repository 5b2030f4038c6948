"""What became of what meetings agreed on: done by the next meeting, moved after it, and in time.

What is confidential is counted for nobody, so that everybody sees the same figures. docs/reference/meetings.md has the
formulas.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.meetings.models import Action, ActionMove, ActionState, Meeting
from serambi.apps.meetings.queries.confidential import CONFIDENTIAL_ACTION
from serambi.apps.meetings.workflow import FINISH

Earliest = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """How far the actions of a meeting had come when its body met again; without a next meeting, how far they are.

    agreed: those that were recorded by then and not cancelled. waiting: done as the agency says, not verified.
    """

    meeting: Meeting
    following: Meeting | None
    agreed: int
    verified: int
    waiting: int

    @property
    def open(self) -> int:
        return self.agreed - self.verified - self.waiting

    @property
    def share(self) -> Fraction | None:
        """Return verified / agreed; None where nothing was agreed on."""
        return Fraction(self.verified, self.agreed) if self.agreed else None


@dataclass(frozen=True, slots=True)
class WantedEffect:
    """What somebody looks at: of one body by its code, of one year; "" and None are all."""

    body: str = ""
    year: int | None = None


def held_meetings(wanted: WantedEffect) -> QuerySet[Meeting]:
    """Return the meetings that were begun, the latest first."""
    found = Meeting.objects.filter(began_at__isnull=False).select_related("body")
    if wanted.body:
        found = found.filter(body__code=wanted.body)
    if wanted.year is not None:
        found = found.filter(began_at__year=wanted.year)
    return found.order_by("-began_at", "-pk")


def effect_years() -> list[int]:
    """Return the years in which meetings were held, latest first."""
    return [day.year for day in Meeting.objects.filter(began_at__isnull=False).dates("began_at", "year", order="DESC")]


def kept_by_next(meetings: Sequence[Meeting], *, now: dt.datetime) -> dict[int, Kept]:
    """Return for each meeting how much of what it agreed on was done by the next one of its body. Three queries."""
    following = _following(meetings)
    until = {one.pk: _began(following[one.pk], now) for one in meetings}
    actions = list(
        Action.objects.filter(meeting__in=[one.pk for one in meetings])
        .exclude(CONFIDENTIAL_ACTION)
        .values_list("pk", "meeting_id", "recorded_at")
    )
    states = _states({pk: until[meeting] for pk, meeting, _recorded in actions})
    counted: dict[int, Counter[str]] = {one.pk: Counter() for one in meetings}
    for pk, meeting, recorded_at in actions:
        if recorded_at < until[meeting] and states[pk] != ActionState.CANCELLED:
            counted[meeting][states[pk]] += 1
    return {
        one.pk: Kept(
            one,
            following[one.pk],
            agreed=counted[one.pk].total(),
            verified=counted[one.pk][ActionState.VERIFIED],
            waiting=counted[one.pk][ActionState.DONE],
        )
        for one in meetings
    }


def meeting_before(meeting: Meeting) -> Meeting | None:
    """Return the meeting of the same body that was held before this one."""
    until = meeting.began_at or meeting.starts_at
    found = Meeting.objects.filter(body=meeting.body_id, began_at__lt=until).exclude(pk=meeting.pk)
    return found.select_related("body").order_by("-began_at").first()


def _following(meetings: Sequence[Meeting]) -> dict[int, Meeting | None]:
    """Return the next meeting that the same body began, by the number of each."""
    bodies = {one.body_id for one in meetings}
    begun = list(Meeting.objects.filter(body__in=bodies, began_at__isnull=False).order_by("began_at", "pk"))
    found: dict[int, Meeting | None] = {}
    for one in meetings:
        since = one.began_at or one.starts_at
        found[one.pk] = next(
            (
                other
                for other in begun
                if other.body_id == one.body_id and other.pk != one.pk and (other.began_at or Earliest) > since
            ),
            None,
        )
    return found


def _began(meeting: Meeting | None, now: dt.datetime) -> dt.datetime:
    return (meeting.began_at if meeting is not None else None) or now


def _states(until: dict[int, dt.datetime]) -> dict[int, str]:
    """Return in which state each action was at its moment: that of its last move before, else open."""
    states: dict[int, str] = dict.fromkeys(until, ActionState.OPEN)
    moves = ActionMove.objects.filter(action__in=until).order_by("at", "pk")
    for action, at, after in moves.values_list("action_id", "at", "after"):
        if at < until[action]:
            states[action] = after
    return states


# Follow-up of agencies ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FollowUpRate:
    """What an agency did of the actions whose day has passed. Cancelled ones are not counted.

    on_time, late: verified ones, by the day on which the agency last said that it is done. overdue: still open.
    waiting: said to be done and not verified; nobody knows yet, so they are in no rate.
    """

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> Fraction | None:
        """Return on_time / due; None where nothing was due."""
        return Fraction(self.on_time, self.due) if self.due else None

    def __add__(self, other: FollowUpRate) -> FollowUpRate:
        return FollowUpRate(
            self.on_time + other.on_time,
            self.late + other.late,
            self.overdue + other.overdue,
            self.waiting + other.waiting,
        )


@dataclass(frozen=True, slots=True)
class AgencyRate:
    agency: Organization
    rate: FollowUpRate
    is_illustration: bool


def agency_rates(wanted: WantedEffect, *, today: dt.date) -> list[AgencyRate]:
    """Return the follow-up of every agency that had something due, the weakest first. Two queries.

    The year is that of the day on which an action was due.
    """
    actions = _due(wanted, today=today).annotate(finished_at=Max("moves__at", filter=Q(moves__move=FINISH)))
    rates: dict[int, FollowUpRate] = {}
    made_up: set[int] = set()
    for agency, state, due_on, finished_at, is_illustration in actions.order_by().values_list(
        "agency_id", "state", "due_on", "finished_at", "is_illustration"
    ):
        rates[agency] = rates.get(agency, FollowUpRate()) + _one(state, due_on, finished_at)
        if is_illustration:
            made_up.add(agency)
    agencies = Organization.objects.in_bulk(rates)
    found = [AgencyRate(agencies[pk], rate, pk in made_up) for pk, rate in rates.items()]
    return sorted(found, key=lambda one: (_rank(one.rate), one.agency.abbreviation))


def total_of(rates: Iterable[AgencyRate]) -> FollowUpRate:
    """Return the follow-up of all: sums are divided, shares are never averaged."""
    total = FollowUpRate()
    for one in rates:
        total += one.rate
    return total


def _due(wanted: WantedEffect, *, today: dt.date) -> QuerySet[Action]:
    found = Action.objects.filter(due_on__lt=today).exclude(state=ActionState.CANCELLED).exclude(CONFIDENTIAL_ACTION)
    if wanted.body:
        found = found.filter(meeting__body__code=wanted.body)
    if wanted.year is not None:
        found = found.filter(due_on__year=wanted.year)
    return found


def _one(state: str, due_on: dt.date, finished_at: dt.datetime | None) -> FollowUpRate:
    match state:
        case ActionState.OPEN:
            return FollowUpRate(overdue=1)
        case ActionState.DONE:
            return FollowUpRate(waiting=1)
    in_time = finished_at is not None and timezone.localtime(finished_at).date() <= due_on
    return FollowUpRate(on_time=1) if in_time else FollowUpRate(late=1)


def _rank(rate: FollowUpRate) -> tuple[bool, Fraction, int]:
    """Sort the weakest first, among equals the one with more overdue, and those without a rate last."""
    share = rate.share
    return share is None, share if share is not None else Fraction(1), -rate.overdue
