"""How far work and money should be by a day, when nobody has said it otherwise: evenly from start to end.

That work grows evenly is an assumption; pages that compare with it say so.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from serambi.methods import scoring
from serambi.methods.periods import Frequency, Period


def planned_work(starts_on: dt.date | None, ends_on: dt.date | None, day: dt.date) -> Decimal | None:
    """Return how much of a program's time is over with that day, percent; None where its dates are not known."""
    if starts_on is None or ends_on is None:
        return None
    return scoring.even_share((day - starts_on).days + 1, (ends_on - starts_on).days + 1)


def spent_until(year: int, today: dt.date) -> dt.date | None:
    """Return the day until which spending in a year is looked at: its end, or the end of its last quarter that is over.

    None before the first quarter of the year is over.
    """
    last = Period.of(today, Frequency.QUARTER).previous()
    return min(last.end, dt.date(year, 12, 31)) if last.year >= year else None


def planned_money(until: dt.date | None) -> Decimal | None:
    """Return the share of its year that is over with that day, percent; None for None."""
    if until is None:
        return None
    year = Period.of(until, Frequency.YEAR)
    return scoring.even_share((until - year.start).days + 1, (year.end - year.start).days + 1)
