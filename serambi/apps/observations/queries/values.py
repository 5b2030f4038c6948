"""Reading figures: one with its history, the table of a series, and what waits to be made final."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from serambi.apps.agencies.models import Organization
from serambi.apps.observations.labels import significant_decimals
from serambi.apps.observations.models import (
    Observation,
    ObservationQuerySet,
    Quality,
    Revision,
    Series,
    SeriesQuerySet,
    ValueType,
)
from serambi.apps.observations.permissions import can_see_people
from serambi.apps.observations.queries.series import seen_by
from serambi.apps.regions.models import Area, AreaQuerySet
from serambi.apps.regions.queries import areas_inside, home_regions
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats

ESTIMATES = frozenset({Quality.ESTIMATED.value, Quality.PERSONAL_ESTIMATE.value})
COMPARED = 12  # a new figure is held against the median of so many earlier ones
_ENOUGH = 3
JUMP = 10
SMALL_COUNT = 10  # a count that moves by less is not a jump, however small it was before


def get_observation_for(user: Any, pk: int) -> Observation:
    """Return the figure with its series, producer, area and recorder; Http404 when the person may not see it."""
    found = Observation.objects.visible_to(user).select_related("series__producer", "area__parent", "recorded_by")
    return get_object_or_404(found, pk=pk)


def cell(user: Any, series: Series, *, area: Area, period: Period) -> Observation | None:
    """Return the figure of a series for an area and a period, None when there is none that the person may see."""
    found = seen_by(user, Observation.objects.filter(series=series, area=area, period=period))
    return found.select_related("series", "area", "recorded_by").first()


def areas_of(series: Series, *, today: dt.date) -> AreaQuerySet:
    """Return the areas for which the series can have figures, by code: those of the region, down to its level."""
    return areas_inside(home_regions(today=today), today=today, deepest=series.area_level)


# The table --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table.

    pk: of the observation, None where there is none. value: None when it was withdrawn. decimals: how many every
    figure of the table is written with, so that their points stand below one another.
    """

    period: Period
    pk: int | None = None
    value: Decimal | None = None
    is_preliminary: bool = False
    is_illustration: bool = False
    quality: str = ""
    decimals: int = 0

    @property
    def text(self) -> str:
        return formats.number(self.value, self.decimals)

    @property
    def is_withdrawn(self) -> bool:
        return self.pk is not None and self.value is None

    @property
    def is_estimate(self) -> bool:
        return self.quality in ESTIMATES


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one area, one per period of the table."""

    area: Area
    cells: tuple[Cell, ...]

    @property
    def has_values(self) -> bool:
        return any(cell.value is not None for cell in self.cells)


def latest_period(user: Any, series: Series) -> Period | None:
    """Return the period of the last figure of the series that the person may see."""
    figures = seen_by(user, Observation.objects.filter(series=series, value__isnull=False))
    return figures.order_by("-period_start").values_list("period", flat=True).first()


def value_table(user: Any, series: Series, *, areas: Iterable[Area], periods: Sequence[Period]) -> list[Row]:
    """Return a row for each area with a cell for each period, in the order given; one query."""
    given = list(areas)
    if not periods or not given:
        return []
    columns = ("area_id", "period", "pk", "value", "is_final", "is_illustration", "quality")
    found = seen_by(
        user,
        Observation.objects.filter(
            series=series,
            area_id__in=[area.pk for area in given],
            period_start__gte=periods[0].start,
            period_start__lte=periods[-1].start,
        ),
    )
    figures = list(found.order_by().values_list(*columns))
    decimals = max((significant_decimals(value) for _, _, _, value, *_ in figures), default=0)
    cells = {
        (area_id, period): Cell(period, pk, value, not is_final, is_illustration, quality, decimals)
        for area_id, period, pk, value, is_final, is_illustration, quality in figures
    }
    return [Row(area, tuple(cells.get((area.pk, period)) or Cell(period) for period in periods)) for area in given]


def line_of(user: Any, series: Series, *, area: Area, periods: Sequence[Period]) -> list[Cell]:
    """Return the figures of one area, one per period; one query."""
    rows = value_table(user, series, areas=[area], periods=periods)
    return list(rows[0].cells) if rows else []


def export_rows(user: Any, series: Series, *, areas: Iterable[Area] | None, first: Period | None,
                last: Period | None) -> ObservationQuerySet:  # fmt: skip
    """Return every figure for a download, by period and area; narrowed to areas and to a span of periods."""
    found = seen_by(user, Observation.objects.filter(series=series))
    if areas is not None:
        found = found.filter(area__in=[area.pk for area in areas])
    if first is not None:
        found = found.filter(period_start__gte=first.start)
    if last is not None:
        found = found.filter(period_end__lte=last.end)
    return found.select_related("area", "series").order_by("period_start", "area__code")


# Before a figure is recorded --------------------------------------------------------------------------------------


def history_of_area(user: Any, series: Series, *, area: Area, before: Period) -> list[Observation]:
    """Return the last twelve figures of the area before the period, oldest first."""
    earlier = Observation.objects.filter(
        series=series, area=area, value__isnull=False, period_start__lt=before.start
    ).order_by("-period_start")
    return list(seen_by(user, earlier)[:COMPARED])[::-1]


@dataclass(frozen=True, slots=True)
class Jump:
    """A figure far from what the area had before. median: of the compared figures; times: how many times it is."""

    median: Decimal
    times: Decimal


def jump(series: Series, value: Decimal, history: Sequence[Observation]) -> Jump | None:
    """Return how a new figure leaps, None when it lies within a tenth and ten times the median of those before.

    history: as `history_of_area` returns it. Fewer than three figures, or a median of zero, say nothing.
    """
    return leap(series, value, usual([one.value for one in history if one.value is not None]))


def usual(earlier: Sequence[Decimal]) -> Decimal | None:
    """Return the median of the sizes of earlier figures; None when they are fewer than three or it is zero."""
    sizes = sorted(abs(value) for value in earlier)
    if len(sizes) < _ENOUGH:
        return None
    middle = len(sizes) // 2
    return (sizes[middle] if len(sizes) % 2 else (sizes[middle - 1] + sizes[middle]) / 2) or None


def leap(series: Series, value: Decimal, median: Decimal | None) -> Jump | None:
    """Return how a new figure leaps away from what is usual, as `usual` returns it; the rule of `jump`."""
    if median is None or median / JUMP <= abs(value) <= median * JUMP:
        return None
    if series.value_type == ValueType.COUNT and abs(abs(value) - median) < SMALL_COUNT:
        return None
    return Jump(median, abs(value) / median)


def counted_beside(series: Series, *, area: Area, period: Period) -> int:
    """Return how many figures of the areas inside this one a figure of its own would be counted together with."""
    if area.level >= series.area_level:
        return 0
    inside = Area.objects.inside(area).exclude(pk=area.pk)
    return Observation.objects.filter(series=series, period=period, area__in=inside, value__isnull=False).count()


# The history of one figure ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a figure.

    kind: recorded, changed, described (the same value with another grade, source or note), finalized, reopened or
    withdrawn. before, after: what was known on either side. by, at: who did it and when; nobody for the public.
    """

    kind: str
    before: Observation | Revision | None
    after: Observation | Revision
    by: Any
    at: dt.datetime | None
    reason: str = ""


