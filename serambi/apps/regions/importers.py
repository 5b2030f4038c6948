"""Reading a file of boundaries: GeoJSON in, checked shapes and sentences about what is wrong out.

Nothing here writes. A file is read whole and every problem in it is told at once, so that it is corrected once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, isfinite, radians
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely.geometry import MultiPolygon, Polygon, mapping, shape

from serambi.apps.regions.models import Area
from serambi.ui import formats

# The names under which files say that their coordinates are longitude and latitude of WGS 84.
_WGS84 = re.compile(r"(?:CRS:?84|EPSG:{1,2}4326|OGC:[\d.]*:CRS84)$", re.IGNORECASE)
_DIGITS_OF_LEVEL = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}
# A repair that changes the area of a shape by more than this is not a repair but a guess.
_REPAIR_LIMIT = 0.01
_FAR_KM = 20.0
_KM_PER_DEGREE = 111.2
_DECIMALS = 6  # 11 cm; files with more only look more exact


@dataclass(frozen=True, slots=True)
class LoadedShape:
    """One checked boundary. geometry: GeoJSON, counter-clockwise outside. points: how many it has."""

    area: Area
    geometry: Mapping[str, Any]
    points: int
    was_repaired: bool


@dataclass(slots=True)
class Reading:
    """What a file holds.

    problems: why it cannot be loaded. warnings: what a person should look at though it can. skipped: codes left out.
    """

    shapes: list[LoadedShape] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


class _Wrong(Exception):
    """A shape that cannot be used; the text says why."""


def read_boundaries(
    text: str, *, areas: Mapping[str, Area], code_property: str = "code", skip_unknown: bool = False
) -> Reading:
    """Return the boundaries that a GeoJSON FeatureCollection holds for these areas.

    areas: by code. code_property: the property of a feature that holds the code; `6409011001` is read as
    `64.09.01.1001`. skip_unknown: leave out features of areas that are not known instead of refusing the file.
    """
    reading = Reading()
    features = _features(text, reading)
    unknown: list[str] = []
    seen: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        code = _code(feature, code_property)
        if not code:
            reading.problems.append(
                _("Feature %(number)s has no property “%(property)s” with a code.")
                % {"number": number, "property": code_property}
            )
            continue
        if code in seen:
            reading.problems.append(
                _("Code %(code)s stands twice, in features %(first)s and %(second)s.")
                % {"code": code, "first": seen[code], "second": number}
            )
            continue
        seen[code] = number
        area = areas.get(code)
        if area is None:
            unknown.append(code)
            continue
        _read_shape(area, feature.get("geometry"), reading)
    _tell_unknown(unknown, reading, skip_unknown=skip_unknown)
    if not features and not reading.problems:
        reading.problems.append(_("The file holds no features."))
    elif not reading.shapes and not reading.problems:
        reading.problems.append(_("No feature of the file belongs to an area that is known here."))
    return reading


def _features(text: str, reading: Reading) -> list[Mapping[str, Any]]:
    try:
        content = json.loads(text)
    except ValueError as error:
        reading.problems.append(_("The file is not JSON: %(error)s.") % {"error": error})
        return []
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection" or not isinstance(features, list):
        reading.problems.append(_("The file is JSON but not a GeoJSON FeatureCollection."))
        return []
    system = _named_system(content)
    if system and not _WGS84.search(system):
        reading.problems.append(
            _("The file says that its coordinates are %(system)s. Convert it to longitude and latitude (EPSG:4326).")
            % {"system": system}
        )
        return []
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _named_system(content: Mapping[str, Any]) -> str:
    """Return the name of the coordinate system that an older GeoJSON file gives, "" without one."""
    system = content.get("crs")
    properties = system.get("properties") if isinstance(system, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _code(feature: Mapping[str, Any], name: str) -> str:
    properties = feature.get("properties")
    value = properties.get(name) if isinstance(properties, dict) else None
    if value is None or isinstance(value, bool | dict | list):
        return ""
    code = str(value).strip()
    widths = _DIGITS_OF_LEVEL.get(len(code)) if code.isdigit() else None
    if widths is None:
        return code
    parts, start = [], 0
    for width in widths:
        parts.append(code[start : start + width])
        start += width
    return ".".join(parts)


def _tell_unknown(unknown: list[str], reading: Reading, *, skip_unknown: bool) -> None:
    if skip_unknown:
        reading.skipped = unknown
    elif unknown:
        reading.problems.append(
            ngettext(
                "%(count)s code is not an area that is known here: %(codes)s.",
                "%(count)s codes are not areas that are known here: %(codes)s.",
                len(unknown),
            )
            % {"count": len(unknown), "codes": _listed(unknown)}
        )


def _listed(codes: list[str], most: int = 20) -> str:
    shown = ", ".join(codes[:most])
    return shown if len(codes) <= most else f"{shown} …"


# Shapes -----------------------------------------------------------------------------------------------------------


def _read_shape(area: Area, geometry: Any, reading: Reading) -> None:
    try:
        polygon, was_repaired = _polygon(geometry, area)
    except _Wrong as wrong:
        reading.problems.append(f"{area.code} {area.name}: {wrong}")
        return
    if was_repaired:
        reading.warnings.append(
            _("%(code)s %(name)s: its line crossed itself and was repaired; the area stayed the same.")
            % {"code": area.code, "name": area.name}
        )
    distance = _distance_km(area, polygon)
    if distance is not None and distance > _FAR_KM:
        reading.warnings.append(
            _("%(code)s %(name)s: the boundary lies %(distance)s km from the area's center. Is it the right one?")
            % {"code": area.code, "name": area.name, "distance": formats.number(distance, 0)}
        )
    plain = json.loads(json.dumps(mapping(polygon)))
    reading.shapes.append(LoadedShape(area, plain, int(shapely.get_num_coordinates(polygon)), was_repaired))


def _polygon(geometry: Any, area: Area) -> tuple[Polygon | MultiPolygon, bool]:
    """Return the shape, valid and with six decimals, and whether it had to be repaired."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Wrong(
            _("a boundary is a Polygon or a MultiPolygon, not %(kind)s.") % {"kind": kind or _("an empty geometry")}
        )
    _check_rings(geometry["type"], geometry.get("coordinates"))
    _check_places(geometry["coordinates"], area)
    found = shapely.force_2d(shape(geometry))
    rounded = shapely.set_precision(found, 10.0**-_DECIMALS, mode="pointwise")
    if found.is_valid and rounded.is_valid:
        return _oriented(rounded), False
    # What only rounding broke (a sliver that closed) is mended without a word: the file was right.
    return _oriented(_repaired(rounded, found)), not found.is_valid


