"""Which areas and periods an indicator is computed for besides its own: those its targets and baselines name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from serambi.apps.indicators.models import Baseline, Target
from serambi.methods.periods import Period

Cell = tuple[int, Period]


def named_cells(indicators: Iterable[int] | None = None) -> dict[int, set[Cell]]:
    """Return the (area, period) of the targets and baselines of each indicator, of all where none are given."""
    found: defaultdict[int, set[Cell]] = defaultdict(set)
    targets, baselines = Target.objects.order_by(), Baseline.objects.order_by()
    if indicators is not None:
        wanted = list(indicators)
        targets, baselines = targets.filter(indicator_id__in=wanted), baselines.filter(indicator_id__in=wanted)
    columns = ("indicator_id", "area_id", "period")
    for indicator, area, period in targets.values_list(*columns).union(baselines.values_list(*columns)):
        found[indicator].add((area, period if isinstance(period, Period) else Period.parse(period)))
    return found
