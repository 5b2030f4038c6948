"""The page on which everything starts."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.permissions import can_change_rules
from serambi.apps.evaluation.queries.asked import Asked
from serambi.apps.evaluation.queries.coordination import coordination_address_for
from serambi.apps.evaluation.queries.kept import current_plan_for, kept_front
from serambi.apps.evaluation.queries.organizations import workplace_of
from serambi.apps.evaluation.queries.overview import NodeRow, Overview
from serambi.apps.evaluation.queries.sentences import headline, lede
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.plans.permissions import can_edit_plan
from serambi.ui import formats
from serambi.ui.downloads import table_download


@require_safe
def dashboard(request: HttpRequest) -> HttpResponseBase:
    """Show how the six pillars stand; with ?format=csv the same table as a file."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "evaluation/no_plan.html", {"may_create": can_edit_plan(request.user)})
    page = asked(request, plan)
    front = kept_front(plan, request.user, quarter=page.quarter, basis=page.basis, today=page.today)
    if request.GET.get("format") == "csv":
        return table_download(f"{plan.display_name} {page.quarter}", _heads(), _rows(front.overview))
    context = overview_context(page, front.overview) | {
        "crumbs": [(plan.display_name, reverse("plans:master_plan")), (formats.period(page.quarter), "")],
        "front": front,
        "workplace": workplace_of(request.user),
        "coordination": coordination_address_for(request.user),
        "may_change_rules": can_change_rules(request.user),
    }
    return render(request, "evaluation/dashboard.html", context)


def overview_context(page: Asked, overview: Overview) -> dict[str, object]:
    """Return what the table of pillars and the sentences over it need, wherever they stand."""
    return {
        "page": page,
        "overview": overview,
        "title": headline(overview),
        "lede": lede(overview),
        "source": page.source,
    }


def _heads() -> list[object]:
    return [
        _("Pillar"), _("Sub-dimension"), _("Attainment, percent"), _("Band"), _("Coverage, percent"),
        _("Programs"), _("Running"), _("Not reported"), _("Late"), _("Not updated"), _("No value"), _("Illustration"),
    ]  # fmt: skip


def _rows(overview: Overview) -> Iterator[list[object]]:
    for row in overview.rows:
        yield _line(row, row.name, "")
        for child in row.children:
            yield _line(child, row.name, child.name)
    yield _line(overview.total, _("Whole plan"), "")


def _line(row: NodeRow, pillar: str, part: str) -> list[object]:
    counts = row.counts
    return [
        pillar, part, row.value, row.band_name, round(row.coverage * 100, 6),
        counts.planned, counts.running, counts.unreported, counts.late, row.stale, row.missing,
        _("yes") if row.is_illustration else "",
    ]  # fmt: skip
