"""How far the work of one program is, period by period, as somebody verified it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from serambi.apps.evaluation.queries.pace import planned_work
from serambi.apps.plans.models import Program
from serambi.apps.progress.queries import Verified, by_period, physical_history
from serambi.methods import scoring
from serambi.methods.scoring import DeviationStatus


@dataclass(frozen=True, slots=True)
class WorkSoFar:
    """What holds for each period, the latest at the end; at least one. planned: percent of its time over by then."""

    periods: tuple[Verified, ...]
    planned: Decimal | None

    @property
    def last(self) -> Verified:
        return self.periods[-1]

    @property
    def trend(self) -> tuple[Decimal | None, ...]:
        """Return up to eight of the last percentages, oldest first."""
        return tuple(one.percent for one in self.periods[-8:])

    @property
    def points(self) -> Decimal | None:
        """Return the work less what was planned, in points; negative is behind."""
        return scoring.deviation(self.last.percent, target=self.planned)

    @property
    def status(self) -> DeviationStatus | None:
        return scoring.deviation_status(self.last.percent, target=self.planned)


def work_of(program: Program, *, today: dt.date) -> WorkSoFar | None:
    """Return how far the work is; None where nothing was verified. Two queries."""
    periods = by_period(physical_history([program.pk]).get(program.pk, ()))
    if not periods:
        return None
    day = min(periods[-1].on, today)
    return WorkSoFar(tuple(periods), planned_work(program.starts_on, program.ends_on, day))
