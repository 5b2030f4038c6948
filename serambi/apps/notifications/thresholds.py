"""On which days somebody is reminded of something due: pure arithmetic of days.

Due soon at 30, 7 and 1 days before; late at 1, 7 and then every 30 days after. A head is told from the seventh day
late on, a coordinator from the thirtieth, so that silence climbs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import count

SOON = (30, 7, 1)
LATE = (1, 7)
LATE_EVERY = 30
# From which day late on each capacity is told; an owner is told before it is due, too.
FROM = {"owner": -max(SOON), "head": 7, "coordinator": 30}
APART = dt.timedelta(days=5)


def days(capacity: str) -> Iterator[int]:
    """Yield the days after the due day (before it: negative) on which that capacity is reminded, without end.

    >>> from itertools import islice
    >>> list(islice(days("owner"), 8))
    [-30, -7, -1, 1, 7, 30, 60, 90]
    >>> list(islice(days("coordinator"), 3))
    [30, 60, 90]
    """
    first = FROM[capacity]
    yield from (-soon for soon in SOON if -soon >= first)
    yield from (late for late in LATE if late >= first)
    yield from count(LATE_EVERY, LATE_EVERY)


def is_told_of(due_on: dt.date, today: dt.date, capacity: str) -> bool:
    """Tell whether what is due on that day is told to that capacity by today: what came later is nobody's worry yet."""
    return today >= due_on + dt.timedelta(days=FROM[capacity])


def next_after(due_on: dt.date, told_on: dt.date, capacity: str) -> dt.date:
    """Return the day of the first threshold after the day on which the person was told."""
    return next(day for day in _dates(due_on, capacity) if day > told_on)


def first_to_tell(due_on: dt.date, today: dt.date, capacity: str) -> dt.date:
    """Return the day on which somebody is told first of what they begin to owe today.

    The last threshold that has passed already, which is told at once, or the first one to come.
    """
    passed = None
    for day in _dates(due_on, capacity):
        if day > today:
            return passed or day
        passed = day
    raise AssertionError("thresholds do not end")


def _dates(due_on: dt.date, capacity: str) -> Iterator[dt.date]:
    return (due_on + dt.timedelta(days=number) for number in days(capacity))
