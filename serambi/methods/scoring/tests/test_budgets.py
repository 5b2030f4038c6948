"""Budget roll-up: worked examples, edges, and agreement with fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.scoring.budgets import (
    DeviationStatus,
    deviation,
    deviation_status,
    percent_spent,
    physical_progress,
    spending,
)

RUPIAH = st.decimals(min_value=0, max_value=10**15, places=2)
PERCENT = st.decimals(min_value=0, max_value=100, places=3)


def test_realization_is_a_ratio_of_sums_and_no_mean_of_percentages() -> None:
    total = spending([(Decimal(1_000), Decimal(900)), (Decimal(9_000), Decimal(100))])
    assert total.percent == 10  # the mean of 90 % and 1.1 % would be 45.6


def test_what_was_not_reported_is_in_neither_sum() -> None:
    total = spending([(Decimal(1_000), Decimal(500)), (Decimal(9_000), None)])
    assert (total.percent, total.ceiling, total.reported_ceiling) == (50, 10_000, 1_000)
    assert (total.lines, total.reported) == (2, 1)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [([], None), ([(Decimal(5), None)], None), ([(Decimal(0), Decimal(3))], None), ([(Decimal(5), Decimal(0))], 0)],
)
def test_nothing_known_is_not_zero(lines: list[tuple[Decimal, Decimal | None]], expected: int | None) -> None:
    assert spending(lines).percent == expected


@given(st.lists(st.tuples(RUPIAH, st.none() | RUPIAH), max_size=20))
def test_spending_agrees_with_fractions(lines: list[tuple[Decimal, Decimal | None]]) -> None:
    spent = sum((Fraction(one) for _, one in lines if one is not None), Fraction(0))
    ceiling = sum((Fraction(one) for one, known in lines if known is not None), Fraction(0))
    percent = spending(lines).percent
    if ceiling == 0:
        assert percent is None
    else:
        assert percent is not None
        assert abs(Fraction(percent) - 100 * spent / ceiling) <= abs(Fraction(percent)) / 10**27


@given(st.lists(st.tuples(RUPIAH, st.none() | PERCENT), max_size=20))
def test_physical_progress_agrees_with_fractions(parts: list[tuple[Decimal, Decimal | None]]) -> None:
    known = [(Fraction(ceiling), Fraction(done)) for ceiling, done in parts if done is not None]
    weight = sum((one for one, _ in known), Fraction(0))
    everything = sum((Fraction(one) for one, _ in parts), Fraction(0))
    found = physical_progress([(index, *part) for index, part in enumerate(parts)])
    if weight == 0:
        assert (found.value, found.coverage) == (None, 0)
        return
    assert found.value == float(sum((one * done for one, done in known), Fraction(0)) / weight)
    assert found.coverage == pytest.approx(float(weight / everything), rel=1e-15)
    assert sum(part.share for part in found.contributions) == pytest.approx(1)


def test_a_part_whose_progress_is_missing_is_told_by_the_coverage() -> None:
    found = physical_progress([("road", Decimal(300), Decimal(40)), ("bridge", Decimal(700), None)])
    assert (found.value, found.coverage) == (40, 0.3)
    assert [part.points for part in found.contributions] == [40, None]


def test_a_deviation_is_exact_points() -> None:
    assert deviation(Decimal("33.3"), target=Decimal("33.4")) == Decimal("-0.1")
    assert deviation(0.3, target=0.1) == Decimal("0.2")
    assert deviation(5, target=None) is None


@pytest.mark.parametrize(
    ("realization", "target", "expected"),
    [
        (0, 0, DeviationStatus.NOT_STARTED), (0, 5, DeviationStatus.ATTENTION), (5, 0, DeviationStatus.SAFE),
        (50, 50, DeviationStatus.SAFE), (Decimal("49.99"), 50, DeviationStatus.ATTENTION),
        (40, 50, DeviationStatus.ATTENTION), (Decimal("39.99"), 50, DeviationStatus.CRITICAL),
        (None, 50, None), (50, None, None),
    ],
)  # fmt: skip
def test_a_status_begins_at_its_threshold(
    realization: Decimal | None, target: Decimal | None, expected: DeviationStatus | None
) -> None:
    assert deviation_status(realization, target=target) == expected


def test_thresholds_are_the_callers() -> None:
    assert deviation_status(96, target=100, safe_from=-5, attention_from=-5) is DeviationStatus.SAFE
    assert deviation_status(94, target=100, safe_from=-5, attention_from=-5) is DeviationStatus.CRITICAL
    with pytest.raises(ValueError, match="above"):
        deviation_status(1, target=1, safe_from=-10, attention_from=0)


def test_percent_spent_can_pass_a_hundred() -> None:
    assert percent_spent(Decimal(150), ceiling=Decimal(100)) == 150
