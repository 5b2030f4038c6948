"""Calendar periods of statistics: days, months, quarters, semesters and years.

A period is written `2024`, `2024-S1`, `2024-Q1`, `2024-03` or `2024-03-14`. Semesters and quarters are those of
the calendar year, as Indonesian government statistics use them (semester I is January to June).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Frequency(StrEnum):
    """How long a period is, from the shortest to the longest."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"


MONTHS_IN: dict[Frequency, int] = {
    Frequency.MONTH: 1,
    Frequency.QUARTER: 3,
    Frequency.SEMESTER: 6,
    Frequency.YEAR: 12,
}

_PATTERN = re.compile(r"(\d{4})(?:-(?:([QS])(\d)|(\d{2})(?:-(\d{2}))?))?", re.ASCII)
_MARK = {"Q": Frequency.QUARTER, "S": Frequency.SEMESTER}


class NotAPeriod(ValueError):
    """The text is not a period of the calendar."""


@dataclass(frozen=True, slots=True)
class Period:
    """One day, month, quarter, semester or year.

    Two periods compare by their start and then by their end, so a year sorts after its own January.

    frequency: how long the period is.
    start: its first day, both for comparing and for storing.

    >>> Period.parse("2024-Q1").end
    datetime.date(2024, 3, 31)
    """

    frequency: Frequency
    start: dt.date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that the text names.

        Raises NotAPeriod for anything else, `2024-13` and `2023-02-29` included.
        """
        return _parse(text)

    @classmethod
    def of(cls, day: dt.date, frequency: Frequency) -> Period:
        """Return the period of that frequency in which the day lies."""
        if frequency is Frequency.DAY:
            return cls(frequency, day)
        months = MONTHS_IN[frequency]
        return cls(frequency, dt.date(day.year, (day.month - 1) // months * months + 1, 1))

    @property
    def end(self) -> dt.date:
        """Return the last day of the period."""
        if self.frequency is Frequency.DAY:
            return self.start
        month = self.start.month + MONTHS_IN[self.frequency] - 1
        return dt.date(self.start.year, month, calendar.monthrange(self.start.year, month)[1])

    @property
    def year(self) -> int:
        return self.start.year

    @property
    def number(self) -> int:
        """Return which one of its year the period is, from 1; a day counts from 1 January."""
        if self.frequency is Frequency.DAY:
            return self.start.timetuple().tm_yday
        return (self.start.month - 1) // MONTHS_IN[self.frequency] + 1

    def __hash__(self) -> int:
        # The five periods that begin on one day may share a hash; one of an enumeration costs five times as much.
        return hash(self.start)

    def __str__(self) -> str:
        match self.frequency:
            case Frequency.DAY:
                return self.start.isoformat()
            case Frequency.MONTH:
                return f"{self.year:04d}-{self.start.month:02d}"
            case Frequency.QUARTER:
                return f"{self.year:04d}-Q{self.number}"
            case Frequency.SEMESTER:
                return f"{self.year:04d}-S{self.number}"
            case Frequency.YEAR:
                return f"{self.year:04d}"

    def __lt__(self, other: Period) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __le__(self, other: Period) -> bool:
        return (self.start, self.end) <= (other.start, other.end)

    def shift(self, count: int) -> Period:
        """Return the period that many steps later, earlier when count is negative.

        Raises NotAPeriod beyond the years 1 to 9999.
        """
        try:
            if self.frequency is Frequency.DAY:
                return Period(self.frequency, self.start + dt.timedelta(days=count))
            months = self.start.year * 12 + self.start.month - 1 + count * MONTHS_IN[self.frequency]
            return Period(self.frequency, dt.date(months // 12, months % 12 + 1, 1))
        except (OverflowError, ValueError) as error:
            raise NotAPeriod(f"{self} moved by {count} is outside the calendar") from error

    def previous(self, count: int = 1) -> Period:
        return self.shift(-count)

    def same_period_last_year(self) -> Period | None:
        """Return the same period one year earlier, or None for 29 February and for the year 1."""
        try:
            return Period(self.frequency, self.start.replace(year=self.start.year - 1))
        except ValueError:
            return None

    def contains(self, other: Period) -> bool:
        """Tell whether every day of the other period lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def parts(self, frequency: Frequency) -> Iterator[Period]:
        """Yield the periods of that frequency inside this one, earliest first; none when that is longer."""
        part = Period.of(self.start, frequency)
        while self.contains(part):
            yield part
            if part.end >= self.end:
                return
            part = part.shift(1)

    def containing(self, frequency: Frequency) -> Period | None:
        """Return the period of that frequency that holds this one, or None when it is shorter."""
        period = Period.of(self.start, frequency)
        return period if period.contains(self) else None


@lru_cache(maxsize=65536)
def _parse(text: str) -> Period:
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise NotAPeriod(f"{text!r} is not a period; write 2024, 2024-S1, 2024-Q1, 2024-03 or 2024-03-14")
    year, mark, number, month, day = found.groups()
    try:
        if mark:
            frequency = _MARK[mark]
            months = MONTHS_IN[frequency]
            if not 1 <= int(number) <= 12 // months:
                raise ValueError
            return Period(frequency, dt.date(int(year), (int(number) - 1) * months + 1, 1))
        if day:
            return Period(Frequency.DAY, dt.date(int(year), int(month), int(day)))
        if month:
            return Period(Frequency.MONTH, dt.date(int(year), int(month), 1))
        return Period(Frequency.YEAR, dt.date(int(year), 1, 1))
    except ValueError as error:
        raise NotAPeriod(f"{text!r} is not in the calendar") from error


def span(first: Period, last: Period) -> list[Period]:
    """Return the periods of first's frequency from first to last, both included; empty when last is earlier."""
    periods = []
    period = first
    while period.start <= last.start:
        periods.append(period)
        period = period.shift(1)
    return periods
