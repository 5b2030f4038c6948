"""Why a score is what it is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.why import explain
from serambi.apps.evaluation.views.doors import asked
from serambi.ui import formats


@require_safe
def why(request: HttpRequest, node: str, pk: int) -> HttpResponse:
    """Show what a score is made of, with which weight, and what is left out."""
    if node not in Node.values:
        raise Http404(node)
    page = asked(request)
    found = explain(page.plan, request.user, Node(node), pk, quarter=page.quarter, basis=page.basis)
    words = {"name": found.name, "value": formats.percent(found.value)}
    title = _("Why is %(name)s at %(value)s?") if found.value is not None else _("Why has %(name)s no attainment?")
    context = {
        "page": page,
        "why": found,
        "title": title % words,
        "crumbs": [*found.crumbs, (found.name, ""), (formats.period(page.quarter), "")],
        "pillar": found.pillar,
        "source": page.source,
    }
    return render(request, "evaluation/why.html", context)
