"""The figures of series at many areas and periods at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from serambi.engines import columns
from serambi.engines.aggregations import Recipe, compiled, compiled_over_time
from serambi.engines.observations import Codes, Numbers, Observations
from serambi.engines.session import Session
from serambi.engines.windows import NONE, Windows
from serambi.methods.formula.areas import AreaTree
from serambi.methods.formula.catalog import Aggregation
from serambi.methods.formula.dataflow import Leaf
from serambi.methods.periods import Period

Values = npt.NDArray[np.float64]

# Asked for less than this part of all areas and windows of its series, a figure is looked for by itself.
SPARSE = 0.25


class Points(NamedTuple):
    """Where something is asked: one area and one period for each point, both as numbers."""

    area: Codes
    period: Codes


class Columns(NamedTuple):
    """One value for each point, NaN where it is missing, and its marks (None: nothing is marked)."""

    values: Values
    marks: Codes | None


class _Kind(NamedTuple):
    """Leaves that are worked out together."""

    over_time: Aggregation
    over_area: Aggregation
    own_only: bool


@dataclass(slots=True)
class _Demand:
    """What is asked of the leaves of one kind."""

    parts: set[tuple[int, int]] = field(default_factory=set)
    areas: list[Codes] = field(default_factory=list)
    keys: list[Numbers] = field(default_factory=list)


class Figures:
    """The figures that one set of observations gives.

    marked: whether figures have marks.
    """

    def __init__(self, session: Session, observations: Observations, *, areas: AreaTree) -> None:
        self._session = session
        self.marked = observations.marks is not None
        self._area_codes = observations.area_codes
        self._calendar = observations.calendar
        self._series = {code: number for number, code in enumerate(observations.series_codes)}
        numbers = {code: number for number, code in enumerate(self._area_codes)}
        self._inside = [[numbers[inner] for inner in areas.subtree(code)] for code in self._area_codes]
        # Series observed at the same periods share one list, and so what lies in a window is worked out once.
        calendars: dict[bytes, int] = {}
        self._calendar_of = [calendars.setdefault(held.tobytes(), len(calendars)) for held in observations.held]
        self._held = [np.frombuffer(held, np.int32) for held in calendars]
        session.keep("observations", "SELECT * FROM given", given=observations.as_arrow())

    def inside(self, area: int) -> list[int]:
        """Return the numbers of the area and of those inside it, in order."""
        return self._inside[area]

    def read(self, asked: Sequence[tuple[Leaf, Points]], periods: tuple[Period, ...]) -> list[Columns]:
        """Return the figure of each leaf at its points.

        periods: what the numbers of periods in the points stand for.
        """
        windows = Windows(periods, self._calendar)
        looks = [windows.of(leaf)[:, points.period] for leaf, points in asked]
        demands: defaultdict[_Kind, _Demand] = defaultdict(_Demand)
        keys = []
        for (leaf, points), windows_asked in zip(asked, looks, strict=True):
            keys.append(self._keys(leaf, points, windows_asked, len(windows)))
            self._demand(demands, leaf, points, windows_asked, keys[-1])
        found = {kind: self._found(kind, demand, windows) for kind, demand in demands.items()}
        empty = (np.zeros(0, np.int64), Columns(np.zeros(0), np.zeros(0, np.int32) if self.marked else None))
        return [
            self._picked(found.get(_kind(leaf), empty), keys_asked)
            for (leaf, _points), keys_asked in zip(asked, keys, strict=True)
        ]

    def _keys(self, leaf: Leaf, points: Points, looks: Codes, window_count: int) -> Numbers:
        """Return the key of each figure looked for, NONE where there is none, in the shape of the looks."""
        series = self._series.get(leaf.series)
        if series is None:
            return np.full(looks.shape, NONE, np.int64)
        keys = (series * window_count + looks.astype(np.int64)) * len(self._area_codes) + points.area
        return np.where(looks == NONE, np.int64(NONE), keys)

    def _demand(self, demands: dict[_Kind, _Demand], leaf: Leaf, points: Points, looks: Codes, keys: Numbers) -> None:
        series = self._series.get(leaf.series)
        if series is None:
            return
        demand = demands[_kind(leaf)]
        demand.parts.update((series, int(window)) for window in np.unique(looks) if window != NONE)
        demand.areas.append(np.unique(points.area))
        demand.keys.append(keys[keys != NONE])

    def _found(self, kind: _Kind, demand: _Demand, windows: Windows) -> tuple[Numbers, Columns]:
        """Return the keys in order and the figures that there are."""
        areas = np.unique(np.concatenate(demand.areas))
        wanted = np.concatenate(demand.keys)
        tables = self._places(areas, own_only=kind.own_only)
        filtered = len(wanted) < SPARSE * len(demand.parts) * len(areas)
        if filtered:
            tables["wanted"] = columns.table(key=np.unique(wanted))
        nested = tables["inside"].num_rows > 0
        counts = kind.over_time is Aggregation.COUNT
        parts = []
        for reads, several in zip(self._reads(demand.parts, windows), (False, True), strict=True):
            if not reads.num_rows:
                continue
            if several:
                sql = compiled_over_time(kind.over_time, marked=self.marked)
                self._session.keep("within", sql, reads=reads)
            step = Recipe(
                kind.over_time if several else None,
                kind.over_area,
                counts and not several,
                nested,
                filtered,
                self.marked,
            )
            parts.append(self._session.rows(compiled(step), reads=reads, **tables))
        if not parts:
            return np.zeros(0, np.int64), Columns(np.zeros(0), np.zeros(0, np.int32) if self.marked else None)
        rows = pa.concat_tables(parts)
        keys = columns.numbers(rows.column("key"))
        order = np.argsort(keys)
        marks = columns.numbers(rows.column("marks"))[order] if self.marked else None
        return keys[order], Columns(columns.numbers(rows.column("value"))[order], marks)

    def _places(self, areas: Codes, *, own_only: bool) -> dict[str, pa.Table]:
        alone = [int(area) for area in areas if own_only or len(self._inside[area]) == 1]
        pairs = [] if own_only else [(inner, int(area)) for area in areas for inner in self._nest(int(area))]
        return {
            "alone": columns.table(area=np.array(alone, np.int32), step=np.array(alone, np.int64)),
            "inside": columns.table(
                area=np.array([inner for inner, _area in pairs], np.int32),
                step=np.array([area for _inner, area in pairs], np.int64),
            ),
        }

    def _nest(self, area: int) -> list[int]:
        inside = self._inside[area]
        return inside if len(inside) > 1 else []

    def _reads(self, parts: set[tuple[int, int]], windows: Windows) -> tuple[pa.Table, pa.Table]:
        """Return which observations count for which series and window.

        First where a window holds one observed period of the series, then where it holds several.
        """
        known: dict[tuple[int, int], Codes] = {}
        single: list[tuple[int, int, Codes]] = []
        several: list[tuple[int, int, Codes]] = []
        for series, window in sorted(parts):
            calendar = self._calendar_of[series]
            observed = known.get((calendar, window))
            if observed is None:
                observed = known[calendar, window] = windows.observed(window, self._held[calendar])
            part = (series * len(windows) + window) * len(self._area_codes)
            if observed.size:
                (single if observed.size == 1 else several).append((series, part, observed))
        return _reads_table(single), _reads_table(several)

    def _picked(self, found: tuple[Numbers, Columns], asked: Numbers) -> Columns:
        """Return for each point the figure of the first look that found observations."""
        keys, figures = found
        values = np.full(asked.shape[1], np.nan)
        marks = np.zeros(asked.shape[1], np.int32) if figures.marks is not None else None
        if not keys.size:
            return Columns(values, marks)
        open_points = np.ones(asked.shape[1], bool)
        for look in asked:
            place = np.searchsorted(keys, look)
            place[place == keys.size] = 0
            hit = open_points & (keys[place] == look)
            values[hit] = figures.values[place[hit]]
            if marks is not None and figures.marks is not None:
                marks[hit] = figures.marks[place[hit]]
            open_points &= ~hit
        return Columns(values, marks)


def _kind(leaf: Leaf) -> _Kind:
    return _Kind(leaf.over_time, leaf.over_area, leaf.own_only)


def _reads_table(parts: list[tuple[int, int, Codes]]) -> pa.Table:
    sizes = [len(observed) for _series, _part, observed in parts]
    series = np.repeat(np.array([series for series, _part, _observed in parts], np.int32), sizes)
    keys = np.repeat(np.array([part for _series, part, _observed in parts], np.int64), sizes)
    periods = np.concatenate([observed for _series, _part, observed in parts]) if parts else np.zeros(0, np.int32)
    return columns.table(series=series, period=periods, part=keys)
