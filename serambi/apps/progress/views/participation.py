"""How agencies and their people take part: the league, what is behind each number, and its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import Pillar
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import ParticipationFilter, RuleForm
from serambi.apps.progress.models import Criterion, ParticipationRule
from serambi.apps.progress.permissions import can_configure, sees_all_participation, works_at
from serambi.apps.progress.queries import Attended, Participation, ReportTally, Row
from serambi.apps.progress.views.doors import Crumbs, for_coordinator, root
from serambi.apps.progress.views.shares import (
    of_text,
    percent_cell,
    percent_text,
    rule_row,
    rule_text,
    span_text,
    weight_rows,
)
from serambi.methods.scoring import Count
from serambi.ui.doors import csv_query, show_error
from serambi.ui.downloads import table_download, workbook_download
from serambi.ui.messages import done

_ANSWER = HttpResponse | StreamingHttpResponse | FileResponse
_KEPT = ("since", "until", "pillar", "cycle")


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
        "title": _agency_title(found.row),
        "crumbs": [*_crumbs(request.user), (organization.abbreviation, "")],
        "organization": organization,
        "row": found.row,
        "stats": [*_stats(found.row, found.everybody), *_meeting_stat(found.row, queries.attended_in(form.span))],
        "place": _place(found.row, found.everybody),
        "form": form,
        "chosen": chosen,
        "criteria": list(Criterion),
        "has_illustration": any(one.report is not None and one.report.is_illustration for one in reports),
        "reports": [_report_row(one, chosen) for one in reports],
        "span_text": span_text(form.span),
        "tabs": _criterion_tabs(request, chosen),
        "back": f"{reverse('progress:participation')}?{_kept_query(request)}",
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


def _kept_query(request: HttpRequest, **more: str) -> str:
    """Return the query with the span that is looked at and nothing else."""
    query = request.GET.copy()
    for name in list(query):
        if name not in _KEPT or not query[name]:
            del query[name]
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


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
    match request.GET.get("format"):
        case "csv":
            return table_download(name, _heads(criteria, people), _table(shown, criteria, people, attended))
        case "xlsx":
            about = [(str(_("Span")), span_text(form.span)), (str(_("Rule")), rule_text(held, criteria))]
            heads = [str(head) for head in _heads(criteria, people)]
            rows_of_it = _table(shown, criteria, people, attended)
            return workbook_download(name, heads, rows_of_it, title=name, about_title=_("About"), about=about)
    placed = [_row(request, one, criteria, people, attended) for one in shown if one.position is not None]
    apart = [_row(request, one, criteria, people, attended) for one in shown if one.position is None]
    context = {
        "title": _title(found),
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
        "overall": [_overall_cell(one, found.overall[one].count) for one in criteria],
        "due": found.due,
        "meetings": "" if people else _meetings_together(found, attended),
        "has_illustration": found.has_illustration,
        "rule": held,
        "rule_rows": weight_rows(held, found),
        "tabs": _tabs(request, people),
        "csv": csv_query(request),
        "xlsx": csv_query(request, "xlsx"),
        "may_configure": can_configure(request.user),
    }
    return render(request, "progress/participation.html", context)


def _title(found: Participation) -> str:
    together = found.overall.get(Criterion.DELIVERED) or found.overall.get(Criterion.ON_TIME)
    if not found.due or together is None:
        return _("Nothing was due in this span")
    in_time = found.overall[Criterion.ON_TIME].count.ratio
    facts = {"on_time": percent_text(in_time, 0), "delivered": ""}
    if Criterion.DELIVERED not in found.overall and in_time is None:
        return _("Nobody has answered anything in this span")
    if Criterion.DELIVERED not in found.overall:
        return _("%(on_time)s of what people answered came on time") % facts
    facts["delivered"] = percent_text(found.overall[Criterion.DELIVERED].count.ratio, 0)
    return _("Agencies delivered %(delivered)s of what was due, %(on_time)s on time") % facts


def _tabs(request: HttpRequest, people: bool) -> list[dict[str, Any]]:
    query = _kept_query(request)
    return [
        {"label": _("Agencies"), "url": f"{reverse('progress:participation')}?{query}", "current": not people},
        {"label": _("People"), "url": f"{reverse('progress:participation_people')}?{query}", "current": people},
        {"label": _("Working groups"), "url": reverse("progress:group_list"), "current": False},
    ]  # fmt: skip


def _meetings_of(row: Row, attended: Attended | None, people: bool) -> Count:
    """Return to how many meetings somebody came, of those they were asked to."""
    if attended is None:
        return Count(0, 0)
    if not people:
        return attended.by_organization(row.organization.pk)
    return Count(0, 0) if row.person is None else attended.by_person(row.organization.pk, row.person.pk)


def _meetings_together(found: Participation, attended: Attended | None) -> str:
    together = attended.together(row.organization.pk for row in found.rows) if attended is not None else Count(0, 0)
    return of_text(together) if together.of else ""


def _row(
    request: HttpRequest, row: Row, criteria: Sequence[Criterion], people: bool, attended: Attended | None
) -> dict[str, Any]:
    meetings = _meetings_of(row, attended, people)
    base = reverse("progress:participation_agency", args=[row.organization.abbreviation])
    own = {"person": str(row.person.pk)} if people and row.person is not None else {}
    has_page = not people or (row.person is not None and bool(row.counts))
    return {
        "row": row,
        "address": f"{base}?{_kept_query(request, **own)}" if has_page else "",
        "raw": percent_text(row.raw),
        "value": percent_text(row.value),
        "meetings": of_text(meetings) if meetings.of else "",
        "cells": [
            {
                "label": str(one.label),
                "text": percent_text(row.count(one).ratio),
                "of": of_text(row.count(one)),
                "address": f"{base}?{_kept_query(request, criterion=one.value, **own)}#reports"
                if row.count(one).of
                else "",
            }
            for one in criteria
        ],
        "groups": ", ".join(f"{one.pillar} ({one.get_side_display()}, {one.get_duty_display()})" for one in row.groups),
    }


def _overall_cell(criterion: Criterion, count: Count) -> dict[str, str]:
    return {"label": str(criterion.label), "text": percent_text(count.ratio), "of": of_text(count)}


def _heads(criteria: Sequence[Criterion], people: bool) -> list[str]:
    heads = [pgettext("league", "Position"), _("Agency"), _("Name"), _("Working groups") if people else "", _("Due")]
    for one in criteria:
        heads += [str(one.label), _("%(criterion)s, of") % {"criterion": one.label},
                  _("%(criterion)s, percent") % {"criterion": one.label}]  # fmt: skip
    ranked = (_("Own share, percent"), _("Ranked value, percent"))
    return [*(head for head in heads if head), *ranked, _("Meetings attended"), _("Meetings asked to")]


def _table(
    rows: Sequence[Row], criteria: Sequence[Criterion], people: bool, attended: Attended | None
) -> Iterator[list[object]]:
    for row in rows:
        cells: list[object] = [row.position, row.organization.abbreviation, row.name]
        if people:
            cells.append("; ".join(str(one.pillar) for one in row.groups))
        cells.append(row.due)
        for one in criteria:
            count = row.count(one)
            cells += [count.have if count.of else None, count.of or None, percent_cell(count.ratio)]
        meetings = _meetings_of(row, attended, people)
        cells += [percent_cell(row.raw), percent_cell(row.value)]
        yield [*cells, meetings.have if meetings.of else None, meetings.of or None]


# One agency ---------------------------------------------------------------------------------------------------------


def _agency_title(row: Row) -> str:
    who = f"{row.name} ({row.organization.abbreviation})" if row.person is not None else row.organization.abbreviation
    if row.value is None:
        return _("%(who)s: nothing in this span") % {"who": who}
    return _("%(who)s: %(value)s") % {"who": who, "value": percent_text(row.value)}


def _place(row: Row, everybody: Participation) -> str:
    if row.position is None:
        return ""
    count = len(everybody.placed)
    facts = {"position": row.position, "count": count, "raw": percent_text(row.raw), "value": percent_text(row.value)}
    text = ngettext(
        "Position %(position)s of %(count)s. Own share %(raw)s, ranked value %(value)s.",
        "Position %(position)s of %(count)s. Own share %(raw)s, ranked value %(value)s.",
        count,
    )
    return text % facts


def _stats(row: Row, everybody: Participation) -> list[dict[str, str]]:
    return [
        {
            "label": str(one.label),
            "value": percent_text(row.count(one).ratio),
            "note": _("%(of)s; all together %(overall)s")
            % {"of": of_text(row.count(one)) or _("nothing counts"), "overall": percent_text(together.count.ratio)},
        }
        for one, together in everybody.overall.items()
    ]


def _meeting_stat(row: Row, attended: Attended | None) -> list[dict[str, str]]:
    meetings = _meetings_of(row, attended, row.person is not None)
    if not meetings.of:
        return []
    note = _("%(of)s; not ranked") % {"of": of_text(meetings)}
    return [{"label": _("Meetings attended"), "value": percent_text(meetings.ratio), "note": note}]


def _criterion_tabs(request: HttpRequest, chosen: Criterion | None) -> list[dict[str, Any]]:
    person = request.GET.get("person", "")
    own = {"person": person} if person else {}
    all_reports = [{"label": _("All reports"), "url": f"?{_kept_query(request, **own)}#reports",
                    "current": chosen is None}]  # fmt: skip
    return all_reports + [
        {
            "label": str(one.label),
            "url": f"?{_kept_query(request, criterion=one.value, **own)}#reports",
            "current": one is chosen,
        }
        for one in Criterion
    ]


def _report_row(tally: ReportTally, chosen: Criterion | None) -> dict[str, Any]:
    criteria = [chosen] if chosen is not None else list(Criterion)
    counts = [tally.counts.get(one, Count(0, 0)) for one in criteria]
    return {
        "tally": tally,
        "cells": [
            {"label": str(one.label), "of": of_text(count), "text": percent_text(count.ratio, 0)}
            for one, count in zip(criteria, counts, strict=True)
        ],
        "sent": tally.report.first_submitted_at if tally.report is not None else None,
    }
