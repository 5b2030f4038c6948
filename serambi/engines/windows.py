"""Which observed periods count when a period is asked for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from serambi.engines.observations import Codes
from serambi.methods.formula.dataflow import Leaf, Shift, Window
from serambi.methods.periods import Frequency, Period

NONE = -1

# From the shortest, for a population figure of the shortest period that contains the one asked for.
_LONGER = (Frequency.MONTH, Frequency.QUARTER, Frequency.SEMESTER, Frequency.YEAR)


class _Shape(NamedTuple):
    """What a leaf's windows depend on."""

    shifts: tuple[Shift, ...]
    cumulative: bool
    covering: bool


class Windows:
    """Numbers the windows of leaves for some periods, and tells which observed periods lie in one.

    periods: the periods that are asked for. calendar: the periods observed, by end and then start.
    """

    def __init__(self, periods: tuple[Period, ...], calendar: tuple[Period, ...]) -> None:
        self._periods = periods
        self._starts = np.array([period.start.toordinal() for period in calendar], np.int32)
        self._ends = np.array([period.end.toordinal() for period in calendar], np.int32)
        self._numbers: dict[tuple[Window, bool], int] = {}
        self._windows: list[tuple[Window, bool]] = []
        self._shapes: dict[_Shape, Codes] = {}

    def __len__(self) -> int:
        return len(self._windows)

    def of(self, leaf: Leaf) -> Codes:
        """Return the windows in which the leaf looks one after another until it finds observations.

        One row for each look, one column for each period asked for; NONE where nothing counts.
        """
        shape = _Shape(leaf.shifts, leaf.cumulative, leaf.covering)
        found = self._shapes.get(shape)
        if found is None:
            looks = [self._looks(leaf, period) for period in self._periods]
            found = self._shapes[shape] = np.array(looks, np.int32).reshape(len(looks), -1).T
        return found

    def observed(self, window: int, held: Codes) -> Codes:
        """Return those of the held periods (numbers in the calendar, in order) that count in the window."""
        (first, last), whole = self._windows[window]
        begin, end = first.toordinal(), last.toordinal()
        ends = self._ends[held]
        if whole:
            same: Codes = held[(ends == end) & (self._starts[held] == begin)]
            return same
        near = held[np.searchsorted(ends, begin) : np.searchsorted(ends, end, side="right")]
        within: Codes = near[self._starts[near] >= begin]
        return within

    def _looks(self, leaf: Leaf, period: Period) -> list[int]:
        moment, window = leaf.moment(period), leaf.window(period)
        looks = 1 + len(_LONGER) * leaf.covering
        if moment is None or window is None:
            return [NONE] * looks
        found = [self._number(window, whole=False)]
        if leaf.covering:
            for frequency in _LONGER:
                longer = moment.containing(frequency)
                if longer is None or longer == moment:
                    found.append(NONE)
                else:
                    found.append(self._number(Window(longer.start, longer.end), whole=True))
        return found

    def _number(self, window: Window, *, whole: bool) -> int:
        """Return the number of a window; whole: of the period that fills it and not of those inside."""
        number = self._numbers.setdefault((window, whole), len(self._windows))
        if number == len(self._windows):
            self._windows.append((window, whole))
        return number
