"""Holding a meeting: going from item to item, adding one, and what ends with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import ItemMovedOn, ItemTitleMissing, NotInSession, VoteOpen
from serambi.apps.meetings.models import AgendaItem, Meeting, MeetingState
from serambi.apps.meetings.services.agenda import freeze, shortened
from serambi.apps.meetings.services.minutes import held_for_minutes, refuse_unless_written_now
from serambi.apps.meetings.services.pulse import beat

_TIMES = ("began_at", "ended_at")
_PEOPLE = ("chair", "chair_position", "note_taker", "note_taker_position")


@transaction.atomic
def begin_item(meeting: Meeting, item: AgendaItem, *, by: Any) -> AgendaItem:
    """Take up an item, in any order, and return it; the one before it ends.

    An item that is taken up again begins anew; when it was talked about before stays in the record. Raises
    NotANoteTaker, NotInSession.
    """
    current = _in_session(meeting, by=by)
    if current.current_item_id == item.pk:
        return item
    now = timezone.now()
    end_current(current, by=by, now=now)
    taken = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, meeting=current)
    before = snapshot(taken, _TIMES)
    taken.began_at, taken.ended_at = now, None
    taken.save(update_fields=["began_at", "ended_at"])
    record(Verb.CHANGED, taken, by=by, before=before, after=snapshot(taken, _TIMES))
    Meeting.objects.filter(pk=current.pk).update(current_item=taken)
    beat(current.pk)
    return taken


@transaction.atomic
def next_item(meeting: Meeting, *, by: Any, seen: int | None) -> AgendaItem | None:
    """Go on to the next item that was not talked about yet, and return it; None when there is none: the last one ends.

    seen: the id of the item that the person saw under discussion, so that two who press at once skip nothing. Raises
    NotANoteTaker, NotInSession, ItemMovedOn.
    """
    current = _in_session(meeting, by=by)
    if current.current_item_id != seen:
        raise ItemMovedOn
    items = list(current.agenda_items.order_by("position", "pk"))
    here = next((place for place, item in enumerate(items) if item.pk == seen), -1)
    waiting = [item for item in (*items[here + 1 :], *items[: max(here, 0)]) if item.began_at is None]
    if waiting:
        return begin_item(current, waiting[0], by=by)
    end_current(current, by=by, now=timezone.now())
    beat(current.pk)
    return None


@transaction.atomic
def bring_up(meeting: Meeting, title: str, *, minutes: int, by: Any) -> AgendaItem:
    """Put something that came up in the room at the end of the agenda, and return it; whoever takes the minutes may.

    Raises NotANoteTaker, NotInSession, ItemTitleMissing.
    """
    current = _in_session(meeting, by=by)
    if not title.strip():
        raise ItemTitleMissing
    made = AgendaItem.objects.create(
        body=current.body,
        meeting=current,
        title=shortened(title.strip()),
        minutes=minutes,
        position=current.agenda_items.count() + 1,
        added_by=by,
    )
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    beat(current.pk)
    return made


@transaction.atomic
def name_people(
    meeting: Meeting, *, chair: str, chair_position: str, note_taker: str, note_taker_position: str, by: Any
) -> Meeting:
    """Write down who chairs the meeting and who takes its minutes, as the minutes name them, and return it.

    Raises NotANoteTaker, MinutesClosed, MinutesSealed.
    """
    current = held_for_minutes(meeting, by=by)
    refuse_unless_written_now(current)
    before = snapshot(current, _PEOPLE)
    for name, value in zip(_PEOPLE, (chair, chair_position, note_taker, note_taker_position), strict=True):
        setattr(current, name, value.strip())
    current.save(update_fields=_PEOPLE)
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, _PEOPLE))
    beat(current.pk)
    return current


def end_session(meeting: Meeting, *, by: Any, now: dt.datetime) -> None:
    """End what is still going on when a meeting that is held closes; the caller saves the meeting. Raises VoteOpen."""
    running = meeting.votes.filter(closed_at=None).first()
    if running is not None:
        raise VoteOpen(question=running.question)
    end_current(meeting, by=by, now=now)
    meeting.ended_at = now


def end_current(meeting: Meeting, *, by: Any, now: dt.datetime) -> None:
    """End the item under discussion, if there is one, and freeze the numbers it was shown with."""
    if meeting.current_item_id is None:
        return
    item = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("action__agency")
        .get(pk=meeting.current_item_id)
    )
    before = snapshot(item, _TIMES)
    item.ended_at = now
    item.save(update_fields=["ended_at"])
    record(Verb.CHANGED, item, by=by, before=before, after=snapshot(item, _TIMES))
    freeze(item, by=by, today=timezone.localdate(now))
    Meeting.objects.filter(pk=meeting.pk).update(current_item=None)
    meeting.current_item = None


def _in_session(meeting: Meeting, *, by: Any) -> Meeting:
    current = held_for_minutes(meeting, by=by)
    if current.state != MeetingState.IN_SESSION:
        raise NotInSession(state=current.get_state_display())
    return current
