"""What waits to be checked, one report item by item, and several at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.models import Role
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.models import Answer, Check, ProgressReport, State
from serambi.apps.progress.permissions import acting, can_verify
from serambi.apps.progress.queries import Doubted, DueReport, Place, Proof, Task
from serambi.apps.progress.sentences import late_days, waiting
from serambi.apps.progress.views.doors import crumbs_to, root
from serambi.apps.progress.views.reports import grouped
from serambi.apps.progress.workflow import ACCEPT, VERIFY
from serambi.ui import formats
from serambi.ui.messages import done

_LONGEST_REASON = 2000
# So many doubts about evidence are written out in the list; all of them stand in the report.
_DOUBTS_SHOWN = 2


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, cycle: str, period: str, agency: str) -> HttpResponse:
    """Check a report: return single items with a reason, accept the rest."""
    today = timezone.localdate()
    current = queries.get_report_for(request.user, cycle, period, agency, today=today)
    if not (queries.may_move(current, request.user, VERIFY, today=today)
            or queries.may_move(current, request.user, ACCEPT, today=today)):  # fmt: skip
        raise Http404
    place = Place(current.reporting_period, current.organization, current)
    error, typed = "", _typed(request)
    if request.method == "POST":
        try:
            checked = services.check_report(
                current, typed, by=actor(request), today=today, seen=_seen(request),
                note=request.POST.get("note", "")[:_LONGEST_REASON],
            )  # fmt: skip
        except ProgressError as refused:
            error = str(refused)
        else:
            done(request, _checked_text(checked, len(typed)))
            return redirect(_onward(request, today))
    return _check_page(request, place, typed, error, today)


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return the reasons of the items that were marked to go back; those of a long series share one."""
    sent = request.POST
    return {
        key: (sent.get(f"{key}__reason") or sent.get(f"{_series_of(key)}__reason", ""))[:_LONGEST_REASON]
        for key in sent.getlist("return")
    }


def _series_of(key: str) -> str:
    """Return what the series of a figure is called in the form."""
    kind, _dash, rest = key.partition("-")
    return f"series-{rest.partition('-')[0]}" if kind == "figure" else ""


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _check_page(request: HttpRequest, place: Place, typed: dict[str, str], error: str, today: dt.date) -> HttpResponse:
    report = place.report
    if report is None:
        raise Http404
    lines = queries.read_lines(place.period, place.organization, report, today=today)
    undecided = [
        line for line in lines.lines if line.item.check_state != Check.ACCEPTED or report.state != State.APPROVED
    ]
    proof = queries.show_evidence(request.user, [line.item for line in undecided], place.period)
    groups = grouped(undecided)
    for group in groups:
        group["reason"] = request.POST.get(f"{group['key']}__reason", "")
        for row in group["rows"]:
            row["is_returned"] = row["item"].key in typed
            row["reason"] = typed.get(row["item"].key, "")
            row["is_wrong"] = row["is_returned"] and not row["reason"].strip()
            row["reason_id"] = f"reason-{group['key'] if group['has_one_reason'] else row['item'].key}"
            group["is_open"] = group["is_open"] or row["is_returned"]
        group["is_wrong"] = any(row["is_wrong"] for row in group["rows"])
    facts = {"agency": place.organization.abbreviation, "period": formats.period(place.period.period)}
    context = {
        "title": _("Check the report of %(agency)s, %(period)s") % facts,
        "crumbs": crumbs_to(request.user, place=place),
        "place": place,
        "report": report,
        "lines": lines,
        "proof": queries.proof_text(proof),
        "groups": groups,
        "count": len(undecided),
        "accepted": lines.asked - len(undecided),
        "doubtful": sum(bool(line.doubts) for line in undecided),
        "unavailable": sum(line.item.answer == Answer.UNAVAILABLE for line in undecided),
        "late": late_days(report, place.period, today=today),
        "waits": waiting(report, today=today),
        "error": error,
        "wrong": [row for group in groups for row in group["rows"] if row["is_wrong"]],
        "note": request.POST.get("note", ""),
    }
    return render(request, "progress/check.html", context, status=422 if error else 200)


def _checked_text(report: ProgressReport, returned: int) -> str:
    name = report.organization.abbreviation
    if not returned:
        return _("The report of %(agency)s is now: %(state)s.") % {"agency": name, "state": report.get_state_display()}
    text = ngettext(
        "%(count)s item went back to %(agency)s, the others are accepted.",
        "%(count)s items went back to %(agency)s, the others are accepted.",
        returned,
    )
    return text % {"count": formats.number(returned, 0), "agency": name}


