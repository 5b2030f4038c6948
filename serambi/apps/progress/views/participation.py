"""How agencies and their people take part: the league, what is behind each number, and its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import Pillar
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import ParticipationFilter, RuleForm
from serambi.apps.progress.models import Criterion, ParticipationRule
from serambi.apps.progress.permissions import can_configure, sees_all_participation, works_at
from serambi.apps.progress.queries import Participation, Row
from serambi.apps.progress.views.contribution import (
    contribution_title,
    meeting_stat,
    place_text,
    report_row,
    stats_of,
)
from serambi.apps.progress.views.doors import Crumbs, for_coordinator, root
from serambi.apps.progress.views.league import (
    kept_query,
    league_heads,
    league_row,
    league_table,
    league_title,
    meetings_together,
    overall_cell,
)
from serambi.apps.progress.views.shares import rule_row, rule_text, span_text, weight_rows
from serambi.methods.scoring import Count
from serambi.ui.doors import csv_query, show_error
from serambi.ui.downloads import table_download, workbook_download
from serambi.ui.messages import done

_ANSWER = HttpResponse | StreamingHttpResponse | FileResponse


@login_required
@require_safe
def agencies(request: HttpRequest) -> _ANSWER:
    """Show the league of agencies; an agency's own people see its row and everybody together."""
    today, mine, form = _opened(request)
    held = queries.rule()
    found = queries.agencies_participation(form.span, today=today, held=held)
    rows = [one for one in found.rows if mine is None or one.organization.pk in mine]
    return _league(request, found, rows, form=form, held=held, people=False, sees_all=mine is None)


@login_required
@require_safe
def people(request: HttpRequest) -> _ANSWER:
    """Show the league of people; an agency's own people see those of their agency."""
    today, mine, form = _opened(request)
    held = queries.rule()
    found = queries.people_participation(form.span, today=today, held=held, agencies=mine)
    return _league(request, found, found.rows, form=form, held=held, people=True, sees_all=mine is None)


@login_required
@require_safe
def agency(request: HttpRequest, agency: str) -> HttpResponse:
    """Show one agency, or with ?person= one of its people, and the reports behind each number."""
    today, mine, form = _opened(request)
    organization = Organization.objects.filter(abbreviation__iexact=agency).first()
    if organization is None or (mine is not None and organization.pk not in mine):
        raise Http404(agency)
    held = queries.rule()
    person = _number(request.GET.get("person", ""))
    found = queries.contribution_of(organization, form.span, today=today, held=held, person=person)
    if found is None:
        raise Http404(agency)
    chosen = _criterion(request)
    reports = [one for one in found.reports if chosen is None or one.counts.get(chosen, Count(0, 0)).of]
    context = {
        "title": contribution_title(found.row),
        "crumbs": [*_crumbs(request.user), (organization.abbreviation, "")],
        "organization": organization,
        "row": found.row,
        "stats": [*stats_of(found.row, found.everybody), *meeting_stat(found.row, queries.attended_in(form.span))],
        "place": place_text(found.row, found.everybody),
        "form": form,
        "chosen": chosen,
        "criteria": list(Criterion),
        "has_illustration": any(one.report is not None and one.report.is_illustration for one in reports),
        "reports": [report_row(one, chosen) for one in reports],
        "span_text": span_text(form.span),
        "tabs": _criterion_tabs(request, chosen),
        "back": f"{reverse('progress:participation')}?{kept_query(request)}",
    }
    return render(request, "progress/participation_agency.html", context)


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def change_rule(request: HttpRequest) -> HttpResponse:
    """Change the weights; the rule gets a new version, and the earlier ones stay to be read."""
    held = queries.rule()
    initial = {**{one.value: held.weights.get(one.value, 0) for one in Criterion}, "strength": held.strength}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.set_rule(
                form.weights, strength=given["strength"], reason=given["reason"], by=actor(request)
            )
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("Version %(version)s of the rule holds from now on.") % {"version": made.version})
            return redirect("progress:participation")
    context = {
        "title": _("Rule of participation"),
        "crumbs": _crumbs(request.user),
        "form": form,
        "versions": [rule_row(one) for one in queries.rules()],
    }
    return render(request, "progress/participation_rule.html", context, status=422 if form.is_bound else 200)


