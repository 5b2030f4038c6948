"""Letting a worker and the outbox do their work."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from serambi.apps.jobs import running
from serambi.apps.meetings import services
from serambi.apps.meetings.models import Meeting
from serambi.apps.notifications.sending import send_waiting
from tests.cast import Cast
from tests.invitations.invited import NOW


def send(cast: Cast, meeting: Meeting, *, now: dt.datetime = NOW) -> None:
    """Send the letter of a meeting as the coordinator, until the mails are out."""
    job = services.send_invitations(meeting, by=cast.rani, today=timezone.localdate(now), now=now)
    running.run(job.public_id)
    job.refresh_from_db()
    assert job.state == "done", job.failure
    send_waiting(now)
    meeting.refresh_from_db()
