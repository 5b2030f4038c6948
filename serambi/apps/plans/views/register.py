"""The register: the list of programs, and the same as a table to download."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.agencies.queries import Reading, reading_of
from serambi.apps.plans import exporters
from serambi.apps.plans.forms.register import RegisterFilter
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.permissions import can_create_programs, can_edit_plan, can_see_archived
from serambi.apps.plans.queries import (
    Chosen,
    RegisterRow,
    current_plan_for,
    kept_choices,
    programs_of,
    register_page,
    register_rows,
)
from serambi.apps.plans.sentences import register_sentence
from serambi.ui.downloads import table_download


@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """Show the register, narrowed and sorted as the address says."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit_plan(request.user)})
    today = timezone.localdate()
    reading = reading_of(request.user, today=today)
    form, chosen = _filter(request, plan, reading)
    sort, number = request.GET.get("sort", ""), request.GET.get("page")
    found = register_page(request.user, plan, chosen, sort=sort, number=number, today=today, reading=reading)
    context = {
        "plan": plan,
        "form": form,
        "chosen": chosen,
        "is_narrowed": chosen != Chosen(),
        "summary": found.summary,
        "sentence": register_sentence(found.summary, chosen),
        "page": found.page,
        "rows_key": reading and reading.rows,
        "today": today,
        "query": request.GET.urlencode(),
        "can_create": can_create_programs(request.user),
        "program_root": _program_root(),
        "workbook_url": _address_of("workbook:download") if request.user.is_authenticated else "",
    }
    return render(request, "plans/program_list.html", context)


@require_safe
def program_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return every program that the same address of the list shows, on all its pages, as CSV."""
    plan = current_plan_for(request.user)
    today = timezone.localdate()
    rows = [] if plan is None else _all_rows(request, plan, today=today)
    name = f"{_('Programs')} {today:%Y-%m-%d}"
    return table_download(name, exporters.register_heads(), exporters.register_table(rows))


def _program_root() -> str:
    """Return what the addresses of all programs begin with: looked up once, not once a row."""
    try:
        return reverse("evaluation:program", args=["-"]).removesuffix("-/")
    except NoReverseMatch:
        return ""


def _address_of(name: str) -> str:
    """Return the address of a page that stands above this app, "" where it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _filter(request: HttpRequest, plan: MasterPlan, reading: Reading | None) -> tuple[RegisterFilter, Chosen]:
    choices = kept_choices(plan, reading)
    form = RegisterFilter(request.GET, choices=choices, with_archived=can_see_archived(request.user))
    return form, form.chosen()


def _all_rows(request: HttpRequest, plan: MasterPlan, *, today: dt.date) -> list[RegisterRow]:
    _form, chosen = _filter(request, plan, reading_of(request.user, today=today))
    programs = programs_of(request.user, plan, chosen, today=today)
    return register_rows(programs, chosen, sort=request.GET.get("sort", ""), today=today)
