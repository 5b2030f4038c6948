"""Reading areas: the tree, what lies in what, and their shapes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404

from serambi.apps.regions.models import Area, AreaLevel, AreaQuerySet, Boundary
from serambi.ui.charts.outlines import Outlines, outline

Geometry = Mapping[str, Any]

# About 55 m: on a map of a regency at the width of a page that is half a pixel.
MAP_TOLERANCE = 0.0005


@dataclass(frozen=True, slots=True)
class AreaNode:
    """An area with the areas that are part of it, in the order of their codes. depth: 0 at the top of the tree."""

    area: Area
    depth: int
    children: tuple[AreaNode, ...]

    @property
    def indent(self) -> str:
        """Return the space that a row of a table puts before its name."""
        return "\u2003" * self.depth


def get_area_for(user: Any, code: str) -> Area:
    """Return the area that has this code now, else the last that had it; areas are open to everybody.

    Its parent, the parent's parent and its successor come with it. Raises Http404 when no area ever had the code.
    """
    areas = Area.objects.filter(code=code).select_related("parent__parent__parent", "successor")
    area = areas.order_by(F("valid_until").desc(nulls_first=True)).first()
    if area is None:
        raise Http404(code)
    return area


def home_regions(*, today: dt.date) -> list[Area]:
    """Return the regencies and cities whose figures are kept here: those of which districts are known.

    A neighbor that is known by its name alone is not among them. While no districts are loaded, every regency is.
    """
    regencies = Area.objects.valid_on(today).filter(level=AreaLevel.REGENCY)
    return list(regencies.filter(children__isnull=False).distinct()) or list(regencies)


def areas_inside(regions: Iterable[Area], *, today: dt.date, deepest: int = AreaLevel.VILLAGE) -> AreaQuerySet:
    """Return the areas of these regions that exist on that day, the regions themselves included, by code."""
    return all_areas_of(regions).valid_on(today).filter(level__lte=deepest)


def all_areas_of(regions: Iterable[Area]) -> AreaQuerySet:
    """Return the areas of these regions, those too that exist no longer or not yet, by code."""
    wanted = Q(pk__in=[])
    for region in regions:
        wanted |= Q(code=region.code) | Q(code__startswith=f"{region.code}.")
    return Area.objects.filter(wanted).order_by("code")


def descendants(area: Area, *, today: dt.date) -> AreaQuerySet:
    """Return everything below the area that exists on that day, by code; the area itself is not among them."""
    return Area.objects.inside(area).valid_on(today).exclude(pk=area.pk).order_by("code")


def ancestors(area: Area) -> list[Area]:
    """Return what the area is part of, from the largest down; one query at most when they were not fetched with it."""
    if area.parent_id is not None and not Area.parent.is_cached(area):
        area = Area.objects.select_related("parent__parent__parent").get(pk=area.pk)
    above: list[Area] = []
    while area.parent is not None:
        area = area.parent
        above.insert(0, area)
    return above


def area_tree(areas: Iterable[Area]) -> tuple[AreaNode, ...]:
    """Return the given areas as trees; one whose parent is not given stands at the top."""
    given = sorted(areas, key=lambda area: area.code)
    known = {area.pk for area in given}
    below: dict[int | None, list[Area]] = {}
    for area in given:
        below.setdefault(area.parent_id if area.parent_id in known else None, []).append(area)

    def grown(area: Area, depth: int) -> AreaNode:
        return AreaNode(area, depth, tuple(grown(child, depth + 1) for child in below.get(area.pk, ())))

    return tuple(grown(area, 0) for area in below.get(None, ()))


def flattened(nodes: Iterable[AreaNode]) -> list[AreaNode]:
    """Return every node of the trees as the rows of a table: each area before its parts."""
    rows: list[AreaNode] = []
    for node in nodes:
        rows.append(node)
        rows.extend(flattened(node.children))
    return rows


def boundaries_for(areas: Iterable[Area], *, tolerance: float = MAP_TOLERANCE) -> dict[int, Geometry]:
    """Return the shapes of these areas for a map, by the area's id, as GeoJSON geometries; those without are absent.

    tolerance: in degrees; bends whose area is below its square go, and 0 gives the shapes as they were loaded. Areas
    of one level are simplified together, so that neighbors keep one line between them. The result is kept until a
    boundary changes.
    """
    return dict(_shapes(_loaded(areas), tolerance))


class Whereabouts(NamedTuple):
    """Where an area is. name: with its kind. geometry: its boundary as it was loaded, None where none is known.

    reach: kilometres from its middle that are still believed to lie within, where there is no boundary.
    """

    name: str
    latitude: float | None
    longitude: float | None
    geometry: Geometry | None
    reach: float


# As wide as areas of that level are in Kalimantan, where the widest of them lie.
_REACH = {AreaLevel.PROVINCE: 400.0, AreaLevel.REGENCY: 100.0, AreaLevel.DISTRICT: 30.0, AreaLevel.VILLAGE: 5.0}


def places_of(areas: Iterable[Area]) -> list[Whereabouts]:
    """Return where these areas are, in their order; one query for all of them."""
    given = list(areas)
    shapes = dict(Boundary.objects.filter(area__in=given).values_list("area_id", "geometry"))
    return [
        Whereabouts(
            name=f"{area.get_kind_display()} {area.name.removeprefix(f'{area.get_kind_display()} ')}",
            latitude=area.centroid_latitude,
            longitude=area.centroid_longitude,
            geometry=shapes.get(area.pk),
            reach=_REACH[AreaLevel(area.level)],
        )
        for area in given
    ]


def outlines_for(areas: Iterable[Area], *, tolerance: float = MAP_TOLERANCE) -> Outlines | None:
    """Return the map of these areas without its figures, ready for `ui.charts.maps.AreaMap`; by the areas' codes.

    An area without a boundary is a place at its centroid. None when there is not even a centroid. It is drawn once and
    kept until a boundary or a centroid changes.
    """
    given = list(areas)
    centroids = tuple(
        (area.pk, area.code, area.centroid_longitude, area.centroid_latitude)
        for area in given
        if area.centroid_longitude is not None and area.centroid_latitude is not None
    )
    codes = tuple((area.pk, area.code) for area in given)
    return _outlines(codes, centroids, _loaded(given), tolerance)


_Loaded = tuple[tuple[int, dt.datetime], ...]


def _loaded(areas: Iterable[Area]) -> _Loaded:
    """Return which of the areas have a boundary and since when; one query."""
    ids = [area.pk for area in areas]
    found = Boundary.objects.filter(area_id__in=ids).order_by("area_id").values_list("area_id", "loaded_at")
    return tuple(found)


@lru_cache(maxsize=32)
def _shapes(loaded: _Loaded, tolerance: float) -> tuple[tuple[int, Geometry], ...]:
    """Return the simplified shapes; the moments of loading are part of the key, so a new boundary is never missed."""
    rows = Boundary.objects.filter(area_id__in=[area_id for area_id, _ in loaded])
    found = list(rows.values_list("area_id", "area__level", "geometry"))
    if tolerance <= 0:
        return tuple((area_id, geometry) for area_id, _, geometry in found)
    # A map is not drawn in every process, and the library takes 30 MB of each that draws one.
    from serambi.apps.regions.shapes import simplified  # noqa: PLC0415

    shapes: list[tuple[int, Geometry]] = []
    for level in sorted({level for _, level, _ in found}):
        same = [(area_id, geometry) for area_id, other, geometry in found if other == level]
        ids = [area_id for area_id, _ in same]
        shapes += zip(ids, simplified([geometry for _, geometry in same], tolerance), strict=True)
    return tuple(shapes)


@lru_cache(maxsize=32)
def _outlines(
    codes: tuple[tuple[int, str], ...],
    centroids: tuple[tuple[int, str, float, float], ...],
    loaded: _Loaded,
    tolerance: float,
) -> Outlines | None:
    shapes = dict(_shapes(loaded, tolerance))
    geometries = {code: shapes[pk] for pk, code in codes if pk in shapes}
    # A boundary says where an area is; its centroid would only widen the map when it is off.
    places = {code: (longitude, latitude) for pk, code, longitude, latitude in centroids if pk not in shapes}
    return outline(geometries, centroids=places) if geometries or places else None


def area_list(
    *, text: str = "", kinds: Sequence[str] = (), parent: Area | None = None, today: dt.date, with_ended: bool = False
) -> AreaQuerySet:
    """Return areas by code, narrowed by part of the name or beginning of the code, by kind, to one area's parts.

    Each has `has_boundary`. with_ended: those that no longer exist, too.
    """
    areas = Area.objects.select_related("parent").order_by("code", "pk")
    areas = areas.annotate(has_boundary=Exists(Boundary.objects.filter(area_id=OuterRef("pk"))))
    if not with_ended:
        areas = areas.valid_on(today)
    if text:
        areas = areas.filter(Q(name__icontains=text) | Q(code__startswith=text))
    if kinds:
        areas = areas.filter(kind__in=kinds)
    return areas.inside(parent) if parent is not None else areas
