"""Bodies and their meetings: which are to come, which a body owes, and what is carried over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from serambi.apps.meetings.models import Action, ActionState, BodyMember, Decision, Meeting, MeetingBody, MeetingMove
from serambi.apps.meetings.permissions import can_arrange, can_read
from serambi.apps.meetings.queries.confidential import CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION
from serambi.apps.meetings.workflow import TO_COME, meeting_moves_from
from serambi.apps.meetings.workflow import MeetingMove as Step


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body with how often it met. last, coming: days, None where there is none. overdue: days past its cadence."""

    body: MeetingBody
    members: int
    last: dt.date | None
    coming: dt.date | None
    overdue: int


def body_rows(*, today: dt.date) -> list[BodyRow]:
    """Return every body with when it last met and meets next, those that should have met first. One query.

    A body that has a cadence and never met is not counted as overdue: nobody knows since when it should have.
    """
    found = MeetingBody.objects.annotate(
        member_count=Count("members", distinct=True),
        last=Max("meetings__began_at"),
        coming=Min("meetings__starts_at", filter=Q(meetings__state__in=TO_COME, meetings__starts_at__date__gte=today)),
    )
    rows = [
        BodyRow(one, one.member_count, _day(one.last), _day(one.coming), _overdue(one, _day(one.last), today))
        for one in found
    ]
    return sorted(rows, key=lambda row: (not row.body.is_active, -row.overdue))


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localtime(moment).date() if moment is not None else None


def _overdue(body: MeetingBody, last: dt.date | None, today: dt.date) -> int:
    if not body.is_active or body.cadence_days is None or last is None:
        return 0
    return max((today - last).days - body.cadence_days, 0)


def get_body_for(user: Any, code: str) -> MeetingBody:
    """Return a body by its code; raise Http404 when there is none that the person may see."""
    found = MeetingBody.objects.select_related("pillar").filter(code=code).first() if can_read(user) else None
    if found is None:
        raise Http404(code)
    return found


def members_of(body: MeetingBody) -> list[BodyMember]:
    return list(body.members.select_related("organization", "user"))


def get_member_for(user: Any, body: MeetingBody, pk: int) -> BodyMember:
    """Return a member for whoever keeps the bodies; raise Http404 for everybody else."""
    found = body.members.select_related("organization", "user").filter(pk=pk).first() if can_arrange(user) else None
    if found is None:
        raise Http404(pk)
    return found


@dataclass(frozen=True, slots=True)
class WantedMeetings:
    """What somebody looks for. body: its code; state: one of the states; year: in which it begins."""

    text: str = ""
    body: str = ""
    state: str = ""
    year: int | None = None


def meetings(wanted: WantedMeetings | None = None) -> QuerySet[Meeting]:
    """Return the meetings somebody looks for, None for all, with what they left behind, the latest first.

    Every word has to stand in the title, the place, the body's name, or in what was decided or agreed that is not
    confidential.
    """
    return _counted(_narrowed(Meeting.objects.all(), wanted or WantedMeetings()))


def meeting_years() -> list[int]:
    """Return the years that have meetings, latest first."""
    return [day.year for day in Meeting.objects.dates("starts_at", "year", order="DESC")]


def _narrowed(found: QuerySet[Meeting], wanted: WantedMeetings) -> QuerySet[Meeting]:
    for word in wanted.text.split():
        decided = Decision.objects.filter(text__icontains=word, meeting__isnull=False).exclude(CONFIDENTIAL_DECISION)
        agreed = Action.objects.filter(text__icontains=word, meeting__isnull=False).exclude(CONFIDENTIAL_ACTION)
        found = found.filter(
            Q(title__icontains=word)
            | Q(place__icontains=word)
            | Q(body__name__icontains=word)
            | Q(pk__in=decided.values("meeting_id"))
            | Q(pk__in=agreed.values("meeting_id"))
        )
    exact = {"body__code": wanted.body, "state": wanted.state, "starts_at__year": wanted.year}
    return found.filter(**{name: value for name, value in exact.items() if value})


def _counted(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    counted = found.annotate(
        decision_count=Count("decisions", distinct=True), action_count=Count("actions", distinct=True)
    )
    return counted.select_related("body").order_by("-starts_at", "-pk")


def get_meeting_for(user: Any, pk: int) -> Meeting:
    """Return a meeting; raise Http404 when there is none that the person may see."""
    found = Meeting.objects.select_related("body").filter(pk=pk).first() if can_read(user) else None
    if found is None:
        raise Http404(pk)
    return found


def carried_over(meeting: Meeting, *, without: Q | None = None) -> list[Action]:
    """Return what earlier meetings of the same body agreed and is still open, the oldest in meetings first.

    without: which to leave out.
    """
    found = Action.objects.filter(
        meeting__body=meeting.body_id, meeting__starts_at__lt=meeting.starts_at, state=ActionState.OPEN
    )
    found = found if without is None else found.exclude(without)
    return list(found.select_related("agency", "person").order_by("-meetings_seen", "due_on", "pk"))


def meeting_moves_open_to(meeting: Meeting, user: Any) -> list[Step]:
    """Return the moves that a person may make from where the meeting stands."""
    return list(meeting_moves_from(meeting.state)) if can_arrange(user) else []


def meeting_timeline(meeting: Meeting) -> list[MeetingMove]:
    """Return what happened to a meeting, latest first."""
    return list(meeting.moves.select_related("by"))
