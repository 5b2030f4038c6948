"""Figures as things that can have evidence: who may see and send it, and what it is held against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse

from serambi.apps.agencies.permissions import can_see_preliminary, is_verifier
from serambi.apps.attachments.permissions import Belonging, Owner, Place
from serambi.apps.observations.models import Observation
from serambi.apps.observations.permissions import can_record
from serambi.apps.observations.views.doors import crumbs_to
from serambi.apps.regions.queries import places_of
from serambi.ui import formats


def owner() -> Owner:
    """Return how figures answer for their evidence."""
    return Owner(
        table=Observation,
        find=_find,
        may_read=_may_read,
        may_attach=_may_attach,
        may_verify=_may_verify,
        describe=_describe,
    )


def _may_read(user: Any, target: Any) -> bool:
    """Tell whether the person sees evidence that is not published: everybody with a role does."""
    return can_see_preliminary(user)


def _may_verify(user: Any, target: Any) -> bool:
    return is_verifier(user)


def _find(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    found = Observation.objects.visible_to(user).filter(pk__in=ids)
    return {one.pk: one for one in found.select_related("series__producer", "area")}


def _may_attach(user: Any, observation: Observation) -> bool:
    return observation.series.archived_at is None and can_record(user, observation.series)


def _describe(observation: Observation) -> Belonging:
    series = observation.series
    return Belonging(
        name=f"{series.display_name}, {observation.area.name}, {formats.period(observation.period)}",
        page=reverse("observations:observation_detail", args=[observation.pk]),
        shows_files=True,
        crumbs=tuple(crumbs_to(series)),
        organization=series.producer.abbreviation if series.producer else "",
        first_day=observation.period_start,
        last_day=observation.period_end,
        places=tuple(Place(**place._asdict()) for place in places_of([observation.area])),
    )
