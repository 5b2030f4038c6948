"""Generated worlds (areas, series, observations) and formulas over them, for comparing one engine with another.

Units are left unknown, so that every well-typed formula can be computed. Numbers have few digits and ordinary sizes:
what a double cannot hold is not where the engines have to agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from serambi.methods.formula.areas import Area, AreaTree
from serambi.methods.formula.catalog import Aggregation, Catalog, Constant, Indicator, Series
from serambi.methods.formula.figures import Observation
from serambi.methods.periods import Period

_PERIODS = """
2022 2023 2024 2023-S1 2023-S2 2024-S1 2024-S2 2023-Q1 2023-Q4 2024-Q1 2024-Q2 2023-01 2023-02 2023-03 2023-12
2024-01 2024-02 2024-03 2024-06 2023-02-28 2023-03-01 2024-02-28 2024-02-29 2024-03-01
"""
PERIODS = [Period.parse(text) for text in _PERIODS.split()]
SERIES = ("a", "b.total", "c_3", "population")
INDICATORS = ("first_indicator", "second.indicator")
# Codes whose order is not that of their numbers, nor that in which they are made.
AREAS = ("R", "D10", "D9", "V2", "V1", "a", "Z")


@dataclass(frozen=True)
class World:
    catalog: Catalog
    areas: AreaTree
    observations: tuple[Observation, ...] = field(repr=False)
    formulas: tuple[str, ...]
    places: tuple[tuple[str, Period], ...]


@st.composite
def area_trees(draw: st.DrawFn) -> AreaTree:
    codes = AREAS[: draw(st.integers(1, len(AREAS)))]
    parents: list[str | None] = [None]
    parents += [draw(st.sampled_from([*codes[:place], None])) for place in range(1, len(codes))]
    return AreaTree([Area(code, parent) for code, parent in zip(codes, parents, strict=True)])


@st.composite
def observations(draw: st.DrawFn, areas: AreaTree) -> tuple[Observation, ...]:
    """Figures for a part of all places, from few to most; drawn by a seed, as there are hundreds of them."""
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - it hides nothing
    density = draw(st.sampled_from([0.5, 0.9, 0.1]))
    marked = draw(st.booleans())
    return tuple(
        Observation(series, area, period, _value(random, series), random.randrange(4) if marked else 0)
        for series in SERIES
        for area in areas
        for period in PERIODS
        if random.random() < density
    )


def _value(random: Random, series: str) -> Decimal:
    if series == "population":
        return Decimal(random.randrange(1, 5000))
    kind = random.random()
    if kind < 0.1:
        return Decimal(0)
    if kind < 0.5:
        return Decimal(random.randrange(13))
    return Decimal(random.randrange(-20_000, 100_000)) / 100


TIME_AGGREGATIONS = ("sum", "mean", "first", "last", "count")
LITERALS = ("0", "1", "2", "3", "10", "100", "0.5", "0.29", "1.005", "2.675", "7", "0.1")
LEAVES = ("series", "series", "series", "name", "literal", "over time", "either way")
COMPOUNDS = (
    *("arithmetic",) * 4,
    *("function", "context", "per capita", "each area", "previous", "round", "power", "several", "several", "if", "if"),
)
TRUTHS = ("comparison", "comparison", "missing", "missing truth", "equal", "literal", "logic", "not", "coalesce", "if")


class Writer:
    """Writes formulas by drawing one construct after another.

    names: indicators and constants that they may use.
    """

    def __init__(self, draw: st.DrawFn, names: tuple[str, ...]) -> None:
        self._draw = draw
        self._names = names or SERIES

    def one_of(self, *choices: str) -> str:
        return self._draw(st.sampled_from(choices))

    def number(self, depth: int) -> str:
        """Return a formula whose value is a number, nested no deeper."""
        kind = self.one_of(*LEAVES, *COMPOUNDS) if depth else self.one_of(*LEAVES)
        return self._leaf(kind) if kind in LEAVES else self._compound(kind, depth - 1)

    def _leaf(self, kind: str) -> str:
        match kind:
            case "series":
                return self.one_of(*SERIES)
            case "name":
                return self.one_of(*self._names)
            case "literal":
                return self.one_of(*LITERALS)
            case "over time":
                return f"{self.one_of(*TIME_AGGREGATIONS)}({self.one_of(*SERIES)})"
            case _:
                way = self.one_of("time", "area", "time, area", "area, time")
                return f"{self.one_of(*TIME_AGGREGATIONS, 'min', 'max')}({self.one_of(*SERIES)}, {way})"

    def _compound(self, kind: str, depth: int) -> str:
        inner = self.number(depth)
        match kind:
            case "arithmetic":
                written = f"({inner} {self.one_of('+', '-', '*', '/')} {self.number(depth)})"
            case "function":
                written = f"{self.one_of('abs', 'floor', 'ceil', 'round', 'sqrt', 'log', 'log10', '-')}({inner})"
            case "context":
                written = f"{self.one_of('same_period_last_year', 'year_to_date', 'previous')}({inner})"
            case "per capita":
                # Times people, so that the value has no unit and goes with every other.
                written = f"(per_capita({inner}) * people)"
            case "each area":
                written = f"{self.one_of('sum', 'mean', 'min', 'max', 'count')}_over_areas({inner})"
            case "previous":
                written = f"previous({inner}, {self.one_of('1', '2', '3', '12')})"
            case "round":
                written = f"round({inner}, {self.one_of('-3', '-1', '0', '1', '2', '4')})"
            case "power":
                written = f"({inner}) ^ {self.one_of('0', '2', '3', '-1', '0.5', '(1 / 3)')}"
            case "several":
                others = [self.number(depth) for _ in range(self._draw(st.integers(0, 2)))]
                written = f"{self.one_of('min', 'max', 'coalesce')}({', '.join([inner, *others])})"
            case _:
                written = f"if({self.truth(depth)}, {inner}, {self.number(depth)})"
        return written

    def truth(self, depth: int) -> str:
        """Return a formula whose value is a truth, nested no deeper."""
        kind = self.one_of(*TRUTHS) if depth else "comparison"
        depth -= depth > 0
        match kind:
            case "comparison":
                comparator = self.one_of("==", "!=", "<", "<=", ">", ">=")
                written = f"({self.number(depth)} {comparator} {self.number(depth)})"
            case "missing":
                written = f"is_missing({self.number(depth)})"
            case "missing truth":
                written = f"is_missing({self.truth(depth)})"
            case "equal":
                # A number compared with itself found another way: there the truth changes.
                number = self.number(depth)
                written = f"(3 * ({number}) / 3 == {number})"
            case "literal":
                written = self.one_of("true", "false")
            case "logic":
                written = f"({self.truth(depth)} {self.one_of('and', 'or')} {self.truth(depth)})"
            case "not":
                written = f"(not {self.truth(depth)})"
            case "coalesce":
                written = f"coalesce({self.truth(depth)}, {self.truth(depth)})"
            case _:
                written = f"if({self.truth(depth)}, {self.truth(depth)}, {self.truth(depth)})"
        return written


@st.composite
def worlds(draw: st.DrawFn, *, formula_count: int = 12, place_count: int = 4) -> World:
    areas = draw(area_trees())
    aggregation = st.sampled_from(list(Aggregation))
    series = [Series(code, None, draw(aggregation), draw(aggregation)) for code in SERIES]
    first = Writer(draw, ()).number(2)
    second = Writer(draw, INDICATORS[:1]).number(2)
    indicators = [Indicator(name, formula) for name, formula in zip(INDICATORS, (first, second), strict=True)]
    catalog = Catalog(
        series, indicators, [Constant("rate", Fraction("0.05")), Constant("people", Fraction(1000), "orang")]
    )
    writer = Writer(draw, (*INDICATORS, "rate"))
    formulas = [writer.number(3) for _ in range(draw(st.integers(1, formula_count)))]
    place = st.tuples(st.sampled_from(list(areas)), st.sampled_from(PERIODS))
    places = draw(st.lists(place, min_size=1, max_size=place_count))
    return World(catalog, areas, draw(observations(areas)), tuple(formulas), tuple(places))
