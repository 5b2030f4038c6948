"""The doors to single objects: each returns what the person may see, or answers that there is no such thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, Subquery, Value
from django.db.models.functions import Concat
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


@dataclass(frozen=True, slots=True)
class RegionAreas:
    """The region and everything in it, ended areas too, by code: one query."""

    region: Area
    areas: tuple[Area, ...]

    def with_code(self, code: str) -> Area:
        """Return the area with this code, the region when none is asked for. Raises Http404 for any other code."""
        if not code or code == self.region.code:
            return self.region
        found = [area for area in self.areas if area.code == code]
        if not found:
            raise Http404(code)
        return next((area for area in found if area.valid_until is None), found[-1])

    def inside(self, area: Area, *, deepest: int) -> list[Area]:
        """Return the areas directly inside one that exist today, down to a level."""
        return [one for one in self.areas if one.parent_id == area.pk and self._is_there(one) and one.level <= deepest]

    def of_level(self, level: int) -> list[Area]:
        """Return the areas of one level that exist today."""
        return [one for one in self.areas if one.level == level and self._is_there(one)]

    def _is_there(self, area: Area) -> bool:
        return area.valid_until is None


def region_areas(region: int | None) -> RegionAreas:
    """Return the region with its areas. Raises Http404 when there is no area yet."""
    if region is None:
        raise Http404("no region")
    code = Area.objects.filter(pk=region).values("code")[:1]
    found = Area.objects.filter(Q(pk=region) | Q(code__startswith=Concat(Subquery(code), Value("."))))
    areas = tuple(found.order_by("code", "pk"))
    home = next(area for area in areas if area.pk == region)
    return RegionAreas(home, areas)


def period_of_request(text: str) -> Period | None:
    """Return the period that is asked for, None when none is. Raises Http404 for what is no period."""
    if not text:
        return None
    try:
        return Period.parse(text)
    except NotAPeriod as error:
        raise Http404(text) from error
