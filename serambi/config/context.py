"""What every page knows: the regency, its plan, and where one can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from serambi.apps.agencies.permissions import standing
from serambi.config.environment import Mode
from serambi.config.navigation import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the base page."""
    user = getattr(request, "user", None)
    return {
        "navigation": navigation(request),
        "standing": standing(user),
        "is_trial": settings.MODE is Mode.TRIAL,
    }
