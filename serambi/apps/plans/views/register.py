"""The register: the list of programs, and the same as a table to download."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans import exporters
from serambi.apps.plans.forms.register import RegisterFilter
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.permissions import can_create_programs, can_edit_plan, can_see_archived
from serambi.apps.plans.queries import (
    Chosen,
    RegisterPages,
    RegisterRow,
    current_plan_for,
    programs_of,
    register_choices,
    register_rows,
    register_summary,
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
    form, chosen = _filter(request, plan)
    programs = programs_of(request.user, plan, chosen, today=today)
    summary = register_summary(programs, chosen, today=today)
    pages = RegisterPages(
        summary.count,
        lambda first, last: register_rows(
            programs, chosen, sort=request.GET.get("sort", ""), today=today, first=first, last=last
        ),
    )
    context = {
        "plan": plan,
        "form": form,
        "chosen": chosen,
        "is_narrowed": chosen != Chosen(),
        "summary": summary,
        "sentence": register_sentence(summary, chosen),
        "page": pages.get_page(request.GET.get("page")),
        "today": today,
        "query": request.GET.urlencode(),
        "can_create": can_create_programs(request.user),
        "program_root": _program_root(),
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


def _filter(request: HttpRequest, plan: MasterPlan) -> tuple[RegisterFilter, Chosen]:
    form = RegisterFilter(request.GET, choices=register_choices(plan), with_archived=can_see_archived(request.user))
    return form, form.chosen()


def _all_rows(request: HttpRequest, plan: MasterPlan, *, today: dt.date) -> list[RegisterRow]:
    _form, chosen = _filter(request, plan)
    programs = programs_of(request.user, plan, chosen, today=today)
    return register_rows(programs, chosen, sort=request.GET.get("sort", ""), today=today)
