"""How far a target was reached: the published formulas, the edges that they leave open, and what always holds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.scoring import attainment

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=3)
positive = st.decimals(min_value="0.001", max_value=10_000, places=3)


@pytest.mark.parametrize(
    ("realization", "target", "expected"),
    [(75, 100, 75.0), (120, 100, 120.0), (0, 100, 0.0), (-5, 100, -5.0), (1, 3, 100 / 3)],
)
def test_higher_is_better(realization: float, target: float, expected: float) -> None:
    assert attainment(realization, target=target) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("realization", "target", "expected"),
    [(10, 10, 100.0), (12, 10, 80.0), (8, 10, 120.0), (0, 10, 200.0), (20, 10, 0.0), (30, 10, -100.0)],
)
def test_lower_is_better(realization: float, target: float, expected: float) -> None:
    assert attainment(realization, target=target, polarity="lower") == expected


@pytest.mark.parametrize(
    ("realization", "expected"),
    [(7, 100.0), (8, 100.0), (9, 100.0), (6.3, 90.0), (9.9, 90.0), (0, 0.0), (18, 0.0), (27, -100.0)],
)
def test_within_a_range(realization: float, expected: float) -> None:
    assert attainment(realization, target=7, upper=9, polarity="range") == pytest.approx(expected, rel=1e-15)


def test_a_range_without_an_upper_end_is_one_number() -> None:
    assert attainment(5, target=5, polarity="range") == 100.0
    assert attainment(6, target=5, polarity="range") == 80.0


def test_a_target_of_zero_is_reached_or_not() -> None:
    assert attainment(0, target=0) == 100.0
    assert attainment(3, target=0) == 100.0
    assert attainment(-0.5, target=0) == 0.0
    assert attainment(0, target=0, polarity="lower") == 100.0
    assert attainment(1, target=0, polarity="lower") == 0.0
    assert attainment(-1, target=0, upper=2, polarity="range") == 0.0
    assert attainment(1, target=-2, upper=0, polarity="range") == 0.0


def test_a_negative_target_is_measured_by_its_size() -> None:
    assert attainment(-1, target=-2) == 150.0
    assert attainment(-3, target=-2) == 50.0
    assert attainment(-1, target=-2, polarity="lower") == 50.0


def test_missing_has_no_attainment() -> None:
    for polarity in ("higher", "lower", "range"):
        assert attainment(None, target=10, polarity=polarity) is None
        assert attainment(float("nan"), target=10, polarity=polarity) is None
        assert attainment(float("inf"), target=0, polarity=polarity) is None


def test_a_double_is_read_as_the_decimal_it_names() -> None:
    # In binary 0.57 / 0.1 is 5.699999…; people who wrote 0.57 of 0.1 mean 570 percent.
    assert attainment(0.57, target=Decimal("0.1")) == 570.0
    assert attainment(1.1, target=1.1) == 100.0


def test_what_is_no_target_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a number"):
        attainment(1, target=float("nan"))
    with pytest.raises(ValueError, match="ends"):
        attainment(1, target=9, upper=7, polarity="range")
    with pytest.raises(ValueError, match="unknown polarity"):
        attainment(1, target=9, polarity="sideways")


@given(amounts, positive)
def test_the_two_formulas_as_published(realization: Decimal, target: Decimal) -> None:
    r, t = Fraction(realization), Fraction(target)
    assert attainment(realization, target=target) == float(r / t * 100)
    assert attainment(realization, target=target, polarity="lower") == float((2 * t - r) / t * 100)


@given(amounts, amounts, st.sampled_from(["higher", "lower"]))
def test_reaching_the_target_is_a_hundred_and_better_is_never_less(a: Decimal, target: Decimal, polarity: str) -> None:
    assert attainment(target, target=target, polarity=polarity) == 100.0
    reached = attainment(a, target=target, polarity=polarity)
    assert reached is not None
    is_better = a >= target if polarity == "higher" else a <= target
    assert (reached >= 100) == is_better


@given(amounts, amounts, amounts)
def test_a_range_is_never_more_than_a_hundred(realization: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = min(one, other), max(one, other)
    reached = attainment(realization, target=low, upper=high, polarity="range")
    assert reached is not None
    assert reached <= 100
    assert (reached == 100) == (low <= realization <= high)