def _repaired(rounded: Any, found: Any) -> Polygon | MultiPolygon:
    repaired = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(repaired) if isinstance(part, Polygon) and part.area > 0]
    # The signed area of each ring as drawn: a figure of eight counts one half against the other, and does not fit.
    drawn = sum(_ring_area(part.exterior) - sum(map(_ring_area, part.interiors)) for part in shapely.get_parts(found))
    kept = sum(part.area for part in parts)
    if not parts or abs(kept - drawn) > _REPAIR_LIMIT * max(kept, drawn):
        where = shapely.is_valid_reason(found)
        raise _Wrong(
            _("its line crosses itself and cannot be repaired without guessing (%(where)s).") % {"where": where}
        )
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _ring_area(ring: Any) -> float:
    steps = pairwise(ring.coords)
    doubled = sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in steps)
    return float(abs(doubled) / 2)


def _oriented(polygon: Any) -> Polygon | MultiPolygon:
    oriented: Polygon | MultiPolygon = shapely.orient_polygons(polygon)
    return oriented


def _check_rings(kind: str, coordinates: Any) -> None:
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons or not all(isinstance(part, list) and part for part in polygons):
        raise _Wrong(_("it has no coordinates."))
    for ring in (ring for polygon in polygons for ring in polygon):
        if not isinstance(ring, list) or len(ring) < 4:
            raise _Wrong(_("a ring needs at least four points."))
        if not all(_is_position(position) for position in ring):
            raise _Wrong(_("a point is not a pair of numbers."))
        if ring[0] != ring[-1]:
            raise _Wrong(_("a ring is not closed: its last point is not its first. Was the file cut short?"))


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and len(position) >= 2
        and all(isinstance(part, int | float) and not isinstance(part, bool) and isfinite(part) for part in position)
    )


def _check_places(coordinates: Any, area: Area) -> None:
    """Refuse what is not longitude before latitude in degrees."""
    places = list(_positions(coordinates))
    if any(abs(x) > 180 or abs(y) > 180 for x, y in places):
        raise _Wrong(_("its coordinates are not degrees. Convert the file to longitude and latitude (EPSG:4326)."))
    if any(abs(y) > 90 for _x, y in places) or _fits_better_swapped(places, area):
        raise _Wrong(_("latitude and longitude are swapped. GeoJSON writes the longitude first."))


def _fits_better_swapped(places: list[tuple[float, float]], area: Area) -> bool:
    """Tell whether the points lie near the area's center only when read the other way round."""
    if area.centroid_latitude is None or area.centroid_longitude is None:
        return False
    x, y = (sum(column) / len(places) for column in zip(*places, strict=True))
    as_is = hypot(x - area.centroid_longitude, y - area.centroid_latitude)
    swapped = hypot(y - area.centroid_longitude, x - area.centroid_latitude)
    return swapped < 1 < as_is


def _positions(coordinates: Any) -> Iterable[tuple[float, float]]:
    if _is_position(coordinates):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _positions(part)


def _distance_km(area: Area, polygon: Any) -> float | None:
    """Return how far the area's center lies outside the shape; 0 inside it, None without a center."""
    if area.centroid_latitude is None or area.centroid_longitude is None:
        return None
    center = shapely.Point(area.centroid_longitude, area.centroid_latitude)
    nearest = shapely.get_coordinates(shapely.shortest_line(center, polygon))[-1]
    east = (nearest[0] - center.x) * cos(radians(center.y))
    return float(hypot(east, nearest[1] - center.y) * _KM_PER_DEGREE)
