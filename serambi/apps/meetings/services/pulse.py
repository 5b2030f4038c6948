"""Telling the screens that follow a meeting that there is something new."""

from __future__ import annotations

from django.db.models import F

from serambi.apps.meetings.models import Meeting


def beat(meeting_id: int) -> None:
    """Count one change that a screen which follows the meeting has to show; call it in the transaction of the change.

    A screen asks for the number alone, one query on the primary key, and for the rest when it has grown.
    """
    Meeting.objects.filter(pk=meeting_id).update(pulse=F("pulse") + 1)
