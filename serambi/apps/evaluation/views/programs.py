"""The page of a program: what the register knows of it, and how far it has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.bands import scale
from serambi.apps.evaluation.queries.scores import read_scores
from serambi.apps.evaluation.queries.trends import indicator_trends
from serambi.apps.evaluation.queries.why import explain_program
from serambi.apps.evaluation.views.charts import score_chart
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.plans.queries import get_program_for, program_facts
from serambi.ui import formats


@require_safe
def program(request: HttpRequest, code: str) -> HttpResponse:
    """Show a program with its score, its indicators and everything the register knows."""
    found = get_program_for(request.user, code)
    page = asked(request, found.plan)
    bands = scale()
    why = explain_program(found.plan, request.user, found, quarter=page.quarter, basis=page.basis, bands=bands)
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
        "why": why,
        "bands": bands,
        "trends": indicator_trends(found.plan, why, basis=page.basis),
        "chart": score_chart(
            page,
            Node.PROGRAM,
            found.pk,
            name=found.display_name,
            pillar=found.pillar.code,
            bands=bands,
            scores=read_scores(found.plan, [page.quarter], basis=page.basis, along=(Node.PROGRAM.value, found.pk)),
        ),
        "facts": program_facts(found, request.user, timezone.localdate()),
        "source": page.source,
    }
    return render(request, "evaluation/program.html", context)
