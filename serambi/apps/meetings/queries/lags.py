"""How far programs are behind: by days that were missed, by the work that is done, and by the money that is spent.

The rule, as docs/reference/meetings.md has it. Where nothing is known, nothing is said; a program without any of the
three is not behind.

- Days: since the earliest day that was missed, of its end, its start and its milestones, by the rule of lateness.
- Work: the last verified physical progress, less the share of its time that was over on the day it holds for. That
  the work grows evenly from start to end is an assumption, and the page says so.
- Money: this year's realization in percent of the ceiling of the lines that are reported, less the share of the year
  that was over at the end of the last quarter. Before the first quarter is over nothing is said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Min

from serambi.apps.evaluation.queries.pace import planned_money, planned_work, spent_until
from serambi.apps.plans.models import BudgetLine, Milestone, ProgramQuerySet, Stage
from serambi.apps.plans.models.programs import FINISHED
from serambi.apps.plans.queries.budgets import BudgetTotals, totals_by_program
from serambi.apps.progress.queries import Physical, dated_progress
from serambi.methods import scoring

# What was reported longer ago than this, three quarters, says nothing of how far behind the work is today.
STILL_TRUE = dt.timedelta(days=275)
A_YEAR = 365
# Nothing that is finished or was stopped can be late.
CLOSED = (*FINISHED, Stage.STOPPED)


class Part(StrEnum):
    """One of the three ways to be behind."""

    DAYS = "days"
    WORK = "work"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Lag:
    """How a program stands against its plan. since: the earliest day that was missed. days: how long ago, else 0.

    planned: percent of its time that was over on the day of `physical`. year_share: percent of the year that was over
    at the end of the last quarter. Everything that is not known is None.
    """

    program: int
    code: str
    since: dt.date | None = None
    days: int = 0
    physical: Physical | None = None
    planned: Decimal | None = None
    money: BudgetTotals | None = None
    year_share: Decimal | None = None
    spent_until: dt.date | None = None

    @property
    def work_deviation(self) -> Decimal | None:
        """Return physical progress less what was planned, in points; negative is behind."""
        return scoring.deviation(self.physical.number if self.physical else None, target=self.planned)

    @property
    def money_deviation(self) -> Decimal | None:
        """Return the share that is spent less the share of the year that was over, in points."""
        return scoring.deviation(self.money.percent if self.money else None, target=self.year_share)

    @property
    def parts(self) -> dict[Part, Decimal]:
        """Return how urgent each lag is, 0 to 100: a year late, or a hundred points behind, is 100."""
        days = min(Decimal(100 * self.days) / A_YEAR, Decimal(100))
        points = {Part.WORK: self.work_deviation, Part.MONEY: self.money_deviation}
        behind = {part: min(-value, Decimal(100)) for part, value in points.items() if value is not None and value < 0}
        return ({Part.DAYS: days} if self.days else {}) | behind

    @property
    def worst(self) -> Part | None:
        """Return the largest of the three, in their order among equals; None where it is not behind."""
        parts = self.parts
        return max(parts, key=lambda part: parts[part], default=None)

    @property
    def urgency(self) -> Decimal:
        return max(self.parts.values(), default=Decimal(0))

    @property
    def sum(self) -> Decimal:
        """Return all three together, which decides among equals."""
        return sum(self.parts.values(), Decimal(0))


def read_lags(programs: ProgramQuerySet, *, today: dt.date, since: dt.date | None = None) -> list[Lag]:
    """Return how each of these programs stands. Five queries.

    since: how old physical progress may be; three quarters where it is not said.
    """
    rows = list(programs.order_by().values_list("pk", "code", "stage", "starts_on", "ends_on"))
    chosen = programs.order_by().values("pk")
    milestones = _overdue(programs, today)
    physical = dated_progress(programs, since=since or today - STILL_TRUE)
    money = totals_by_program(BudgetLine.objects.filter(program__in=chosen, year=today.year))
    until = spent_until(today.year, today)
    share = planned_money(until)
    found = []
    for pk, code, stage, starts_on, ends_on in rows:
        since = _missed(stage, starts_on, ends_on, milestones.get(pk), today)
        done = physical.get(pk)
        found.append(
            Lag(
                program=pk,
                code=code,
                since=since,
                days=(today - since).days if since is not None else 0,
                physical=done,
                planned=planned_work(starts_on, ends_on, done.on) if done is not None else None,
                money=money.get(pk),
                year_share=share,
                spent_until=until,
            )
        )
    return found


def _missed(
    stage: str, starts_on: dt.date | None, ends_on: dt.date | None, milestone: dt.date | None, today: dt.date
) -> dt.date | None:
    """Return the earliest day that was missed, by the rule of `plans.lateness`."""
    if stage in CLOSED:
        return None
    days = [milestone, ends_on, starts_on if stage == Stage.NOT_STARTED else None]
    return min((day for day in days if day is not None and day < today), default=None)


def _overdue(programs: ProgramQuerySet, today: dt.date) -> dict[int, dt.date]:
    """Return the day of the earliest overdue milestone of each program that has one; one query."""
    rows: Any = (
        Milestone.objects.filter(
            reached_on__isnull=True, due_on__lt=today, activity__program__in=programs.order_by().values("pk")
        )
        .exclude(activity__stage__in=CLOSED)
        .order_by()
        .values("activity__program_id")
        .annotate(first=Min("due_on"))
        .values_list("activity__program_id", "first")
    )
    return dict(rows)