def _onward(request: HttpRequest, today: dt.date) -> str:
    """Return the next report that waits for this person, else the queue."""
    waiting_ = [one for one in queries.due_for(request.user, today) if one.task in {Task.VERIFY, Task.ACCEPT}]
    if request.POST.get("onward") == "next" and waiting_:
        return reverse("progress:check", kwargs=waiting_[0].address)
    return reverse("progress:queue")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """Show the reports that wait to be checked; POST shows what verifying the chosen ones would do, then does it."""
    today = timezone.localdate()
    may = can_verify(request.user, today=today) or _accepts_somewhere(request.user, today)
    if not may:
        raise Http404
    waiting_ = [one for one in queries.due_for(request.user, today) if one.task in {Task.VERIFY, Task.ACCEPT}]
    chosen = _chosen(request)
    picked = [one for one in waiting_ if one.report is not None and one.report.pk in chosen]
    if request.method == "POST" and request.POST.get("step") == "verify" and picked:
        return _verified(request, [(one.report, chosen[one.report.pk]) for one in picked if one.report], today)
    preview = request.method == "POST"
    count = len(waiting_)
    title = ngettext("%(count)s report waits to be checked", "%(count)s reports wait to be checked", count)
    reports_ = [one.report for one in waiting_ if one.report is not None]
    proofs, doubts = queries.proofs_of_reports(reports_), queries.doubtful_evidence(request.user, reports_)
    context = {
        "title": title % {"count": formats.number(count, 0)} if count else _("No report waits to be checked"),
        "crumbs": root(request.user),
        "rows": [_queued(one, today) | _evidence(one, proofs, doubts) for one in waiting_],
        "preview": _preview(picked, doubts, today) if preview else [],
        "nothing_chosen": preview and not picked,
    }
    return render(request, "progress/queue.html", context, status=422 if preview and not picked else 200)


def _accepts_somewhere(user: Any, today: dt.date) -> bool:
    places = acting(user, today=today)
    accepting = {one.accepting_organization_id for one in queries.cycles()}
    return any(place in accepting for place in places.at(Role.OFFICER, Role.HEAD, Role.VERIFIER))


def _chosen(request: HttpRequest) -> dict[int, int]:
    """Return the reports that the person ticked, each with the version that they saw."""
    found = {}
    for ticked in request.POST.getlist("report"):
        pk, _colon, version = ticked.partition(":")
        if pk.isdigit() and version.isdigit() and len(ticked) < 30:
            found[int(pk)] = int(version)
    return found


def _queued(one: DueReport, today: dt.date) -> dict[str, Any]:
    return {
        "due": one,
        "report": one.report,
        "address": reverse("progress:check", kwargs=one.address),
        "waits": waiting(one.report, today=today) if one.report is not None else "",
        "late": late_days(one.report, one.period, today=today),
    }


def _evidence(one: DueReport, proofs: dict[int, Proof], doubts: dict[int, list[Doubted]]) -> dict[str, Any]:
    """Return how much evidence a report has, and the first of what is doubtful about it."""
    pk = one.report.pk if one.report is not None else 0
    told = doubts.get(pk, [])
    return {"proof": proofs.get(pk), "doubts": told[:_DOUBTS_SHOWN], "more_doubts": len(told[_DOUBTS_SHOWN:])}


def _preview(picked: list[DueReport], doubts: dict[int, list[Doubted]], today: dt.date) -> list[dict[str, Any]]:
    """Return the chosen reports with what a person should have seen of each: remarks, what is not available, doubts."""
    told: dict[int, list[dict[str, str]]] = {}
    for item in queries.remarkable_items([one.report.pk for one in picked if one.report is not None]):
        text = item.because if item.answer == Answer.UNAVAILABLE else item.note
        told.setdefault(item.report_id, []).append(
            {"name": queries.item_name(item), "value": queries.value_text(item), "text": text}
        )
    found = []
    for one in picked:
        pk = one.report.pk if one.report is not None else 0
        found.append(_queued(one, today) | {"told": told.get(pk, []), "doubts": doubts.get(pk, [])})
    return found


def _verified(request: HttpRequest, chosen: list[tuple[ProgressReport, int]], today: dt.date) -> HttpResponse:
    results = services.verify_many(chosen, by=actor(request), today=today)
    refused = [(report, error) for report, error in results if error is not None]
    count = len(results) - len(refused)
    if count:
        text = ngettext("%(count)s report is verified.", "%(count)s reports are verified.", count)
        done(request, text % {"count": formats.number(count, 0)})
    for report, error in refused:
        messages.error(request, f"{report.organization.abbreviation}: {error}")
    return redirect("progress:queue")
