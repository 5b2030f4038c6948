"""One report: what it says, for whom it waits, what may be done with it, and what happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.form_links import came_by_link
from serambi.apps.progress.forms import CorrectionForm, MoveForm
from serambi.apps.progress.models import Answer, Check, ProgressReport, ReportMove, State
from serambi.apps.progress.permissions import can_fill_in
from serambi.apps.progress.queries import Line, OpenMove, Place, ReportLines
from serambi.apps.progress.sentences import due_text, late_days, waiting
from serambi.apps.progress.views.doors import crumbs_to
from serambi.apps.progress.workflow import (
    ACCEPT,
    ASK_FOR_CORRECTION,
    CORRECT,
    RETURN,
    RETURN_AS_ACCEPTOR,
    SUBMIT,
    SUBMIT_AS_HEAD,
    VERIFY,
    WITH_THE_AGENCY,
    move_named,
)
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done

# A longer report shows its programs and series folded, but for those with something to look at.
FOLDED_FROM = 60
# A longer series gets one reason for all of it that goes back: Django reads at most a thousand fields.
OWN_REASONS = 12
_CHECKS = frozenset({VERIFY, RETURN, ACCEPT, RETURN_AS_ACCEPTOR})
_CORRECTIONS = frozenset({CORRECT, ASK_FOR_CORRECTION})
_SENDING = frozenset({SUBMIT, SUBMIT_AS_HEAD})


@login_required
@require_safe
def report(request: HttpRequest, cycle: str, period: str, agency: str) -> HttpResponse:
    """Show an agency's report for a period; for its head, this is where it is approved."""
    today = timezone.localdate()
    place = queries.get_place_for(request.user, cycle, period, agency, today=today)
    lines = queries.read_lines(place.period, place.organization, place.report, today=today)
    facts = {"agency": place.organization.abbreviation, "period": formats.period(place.period.period)}
    is_own = can_fill_in(request.user, place.organization.pk, today=today)
    was_sent = place.report is not None and place.report.first_submitted_at is not None
    moves = queries.moves_open_to(place.report, request.user, today=today) if place.report is not None else []
    proof = queries.show_evidence(request.user, [line.item for line in lines.lines], place.period)
    is_with_agency = place.report is None or place.report.state in WITH_THE_AGENCY
    context = {
        "title": _("Report of %(agency)s, %(period)s") % facts,
        "crumbs": crumbs_to(request.user, place.period),
        "place": place,
        "report": place.report,
        "lines": lines,
        "proof": queries.proof_text(proof) if is_own or was_sent else "",
        "unproven": _unproven(lines) if is_own and is_with_agency else [],
        # What was never sent in is the agency's own; others see how far it is and not what it says.
        "groups": grouped(lines.lines) if is_own or was_sent else [],
        "is_hidden": not (is_own or was_sent),
        "waits": waiting(place.report, today=today) if place.report is not None else "",
        "when": due_text(place.period, today=today),
        "late": late_days(place.report, place.period, today=today),
        "buttons": [_button(one, place, today) for one in moves if one.move.name not in _CHECKS | _CORRECTIONS],
        "may_check": any(one.move.name in _CHECKS and one.hindrance is None for one in moves),
        "hindered_check": next((one.hindrance for one in moves if one.move.name in _CHECKS and one.hindrance), None),
        "corrections": [one.move for one in moves if one.move.name in _CORRECTIONS],
        "may_fill_in": is_with_agency and is_own and (place.period.takes_reports_on(today) or was_sent),
        "links": queries.links_to(place.period, place.organization.pk, request.user) if is_with_agency else [],
        "timeline": [told(one) for one in queries.timeline(place.report)] if place.report is not None else [],
        "unexplained": _unexplained(lines) if is_with_agency and is_own else [],
        "is_complete": lines.asked > 0 and lines.answered == lines.asked,
    }
    return render(request, "progress/report.html", context)


def _unproven(lines: ReportLines) -> list[str]:
    """Return the answers that ask for evidence and have neither a file nor a reason."""
    items = [line.item for line in lines.lines]
    return [queries.item_name(one) for one in items if one.wants_evidence and not (one.evidence or one.no_evidence)]


def _unexplained(lines: ReportLines) -> list[dict[str, str]]:
    """Return what keeps the report from being sent in beside what is not answered yet."""
    back = [{"name": queries.item_name(line.item), "doubt": line.item.check_reason} for line in lines.unanswered_anew]
    return back + [{"name": queries.item_name(line.item), "doubt": line.doubts[0]} for line in lines.unexplained]


