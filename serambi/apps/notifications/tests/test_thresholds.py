"""On which days people are reminded."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.notifications.thresholds import first_to_tell, is_told_of, next_after

DUE = dt.date(2026, 7, 10)
CAPACITIES = st.sampled_from(["owner", "head", "coordinator"])
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1))


def after(days: int) -> dt.date:
    return DUE + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("today", "expected"), [(-60, -30), (-30, -30), (-20, -30), (-7, -7), (0, -1), (1, 1), (29, 7), (30, 30), (95, 90)]
)
def test_what_begins_today_is_told_at_once_or_at_its_first_day(today: int, expected: int) -> None:
    assert first_to_tell(DUE, after(today), "owner") == after(expected)


@pytest.mark.parametrize(
    ("told", "expected"), [(-31, -30), (-30, -7), (-7, -1), (-1, 1), (0, 1), (1, 7), (7, 30), (30, 60), (61, 90)]
)
def test_the_next_day_comes_after_the_day_of_telling(told: int, expected: int) -> None:
    assert next_after(DUE, after(told), "owner") == after(expected)


def test_silence_climbs_to_the_head_and_then_to_the_coordinator() -> None:
    assert first_to_tell(DUE, after(-40), "head") == after(7)
    assert first_to_tell(DUE, after(-40), "coordinator") == after(30)


@pytest.mark.parametrize(("capacity", "first"), [("owner", -30), ("head", 7), ("coordinator", 30)])
def test_nobody_is_told_before_their_first_day(capacity: str, first: int) -> None:
    assert not is_told_of(DUE, after(first - 1), capacity)
    assert is_told_of(DUE, after(first), capacity)


@given(due=DAYS, today=DAYS, capacity=CAPACITIES)
def test_there_is_always_a_next_time_and_never_the_same_day_twice(due: dt.date, today: dt.date, capacity: str) -> None:
    first = first_to_tell(due, today, capacity)
    later = next_after(due, max(first, today), capacity)

    assert later > today
    assert later > first
    # Never more than a month of silence once it is late.
    assert later - max(today, due) <= dt.timedelta(days=30) or first > today
