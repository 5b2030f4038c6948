"""A meeting while it is held: the screen in the room, that of the note-takers, votes, and the minutes afterwards."""

from __future__ import annotations

from typing import Any

from serambi.apps.meetings.models import Meeting


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of it, for this person."""
    return {}
