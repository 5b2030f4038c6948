"""A source of due items that the tests fill, and a clock in working hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from serambi.apps.notifications import due
from serambi.apps.notifications.due import DueItem

# A Tuesday.
TUESDAY = dt.date(2026, 6, 9)


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def working_day(number: int) -> dt.date:
    """Return the first weekday so many days after that Tuesday."""
    day = TUESDAY + dt.timedelta(days=number)
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day


@pytest.fixture
def items() -> Iterator[list[DueItem]]:
    """What is due; add to it, take from it."""
    due_now: list[DueItem] = []
    due.due_items_from("test", lambda _today: list(due_now))
    yield due_now
    due.forget("test")


@pytest.fixture
def item() -> Callable[..., DueItem]:
    def make(key: str, days: int, *owners: int, **people: frozenset[int]) -> DueItem:
        return DueItem(
            key=key,
            due_on=TUESDAY + dt.timedelta(days=days),
            subject={"id": f"Laporan {key}", "en": f"Report {key}"},
            link=f"/progress/{key}/",
            owners=frozenset(owners),
            **people,
        )

    return make


@pytest.fixture(autouse=True)
def weekdays() -> Iterator[None]:
    """Let the office work on every weekday, whatever holidays the program knows."""
    known = due._Office.is_working_day
    due.working_days_are(due._is_weekday)
    yield
    due.working_days_are(known)
