"""What the tests of decisions and actions are made of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from serambi.apps.meetings import services
from serambi.apps.meetings.models import Action, Decision, Meeting, MeetingBody
from serambi.apps.meetings.services import ActionFacts, DecisionFacts, MeetingFacts
from tests.cast import Cast

TODAY = dt.date(2026, 10, 6)


def make_decision(
    cast: Cast, text: str = "Tiga titik dipindah ke Hilir.", *, supersedes: Decision | None = None, **facts: Any
) -> Decision:
    given = {"decided_by": "Tim Pelaksana", "decided_on": dt.date(2026, 10, 1), **facts}
    return services.record_decision(DecisionFacts(text=text, **given), by=cast.rani, today=TODAY, supersedes=supersedes)


def make_action(
    cast: Cast, text: str = "Adendum paket 2 ditandatangani", *, today: dt.date = TODAY, **facts: Any
) -> Action:
    given = {"agency": cast.dlh, "due_on": dt.date(2026, 10, 24), "origin": "agreement", **facts}
    return services.record_action(ActionFacts(text=text, **given), by=cast.rani, today=today)


def finished(cast: Cast, action: Action, *, by: Any = None, today: dt.date = TODAY) -> Action:
    return services.move_action(
        action, "finish", by=by or cast.oka, today=today, said="Ditandatangani 5 Oktober.",
        without_evidence="Naskah asli di Setda.",
    )  # fmt: skip


def make_body(cast: Cast, code: str = "team", **facts: Any) -> MeetingBody:
    given = {"code": code, "name": "Tim Pelaksana", "usual_title": "Rakor Smart City", **facts}
    return services.create_body(given, by=cast.rani)


def planned(cast: Cast, body: MeetingBody | None = None, day: dt.date = TODAY, *, minutes: int = 120) -> Meeting:
    """Return a meeting at nine o'clock, of the team where no body is given, without an agenda."""
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    facts = MeetingFacts("Rakor", starts, minutes, place="Aula")
    return services.plan_meeting(body or make_body(cast), facts, by=cast.rani)


def held_meeting(cast: Cast, body: MeetingBody, day: dt.date = dt.date(2026, 8, 6)) -> Meeting:
    """Return a meeting that has begun."""
    return moved(cast, planned(cast, body, day), "invite", "begin")


def moved(cast: Cast, meeting: Meeting, *names: str) -> Meeting:
    for name in names:
        meeting = services.move_meeting(meeting, name, by=cast.rani, today=TODAY, reason="Perlu")
    return meeting
