"""Turns boundaries and centroids into the paths of a map that is drawn once and kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Position = Sequence[float]


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to coordinates of a map `width` wide: equal steps per degree, true at the middle latitude.

    Right for a regency or a province near the equator; distances at the edges are off by less than a percent.
    """

    west: float
    north: float
    per_degree: float
    squeeze: float
    height: float

    @classmethod
    def around(cls, positions: Iterable[Position], *, width: float, edge: float) -> Projection:
        """Return the projection in which all positions fill the width, with that much edge around them.

        A single position lies in the middle of a square.
        """
        known = list(positions)
        west, east = min(p[0] for p in known), max(p[0] for p in known)
        south, north = min(p[1] for p in known), max(p[1] for p in known)
        squeeze = math.cos(math.radians((south + north) / 2))
        across, down = (east - west) * squeeze, north - south
        if across < 1e-9 and down < 1e-9:
            return cls(west - 1, north + 1 * squeeze, width / (2 * squeeze), squeeze, width)
        # A region much higher than wide would fill screens: it is then fitted to a map as high as it is wide.
        per_degree = (width - 2 * edge) / max(across, down * 0.9)
        height = down * per_degree + 2 * edge
        spare = (width - across * per_degree) / 2
        return cls(west - spare / per_degree / squeeze, north + edge / per_degree, per_degree, squeeze, height)

    def __call__(self, position: Position) -> tuple[float, float]:
        return (
            (position[0] - self.west) * self.squeeze * self.per_degree,
            (self.north - position[1]) * self.per_degree,
        )


@dataclass(frozen=True, slots=True)
class Outlines:
    """A map without its figures: one path or one place per area code, in coordinates.

    Making it walks over every vertex, so whoever shows it often keeps it and gives it to `AreaMap` again.
    """

    width: float
    height: float
    paths: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]
    borders: tuple[str, ...] = ()
    names: tuple[tuple[str, float, float], ...] = ()


def outline(
    geometries: Mapping[str, Mapping[str, Any] | None],
    *,
    centroids: Mapping[str, tuple[float, float]],
    borders: Iterable[Mapping[str, Any]] = (),
    names: Mapping[str, tuple[float, float]] | None = None,
    width: float = 720.0,
) -> Outlines:
    """Return the outlines of areas.

    geometries: GeoJSON Polygon or MultiPolygon by area code; None or missing shows the centroid instead.
    centroids: longitude and latitude by area code. borders: geometries drawn as lines over the areas.
    names: words on the map with the longitude and latitude of their middle.

    Raises ValueError when there is neither a boundary nor a centroid, or for another kind of geometry.
    """
    rings = {code: _rings(geometry) for code, geometry in geometries.items() if geometry}
    border_rings = [_rings(geometry) for geometry in borders]
    everywhere = [p for parts in [*rings.values(), *border_rings] for ring in parts for p in ring]
    everywhere += list(centroids.values())
    if not everywhere:
        raise ValueError("A map needs at least one boundary or centroid.")
    projection = Projection.around(everywhere, width=width, edge=12.0 if rings else 32.0)
    return Outlines(
        width=width,
        height=max(projection.height, 120.0),
        paths={code: _path(parts, projection) for code, parts in rings.items()},
        places={code: projection(place) for code, place in centroids.items()},
        borders=tuple(_path(parts, projection) for parts in border_rings),
        names=tuple((word, *projection(place)) for word, place in (names or {}).items()),
    )


def _rings(geometry: Mapping[str, Any]) -> list[list[Position]]:
    match geometry.get("type"):
        case "Polygon":
            return list(geometry["coordinates"])
        case "MultiPolygon":
            return [ring for polygon in geometry["coordinates"] for ring in polygon]
        case other:
            raise ValueError(f"A boundary is a Polygon or a MultiPolygon, not {other!r}.")


def _path(rings: Sequence[Sequence[Position]], projection: Projection) -> str:
    """Return rings as one path, on a grid of fifths of a unit.

    Neighbours share their vertices, so snapping every vertex to one grid keeps them side by side without a gap, which
    simplifying each ring by itself would not.
    """
    path = []
    for ring in rings:
        snapped: list[tuple[int, int]] = []
        for position in ring:
            across, down = projection(position)
            vertex = (round(across * 2.5), round(down * 2.5))
            if not snapped or snapped[-1] != vertex:
                if len(snapped) > 1 and _on_one_line(snapped[-2], snapped[-1], vertex):
                    snapped.pop()
                snapped.append(vertex)
        if len(snapped) > 3:
            path.append("M" + "L".join(f"{x / 2.5:g} {y / 2.5:g}" for x, y in snapped[:-1]) + "Z")
    return "".join(path)


def _on_one_line(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (b[1] - a[1]) * (c[0] - a[0])
