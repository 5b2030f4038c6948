"""What an installation knows and a table of observations names: series, areas and periods, as rows of arrays.

A cell for a figure has one number, its key: the position of its series, of its area, and its period, in this order, so
that sorting by the key sorts by series, area and time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from serambi.apps.observations.models import Series, ValueType
from serambi.apps.observations.services import check_person
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import home_regions
from serambi.methods.periods import Frequency, NotAPeriod, Period
from serambi.ui.refusals import Refusal

Numbers = NDArray[np.int64]
AREA_BITS: Final = 19
PERIOD_BITS: Final = 25
FREQUENCIES: Final = tuple(Frequency)
# What a figure counts in while it is compared: millionths, which is how exact the database keeps it.
SCALE: Final = 10**6
LEAST: Final = -(2**62)
MOST: Final = 2**62
_MOST_TEXTS: Final = 200_000


@dataclass(frozen=True, slots=True)
class SeriesRules:
    """What the figures of each series must be. least, most: in millionths; is_refused: not this person's to load."""

    frequency: Numbers
    level: Numbers
    least: Numbers
    most: Numbers
    is_whole: NDArray[np.bool_]
    is_refused: NDArray[np.bool_]
    is_illustration: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AreaPlaces:
    """Where each area stands and in which time it exists, in days."""

    level: Numbers
    is_home: NDArray[np.bool_]
    first_day: Numbers
    last_day: Numbers


class Known:
    """The series and areas, in the order of their codes.

    by: who loads, None for the program. today: a period that begins later cannot have figures. refused: why a series
    is not this person's to load, by its position.
    """

    def __init__(self, *, by: Any, today: dt.date) -> None:
        self.by, self.today = by, today
        self.series = list(Series.objects.select_related("producer").order_by("code"))
        self.areas = list(Area.objects.select_related("parent__parent__parent", "successor").order_by("code", "pk"))
        self.regions = home_regions(today=today)
        self.series_at = {one.code: position for position, one in enumerate(self.series)}
        self.areas_at: dict[str, list[int]] = {}
        for position, area in enumerate(self.areas):
            self.areas_at.setdefault(area.code, []).append(position)
        self.refused: dict[int, Refusal] = {}
        for position, one in enumerate(self.series):
            try:
                check_person(one, by=by, is_final=False)
            except Refusal as error:
                self.refused[position] = error
        self.rules = _rules(self.series, self.refused)
        self.places = _places(self.areas, self.regions)
        self.series_ids = np.array([one.pk for one in self.series], dtype=np.int64)
        self.area_ids = np.array([area.pk for area in self.areas], dtype=np.int64)
        self.series_by_id = {one.pk: position for position, one in enumerate(self.series)}
        self.areas_by_id = {area.pk: position for position, area in enumerate(self.areas)}
        self._periods: dict[str, int] = {}

    def period_number(self, text: str) -> int:
        """Return the number of the period that a text names, -1 when it names none."""
        found = self._periods.get(text)
        if found is None:
            try:
                found = number_of(Period.parse(text.strip()))
            except NotAPeriod:
                found = -1
            if len(self._periods) > _MOST_TEXTS:  # a column of nonsense must not fill the memory
                self._periods.clear()
            self._periods[text] = found
        return found

    def area_for(self, code: str, period: Period) -> int | None:
        """Return the area that had the code in the period, else the last that had it; None when none ever had."""
        positions = self.areas_at.get(code)
        if not positions:
            return None
        for position in positions:
            area = self.areas[position]
            if (area.valid_from or dt.date.min) <= period.end and period.start <= (area.valid_until or dt.date.max):
                return position
        return max(positions, key=lambda position: self.areas[position].valid_until or dt.date.max)


def _rules(series: list[Series], refused: dict[int, Refusal]) -> SeriesRules:
    return SeriesRules(
        frequency=np.array([FREQUENCIES.index(Frequency(one.frequency)) for one in series], dtype=np.int64),
        level=np.array([one.area_level for one in series], dtype=np.int64),
        least=np.array([_scaled(one.minimum, ROUND_CEILING, LEAST) for one in series], dtype=np.int64),
        most=np.array([_scaled(one.maximum, ROUND_FLOOR, MOST) for one in series], dtype=np.int64),
        is_whole=np.array([one.value_type == ValueType.COUNT for one in series], dtype=bool),
        is_refused=np.array([position in refused for position in range(len(series))], dtype=bool),
        is_illustration=np.array([one.is_illustration for one in series], dtype=bool),
    )


def _scaled(bound: Decimal | None, rounding: str, when_none: int) -> int:
    if bound is None:
        return when_none
    return max(LEAST, min(MOST, int((bound * SCALE).to_integral_value(rounding=rounding))))


def _places(areas: list[Area], regions: list[Area]) -> AreaPlaces:
    homes = tuple(f"{region.code}." for region in regions)
    return AreaPlaces(
        level=np.array([area.level for area in areas], dtype=np.int64),
        is_home=np.array([f"{area.code}.".startswith(homes) for area in areas], dtype=bool),
        first_day=np.array([(area.valid_from or dt.date.min).toordinal() for area in areas], dtype=np.int64),
        last_day=np.array([(area.valid_until or dt.date.max).toordinal() for area in areas], dtype=np.int64),
    )


def number_of(period: Period) -> int:
    """Return a number for a period; later periods have larger ones."""
    return period.start.toordinal() * len(FREQUENCIES) + FREQUENCIES.index(period.frequency)


def period_of(number: int) -> Period:
    day, frequency = divmod(number, len(FREQUENCIES))
    return Period(FREQUENCIES[frequency], dt.date.fromordinal(day))


def key_of(series: Any, area: Any, period: Any) -> Any:
    """Return the key of a cell, or of many when arrays are given."""
    return ((series << AREA_BITS) | area) << PERIOD_BITS | period


def split_key(key: Any) -> tuple[Any, Any, Any]:
    """Return the positions of the series and the area, and the number of the period, of a key or of many."""
    return (
        key >> (AREA_BITS + PERIOD_BITS),
        (key >> PERIOD_BITS) & ((1 << AREA_BITS) - 1),
        key & ((1 << PERIOD_BITS) - 1),
    )
