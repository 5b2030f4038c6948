"""Within an area over time first, then over areas."""

from fractions import Fraction

import pytest

from serambi.methods.formula import Aggregation, Series

from .regency import HILL, LAKE, NORTH, REGENCY, SOUTH, make_catalog, worth

MONTHS = (
    ("x", HILL, "2024-01", 3),
    ("x", HILL, "2024-02", 5),
    ("x", LAKE, "2024-01", 10),
    ("x", SOUTH, "2024-02", 1),
)


def made(over_time: str, over_area: str):  # type: ignore[no-untyped-def]  # a test reads it at once
    return make_catalog(Series("x", None, Aggregation(over_time), Aggregation(over_area)))


@pytest.mark.parametrize(
    ("over_time", "over_area", "expected"),
    [
        ("sum", "sum", 19),  # 8, 10, 1
        ("sum", "mean", Fraction(19, 3)),
        ("mean", "sum", 15),  # 4, 10, 1
        ("mean", "mean", 5),
        ("min", "max", 10),  # 3, 10, 1
        ("max", "min", 1),
        ("count", "sum", 4),
        ("count", "max", 2),
        ("sum", "count", 3),
        ("first", "sum", 14),
        ("last", "sum", 16),
        ("last", "first", 5),  # the village of the hill has the first code
        ("last", "last", 1),
    ],
)
def test_over_time_comes_before_over_area(over_time: str, over_area: str, expected: object) -> None:
    assert worth("x", *MONTHS, catalog=made(over_time, over_area)) == expected


def test_an_areas_own_value_counts_together_with_its_childrens() -> None:
    rows = [("a", NORTH, "2024", 100), ("a", HILL, "2024", 1), ("a", LAKE, "2024", 2), ("a", REGENCY, "2024", 1000)]
    assert worth("a", *rows) == 1103
    assert worth("a", *rows, area=NORTH) == 103
    assert worth("a", *rows, area=HILL) == 1
    assert worth("mean(a, area)", *rows, area=NORTH) == Fraction(103, 3)


def test_a_figure_counts_when_its_period_lies_wholly_inside() -> None:
    rows = [("a", HILL, "2024-03", 1), ("a", HILL, "2024-Q1", 10), ("a", HILL, "2024-03-31", 100)]
    assert worth("a", *rows, period="2024-03") == 101
    assert worth("a", *rows, period="2024-Q1") == 111
    assert worth("a", *rows, period="2024-03-31") == 100
    assert worth("a", *rows, period="2024-Q2") is None


def test_first_and_last_go_by_the_end_and_then_the_start_of_the_period() -> None:
    rows = [("a", HILL, "2024-03", 1), ("a", HILL, "2024-Q1", 10), ("a", HILL, "2024-01", 100)]
    assert worth("last(a)", *rows) == 1  # the quarter ends on the same day but begins earlier
    assert worth("first(a)", *rows) == 100


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("mean(x)", 15),
        ("mean(x, time)", 15),
        ("mean(x, area)", Fraction(19, 3)),
        ("mean(x, time, area)", 5),
        ("mean(x, area, time)", 5),
        ("min(x, time)", 14),
        ("max(x, area)", 10),
        ("count(x)", 4),
        ("count(x, area)", 3),
        ("last(x)", 16),
        ("first(x, area)", 8),
    ],
)
def test_an_aggregation_in_the_formula_goes_before_that_of_the_series(formula: str, expected: object) -> None:
    assert worth(formula, *MONTHS, catalog=made("sum", "sum")) == expected


@pytest.mark.parametrize("formula", ["a", "count(a)", "count(a, area)", "sum(a)", "mean(a, area)"])
def test_nothing_observed_is_missing_and_never_zero(formula: str) -> None:
    assert worth(formula) is None
    assert worth(formula, ("b", HILL, "2024", 1), ("a", HILL, "2023", 1)) is None


def test_a_ratio_of_sums_is_never_a_mean_of_ratios() -> None:
    rows = [("a", HILL, "2024", 1), ("b", HILL, "2024", 2), ("a", LAKE, "2024", 30), ("b", LAKE, "2024", 40)]
    assert worth("100 * a / b", *rows) == Fraction(3100, 42)
    assert worth("mean_over_areas(100 * a / b)", *rows) == Fraction(50 + 75, 2)


def test_a_sum_that_cancels_to_the_last_digits_is_zero() -> None:
    rows = [("a", HILL, "2024-01", "1e15"), ("a", HILL, "2024-02", 1), ("a", HILL, "2024-03", "-1e15")]
    assert worth("a", *rows) == 0
    assert worth("1 / a", *rows) is None
