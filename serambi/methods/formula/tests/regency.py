"""An invented regency, its series and short ways to ask for a value."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from serambi.methods.formula import (
    Aggregation,
    Area,
    Catalog,
    Constant,
    Evaluator,
    Indicator,
    Observation,
    Result,
    Series,
)
from serambi.methods.periods import Period

# A regency with two districts; the first has two villages, the second has none.
REGENCY, NORTH, SOUTH, HILL, LAKE = "70", "70.01", "70.02", "70.01.01", "70.01.02"
AREAS = [Area(REGENCY), Area(NORTH, REGENCY), Area(SOUTH, REGENCY), Area(HILL, NORTH), Area(LAKE, NORTH)]
Row = tuple[str, str, str, object]


def make_catalog(
    *series: Series, indicators: Mapping[str, str] | None = None, constants: Sequence[Constant] = ()
) -> Catalog:
    """Return a catalogue; without series one of waste, population and two series without unit."""
    return Catalog(
        series
        or (
            Series("waste.handled", "ton"),
            Series("waste.generated", "ton"),
            Series("population", "orang", Aggregation.LAST, Aggregation.SUM),
            Series("a"),
            Series("b"),
        ),
        [Indicator(name, formula) for name, formula in (indicators or {}).items()],
        constants,
    )


def observed(*rows: Row) -> list[Observation]:
    """Return observations from (series, area, period, value)."""
    return [Observation(series, area, Period.parse(period), value) for series, area, period, value in rows]  # type: ignore[arg-type]  # rows are short to write


def make_evaluator(*rows: Row, catalog: Catalog | None = None) -> Evaluator:
    return Evaluator(catalog or make_catalog(), AREAS, observed(*rows))


def result(evaluator: Evaluator, formula: str, *, area: str = REGENCY, period: str = "2024") -> Result:
    return evaluator.value(formula, area=area, period=Period.parse(period))


def worth(
    formula: str, *rows: Row, area: str = REGENCY, period: str = "2024", catalog: Catalog | None = None
) -> Fraction | None:
    """Return the exact value of the formula over the observations."""
    return result(make_evaluator(*rows, catalog=catalog), formula, area=area, period=period).value
