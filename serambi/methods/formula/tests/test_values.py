"""Arithmetic, missing values, truths and the functions of mathematics."""

from decimal import Decimal
from fractions import Fraction

import pytest

from serambi.methods.formula import Constant, Evaluator, Observation, Series
from serambi.methods.periods import Period

from .regency import AREAS, HILL, make_catalog, make_evaluator, result, worth

ROWS = [("a", HILL, "2024", 6), ("b", HILL, "2024", "0.5")]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("2 - 3 - 4", -5),
        ("24 / 4 / 2", 3),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("(-2) ^ 2", 4),
        ("2 ^ -2", Fraction(1, 4)),
        ("--3", 3),
        ("+3 - +2", 1),
        ("1e3 + 0.5", Fraction(2001, 2)),
        ("a / b", 12),
        ("0 ^ 0", 1),
        ("4 ^ 0.5", 2),
        ("(-8) ^ 3", -512),
        ("(-1) ^ 1000000", 1),
        ("if(1 < 2, 10, 20)", 10),
        ("if(1 > 2 or 2 >= 2, 10, 20)", 10),
        ("if(not 1 == 1, 10, 20)", 20),
        ("if(not false and true, 1, 0)", 1),
        ("if(true or false and false, 1, 0)", 1),
        ("if(coalesce(1 < a, false), 1, 0)", 1),
        ("if(if(a > 1, true, false), 1, 0)", 1),
        ("min(3, 1, 2)", 1),
        ("max(3, a, 2)", 6),
        ("min(5)", 5),
        ("abs(-3)", 3),
        ("sqrt(9)", 3),
        ("sqrt(a * 6)", 6),
        ("log10(1000)", 3),
        ("log10(0.001)", -3),
        ("log(1)", 0),
        ("floor(-1.5)", -2),
        ("ceil(-1.5)", -1),
        ("ceil(1.2)", 2),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(2.675, 2)", Fraction(268, 100)),
        ("round(-0.125, 2)", Fraction(-13, 100)),
        ("round(1250, -2)", 1300),
        ("round(1249, -2)", 1200),
        ("round(a / 7, 0)", 1),
    ],
)
def test_what_a_formula_is_worth(formula: str, expected: object) -> None:
    assert worth(formula, *ROWS) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "1 / 0",
        "a / (b - b)",
        "0 / 0",
        "0 ^ -1",
        "(-8) ^ (1 / 3)",
        "sqrt(-1)",
        "log(0)",
        "log(-1)",
        "log10(0)",
        "log10(0 - 1)",
        "1e300 * 1e300",
        "10 ^ 400",
        "2 ^ 1e12",
        "-(1e308) * 10",
        "1e308 + 1e308",
    ],
)
def test_what_has_no_value(formula: str) -> None:
    assert worth(formula, *ROWS) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("m + 1", None),
        ("m * 0", None),
        ("-m", None),
        ("round(m)", None),
        ("m ^ 0", None),
        ("min(m, 2, m)", 2),
        ("max(2, m)", 2),
        ("min(m, m)", None),
        ("coalesce(m, 3)", 3),
        ("coalesce(m, 1 / 0, 4, 5)", 4),
        ("coalesce(m, m)", None),
        ("if(is_missing(m), 1, 0)", 1),
        ("if(is_missing(a), 1, 0)", 0),
        ("if(is_missing(m + a / b), 1, 0)", 1),
        ("if(is_missing(m > 1), 1, 0)", 1),
        ("if(is_missing(is_missing(m)), 1, 0)", 0),
        ("if(m > 1, 1, 2)", None),
        ("if(m == m, 1, 2)", None),
        ("if(1 < 2, 3, m)", 3),
        ("if(1 < 2, m, 3)", None),
        ("if(1 > 2, 1 / 0, 3)", 3),
        ("if(m > 1 and 1 > 2, 1, 2)", 2),
        ("if(m > 1 and 1 < 2, 1, 2)", None),
        ("if(m > 1 or 1 < 2, 1, 2)", 1),
        ("if(m > 1 or 1 > 2, 1, 2)", None),
        ("if(not m > 1, 1, 2)", None),
        ("if(coalesce(m > 1, true), 1, 2)", 1),
    ],
)
def test_what_a_missing_operand_does(formula: str, expected: object) -> None:
    catalog = make_catalog(Series("a"), Series("b"), Series("m"))
    assert worth(formula, *ROWS, catalog=catalog) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("floor(100 * 0.29)", 29),
        ("if(0.1 + 0.2 == 0.3, 1, 0)", 1),
        ("1 / (0.1 + 0.2 - 0.3)", None),
        ("floor(3 * (1 / 3))", 1),
        ("floor(sqrt(2) * sqrt(2))", 2),
        ("if(sqrt(2) ^ 2 == 2, 1, 0)", 1),
        ("1 / (sqrt(2) ^ 2 - 2)", None),
        ("floor(log(8) / log(2))", 3),
        ("if(1.0000000000001 == 1, 1, 0)", 1),
        ("if(1.00000000002 == 1, 1, 0)", 0),
        ("if(1.0000000000001 > 1, 1, 0)", 0),
        ("1e15 + 0.5 - 1e15", 0),
        ("1e10 + 0.5 - 1e10", Fraction(1, 2)),
        ("(-8) ^ (0.1 + 0.2 + 0.7)", -8),
        ("round(1234567890123.4)", 1234567890123),
        ("floor(9007199254740993)", 9007199254740993),
    ],
)
def test_what_doubles_could_not_tell_apart_is_equal(formula: str, expected: object) -> None:
    assert worth(formula) == expected


