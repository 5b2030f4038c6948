"""Dates as tables write them, also those that a spreadsheet stored as numbers of days."""

from __future__ import annotations

import datetime as dt
import re

from .book import Value
from .texts import text_of

# Day 0 of Excel's count; its day 60 is the 29 February 1900 that never was, so that days after it fit this origin.
_DAY_ZERO = dt.date(1899, 12, 30)
_EARLIEST, _LATEST = 18264, 73415  # 1950-01-01 to 2100-12-31: other numbers in a column of dates are mistakes
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "pebruari", "februari", "february"),
            ("mar", "maret", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("agu", "agt", "ags", "agustus", "aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "nop", "november", "nopember"),
            ("des", "desember", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(r"(\d{1,2})[\s-]+([a-z]+)\.?[\s-]+(\d{4})", re.IGNORECASE)


def read_date(value: Value) -> dt.date | None:
    """Return the day a cell means, None when it means none. Days come before months, as Indonesian tables write them.

    >>> read_date(45292.0), read_date("31/12/2024"), read_date("17 Agustus 2024"), read_date("soon")
    (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31), datetime.date(2024, 8, 17), None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = text_of(value)
    if text.isdigit() and _EARLIEST <= int(text) <= _LATEST:
        return _DAY_ZERO + dt.timedelta(days=int(text))
    if isinstance(value, float) and _EARLIEST <= value <= _LATEST:
        return _DAY_ZERO + dt.timedelta(days=int(value))
    return _from_text(text)


def _from_text(text: str) -> dt.date | None:
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _NAMED.fullmatch(text)) and (month := _MONTHS.get(found[2].casefold())):
            return dt.date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
    return None