def grouped(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the lines under their programs and series, as tables show them."""
    groups: dict[tuple[str, int | None], list[Line]] = {}
    for line in lines:
        item = line.item
        groups.setdefault(("s", item.series_id) if item.series_id else ("p", item.program_id), []).append(line)
    return [
        {
            "heading": queries.heading(some[0].item),
            "thing": some[0].item.series or some[0].item.program,
            "is_series": some[0].item.series_id is not None,
            "rows": [row(line) for line in some],
            "is_folded": len(lines) > FOLDED_FROM,
            "is_open": any(line.doubts or line.item.check_state == Check.RETURNED for line in some),
            "count": len(some),
            "answered": sum(line.item.is_answered for line in some),
            "doubtful": sum(bool(line.doubts) for line in some),
            "unavailable": sum(line.item.answer == Answer.UNAVAILABLE for line in some),
            "has_one_reason": some[0].item.series_id is not None and len(some) > OWN_REASONS,
            "key": f"series-{some[0].item.series_id}",
        }
        for some in groups.values()
    ]


def row(line: Line) -> dict[str, Any]:
    """Return a line as a row shows it: what it says, what was last time, how far it moved."""
    item = line.item
    return {
        "line": line,
        "item": item,
        "name": queries.short_name(item),
        "value": queries.value_text(item),
        "last": queries.last_text(line),
        "last_period": formats.period_short(line.last.period) if line.last.period else "",
        "usual": queries.usual_text(line),
        "change": _change(line),
    }


def _change(line: Line) -> str:
    item, last = line.item, line.last
    if item.number is not None and last.number is not None and item.series_id is not None:
        if not last.number:
            return ""
        return f"{formats.signed(100 * (item.number - last.number) / last.number, 1)} %"
    return ""


def _button(one: OpenMove, place: Place, today: dt.date) -> dict[str, Any]:
    """Return a move as a button: done at once where nothing has to be said, else by a page that asks."""
    first = place.report is not None and place.report.first_submitted_at is None
    wants_reason = one.move.needs_reason or (
        one.move.name in _SENDING and first and place.period.wants_reason_on(today)
    )
    return {
        "move": one.move,
        "hindrance": one.hindrance,
        "address": reverse("progress:move", kwargs={**place.address, "name": one.move.name}),
        "asks": wants_reason,
    }


def told(move: ReportMove) -> dict[str, Any]:
    """Return what happened as the timeline tells it."""
    known = move_named(move.move, move.before)
    return {"move": move, "done": known.done if known is not None else move.get_after_display()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, cycle: str, period: str, agency: str, name: str) -> HttpResponse:
    """Ask what there is to say about a move, and make it. A move that is not the person's is not there."""
    today = timezone.localdate()
    current = queries.get_report_for(request.user, cycle, period, agency, today=today)
    place = Place(current.reporting_period, current.organization, current)
    known = _move_for(request, current, name, today)
    button = _button(known, place, today)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        needs_reason=button["asks"],
        initial={"seen": current.version},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.move_report(
                current, name, by=actor(request), today=today, reason=given["reason"], seen=given["seen"]
            )
        except ProgressError as error:
            if not button["asks"]:
                messages.error(request, str(error))
                return redirect(reverse("progress:report", kwargs=place.address))
            show_error(form, error)
        else:
            done(request, _("The report is now: %(state)s.") % {"state": State(known.move.after).label})
            return redirect(_after(known, place, request))
    context = {
        "title": _("%(action)s: %(agency)s, %(period)s")
        % {"action": known.move.action, "agency": place.organization.abbreviation,
           "period": formats.period(place.period.period)},
        "crumbs": crumbs_to(request.user, place=place),
        "form": form,
        "action": known.move.action,
        "cancel_url": reverse("progress:report", kwargs=place.address),
        "consequences": [str(known.hindrance)] if known.hindrance else [],
    }  # fmt: skip
    return render(request, "progress/confirm.html", context, status=422 if form.is_bound else 200)


def _move_for(request: HttpRequest, report: ProgressReport, name: str, today: dt.date) -> OpenMove:
    moves = queries.moves_open_to(report, request.user, today=today)
    found = next((one for one in moves if one.move.name == name), None)
    if found is None or name in _CHECKS | _CORRECTIONS:
        raise Http404(name)
    return found


def _after(known: OpenMove, place: Place, request: HttpRequest) -> str:
    """Return where somebody goes on: what is due after sending in and approving, else the report.

    Whoever came by a link to one form stays with its report.
    """
    is_done = known.move.after in {State.SUBMITTED, State.APPROVED} and not known.move.needs_reason
    if is_done and not came_by_link(request):
        return reverse("progress:due")
    return reverse("progress:report", kwargs=place.address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, cycle: str, period: str, agency: str) -> HttpResponse:
    """Choose what is wrong in a verified report, and open it again; what was published stays until then."""
    today = timezone.localdate()
    current = queries.get_report_for(request.user, cycle, period, agency, today=today)
    moves = queries.moves_open_to(current, request.user, today=today)
    found = next((one.move for one in moves if one.move.name in _CORRECTIONS), None)
    if found is None:
        raise Http404
    lines = queries.read_lines(current.reporting_period, current.organization, current, today=today)
    form = CorrectionForm(request.POST if request.method == "POST" else None, choices=_choices(lines))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.begin_correction(
                current, given["items"], by=actor(request), today=today, reason=given["reason"], name=found.name
            )
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("The chosen items are open for correction."))
            page = "progress:form" if found.name == CORRECT else "progress:report"
            return redirect(page, cycle=cycle, period=period, agency=agency)
    context = {
        "title": _("What is corrected in the report of %(agency)s?") % {"agency": current.organization.abbreviation},
        "crumbs": crumbs_to(request.user, place=Place(current.reporting_period, current.organization, current)),
        "form": form,
        "action": found.action,
        "cancel_url": reverse("progress:report", kwargs={"cycle": cycle, "period": period, "agency": agency}),
        "consequences": [
            _("What was verified stays in the register until the correction is verified in its turn."),
            _("The earlier value stays in the history, with your reason."),
        ],
    }
    return render(request, "progress/confirm.html", context, status=422 if form.is_bound else 200)


def _choices(lines: ReportLines) -> list[tuple[str, str]]:
    return [
        (line.item.key, f"{queries.item_name(line.item)} ({queries.value_text(line.item)})") for line in lines.lines
    ]
