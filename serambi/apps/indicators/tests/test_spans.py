"""For which periods an indicator is computed."""

from __future__ import annotations

import datetime as dt

import pytest

from serambi.apps.indicators.compute.spans import MOST_PERIODS, Extent, Span, span_of
from serambi.methods.formula.build import Builder
from serambi.methods.formula.catalog import Catalog, Series
from serambi.methods.formula.check import Checker
from serambi.methods.formula.dataflow import leaves
from serambi.methods.periods import Frequency, Period

EXTENTS = {
    "a": Extent(dt.date(2024, 2, 1), dt.date(2025, 3, 31)),
    "b": Extent(dt.date(2024, 5, 1), dt.date(2025, 6, 30)),
}


def found(formula: str, frequency: Frequency = Frequency.QUARTER) -> tuple[str, str] | None:
    builder = Builder(Checker(Catalog([Series("a"), Series("b"), Series("c")])))
    span = span_of(leaves(builder.build(builder.checker.check(formula))), EXTENTS, frequency)
    return span and (str(span.first), str(span.last))


@pytest.mark.parametrize(
    ("formula", "span"),
    [
        ("a", ("2024-Q1", "2025-Q1")),
        ("a + b", ("2024-Q1", "2025-Q2")),
        ("a / previous(a)", ("2024-Q1", "2025-Q1")),
        ("previous(a)", ("2024-Q1", "2025-Q2")),
        ("previous(previous(a))", ("2024-Q1", "2025-Q3")),
        ("same_period_last_year(a)", ("2024-Q1", "2026-Q1")),
        ("a / same_period_last_year(b)", ("2024-Q1", "2026-Q2")),
        ("c", None),
        ("1 + 1", None),
    ],
)
def test_reaches_from_the_first_figure_to_the_last_that_counts(formula: str, span: tuple[str, str] | None) -> None:
    assert found(formula) == span


def test_is_in_the_indicators_own_frequency() -> None:
    assert found("a", Frequency.YEAR) == ("2024", "2025")
    assert found("a", Frequency.MONTH) == ("2024-02", "2025-03")
    assert found("previous(a, 12)", Frequency.MONTH) == ("2024-02", "2026-03")


def test_is_cut_at_its_beginning_when_it_is_too_long() -> None:
    long = Span(Period.parse("0001-01-01"), Period.parse("2025-12-31")).cut()
    assert len(long.periods()) == MOST_PERIODS
    assert str(long.last) == "2025-12-31"
    short = Span(Period.parse("0001"), Period.parse("0003"))
    assert short.cut() == short