def test_decimals_are_exact_and_rounded_once_at_the_end() -> None:
    found = result(make_evaluator(("a", HILL, "2024-01", 0.1), ("a", HILL, "2024-02", Decimal("0.2"))), "a")
    assert found.value == Fraction(3, 10)
    assert found.number == 0.3  # and not 0.1 + 0.2


def test_irrational_numbers_have_more_than_thirty_digits() -> None:
    found = worth("sqrt(2)")
    assert found is not None
    assert abs(found**2 - 2) < Fraction(1, 10**50)
    logarithm = worth("log(2)")
    assert logarithm is not None
    assert abs(logarithm - Fraction("0.693147180559945309417232121458176568075500134360255254")) < Fraction(1, 10**50)


def test_a_huge_power_costs_neither_time_nor_memory() -> None:
    assert worth("1.0000001 ^ 1000000000 ^ 2") is None
    found = result(make_evaluator(), "1.000000001 ^ 1e11")
    assert found.number == pytest.approx(2.6881171e43, rel=1e-6)
    assert worth("0.5 ^ 1e9") == 0


def test_below_the_smallest_double_is_zero() -> None:
    assert worth("1e-200 * 1e-200") == 0
    assert worth("1 / (1e-200 * 1e-200)") is None


def test_constants_are_numbers_by_name() -> None:
    catalog = make_catalog(constants=[Constant("days.in.week", Fraction(7))])
    assert worth("days.in.week * 2", catalog=catalog) == 14


def test_marks_travel_with_every_value_whichever_branch_was_taken() -> None:
    year = Period.parse("2024")
    evaluator = Evaluator(
        make_catalog(),
        AREAS,
        [
            Observation("a", HILL, year, 1, marks=1),
            Observation("b", HILL, year, 1, marks=4),
            Observation("b", "70", year, 1),
        ],
    )
    assert result(evaluator, "if(1 < 2, a, b)").marks == 5
    assert result(evaluator, "a").marks == 1
    assert result(evaluator, "previous(a) + b", area="70.02").marks == 0
    assert result(evaluator, "mean_over_areas(b)").marks == 4
    assert result(evaluator, "b", area=HILL).marks == 4
    assert result(evaluator, "7").marks == 0
