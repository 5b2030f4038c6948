"""Changing areas and their boundaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.regions import errors, permissions, queries
from serambi.apps.regions.models import Area, Boundary

if TYPE_CHECKING:
    from serambi.apps.regions.importers import LoadedShape, Reading

_EDITABLE = ("name", "valid_from", "valid_until", "successor")


@transaction.atomic
def change_area(
    area: Area,
    *,
    by: Any,
    name: str,
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    successor: Area | None,
) -> Area:
    """Change an area's name and its place in time.

    successor: the area that took it over on the day after valid_until; only an area that has ended has one.
    Raises a RegionError when the person may not or the dates and areas do not fit together.
    """
    if not permissions.can_edit_areas(by):
        raise errors.NotForYou
    area = Area.objects.select_for_update().get(pk=area.pk)
    before = audit.snapshot(area, _EDITABLE)
    area.name = name.strip()
    area.valid_from, area.valid_until, area.successor = valid_from, valid_until, successor
    _check(area)
    area.save()
    audit.record(Verb.CHANGED, area, by=by, before=before, after=audit.snapshot(area, _EDITABLE))
    return area


def _check(area: Area) -> None:
    if area.valid_from and area.valid_until and area.valid_until < area.valid_from:
        raise errors.EndBeforeBeginning
    if area.valid_until is None:
        other = Area.objects.filter(code=area.code, valid_until__isnull=True).exclude(pk=area.pk).first()
        if other is not None:
            raise errors.CodeInUse(code=area.code, other=other.name)
    else:
        remaining = queries.descendants(area, today=area.valid_until + dt.timedelta(days=1)).filter(
            parent_id__in=[area.pk]
        )
        if count := remaining.count():
            raise errors.StillHasParts(count=count, area=area.name)
    if area.successor is not None:
        _check_successor(area, area.successor)


def _check_successor(area: Area, successor: Area) -> None:
    if area.valid_until is None:
        raise errors.SuccessorWithoutEnd
    ended_before = successor.valid_until is not None and successor.valid_until <= area.valid_until
    if successor.level != area.level or ended_before:
        raise errors.WrongSuccessor(successor=successor.name, area=area.name)
    later: Area | None = successor
    while later is not None:
        if later.pk == area.pk:
            raise errors.WrongSuccessor(successor=successor.name, area=area.name)
        later = later.successor


# Boundaries -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoundariesLoaded:
    """What was loaded, and what a person should look at. replaced: how many areas had another boundary before."""

    shapes: Sequence[LoadedShape]
    replaced: int
    warnings: Sequence[str]
    skipped: Sequence[str]


def check_boundaries(
    text: str, *, today: dt.date, code_property: str = "code", skip_unknown: bool = False
) -> BoundariesLoaded:
    """Return what loading the file would do, without writing.

    Raises BoundariesRefused with every problem of the file.
    """
    reading = _read(text, today=today, code_property=code_property, skip_unknown=skip_unknown)
    return _outcome(reading)


@transaction.atomic
def load_boundaries(
    text: str, *, by: Any, source: str, today: dt.date, code_property: str = "code", skip_unknown: bool = False
) -> BoundariesLoaded:
    """Give areas the boundaries of a GeoJSON file: all of them, or none when anything in the file is wrong.

    text: a FeatureCollection of polygons in longitude and latitude. source: where the file is from and its licence.
    by: the person, or None for the command line. Raises BoundariesRefused with every problem of the file.
    """
    if by is not None and not permissions.can_edit_areas(by):
        raise errors.NotForYou
    reading = _read(text, today=today, code_property=code_property, skip_unknown=skip_unknown)
    outcome = _outcome(reading)
    existing = Boundary.objects.in_bulk([loaded.area.pk for loaded in reading.shapes], field_name="area_id")
    for loaded in reading.shapes:
        earlier = existing.get(loaded.area.pk)
        before = {"source": earlier.source, "points": _points(earlier.geometry)} if earlier else {}
        boundary = earlier or Boundary(area=loaded.area)
        boundary.geometry, boundary.source = dict(loaded.geometry), source[:300]
        boundary.save()
        after = {"source": boundary.source, "points": loaded.points}
        audit.record(Verb.LOADED, boundary, by=by, before=before, after=after)
    return outcome


def _read(text: str, *, today: dt.date, code_property: str, skip_unknown: bool) -> Reading:
    areas = {area.code: area for area in Area.objects.valid_on(today)}
    # Only the command reads boundaries; pages do without shapely.
    from serambi.apps.regions.importers import read_boundaries  # noqa: PLC0415

    reading = read_boundaries(text, areas=areas, code_property=code_property, skip_unknown=skip_unknown)
    if reading.problems:
        raise errors.BoundariesRefused(reading.problems)
    return reading


def _outcome(reading: Reading) -> BoundariesLoaded:
    ids = [loaded.area.pk for loaded in reading.shapes]
    replaced = Boundary.objects.filter(area_id__in=ids).count()
    return BoundariesLoaded(reading.shapes, replaced, reading.warnings, reading.skipped)


def _points(geometry: Any) -> int:
    """Return how many points a stored geometry has."""
    if isinstance(geometry, dict):
        return _points(geometry.get("coordinates", []))
    if geometry and isinstance(geometry[0], int | float):
        return 1
    return sum(_points(part) for part in geometry)
