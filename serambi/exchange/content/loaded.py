"""What every part of loading shares: the count of what was added, and looking things up by code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop

from serambi.apps.regions.models import AreaLevel
from serambi.exchange.content.folder import Row

# The words for what was added, here so that they are translated.
KINDS = (
    gettext_noop("areas"),
    gettext_noop("bands"),
    gettext_noop("bodies"),
    gettext_noop("commitments"),
    gettext_noop("categories of citizen reports"),
    gettext_noop("citizen reports"),
    gettext_noop("frameworks"),
    gettext_noop("indicators"),
    gettext_noop("meetings"),
    gettext_noop("missions"),
    gettext_noop("observations"),
    gettext_noop("organizations"),
    gettext_noop("partners"),
    gettext_noop("pillars"),
    gettext_noop("plans"),
    gettext_noop("programs"),
    gettext_noop("series"),
    gettext_noop("standard indicators"),
    gettext_noop("sub-dimensions"),
    gettext_noop("targets"),
)

LEVELS = {
    "province": AreaLevel.PROVINCE,
    "regency": AreaLevel.REGENCY,
    "district": AreaLevel.DISTRICT,
    "village": AreaLevel.VILLAGE,
}


@dataclass
class Loaded:
    """How many objects of each kind were added."""

    added: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, number: int) -> None:
        if number:
            self.added[kind] = self.added.get(kind, 0) + number


def by_code(model: type[models.Model], column: str = "code") -> dict[str, Any]:
    return {getattr(thing, column): thing for thing in model._default_manager.all()}


def level(row: Row) -> int:
    name = row.text("area_level") or "regency"
    if name not in LEVELS:
        raise row.refuse("area_level", f"“{name}” is not one of: {', '.join(LEVELS)}.")
    return LEVELS[name]
