"""Signing minutes off: what they say is kept, and its digest with it."""

from __future__ import annotations

import datetime as dt

from serambi.apps.meetings.errors import CorrectionsOpen
from serambi.apps.meetings.models import CorrectionState, Meeting, SealedMinutes
from serambi.apps.meetings.queries.sealing import canonical, content_of, digest_of


def seal(meeting: Meeting, *, now: dt.datetime) -> None:
    """Keep what the minutes say and write its digest on the meeting, which the caller saves.

    Raises CorrectionsOpen.
    """
    waiting = meeting.corrections.filter(state=CorrectionState.OPEN).count()
    if waiting:
        raise CorrectionsOpen(count=waiting)
    text = canonical(content_of(meeting))
    SealedMinutes.objects.create(meeting=meeting, content=text, at=now)
    meeting.minutes_digest = digest_of(text)
