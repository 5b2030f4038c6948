"""Reading the few observations that some cells are made from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from serambi.apps.indicators.queries.definitions import Definitions
from serambi.apps.observations.models import Mark
from serambi.apps.observations.models import Observation as StoredObservation
from serambi.methods.formula.dataflow import Leaf
from serambi.methods.formula.figures import Observation
from serambi.methods.periods import Period

TABLE = StoredObservation._meta.db_table
# So many stretches are asked for one by one; beyond that the series are read from the first day to the last.
MOST_STRETCHES = 60


class Stretch(NamedTuple):
    """The periods of one series that begin between two days."""

    series: int
    first: dt.date
    last: dt.date


def stretches(known: Definitions, asked: Iterable[tuple[Sequence[Leaf], Iterable[Period]]]) -> list[Stretch]:
    """Return what has to be read for these leaves at these periods, as few stretches as there can be."""
    windows: defaultdict[int, set[tuple[dt.date, dt.date]]] = defaultdict(set)
    for leaves, periods in asked:
        wanted = list(periods)
        for leaf in leaves:
            found = windows[known.series[leaf.series].id]
            for period in wanted:
                moment, window = leaf.moment(period), leaf.window(period)
                if moment is None or window is None:
                    continue
                found.add((window.first, window.last))
                if leaf.covering:
                    # A longer period that holds the moment begins in the same year.
                    found.add((moment.start.replace(month=1, day=1), moment.end))
    joined = [Stretch(series, *days) for series, found in windows.items() for days in _joined(found)]
    if len(joined) <= MOST_STRETCHES:
        return joined
    whole: dict[int, Stretch] = {}
    for stretch in joined:
        known_one = whole.get(stretch.series, stretch)
        whole[stretch.series] = Stretch(
            stretch.series, min(stretch.first, known_one.first), max(stretch.last, known_one.last)
        )
    return list(whole.values())


def _joined(windows: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Return windows without overlap that cover all of these."""
    found: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(windows):
        if found and first <= found[-1][1] + dt.timedelta(days=1):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


class Reading(NamedTuple):
    """One observation with a value. series, area: the series' code and the area's key in the tree."""

    id: int
    series: str
    area: str
    period: Period
    value: Decimal
    marks: int
    quality: str
    revision: int

    def observation(self) -> Observation:
        return Observation(self.series, self.area, self.period, self.value, self.marks)


def observations(known: Definitions, wanted: Sequence[Stretch]) -> list[Observation]:
    """Return the observations with a value in these stretches, as the evaluator takes them."""
    series, keys = known.series_by_id, known.places.key
    return [
        Observation(series[series_id].code, keys[area_id], Period.parse(period), value, _marks(final, example))
        for series_id, area_id, period, value, final, example in _rows(wanted, ())
        if area_id in keys
    ]


def readings(known: Definitions, wanted: Sequence[Stretch]) -> list[Reading]:
    """Return the observations with a value in these stretches, with what a page says about them."""
    series, keys = known.series_by_id, known.places.key
    return [
        Reading(
            identity,
            series[series_id].code,
            keys[area_id],
            Period.parse(period),
            Decimal(str(value)),
            _marks(final, example),
            quality,
            revision,
        )
        for series_id, area_id, period, value, final, example, identity, quality, revision in _rows(
            wanted, ("id", "quality", "revision")
        )
        if area_id in keys
    ]


def _rows(wanted: Sequence[Stretch], more: Sequence[str]) -> list[tuple[Any, ...]]:
    columns = ", ".join(("series_id", "area_id", "period", "value", "is_final", "is_illustration", *more))
    one = (
        f"SELECT {columns} FROM {TABLE} "  # noqa: S608 - our own names
        "WHERE series_id = %s AND period_start BETWEEN %s AND %s AND value IS NOT NULL"
    )
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), MOST_STRETCHES):
            some = wanted[start : start + MOST_STRETCHES]
            cursor.execute(" UNION ALL ".join([one] * len(some)), [part for stretch in some for part in stretch])
            rows.extend(cursor.fetchall())
    return rows


# As plain numbers: an operation on the flags themselves costs more than reading a row.
_UNSURE, _EXAMPLE = int(Mark.PRELIMINARY), int(Mark.ILLUSTRATION)


def _marks(is_final: bool, is_illustration: bool) -> int:
    return (0 if is_final else _UNSURE) | (_EXAMPLE if is_illustration else 0)
