"""What the tests of decisions and actions are made of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from serambi.apps.meetings import services
from serambi.apps.meetings.models import Action, Decision
from serambi.apps.meetings.services import ActionFacts, DecisionFacts
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
