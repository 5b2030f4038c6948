"""The list of indicators, and the catalogues of standard ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.agencies.queries import reading_of
from serambi.apps.indicators import permissions, sentences
from serambi.apps.indicators.forms.filters import IndicatorFilter, StandardFilter
from serambi.apps.indicators.models import StandardIndicator
from serambi.apps.indicators.queries import lists, standards, standings
from serambi.apps.indicators.queries.lists import PAGE_SIZE
from serambi.apps.indicators.queries.standings import Standing
from serambi.apps.indicators.views.doors import crumbs_to
from serambi.ui import formats
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponseBase:
    """Show the indicators with their newest value and their target; with ?format=csv the same list as a table."""
    today, basis = timezone.localdate(), standings.basis_for(request.user)
    reading = reading_of(request.user, today=today)
    choices = lists.filter_choices(reading)
    form = IndicatorFilter(request.GET, choices=choices, sees_archived=permissions.can_see_archived(request.user))
    wanted = form.wanted(request.GET.get("sort", ""))
    if request.GET.get("format") == "csv":
        found = lists.indicator_list(request.user, wanted, basis=basis, today=today)
        return table_download(_("Indicators"), _heads(), _rows(found))
    number = request.GET.get("page")
    shown = lists.list_page(request.user, wanted, number=number, basis=basis, today=today, reading=reading)
    context = {
        "form": form,
        "page": shown.page,
        "rows": shown.rows,
        "title": sentences.list_title(shown.count, behind=shown.behind, stale=shown.stale, broken=shown.broken),
        "archived": wanted.archived,
        "may_manage": permissions.can_manage_indicators(request.user),
        "csv_query": csv_query(request),
        "final_only": basis is standings.Basis.FINAL,
        "rows_key": reading and reading.rows,
    }
    return render(request, "indicators/indicator_list.html", context)


def _heads() -> list[str]:
    return [_("Code"), _("Name"), _("Unit"), _("Period"), _("Value"), _("Target period"), _("Target"),
            _("Upper end"), _("Value then"), _("Attainment (%)"), _("Band"), _("Owner"), _("Preliminary"),
            _("Illustration")]  # fmt: skip


def _rows(found: Iterable[Standing]) -> Iterator[list[object]]:
    yes = _("yes")
    for one in found:
        due, indicator = one.due, one.indicator
        yield [
            indicator.code,
            indicator.display_name,
            indicator.unit,
            one.latest and str(one.latest),
            one.value,
            due and str(due.period),
            due and due.target.normalize(),
            due and due.upper and due.upper.normalize(),
            due and due.value,
            due and due.ratio,
            due and due.band,
            indicator.owner and indicator.owner.abbreviation,
            yes if one.is_preliminary else "",
            yes if one.is_illustration else "",
        ]


@require_safe
def standard_list(request: HttpRequest) -> HttpResponseBase:
    """Show the catalogues of standard indicators and which of ours answer them."""
    form = StandardFilter(request.GET)
    found = standards.standard_list(request.user, form.wanted(request.GET.get("sort", "")))
    if request.GET.get("format") == "csv":
        return table_download(_("Standard indicators"), _standard_heads(), _standard_rows(found))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "title": _standard_title(page.paginator.count, standards.count_answered(found, request.user)),
        "crumbs": [*crumbs_to(), (_("Standard indicators"), "")],
        "csv_query": csv_query(request),
        "may_manage": permissions.can_manage_indicators(request.user),
    }
    return render(request, "indicators/standard_list.html", context)


def _standard_title(count: int, answered: int) -> str:
    facts: dict[str, Any] = {"count": formats.number(count, 0), "answered": formats.number(answered, 0)}
    return (
        ngettext(
            "%(count)s standard indicator, %(answered)s answered by ours",
            "%(count)s standard indicators, %(answered)s answered by ours",
            count,
        )
        % facts
    )


def _standard_heads() -> list[str]:
    return [_("Standard"), _("Code"), _("Name"), _("Group"), _("Type"), _("Unit"), _("Formula or note"),
            _("Direction"), _("Bands"), _("Weight"), _("Source"), _("Confidence"), _("Our indicators")]  # fmt: skip


def _standard_rows(found: Iterable[StandardIndicator]) -> Iterator[list[object]]:
    for one in found:
        ours: list[Any] = getattr(one, "ours", [])
        yield [
            one.framework.name, one.code, one.name, one.group, one.type, one.unit, one.note, one.direction, one.bands,
            one.weight, one.source, one.confidence, "; ".join(indicator.code for indicator in ours),
        ]  # fmt: skip
