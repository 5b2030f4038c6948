"""The time that the timeline shows, and where days lie in it: arithmetic without a clock, in percent of its width."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

FULL = 100.0
# A slip of the pen (2205 for 2025) must not squeeze everything else into one line.
YEARS_BEYOND = 10
_SPAN = re.compile(r"(?P<year>[12][0-9]{3})(-(?P<quarter>[1-4]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """What the timeline was zoomed to: a year, or one of its quarters."""

    year: int
    quarter: int | None = None

    def __str__(self) -> str:
        return f"{self.year}" if self.quarter is None else f"{self.year}-{self.quarter}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the axis in percent. before, after: it begins before the axis or ends after it."""

    left: float
    width: float
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A year, quarter or month of the axis. span: what zooming into it is called in the address; "" for a month."""

    first: dt.date
    last: dt.date
    left: float
    width: float
    span: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from first to last, both included; first is before last or the same day."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def at(self, day: dt.date) -> float | None:
        """Return where the middle of a day lies; None outside the axis."""
        if not self.first <= day <= self.last:
            return None
        return _percent((day - self.first).days + 0.5, self.days)

    def bar(self, starts_on: dt.date, ends_on: dt.date) -> Bar | None:
        """Return the part of the axis from the first moment of one day to the last of another; None outside it.

        >>> Axis(dt.date(2026, 1, 1), dt.date(2026, 1, 10)).bar(dt.date(2025, 12, 1), dt.date(2026, 1, 5))
        Bar(left=0.0, width=50.0, before=True, after=False)
        """
        if ends_on < self.first or starts_on > self.last or ends_on < starts_on:
            return None
        first, last = max(starts_on, self.first), min(ends_on, self.last)
        left = _percent((first - self.first).days, self.days)
        right = _percent((last - self.first).days + 1, self.days)
        return Bar(left, round(right - left, 3), starts_on < self.first, ends_on > self.last)


def read_span(text: str) -> Span | None:
    """Return the span that an address names, as `2026` or `2026-3`; None for the whole plan and for nonsense.

    >>> read_span("2026-3")
    Span(year=2026, quarter=3)
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    quarter = found["quarter"]
    return Span(int(found["year"]), int(quarter) if quarter else None)


def years_between(
    first: dt.date | None, last: dt.date | None, *, start_year: int, end_year: int | None
) -> tuple[int, int]:
    """Return the first and the last year of the whole plan: its own, widened by the work that lies around them.

    first, last: the earliest and the latest day of the work; None where no day is known. What lies more than
    YEARS_BEYOND years outside the plan does not widen it.
    """
    end = max(start_year, end_year if end_year is not None else start_year)
    low, high = start_year - YEARS_BEYOND, end + YEARS_BEYOND
    days = [day.year for day in (first, last) if day is not None and low <= day.year <= high]
    return min([start_year, *days]), max([end, *days])


def axis_of(span: Span | None, years: tuple[int, int]) -> Axis:
    """Return the axis of a span, or of all these years."""
    if span is None:
        return Axis(dt.date(years[0], 1, 1), dt.date(years[1], 12, 31))
    if span.quarter is None:
        return Axis(dt.date(span.year, 1, 1), dt.date(span.year, 12, 31))
    month = span.quarter * 3
    return Axis(dt.date(span.year, month - 2, 1), dt.date(span.year, month, calendar.monthrange(span.year, month)[1]))


def stretches(axis: Axis, span: Span | None) -> list[Stretch]:
    """Return what the axis is divided into: years of the whole plan, quarters of a year, months of a quarter."""
    months = 12 if span is None else 3 if span.quarter is None else 1
    found = []
    for first, last in _runs(axis, months):
        bar = axis.bar(first, last)
        name = f"{first.year}" if months == 12 else f"{first.year}-{(first.month + 2) // 3}" if months == 3 else ""
        if bar is not None:
            found.append(Stretch(first, last, bar.left, bar.width, name))
    return found


def lines_between(axis: Axis, span: Span | None) -> list[float]:
    """Return where the finer lines stand: quarters of the whole plan, months of a year, weeks of a quarter."""
    if span is not None and span.quarter is not None:
        first = axis.first + dt.timedelta(days=-axis.first.weekday() % 7)
        days = [first + dt.timedelta(days=count) for count in range(0, axis.days, 7)]
    else:
        days = [first for first, _last in _runs(axis, 3 if span is None else 1)]
    return [_percent((day - axis.first).days, axis.days) for day in days if axis.first < day <= axis.last]


def _runs(axis: Axis, months: int) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last days of the runs of that many months that begin where the axis begins."""
    found, first = [], axis.first
    while first <= axis.last:
        count = first.year * 12 + first.month - 1 + months - 1
        year, month = count // 12, count % 12 + 1
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        found.append((first, last))
        if last >= axis.last:
            break
        first = last + dt.timedelta(days=1)
    return found


def _percent(days: float, of: int) -> float:
    return round(FULL * days / of, 3)
