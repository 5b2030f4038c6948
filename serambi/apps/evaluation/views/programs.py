"""The page of a program: what the register knows of it, and how far it has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.labels import DEVIATIONS
from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.kept import current_plan_for, kept_program, rows_key
from serambi.apps.evaluation.views.charts import score_chart
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.plans.queries import facts_for, get_program_for
from serambi.ui import formats


@require_safe
def program(request: HttpRequest, code: str) -> HttpResponse:
    """Show a program with its score, its indicators and everything the register knows."""
    found = get_program_for(request.user, code)
    plan = current_plan_for(request.user)
    page = asked(request, plan if plan is not None and plan.pk == found.plan_id else found.plan)
    shown = kept_program(page, request.user, found)
    crumbs = [
        (found.plan.display_name, reverse("evaluation:dashboard") + page.query),
        (found.pillar.display_name, reverse("evaluation:pillar", args=[found.pillar.code]) + page.query),
    ]
    if found.sub_dimension is not None:
        address = reverse("evaluation:sub_dimension", args=[found.pillar.code, found.sub_dimension.code])
        crumbs.append((found.sub_dimension.display_name, address + page.query))
    context = {
        "page": page,
        "program": found,
        "title": found.display_name,
        "crumbs": [*crumbs, (formats.period(page.quarter), "")],
        "pillar": found.pillar.code,
        "why": shown.why,
        "bands": shown.bands,
        "trends": shown.trends,
        "chart": score_chart(
            page,
            Node.PROGRAM,
            found.pk,
            name=found.display_name,
            pillar=found.pillar.code,
            bands=shown.bands,
            scores=shown.scores,
        ),
        "work": shown.work,
        "work_word": DEVIATIONS[shown.work.status] if shown.work and shown.work.status else "",
        "follow_up": shown.follow_up,
        "partners": shown.partners,
        "facts": facts_for(request.user, shown.facts),
        "source": page.source,
        "rows_key": rows_key(page, request.user),
    }
    return render(request, "evaluation/program.html", context)
