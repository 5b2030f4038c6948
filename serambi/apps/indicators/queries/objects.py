"""The doors to single objects: each returns what the person may see, or answers that there is no such thing."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404

from serambi.apps.indicators.models import Baseline, Constant, Indicator, Target
from serambi.apps.indicators.queries.places import region_id
from serambi.apps.regions.models import Area
from serambi.methods.periods import NotAPeriod, Period


def get_indicator_for(user: Any, code: str) -> Indicator:
    """Return the indicator with this code, with its owner, state, programs and standards. Raises Http404."""
    found = (
        Indicator.objects.visible_to(user)
        .select_related("owner", "state")
        .prefetch_related(Prefetch("standards", to_attr="standard_indicators"), "standards__framework")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404(code)
    return found


def get_target_for(user: Any, code: str, pk: int) -> Target:
    """Return a target of an indicator that the person may see. Raises Http404."""
    found = (
        Target.objects.filter(indicator__in=Indicator.objects.visible_to(user), indicator__code=code, pk=pk)
        .select_related("indicator", "area")
        .first()
    )
    if found is None:
        raise Http404(f"{code} {pk}")
    return found


def get_baseline_for(user: Any, code: str, pk: int) -> Baseline:
    """Return a baseline of an indicator that the person may see. Raises Http404."""
    found = (
        Baseline.objects.filter(indicator__in=Indicator.objects.visible_to(user), indicator__code=code, pk=pk)
        .select_related("indicator", "area")
        .first()
    )
    if found is None:
        raise Http404(f"{code} {pk}")
    return found


def get_constant_for(user: Any, code: str) -> Constant:
    """Return a constant; everybody may see them. Raises Http404."""
    found = Constant.objects.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def home_region() -> Area | None:
    """Return the area whose figures are kept here, or None when there is none yet."""
    found = region_id()
    return None if found is None else Area.objects.get(pk=found)


def area_of_request(code: str, region: Area) -> Area:
    """Return the area with this code, the region when none is asked for.

    Raises Http404 for one outside the region or not known.
    """
    if not code or code == region.code:
        return region
    area = Area.objects.inside(region).filter(code=code).order_by("valid_until").last()
    if area is None:
        raise Http404(code)
    return area


def period_of_request(text: str) -> Period | None:
    """Return the period that is asked for, None when none is. Raises Http404 for what is no period."""
    if not text:
        return None
    try:
        return Period.parse(text)
    except NotAPeriod as error:
        raise Http404(text) from error
