"""The list of series, and keeping it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.agencies.permissions import can_see_preliminary
from serambi.apps.agencies.queries import reading_of
from serambi.apps.observations import queries, services
from serambi.apps.observations.errors import ObservationError
from serambi.apps.observations.forms import SeriesFilter, SeriesForm
from serambi.apps.observations.labels import figure
from serambi.apps.observations.models import Series, exact
from serambi.apps.observations.permissions import can_finalize, can_manage_series, can_record_anything
from serambi.apps.observations.views.doors import crumbs_to
from serambi.ui import formats
from serambi.ui.doors import csv_query, refuse_unless, show_error
from serambi.ui.downloads import table_download
from serambi.ui.messages import done


@require_safe
def series_list(request: HttpRequest) -> HttpResponseBase:
    """Show the series; with ?area=CODE those with figures of that area, with ?format=csv the list as a table."""
    today = timezone.localdate()
    reading = reading_of(request.user, today=today)
    choices = queries.series_choices(request.user, reading)
    form = SeriesFilter(request.GET, choices=choices, sees_archived=can_manage_series(request.user))
    wanted = form.wanted(request.GET.get("sort", ""))
    if request.GET.get("format") == "csv":
        found = queries.series_list(request.user, wanted, today=today)
        return table_download(_("Series"), _heads(), _rows(found))
    shown = queries.series_page(request.user, wanted, number=request.GET.get("page"), today=today, reading=reading)
    context = {
        "form": form,
        "page": shown.page,
        "rows": _list_rows(shown, today=today),
        "title": _list_title(shown.page.paginator.count, shown.stale, wanted),
        "area": wanted.area,
        "may_manage": can_manage_series(request.user),
        "may_finalize": can_finalize(request.user),
        "may_record": can_record_anything(request.user),
        "csv_query": csv_query(request),
        "rows_key": reading and reading.rows,
        "sees_preliminary": can_see_preliminary(request.user),
    }
    return render(request, "observations/series_list.html", context)


def _list_title(count: int, stale: int, wanted: queries.WantedSeries) -> str:
    shown = formats.number(count, 0)
    if wanted.area is not None:
        title = ngettext(
            "%(shown)s series with figures of %(area)s", "%(shown)s series with figures of %(area)s", count
        ) % {"shown": shown, "area": wanted.area.name}
    else:
        title = ngettext("%(shown)s series", "%(shown)s series of figures", count) % {"shown": shown}
    if not stale or not count:
        return title
    late = ngettext("one is not updated", "%(count)s are not updated", stale) % {"count": formats.number(stale, 0)}
    return f"{title}; {late}"


def _list_rows(shown: queries.SeriesPage, *, today: dt.date) -> list[dict[str, Any]]:
    """Return what each row shows: the figure of the area asked for, else that of the whole regency."""
    rows = []
    for series in shown.page.object_list:
        latest, period = shown.figures.get(series.pk), queries.latest_period_of(series)
        rows.append(
            {
                "series": series,
                "period": period,
                "latest": latest,
                "figure": figure(latest.value, series.unit) if latest else "",
                "is_stale": series.archived_at is None and queries.is_stale(series, period, today=today),
            }
        )
    return rows


def _heads() -> list[str]:
    return [_("Code"), _("Name"), _("Name in English"), _("Unit"), _("Kind of value"), _("Frequency"), _("Area level"),
            _("Joined over time"), _("Joined over areas"), _("Producing agency"), _("Latest period"),
            _("Lowest believable value"), _("Highest believable value"), _("Concept"), _("Definition"),
            _("Classification"), _("Measure"), _("How it is collected"), _("Source"), _("Public"), _("Illustration"),
            _("Archived")]  # fmt: skip


def _rows(found: Iterable[Series]) -> Iterator[list[object]]:
    for series in found:
        latest = queries.latest_period_of(series)
        yield [series.code, series.name, series.name_en, series.unit, series.get_value_type_display(),
               series.get_frequency_display(), series.get_area_level_display(), series.get_over_time_display(),
               series.get_over_area_display(), series.producer.abbreviation if series.producer else "",
               str(latest or ""), exact(series.minimum), exact(series.maximum), series.concept, series.definition,
               series.classification, series.measure, series.method, series.source,
               _("yes") if series.is_public else _("no"), _("yes") if series.is_illustration else "",
               _("yes") if series.archived_at else ""]  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series_create(request: HttpRequest) -> HttpResponse:
    """Create a series."""
    refuse_unless(can_manage_series(request.user))
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            series = services.create_series(by=actor(request), **form.given)
        except ObservationError as error:
            show_error(form, error)
        else:
            done(request, _("%(series)s was created.") % {"series": series})
            return redirect("observations:series_detail", code=series.code)
    context = {"form": form, "title": _("Create a series"), "crumbs": crumbs_to(),
               "cancel_url": reverse("observations:series_list"), "action": _("Create the series")}  # fmt: skip
    return render(request, "observations/series_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is said about a series."""
    series = queries.get_series_for(request.user, code)
    refuse_unless(can_manage_series(request.user))
    form = SeriesForm(request.POST or None, instance=queries.get_series_for(request.user, code))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_series(series, by=actor(request), **form.given)
        except ObservationError as error:
            show_error(form, error)
        else:
            done(request, _("%(series)s was changed.") % {"series": form.cleaned_data["name"]})
            return redirect("observations:series_detail", code=code)
    context = {"form": form, "title": _("Change %(series)s") % {"series": series}, "crumbs": crumbs_to(series),
               "cancel_url": reverse("observations:series_detail", args=[code]),
               "action": _("Save the series")}  # fmt: skip
    return render(request, "observations/series_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series_archive(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, and take a series out of the lists."""
    series = queries.get_series_for(request.user, code)
    refuse_unless(can_manage_series(request.user))
    address = reverse("observations:series_detail", args=[code])
    error = ""
    if request.method == "POST":
        try:
            services.archive_series(series, by=actor(request))
        except ObservationError as refused:
            error = str(refused)
        else:
            undo = reverse("observations:series_restore", args=[code])
            done(request, _("%(series)s was archived.") % {"series": series}, undo=undo)
            return redirect(address)
    context = {
        "title": _("Archive %(series)s?") % {"series": series},
        "crumbs": crumbs_to(series),
        "lede": error,
        "consequences": [
            _("It leaves the lists, and nobody can record new figures until you restore it."),
            _("Its figures stay, and so does every indicator computed from them."),
        ],
        "action": _("Archive the series"),
        "cancel_url": address,
    }
    return render(request, "ui/confirm.html", context, status=409 if error else 200)


@login_required
@require_POST
def series_restore(request: HttpRequest, code: str) -> HttpResponse:
    """Bring an archived series back."""
    series = queries.get_series_for(request.user, code)
    refuse_unless(can_manage_series(request.user))
    try:
        services.restore_series(series, by=actor(request))
    except ObservationError as error:
        done(request, str(error))
    else:
        done(request, _("%(series)s is back.") % {"series": series})
    return redirect("observations:series_detail", code=code)
