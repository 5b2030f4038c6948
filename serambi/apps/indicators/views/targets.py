"""Setting and removing the targets and baselines of an indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.indicators import permissions, services
from serambi.apps.indicators.errors import IndicatorError
from serambi.apps.indicators.forms.targets import BaselineForm, TargetForm, YearTargetsForm
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries import detail, objects, standings
from serambi.apps.indicators.queries.targets import plan_years, target_lines
from serambi.apps.indicators.views.doors import crumbs_to
from serambi.apps.regions.models import Area
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done

_FORM = ["GET", "HEAD", "POST"]


@require_safe
def target_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show every target with how far it was reached, and the baselines."""
    return _list(request, objects.get_indicator_for(request.user, code))


def _list(request: HttpRequest, indicator: Indicator, **forms: Any) -> HttpResponse:
    """Show the page; forms: those that came back with something wrong, by the name the template knows them by."""
    region, today = _region(), timezone.localdate()
    may_set = permissions.can_set_targets(request.user) and indicator.archived_at is None
    blank: dict[str, Any] = {}
    if may_set:
        blank = {
            "target_form": TargetForm(None, indicator=indicator, region=region),
            "years_form": YearTargetsForm(None, indicator=indicator, region=region, years=plan_years(today)),
            "baseline_form": BaselineForm(None, indicator=indicator, region=region),
        }
    lines = target_lines(indicator, basis=standings.basis_for(request.user), today=today)
    context = {
        "indicator": indicator,
        "lines": lines,
        "baselines": list(detail.baselines_of(indicator)),
        "may_set": may_set,
        # An archived indicator has no forms that could say what stands against it.
        "refusals": [] if may_set else [error for form in forms.values() for error in form.non_field_errors()],
        "title": _title(indicator, len(lines)),
        "crumbs": [*crumbs_to(indicator), (_("Targets"), "")],
        **blank,
        **forms,
    }
    return render(request, "indicators/target_list.html", context)


def _title(indicator: Indicator, count: int) -> str:
    if not count:
        return _("%(name)s: no target yet") % {"name": indicator}
    return _("Targets of %(name)s") % {"name": indicator}


def _region() -> Area:
    region = objects.home_region()
    assert region is not None  # noqa: S101 - nothing can be computed, and so nothing aimed at, without an area
    return region


def _open(request: HttpRequest, code: str) -> Indicator:
    """Return the indicator whose targets the person may set."""
    refuse_unless(permissions.can_set_targets(request.user))
    return objects.get_indicator_for(request.user, code)


def _back(code: str) -> HttpResponse:
    return redirect("indicators:target_list", code)


@login_required
@require_POST
def target_add(request: HttpRequest, code: str) -> HttpResponse:
    """Set one more target."""
    indicator = _open(request, code)
    form = TargetForm(request.POST, indicator=indicator, region=_region())
    if form.is_valid():
        try:
            services.set_target(indicator, form.target(), by=actor(request))
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("The target is set and judged."))
            return _back(code)
    return _list(request, indicator, target_form=form)


@login_required
@require_POST
def target_years(request: HttpRequest, code: str) -> HttpResponse:
    """Set the region's targets of several years at once."""
    indicator = _open(request, code)
    form = YearTargetsForm(request.POST, indicator=indicator, region=_region(), years=plan_years(timezone.localdate()))
    if form.is_valid():
        try:
            found = services.set_targets(indicator, form.targets(), by=actor(request))
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("%(count)s targets are set and judged.") % {"count": len(found)})
            return _back(code)
    return _list(request, indicator, years_form=form)


@login_required
@require_http_methods(_FORM)
def target_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a target."""
    indicator = _open(request, code)
    target = objects.get_target_for(request.user, code, pk)
    form = TargetForm(
        request.POST if request.method == "POST" else None, indicator=indicator, region=_region(), target=target
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_target(indicator, form.target(), by=actor(request), instead_of=target)
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("The target is set and judged."))
            return _back(code)
    return _form(request, indicator, form, _("Change the target"))


@login_required
@require_http_methods(_FORM)
def target_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, and then remove a target."""
    indicator = _open(request, code)
    target = objects.get_target_for(request.user, code, pk)
    return _removed(
        request,
        indicator,
        _("Remove this target?"),
        [str(target), _("No score counts it any more.")],
        lambda: services.remove_target(target, by=actor(request)),
    )


@login_required
@require_POST
def baseline_add(request: HttpRequest, code: str) -> HttpResponse:
    """Say where the indicator stood."""
    indicator = _open(request, code)
    form = BaselineForm(request.POST, indicator=indicator, region=_region())
    if form.is_valid():
        try:
            services.set_baseline(indicator, by=actor(request), **form.cleaned_data)
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("The baseline is set."))
            return _back(code)
    return _list(request, indicator, baseline_form=form)


@login_required
@require_http_methods(_FORM)
def baseline_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a baseline."""
    indicator = _open(request, code)
    baseline = objects.get_baseline_for(request.user, code, pk)
    form = BaselineForm(
        request.POST if request.method == "POST" else None, indicator=indicator, region=_region(), baseline=baseline
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_baseline(indicator, by=actor(request), instead_of=baseline, **form.cleaned_data)
        except IndicatorError as error:
            show_error(form, error)
        else:
            done(request, _("The baseline is set."))
            return _back(code)
    return _form(request, indicator, form, _("Change the baseline"))


@login_required
@require_http_methods(_FORM)
def baseline_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask, and then remove a baseline."""
    indicator = _open(request, code)
    baseline = objects.get_baseline_for(request.user, code, pk)
    return _removed(
        request,
        indicator,
        _("Remove this baseline?"),
        [str(baseline)],
        lambda: services.remove_baseline(baseline, by=actor(request)),
    )


def _form(request: HttpRequest, indicator: Indicator, form: Any, title: str) -> HttpResponse:
    context = {
        "form": form,
        "indicator": indicator,
        "title": title,
        "lede": indicator.display_name,
        "crumbs": [*crumbs_to(indicator), (title, "")],
        "cancel_url": reverse("indicators:target_list", args=[indicator.code]),
    }
    return render(request, "indicators/plain_form.html", context)


def _removed(
    request: HttpRequest, indicator: Indicator, title: str, consequences: list[str], act: Callable[[], None]
) -> HttpResponse:
    if request.method == "POST":
        try:
            act()
        except IndicatorError as error:
            consequences = [str(error), *consequences]
        else:
            done(request, _("Removed."))
            return _back(indicator.code)
    context = {
        "title": title,
        "lede": indicator.display_name,
        "consequences": consequences,
        "action": _("Remove"),
        "dangerous": True,
        "cancel_url": reverse("indicators:target_list", args=[indicator.code]),
        "crumbs": [*crumbs_to(indicator), (_("Remove"), "")],
    }
    return render(request, "ui/confirm.html", context)
