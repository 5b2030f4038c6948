"""Working days of an Indonesian office: neither weekend nor holiday, as the office itself corrected the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which the office differs from the published calendar: True is off, False is worked."""

    corrections: Mapping[dt.date, bool]

    def is_working(self, day: dt.date) -> bool:
        corrected = self.corrections.get(day)
        if corrected is not None:
            return not corrected
        return day.weekday() < _SATURDAY and day not in published(day.year)

    def working_day_after(self, day: dt.date, count: int) -> dt.date:
        """Return the count-th working day after a day; the day itself for a count of zero.

        >>> Calendar({}).working_day_after(dt.date(2026, 4, 30), 2)
        datetime.date(2026, 5, 5)
        """
        while count > 0:
            day += dt.timedelta(days=1)
            count -= self.is_working(day)
        return day


@lru_cache(maxsize=16)
def published(year: int) -> frozenset[dt.date]:
    """Return the national holidays and the days of joint leave of a year, as far as they are known."""
    return frozenset(published_names(year, "id"))


@lru_cache(maxsize=32)
def published_names(year: int, language: str) -> Mapping[dt.date, str]:
    """Return the same days by what they are called in a language (`id` or `en`)."""
    import holidays  # noqa: PLC0415 - a calendar of many religions, for the first page that counts working days

    name = "en_US" if language == "en" else "id"
    categories = ("public", "government")  # government: cuti bersama, on which offices are closed
    found = holidays.country_holidays("ID", years=year, language=name, categories=categories)
    return dict(sorted((day, text) for day, text in found.items() if day.year == year))