# At the door --------------------------------------------------------------------------------------------------------


def _opened(request: HttpRequest) -> tuple[dt.date, frozenset[int] | None, ParticipationFilter]:
    """Return the day, the agencies whose rows the person sees (None for all) and the filters; Http404 for others."""
    today = timezone.localdate()
    mine = None if sees_all_participation(request.user, today=today) else works_at(request.user, today=today)
    if mine is not None and not mine:
        raise Http404
    form = ParticipationFilter(
        request.GET,
        quarters=queries.quarters_counted(today=today),
        pillars=Pillar.objects.filter(plan__is_current=True).order_by("position"),
        cycles=queries.cycles(),
        today=today,
    )
    return today, mine, form


def _crumbs(user: Any) -> Crumbs:
    return [*root(user)[:1], (_("Participation"), reverse("progress:participation"))]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and text.isascii() and len(text) < 10 else None


def _criterion(request: HttpRequest) -> Criterion | None:
    code = request.GET.get("criterion", "")
    return Criterion(code) if code in Criterion.values else None


# The league ---------------------------------------------------------------------------------------------------------


def _league(
    request: HttpRequest,
    found: Participation,
    rows: Sequence[Row],
    *,
    form: ParticipationFilter,
    held: ParticipationRule,
    people: bool,
    sees_all: bool,
) -> _ANSWER:
    shown = queries.narrowed(rows, text=form.text, sort=form.sort)
    criteria = found.criteria
    attended = queries.attended_in(form.span)
    name = _("Participation of people") if people else _("Participation of agencies")
    kind = request.GET.get("format")
    if kind in {"csv", "xlsx"}:
        table = league_table(shown, criteria, people, attended)
        if kind == "csv":
            return table_download(name, league_heads(criteria, people), table)
        about = [(str(_("Span")), span_text(form.span)), (str(_("Rule")), rule_text(held, criteria))]
        heads = [str(head) for head in league_heads(criteria, people)]
        return workbook_download(name, heads, table, title=name, about_title=_("About"), about=about)
    placed = [league_row(request, one, criteria, people, attended) for one in shown if one.position is not None]
    apart = [league_row(request, one, criteria, people, attended) for one in shown if one.position is None]
    context = {
        "title": league_title(found),
        "crumbs": root(request.user)[:1],
        "form": form,
        "people": people,
        "sees_all": sees_all,
        "span_text": span_text(form.span),
        "criteria": criteria,
        "placed": placed,
        "apart": apart,
        "anything": bool(rows),
        "placed_count": max((one.position or 0 for one in found.placed), default=0),
        "overall": [overall_cell(one, found.overall[one].count) for one in criteria],
        "due": found.due,
        "meetings": "" if people else meetings_together(found, attended),
        "has_illustration": found.has_illustration,
        "rule": held,
        "rule_rows": weight_rows(held, found),
        "tabs": _tabs(request, people),
        "csv": csv_query(request),
        "xlsx": csv_query(request, "xlsx"),
        "may_configure": can_configure(request.user),
    }
    return render(request, "progress/participation.html", context)


def _tabs(request: HttpRequest, people: bool) -> list[dict[str, Any]]:
    query = kept_query(request)
    return [
        {"label": _("Agencies"), "url": f"{reverse('progress:participation')}?{query}", "current": not people},
        {"label": _("People"), "url": f"{reverse('progress:participation_people')}?{query}", "current": people},
        {"label": _("Working groups"), "url": reverse("progress:group_list"), "current": False},
    ]  # fmt: skip


# One agency ---------------------------------------------------------------------------------------------------------


def _criterion_tabs(request: HttpRequest, chosen: Criterion | None) -> list[dict[str, Any]]:
    person = request.GET.get("person", "")
    own = {"person": person} if person else {}
    all_reports = [{"label": _("All reports"), "url": f"?{kept_query(request, **own)}#reports",
                    "current": chosen is None}]  # fmt: skip
    return all_reports + [
        {
            "label": str(one.label),
            "url": f"?{kept_query(request, criterion=one.value, **own)}#reports",
            "current": one is chosen,
        }
        for one in Criterion
    ]
