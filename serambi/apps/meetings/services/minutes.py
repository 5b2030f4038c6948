"""Writing the minutes paragraph by paragraph, by several people at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    MinuteChanged,
    MinuteEmpty,
    MinuteGone,
    MinutesClosed,
    MinutesSealed,
    NotANoteTaker,
)
from serambi.apps.meetings.models import AgendaItem, Meeting, MeetingState, Minute
from serambi.apps.meetings.permissions import can_take_minutes
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.workflow import RECORDS_OUTCOMES


@transaction.atomic
def write_minute(
    meeting: Meeting, text: str, *, by: Any, item: AgendaItem | None = None, client_key: str = ""
) -> Minute:
    """Write a paragraph and return it.

    client_key: of the screen it was typed on; a repeated sending returns the paragraph of the first and writes nothing.
    Raises NotANoteTaker, MinutesClosed, MinutesSealed, MinuteEmpty.
    """
    current = held_for_minutes(meeting, by=by)
    if client_key:
        known = current.minute_entries.filter(client_key=client_key).first()
        if known is not None:
            return known
    refuse_unless_written_now(current)
    if not text.strip():
        raise MinuteEmpty
    made = Minute.objects.create(
        meeting=current, item=item, text=text.strip(), author=by, at=timezone.now(), client_key=client_key
    )
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    beat(current.pk)
    return made


@transaction.atomic
def change_minute(minute: Minute, text: str, *, by: Any, seen: int) -> Minute:
    """Change a paragraph and return it; the same text again changes nothing.

    seen: the version that the person began from. Raises what `write_minute` raises, MinuteChanged, MinuteGone.
    """
    current = held_minute(minute, by=by)
    if current.text == text.strip():
        return current
    if current.version != seen:
        raise MinuteChanged
    if not text.strip():
        raise MinuteEmpty
    return rewrite(current, text.strip(), by=by)


@transaction.atomic
def remove_minute(minute: Minute, *, by: Any, seen: int) -> None:
    """Take a paragraph out of the minutes; what it said stays in the record.

    Raises NotANoteTaker, MinutesClosed, MinutesSealed, MinuteChanged, MinuteGone.
    """
    current = held_minute(minute, by=by)
    if current.version != seen:
        raise MinuteChanged
    record(Verb.REMOVED, current, by=by, before=snapshot(current))
    meeting_id = current.meeting_id
    current.delete()
    beat(meeting_id)


def rewrite(minute: Minute, text: str, *, by: Any, reason: str = "") -> Minute:
    """Give a paragraph that is held another text, in the transaction around it."""
    before = snapshot(minute)
    minute.text = text
    minute.version += 1
    minute.save(update_fields=["text", "version"])
    record(Verb.CHANGED, minute, by=by, before=before, after=snapshot(minute), reason=reason)
    beat(minute.meeting_id)
    return minute


def held_minute(minute: Minute, *, by: Any) -> Minute:
    """Return the paragraph as it is now, held until the transaction ends, where it is written now."""
    refuse_unless_written_now(held_for_minutes(minute.meeting, by=by))
    found = Minute.objects.select_for_update(of=("self",)).filter(pk=minute.pk).first()
    if found is None:
        raise MinuteGone
    return found


def held_for_minutes(meeting: Meeting, *, by: Any) -> Meeting:
    """Return the meeting as it is now, held until the transaction ends. Raises NotANoteTaker."""
    if not can_take_minutes(by, meeting):
        raise NotANoteTaker
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)


def refuse_unless_written_now(meeting: Meeting) -> None:
    """Raise MinutesSealed or MinutesClosed for a meeting whose minutes are not written now."""
    if meeting.state == MeetingState.SIGNED_OFF:
        raise MinutesSealed
    if meeting.state not in RECORDS_OUTCOMES:
        raise MinutesClosed(state=meeting.get_state_display())
