"""A grid has every value of every indicator, in batches of any size."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest
from hypothesis import given, settings

from serambi.engines import duckdb, figures
from serambi.engines.duckdb import GRID_SCHEMA, Engine, Request
from serambi.methods.formula.areas import Area, AreaTree
from serambi.methods.formula.build import Builder
from serambi.methods.formula.catalog import Catalog, Series
from serambi.methods.formula.check import Checker
from serambi.methods.formula.dataflow import Node
from serambi.methods.formula.errors import FormulaError
from serambi.methods.formula.evaluate import Evaluator
from serambi.methods.periods import Period, span

from .test_generated import THOROUGH, as_table
from .worlds import World, worlds

MONTHS = span(Period.parse("2023-11"), Period.parse("2024-03"))
TREE = AreaTree([Area("R"), Area("D", "R"), Area("V", "D"), Area("W", "D")])
BUILDER = Builder(Checker(Catalog([Series("handled"), Series("generated")])))


def flow(formula: str) -> Node:
    return BUILDER.build(BUILDER.checker.check(formula))


def observed(*rows: tuple[str, str, str, float, int]) -> pa.Table:
    series, area, period, value, marks = (list(column) for column in zip(*rows, strict=True))
    return pa.table({"series": series, "area": area, "period": period, "value": value, "marks": marks})


ROWS = observed(
    ("handled", "V", "2024-01", 3, 1),
    ("handled", "W", "2024-01", 5, 0),
    ("generated", "V", "2024-01", 6, 2),
    ("handled", "V", "2024-02", 4, 0),
    ("generated", "V", "2024-02", 0, 0),
)


def rows_of(indicators: dict[str, Node], areas: list[str], months: list[str]) -> list[tuple[object, ...]]:
    with Engine(ROWS, areas=TREE) as engine:
        batches = engine.grid(indicators, areas=areas, periods=[Period.parse(month) for month in months])
        return [tuple(row.values()) for batch in batches for row in batch.to_pylist()]


def test_missing_values_are_left_out() -> None:
    found = rows_of({"share": flow("100 * handled / generated")}, ["V", "W"], ["2024-01", "2024-02", "2024-03"])
    assert found == [("share", "V", "2024-01", 50, 3)]


def test_the_order_of_indicators_areas_and_periods_is_that_given() -> None:
    found = rows_of({"b": flow("handled"), "a": flow("-handled")}, ["W", "R"], ["2024-02", "2024-01"])
    assert found == [
        ("b", "W", "2024-01", 5, 0),
        ("b", "R", "2024-02", 4, 0),
        ("b", "R", "2024-01", 8, 1),
        ("a", "W", "2024-01", -5, 0),
        ("a", "R", "2024-02", -4, 0),
        ("a", "R", "2024-01", -8, 1),
    ]


def test_areas_inside_count_though_they_are_not_asked() -> None:
    found = rows_of({"largest": flow("max_over_areas(handled)")}, ["R"], ["2024-01"])
    assert found == [("largest", "R", "2024-01", 5, 1)]


@pytest.mark.parametrize(("indicators", "areas", "months"), [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_nothing_asked_gives_nothing(indicators: int, areas: int, months: int) -> None:
    assert rows_of({"a": flow("1")} if indicators else {}, ["R"] * areas, ["2024-01"] * months) == []


def test_a_grid_in_small_batches_is_the_same_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    indicators = {
        "share": flow("handled / generated"),
        "five": flow("5"),
        "change": flow("handled - previous(handled)"),
        "each": flow("mean_over_areas(handled)"),
    }
    with Engine(ROWS, areas=TREE) as engine:
        whole = list(engine.grid(indicators, areas=list(TREE), periods=MONTHS))
        monkeypatch.setattr(duckdb, "GRID_CELLS", 1)
        parts = list(engine.grid(indicators, areas=list(TREE), periods=MONTHS))
    assert len(whole) == 1
    assert len(parts) == len(indicators)
    assert all(part.schema == GRID_SCHEMA for part in parts)
    assert pa.Table.from_batches(parts).to_pylist() == whole[0].to_pylist()


@settings(THOROUGH, max_examples=25)
@given(worlds(formula_count=6))
def test_a_grid_equals_the_definition(world: World) -> None:
    builder = Builder(Checker(world.catalog))
    evaluator = Evaluator(builder, world.areas, world.observations)
    flows = {}
    for formula in world.formulas:
        try:
            flows[formula] = builder.build(builder.checker.check(formula))
        except FormulaError:
            continue
    expected = {}
    for formula, root in flows.items():
        for area in world.areas:
            for month in MONTHS:
                result = evaluator.value(root, area=area, period=month)
                if result.number is not None:
                    expected[formula, area, str(month)] = result.number, result.marks
    with Engine(as_table(world), areas=world.areas, threads=1) as engine:
        found = {
            (row["indicator"], row["area"], row["period"]): (row["value"], row["marks"])
            for batch in engine.grid(flows, areas=list(world.areas), periods=MONTHS)
            for row in batch.to_pylist()
        }
    assert found.keys() == expected.keys()
    for cell, (value, marks) in found.items():
        assert math.isclose(value, expected[cell][0], rel_tol=1e-9), cell
        assert marks == expected[cell][1], cell


@pytest.mark.parametrize("sparse", [0.0, 100.0])
def test_looking_for_all_or_for_few_gives_the_same(sparse: float, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        Request(flow(formula), area, Period.parse(period))
        for formula in ("handled", "last(handled)", "count(handled)", "year_to_date(mean(handled, area))")
        for area, period in (("R", "2024-01"), ("V", "2024-02"), ("R", "2024"), ("W", "2024-03"))
    ]
    monkeypatch.setattr(figures, "SPARSE", sparse)
    with Engine(ROWS, areas=TREE) as engine:
        values = [answer.value for answer in engine.answer(asked)]
    assert values == [8, 4, 12, None, 8, 4, 9, None, 2, 1, 3, None, 4, 7, 6, 5]
