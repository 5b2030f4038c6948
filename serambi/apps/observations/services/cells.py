"""The cells that figures belong to, and what is recorded in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from serambi.apps.observations.models import Observation, Series
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period

# The keys of series and area, and the period.
Place = tuple[int, int, Period]


class Placed(Protocol):
    """A figure of a series for an area and a period."""

    @property
    def series(self) -> Series: ...
    @property
    def area(self) -> Area: ...
    @property
    def period(self) -> Period: ...
    @property
    def place(self) -> Place: ...


def recorded_in(figures: Sequence[Placed]) -> dict[Place, Observation]:
    """Return what is recorded in the cells of these figures, held until the transaction ends; one query."""
    if not figures:
        return {}
    starts = [one.period.start for one in figures]
    found = Observation.objects.filter(
        series_id__in={one.series.pk for one in figures},
        area_id__in={one.area.pk for one in figures},
        period_start__range=(min(starts), max(starts)),
    ).select_for_update(of=("self",))
    places = {one.place: one for one in figures}
    kept: dict[Place, Observation] = {}
    for observation in found.order_by():
        place = (observation.series_id, observation.area_id, observation.period)
        if place in places:
            # What the figure is about is known already; asking again for each would be a query in a loop.
            observation.series, observation.area = places[place].series, places[place].area
            kept[place] = observation
    return kept
