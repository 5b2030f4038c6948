"""Looking at other periods and at areas one by one."""

from fractions import Fraction

import pytest

from serambi.methods.formula import Aggregation, Series

from .regency import HILL, LAKE, NORTH, REGENCY, SOUTH, make_catalog, worth

YEAR = [("a", HILL, f"2024-{month:02d}", month) for month in range(1, 13)]
LAST_YEAR = [("a", HILL, f"2023-{month:02d}", 100 * month) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("formula", "period", "expected"),
    [
        ("previous(a)", "2024-05", 4),
        ("previous(a)", "2024-01", 1200),
        ("previous(a, 3)", "2024-05", 2),
        ("previous(previous(a), 2)", "2024-05", 2),
        ("previous(a)", "2024-Q2", 6),
        ("previous(a)", "2024-S2", 21),
        ("previous(a)", "2024", 7800),
        ("previous(a)", "2025", 78),
        ("same_period_last_year(a)", "2024-05", 500),
        ("same_period_last_year(a)", "2024-Q1", 600),
        ("same_period_last_year(previous(a))", "2024-01", None),
        ("previous(same_period_last_year(a))", "2024-05", 400),
        ("year_to_date(a)", "2024-05", 15),
        ("year_to_date(a)", "2024-Q2", 21),
        ("year_to_date(a)", "2024", 78),
        ("year_to_date(previous(a))", "2024-05", 10),
        ("previous(year_to_date(a))", "2024-05", 10),
        ("previous(year_to_date(a))", "2024-01", 7800),
        ("same_period_last_year(year_to_date(a))", "2024-05", 1500),
        ("year_to_date(year_to_date(a))", "2024-05", 15),
        ("year_to_date(a / a) + previous(2 * a)", "2024-05", 9),
        ("previous(a, 10000)", "2024-05", None),
        ("previous(7)", "2024-05", 7),
    ],
)
def test_a_part_can_look_at_another_period(formula: str, period: str, expected: object) -> None:
    assert worth(formula, *YEAR, *LAST_YEAR, period=period) == expected


def test_a_leap_day_has_no_day_a_year_earlier() -> None:
    rows = [("a", HILL, "2023-02-28", 28), ("a", HILL, "2024-02-28", 2024), ("a", HILL, "2023-03-01", 1)]
    assert worth("same_period_last_year(a)", *rows, period="2024-02-28") == 28
    assert worth("same_period_last_year(a)", *rows, period="2024-02-29") is None
    # The outer function moves first: one day back there is a day a year earlier, and the other way round not.
    assert worth("previous(same_period_last_year(a))", *rows, period="2024-02-29") == 28
    assert worth("same_period_last_year(previous(a))", *rows, period="2024-02-29") is None
    assert worth("previous(same_period_last_year(a))", *rows, period="2024-03-01") is None


def test_an_indicator_is_computed_in_the_context_of_its_name() -> None:
    catalog = make_catalog(indicators={"share": "100 * a / b", "change": "share - previous(share)"})
    rows = [("a", HILL, "2024-01", 1), ("b", HILL, "2024-01", 4), ("a", HILL, "2024-02", 1), ("b", HILL, "2024-02", 2)]
    assert worth("change", *rows, period="2024-02", catalog=catalog) == 25
    assert worth("year_to_date(share)", *rows, period="2024-02", catalog=catalog) == Fraction(100, 3)


PEOPLE = [("population", HILL, "2024-S1", 40), ("population", LAKE, "2024-S1", 60), ("population", HILL, "2024", 50)]
WASTE = [("waste.handled", HILL, "2024-02", 8), ("waste.handled", LAKE, "2024-02", 12)]


def test_per_capita_divides_by_the_people_observed_in_the_window() -> None:
    assert worth("per_capita(waste.handled)", *PEOPLE, *WASTE, period="2024-S1") == Fraction(20, 100)


def test_per_capita_takes_the_shortest_longer_period_where_the_window_has_none() -> None:
    assert worth("per_capita(waste.handled)", *PEOPLE, *WASTE, period="2024-02") == Fraction(20, 100)
    assert worth("per_capita(waste.handled)", *PEOPLE, *WASTE, period="2024-02", area=HILL) == Fraction(8, 40)
    year_only = [("population", REGENCY, "2024", 500), ("population", REGENCY, "2023-S1", 1)]
    assert worth("per_capita(waste.handled)", *year_only, *WASTE, period="2024-02") == Fraction(20, 500)
    assert worth("per_capita(waste.handled)", *year_only, *WASTE, period="2024-02", area=NORTH) is None
    assert worth("per_capita(waste.handled)", *WASTE, period="2024-02") is None


def test_per_capita_looks_for_people_in_its_own_context() -> None:
    rows = [*PEOPLE, *WASTE, ("population", HILL, "2023", 10), ("waste.handled", HILL, "2023-02", 5)]
    formula = "same_period_last_year(per_capita(waste.handled))"
    assert worth(formula, *rows, period="2024-02") == Fraction(5, 10)
    cumulative = worth("year_to_date(per_capita(waste.handled))", *rows, period="2024-03")
    assert cumulative == Fraction(20, 100)
    assert worth("mean_over_areas(per_capita(waste.handled))", *PEOPLE, *WASTE, period="2024-02") == Fraction(1, 5)


RATES = [
    ("a", HILL, "2024", 1),
    ("b", HILL, "2024", 2),
    ("a", LAKE, "2024", 3),
    ("b", LAKE, "2024", 4),
    ("a", NORTH, "2024", 9),
    ("a", SOUTH, "2024", 5),
    ("b", SOUTH, "2024", 0),
]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("sum_over_areas(a / b)", Fraction(5, 4)),
        ("mean_over_areas(a / b)", Fraction(5, 8)),
        ("min_over_areas(a / b)", Fraction(1, 2)),
        ("max_over_areas(a / b)", Fraction(3, 4)),
        ("count_over_areas(a / b)", 2),  # the north has no b, and the south would divide by zero
        ("count_over_areas(a)", 4),
        ("sum_over_areas(coalesce(b, 10))", 26),
        ("count_over_areas(1)", 5),
        ("mean_over_areas(sum_over_areas(a))", Fraction(9, 2)),
        ("sum_over_areas(count_over_areas(a))", 4),
        ("mean_over_areas(mean_over_areas(a / b))", Fraction(5, 8)),
        ("sum_over_areas(a) - a", 0),
    ],
)
def test_each_area_by_itself_and_then_over_areas(formula: str, expected: object) -> None:
    assert worth(formula, *RATES) == expected


def test_over_areas_is_about_the_area_that_is_asked_for() -> None:
    assert worth("mean_over_areas(a)", *RATES, area=NORTH) == Fraction(13, 3)
    assert worth("count_over_areas(a)", *RATES, area=HILL) == 1


def test_no_area_with_a_value_is_missing_also_for_a_count() -> None:
    assert worth("count_over_areas(previous(a))", *RATES) is None
    assert worth("coalesce(sum_over_areas(previous(a)), 7)", *RATES) == 7


def test_last_over_area_goes_by_code() -> None:
    catalog = make_catalog(Series("x", None, Aggregation.SUM, Aggregation.LAST))
    assert worth("x", ("x", LAKE, "2024", 1), ("x", SOUTH, "2024", 2), catalog=catalog) == 2
