"""Observations in memory, laid out so that a figure of any area and period is found at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from serambi.methods.periods import Period

from .areas import AreaTree
from .catalog import Aggregation, Catalog
from .dataflow import Leaf, Window
from .errors import FormulaError
from .exact import Exact, aggregate, aggregate_whole, in_range, ratio


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a series for an area and a period.

    value: exactly as recorded; a float stands for its shortest decimal text.
    marks: flags that travel with every value made from the figure, such as preliminary = 1.
    """

    series: str
    area: str
    period: Period
    value: Decimal | Fraction | float | str
    marks: int = 0


class Sheet:
    """The figures of one series for one period: a number per area, as multiples of one over the series' scale."""

    __slots__ = ("figures", "has_negative", "marks", "period", "same_marks")

    def __init__(self, period: Period) -> None:
        self.period = period
        self.figures: dict[str, int] = {}
        self.marks: dict[str, int] = {}
        self.same_marks: int | None = 0
        self.has_negative = False

    def finish(self) -> None:
        different = set(self.marks.values())
        self.same_marks = different.pop() if len(different) == 1 else None
        self.has_negative = min(self.figures.values()) < 0


class SeriesFigures:
    """All figures of one series.

    scale: what every figure has been multiplied with to be whole.
    sheets: one per period, ordered by its end and then by its start.
    """

    def __init__(self, rows: Sequence[tuple[Observation, int, int]]) -> None:
        self.scale = lcm(*{denominator for _, _, denominator in rows})
        sheets: dict[Period, Sheet] = {}
        for observation, numerator, denominator in rows:
            sheet = sheets.get(observation.period)
            if sheet is None:
                sheet = sheets[observation.period] = Sheet(observation.period)
            if observation.area in sheet.figures:
                raise _duplicate(observation)
            sheet.figures[observation.area] = numerator * (self.scale // denominator)
            sheet.marks[observation.area] = observation.marks
        self.sheets = sorted(sheets.values(), key=lambda sheet: (sheet.period.end, sheet.period.start))
        for sheet in self.sheets:
            sheet.finish()
        self._ends = [sheet.period.end for sheet in self.sheets]

    def within(self, window: Window) -> list[Sheet]:
        """Return the sheets whose period lies wholly inside the window, in order."""
        some = self.sheets[bisect_left(self._ends, window.first) : bisect_right(self._ends, window.last)]
        return [sheet for sheet in some if sheet.period.start >= window.first]

    def covering(self, moment: Period, areas: Sequence[str]) -> list[Sheet]:
        """Return the sheet of the shortest period that contains the moment and has a figure of one of the areas."""
        found = [sheet for sheet in self.sheets if sheet.period.contains(moment)]
        found.sort(key=lambda sheet: sheet.period.end - sheet.period.start)
        for sheet in found:
            if any(area in sheet.figures for area in areas):
                return [sheet]
        return []


class Figures:
    """The observations of all series.

    Raises FormulaError unknown_series, unknown_area, duplicate_observation and bad_value.
    """

    def __init__(self, catalog: Catalog, areas: AreaTree, observations: Iterable[Observation]) -> None:
        self.areas = areas
        rows: dict[str, list[tuple[Observation, int, int]]] = {}
        for observation in observations:
            if observation.area not in areas:
                raise FormulaError("unknown_area", "There is no area {area}.", {"area": observation.area})
            if observation.series not in catalog.series:
                raise FormulaError("unknown_series", "There is no series {series}.", {"series": observation.series})
            rows.setdefault(observation.series, []).append((observation, *ratio(observation.value)))
        self._series = {code: SeriesFigures(several) for code, several in rows.items()}

    def series(self, code: str) -> SeriesFigures | None:
        """Return the figures of one series, or None when it has none."""
        return self._series.get(code)

    def sheets(self, leaf: Leaf, area: str, period: Period) -> list[Sheet]:
        """Return the sheets that a leaf reads for an area and a period, in order."""
        figures = self._series.get(leaf.series)
        window = leaf.window(period)
        if figures is None or window is None:
            return []
        sheets = figures.within(window)
        if not leaf.covering:
            return sheets
        areas = self.read_areas(leaf, area)
        if any(area in sheet.figures for sheet in sheets for area in areas):
            return sheets
        moment = leaf.moment(period)
        return figures.covering(moment, areas) if moment else []

    def read_areas(self, leaf: Leaf, area: str) -> tuple[str, ...]:
        """Return the areas whose figures a leaf reads, ordered by code."""
        return (area,) if leaf.own_only else self.areas.subtree(area)


def _duplicate(observation: Observation) -> FormulaError:
    return FormulaError(
        "duplicate_observation",
        "{series} has two observations of {area} in {period}.",
        {"series": observation.series, "area": observation.area, "period": str(observation.period)},
    )


class LeafReader:
    """Reads one leaf, each cell once.

    A cell is an area and the number of a period; `periods` gives the period of each number.
    """

    def __init__(self, leaf: Leaf, figures: Figures, periods: Sequence[Period]) -> None:
        self._leaf = leaf
        self._figures = figures
        self._periods = periods
        series = figures.series(leaf.series)
        # Counts are not multiples of the figures' scale; everything else is.
        counts = Aggregation.COUNT in (leaf.over_time, leaf.over_area)
        self._scale = 1 if series is None or counts else series.scale
        # Sums of figures of one sign need no order: they are added up in one go.
        self._adds_up = leaf.over_time is leaf.over_area is Aggregation.SUM
        self._by_period: dict[int, list[Sheet]] = {}
        self._read: dict[tuple[str, int], tuple[Exact | None, int]] = {}

    def read(self, cell: tuple[str, int]) -> tuple[Exact | None, int]:
        """Return the number and the marks of all observations in it; None when there is none, or out of range."""
        found = self._read.get(cell)
        if found is None:
            sheets = self.sheets(cell)
            areas = self._figures.read_areas(self._leaf, cell[0])
            found = self._read[cell] = self.number(sheets, areas), _marks(sheets, areas)
        return found

    def sheets(self, cell: tuple[str, int]) -> list[Sheet]:
        """Return the sheets whose figures are read, in order."""
        area, number = cell
        if self._leaf.covering:
            return self._figures.sheets(self._leaf, area, self._periods[number])
        sheets = self._by_period.get(number)
        if sheets is None:
            sheets = self._by_period[number] = self._figures.sheets(self._leaf, area, self._periods[number])
        return sheets

    def number(self, sheets: Sequence[Sheet], areas: Sequence[str]) -> Exact | None:
        """Return what the figures of these areas in these sheets make together."""
        if len(sheets) == 1:
            figures = sheets[0].figures
            present = [figures[area] for area in areas if area in figures]
            if self._leaf.over_time is Aggregation.COUNT:
                present = [1] * len(present)
            return self._scaled(aggregate_whole(self._leaf.over_area, present)) if present else None
        if self._adds_up and not any(sheet.has_negative for sheet in sheets):
            present = [sheet.figures[area] for sheet in sheets for area in areas if area in sheet.figures]
            return self._scaled((sum(present), 1)) if present else None
        numbers = [number for area in areas if (number := self._over_time(sheets, area)) is not None]
        return self._scaled(aggregate(self._leaf.over_area, numbers)) if numbers else None

    def _over_time(self, sheets: Sequence[Sheet], area: str) -> Exact | None:
        figures = [sheet.figures[area] for sheet in sheets if area in sheet.figures]
        return aggregate_whole(self._leaf.over_time, figures) if figures else None

    def _scaled(self, number: Exact) -> Exact | None:
        return in_range((number[0], number[1] * self._scale))


def _marks(sheets: Sequence[Sheet], areas: Sequence[str]) -> int:
    marks = 0
    for sheet in sheets:
        if sheet.same_marks is None:
            for area in areas:
                marks |= sheet.marks.get(area, 0)
        elif sheet.same_marks | marks != marks and any(area in sheet.figures for area in areas):
            marks |= sheet.same_marks
    return marks
