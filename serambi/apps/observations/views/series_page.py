"""The page of one series: what it is, its trend for an area, and the table of areas and periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.agencies.permissions import can_see_preliminary
from serambi.apps.observations import queries
from serambi.apps.observations.forms import TableFilter
from serambi.apps.observations.labels import figure, significant_decimals
from serambi.apps.observations.models import Observation, Series, exact
from serambi.apps.observations.permissions import can_finalize, can_manage_series, can_record
from serambi.apps.observations.services.rules import bounds_text
from serambi.apps.observations.views.doors import crumbs_to
from serambi.apps.regions.models import Area
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats
from serambi.ui.charts.files import csv_response, svg_response
from serambi.ui.charts.trend import Line, Point, TrendChart
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download

_AREAS_PER_PAGE = 100
_MOST_CHART_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows. latest: the period of the last figure; periods: the columns of the table."""

    areas: Sequence[Area]
    latest: Period | None
    periods: Sequence[Period]


@require_safe
def series_detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a series; ?format=csv is every figure of the choice, ?format=svg and ?format=chart the trend as a file."""
    user, today = request.user, timezone.localdate()
    series = queries.get_series_for(user, code)
    everywhere = queries.areas_of(series, today=today)
    form = TableFilter(request.GET, series=series, areas=everywhere, today=today)
    if request.GET.get("format") == "csv":
        return _download(user, series, form, everywhere)
    shown = _shown(user, series, form, everywhere, today)
    page = Paginator(list(shown.areas), _AREAS_PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(user, series, page, shown)
    chart_area = form.chosen("area") or next((row.area for row in rows if row.has_values), None)
    chart = _chart(user, series, chart_area, shown)
    match request.GET.get("format"):
        case "svg":
            return svg_response(chart, chart.title)
        case "chart":
            return csv_response(chart, chart.title)
    may_record = can_record(user, series) and series.archived_at is None
    context = {
        "series": series,
        "title": _title(series, rows, chart, shown, chosen=form.chosen("area")),
        "crumbs": crumbs_to(),
        "form": form,
        "page": page,
        "rows": rows,
        "periods": shown.periods,
        "has_preliminary": any(cell.is_preliminary for row in rows for cell in row.cells),
        "has_estimates": any(cell.is_estimate for row in rows for cell in row.cells),
        "has_withdrawn": any(cell.is_withdrawn for row in rows for cell in row.cells),
        "chart": chart if chart.has_values else None,
        "bounds": bounds_text(series),
        "latest": shown.latest,
        "due": queries.last_due(series.frequency, today),
        "is_stale": series.archived_at is None and queries.is_stale(series, shown.latest, today=today),
        "may_record": may_record,
        # The addresses of hundreds of cells, asked for once.
        "figure_address": reverse("observations:observation_detail", args=[0]).removesuffix("0/"),
        "record_address": reverse("observations:record", args=[series.code]),
        "may_manage": can_manage_series(user),
        "waiting": queries.preliminary(series=series).count() if can_finalize(user) else 0,
        "sees_preliminary": can_see_preliminary(user),
        "csv_query": csv_query(request),
        "svg_query": csv_query(request, "svg"),
        "chart_query": csv_query(request, "chart"),
    }
    return render(request, "observations/series_detail.html", context)


def _inside(area: Area | None, areas: Iterable[Area]) -> list[Area]:
    if area is None:
        return list(areas)
    return [other for other in areas if other.code == area.code or other.code.startswith(f"{area.code}.")]


def _shown(user: Any, series: Series, form: TableFilter, areas: Iterable[Area], today: dt.date) -> _Shown:
    latest = queries.latest_period(user, series)
    first, last = form.chosen("first"), form.chosen("last")
    last = last or latest or Period.of(today, Frequency(series.frequency)).previous()
    count = queries.TABLE_COLUMNS[series.frequency]
    periods = queries.recent_periods(series.frequency, last=last, count=count)
    if first is not None:
        periods = queries.periods_between(first, last)
    return _Shown(_inside(form.chosen("area"), areas), latest, periods)


def _rows(user: Any, series: Series, page: Page[Area], shown: _Shown) -> list[queries.Row]:
    """Return the table; an area above the level of the series has a row only when it has a figure of its own."""
    rows = queries.value_table(user, series, areas=page.object_list, periods=shown.periods)
    return [row for row in rows if row.area.level == series.area_level or any(cell.pk for cell in row.cells)]


def _chart(user: Any, series: Series, area: Area | None, shown: _Shown) -> TrendChart:
    count = max(queries.CHART_POINTS[series.frequency], len(shown.periods))
    periods = queries.recent_periods(series.frequency, last=shown.periods[-1], count=count) if shown.periods else []
    cells = queries.line_of(user, series, area=area, periods=periods) if area else []
    known = [index for index, cell in enumerate(cells) if cell.value is not None]
    points = [
        Point(cell.period, cell.value, cell.is_preliminary, _("estimated") if cell.is_estimate else "")
        for cell in (cells[known[0] :] if known else [])
    ]
    decimals = max((significant_decimals(cell.value) for cell in cells), default=0)
    return TrendChart(
        title=_finding(series, area, cells) if area else series.display_name,
        lines=[Line(area.name, points)] if area and known else [],
        unit=series.unit,
        decimals=min(decimals, _MOST_CHART_DECIMALS),
        source=series.source or (series.producer.name if series.producer else ""),
        illustration=series.is_illustration or any(cell.is_illustration for cell in cells),
    )


def _finding(series: Series, area: Area, cells: Sequence[queries.Cell]) -> str:
    """Return what the trend says: the last figure against that of the same period a year before, or the one before."""
    known = {cell.period: cell.value for cell in cells if cell.value is not None}
    if not known:
        return area.name
    last = max(known)
    year_before = last.same_period_last_year()
    before = year_before if year_before in known else max((period for period in known if period < last), default=None)
    facts = {"area": area.name, "figure": figure(known[last], series.unit), "period": formats.period(last)}
    if before is None:
        return _("%(area)s: %(figure)s in %(period)s") % facts
    change = known[last] - known[before]
    facts |= {"change": figure(abs(change), series.unit), "before": formats.period(before)}
    if change > 0:
        return _("%(area)s: %(figure)s in %(period)s, up %(change)s since %(before)s") % facts
    if change < 0:
        return _("%(area)s: %(figure)s in %(period)s, down %(change)s since %(before)s") % facts
    return _("%(area)s: %(figure)s in %(period)s, unchanged since %(before)s") % facts


def _title(
    series: Series, rows: Sequence[queries.Row], chart: TrendChart, shown: _Shown, *, chosen: Area | None
) -> str:
    """Return the sentence of the page: the figure of the area asked for, or how many areas have their last one."""
    if not any(row.has_values for row in rows):
        return _("%(series)s: no figures yet") % {"series": series}
    if chosen is not None or len(rows) == 1:
        return f"{series}, {chart.title}"
    of_level = [row for row in rows if row.area.level == series.area_level]
    last = max(cell.period for row in rows for cell in row.cells if cell.value is not None)
    having = [row for row in of_level for cell in row.cells if cell.period == last and cell.value is not None]
    facts = {"series": series, "period": formats.period(last), "known": formats.number(len(having), 0),
             "all": formats.number(len(of_level), 0)}  # fmt: skip
    return _("%(series)s: %(known)s of %(all)s areas have their figure of %(period)s") % facts


def _download(user: Any, series: Series, form: TableFilter, everywhere: Iterable[Area]) -> HttpResponseBase:
    area = form.chosen("area")
    found = queries.export_rows(
        user,
        series,
        areas=_inside(area, everywhere) if area else None,
        first=form.chosen("first"),
        last=form.chosen("last"),
    )
    return table_download(f"{series.code} {series.name}", _heads(), _export(found))


def _heads() -> list[str]:
    return [_("Series"), _("Area code"), _("Area"), _("Period"), _("Value"), _("Unit"), _("State"), _("Quality"),
            _("Origin"), _("Source"), _("Link to the source"), _("Note"), _("Illustration"),
            _("Revision")]  # fmt: skip


def _export(found: Any) -> Iterator[list[object]]:
    observation: Observation
    for observation in found.iterator(chunk_size=2000):
        yield [observation.series.code, observation.area.code, observation.area.name, str(observation.period),
               exact(observation.value), observation.series.unit,
               _("Final") if observation.is_final else _("Preliminary"), observation.get_quality_display(),
               observation.get_origin_display(), observation.source, observation.source_url, observation.note,
               _("yes") if observation.is_illustration else "", observation.revision]  # fmt: skip
