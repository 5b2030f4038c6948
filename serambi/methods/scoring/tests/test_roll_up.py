"""Joining values: published results, what is missing, limits, and what always holds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.scoring import Child, join, outcome, roll_up

KEDIRI_2022 = {"baseline": 3.60, "output": 3.21, "outcome": 3.23, "impact": 3.07, "quick_win": 3.65}
WEIGHTS_A = {"baseline": 10, "output": 20, "outcome": 30, "impact": 20, "quick_win": 20}
WEIGHTS_B = {"baseline": 10, "output": 20, "outcome": 30, "impact": 30, "quick_win": 10}

values = st.none() | st.floats(-500, 500)
weights = st.decimals(min_value=0, max_value=1000, places=3)
children = st.lists(st.tuples(st.integers(), values, weights).map(lambda parts: Child(*parts)), max_size=12)


def test_kota_kediri_2022_is_reproduced_by_the_weights_of_that_year() -> None:
    def result(weights: dict[str, int]) -> float | None:
        return roll_up([Child(part, KEDIRI_2022[part], weight) for part, weight in weights.items()]).value

    assert result(WEIGHTS_A) == 3.315
    assert result(WEIGHTS_B) == 3.257


@pytest.mark.parametrize(
    ("running", "planned", "published"),
    [(9, 9, 100), (9, 10, 90), (6, 7, 85.71), (10, 12, 83.33), (4, 4, 100)],
)
def test_the_outcome_of_kebumen_2022(running: int, planned: int, published: float) -> None:
    value = outcome(running, planned=planned)
    assert value is not None
    assert round(value, 2) == published


def test_an_outcome_needs_planned_programs() -> None:
    assert outcome(0, planned=0) is None
    with pytest.raises(ValueError, match="cannot run"):
        outcome(3, planned=2)


def test_what_is_missing_is_left_out_and_told() -> None:
    joined = roll_up([Child("a", 80.0, 1), Child("b", None, 2), Child("c", 50.0, 1)])
    assert joined.value == 65.0
    assert joined.coverage == 0.5
    assert [part.share for part in joined.contributions] == [0.5, 0.0, 0.5]
    assert [part.points for part in joined.contributions] == [40.0, None, 25.0]


def test_nothing_known_is_no_value() -> None:
    assert join([]) == (None, 0.0)
    assert join([("a", None, 1, 1)]) == (None, 0.0)
    assert join([("a", 70.0, 0, 1)]) == (None, 0.0)


def test_ceiling_and_floor_change_what_counts_and_not_what_is_shown() -> None:
    joined = roll_up([Child("a", 180.0), Child("b", -20.0), Child("c", 60.0)], ceiling=100, floor=0)
    assert joined.value == pytest.approx(160 / 3)
    assert [part.value for part in joined.contributions] == [180.0, -20.0, 60.0]
    assert [part.counted for part in joined.contributions] == [100.0, 0.0, 60.0]
    assert [part.is_limited for part in joined.contributions] == [True, True, False]


def test_coverage_reaches_down_through_the_levels() -> None:
    assert join([("a", 80.0, 1, 0.5), ("b", 40.0, 1, 1)])[1] == 0.75
    assert join([("a", 80.0, 1, 0.5), ("b", None, 1, 0)])[1] == 0.25


def test_a_weight_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        join([("a", 1.0, -1, 1)])


@given(children)
def test_the_mean_is_the_exact_one_to_the_last_digit(given_children: list[Child]) -> None:
    known = [
        (Fraction(repr(child.value)), Fraction(child.weight)) for child in given_children if child.value is not None
    ]
    total = sum((weight for _, weight in known), Fraction(0))
    value, coverage = join(given_children)
    if not total:
        assert (value, coverage) == (None, 0.0)
        return
    assert value == float(sum((amount * weight for amount, weight in known), Fraction(0)) / total)
    assert coverage == float(total / sum((Fraction(child.weight) for child in given_children), Fraction(0)))


@given(children, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(given_children: list[Child], random: object) -> None:
    shuffled = list(given_children)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands over a random.Random
    assert join(shuffled, ceiling=100, floor=0) == join(given_children, ceiling=100, floor=0)


@given(children)
def test_the_parts_add_up_and_the_result_lies_between_them(given_children: list[Child]) -> None:
    joined = roll_up(given_children, ceiling=100, floor=0)
    if joined.value is None:
        return
    points = [part.points for part in joined.contributions if part.points is not None]
    counted = [part.counted for part in joined.contributions if part.counted is not None and part.weight]
    assert sum(points) == pytest.approx(joined.value, abs=1e-9)
    assert min(counted) - 1e-9 <= joined.value <= max(counted) + 1e-9
    assert 0 <= joined.coverage <= 1


@given(children, st.decimals(min_value="0.5", max_value=9, places=1))
def test_only_the_proportion_of_weights_counts(given_children: list[Child], factor: Decimal) -> None:
    scaled = [child._replace(weight=Decimal(str(child.weight)) * factor) for child in given_children]
    value, coverage = join(given_children)
    other_value, other_coverage = join(scaled)
    assert (value is None) == (other_value is None)
    if value is not None:
        assert other_value == pytest.approx(value, rel=1e-14)
        assert other_coverage == pytest.approx(coverage, rel=1e-14)
