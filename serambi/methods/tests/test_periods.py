import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.periods import Frequency, NotAPeriod, Period, span


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        ("2024-S2", dt.date(2024, 7, 1), dt.date(2024, 12, 31)),
        ("2024-Q1", dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2024-02-29", dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
    ],
)
def test_a_period_has_its_calendar_days(text: str, start: dt.date, end: dt.date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, str(period)) == (start, end, text)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-13", "2024-00", "2024-Q5", "2024-S0", "2023-02-29", "2024-1", "2024-Q1 "]
)
def test_what_is_not_in_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        Period.parse(text)


def test_previous_crosses_the_year() -> None:
    assert str(Period.parse("2024-01").previous()) == "2023-12"
    assert str(Period.parse("2024-Q1").previous(5)) == "2022-Q4"
    assert str(Period.parse("2024-03-01").previous()) == "2024-02-29"


def test_a_leap_day_has_no_day_a_year_earlier() -> None:
    assert Period.parse("2024-02-29").same_period_last_year() is None
    assert Period.parse("2024-S1").same_period_last_year() == Period.parse("2023-S1")


def test_a_year_contains_its_parts_and_not_the_other_way() -> None:
    year = Period.parse("2024")
    assert [str(part) for part in year.parts(Frequency.QUARTER)] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert list(Period.parse("2024-03").parts(Frequency.YEAR)) == []
    assert Period.parse("2024-03").containing(Frequency.YEAR) == year
    assert year.containing(Frequency.MONTH) is None


def test_span_includes_both_ends() -> None:
    assert [str(p) for p in span(Period.parse("2023-11"), Period.parse("2024-01"))] == [
        "2023-11",
        "2023-12",
        "2024-01",
    ]
    assert span(Period.parse("2024"), Period.parse("2023")) == []


periods = st.builds(Period.of, st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(list(Frequency)))


@given(periods)
def test_writing_and_reading_a_period_is_the_identity(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, st.integers(-500, 500))
def test_shifting_there_and_back_is_the_identity(period: Period, count: int) -> None:
    assert period.shift(count).shift(-count) == period


@given(periods)
def test_the_parts_cover_the_period_without_gap(period: Period) -> None:
    days = sum((part.end - part.start).days + 1 for part in period.parts(Frequency.DAY))
    assert days == (period.end - period.start).days + 1
