"""The way down to the pages of this app."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.observations.models import Series

Crumbs = list[tuple[Any, str]]


def crumbs_to(series: Series | None = None) -> Crumbs:
    """Return the way down to the pages about a series."""
    trail: Crumbs = [(_("Data"), reverse("observations:series_list"))]
    if series is not None:
        trail.append((series.display_name, reverse("observations:series_detail", args=[series.code])))
    return trail
