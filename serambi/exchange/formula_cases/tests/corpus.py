"""Values worked out by hand, for every clause of the formula language. Each engine has to give them all.

Expected is a number, None for no value, or the code of an error as text. A fraction such as 10 / 1100 is the exact
quotient of what the observations below come to.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple


class Expected(NamedTuple):
    formula: str
    area: str
    period: str
    value: float | str | None


# R is a regency; D1 and D2 its districts; V1 and V2 lie in D1, V3 in D2. X lies nowhere.
AREAS = [
    {"code": "R"},
    {"code": "D1", "parent": "R"},
    {"code": "D2", "parent": "R"},
    {"code": "V1", "parent": "D1"},
    {"code": "V2", "parent": "D1"},
    {"code": "V3", "parent": "D2"},
    {"code": "X", "parent": None},
]

SERIES = [
    {"code": "waste.handled", "unit": "ton"},
    {"code": "waste.generated", "unit": "ton", "over_time": "sum", "over_area": "sum"},
    {"code": "waste.burnt", "unit": "kg"},
    {"code": "population", "unit": "orang", "over_time": "last"},
    {"code": "price", "over_time": "mean", "over_area": "mean"},
    {"code": "opened", "unit": "", "over_time": "first", "over_area": "first"},
    {"code": "closed", "unit": "", "over_time": "last", "over_area": "last"},
    {"code": "visits", "unit": "orang"},
    {"code": "balance", "unit": ""},
    {"code": "lowest", "over_time": "min", "over_area": "min"},
    {"code": "highest", "over_time": "max", "over_area": "max"},
    {"code": "reports", "over_time": "count", "over_area": "sum"},
    {"code": "never"},
]

_OBSERVED: dict[str, list[tuple[str, str, float | None]]] = {
    "waste.handled": [
        ("V1", "2023-01", 8),
        ("R", "2023-12", 100),
        ("V1", "2024-01", 10),
        ("V1", "2024-02", 20),
        ("V1", "2024-03", 30),
        ("V2", "2024-01", 5),
        ("V2", "2024-02", None),
        ("V2", "2024-03", 7.5),
        ("V3", "2024-01", 2),
        ("D1", "2024-03", 0.5),
        ("V1", "2024-04", 1),
        ("V1", "2024-Q2", 60),
    ],
    "waste.generated": [
        ("V1", "2024-01", 40),
        ("V1", "2024-02", 40),
        ("V1", "2024-03", 0),
        ("V2", "2024-01", 20),
        ("V3", "2024-01", 0),
    ],
    "waste.burnt": [("V1", "2024-01", 500)],
    "population": [
        ("V1", "2023", 1000),
        ("V2", "2023", 500),
        ("V1", "2024-S1", 1100),
        ("D2", "2024", 300),
    ],
    "price": [("V1", "2024-01", 10), ("V1", "2024-02", 20), ("V2", "2024-01", 40)],
    "opened": [("V1", "2024", 7), ("V1", "2024-S2", 6), ("V1", "2024-12", 5), ("V2", "2024-02", 9), ("D1", "2024", 3)],
    "closed": [("V1", "2024", 7), ("V1", "2024-S2", 6), ("V1", "2024-12", 5), ("V2", "2024-02", 9), ("D1", "2024", 3)],
    "visits": [("R", "2024-02-28", 3), ("R", "2024-02-29", 4), ("R", "2024-03-01", 5)],
    "balance": [("V1", "2024-01", 0.1), ("V1", "2024-02", 0.2), ("V1", "2024-03", -0.3), ("V2", "2024-01", -4)],
    "lowest": [("V1", "2024-01", 4), ("V1", "2024-02", 3), ("V2", "2024-01", 8)],
    "highest": [("V1", "2024-01", 4), ("V1", "2024-02", 3), ("V2", "2024-01", 8)],
    "reports": [("V1", "2024-01", 4), ("V1", "2024-02", 3), ("V2", "2024-01", 8)],
}

INDICATORS = {
    "handled.share": "100 * waste.handled / waste.generated",
    "handled.change": "handled.share - previous(handled.share)",
    "circle.a": "1 + circle.b",
    "circle.b": "2 * circle.a",
    "broken": "1 +",
    "on.broken": "2 * broken",
}

CONSTANTS = {"rate": 0.5, "quota": {"value": 2, "unit": "ton"}, "third": {"value": 0.333, "unit": None}}

CASE: dict[str, Any] = {
    "areas": AREAS,
    "series": SERIES,
    "indicators": INDICATORS,
    "constants": CONSTANTS,
    "observations": [
        {"series": series, "area": area, "period": period, "value": value}
        for series, rows in _OBSERVED.items()
        for area, period, value in rows
    ],
}


def _at(area: str, period: str, values: dict[str, float | str | None]) -> list[Expected]:
    return [Expected(formula, area, period, value) for formula, value in values.items()]


def _of(formula: str, values: dict[tuple[str, str], float | str | None]) -> list[Expected]:
    return [Expected(formula, area, period, value) for (area, period), value in values.items()]


# Which observations count: those whose period lies inside, in the area and the areas inside it.
LEAVES = [
    *_of(
        "waste.handled",
        {
            ("V1", "2024-01"): 10,
            ("D1", "2024-01"): 15,
            ("R", "2024-01"): 17,
            ("D1", "2024-03"): 38,  # the district's own 0.5 counts together with its villages'
            ("D1", "2024-Q1"): 73,
            ("R", "2024-Q1"): 75,
            ("R", "2024-Q2"): 61,  # the figure of the quarter and the figure of April
            ("R", "2024-04"): 1,  # a quarter does not lie inside a month
            ("R", "2024-S1"): 136,
            ("R", "2024"): 136,
            ("R", "2023"): 108,
            ("V2", "2024-02"): None,  # null is no observation
            ("V3", "2024-02"): None,
            ("R", "2024-01-15"): None,
            ("X", "2024"): None,
        },
    ),
    *_of("visits", {("R", "2024-02"): 7, ("R", "2024"): 12, ("R", "2024-02-29"): 4, ("V1", "2024"): None}),
    *_of("never", {("R", "2024"): None}),
    *_of("count(never)", {("R", "2024"): None}),
    *_of("count(waste.handled)", {("X", "2024"): None, ("R", "2024-Q1"): 7}),
    # 0.1 + 0.2 - 0.3 within V1 is zero, and not the 5.6e-17 of doubles.
    *_of("balance", {("V1", "2024"): 0, ("D1", "2024"): -4}),
    *_of("1 / balance", {("V1", "2024"): None}),
]

AGGREGATIONS = [
    *_at(
        "D1",
        "2024-Q1",
        {
            "price": 27.5,  # the mean of V1's 15 and V2's 40, not of the three figures
            "mean(price)": 27.5,
            "mean(price, time)": 27.5,
            "sum(price)": 35,
            "sum(price, time)": 35,
            "sum(price, area)": 55,
            "sum(price, time, area)": 70,
            "sum(price, area, time)": 70,
            "min(price, time)": 25,
            "max(price, time)": 30,
            "min(price, area)": 15,
            "max(price, area)": 40,
            "first(price)": 25,
            "last(price)": 30,
            "first(price, area)": 15,
            "last(price, area)": 40,
            "count(price)": 1.5,
            "count(price, area)": 2,
            "count(price, time, area)": 2,
            "lowest": 3,
            "highest": 8,
            "reports": 3,
            "sum(reports)": 15,
        },
    ),
    # Over time the first has the earliest end, then the earliest start: the year before its own second half.
    *_of("opened", {("V1", "2024"): 7, ("V1", "2024-S2"): 6, ("D1", "2024"): 3, ("R", "2024-02"): 9}),
    *_of("closed", {("V1", "2024"): 5, ("V1", "2024-S2"): 5, ("D1", "2024"): 9, ("R", "2024-02"): 9}),
    *_of("mean(opened, area)", {("D1", "2024"): 19 / 3}),
]

TIME = [
    *_of(
        "previous(waste.handled)",
        {
            ("V1", "2024-02"): 10,
            ("V1", "2024-01"): None,
            ("R", "2024-01"): 100,
            ("R", "2024-Q2"): 75,
            ("R", "2024-S2"): 136,
            ("R", "2024"): 108,
            ("R", "0001"): None,
        },
    ),
    *_of("previous(waste.handled, 2)", {("V1", "2024-03"): 10}),
    *_of("previous(previous(waste.handled))", {("V1", "2024-03"): 10}),
    *_of("previous(waste.handled, 12)", {("V1", "2024-01"): 8}),
    *_of("previous(visits)", {("R", "2024-03-01"): 4}),
    *_of("previous(waste.handled - previous(waste.handled))", {("V1", "2024-03"): 10}),
    *_of(
        "same_period_last_year(waste.handled)",
        {("V1", "2024-01"): 8, ("R", "2024"): 108, ("R", "2024-Q1"): 8, ("R", "2024-S2"): 100},
    ),
    *_of(
        "same_period_last_year(visits)",
        {("R", "2025-02-28"): 3, ("R", "2025-03-01"): 5, ("R", "2024-02-29"): None, ("R", "0001-03"): None},
    ),
    # The outer step is taken first.
    *_of("previous(same_period_last_year(visits))", {("R", "2025-03-01"): 3}),
    *_of("same_period_last_year(previous(visits))", {("R", "2025-03-01"): 4}),
    *_of(
        "year_to_date(waste.handled)",
        {("R", "2024-01"): 17, ("R", "2024-02"): 37, ("R", "2024-03"): 75, ("R", "2024-Q2"): 136, ("R", "2024"): 136},
    ),
    *_of("year_to_date(previous(waste.handled))", {("R", "2024-03"): 37, ("R", "2024-01"): 108}),
    *_of("previous(year_to_date(waste.handled))", {("R", "2024-03"): 37, ("R", "2024-01"): 108}),
    *_of("same_period_last_year(year_to_date(waste.handled))", {("R", "2024-03"): 8}),
    *_of("year_to_date(year_to_date(waste.handled))", {("R", "2024-02"): 37}),
    *_of("year_to_date(mean(waste.handled))", {("V1", "2024-03"): 20}),
    *_of("year_to_date(visits)", {("R", "2024-02-29"): 7}),
]

POPULATION = [
    *_of(
        "per_capita(waste.handled)",
        {
            ("V1", "2024-01"): 10 / 1100,  # no population in January: that of the semester
            ("V2", "2024-01"): None,  # none for any period that contains it
            ("R", "2024-01"): 17 / 1100,  # the semester is shorter than the year, and V1 has it
            ("R", "2024"): 136 / 1400,
            ("R", "2023"): 108 / 1500,
            ("D2", "2024-01"): 2 / 300,
            ("X", "2024"): None,
        },
    ),
    *_of("year_to_date(per_capita(waste.handled))", {("V1", "2024-03"): 60 / 1100}),
    *_of("previous(per_capita(waste.handled))", {("V1", "2024-02"): 10 / 1100, ("R", "2024"): 108 / 1500}),
    *_of("sum_over_areas(per_capita(waste.handled))", {("R", "2024-01"): 10 / 1100}),
    *_of("per_capita(1000)", {("V1", "2023"): 1}),
]

EACH_AREA = [
    *_of("sum_over_areas(waste.handled / waste.generated)", {("D1", "2024-01"): 0.5, ("V1", "2024-01"): 0.25}),
    *_of("mean_over_areas(waste.handled / waste.generated)", {("D1", "2024-01"): 0.25, ("X", "2024-01"): None}),
    *_of("count_over_areas(waste.handled / waste.generated)", {("R", "2024-01"): 2, ("V3", "2024-01"): None}),
    *_of("min_over_areas(waste.handled)", {("R", "2024-01"): 2}),
    *_of("max_over_areas(waste.handled)", {("R", "2024-01"): 10}),
    *_of("sum_over_areas(waste.handled)", {("D1", "2024-03"): 38}),
    *_of("mean_over_areas(waste.handled)", {("D1", "2024-03"): 38 / 3}),
    *_of("count_over_areas(coalesce(waste.handled, 0))", {("R", "2024-01"): 6, ("X", "2024-01"): 1}),
    *_of("sum_over_areas(count_over_areas(waste.handled))", {("R", "2024-01"): 3}),
    *_of("max_over_areas(sum_over_areas(waste.handled))", {("R", "2024-01"): 10}),
    *_of("previous(sum_over_areas(waste.handled))", {("R", "2024-02"): 17}),
    *_of("sum_over_areas(previous(waste.handled))", {("R", "2024-02"): 17}),
    *_of("year_to_date(max_over_areas(waste.handled))", {("R", "2024-02"): 30}),
    *_of("100 * max_over_areas(waste.handled) / waste.handled", {("R", "2024-01"): 1000 / 17}),
    *_of("sum_over_areas(if(waste.handled > 4, 1, 0))", {("R", "2024-01"): 2}),
    *_of("sum_over_areas(balance)", {("V1", "2024"): 0}),
]

MISSING = [
    *_at(
        "X",
        "2024",
        {
            "waste.handled + 0": None,
            "0 * waste.handled": None,
            "-waste.handled": None,
            "abs(waste.handled)": None,
            "round(waste.handled)": None,
            "coalesce(waste.handled, 0)": 0,
            "coalesce(waste.handled)": None,
            "coalesce(waste.handled, waste.generated)": None,
            "coalesce(1 / 0, never, 3)": 3,
            "if(is_missing(waste.handled), 1, 2)": 1,
            "if(is_missing(waste.handled + 1 * quota), 1, 2)": 1,
            "if(is_missing(waste.handled > 1), 1, 2)": 1,
            "if(is_missing(1 / 0), 1, 2)": 1,
            "if(is_missing(2), 1, 2)": 2,
            "if(waste.handled > 1, 1, 2)": None,
            "if(waste.handled > 1 or true, 1, 2)": 1,
            "if(waste.handled > 1 or false, 1, 2)": None,
            "if(waste.handled > 1 and false, 1, 2)": 2,
            "if(waste.handled > 1 and true, 1, 2)": None,
            "if(not (waste.handled > 1), 1, 2)": None,
            "if(coalesce(waste.handled > 1, true), 1, 2)": 1,
            "min(waste.handled, quota)": 2,
            "max(waste.handled, quota, waste.generated)": 2,
            "min(waste.handled)": None,
            "max(waste.handled, waste.generated)": None,
            "waste.handled == waste.handled": None,
            "is_missing(waste.handled)": 1,
        },
    ),
    *_of("waste.handled / waste.generated", {("V1", "2024-03"): None, ("V2", "2024-03"): None}),
    *_of("if(waste.handled > 5, 1, 1 / 0)", {("V1", "2024-01"): 1, ("V3", "2024-01"): None}),
    *_of("if(waste.handled > 5, never, 4)", {("V1", "2024-01"): None, ("V3", "2024-01"): 4}),
    *_of("min(waste.handled, waste.generated)", {("V1", "2024-01"): 10, ("V2", "2024-03"): 7.5}),
    *_of("max(waste.handled, waste.generated)", {("V1", "2024-01"): 40, ("V2", "2024-03"): 7.5}),
    *_of("min(waste.handled)", {("V1", "2024-Q1"): 60}),
]

ARITHMETIC = _at(
    "R",
    "2024",
    {
        "2 + 3 * 4": 14,
        "(2 + 3) * 4": 20,
        "10 - 4 - 3": 3,
        "100 / 10 / 2": 5,
        "2 ^ 3 ^ 2": 512,
        "-2 ^ 2": -4,
        "(-2) ^ 2": 4,
        "2 ^ -1": 0.5,
        "--3": 3,
        "+3": 3,
        "- 3 + 5": 2,
        "1e3": 1000,
        "2.5e-1": 0.25,
        "7 / 0": None,
        "1 / (0.1 + 0.2 - 0.3)": None,
        "0 / 0": None,
        "0 ^ -1": None,
        "0 ^ 0": 1,
        "0 ^ 0.5": 0,
        "4 ^ 0.5": 2,
        "8 ^ (1 / 3)": 2,
        "(-8) ^ (1 / 3)": None,
        "(-8) ^ (3 * (1 / 3))": -8,
        "(-2) ^ -3": -0.125,
        "sqrt(16)": 4,
        "sqrt(2)": math.sqrt(2),
        "sqrt(-1)": None,
        "log(1)": 0,
        "log(10)": math.log(10),
        "log(0)": None,
        "log(-1)": None,
        "log10(1000)": 3,
        "log10(0)": None,
        "abs(-3)": 3,
        "1e308 * 10": None,
        "1e308 + 1e308": None,
        "coalesce(1e308 * 10, 5)": 5,
        "1e308 * 10 / 1e300": None,
        "1e-300 * 1e-300": 0,
        "1 / (1e-300 * 1e-300)": None,
        "10 ^ 400": None,
        "10 ^ -400": 0,
        "min(3, 1, 2)": 1,
        "max(3, 1, 2)": 3,
        "rate * 4": 2,
        "third": 0.333,
    },
)

ROUNDING = _at(
    "R",
    "2024",
    {
        "round(2.5)": 3,
        "round(-2.5)": -3,
        "round(0.5)": 1,
        "round(1.5)": 2,
        "round(-0.4)": 0,
        "round(2.675, 2)": 2.68,
        "round(1.005, 2)": 1.01,
        "round(-1.005, 2)": -1.01,
        "round(2 / 3, 4)": 0.6667,
        "round(1250, -2)": 1300,
        "round(-1250, -2)": -1300,
        "round(49, -2)": 0,
        "round(0.29 * 100)": 29,
        "round(1234567.891, 12)": 1234567.891,
        "round(0.4999999999999)": 1,  # thirteen digits: agrees with 0.5 to twelve
        "round(0.499999999999)": 0,
        "floor(2.5)": 2,
        "floor(-2.5)": -3,
        "ceil(2.5)": 3,
        "ceil(-2.5)": -2,
        "floor(100 * 0.29)": 29,
        "floor((0.1 + 0.7) * 10)": 8,
        "ceil(100 * 0.07)": 7,
        "floor(10 * (1000000.1 - 1000000))": 1,
        "floor(1000000.3 - 0.3 - 999999)": 1,
        "floor(1e300)": 1e300,
        "ceil(-1e30)": -1e30,
        "round(1e300, 12)": 1e300,
    },
)

TRUTHS = _at(
    "R",
    "2024",
    {
        f"if({condition}, 1, 0)": int(holds)
        for condition, holds in {
            "true": True,
            "false": False,
            "1 < 2": True,
            "2 < 1": False,
            "1 <= 1": True,
            "2 >= 3": False,
            "2 > 1": True,
            "1 == 1": True,
            "1 != 1": False,
            "0.1 + 0.2 == 0.3": True,
            "0.1 + 0.2 - 0.3 == 0": True,
            "0.1 + 0.2 > 0.3": False,
            "1 / 3 * 3 == 1": True,
            "sqrt(2) ^ 2 == 2": True,
            "1234567.89 - 1234567.12 == 0.77": True,
            "100 * 1234567.89 - 123456700 == 89": True,
            "1.000000000001 == 1": True,  # thirteen digits
            "1.00000000001 == 1": False,  # twelve
            "1.000000000001 <= 1": True,
            "1.000000000001 > 1": False,
            "not false": True,
            "not 1 > 2": True,
            "true and true": True,
            "true and false": False,
            "false or true": True,
            "true or false and false": True,
            "not true or true": True,
            "1 < 2 and 2 < 3 and 3 < 4": True,
            "if(1 > 2, false, true)": True,
            "coalesce(false, true)": False,
        }.items()
    },
)

UNITS = [
    *_at(
        "V1",
        "2024-01",
        {
            "waste.handled + waste.burnt": 10.5,  # in ton
            "waste.burnt + waste.handled": 10500,  # in kg
            "waste.handled - waste.burnt": 9.5,
            "if(waste.handled > waste.burnt, 1, 0)": 1,
            "if(waste.burnt > waste.handled, 1, 0)": 0,
            "min(waste.handled, waste.burnt)": 0.5,
            "coalesce(never, waste.handled)": 10,
            "waste.handled / waste.burnt": 20,
            "waste.handled + quota": 12,
            "waste.handled + 0": 10,
            "waste.handled + price": 20,  # a unit that is not known goes with every other
            "if(waste.handled > 5, 1, 0)": 1,
            "waste.handled * rate": 5,
            "waste.handled + population": "unit_mismatch",
            "waste.handled + 5": "unit_mismatch",
            "waste.handled - rate": "unit_mismatch",
            "min(waste.handled, population)": "unit_mismatch",
            "coalesce(waste.handled, visits)": "unit_mismatch",
            "if(true, waste.handled, visits)": "unit_mismatch",
            "if(waste.handled > visits, 1, 0)": "unit_mismatch",
            "log(waste.handled)": "unit_mismatch",
            "2 ^ waste.handled": "unit_mismatch",
            "waste.handled ^ 2": 100,
            "sqrt(waste.handled * waste.handled)": 10,
            "count(waste.handled) + 1": 2,
        },
    ),
]

NAMES = [
    *_of("handled.share", {("V1", "2024-01"): 25, ("D1", "2024-01"): 25, ("R", "2024-01"): 1700 / 60}),
    *_of("handled.change", {("V1", "2024-02"): 25}),
    *_of("previous(handled.share)", {("V1", "2024-02"): 25}),
    *_of("mean_over_areas(handled.share)", {("R", "2024-01"): 25}),
    *_at(
        "R",
        "2024",
        {
            "circle.a": "circular_definition",
            "broken": "syntax_error",
            "on.broken": "syntax_error",
            "waste.handeld": "unknown_name",
            "R": "unknown_name",
            "summ(waste.handled)": "unknown_function",
        },
    ),
]

REFUSED = _at(
    "R",
    "2024",
    {
        "": "syntax_error",
        "1 +": "syntax_error",
        "1 2": "syntax_error",
        "(1": "syntax_error",
        "1 = 2": "syntax_error",
        "1 < 2 < 3": "syntax_error",
        "sum()": "wrong_arguments",
        "if(true, 1)": "wrong_arguments",
        "previous(visits, 0)": "wrong_arguments",
        "previous(visits, 1.5)": "wrong_arguments",
        "previous(visits, rate)": "wrong_arguments",
        "round(1, 13)": "wrong_arguments",
        "sum(price, nowhere)": "wrong_arguments",
        "sum(1 + 2)": "not_a_series",
        "sum(handled.share)": "not_a_series",
        "mean(price * 2)": "not_a_series",
        "1 + true": "type_mismatch",
        "-true": "type_mismatch",
        "if(1, 2, 3)": "type_mismatch",
        "not 1": "type_mismatch",
        "1 and true": "type_mismatch",
        "if(true, 1, false)": "type_mismatch",
        "1" + " + 1" * 1200: "too_long",
        "abs(" * 150 + "1" + ")" * 150: "too_deep",
    },
)

EXPECTED: dict[str, list[Expected]] = {
    "leaves": LEAVES,
    "aggregations": AGGREGATIONS,
    "time": TIME,
    "population": POPULATION,
    "each area": EACH_AREA,
    "missing": MISSING,
    "arithmetic": ARITHMETIC,
    "rounding": ROUNDING,
    "truths": TRUTHS,
    "units": UNITS,
    "names": NAMES,
    "refused": REFUSED,
}
