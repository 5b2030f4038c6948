"""Boundaries with fewer points, for a map of the size of a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import shapely
from shapely.geometry import mapping, shape


def simplified(geometries: Sequence[dict[str, Any]], tolerance: float) -> list[dict[str, Any]]:
    """Return the shapes with corners nearer than the tolerance left out; neighbors keep the border they share.

    geometries: Polygons and MultiPolygons as GeoJSON, all of one level. tolerance: in degrees.
    """
    fewer = shapely.coverage_simplify([shape(geometry) for geometry in geometries], tolerance)
    rounded = shapely.set_precision(fewer, 1e-5, mode="pointwise")
    # As plain lists, which can go into JSON and be compared.
    return [json.loads(json.dumps(mapping(geometry))) for geometry in rounded]
