"""The agenda of a meeting: what is talked about, in which order, and what the data proposes."""

from __future__ import annotations

from typing import Any

from serambi.apps.meetings.models import Meeting


def part(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Return what the page of a meeting shows of it, for this person."""
    return {}
