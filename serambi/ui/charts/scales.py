"""Where values and periods lie on an axis, and which of them are worth writing there."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from serambi.ui import locales
from serambi.ui.formats import CalendarPeriod


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to coordinates: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_ticks(low: float, high: float, count: int) -> list[float]:
    """Return about that many round values from at or below low to at or above high, at least two.

    Steps are 1, 2, 2.5 or 5 times a power of ten.

    >>> round_ticks(52.3, 88.1, 5)
    [50.0, 60.0, 70.0, 80.0, 90.0]
    """
    if high <= low:
        spread = abs(high) * 0.1 or 1.0
        low, high = low - spread, high + spread
    rough = (high - low) / max(count - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return [round(index * step, digits) for index in range(first, last + 1)]


def decimals_of(ticks: Sequence[float]) -> int:
    """Return how many decimals tell neighbouring ticks apart, at most six."""
    return next((places for places in range(6) if all(abs(t - round(t, places)) < 1e-9 for t in ticks)), 6)


def days(date: dt.date) -> float:
    return float(date.toordinal())


def middle(period: CalendarPeriod) -> float:
    """Return the middle of a period as a day, so that a year's value lies between its quarters."""
    return (days(period.start) + days(period.end) + 1) / 2


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A stretch of the time axis with its name, in days."""

    start: float
    end: float
    name: str


def time_ticks(first: dt.date, last: dt.date, room: int) -> list[TimeTick]:
    """Return years, quarters or months between two days, whichever are named without crowding.

    room: how many names fit beside each other.
    """
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    locale = locales.current()
    if months <= room:
        stretches = [(start, 1, locale.months_short[start.month - 1]) for start in _starts(first, last, 1)]
    elif months / 3 <= room and months <= 24:
        pattern = locale.quarter_short.removesuffix(" {year}")
        stretches = [
            (start, 3, pattern.format(number=start.month // 3 + 1, roman=locales.ROMAN[start.month // 3 + 1]))
            for start in _starts(first, last, 3)
        ]
    else:
        return _years(first, last, room)
    named = []
    for index, (start, length, name) in enumerate(stretches):
        shown = f"{name} {start.year}" if index == 0 or start.month == 1 else name
        named.append(TimeTick(days(start), days(_later(start, length)), shown))
    return named


def _years(first: dt.date, last: dt.date, room: int) -> list[TimeTick]:
    count = last.year - first.year + 1
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10000) if count / step <= room)
    return [
        TimeTick(days(dt.date(year, 1, 1)), days(dt.date(year, 12, 31)) + 1, str(year))
        for year in range(first.year, last.year + 1)
        if (year - first.year) % every == 0
    ]


def _starts(first: dt.date, last: dt.date, length: int) -> list[dt.date]:
    start = dt.date(first.year, (first.month - 1) // length * length + 1, 1)
    starts = []
    while start <= last:
        starts.append(start)
        start = _later(start, length)
    return starts


def _later(start: dt.date, count: int) -> dt.date:
    month = start.year * 12 + start.month - 1 + count
    return dt.date(month // 12, month % 12 + 1, 1)


def apart(positions: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return the positions moved as little as keeps labels at least that far apart, between low and high.

    >>> apart([10.0, 12.0, 40.0], 14.0, 0.0, 100.0)
    [4.0, 18.0, 40.0]
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    groups: list[tuple[float, list[int]]] = []
    for index in order:
        group = (positions[index], [index])
        while groups and _top(group, least) < _bottom(groups[-1], least):
            before = groups.pop()
            members = before[1] + group[1]
            centre = sum(positions[member] for member in members) / len(members)
            group = (centre, members)
        groups.append(group)
    moved = [0.0] * len(positions)
    floor = low
    for centre, members in groups:
        height = least * (len(members) - 1)
        start = max(min(centre - height / 2, high - height), floor)
        for offset, member in enumerate(members):
            moved[member] = start + offset * least
        floor = start + height + least
    return moved


def _top(group: tuple[float, list[int]], least: float) -> float:
    return group[0] - least * len(group[1]) / 2


def _bottom(group: tuple[float, list[int]], least: float) -> float:
    return group[0] + least * len(group[1]) / 2
