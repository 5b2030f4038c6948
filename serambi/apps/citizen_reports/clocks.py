"""Until when an answer is due: working days of the office, which another app keeps.

Until `working_days_from` was called, Monday to Friday are worked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from serambi.apps.citizen_reports.workflow import DAYS, FIRST_ANSWER_DAYS

Worked = Callable[[dt.date], bool]
_FRIDAY = 4


def _weekdays() -> Worked:
    return lambda day: day.weekday() <= _FRIDAY


class _Office:
    worked: Callable[[], Worked] = staticmethod(_weekdays)


def working_days_from(read: Callable[[], Worked]) -> None:
    """Take which days the office works from the app that keeps its holidays; read: asked once for each report."""
    _Office.worked = staticmethod(read)


def due_dates(received: dt.date, clock: str) -> tuple[dt.date, dt.date]:
    """Return by when a report is to be answered for the first time, and by when it is to be settled."""
    worked = _Office.worked()
    first = _after(received, FIRST_ANSWER_DAYS, worked)
    return first, _after(received, DAYS[clock], worked)


def _after(day: dt.date, count: int, worked: Worked) -> dt.date:
    while count > 0:
        day += dt.timedelta(days=1)
        count -= worked(day)
    return day
