"""One figure: recording it, its page with its history, making it final, taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.attachments.queries import evidence_for
from serambi.apps.observations import queries, services
from serambi.apps.observations.errors import ObservationError
from serambi.apps.observations.forms import CellForm, PreliminaryFilter, ReasonForm, RecordForm
from serambi.apps.observations.labels import figure, plain_number
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.permissions import can_finalize, can_record, can_see_people
from serambi.apps.observations.services.rules import bounds_text
from serambi.apps.observations.views.doors import Crumbs, crumbs_to
from serambi.apps.regions.models import AreaQuerySet
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done

_PER_PAGE = 50


@require_safe
def observation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a figure, where it is from and what it was before: the end of every "why?"."""
    observation = queries.get_observation_for(request.user, pk)
    series = observation.series
    may_record = can_record(request.user, series) and series.archived_at is None
    context = {
        "observation": observation,
        "series": series,
        "title": _title(observation),
        "figure": figure(observation.value, series.unit),
        "crumbs": crumbs_to(series),
        "steps": [_told(step, series) for step in queries.history(request.user, observation)],
        "with_names": can_see_people(request.user),
        "may_record": may_record,
        "may_finalize": can_finalize(request.user) and not observation.is_final and series.archived_at is None,
        "may_withdraw": may_record and observation.value is not None,
        "evidence": evidence_for(request.user, observation),
    }
    return render(request, "observations/observation_detail.html", context)


def _title(observation: Observation) -> str:
    facts = {
        "series": observation.series,
        "area": observation.area.name,
        "period": formats.period(observation.period),
        "figure": figure(observation.value, observation.series.unit),
    }
    if observation.value is None:
        return _("%(series)s, %(area)s, %(period)s: withdrawn") % facts
    return _("%(series)s, %(area)s, %(period)s: %(figure)s") % facts


