"""The form of one agency and period."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments.queries import page_of
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import ReportForm
from serambi.apps.progress.forms.answers import quality_choices, stage_choices
from serambi.apps.progress.forms.rules import form_facts, outbox_words
from serambi.apps.progress.permissions import can_fill_in
from serambi.apps.progress.queries import Place, ReportLines
from serambi.apps.progress.sentences import due_text
from serambi.apps.progress.services import SaveResult
from serambi.apps.progress.views.doors import crumbs_to
from serambi.apps.progress.views.offline import kept
from serambi.apps.progress.workflow import SUBMIT, WITH_THE_AGENCY
from serambi.ui import formats
from serambi.ui.messages import done
from serambi.ui.persons import person_key

_SCRIPT = "script"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, cycle: str, period: str, agency: str) -> HttpResponse:
    """Show what an agency reports for a period, and keep what is typed.

    POST: any part of the items, each with the version that the person saw, and the key of the page; the same page sent
    twice is saved once. action: `save`, `next` (save and turn the page), `review` (save and look at it) or `submit`.
    With `X-Report: script` the answer is JSON.
    """
    today = timezone.localdate()
    place = queries.get_place_for(request.user, cycle, period, agency, today=today)
    if not can_fill_in(request.user, place.organization.pk, today=today):
        raise Http404
    if place.report is not None and place.report.state not in WITH_THE_AGENCY and request.method != "POST":
        return redirect(reverse("progress:report", kwargs=place.address))
    lines = queries.read_lines(place.period, place.organization, place.report, today=today)
    part = _part(request)
    if request.method == "POST":
        sent = ReportForm(lines.lines, request.POST, today=today, part=part)
        return _saved(request, place, sent, lines, today)
    if not _takes(place, today):
        messages.error(request, due_text(place.period, today=today))
        return redirect(reverse("progress:report", kwargs=place.address))
    return _page(request, place, ReportForm(lines.lines, None, today=today, part=part), lines, today)


@login_required
@require_POST
def evidence(request: HttpRequest, cycle: str, period: str, agency: str, key: str) -> HttpResponse:
    """Let an item have files, and lead to where they are sent; a script gets the address as JSON."""
    today = timezone.localdate()
    place = queries.get_place_for(request.user, cycle, period, agency, today=today)
    if not can_fill_in(request.user, place.organization.pk, today=today):
        raise Http404
    try:
        item = services.item_for_evidence(place.period, place.organization, key, by=actor(request), today=today)
    except ProgressError as error:
        address = reverse("progress:report", kwargs=place.address)
        if _wants_json(request):
            return JsonResponse({"refused": str(error), "address": address}, status=409)
        messages.error(request, str(error))
        return redirect(address)
    address = page_of(item._meta.label_lower, item.pk)
    return JsonResponse({"address": address}) if _wants_json(request) else redirect(address)


def _takes(place: Place, today: dt.date) -> bool:
    sent = place.report is not None and place.report.first_submitted_at is not None
    return sent or place.period.takes_reports_on(today)


def _saved(request: HttpRequest, place: Place, sent: ReportForm, read: ReportLines, today: dt.date) -> HttpResponse:
    """Keep what can be read, and answer: the next page, or this one with what is wrong or was changed meanwhile."""
    try:
        result = services.save_answers(
            place.period, place.organization, sent.given,
            by=actor(request), key=sent.key, digest=sent.digest, today=today,
            asked=[line.item for line in read.lines],
        )  # fmt: skip
    except ProgressError as error:
        return _refused(request, place, sent, str(error), today)
    fresh = queries.get_place_for(request.user, **place.address, today=today)
    refusal = ""
    if request.POST.get("action") == "submit" and not sent.errors and not result.conflicts:
        was_sent = fresh.report is not None and fresh.report.state not in WITH_THE_AGENCY
        # A form that was sent in and is sent again, because its answer was lost, is answered as the first time.
        refusal = "" if result.is_repeated and was_sent else _submit(request, fresh, today)
    _mark_conflicts(sent, result, fresh)
    if _wants_json(request):
        return _as_json(request, sent, result, place, refusal)
    if sent.errors or result.conflicts:
        lines = queries.read_lines(fresh.period, fresh.organization, fresh.report, today=today)
        return _page(request, fresh, sent, lines, today, result=result)
    if refusal:
        messages.error(request, refusal)
        return redirect(reverse("progress:report", kwargs=place.address))
    if sent.gone:
        messages.warning(request, _("Some items are not asked for any more and were not saved."))
    wanted = request.POST.get("evidence", "")
    if wanted:  # the way to the files of one item without a script; what was typed is kept first
        if result.saved:
            done(request, _told(result))
        return evidence(request, **place.address, key=wanted)
    done(request, _told(result))
    return redirect(_next(request, place, sent))


def _submit(request: HttpRequest, place: Place, today: dt.date) -> str:
    """Send the report in and return what kept it from being sent, "" when it was."""
    if place.report is None:
        return _("Nothing is answered yet.")
    try:
        services.move_report(
            place.report, SUBMIT, by=actor(request), today=today, reason=request.POST.get("reason", "")
        )
    except ProgressError as error:
        return str(error)
    return ""


def _refused(request: HttpRequest, place: Place, sent: ReportForm, text: str, today: dt.date) -> HttpResponse:
    """Say why nothing can be kept now; what was typed stays on the page, to be copied or sent later."""
    if _wants_json(request):
        return JsonResponse({"refused": text, "address": reverse("progress:report", kwargs=place.address)}, status=409)
    if not sent.items:
        messages.error(request, text)
        return redirect(reverse("progress:report", kwargs=place.address))
    lines = queries.read_lines(place.period, place.organization, place.report, today=today)
    return _page(request, place, sent, lines, today, refused=text)


def _mark_conflicts(sent: ReportForm, result: SaveResult, fresh: Place) -> None:
    if not result.conflicts or fresh.report is None:
        return
    now = {
        item.key: item
        for item in fresh.report.items.filter(key__in=result.conflicts).select_related(
            "answered_by", "program", "series", "area", "milestone", "budget_line__activity"
        )
    }
    for item in sent.items:
        if item.item.key in now:
            item.show_conflict(now[item.item.key])


def _as_json(request: HttpRequest, sent: ReportForm, result: SaveResult, place: Place, refusal: str) -> JsonResponse:
    """Answer a script: what was saved with its new version, what is wrong by field, and both sides of a conflict."""
    body: dict[str, Any] = {
        "saved": dict(result.saved),
        "errors": {one.item.key: one.errors for one in sent.items if one.errors},
        "conflicts": {
            one.item.key: {
                "version": one.current_version,
                "by": one.theirs.person,
                "fields": [
                    {"label": str(label), "theirs": text, "name": name, "value": one.theirs.typed.get(name, "")}
                    for (label, text), name in zip(one.theirs.fields, one.theirs.names, strict=True)
                ],
            }
            for one in sent.items
            if one.theirs is not None
        },
        "asked": result.asked,
        "answered": result.answered,
        "refused": refusal,
        "address": reverse("progress:report", kwargs=place.address),
        "next": _next(request, place, sent),
    }
    status = 409 if result.conflicts or refusal else 422 if sent.errors else 200
    return JsonResponse(body, status=status)


def _told(result: SaveResult) -> str:
    if not result.saved:
        return _("Nothing was different from what is kept already.")
    text = ngettext("%(count)s item is saved.", "%(count)s items are saved.", len(result.saved))
    return text % {"count": formats.number(len(result.saved), 0)}


def _next(request: HttpRequest, place: Place, sent: ReportForm) -> str:
    action = request.POST.get("action", "save")
    address = reverse("progress:form", kwargs=place.address)
    if action in {"review", "submit"}:
        return reverse("progress:report", kwargs=place.address)
    part = sent.next_part if action == "next" and sent.next_part else sent.part
    return f"{address}?part={part}" if len(sent.parts) > 1 else address


def _page(
    request: HttpRequest,
    place: Place,
    shown: ReportForm,
    lines: ReportLines,
    today: dt.date,
    *,
    result: SaveResult | None = None,
    refused: str = "",
) -> HttpResponse:
    facts = {"agency": place.organization.abbreviation, "period": formats.period(place.period.period)}
    proof = queries.show_evidence(request.user, [item.item for item in shown.items], place.period)
    context = {
        "proof": queries.proof_text(proof),
        "proving": queries.kinds_with_evidence(place.period.cycle),
        "title": _("Report of %(agency)s, %(period)s") % facts,
        "crumbs": crumbs_to(request.user, place=place),
        "place": place,
        "form": shown,
        "lines": lines,
        "when": due_text(place.period, today=today),
        "returned": bool(lines.returned),
        "stages": stage_choices(),
        "qualities": quality_choices(),
        "today": today.isoformat(),
        "result": result,
        "facts": form_facts(
            shown.items, person=person_key(request.user), today=today, title=_("%(agency)s, %(period)s") % facts
        ),
        "outbox": outbox_words(),
        "person": person_key(request.user),
        "file_limit": settings.FILE_BYTES,
        "conflicts": sum(item.theirs is not None for item in shown.items),
        "refused": refused,
        "saved_text": _told(result) if result is not None and result.saved else "",
    }
    status = 409 if refused else 200
    if result is not None:
        status = 409 if result.conflicts else 422
    response = render(request, "progress/form.html", context, status=status)
    return kept(response) if status == 200 else response


def _part(request: HttpRequest) -> int:
    text = request.GET.get("part", "1")
    return int(text) if text.isdigit() and len(text) < 5 else 1


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("X-Report") == _SCRIPT
