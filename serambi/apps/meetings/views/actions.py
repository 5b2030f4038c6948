"""The tracker of actions, one of them, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.models import Organization
from serambi.apps.attachments.queries import counts_of, evidence_for
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.forms import ActionFilter, ActionForm, MoveForm
from serambi.apps.meetings.models import Action, ActionMove, ActionState, Origin
from serambi.apps.meetings.permissions import can_record
from serambi.apps.meetings.queries import ActionCounts
from serambi.apps.meetings.views.doors import action_crumbs, for_readers, for_recorders, press, tabs
from serambi.apps.meetings.workflow import FINISH, move_named
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, csv_query, sent
from serambi.ui.downloads import table_download, workbook_download

PAGE_SIZE = 50


@for_readers
@require_safe
def action_list(request: HttpRequest) -> HttpResponseBase:
    """Show what was agreed and how far it is; ?format=csv or xlsx is the same as a file."""
    today = timezone.localdate()
    agencies = Organization.objects.filter(actions__isnull=False).distinct().values_list("abbreviation", flat=True)
    form = ActionFilter(request.GET, agencies=list(agencies.order_by("abbreviation")))
    found = queries.actions(form.wanted, request.user, today=today)
    name = _("Actions")
    match request.GET.get("format"):
        case "csv":
            return table_download(name, _heads(), _table(found, today))
        case "xlsx":
            return workbook_download(
                name, _heads(), _table(found, today),
                title=name, about_title=_("About"),
                about=[(_("As of"), formats.day(today)), (_("Actions"), found.count())],
            )  # fmt: skip
    counts = queries.count_actions(request.user, today=today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    evidence = counts_of({Action: [one.pk for one in shown]}) if shown else {}
    context = {
        "title": headline(counts),
        "tabs": tabs("action_list"),
        "form": form,
        "page": page,
        "rows": [
            {"action": one, "late": one.days_late_on(today), "evidence": evidence.get((Action, one.pk))}
            for one in shown
        ],
        "stats": _stats(counts),
        "csv": csv_query(request),
        "xlsx": csv_query(request, "xlsx"),
        "may_record": can_record(request.user),
    }
    return render(request, "meetings/action_list.html", context)


def headline(counts: ActionCounts) -> str:
    """Return how the actions stand, in a sentence."""
    if not counts.everything:
        return _("No action yet")
    if not counts.open:
        return _("No action is open")
    text = ngettext("%(count)s action is open", "%(count)s actions are open", counts.open)
    text %= {"count": formats.number(counts.open, 0)}
    if counts.overdue:
        late = ngettext("%(count)s is overdue", "%(count)s are overdue", counts.overdue)
        text = f"{text}, {late % {'count': formats.number(counts.overdue, 0)}}"
    return text


def _stats(counts: ActionCounts) -> list[dict[str, str]]:
    settled = counts.everything - counts.cancelled
    share = formats.percent(100 * counts.verified / settled, 0) if settled else formats.MISSING
    return [
        {"label": _("Open"), "value": formats.number(counts.open, 0), "note": ""},
        {"label": _("Overdue"), "value": formats.number(counts.overdue, 0), "note": _("of the open ones")},
        {"label": _("Wait for verification"), "value": formats.number(counts.done, 0), "note": ""},
        {"label": _("Verified"), "value": share, "note": _("of all that were not cancelled")},
    ]


def _heads() -> list[str]:
    return [_("What is to be done"), _("Agency"), _("Person"), _("Due"), _("Days late"), _("Priority"), _("State"),
            _("What was done"), _("Origin"), _("Decision"), _("Year of the evaluation"), _("Program"),
            _("Illustration")]  # fmt: skip


def _table(found: Iterable[Action], today: dt.date) -> Iterator[list[object]]:
    for one in found:
        yield [
            one.text,
            one.agency.abbreviation,
            one.person.name if one.person else "",
            one.due_on,
            one.days_late_on(today),
            one.get_priority_display(),
            one.get_state_display(),
            one.outcome,
            one.get_origin_display(),
            one.decision.name if one.decision else "",
            one.source_year,
            one.program.code if one.program else "",
            _("yes") if one.is_illustration else "",
        ]


@for_readers
@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an action: whose, until when, what it comes from, its evidence and its history."""
    today = timezone.localdate()
    found = queries.get_action_for(request.user, pk)
    moves = queries.moves_open_to(found, request.user, today=today)
    context = {
        "title": str(found),
        "crumbs": action_crumbs(),
        "action": found,
        "late": found.days_late_on(today),
        "moves": [one.move for one in moves if one.hindrance is None],
        "hindrance": next((one.hindrance for one in moves if one.hindrance is not None), None),
        "evidence": evidence_for(request.user, found),
        "timeline": [_told(one) for one in queries.timeline(found)],
        "may_change": can_record(request.user) and found.state == ActionState.OPEN,
    }
    return render(request, "meetings/action.html", context)


