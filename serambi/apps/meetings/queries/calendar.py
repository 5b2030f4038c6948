"""The meetings of a month, day by day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from serambi.apps.meetings.models import Meeting
from serambi.methods.periods import Frequency, NotAPeriod, Period


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar. is_inside: it belongs to the month that is shown."""

    day: dt.date
    is_inside: bool
    is_today: bool
    meetings: tuple[Meeting, ...]


def month_named(text: str, *, today: dt.date) -> Period:
    """Return the month that an address names, or this one for anything that is no month of a calendar."""
    try:
        month = Period.parse(text)
    except NotAPeriod:
        return Period.of(today, Frequency.MONTH)
    in_reach = month.frequency is Frequency.MONTH and abs(month.start.year - today.year) <= 50
    return month if in_reach else Period.of(today, Frequency.MONTH)


def weeks_of(month: Period, *, today: dt.date) -> list[list[Day]]:
    """Return the weeks that have a day in the month, Monday first, with the meetings of each day. One query."""
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(month.start.year, month.start.month)
    found = meetings_between(weeks[0][0], weeks[-1][-1])
    return [
        [Day(day, day.month == month.start.month, day == today, tuple(found.get(day, ()))) for day in week]
        for week in weeks
    ]


def meetings_between(first: dt.date, last: dt.date) -> dict[dt.date, list[Meeting]]:
    """Return the meetings that begin on these days, both included, by the day where the regency is."""
    begins = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    ends = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min))
    found: dict[dt.date, list[Meeting]] = defaultdict(list)
    rows = Meeting.objects.filter(starts_at__gte=begins, starts_at__lt=ends).select_related("body")
    for one in rows.order_by("starts_at", "pk"):
        found[timezone.localtime(one.starts_at).date()].append(one)
    return found
