"""The classes of Permendagri 86/2017, and any others."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.scoring import PERMENDAGRI_86_2017, Bound, band

ORDER = ["very_low", "low", "medium", "high", "very_high"]


@pytest.mark.parametrize(
    ("attainment", "expected"),
    [
        (100, "very_high"),
        (91, "very_high"),
        (90.999999, "high"),
        (90.5, "high"),
        (76, "high"),
        (75.99, "medium"),
        (66, "medium"),
        (65.99, "low"),
        (50.000001, "low"),
        (50, "very_low"),
        (0, "very_low"),
        (-40, "very_low"),
    ],
)
def test_the_scale_of_the_regulation_on_unrounded_values(attainment: float, expected: str) -> None:
    assert band(attainment) == expected


def test_missing_has_no_band() -> None:
    assert band(None) is None
    assert band(float("nan")) is None


def test_what_lies_below_every_band_has_none() -> None:
    assert band(10, [Bound("enough", Decimal(50))]) is None


def test_the_order_of_the_bands_does_not_matter() -> None:
    assert band(80, reversed(PERMENDAGRI_86_2017)) == "high"


@given(st.floats(-200, 300), st.floats(-200, 300))
def test_more_is_never_a_lower_band(one: float, other: float) -> None:
    low, high = band(min(one, other)), band(max(one, other))
    assert low is not None
    assert high is not None
    assert ORDER.index(low) <= ORDER.index(high)
