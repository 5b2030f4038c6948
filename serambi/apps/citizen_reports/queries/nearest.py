"""Which village a telephone is in."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from serambi.apps.citizen_reports.queries.following import villages_by_district
from serambi.apps.regions.models import Area

_EARTH_KILOMETRES = 6371.0088
# Farther from the middle of every village than this, the telephone is not in the regency.
FARTHEST_KILOMETRES = 30.0


@dataclass(frozen=True, slots=True)
class Near:
    """A village and how far its middle is."""

    village: Area
    kilometres: float


def nearest_village(latitude: float, longitude: float, *, today: dt.date) -> Near | None:
    """Return the village whose middle is nearest; None when that is too far to be in it.

    The middle is all that is known of most villages, so near a border the neighbor may come out: people may choose
    another. Of two that are equally near the one with the smaller code.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    found = [
        Near(one, _distance(latitude, longitude, one.centroid_latitude, one.centroid_longitude))
        for villages in villages_by_district(today=today).values()
        for one in villages
        if one.centroid_latitude is not None and one.centroid_longitude is not None
    ]
    best = min(found, key=lambda one: (one.kilometres, one.village.code), default=None)
    return best if best is not None and best.kilometres <= FARTHEST_KILOMETRES else None


def _distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the kilometres between two points, the Earth taken for a sphere (haversine)."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * _EARTH_KILOMETRES * math.asin(min(1.0, math.sqrt(half)))
