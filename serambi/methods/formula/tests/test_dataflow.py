"""What an engine gets to see."""

from fractions import Fraction

import pytest

from serambi.methods.formula import (
    Aggregation,
    Builder,
    Catalog,
    Checker,
    Series,
    depends,
    leaves,
    ordered,
    series_used,
)
from serambi.methods.formula.dataflow import Arithmetic, Leaf, Literal, Node, OverAreas, Shift, ShiftKind, operands
from serambi.methods.periods import Period

from .regency import make_catalog

SUM, LAST = Aggregation.SUM, Aggregation.LAST
PREVIOUS, LAST_YEAR = ShiftKind.PREVIOUS, ShiftKind.LAST_YEAR


def built(formula: str, **indicators: str) -> Node:
    builder = Builder(Checker(make_catalog(indicators=indicators)))
    return builder.build(builder.checker.check(formula))


def test_contexts_are_pushed_down_to_the_leaves() -> None:
    [leaf] = leaves(built("previous(year_to_date(same_period_last_year(previous(a, 2))))"))
    assert leaf == Leaf("a", SUM, SUM, (Shift(PREVIOUS, 1), Shift(LAST_YEAR, 1), Shift(PREVIOUS, 2)), cumulative=True)
    assert leaves(built("previous(previous(a), 3)"))[0].shifts == (Shift(PREVIOUS, 4),)
    assert leaves(built("same_period_last_year(x)", x="same_period_last_year(a)"))[0].shifts == (Shift(LAST_YEAR, 2),)


def test_a_population_may_be_covering_and_own() -> None:
    root = built("mean_over_areas(per_capita(a))")
    assert isinstance(root, OverAreas)
    assert set(leaves(root)) == {
        Leaf("a", SUM, SUM, own_only=True),
        Leaf("population", LAST, SUM, own_only=True, covering=True),
    }
    assert series_used(root) == {"a", "population"}


def test_over_areas_never_stand_in_one_another() -> None:
    root = built("sum_over_areas(1 + count_over_areas(a) + max_over_areas(mean_over_areas(b)))")
    assert sum(isinstance(node, OverAreas) for node in ordered(root)) == 1
    assert all(leaf.own_only for leaf in leaves(root))


def test_conversions_are_explicit_and_exact() -> None:
    builder = Builder(Checker(Catalog([Series("t", "ton"), Series("kg", "kg")])))
    root = builder.build(builder.checker.check("t + kg"))
    assert isinstance(root, Arithmetic)
    assert isinstance(root.right, Arithmetic)
    assert isinstance(root.right.right, Literal)
    assert root.right.right.value == Fraction(1, 1000)


def test_equal_parts_are_one_object_across_formulas() -> None:
    builder = Builder(Checker(make_catalog(indicators={"share": "100 * a / b", "change": "share - previous(share)"})))
    change = builder.indicator("change")
    assert isinstance(change, Arithmetic)
    assert change.left is builder.indicator("share")
    assert builder.build(builder.checker.check("1 + 100 * a / b")).right is change.left  # type: ignore[union-attr]  # a sum


def test_ordered_gives_every_node_once_after_its_operands() -> None:
    nodes = ordered(built("(a + b) * (a + b) / sum_over_areas(a / b)"))
    assert len(set(nodes)) == len(nodes)
    for place, node in enumerate(nodes):
        assert all(operand in nodes[:place] for operand in operands(node))


@pytest.mark.parametrize(
    ("formula", "period", "window"),
    [
        ("a", "2024-03", ("2024-03-01", "2024-03-31")),
        ("previous(a)", "2024-Q1", ("2023-10-01", "2023-12-31")),
        ("year_to_date(a)", "2024-Q2", ("2024-01-01", "2024-06-30")),
        ("previous(year_to_date(a))", "2024-01", ("2023-01-01", "2023-12-31")),
        ("same_period_last_year(a)", "2024-02", ("2023-02-01", "2023-02-28")),
        ("same_period_last_year(a)", "2024-02-29", None),
        ("previous(a, 3)", "0001-02", None),
        ("same_period_last_year(a)", "0001", None),
    ],
)
def test_the_window_of_a_leaf(formula: str, period: str, window: tuple[str, str] | None) -> None:
    found = leaves(built(formula))[0].window(Period.parse(period))
    assert (found and (found.first.isoformat(), found.last.isoformat())) == window


@pytest.mark.parametrize(
    ("formula", "changed", "at", "expected"),
    [
        ("a", "2024-03", "2024-03", True),
        ("a", "2024-03", "2024-Q1", True),
        ("a", "2024-03", "2024", True),
        ("a", "2024-03", "2024-02", False),
        ("a", "2024", "2024-03", False),
        ("b", "2024-03", "2024-03", False),
        ("previous(a)", "2024-03", "2024-04", True),
        ("previous(a)", "2024-03", "2024-03", False),
        ("year_to_date(a)", "2024-03", "2024-11", True),
        ("year_to_date(a)", "2024-03", "2025-01", False),
        ("year_to_date(a)", "2024-03", "2024-02", False),
        ("if(1 > 2, a, b)", "2024-03", "2024-03", True),
    ],
)
def test_what_a_changed_figure_can_affect(formula: str, changed: str, at: str, expected: bool) -> None:
    root = built(formula)
    assert depends(root, series="a", changed=Period.parse(changed), at=Period.parse(at)) is expected
    assert depends(leaves(root), series="a", changed=Period.parse(changed), at=Period.parse(at)) is expected


def test_a_population_affects_the_shorter_periods_inside_it() -> None:
    root = built("per_capita(a)")
    year = Period.parse("2024")
    assert depends(root, series="population", changed=year, at=Period.parse("2024-03"))
    assert not depends(root, series="population", changed=year, at=Period.parse("2025-03"))
    assert not depends(root, series="a", changed=year, at=Period.parse("2024-03"))