def history(user: Any, observation: Observation) -> list[Step]:
    """Return what happened to the figure, the latest first.

    The public sees only what was final, and no names; a reason given in between is told with the next final figure.
    """
    revisions = list(observation.revisions.select_related("replaced_by", "recorded_by").order_by("revision"))
    states: list[Observation | Revision] = [*revisions, observation]
    with_names = can_see_people(user)
    first = states[0]
    steps: list[Step] = []
    known: Observation | Revision | None = None
    reasons: list[str] = []
    for index, state in enumerate(states):
        replaced = revisions[index - 1] if index else None
        if replaced is not None and replaced.replaced_because:
            reasons.append(replaced.replaced_because)
        if not with_names and not state.is_final:
            continue
        by = (replaced.replaced_by if replaced else first.recorded_by) if with_names else None
        at = replaced.replaced_at if replaced else first.recorded_at
        steps.append(Step(_kind(known, state), known, state, by, at, "; ".join(dict.fromkeys(reasons))))
        known, reasons = state, []
    return steps[::-1]


def _kind(before: Observation | Revision | None, after: Observation | Revision) -> str:
    if before is None:
        return "recorded"
    if after.value is None and before.value is not None:
        return "withdrawn"
    if after.value != before.value:
        return "changed"
    if after.is_final != before.is_final:
        return "finalized" if after.is_final else "reopened"
    return "described"


# What waits to be made final --------------------------------------------------------------------------------------


def preliminary(
    *, series: Series | None = None, producer: Organization | None = None, frequency: str = "", text: str = ""
) -> ObservationQuerySet:
    """Return the figures that nobody verified yet, by series, period and area."""
    found = Observation.objects.filter(is_final=False, series__archived_at__isnull=True)
    if series is not None:
        found = found.filter(series=series)
    if producer is not None:
        found = found.filter(series__producer=producer)
    if frequency:
        found = found.filter(series__frequency=frequency)
    if text:
        found = found.filter(series__name__icontains=text) | found.filter(series__code__icontains=text)
    found = found.select_related("series__producer", "area", "recorded_by")
    return found.order_by("series__code", "-period_start", "area__code")


def series_with_preliminary() -> SeriesQuerySet:
    """Return the series of which a figure waits to be made final, by name."""
    waiting = Observation.objects.filter(series_id=OuterRef("pk"), is_final=False)
    return Series.objects.filter(Exists(waiting), archived_at__isnull=True).order_by("name", "code")


def recent_periods(frequency: str, *, last: Period, count: int) -> list[Period]:
    """Return so many periods up to the last one, oldest first."""
    return [last.previous(back) for back in range(count - 1, -1, -1)]


def periods_between(first: Period, last: Period) -> list[Period]:
    """Return the periods from first to last, the latest 36 when there are more; none when last is the earlier."""
    periods: list[Period] = []
    period = last
    while len(periods) < MOST_COLUMNS and first.start <= period.start:
        periods.append(period)
        period = period.previous()
    return periods[::-1]


TABLE_COLUMNS: dict[str, int] = {
    Frequency.DAY: 14,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 8,
    Frequency.SEMESTER: 8,
    Frequency.YEAR: 10,
}
CHART_POINTS: dict[str, int] = {
    Frequency.DAY: 90,
    Frequency.MONTH: 60,
    Frequency.QUARTER: 40,
    Frequency.SEMESTER: 20,
    Frequency.YEAR: 20,
}
MOST_COLUMNS = 36
