"""The list of citizen reports, one of them, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments.queries import evidence_for
from serambi.apps.citizen_reports import queries, services
from serambi.apps.citizen_reports.errors import CitizenReportError
from serambi.apps.citizen_reports.forms import AssignForm, MoveForm, NoteForm, ReportFilter
from serambi.apps.citizen_reports.models import CitizenReport, ReportStep, State
from serambi.apps.citizen_reports.permissions import can_assign
from serambi.apps.citizen_reports.queries import Counts
from serambi.apps.citizen_reports.services.following import JUDGED
from serambi.apps.citizen_reports.services.handling import ERASED, NOTED
from serambi.apps.citizen_reports.services.receiving import RECEIVED
from serambi.apps.citizen_reports.views.doors import crumbs, for_coordinators, for_handlers, tabs
from serambi.apps.citizen_reports.workflow import move_named
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, csv_query, sent
from serambi.ui.downloads import table_download
from serambi.ui.messages import done

PAGE_SIZE = 50
MOST_AT_ONCE = 200


@for_handlers
@require_safe
def report_list(request: HttpRequest) -> HttpResponseBase:
    """Show what a person handles; ?format=csv is the same as a file, without anything that tells who reported it."""
    today = timezone.localdate()
    form = ReportFilter(request.GET, choices=queries.filter_choices(request.user))
    found = queries.citizen_reports(form.wanted, request.user, today=today)
    if request.GET.get("format") == "csv":
        return table_download(_("Citizen reports"), _heads(), _table(found, today))
    counts = queries.count_citizen_reports(request.user, today=today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": headline(counts),
        "tabs": tabs(request.user, "list"),
        "form": form,
        "page": page,
        "rows": [{"report": one, "late": one.days_late_on(today)} for one in page.object_list],
        "stats": _stats(counts),
        "counts": counts,
        "csv": csv_query(request),
        "may_assign": can_assign(request.user),
    }
    return render(request, "citizen_reports/list.html", context)


def headline(counts: Counts) -> str:
    """Return how the reports of a person stand, in a sentence."""
    if not counts.everything:
        return _("No report has come in yet")
    if not counts.open:
        return _("No report is open")
    text = ngettext("%(count)s report is open", "%(count)s reports are open", counts.open)
    text %= {"count": formats.number(counts.open, 0)}
    if counts.overdue:
        late = ngettext("%(count)s is overdue", "%(count)s are overdue", counts.overdue)
        text = f"{text}, {late % {'count': formats.number(counts.overdue, 0)}}"
    return text


def _stats(counts: Counts) -> list[dict[str, str]]:
    return [
        {"label": _("Open"), "value": formats.number(counts.open, 0), "note": ""},
        {"label": _("Overdue"), "value": formats.number(counts.overdue, 0), "note": _("of the open ones")},
        {"label": _("Without an agency"), "value": formats.number(counts.unassigned, 0), "note": _("of the open ones")},
        {"label": _("Answered and solved"), "value": formats.number(counts.solved, 0), "note": ""},
    ]


def _heads() -> list[str]:
    return [_("Code"), _("Received"), _("Category"), _("District"), _("Village"), _("Agency in charge"), _("State"),
            _("First answer due"), _("Due"), _("Days late"), _("Days to the first answer"), _("Closed"),
            _("Solved, says the resident"), _("Opened again"), _("Program"), _("Illustration")]  # fmt: skip


def _table(found: Iterable[CitizenReport], today: dt.date) -> Iterator[list[object]]:
    judged = {None: "", True: _("yes"), False: _("no")}
    for one in found:
        yield [
            one.code,
            timezone.localtime(one.received_at).date(),
            one.category.display_name,
            one.village.parent.name if one.village.parent is not None else "",
            one.village.name,
            one.agency.abbreviation if one.agency is not None else "",
            one.get_state_display(),
            one.answer_due_on,
            one.due_on,
            one.days_late_on(today),
            one.days_to_answer,
            timezone.localtime(one.closed_at).date() if one.closed_at is not None else None,
            judged[one.is_solved],
            one.times_reopened,
            one.program.code if one.program is not None else "",
            _("yes") if one.is_illustration else "",
        ]


@for_handlers
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report to those who handle it: what was written, by whom, its photographs and what happened to it."""
    return _page(request, queries.get_citizen_report_for(request.user, pk), NoteForm())


