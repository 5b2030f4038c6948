"""Arranging meetings and moving them along their table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, record_many, snapshot
from serambi.apps.meetings.errors import (
    ChangedMeanwhile,
    EndsBeforeItBegins,
    MeetingMoveNotOpen,
    MeetingOver,
    NotACoordinator,
    NotBeforeItsDay,
    ReasonMissing,
)
from serambi.apps.meetings.models import Action, ActionState, Meeting, MeetingBody, MeetingMove
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.services.backlog import return_unreached
from serambi.apps.meetings.services.circulation import circulate
from serambi.apps.meetings.services.sealing import seal
from serambi.apps.meetings.services.sending import announce_cancellation
from serambi.apps.meetings.services.session import end_session
from serambi.apps.meetings.workflow import BEGIN, CANCEL, CIRCULATE, CLOSE, SIGN_OFF, TO_COME, meeting_move_named
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """When and where a meeting is. starts_at: aware, in any zone. link: of those who take part from elsewhere."""

    title: str
    starts_at: dt.datetime
    minutes: int
    place: str = ""
    link: str = ""


@transaction.atomic
def plan_meeting(body: MeetingBody, facts: MeetingFacts, *, by: Any) -> Meeting:
    """Plan a meeting of a body as a draft, and return it. Raises NotACoordinator, EndsBeforeItBegins."""
    if not can_arrange(by):
        raise NotACoordinator
    meeting = Meeting.objects.create(body=body, state_since=timezone.now(), **_columns(facts))
    record(Verb.CREATED, meeting, by=by, after=snapshot(meeting))
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, facts: MeetingFacts, *, by: Any, seen: int | None = None) -> Meeting:
    """Change when and where a meeting is that has not begun, and return it.

    Raises NotACoordinator, MeetingOver, ChangedMeanwhile, EndsBeforeItBegins.
    """
    current = _held(meeting, by=by, seen=seen)
    if current.state not in TO_COME:
        raise MeetingOver(state=current.get_state_display())
    before = snapshot(current)
    for name, value in _columns(facts).items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    return current


@transaction.atomic
def move_meeting(
    meeting: Meeting, name: str, *, by: Any, today: dt.date, reason: str = "", seen: int | None = None
) -> Meeting:
    """Make one move of the table and return the meeting as it is now.

    When a meeting begins, every action of its body that is still open has been seen by one more meeting. When it
    closes, the item under discussion ends and what it did not come to goes into the backlog of its body; circulating
    sends the minutes out, signing them off seals them; when it is cancelled, everybody who has its letter is told.
    Raises NotACoordinator, MeetingMoveNotOpen, NotBeforeItsDay, ReasonMissing, ChangedMeanwhile, VoteOpen,
    CorrectionsOpen.
    """
    current = _held(meeting, by=by, seen=seen)
    move = meeting_move_named(name, current.state)
    if move is None:
        raise MeetingMoveNotOpen(state=current.get_state_display())
    day = timezone.localtime(current.starts_at).date()
    if move.name == BEGIN and today < day:
        raise NotBeforeItsDay(day=formats.day(day))
    if move.needs_reason and not reason.strip():
        raise ReasonMissing
    before, now = snapshot(current), timezone.now()
    if move.name == BEGIN:
        current.began_at = now
        _carry_over(current, by=by)
    elif move.name == CLOSE:
        end_session(current, by=by, now=now)
        return_unreached(current, by=by)
    elif move.name == CIRCULATE:
        circulate(current, now=now)
    elif move.name == SIGN_OFF:
        seal(current, now=now)
    current.pulse += 1
    current.state, current.state_since = move.after, now
    current.version += 1
    current.save()
    MeetingMove.objects.create(
        meeting=current, move=move.name, before=move.before, after=move.after, by=by, at=now, reason=reason.strip()
    )
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current), reason=reason.strip())
    if move.name == CANCEL:
        announce_cancellation(current, by=by, reason=reason.strip())
    return current


def _carry_over(meeting: Meeting, *, by: Any) -> None:
    """Count this meeting for every action that earlier meetings of its body left open."""
    found = Action.objects.filter(meeting__body=meeting.body_id, state=ActionState.OPEN).exclude(meeting=meeting)
    rows = [(one, {"meetings_seen": one.meetings_seen}, {"meetings_seen": one.meetings_seen + 1}) for one in found]
    Action.objects.filter(pk__in=[one.pk for one, _before, _after in rows]).update(meetings_seen=F("meetings_seen") + 1)
    record_many(Verb.CHANGED, rows, by=by)


def _held(meeting: Meeting, *, by: Any, seen: int | None) -> Meeting:
    if not can_arrange(by):
        raise NotACoordinator
    current = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    return current


def _columns(facts: MeetingFacts) -> dict[str, Any]:
    if facts.minutes < 1:
        raise EndsBeforeItBegins
    return {
        "title": facts.title.strip(),
        "starts_at": facts.starts_at,
        "ends_at": facts.starts_at + dt.timedelta(minutes=facts.minutes),
        "place": facts.place.strip(),
        "link": facts.link,
    }
