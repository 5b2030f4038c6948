"""The way down to the pages of this app."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.indicators.models import Indicator

Crumbs = list[tuple[Any, str]]


def crumbs_to(indicator: Indicator | None = None) -> Crumbs:
    """Return the way down to the pages about an indicator."""
    trail: Crumbs = [(_("Indicators"), reverse("indicators:indicator_list"))]
    if indicator is not None:
        trail.append((indicator.display_name, reverse("indicators:indicator_detail", args=[indicator.code])))
    return trail
