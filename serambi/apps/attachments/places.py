"""How far a photograph was taken from where it should have been."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from serambi.apps.attachments.permissions import Place

_EARTH_KILOMETRES: Final = 6371.0088
_KILOMETRES_PER_DEGREE: Final = math.pi * _EARTH_KILOMETRES / 180
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Nearness:
    """The nearest of some places. kilometres: to its boundary, 0 inside; to its middle where none is known."""

    place: Place
    kilometres: float
    to_boundary: bool

    @property
    def fits(self) -> bool:
        return self.kilometres <= (0 if self.to_boundary else self.place.reach)


def nearest(latitude: float, longitude: float, places: Sequence[Place]) -> Nearness | None:
    """Return which place a point is nearest to; None when nobody knows where any of them is."""
    found = [nearness for place in places if (nearness := _nearness(latitude, longitude, place)) is not None]
    return min(found, key=lambda one: (not one.fits, one.kilometres), default=None)


def _nearness(latitude: float, longitude: float, place: Place) -> Nearness | None:
    if place.geometry is not None:
        return Nearness(place, distance_to_shape(latitude, longitude, place.geometry), to_boundary=True)
    if place.latitude is None or place.longitude is None:
        return None
    return Nearness(place, distance(latitude, longitude, place.latitude, place.longitude), to_boundary=False)


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the kilometres between two points, the Earth taken for a sphere (haversine).

    >>> round(distance(-1.0, 116.5, -2.0, 116.5), 1)
    111.2
    """
    first, second = math.radians(latitude), math.radians(other_latitude)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * _EARTH_KILOMETRES * math.asin(min(1.0, math.sqrt(half)))


def distance_to_shape(latitude: float, longitude: float, geometry: Mapping[str, Any]) -> float:
    """Return the kilometres to a Polygon or MultiPolygon in GeoJSON, 0 inside; infinite for a shape without points.

    Near the point the Earth is taken for flat, which at 100 km errs by less than a hundredth.
    """
    shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    best = math.inf
    for rings in shapes:
        flat = [_flattened(ring, latitude, longitude) for ring in rings]
        if sum(_contains_origin(ring) for ring in flat) % 2:
            return 0.0
        best = min([best, *(_distance_from_origin(*edge) for ring in flat for edge in _edges(ring))])
    return best


def _flattened(ring: Sequence[Sequence[float]], latitude: float, longitude: float) -> list[Point]:
    """Return a ring in kilometres east and north of a point."""
    narrowing = math.cos(math.radians(latitude))
    return [
        ((east - longitude) * _KILOMETRES_PER_DEGREE * narrowing, (north - latitude) * _KILOMETRES_PER_DEGREE)
        for east, north, *_height in ring
    ]


def _edges(ring: list[Point]) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def _contains_origin(ring: list[Point]) -> bool:
    """Tell whether a line from the origin to the east crosses the ring an odd number of times."""
    inside = False
    for (x, y), (next_x, next_y) in _edges(ring):
        if (y > 0) != (next_y > 0) and x - y * (next_x - x) / (next_y - y) > 0:
            inside = not inside
    return inside


def _distance_from_origin(start: Point, end: Point) -> float:
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x * dx + y * dy) / length))
    return math.hypot(x + along * dx, y + along * dy)