def _page(request: HttpRequest, found: CitizenReport, form: NoteForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    key = queries.cluster_key(found.category, found.village)
    context = {
        "title": found.headline,
        "crumbs": crumbs(),
        "report": found,
        "late": found.days_late_on(today),
        "position": f"{found.latitude},{found.longitude}" if found.latitude is not None else "",
        "moves": queries.moves_open_to(found, request.user),
        "photographs": [row.attachment for row in evidence_for(request.user, found).rows],
        "timeline": [_told(step) for step in queries.timeline(found)],
        "note_form": form,
        "cluster": queries.clusters_named([key], today)[key],
        "pillar": found.category.sub_dimension.pillar.code if found.category.sub_dimension is not None else "",
    }
    return render(request, "citizen_reports/report.html", context, status=status)


def _told(step: ReportStep) -> dict[str, Any]:
    known = move_named(step.move, step.before)
    others = {RECEIVED: _("sent it"), JUDGED: _("said what they think of it"), NOTED: _("left a note"),
              ERASED: _("erased name, contact and position")}  # fmt: skip
    done_text = str(known.done) if known is not None else others.get(step.move, step.get_after_display())
    who = step.by or step.agency or _("The resident")
    return {"step": step, "who": who, "agency": step.agency if step.by else "", "done": done_text}


@for_handlers
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what there is to say with a move, and make it. A move that is not the person's is not there."""
    found = queries.get_citizen_report_for(request.user, pk)
    chosen = next((one for one in queries.moves_open_to(found, request.user) if one.name == name), None)
    if chosen is None:
        raise Http404(name)
    form = MoveForm(sent(request), move=chosen, report=found, user=request.user, today=timezone.localdate())

    def save() -> tuple[str, str]:
        moved = services.move_citizen_report(
            found, name, form.facts, by=actor(request), now=timezone.now(), seen=form.cleaned_data["seen"]
        )
        text = _("The report is now: %(state)s.") % {"state": State(moved.state).label}
        stays = CitizenReport.objects.visible_to(request.user).filter(pk=pk).exists()
        return text, found.get_absolute_url() if stays else reverse("citizen_reports:list")

    page = FormPage(
        title=_("%(action)s: %(code)s") % {"action": chosen.action, "code": found.code},
        lede=found.headline,
        crumbs=crumbs((found.code, found.get_absolute_url())),
        action=str(chosen.action),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)


@for_handlers
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a note for colleagues."""
    found = queries.get_citizen_report_for(request.user, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    services.add_note(found, form.cleaned_data["note"], by=actor(request), now=timezone.now())
    done(request, _("The note is kept. The resident does not see it."))
    return redirect(found)


@for_handlers
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase who reported it, after it was asked whether that is meant."""
    found = queries.get_citizen_report_for(request.user, pk)
    context: dict[str, Any] = {
        "title": _("Erase name, contact and position of %(code)s?") % {"code": found.code},
        "lede": _("For when the resident asks for it. What was reported stays."),
        "consequences": [
            _("Nobody can ask the resident anything any more."),
            _("It cannot be taken back. No copy is kept in the audit record."),
        ],
        "crumbs": crumbs((found.code, found.get_absolute_url())),
        "action": _("Erase for good"),
        "cancel_url": found.get_absolute_url(),
        "dangerous": True,
    }
    if request.method != "POST":
        return render(request, "ui/confirm.html", context)
    try:
        services.erase_person(found, by=actor(request), now=timezone.now())
    except CitizenReportError as error:
        return render(request, "ui/confirm.html", {**context, "lede": str(error)}, status=422)
    done(request, _("Name, contact and position are erased."))
    return redirect(found)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Assign the reports that were ticked in the list to one agency."""
    given = request.POST if request.method == "POST" else request.GET
    ids = [int(one) for one in given.getlist("report") if one.isascii() and one.isdigit()][:MOST_AT_ONCE]
    chosen = list(CitizenReport.objects.visible_to(request.user).open().filter(pk__in=ids).select_related(
        "category", "village", "agency"
    ))  # fmt: skip
    form = AssignForm(sent(request), today=timezone.localdate())

    def save() -> str:
        found = form.cleaned_data
        moved = services.assign_many(
            [one.pk for one in chosen], found["agency"], words=found["words"], by=actor(request), now=timezone.now()
        )
        text = ngettext(
            "%(count)s report was assigned to %(agency)s.",
            "%(count)s reports were assigned to %(agency)s.",
            len(moved),
        )
        return text % {"count": formats.number(len(moved), 0), "agency": found["agency"].abbreviation}

    title = ngettext("Assign %(count)s report", "Assign %(count)s reports", len(chosen))
    page = FormPage(
        title=title % {"count": formats.number(len(chosen), 0)} if chosen else _("No report is chosen"),
        lede=_("All of their residents read the same words.") if chosen else _("Tick reports in the list first."),
        crumbs=crumbs(),
        action=_("Assign them"),
        back=reverse("citizen_reports:list"),
        template="citizen_reports/assign.html",
        more={"chosen": chosen},
    )
    return answer_form(request, form, page, save=save)
