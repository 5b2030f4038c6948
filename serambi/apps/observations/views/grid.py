"""Figures in a grid: a sheet of areas and periods of one series, or of areas and series for one period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.apps.accounts.permissions import actor
from serambi.apps.observations import queries, services
from serambi.apps.observations.errors import ObservationError
from serambi.apps.observations.forms import PeriodSheetFilter, SeriesSheetFilter, SheetForm
from serambi.apps.observations.permissions import can_record, can_record_anything
from serambi.apps.observations.queries import SheetColumn
from serambi.apps.observations.views.doors import crumbs_to
from serambi.apps.observations.views.grid_island import island_facts
from serambi.apps.observations.views.grid_table import sheet_table
from serambi.apps.observations.views.grid_words import period_heads, saved_text, series_heads, sums_text
from serambi.apps.regions.models import Area, AreaQuerySet
from serambi.apps.regions.queries import areas_inside, home_regions
from serambi.ui import formats
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series_grid(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the figures of one series: ?year=2026&area=CODE, or from one period to another."""
    series = queries.get_series_for(request.user, code)
    refuse_unless(can_record(request.user, series))
    today = timezone.localdate()
    context: dict[str, Any] = {"series": series, "crumbs": crumbs_to(series),
                               "title": _("Enter in a grid: %(series)s") % {"series": series}}  # fmt: skip
    if series.archived_at is not None:
        context["archived"] = True
        return render(request, "observations/grid.html", context, status=409)
    areas = queries.areas_of(series, today=today)
    place = SeriesSheetFilter(request.GET, series=series, areas=areas, today=today)
    columns = [SheetColumn(series, period, str(period)) for period in place.periods]
    context |= {"place": place, "heads": period_heads(columns)}
    rows = _inside(areas, place.cleaned_data.get("area")).filter(level=series.area_level)
    return _sheet(request, context, columns=columns, areas=rows, today=today)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period_grid(request: HttpRequest) -> HttpResponse:
    """Enter the figures of several series for one period: ?period=2026-03&level=4&series=CODE&series=CODE."""
    refuse_unless(can_record_anything(request.user))
    today = timezone.localdate()
    everywhere = _everywhere(today)
    recordable = queries.recordable_series(request.user)
    place = PeriodSheetFilter(request.GET, recordable=recordable, areas=everywhere, today=today)
    period = place.period
    context: dict[str, Any] = {
        "place": place,
        "crumbs": crumbs_to(),
        "title": _("Enter in a grid: %(period)s") % {"period": formats.period(period)} if period
                 else _("Enter in a grid"),
    }  # fmt: skip
    context["heads"] = series_heads(place.columns)
    rows = _inside(everywhere, place.cleaned_data.get("area")).filter(level=place.at_level)
    return _sheet(request, context, columns=place.columns, areas=rows, today=today)


def _everywhere(today: dt.date) -> AreaQuerySet:
    return areas_inside(home_regions(today=today), today=today)


def _inside(areas: AreaQuerySet, area: Area | None) -> AreaQuerySet:
    return areas if area is None else areas.filter(Q(pk=area.pk) | Q(code__startswith=f"{area.code}."))


def _sheet(
    request: HttpRequest,
    context: dict[str, Any],
    *,
    columns: Sequence[SheetColumn],
    areas: AreaQuerySet,
    today: dt.date,
) -> HttpResponse:
    """Show the sheet, or save what was sent and come back to it."""
    page = Paginator(areas, max(1, queries.MOST_CELLS // max(1, len(columns)))).get_page(request.GET.get("page"))
    regions = home_regions(today=today)
    form, status = _form(request, columns, page, regions, today), 200
    if request.method == "POST" and form.sheet.rows:
        sent = _sent(request, form, today)
        if sent is not None:
            return sent
        status = 409 if any(one.kind == "conflict" for one in form.problems) else 422
        if status == 422 and form.is_valid():  # somebody recorded a cell while this was being saved: look again
            form, status = _form(request, columns, page, regions, today), 409
            form.is_valid()
    elif request.method == "POST":
        status = 400
    context |= {"page": page, "form": form, "columns": columns}
    if form.sheet.rows:
        context |= {
            "table": sheet_table(form, caption=context["title"], heads=context["heads"]),
            "island": island_facts(request, form),
            "sums": sums_text(columns),
            "unit": columns[0].series.unit if len(form.sheet.series) == 1 else "",
        }
    return render(request, "observations/grid.html", context, status=status)


def _form(
    request: HttpRequest, columns: Sequence[SheetColumn], page: Page[Area], regions: Sequence[Area], today: dt.date
) -> SheetForm:
    areas = list(page.object_list)
    sheet = queries.read_sheet(areas=areas, columns=columns)
    last = queries.last_described(sheet.series, areas) if sheet.rows else None
    return SheetForm(request.POST if request.method == "POST" else None, sheet=sheet, last=last, regions=regions,
                     today=today)  # fmt: skip


def _sent(request: HttpRequest, form: SheetForm, today: dt.date) -> HttpResponse | None:
    """Save the sheet and return the answer; None when something keeps it from being saved."""
    valid = form.is_valid()
    key = form.cleaned_data.get("key")
    known = queries.receipt(request.user, key, form.digest) if key else None
    if known is not None:
        return _answer(request, saved_text(known.result))
    if not valid or key is None:
        return None
    if not form.figures:
        return _answer(request, _("Everything on this sheet is recorded already. Nothing was changed."))
    try:
        receipt = services.save_sheet(
            form.figures, about=form.about, by=actor(request), key=key, digest=form.digest, today=today
        )
    except services.SheetConflict:
        return None
    except ObservationError as error:
        show_error(form, error)
        return None
    return _answer(request, saved_text(receipt.result))


def _answer(request: HttpRequest, said: str) -> HttpResponse:
    """Return to the sheet with a message; a script is told where to go."""
    done(request, said)
    address = request.get_full_path()
    if request.headers.get("X-Sheet") == "script":
        return JsonResponse({"saved": said, "address": address})
    return redirect(address)
