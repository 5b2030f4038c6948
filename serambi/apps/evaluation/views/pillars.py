"""A pillar, and one of its sub-dimensions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.labels import IndicatorState
from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.asked import Asked
from serambi.apps.evaluation.queries.kept import kept_overview, kept_programs
from serambi.apps.evaluation.queries.overview import NodeRow, Overview
from serambi.apps.evaluation.queries.sentences import node_headline, node_lede
from serambi.apps.evaluation.queries.states import IndicatorFacts
from serambi.apps.evaluation.views.charts import score_chart
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.plans.models import Program, ProgramQuerySet
from serambi.ui import formats

# As many indicators as are shown before somebody chooses one state.
FIRST = 15

Wrong = tuple[IndicatorFacts, tuple[IndicatorState, ...]]


@require_safe
def pillar(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show how a pillar stands, what is under it and which of its indicators need attention."""
    page = asked(request)
    overview = _overview(request, page)
    row = overview.pillar(code)
    if row is None:
        raise Http404(code)
    programs = Program.objects.visible_to(request.user).active().filter(pillar_id=row.pk)
    return _node_page(request, page, overview, row, programs, crumbs=[])


@require_safe
def inside(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is under a pillar, for the row of the dashboard that opens in place."""
    page = asked(request)
    row = _overview(request, page).pillar(code)
    if row is None:
        raise Http404(code)
    return render(request, "evaluation/_inside.html", {"page": page, "row": row})


@require_safe
def sub_dimension(request: HttpRequest, pillar: str, code: str) -> HttpResponseBase:
    """Show the same for a part of a pillar."""
    page = asked(request)
    overview = _overview(request, page)
    above = overview.pillar(pillar)
    row = next((child for child in above.children if child.code == code), None) if above and code else None
    if above is None or row is None:
        raise Http404(code)
    programs = Program.objects.visible_to(request.user).active().filter(sub_dimension_id=row.pk)
    crumbs = [(above.name, reverse("evaluation:pillar", args=[above.code]) + page.query)]
    return _node_page(request, page, overview, row, programs, crumbs=crumbs)


def _overview(request: HttpRequest, page: Asked) -> Overview:
    return kept_overview(page.plan, request.user, quarter=page.quarter, basis=page.basis, today=page.today)


def _node_page(
    request: HttpRequest,
    page: Asked,
    overview: Overview,
    row: NodeRow,
    programs: ProgramQuerySet,
    *,
    crumbs: list[tuple[str, str]],
) -> HttpResponseBase:
    state = request.GET.get("state", "")
    wrong = overview.states.wrong_under((row.node.value, row.pk))
    key = (row.node.value, row.pk)
    table = kept_programs(
        overview,
        request.user,
        key,
        programs,
        sort=request.GET.get("sort", ""),
        number=request.GET.get("page", ""),
    )
    context = {
        "page": page,
        "overview": overview,
        "row": row,
        "title": node_headline(row),
        "lede": node_lede(row),
        "crumbs": [
            (page.plan.display_name, reverse("evaluation:dashboard") + page.query),
            *crumbs,
            (formats.period(page.quarter), ""),
        ],
        "pillar": row.pillar,
        "chart": score_chart(
            page, row.node, row.pk, name=row.name, pillar=row.pillar, bands=overview.scale, scores=table.scores
        ),
        "programs": table.page,
        "states": _state_tabs(overview, row, wrong, state),
        "indicators": _indicators(wrong, state),
        "rest": 0 if state in IndicatorState else max(len(wrong) - FIRST, 0),
        "is_pillar": row.node is Node.PILLAR,
        "source": page.source,
    }
    return render(request, "evaluation/node.html", context)


def _state_tabs(overview: Overview, row: NodeRow, wrong: list[Wrong], chosen: str) -> list[dict[str, object]]:
    """Return the states as tabs; the first shows all of them."""
    address = f"?period={overview.quarter}"
    tabs: list[dict[str, object]] = [
        {
            "label": _("All"),
            "url": f"{address}#indicators",
            "current": chosen not in IndicatorState,
            "count": len(wrong),
        }
    ]
    for state in IndicatorState:
        count = overview.states.count((row.node.value, row.pk), state)
        url = f"{address}&state={state.value}#indicators"
        tabs.append({"label": state.label, "url": url, "current": chosen == state, "count": count})
    return tabs


def _indicators(wrong: list[Wrong], chosen: str) -> list[Wrong]:
    """Return the indicators of the chosen state, or the first of all that need attention."""
    if chosen not in IndicatorState:
        return wrong[:FIRST]
    return [(fact, states) for fact, states in wrong if chosen in states]
