"""The official documents of a meeting and what it led to."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from serambi.apps.meetings.effect_words import kept_in_words, moved_in_words, movement_lines
from serambi.apps.meetings.models import Meeting, MeetingState
from serambi.apps.meetings.permissions import can_see_draft_minutes
from serambi.apps.meetings.queries.effect import kept_by_next
from serambi.apps.meetings.queries.movements import movements_after
from serambi.apps.meetings.workflow import HELD


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of it, for this person."""
    if meeting.state == MeetingState.CANCELLED:
        return {}
    shown: dict[str, Any] = {"papers": True, "papers_minutes": can_see_draft_minutes(user, meeting)}
    if meeting.state in HELD and meeting.began_at is not None:
        movements = movements_after([meeting], today=timezone.localdate())[meeting.pk]
        kept = kept_by_next([meeting], now=timezone.now())[meeting.pk]
        shown |= {
            "papers_kept": kept_in_words(kept),
            "papers_moved": moved_in_words(movements),
            "papers_movements": movement_lines([one for one in movements if one.has_moved]),
        }
    return shown
