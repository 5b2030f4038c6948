"""The axis of the timeline: every bar inside it, order kept, whatever the days."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.plans.spans import (
    FULL,
    Axis,
    Span,
    axis_of,
    lines_between,
    read_span,
    stretches,
    years_between,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))
SPANS = st.one_of(
    st.none(), st.builds(Span, st.integers(1990, 2060)), st.builds(Span, st.integers(1990, 2060), st.integers(1, 4))
)
YEARS = st.tuples(st.integers(1990, 2060), st.integers(0, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def axes(draw: st.DrawFn) -> Axis:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Axis(first, last)


@given(axes(), DAYS, DAYS)
def test_every_bar_lies_inside_the_axis_and_says_what_lies_outside(axis: Axis, one: dt.date, other: dt.date) -> None:
    start, end = sorted((one, other))
    bar = axis.bar(start, end)
    if end < axis.first or start > axis.last:
        assert bar is None
        return
    assert bar is not None
    assert 0 <= bar.left < FULL
    assert bar.width > 0
    assert bar.left + bar.width <= FULL + 0.001
    assert (bar.before, bar.after) == (start < axis.first, end > axis.last)


@given(axes(), st.lists(DAYS, min_size=2, max_size=12))
def test_days_stand_in_their_order(axis: Axis, days: list[dt.date]) -> None:
    inside = sorted(day for day in days if axis.first <= day <= axis.last)
    places = [axis.at(day) for day in inside]
    known = [place for place in places if place is not None]
    assert len(known) == len(inside)
    assert known == sorted(known)
    assert all(0 <= place <= FULL for place in known)
    assert all(axis.at(day) is None for day in days if day not in inside)


@given(axes(), DAYS, DAYS, DAYS)
def test_what_begins_later_is_not_drawn_earlier(axis: Axis, one: dt.date, two: dt.date, three: dt.date) -> None:
    first, second, end = sorted((one, two, three))
    earlier, later = axis.bar(first, end), axis.bar(second, end)
    assert earlier is None or later is None or earlier.left <= later.left


@given(SPANS, YEARS)
def test_the_axis_is_divided_without_gap_or_overlap(span: Span | None, years: tuple[int, int]) -> None:
    axis = axis_of(span, years)
    parts = stretches(axis, span)
    assert parts[0].first == axis.first
    assert parts[-1].last == axis.last
    for before, after in pairwise(parts):
        assert after.first == before.last + dt.timedelta(days=1)
        assert after.left == pytest.approx(before.left + before.width, abs=0.01)
    assert sum(part.width for part in parts) == pytest.approx(FULL, abs=0.1)
    assert all(0 < line < FULL for line in lines_between(axis, span))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026", Span(2026)), ("2026-1", Span(2026, 1)), ("2026-4", Span(2026, 4)),
        ("", None), ("2026-5", None), ("2026-0", None), ("9999", None), ("abc", None), ("2026-1-1", None),
        ("٢٠٢٦", None),
    ],
)  # fmt: skip
def test_a_span_is_read_from_the_address(text: str, span: Span | None) -> None:
    assert read_span(text) == span
    assert span is None or str(span) == text


def test_a_year_has_four_quarters_and_a_quarter_three_months() -> None:
    year, quarter = Span(2024), Span(2024, 1)
    assert [part.span for part in stretches(axis_of(year, (2024, 2024)), year)] == [
        "2024-1", "2024-2", "2024-3", "2024-4",
    ]  # fmt: skip
    axis = axis_of(quarter, (2024, 2024))
    assert (axis.first, axis.last, axis.days) == (dt.date(2024, 1, 1), dt.date(2024, 3, 31), 91)
    assert [(part.first.month, part.span) for part in stretches(axis, quarter)] == [(1, ""), (2, ""), (3, "")]


def test_the_plan_is_widened_by_its_work_but_not_by_a_slip_of_the_pen() -> None:
    day = dt.date
    assert years_between(None, None, start_year=2024, end_year=2028) == (2024, 2028)
    assert years_between(None, None, start_year=2024, end_year=None) == (2024, 2024)
    assert years_between(day(2022, 5, 1), day(2030, 1, 1), start_year=2024, end_year=2028) == (2022, 2030)
    assert years_between(day(202, 5, 1), day(2205, 1, 1), start_year=2024, end_year=2028) == (2024, 2028)
    assert years_between(day(2025, 5, 1), day(2026, 1, 1), start_year=2024, end_year=2028) == (2024, 2028)
