"""The last few values of indicators, for the small drawing in a row."""

from __future__ import annotations

from dataclasses import dataclass

from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.why import Explanation
from serambi.apps.indicators.models import Indicator, IndicatorValue
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Frequency, Period, span

SHOWN = 8


@dataclass(frozen=True, slots=True)
class IndicatorTrend:
    """Up to eight values of an indicator for the region, oldest first with gaps; the last one known stands last."""

    indicator: Indicator
    values: tuple[float | None, ...]
    last: float
    period: Period


def indicator_trends(plan: MasterPlan, why: Explanation, *, basis: Basis) -> list[IndicatorTrend]:
    """Return the trends of the indicators of an explanation that have values; one query.

    Indicators that are not published to the reader have none.
    """
    judged = [line.part.judged for line in (*why.lines, *why.left_out)]
    indicators = {one.indicator.pk: one.indicator for one in judged if one is not None and one.indicator is not None}
    column = "final_value" if basis is Basis.FINAL else "value"
    rows = IndicatorValue.objects.filter(
        indicator_id__in=list(indicators), area_id=plan.region_id, **{f"{column}__isnull": False}
    ).values_list("indicator_id", "period", column)
    known: dict[int, dict[Period, float]] = {}
    for pk, period, value in rows:
        # A year's value beside those of its months would be a jump that never happened.
        if period.frequency == Frequency(indicators[pk].frequency):
            known.setdefault(pk, {})[period] = value
    found = []
    for pk, values in known.items():
        last = max(values)
        periods = span(max(last.previous(SHOWN - 1), min(values)), last)
        shown = tuple(values.get(period) for period in periods)
        found.append(IndicatorTrend(indicators[pk], shown, values[last], last))
    return sorted(found, key=lambda trend: trend.indicator.code)
