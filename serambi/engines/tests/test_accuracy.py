"""Doubles stay as close to exact arithmetic as the discontinuities of the language need."""

from __future__ import annotations

import pyarrow as pa
import pytest

from serambi.engines.duckdb import Engine, Request
from serambi.methods.formula.areas import Area, AreaTree
from serambi.methods.formula.build import Builder
from serambi.methods.formula.catalog import Catalog, Series
from serambi.methods.formula.check import Checker
from serambi.methods.periods import Period

TREE = AreaTree([Area("R"), *(Area(f"V{number:05d}", "R") for number in range(20_000))])
BUILDER = Builder(Checker(Catalog([Series("x")])))


def worth(formula: str, values: list[float]) -> float | None:
    """Return the value of a formula for R, with one value in each of as many villages."""
    villages = [code for code in TREE if code != "R"][: len(values)]
    rows = pa.table(
        {
            "series": ["x"] * len(values),
            "area": villages,
            "period": ["2024"] * len(values),
            "value": pa.array(values, pa.float64()),
        }
    )
    root = BUILDER.build(BUILDER.checker.check(formula))
    with Engine(rows, areas=TREE) as engine:
        (answer,) = engine.answer([Request(root, "R", Period.parse("2024"))])
    return answer.value


def test_many_tenths_add_up_to_a_whole_number() -> None:
    # Added up one after another as doubles they come to 2000.000000000352, which differs in the thirteenth digit.
    assert worth("x", [0.1] * 20_000) == 2000
    assert worth("floor(sum_over_areas(x))", [0.1] * 20_000) == 2000


def test_what_cancels_is_zero_whatever_came_before() -> None:
    assert worth("x", [1e15, 0.1, 0.2, -0.3, -1e15]) == 0
    assert worth("coalesce(1 / x, -1)", [0.1, 0.2, -0.3]) == -1
    assert worth("coalesce(1 / mean_over_areas(x), -1)", [0.1, 0.2, -0.3]) == -1


def test_decimals_of_a_difference_are_those_on_paper() -> None:
    # Doubles give 0.7699999997857958.
    assert worth("x", [1234567.89, -1234567.12]) == 0.77
    assert worth("x - 1234567.12", [1234567.89]) == 0.77
    assert worth("sum_over_areas(x)", [1234567.89, -1234567.12]) == 0.77


def test_a_long_fraction_is_left_as_it_is() -> None:
    assert worth("x / 3 - 333", [1000]) == pytest.approx(1 / 3, rel=1e-13, abs=0)


def test_a_sum_out_of_range_has_no_value() -> None:
    assert worth("x", [1.7e308, 1.7e308]) is None
    assert worth("coalesce(x, 7)", [1.7e308, 1.7e308]) == 7
    assert worth("max(x, area)", [1.7e308, 1.7e308]) == 1.7e308


def test_the_smallest_numbers_are_zero() -> None:
    assert worth("x * 1e-10 * 1e10", [1e-290]) == pytest.approx(1e-290, rel=1e-9, abs=0)
    # On the way it is below the smallest normal double.
    assert worth("x * 1e-10 * 1e10", [1e-300]) == 0
