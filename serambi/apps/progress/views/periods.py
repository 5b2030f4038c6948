"""The periods, and one of them seen as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import PeriodDaysForm, PeriodFilter, ReopenForm
from serambi.apps.progress.models import Kind, PeriodState, ReportingPeriod
from serambi.apps.progress.permissions import can_configure
from serambi.apps.progress.queries import AgencyRow, PeriodOverview
from serambi.apps.progress.sentences import due_text
from serambi.apps.progress.views.doors import crumbs_to, for_coordinator, for_readers, root
from serambi.ui import formats
from serambi.ui.doors import csv_query, show_error
from serambi.ui.downloads import table_download, workbook_download
from serambi.ui.messages import done


@for_readers
@require_safe
def period_list(request: HttpRequest) -> HttpResponse:
    """Show the cycles and their periods, the latest first."""
    today = timezone.localdate()
    periods = list(queries.all_periods())
    counts = queries.counts_of(periods)
    rows = [
        {
            "period": one,
            "state": one.state_on(today),
            "counts": counts.get(one.pk, {}),
            "when": due_text(one, today=today),
        }
        for one in periods
    ]
    running = [row for row in rows if row["state"] not in {PeriodState.UPCOMING, PeriodState.CLOSED}]
    context = {
        "title": _list_title(len(running), len(rows)),
        "crumbs": root(request.user)[:1],
        "cycles": list(queries.cycles()),
        "running": running,
        "upcoming": [row for row in rows if row["state"] is PeriodState.UPCOMING][::-1],
        "closed": [row for row in rows if row["state"] is PeriodState.CLOSED],
        "may_configure": can_configure(request.user),
    }
    return render(request, "progress/period_list.html", context)


def _list_title(running: int, all_: int) -> str:
    if not all_:
        return _("No reporting period yet")
    if not running:
        return _("No period takes reports now")
    return (
        _("%(count)s periods take reports now") % {"count": running}
        if running > 1
        else _("One period takes reports now")
    )


@for_readers
@require_safe
def period(request: HttpRequest, cycle: str, period: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """Show every agency of a period and where its report stands; ?format=csv or xlsx is the same as a file."""
    today = timezone.localdate()
    found = queries.get_period_for(request.user, cycle, period, today=today)
    narrowed = PeriodFilter(request.GET)
    seen = queries.overview(found, narrowed.wanted, today=today)
    name = f"{found.cycle} {formats.period(found.period)}"
    match request.GET.get("format"):
        case "csv":
            return table_download(name, _heads(), _table(seen))
        case "xlsx":
            about = [(str(_("Period")), name), (str(_("As of")), formats.day(today)),
                     (str(_("Agencies")), len(seen.rows))]  # fmt: skip
            return workbook_download(
                name,
                [str(head) for head in _heads()],
                _table(seen),
                title=_("Reporting"),
                about_title=_("About"),
                about=about,
            )
    state = found.state_on(today)
    context = {
        "title": queries.headline(seen),
        "crumbs": [*root(request.user), (name, "")],
        "period": found,
        "state": state,
        "when": due_text(found, today=today),
        "form": narrowed,
        "seen": seen,
        "stats": _stats(seen),
        "kinds": _kinds(seen),
        "csv": csv_query(request),
        "xlsx": csv_query(request, "xlsx"),
        "may_configure": can_configure(request.user),
        "is_closed": state is PeriodState.CLOSED,
    }
    return render(request, "progress/period.html", context)


def _stats(seen: PeriodOverview) -> list[dict[str, str]]:
    share = formats.percent(100 * seen.answered / seen.asked, 0) if seen.asked else formats.MISSING
    of = {"answered": formats.number(seen.answered, 0), "asked": formats.number(seen.asked, 0)}
    count = len(seen.everybody)
    return [
        {"label": _("Sent in"), "value": f"{seen.sent} / {count}", "note": _("agencies")},
        {"label": _("Not sent in, past the day"), "value": str(seen.overdue), "note": _("agencies")},
        {"label": _("Answered"), "value": share, "note": _("%(answered)s of %(asked)s items") % of},
        {"label": _("Evidence"), "value": _percent(seen.proof.completeness.ratio),
         "note": queries.proof_text(seen.proof)},
        {"label": _("Verified"), "value": f"{seen.verified} / {count}", "note": _("reports")},
    ]  # fmt: skip


def _percent(ratio: Fraction | None) -> str:
    return formats.MISSING if ratio is None else formats.percent(Decimal(ratio.numerator * 100) / ratio.denominator, 0)


def _kinds(seen: PeriodOverview) -> list[dict[str, str]]:
    """Return the evidence of each kind of question, as counts and their ratio."""
    return [
        {
            "label": str(Kind(kind).label),
            "counts": f"{formats.number(proof.have, 0)} / {formats.number(proof.needed, 0)}",
            "share": _percent(proof.completeness.ratio),
        }
        for kind, proof in seen.proof_by_kind.items()
    ]


def _heads() -> list[str]:
    return [_("Agency"), _("Name"), _("State"), _("Answered"), _("Asked for"), _("Answered, percent"),
            _("Evidence"), _("Evidence asked for"), _("Not available"), _("Came back"),
            _("Sent in on"), _("Days late"), _("Reason for being late"),
            _("Stands at")]  # fmt: skip


def _table(seen: PeriodOverview) -> Iterator[list[object]]:
    for row in seen.rows:
        yield _line(row)


def _line(row: AgencyRow) -> list[object]:
    sent = row.report.first_submitted_at if row.report is not None else None
    return [
        row.organization.abbreviation,
        row.organization.name,
        row.state_label,
        row.answered,
        row.asked,
        round(100 * row.answered / row.asked, 1) if row.asked else None,
        row.proof.have,
        row.proof.needed,
        row.unavailable,
        row.returned,
        timezone.localtime(sent).date() if sent else None,
        row.late_days,
        row.report.late_because if row.report is not None else "",
        row.waits,
    ]


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request: HttpRequest, cycle: str, period: str) -> HttpResponse:
    """Set the days of a period by hand, or let its rules set them again."""
    today = timezone.localdate()
    found = queries.get_period_for(request.user, cycle, period, today=today)
    form = PeriodDaysForm.for_period(request.POST if request.method == "POST" else None, found)
    by_rule = request.POST.get("by") == "rule"
    if request.method == "POST" and (by_rule or form.is_valid()):
        try:
            services.change_period(found, None if by_rule else form.days, by=actor(request))
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("The days of the period are set."))
            return redirect("progress:period", cycle, period)
    context = {
        "title": _("Days of %(period)s") % {"period": formats.period(found.period)},
        "crumbs": crumbs_to(request.user, found),
        "form": form,
        "period": found,
        "rule": _rule(found),
        "back": reverse("progress:period", args=[cycle, period]),
    }
    return render(request, "progress/period_form.html", context, status=422 if form.is_bound else 200)


def _rule(period: ReportingPeriod) -> dict[str, Any]:
    """Return the days that the rules of the cycle would set."""
    by_rule = ReportingPeriod(cycle=period.cycle, period=period.period, period_start=period.period_start,
                              period_end=period.period_end)  # fmt: skip
    services.set_days(by_rule, queries.office_calendar())
    return {name: getattr(by_rule, name) for name in ("opens_on", "due_on", "grace_until", "closes_on")}


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, cycle: str, period: str) -> HttpResponse:
    """Let a closed period be reported again, until a day, with a reason."""
    today = timezone.localdate()
    found = queries.get_period_for(request.user, cycle, period, today=today)
    form = ReopenForm(
        request.POST if request.method == "POST" else None, initial={"until": today + dt.timedelta(days=7)}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.reopen_period(found, until=given["until"], reason=given["reason"], by=actor(request), today=today)
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("The period takes reports until %(day)s.") % {"day": formats.day(given["until"])})
            return redirect("progress:period", cycle, period)
    context = {
        "title": _("Reopen %(period)s?") % {"period": formats.period(found.period)},
        "crumbs": crumbs_to(request.user, found),
        "form": form,
        "action": _("Reopen the period"),
        "cancel_url": reverse("progress:period", args=[cycle, period]),
        "consequences": [
            _("Agencies that have not reported can send in until that day."),
            _("Their reports stay marked as late."),
        ],
    }
    return render(request, "progress/confirm.html", context, status=422 if form.is_bound else 200)
