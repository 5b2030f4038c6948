"""What a formula would give, on the figures that are there; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min

from serambi.apps.indicators.compute.spans import Extent, Span, span_of
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries.definitions import Definitions
from serambi.apps.indicators.queries.explanations import names_of
from serambi.apps.indicators.queries.readings import observations, stretches
from serambi.apps.observations.models import Mark, Observation, Series
from serambi.apps.regions.models import Area
from serambi.methods.formula import words
from serambi.methods.formula.dataflow import Node, leaves
from serambi.methods.formula.evaluate import Evaluator
from serambi.methods.formula.meaning import Checked
from serambi.methods.periods import Frequency, Period

PERIODS = 8
MOST_AREAS = 30


@dataclass(frozen=True, slots=True)
class PreviewValue:
    value: float | None
    is_preliminary: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One area with its value in each period."""

    area: Area
    values: Sequence[PreviewValue]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a formula says and what it would give.

    unit: of its value; None when it cannot be told. series, indicators: what stands in it, with codes and names.
    periods: the last ones with figures, oldest first; none where nothing has been observed.
    """

    sentence: str
    unit: str | None
    series: Sequence[Series]
    indicators: Sequence[Indicator]
    periods: Sequence[Period]
    lines: Sequence[PreviewLine]


def preview(known: Definitions, checked: Checked, *, frequency: Frequency, region: Area, language: str) -> Preview:
    """Return what a checked formula gives for the region and its districts in the last periods with figures."""
    names, _levels = names_of(checked)
    flow = known.dataflow(checked)
    reach = _reach(known, flow, frequency)
    periods = reach.periods()[-PERIODS:] if reach else []
    areas = [region, *Area.objects.filter(parent=region, valid_until__isnull=True).order_by("code")[:MOST_AREAS]]
    evaluator = Evaluator(
        known.builder, known.places.tree, observations(known, stretches(known, [(leaves(flow), periods)]))
    )
    return Preview(
        sentence=words.describe(checked, language=language, names=names),
        unit=checked.unit.text if checked.unit is not None else None,
        series=list(Series.objects.filter(code__in=checked.series).select_related("producer")),
        indicators=list(Indicator.objects.filter(code__in=checked.indicators)),
        periods=periods,
        lines=[
            PreviewLine(area, [_value(evaluator, flow, known, area, period) for period in periods]) for area in areas
        ],
    )


def _value(evaluator: Evaluator, flow: Node, known: Definitions, area: Area, period: Period) -> PreviewValue:
    found = evaluator.value(flow, area=known.places.key[area.pk], period=period)
    if found.number is None:
        return PreviewValue(None, False, False)
    return PreviewValue(
        found.number, bool(found.marks & int(Mark.PRELIMINARY)), bool(found.marks & int(Mark.ILLUSTRATION))
    )


def _reach(known: Definitions, flow: Node, frequency: Frequency) -> Span | None:
    used = leaves(flow)
    rows = (
        Observation.objects.filter(series__code__in={leaf.series for leaf in used}, value__isnull=False)
        .order_by()
        .values_list("series__code")
        .annotate(first=Min("period_start"), last=Max("period_end"))
    )
    return span_of(used, {code: Extent(first, last) for code, first, last in rows}, frequency)
