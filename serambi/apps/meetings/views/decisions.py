"""The register of decisions, one of them, and recording and correcting them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.forms import DecisionFilter, DecisionForm
from serambi.apps.meetings.models import Decision
from serambi.apps.meetings.permissions import can_record
from serambi.apps.meetings.queries.confidential import actions_open_to
from serambi.apps.meetings.views.doors import decision_crumbs, for_readers, for_recorders, tabs
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, csv_query, sent
from serambi.ui.downloads import table_download, workbook_download

PAGE_SIZE = 50


@for_readers
@require_safe
def decision_list(request: HttpRequest) -> HttpResponseBase:
    """Show the decisions of all years; ?format=csv or xlsx is the same as a file."""
    today = timezone.localdate()
    form = DecisionFilter(request.GET, years=queries.decision_years())
    found = queries.decisions(form.wanted, request.user, today=today)
    name = _("Decisions")
    match request.GET.get("format"):
        case "csv":
            return table_download(name, _heads(), _table(found, today))
        case "xlsx":
            return workbook_download(
                name, _heads(), _table(found, today),
                title=name, about_title=_("About"),
                about=[(_("As of"), formats.day(today)), (_("Decisions"), found.count())],
            )  # fmt: skip
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": ngettext("%(count)s decision", "%(count)s decisions", count) % {"count": formats.number(count, 0)},
        "tabs": tabs("decision_list"),
        "form": form,
        "page": page,
        "rows": [{"decision": one, "state": validity(one, today)} for one in page.object_list],
        "csv": csv_query(request),
        "xlsx": csv_query(request, "xlsx"),
        "may_record": can_record(request.user),
    }
    return render(request, "meetings/decision_list.html", context)


def validity(decision: Decision, today: dt.date) -> str:
    """Return in words whether a decision holds on a day."""
    later = getattr(decision, "superseded_by", None)
    if later is not None and later.effective_from <= today:
        return _("Superseded by %(number)s") % {"number": later.name}
    if decision.effective_from > today:
        return _("In effect from %(day)s") % {"day": formats.day(decision.effective_from)}
    if later is not None:
        return _("In effect until %(number)s takes its place") % {"number": later.name}
    return pgettext("decision", "In effect")


def _heads() -> list[str]:
    return [_("Number"), _("Decision"), _("Basis"), _("Decided by"), _("Decided on"), _("In effect from"),
            _("State"), _("Supersedes"), _("Program"), _("Actions"), _("Not settled"), _("Illustration")]  # fmt: skip


def _table(found: Iterable[Any], today: dt.date) -> Iterator[list[object]]:
    for one in found:
        yield [
            one.name,
            one.text,
            one.basis,
            one.decided_by,
            one.decided_on,
            one.effective_from,
            validity(one, today),
            one.supersedes.name if one.supersedes else "",
            one.program.code if one.program else "",
            one.action_count,
            one.open_actions,
            _("yes") if one.is_illustration else "",
        ]


@for_readers
@require_safe
def decision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Show a decision with what came before and after it, and who does what because of it."""
    today = timezone.localdate()
    found = queries.get_decision_for(request.user, year, number)
    actions = actions_open_to(request.user, today=today, found=found.actions.select_related("agency", "person"))
    chain = queries.chain_open_to(request.user, found)
    context = {
        "title": _("Decision %(number)s") % {"number": found.name},
        "crumbs": decision_crumbs(),
        "decision": found,
        "state": validity(found, today),
        "chain": chain if len(chain) > 1 else [],
        "is_last": chain[-1] == found,
        "actions": [{"action": one, "late": one.days_late_on(today)} for one in actions.order_by("due_on", "pk")],
        "may_record": can_record(request.user),
    }
    return render(request, "meetings/decision.html", context)


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request: HttpRequest) -> HttpResponse:
    """Record a decision; ?supersedes=, ?program= and ?meeting= say what for."""
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "") for name in ("supersedes", "program", "meeting")}
    if asked["meeting"].isdecimal():
        asked["decided_by"] = queries.get_meeting_for(request.user, int(asked["meeting"])).body.name
    form = DecisionForm(sent(request), user=request.user, today=today, initial=asked)

    def save() -> tuple[str, str]:
        replaced = form.cleaned_data["supersedes"]
        made = services.record_decision(form.facts, by=actor(request), today=today, supersedes=replaced)
        return _("Decision %(number)s is in the register.") % {"number": made.name}, made.get_absolute_url()

    page = FormPage(
        title=_("Record a decision"),
        lede=_("It gets the next number of its year, and stays in the register for good."),
        crumbs=decision_crumbs(),
        action=_("Record the decision"),
        back=reverse("meetings:decision_list"),
    )
    return answer_form(request, form, page, save=save)


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def decision_correct(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Correct how a decision was written down."""
    today = timezone.localdate()
    found = queries.get_decision_for(request.user, year, number)
    form = DecisionForm(sent(request), user=request.user, today=today, instance=found)

    def save() -> str:
        given = form.cleaned_data
        services.correct_decision(
            found, form.facts, reason=given["reason"], by=actor(request), today=today, seen=given["seen"]
        )
        return _("Decision %(number)s is corrected.") % {"number": found.name}

    page = FormPage(
        title=_("Correct decision %(number)s") % {"number": found.name},
        lede=_("Only how it was written down. What was decided anew is recorded as a decision that supersedes it."),
        crumbs=[*decision_crumbs(), (found.name, found.get_absolute_url())],
        action=_("Save the correction"),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)
