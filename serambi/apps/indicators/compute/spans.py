"""For which periods an indicator is computed: from its first observation to its last, in its own frequency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from serambi.methods.formula.dataflow import Leaf, ShiftKind
from serambi.methods.periods import MONTHS_IN, Frequency, NotAPeriod, Period, span

# A year typed as 0225 must not make eighteen centuries of days: eleven years of days, three centuries of months.
MOST_PERIODS = 4000


class Extent(NamedTuple):
    """The first and the last day for which a series has observations."""

    first: dt.date
    last: dt.date


class Span(NamedTuple):
    """The first and the last period that is computed, both of the indicator's own frequency."""

    first: Period
    last: Period

    def periods(self) -> list[Period]:
        return span(self.first, self.last)

    def holds(self, period: Period) -> bool:
        return self.first <= period <= self.last

    def joined(self, other: Span | None) -> Span:
        """Return the shortest span that holds both, cut at the beginning when it is too long."""
        if other is None:
            return self.cut()
        return Span(min(self.first, other.first), max(self.last, other.last)).cut()

    def cut(self) -> Span:
        try:
            earliest = self.last.shift(1 - MOST_PERIODS)
        except NotAPeriod:
            return self
        return Span(max(self.first, earliest), self.last)


def span_of(leaves: Iterable[Leaf], extents: Mapping[str, Extent], frequency: Frequency) -> Span | None:
    """Return the span of an indicator with these leaves, or None when none of its series has an observation.

    A series that the formula only looks back at (`previous(x)`) reaches as many periods further.
    """
    found: Span | None = None
    for series, back in reach(leaves, frequency).items():
        extent = extents.get(series)
        if extent is not None:
            found = touched(extent, back, frequency).joined(found)
    return found


def touched(extent: Extent, back: int, frequency: Frequency) -> Span:
    """Return the span of observations between these days, of a series that is looked back at that many periods."""
    last = Period.of(extent.last, frequency)
    with suppress(NotAPeriod):  # the end of the calendar is far enough
        last = last.shift(back)
    return Span(Period.of(extent.first, frequency), last)


def reach(leaves: Iterable[Leaf], frequency: Frequency) -> dict[str, int]:
    """Return for each series the number of periods from its latest observation to the last period that sees it.

    It is the leaf that looks back least that decides: `x / previous(x)` needs x itself.
    """
    found: dict[str, int] = {}
    for leaf in leaves:
        back = sum(
            shift.steps * (1 if shift.kind is ShiftKind.PREVIOUS else _in_a_year(frequency)) for shift in leaf.shifts
        )
        found[leaf.series] = min(back, found.get(leaf.series, back))
    return found


def _in_a_year(frequency: Frequency) -> int:
    return 366 if frequency is Frequency.DAY else 12 // MONTHS_IN[frequency]
