"""Going on at a pace: a worked example, edges, and what must hold for every line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.scoring import at_this_pace, even_share, pace

VALUES = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
STEPS = st.integers(min_value=1, max_value=48)


def test_four_quarters_ago_and_now_lead_to_next_year() -> None:
    # 62 in Q3 2025, 68 in Q3 2026: a point and a half a quarter, five quarters to Q4 2027.
    assert pace(62, 68, steps=4) == Decimal("1.5")
    assert at_this_pace(62, 68, steps=4, ahead=5) == Decimal("75.5")


def test_what_is_missing_leads_nowhere() -> None:
    assert at_this_pace(None, 68, steps=1, ahead=1) is None
    assert at_this_pace(62, float("nan"), steps=1, ahead=1) is None
    assert pace(62, None, steps=1) is None
    assert pace(62, 68, steps=0) is None


@pytest.mark.parametrize(("steps", "ahead"), [(0, 1), (1, -1)])
def test_no_line_without_a_step(steps: int, ahead: int) -> None:
    with pytest.raises(ValueError, match="no line"):
        at_this_pace(1, 2, steps=steps, ahead=ahead)


@given(first=VALUES, last=VALUES, steps=STEPS, times=st.integers(min_value=0, max_value=5))
def test_as_far_ahead_as_behind_adds_the_same_again(first: Decimal, last: Decimal, steps: int, times: int) -> None:
    assert at_this_pace(first, last, steps=steps, ahead=steps * times) == last + (last - first) * times


@given(value=VALUES, steps=STEPS, ahead=STEPS)
def test_what_stands_still_goes_on_standing_still(value: Decimal, steps: int, ahead: int) -> None:
    assert at_this_pace(value, value, steps=steps, ahead=ahead) == value


@given(gone=st.integers(min_value=-500, max_value=5000), whole=st.integers(min_value=1, max_value=4000))
def test_a_share_of_time_lies_between_nothing_and_everything(gone: int, whole: int) -> None:
    share = even_share(gone, whole)
    assert share is not None
    assert 0 <= share <= 100
    assert (share == 100) == (gone >= whole)
