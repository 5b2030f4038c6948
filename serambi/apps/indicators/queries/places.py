"""The tree of areas as computations see it, and the region whose figures are kept here."""

from __future__ import annotations

from typing import NamedTuple

from serambi.apps.plans.models import MasterPlan
from serambi.apps.regions.models import Area, AreaLevel
from serambi.methods.formula.areas import Area as TreeArea
from serambi.methods.formula.areas import AreaTree


class AreaRow(NamedTuple):
    id: int
    code: str
    parent: int | None
    level: int


def area_rows() -> tuple[AreaRow, ...]:
    return tuple(
        map(AreaRow._make, Area.objects.order_by("code", "id").values_list("id", "code", "parent_id", "level"))
    )


def region_id() -> int | None:
    """Return the region of the current plan; without a plan the first regency, then the first area there is."""
    found = MasterPlan.objects.filter(is_current=True).values_list("region_id", flat=True).first()
    if found is None:
        found = Area.objects.filter(level=AreaLevel.REGENCY).values_list("id", flat=True).order_by("code", "id").first()
    if found is None:
        found = Area.objects.values_list("id", flat=True).order_by("level", "code", "id").first()
    return found


class Places:
    """Areas by id and by key. A key is the area's code; where an ended area shares its code, the id is added."""

    def __init__(self, rows: tuple[AreaRow, ...]) -> None:
        self.rows = {row.id: row for row in rows}
        seen: set[str] = set()
        self.key: dict[int, str] = {}
        for row in rows:
            self.key[row.id] = row.code if row.code not in seen else f"{row.code}#{row.id}"
            seen.add(row.code)
        self.id = {key: identity for identity, key in self.key.items()}
        self.tree = AreaTree(
            TreeArea(self.key[row.id], None if row.parent is None else self.key[row.parent]) for row in rows
        )
        self._inside: dict[int, tuple[int, ...]] = {}

    def inside(self, area: int) -> tuple[int, ...]:
        """Return the ids of the area and of all areas in it, ordered by code."""
        found = self._inside.get(area)
        if found is None:
            found = self._inside[area] = tuple(self.id[key] for key in self.tree.subtree(self.key[area]))
        return found

    def computed(self, region: int, level: int) -> tuple[int, ...]:
        """Return the areas of the region for which an indicator of that level is computed, the region first."""
        return tuple(area for area in self.inside(region) if self.rows[area].level <= level or area == region)

    def upward(self, area: int) -> tuple[int, ...]:
        """Return the area and those it lies in, up to the top; none for an area that is not there."""
        key = self.key.get(area)
        return () if key is None else tuple(self.id[above] for above in self.tree.upward(key))