def _told(step: queries.Step, series: Series) -> dict[str, Any]:
    """Return a step of the history as its row shows it."""
    before = figure(step.before.value, series.unit) if step.before else ""
    return {"step": step, "before": before, "after": figure(step.after.value, series.unit)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record or change the figure of an area and a period: ?area=CODE&period=2024-03."""
    series = queries.get_series_for(request.user, code)
    refuse_unless(can_record(request.user, series))
    today = timezone.localdate()
    areas = queries.areas_of(series, today=today)
    place = CellForm(_asked(request, series, areas, today), series=series, areas=areas, today=today)
    context: dict[str, Any] = {"series": series, "place": place, "crumbs": crumbs_to(series), "today": today,
                               "title": _("Record a figure: %(series)s") % {"series": series}}  # fmt: skip
    if series.archived_at is not None:
        context["archived"] = True
        return render(request, "observations/record.html", context, status=409)
    if not place.is_valid():
        return render(request, "observations/record.html", context, status=400 if request.method == "POST" else 200)
    area, period = place.cleaned_data["area"], place.cleaned_data["period"]
    existing = queries.cell(request.user, series, area=area, period=period)
    past = queries.history_of_area(request.user, series, area=area, before=period)
    form = RecordForm(request.POST or None, series=series, area=area, period=period, existing=existing, history=past,
                      user=request.user)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            observation = services.record_value(
                series, area=area, period=period, by=actor(request), today=today, **form.content
            )
        except ObservationError as error:
            show_error(form, error)
        else:
            done(request, _recorded(observation))
            return redirect("observations:observation_detail", pk=observation.pk)
    if existing is not None:
        context["title"] = _("Change a figure: %(series)s") % {"series": series}
    context |= {
        "form": form,
        "area": area,
        "period": period,
        "existing": existing,
        "existing_figure": figure(existing.value, series.unit) if existing else "",
        "history": [{"observation": one, "text": plain_number(one.value)} for one in past[::-1]],
        "bounds": bounds_text(series),
        "value_hint": _("Write it as you are used to: 1.234,5 or 1,234.5."),
    }
    return render(request, "observations/record.html", context)


def _asked(request: HttpRequest, series: Series, areas: AreaQuerySet, today: dt.date) -> dict[str, Any]:
    """Return the area and period asked for; without them the first area of the series and its next period."""
    asked = {name: request.GET.get(name, "") for name in ("area", "period")}
    if not asked["area"]:
        first = areas.filter(level=series.area_level).first() or areas.first()
        asked["area"] = first.code if first else ""
    if not asked["period"]:
        ended = Period.of(today, Frequency(series.frequency)).previous()
        latest = queries.latest_period(request.user, series)
        asked["period"] = str(min(latest.shift(1), ended) if latest else ended)
    return asked


def _recorded(observation: Observation) -> str:
    facts = {"figure": figure(observation.value, observation.series.unit), "area": observation.area.name,
             "period": formats.period(observation.period)}  # fmt: skip
    if observation.is_final:
        return _("%(figure)s was recorded for %(area)s, %(period)s. It is final.") % facts
    return _("%(figure)s was recorded for %(area)s, %(period)s. It is preliminary until it is verified.") % facts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and take a figure back."""
    observation = queries.get_observation_for(request.user, pk)
    refuse_unless(can_record(request.user, observation.series))
    form = ReasonForm(request.POST or None, initial={"revision": observation.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.withdraw(
                observation, by=actor(request), reason=given["reason"], expected_revision=given["revision"]
            )
        except ObservationError as error:
            show_error(form, error)
        else:
            done(request, _("The figure was withdrawn."))
            return redirect("observations:observation_detail", pk=pk)
    trail: Crumbs = crumbs_to(observation.series)
    context = {
        "form": form,
        "title": _("Withdraw this figure?"),
        "lede": _title(observation),
        "crumbs": trail,
        "consequences": [
            _("The value is missing from now on, and so is everything computed from it alone."),
            _("What it was stays in its history. A new value can be recorded at any time."),
        ],
        "action": _("Withdraw the figure"),
        "cancel_url": reverse("observations:observation_detail", args=[pk]),
        "dangerous": True,
    }
    return render(request, "observations/withdraw.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finalize(request: HttpRequest) -> HttpResponse:
    """Show the figures that wait to be verified, and make the chosen ones or all of the choice final."""
    refuse_unless(can_finalize(request.user))
    form = PreliminaryFilter(request.GET, user=request.user)
    found = queries.preliminary(**form.wanted())
    error = ""
    if request.method == "POST":
        chosen, expected = _chosen(request, found)
        try:
            finished = services.finalize(chosen, by=actor(request), expected_revisions=expected)
        except ObservationError as refused:
            error = str(refused)
        else:
            error = "" if finished else _("No figure was chosen that waits to be verified.")
        if not error:
            done(request, _finalized(len(finished)))
            return redirect(_back(request))
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    title = ngettext("%(shown)s figure waits to be verified", "%(shown)s figures wait to be verified", count)
    context = {
        "form": form,
        "page": page,
        "rows": [{"observation": one, "figure": figure(one.value, one.series.unit)} for one in page.object_list],
        "title": title % {"shown": formats.number(count, 0)} if count else _("No figure waits to be verified"),
        "crumbs": crumbs_to(),
        "error": error,
        "seen_at": timezone.now().isoformat(),
    }
    return render(request, "observations/finalize.html", context, status=409 if error else 200)


def _chosen(request: HttpRequest, found: Any) -> tuple[list[Observation], dict[int, int]]:
    """Return the figures that the person ticked, each with the revision they saw, or every one of the choice."""
    if request.POST.get("scope") == "all":
        return list(found.filter(recorded_at__lte=_seen_at(request))), {}
    expected: dict[int, int] = {}
    for ticked in request.POST.getlist("figure"):
        pk, _colon, revision = ticked.partition(":")
        if pk.isdigit() and revision.isdigit():
            expected[int(pk)] = int(revision)
    return list(found.filter(pk__in=expected)), expected


def _seen_at(request: HttpRequest) -> dt.datetime:
    """Return when the list was shown, so that what came in afterwards is not made final unseen."""
    try:
        moment = dt.datetime.fromisoformat(request.POST.get("seen_at", ""))
    except ValueError:
        return timezone.now()
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _finalized(count: int) -> str:
    return ngettext("%(shown)s figure is final now.", "%(shown)s figures are final now.", count) % {
        "shown": formats.number(count, 0)
    }


def _back(request: HttpRequest) -> str:
    """Return where the button stood: the page of one figure, or the list as it was narrowed."""
    pk = request.POST.get("back", "")
    return reverse("observations:observation_detail", args=[int(pk)]) if pk.isdigit() else request.get_full_path()
