"""The column of a person who did something; what they did stays when their account goes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def person(verbose_name: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # the stubs want both types
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=verbose_name
    )
