"""The calendar of a month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.meetings.queries.calendar import month_named, weeks_of
from serambi.apps.meetings.views.doors import for_readers, meeting_crumbs
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats


@for_readers
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """Show the meetings of a month; ?month=2026-10."""
    today = timezone.localdate()
    shown = month_named(request.GET.get("month", ""), today=today)
    weeks = weeks_of(shown, today=today)
    count = sum(len(day.meetings) for week in weeks for day in week if day.is_inside)
    words = {"count": formats.number(count, 0), "month": formats.period(shown)}
    title = _("No meeting in %(month)s") % words
    if count:
        title = ngettext("%(count)s meeting in %(month)s", "%(count)s meetings in %(month)s", count) % words
    context = {
        "title": title,
        "crumbs": meeting_crumbs(),
        "month": shown,
        "before": shown.previous(),
        "after": shown.shift(1),
        "this_month": Period.of(today, Frequency.MONTH),
        "weeks": weeks,
        "weekdays": [formats.weekday(day.day).split(",")[0] for day in weeks[0]],
    }
    return render(request, "meetings/calendar.html", context)
