"""What the meetings say on the dashboard: who has not met in time, what came of the last one, how it is followed up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.meetings.effect_words import kept_in_words
from serambi.apps.meetings.permissions import can_read
from serambi.apps.meetings.queries import body_rows
from serambi.apps.meetings.queries.effect import WantedEffect, agency_rates, held_meetings, kept_by_next, total_of
from serambi.ui import formats

# A body that is this late for the first time is news; a list of all would hide the rest of the dashboard.
MOST_LATE = 3


@dataclass(frozen=True, slots=True)
class CoordinationLine:
    """A body that has not met in time, the last meeting, or how agencies follow up."""

    title: str
    url: str
    text: str
    is_late: bool = False
    is_illustration: bool = False


def coordination_address(user: Any) -> str:
    """Return where a person reads the lines; "" for whoever has no role."""
    return reverse("meetings:coordination") if can_read(user) else ""


def coordination_lines(today: dt.date) -> list[CoordinationLine]:
    """Return what the meetings say to everybody with a role. Seven queries."""
    return list(_lines(today))


def _lines(today: dt.date) -> Iterator[CoordinationLine]:
    rows = body_rows(today=today)
    for row in [row for row in rows if row.overdue][:MOST_LATE]:
        text = ngettext(
            "%(days)s day past its rhythm: it last met on %(day)s.",
            "%(days)s days past its rhythm: it last met on %(day)s.",
            row.overdue,
        )
        yield CoordinationLine(
            row.body.name,
            row.body.get_absolute_url(),
            text % {"days": formats.number(row.overdue, 0), "day": formats.day(row.last)},
            is_late=True,
            is_illustration=row.body.is_illustration,
        )
    last = held_meetings(WantedEffect()).filter(ended_at__isnull=False).first()
    if last is not None and last.began_at is not None:
        kept = kept_by_next([last], now=timezone.now())[last.pk]
        day = formats.day(timezone.localtime(last.began_at).date())
        text = f"{day}. {kept_in_words(kept)}"
        yield CoordinationLine(last.title, last.get_absolute_url(), text, is_illustration=last.is_illustration)
    yield from _followed_up(today)


def _followed_up(today: dt.date) -> Iterator[CoordinationLine]:
    """Yield how much of what came due this year was done in time."""
    rates = agency_rates(WantedEffect(year=today.year), today=today)
    total = total_of(rates)
    if total.share is None:
        return
    text = _("%(share)s: %(on_time)s of %(due)s actions that came due were done in time; %(overdue)s are still open.")
    words = {
        "share": formats.percent(float(100 * total.share), 0),
        "on_time": formats.number(total.on_time, 0),
        "due": formats.number(total.due, 0),
        "overdue": formats.number(total.overdue, 0),
    }
    yield CoordinationLine(
        _("Follow-up in %(year)s") % {"year": today.year},
        f"{reverse('meetings:effect')}?year={today.year}",
        text % words,
        is_illustration=any(one.is_illustration for one in rates),
    )
