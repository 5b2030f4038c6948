"""The effect of meetings: what was done by the next, which programs moved after, and how agencies follow up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.meetings.coordination import coordination_lines
from serambi.apps.meetings.effect_words import changes_in_words
from serambi.apps.meetings.forms import EffectFilter
from serambi.apps.meetings.models import Meeting
from serambi.apps.meetings.queries.effect import (
    AgencyRate,
    FollowUpRate,
    Kept,
    agency_rates,
    effect_years,
    held_meetings,
    kept_by_next,
    total_of,
)
from serambi.apps.meetings.queries.movements import Movement, movements_after
from serambi.apps.meetings.views.doors import for_readers, meeting_crumbs, tabs
from serambi.ui import formats
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download

PAGE_SIZE = 20


@for_readers
@require_safe
def effect(request: HttpRequest) -> HttpResponseBase:
    """Show what became of meetings; ?format=csv is the same as a file, with ?of=agencies that of the agencies."""
    today, now = timezone.localdate(), timezone.now()
    form = EffectFilter(request.GET, years=effect_years())
    wanted = form.wanted
    rates = agency_rates(wanted, today=today)
    if request.GET.get("format") == "csv":
        if request.GET.get("of") == "agencies":
            return table_download(_("Follow-up of agencies"), _agency_heads(), _agency_rows(rates))
        return table_download(_("Effect of meetings"), _heads(), _rows(list(held_meetings(wanted)), now, today))
    page = Paginator(held_meetings(wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    kept, moved = kept_by_next(shown, now=now), movements_after(shown, today=today)
    total = total_of(rates)
    context = {
        "title": headline(total),
        "tabs": tabs("effect"),
        "form": form,
        "page": page,
        "rows": [_row(one, kept[one.pk], moved[one.pk]) for one in shown],
        "total": total,
        "rate_rows": [{"one": one, "share": percent_of(one.rate)} for one in rates],
        "total_share": percent_of(total),
        "csv": csv_query(request),
        "agencies_csv": f"{csv_query(request)}&of=agencies",
    }
    return render(request, "meetings/effect.html", context)


@for_readers
@require_safe
def coordination(request: HttpRequest) -> HttpResponse:
    """Show in a few lines what the meetings say; the dashboard fetches them from here."""
    lines = coordination_lines(timezone.localdate())
    context = {"title": _("From the meetings"), "crumbs": meeting_crumbs(), "lines": lines}
    return render(request, "meetings/coordination.html", context)


def headline(total: FollowUpRate) -> str:
    """Return how much of what was due was done in time, in a sentence."""
    if total.share is None:
        return _("Nothing that meetings agreed on has come due yet")
    words = {"on_time": formats.number(total.on_time, 0), "due": formats.number(total.due, 0)}
    return _("%(on_time)s of %(due)s actions that came due were done in time") % words


def percent_of(rate: FollowUpRate) -> float | None:
    """Return the follow-up rate in percent; None where nothing was due."""
    return float(100 * rate.share) if rate.share is not None else None


def _row(meeting: Meeting, kept: Kept, movements: Sequence[Movement]) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "kept": kept,
        "moved": [{"program": one.program, "changes": changes_in_words(one)} for one in movements if one.has_moved],
        "programs": len(movements),
    }


def _heads() -> list[str]:
    return [_("Body"), _("Meeting"), _("Date of the meeting"), _("Actions agreed"), _("Verified by then"),
            _("Done, not verified by then"), _("Open by then"), _("Until"), _("Programs it dealt with"),
            _("Programs that moved since"), _("Which, and how"), _("Illustration")]  # fmt: skip


def _rows(meetings: list[Meeting], now: dt.datetime, today: dt.date) -> Iterator[list[object]]:
    kept, moved = kept_by_next(meetings, now=now), movements_after(meetings, today=today)
    for one in meetings:
        found, programs = kept[one.pk], [program for program in moved[one.pk] if program.has_moved]
        until = found.following.began_at if found.following is not None else None
        yield [
            one.body.name,
            one.title,
            timezone.localtime(one.began_at).date() if one.began_at else None,
            found.agreed,
            found.verified,
            found.waiting,
            found.open,
            timezone.localtime(until).date() if until else today,
            len(moved[one.pk]),
            len(programs),
            "; ".join(f"{program.program.code} ({', '.join(changes_in_words(program))})" for program in programs),
            _("yes") if one.is_illustration else "",
        ]


def _agency_heads() -> list[str]:
    return [_("Agency"), _("Came due"), _("Done in time"), _("Done late"), _("Overdue"),
            _("Done, not verified yet"), _("Follow-up rate, percent"), _("Illustration")]  # fmt: skip


def _agency_rows(rates: list[AgencyRate]) -> Iterator[list[object]]:
    for one in rates:
        yield [one.agency.abbreviation, *_figures(one.rate), _("yes") if one.is_illustration else ""]
    made_up = any(one.is_illustration for one in rates)
    yield [_("All"), *_figures(total_of(rates)), _("yes") if made_up else ""]


def _figures(rate: FollowUpRate) -> list[object]:
    share = percent_of(rate)
    shown = round(share, 6) if share is not None else None
    return [rate.due, rate.on_time, rate.late, rate.overdue, rate.waiting, shown]
