"""The targets of one indicator, each with how far it was reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from serambi.apps.indicators.models import Indicator, IndicatorValue, Target
from serambi.apps.indicators.queries.detail import targets_of
from serambi.apps.indicators.queries.scale import scale
from serambi.apps.indicators.queries.standings import Aim, Basis, Due, judged
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan

# A plan whose last year is not published is taken to run for as long as most of them.
USUAL_YEARS = 5
MOST_YEARS = 15


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target. has_come_due: its period is over."""

    target: Target
    due: Due
    has_come_due: bool


def target_lines(indicator: Indicator, *, basis: Basis, today: dt.date) -> list[TargetLine]:
    """Return the targets in the order in which they come due; two queries."""
    targets = list(targets_of(indicator))
    rows = IndicatorValue.objects.filter(
        indicator=indicator,
        area_id__in={target.area_id for target in targets},
        period__in={target.period for target in targets},
    ).values_list("area_id", "period", "value", "final_value", "marks")
    found = {(area, period): (value, final, marks) for area, period, value, final, marks in rows.order_by()}
    bands = scale()
    lines = []
    for target in targets:
        value, final, marks = found.get((target.area_id, target.period), (None, None, 0))
        if basis is Basis.FINAL:
            value, marks = final, marks & ~int(Mark.PRELIMINARY)
        aim = Aim(target.period, target.value, target.upper, indicator.polarity)
        due = judged(aim, value=value, marks=marks, bands=bands)
        lines.append(TargetLine(target, due, target.period_end <= today))
    return lines


def plan_years(today: dt.date) -> range:
    """Return the years of the current plan, or the coming ones where there is none."""
    plan = MasterPlan.objects.filter(is_current=True).first()
    if plan is None:
        return range(today.year, today.year + USUAL_YEARS)
    last = plan.end_year or max(plan.start_year + USUAL_YEARS - 1, today.year + 1)
    return range(plan.start_year, min(last, plan.start_year + MOST_YEARS - 1) + 1)