def _told(move: ActionMove) -> dict[str, Any]:
    known = move_named(move.move, move.before)
    return {"move": move, "done": known.done if known is not None else move.get_after_display()}


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def action_create(request: HttpRequest) -> HttpResponse:
    """Record an action; ?decision=, ?program= and ?meeting= say what for."""
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "") for name in ("decision", "program", "meeting")}
    if asked["meeting"] and not asked["decision"]:
        asked["origin"] = Origin.AGREEMENT
    form = ActionForm(sent(request), user=request.user, today=today, initial=asked)

    def save() -> tuple[str, str]:
        made = services.record_action(form.facts, by=actor(request), today=today)
        text = _("The action is recorded for %(agency)s.") % {"agency": made.agency.abbreviation}
        return text, made.get_absolute_url()

    page = FormPage(
        title=_("Record an action"),
        lede=_("The agency finds it in what is due and is reminded until somebody has verified it."),
        crumbs=action_crumbs(),
        action=_("Record the action"),
        back=reverse("meetings:action_list"),
    )
    return answer_form(request, form, page, save=save)


@for_recorders
@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was agreed about an open action."""
    today = timezone.localdate()
    found = queries.get_action_for(request.user, pk)
    form = ActionForm(sent(request), user=request.user, today=today, instance=found)

    def save() -> str:
        given = form.cleaned_data
        services.change_action(
            found, form.facts, reason=given["reason"], by=actor(request), today=today, seen=given["seen"]
        )
        return _("The action is changed.")

    page = FormPage(
        title=_("Change the action"),
        crumbs=[*action_crumbs(), (str(found), found.get_absolute_url())],
        action=_("Save the changes"),
        back=found.get_absolute_url(),
    )
    return answer_form(request, form, page, save=save)


@for_readers
@require_http_methods(["GET", "HEAD", "POST"])
def action_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what there is to say about a move, and make it. A move that is not the person's is not there."""
    today = timezone.localdate()
    found = queries.get_action_for(request.user, pk)
    moves = queries.moves_open_to(found, request.user, today=today)
    move = next((one.move for one in moves if one.move.name == name), None)
    if move is None:
        raise Http404(name)
    form = MoveForm(
        sent(request),
        move=move,
        has_evidence=move.name == FINISH and (Action, found.pk) in counts_of({Action: [found.pk]}),
        seen=found.version,
    )

    def save() -> str:
        given = form.cleaned_data
        services.move_action(
            found, name, by=actor(request), today=today, said=given.get("said", ""),
            without_evidence=given.get("without_evidence", ""), seen=given["seen"],
        )  # fmt: skip
        return _("The action is now: %(state)s.") % {"state": ActionState(move.after).label}

    page = FormPage(
        title=_("%(action)s: %(name)s") % {"action": move.action, "name": found},
        crumbs=[*action_crumbs(), (str(found), found.get_absolute_url())],
        action=str(move.action),
        back=found.get_absolute_url(),
    )
    if not move.asks and form.is_bound and form.is_valid():
        return press(request, save, back=page.back)
    return answer_form(request, form, page, save=save)
