"""Why a value is what it is: the formula part by part, down to the observations that were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from serambi.apps.indicators.models import Constant, Indicator
from serambi.apps.indicators.queries.definitions import Definitions
from serambi.apps.indicators.queries.readings import Reading, readings, stretches
from serambi.apps.indicators.queries.standings import Basis
from serambi.apps.observations.models import Mark, Quality, Series
from serambi.apps.regions.models import Area
from serambi.methods.formula import words
from serambi.methods.formula.dataflow import leaves
from serambi.methods.formula.evaluate import Evaluator
from serambi.methods.formula.explain import Explanation, explain
from serambi.methods.formula.meaning import Checked
from serambi.methods.periods import Period


class AreaName(NamedTuple):
    """An area as a tree names it. key: in the tree of the computation."""

    id: int
    key: str
    code: str
    name: str
    level: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A value taken apart.

    found: by series, area key and period, the observations that were read.
    areas: the areas that exist in the period, by key. series_levels: at which level each series is observed.
    """

    known: Definitions
    checked: Checked
    explanation: Explanation
    evaluator: Evaluator
    found: Mapping[tuple[str, str, Period], Reading]
    areas: Mapping[str, AreaName]
    names: Mapping[str, str]
    series_levels: Mapping[str, int]

    def sentence(self, language: str) -> str:
        """Return what the formula computes, in words."""
        return words.describe(self.checked, language=language, names=self.names)

    def children(self, key: str) -> list[AreaName]:
        """Return the areas directly inside that exist in the period, by code."""
        area = self.known.places.id[key]
        return [one for one in self.areas.values() if one.parent == area]


def explained(
    known: Definitions,
    indicator: Indicator,
    *,
    area: Area,
    period: Period,
    basis: Basis,
    areas: Iterable[Area],
) -> Explained:
    """Return why the indicator's value for an area and a period is what it is.

    areas: those of the region, for their names. On the basis FINAL preliminary observations are not there.
    Raises FormulaError when the formula cannot be computed.
    """
    checked = known.checked(indicator.pk)
    flow = known.flow(indicator.pk)
    read = readings(known, stretches(known, [(leaves(flow), [period])]))
    if basis is Basis.FINAL:
        read = [one for one in read if not one.marks & int(Mark.PRELIMINARY)]
    evaluator = Evaluator(known.builder, known.places.tree, (one.observation() for one in read))
    names, levels = names_of(checked)
    asked = indicator.code if indicator.code in known.catalog.indicators else checked
    return Explained(
        known,
        checked,
        explain(evaluator, asked, area=known.places.key[area.pk], period=period),
        evaluator,
        {(one.series, one.area, one.period): one for one in read},
        {one.key: one for one in _named(known, areas, period)},
        names,
        levels,
    )


def names_of(checked: Checked) -> tuple[dict[str, str], dict[str, int]]:
    """Return what people call the series and indicators in a formula, and the level of each series."""
    names: dict[str, str] = {}
    levels: dict[str, int] = {}
    for series in Series.objects.filter(code__in=checked.series):
        names[series.code], levels[series.code] = _in_a_sentence(series.display_name), series.area_level
    if checked.indicators:
        for indicator in Indicator.objects.filter(code__in=checked.indicators):
            names[indicator.code] = _in_a_sentence(indicator.display_name)
    if checked.constants:
        names |= dict(Constant.objects.filter(code__in=checked.constants).values_list("code", "name"))
    return names, levels


def _in_a_sentence(name: str) -> str:
    """Return a name with a small first letter, unless it is an abbreviation (IPM, WiFi)."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def _named(known: Definitions, areas: Iterable[Area], period: Period) -> Iterator[AreaName]:
    """Yield the areas that existed in the period."""
    for area in areas:
        begun = area.valid_from is None or area.valid_from <= period.end
        lasted = area.valid_until is None or area.valid_until >= period.start
        if begun and lasted and area.pk in known.places.key:
            yield AreaName(area.pk, known.places.key[area.pk], area.code, area.name, area.level, area.parent_id)


# The grades from the best to the worst, as they are declared.
_GRADES = {grade: number for number, grade in enumerate(Quality.values)}


def worst_quality(read: Iterable[Reading]) -> str:
    """Return the worst grade among observations, "" where there are none: a sum is as good as its worst part."""
    grades = {one.quality for one in read}
    return max(grades, key=lambda grade: _GRADES.get(grade, 0), default="")
