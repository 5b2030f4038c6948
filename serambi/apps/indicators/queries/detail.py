"""One indicator: its values over time and over areas, its targets, and what its figures rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from serambi.apps.indicators.models import Baseline, Indicator, IndicatorState, IndicatorValue, Target
from serambi.apps.indicators.queries.definitions import Definitions
from serambi.apps.indicators.queries.explanations import Explained, worst_quality
from serambi.apps.indicators.queries.standings import Basis
from serambi.apps.observations.models import Mark, Revision
from serambi.apps.plans.models import Program
from serambi.apps.regions.models import Area
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import Frequency, Period, span

# A chart of more points says no more, and a page of more rows is not read.
MOST_POINTS = 120


class ValuePoint(NamedTuple):
    """A value over time; None is a gap."""

    period: Period
    value: float | None
    marks: int


def value_at(indicator: Indicator, *, area: Area, period: Period, basis: Basis) -> ValuePoint:
    """Return the stored value for an area and a period."""
    row = (
        IndicatorValue.objects.filter(indicator=indicator, area=area, period=period)
        .values_list("value", "final_value", "marks")
        .first()
    )
    return ValuePoint(period, *_shown(row, basis))


def _shown(row: Any, basis: Basis) -> tuple[float | None, int]:
    if row is None:
        return None, 0
    value, final, marks = row
    return (value, marks) if basis is Basis.WORKING else (final, marks & ~int(Mark.PRELIMINARY))


def state_of(indicator: Indicator) -> IndicatorState | None:
    """Return the indicator's state; None before it was computed for the first time."""
    found: IndicatorState | None = getattr(indicator, "state", None)
    return found


def trend(indicator: Indicator, *, area: Area, basis: Basis) -> list[ValuePoint]:
    """Return the values of an area in the indicator's own frequency, oldest first, with gaps; at most MOST_POINTS."""
    rows = IndicatorValue.objects.filter(indicator=indicator, area=area).order_by()
    found = {
        period: _shown(rest, basis)
        for period, *rest in rows.values_list("period", "value", "final_value", "marks")
        if period.frequency == indicator.frequency
    }
    known = sorted(period for period, (value, _marks) in found.items() if value is not None)
    if not known:
        return []
    periods = span(known[0], known[-1])[-MOST_POINTS:]
    return [ValuePoint(period, *found.get(period, (None, 0))) for period in periods]


def targets_of(indicator: Indicator, *, area: Area | None = None) -> QuerySet[Target]:
    """Return the indicator's targets in the order in which they come due, those of one area where it is given."""
    found = indicator.targets.select_related("area").order_by("period_end", "-period_start", "area__code")
    return found if area is None else found.filter(area=area)


def baselines_of(indicator: Indicator) -> QuerySet[Baseline]:
    return indicator.baselines.select_related("area").order_by("period", "area__code")


# Over areas ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of a table. parts: the figure of each series. quality: the worst grade of its figures.

    silent: how many areas inside (or the area itself) have no figure at all.
    """

    area: Area
    value: float | None
    marks: int
    parts: Sequence[float | None] = ()
    quality: str = ""
    silent: int = 0


def area_lines(indicator: Indicator, *, areas: Sequence[Area], period: Period, basis: Basis) -> list[AreaLine]:
    """Return the values of these areas, in their order."""
    rows = IndicatorValue.objects.filter(indicator=indicator, period=period, area_id__in=[area.pk for area in areas])
    found = {
        area: _shown(rest, basis)
        for area, *rest in rows.order_by().values_list("area_id", "value", "final_value", "marks")
    }
    return [AreaLine(area, *found.get(area.pk, (None, 0))) for area in areas]


def with_parts(lines: Sequence[AreaLine], series: Sequence[str], why: Explained, period: Period) -> list[AreaLine]:
    """Return the lines with the figures of these series and how good they are."""
    places = why.known.places
    found = []
    for line in lines:
        inside = set(places.tree.subtree(places.key[line.area.pk]))
        read = [one for one in why.found.values() if one.area in inside and one.series in why.checked.series]
        parts = [
            why.evaluator.value(code, area=places.key[line.area.pk], period=period).number
            if code in why.known.catalog.series
            else None
            for code in series
        ]
        found.append(
            AreaLine(
                line.area,
                line.value,
                line.marks,
                parts,
                worst_quality(read),
                _silent(inside, why, {one.area for one in read}),
            )
        )
    return found


def _silent(inside: set[str], why: Explained, speaking: set[str]) -> int:
    """Return how many of the areas in which the series are observed have no figure."""
    deepest = max(why.series_levels.values(), default=0)
    return sum(
        one.level == deepest and not speaking.intersection(why.known.places.tree.upward(one.key))
        for one in why.areas.values()
        if one.key in inside
    )


# What it rests on ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sources:
    """The observations behind a value: how many, how many final, how often corrected."""

    count: int
    final: int
    revisions: int
    last_revision: Revision | None


def sources(why: Explained) -> Sources:
    """Return what is known of the observations behind a value; one query at most."""
    read = list(why.found.values())
    revised = [one.id for one in read if one.revision > 1]
    corrections: list[Revision] = []
    if revised:
        # Making a figure final is no correction: it has no reason and leaves the value as it was.
        found = Revision.objects.filter(observation_id__in=revised).exclude(replaced_because="")
        corrections = list(found.select_related("observation__area", "observation__series").order_by("-replaced_at"))
    return Sources(
        count=len(read),
        final=sum(not one.marks & int(Mark.PRELIMINARY) for one in read),
        revisions=len(corrections),
        last_revision=corrections[0] if corrections else None,
    )


def programs_of(indicator: Indicator, user: Any) -> QuerySet[Program]:
    """Return the programs of the current plan that the indicator speaks for and the person may see."""
    return (
        Program.objects.visible_to(user)
        .filter(program_indicators__indicator=indicator, archived_at__isnull=True)
        .select_related("pillar", "sub_dimension")
        .order_by("pillar__position", "code")
    )


def using(known: Definitions, indicator: Indicator, user: Any) -> list[Indicator]:
    """Return the indicators in whose formula this one stands and that the person may see."""
    codes = known.using_indicator(indicator.code)
    return list(Indicator.objects.visible_to(user).filter(code__in=codes)) if codes else []


def formula_error(known: Definitions, indicator: Indicator) -> FormulaError | None:
    """Return why the formula cannot be computed, or None; archived indicators are not computed at all."""
    if indicator.pk not in known.indicators:
        return None
    try:
        known.flow(indicator.pk)
    except FormulaError as error:
        return error
    return None


def year_before(indicator: Indicator, period: Period, points: Sequence[ValuePoint]) -> float | None:
    """Return the value one year before a period, or None."""
    before = period.same_period_last_year()
    return next((point.value for point in points if point.period == before), None)


def own_frequency(indicator: Indicator) -> Frequency:
    return Frequency(indicator.frequency)


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
