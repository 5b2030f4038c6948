"""The quarters at whose end the plan is judged."""

from __future__ import annotations

import datetime as dt

from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Frequency, NotAPeriod, Period, span

TREND = 8


def quarters_of(plan: MasterPlan, *, today: dt.date) -> list[Period]:
    """Return the quarters from the plan's first to the one that runs, oldest first; empty before the plan begins."""
    return span(Period.of(dt.date(plan.start_year, 1, 1), Frequency.QUARTER), Period.of(today, Frequency.QUARTER))


def default_quarter(plan: MasterPlan, *, today: dt.date) -> Period:
    """Return the last quarter that is over, or the running one while the plan is in its first."""
    running = Period.of(today, Frequency.QUARTER)
    first = Period.of(dt.date(plan.start_year, 1, 1), Frequency.QUARTER)
    return max(running.previous(), first)


def chosen_quarter(plan: MasterPlan, text: str, *, today: dt.date) -> Period:
    """Return the quarter that an address names, or the default one for anything that is not a quarter of the plan."""
    try:
        quarter = Period.parse(text)
    except NotAPeriod:
        return default_quarter(plan, today=today)
    return quarter if quarter in quarters_of(plan, today=today) else default_quarter(plan, today=today)


def trend_of(plan: MasterPlan, quarter: Period) -> list[Period]:
    """Return up to eight quarters of the plan that end with this one, oldest first."""
    first = Period.of(dt.date(plan.start_year, 1, 1), Frequency.QUARTER)
    return span(max(quarter.previous(TREND - 1), min(first, quarter)), quarter)
