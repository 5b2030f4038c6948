"""Every value of many indicators, worked out by the engine from one reading of the observations."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from serambi.apps.indicators.compute.cells import Cell
from serambi.apps.indicators.compute.figures import AllFigures, Unsure
from serambi.apps.indicators.compute.spans import Span, span_of
from serambi.apps.indicators.compute.states import Latest, Progress
from serambi.apps.indicators.queries.definitions import Definitions
from serambi.engines.duckdb import Engine, Request
from serambi.methods.formula.catalog import Aggregation
from serambi.methods.formula.dataflow import Leaf, Node
from serambi.methods.periods import Frequency, Period, span

# Values in memory at once: a value, its final counterpart and its marks take 17 bytes.
MOST_CELLS = 2_000_000


class Values(NamedTuple):
    """Computed values as columns of one length; value and final are NaN where they are missing, never both.

    period: numbers in `periods`.
    """

    indicator: npt.NDArray[np.int64]
    area: npt.NDArray[np.int64]
    period: npt.NDArray[np.int32]
    value: npt.NDArray[np.float64]
    final: npt.NDArray[np.float64]
    marks: npt.NDArray[np.int8]
    periods: tuple[str, ...]


class _Group(NamedTuple):
    """Indicators that are computed for the same areas and periods."""

    areas: tuple[int, ...]
    periods: tuple[Period, ...]
    indicators: tuple[int, ...]


@dataclass(slots=True)
class Grid:
    """The values of some indicators; `values` yields them once, and `latest` is complete after that.

    named: the areas and periods that targets and baselines name, by indicator.
    """

    known: Definitions
    figures: AllFigures
    named: Mapping[int, set[Cell]]
    indicators: Sequence[int]
    progress: Progress | None = None
    latest: dict[int, Latest] = field(default_factory=dict)

    def values(self) -> Iterator[Values]:
        flows = {identity: self.known.flow(identity) for identity in self.indicators}
        self.latest = {identity: Latest(self._span(identity)) for identity in self.indicators}
        unsure = Unsure(self.figures.preliminary)
        settled, tree = self._settled(unsure), self.known.places.tree
        with Engine(self.figures.release(), areas=tree) as engine, Engine(settled, areas=tree) as final:
            done = 0
            for group in self._groups():
                yield self._grid(group, flows, engine, final, unsure)
                done += len(group.indicators)
                if self.progress is not None:
                    self.progress(done, len(self.indicators))
            yield from self._named(flows, engine, final, unsure)

    def _settled(self, unsure: Unsure) -> pa.Table:
        """Return the final observations that the values with preliminary ones in them have to be worked out from."""
        series: set[str] = set()
        days = [dt.date.max]
        for identity, latest in self.latest.items():
            leaves = self.known.leaves(identity)
            named = {period for _area, period in self.named.get(identity, ())}
            periods = named.union(latest.span.periods() if latest.span else ())
            day = unsure.first_day(leaves, periods)
            if day is not None:
                days.append(day)
                series.update(leaf.series for leaf in leaves)
        return self.figures.final(series, since=min(days))

    def _span(self, identity: int) -> Span | None:
        return span_of(self.known.leaves(identity), self.figures.extents, self.known.frequency(identity))

    # The indicators' own areas and periods ----------------------------------------------------------------------------

    def _groups(self) -> Iterator[_Group]:
        """Yield the indicators in groups; those whose spans begin and end in the same years share one calendar."""
        region = self.known.region
        if region is None:
            return
        alike: defaultdict[tuple[int, Frequency, int, int], list[int]] = defaultdict(list)
        for identity in self.indicators:
            reach = self.latest[identity].span
            if reach is not None:
                row = self.known.indicators[identity]
                key = (row.area_level, Frequency(row.frequency), reach.first.year, reach.last.year)
                alike[key].append(identity)
        for (level, _frequency, _first, _last), members in alike.items():
            areas = self.known.places.computed(region, level)
            spans = [reach for identity in members if (reach := self.latest[identity].span) is not None]
            periods = tuple(span(min(reach.first for reach in spans), max(reach.last for reach in spans)))
            size = max(1, MOST_CELLS // (len(areas) * len(periods)))
            for start in range(0, len(members), size):
                yield _Group(areas, periods, tuple(members[start : start + size]))

    def _grid(
        self, group: _Group, flows: Mapping[int, Node], engine: Engine, final_engine: Engine, unsure: Unsure
    ) -> Values:
        shape = (len(group.indicators), len(group.areas), len(group.periods))
        value, marks = np.full(shape, np.nan), np.zeros(shape, np.int8)
        self._fill(group, group.indicators, group.periods, flows, engine, value, marks)
        final = self._final(group, flows, final_engine, unsure, value)
        for place, identity in enumerate(group.indicators):
            reach = self.latest[identity].span
            outside = [reach is None or not reach.holds(period) for period in group.periods]
            value[place][:, outside] = final[place][:, outside] = np.nan
            # The first of the areas is the region itself.
            self._look(self.latest[identity], group.periods, value[place, 0], final[place, 0], marks[place, 0])
        where = np.nonzero(~(np.isnan(value) & np.isnan(final)))
        return Values(
            np.array(group.indicators, np.int64)[where[0]],
            np.array(group.areas, np.int64)[where[1]],
            where[2].astype(np.int32),
            value[where],
            final[where],
            marks[where],
            tuple(map(str, group.periods)),
        )

    def _fill(  # noqa: PLR0917 - private, and each caller passes them in this order
        self,
        group: _Group,
        indicators: Sequence[int],
        periods: Sequence[Period],
        flows: Mapping[int, Node],
        engine: Engine,
        value: npt.NDArray[np.float64],
        marks: npt.NDArray[np.int8] | None,
    ) -> None:
        """Write the values of some of the group's indicators and periods where they belong."""
        keys = self.known.places.key
        rows = np.array([group.indicators.index(identity) for identity in indicators])
        columns = np.array([group.periods.index(period) for period in periods])
        roots = {str(identity): flows[identity] for identity in indicators}
        for batch in engine.grid(roots, areas=[keys[area] for area in group.areas], periods=periods):
            indicator, area, period = (_indices(batch, name) for name in ("indicator", "area", "period"))
            where = (rows[indicator], area, columns[period])
            value[where] = batch.column("value").to_numpy()
            if marks is not None:
                marks[where] = batch.column("marks").to_numpy()

    def _final(
        self,
        group: _Group,
        flows: Mapping[int, Node],
        engine: Engine,
        unsure: Unsure,
        value: npt.NDArray[np.float64],
    ) -> npt.NDArray[np.float64]:
        """Return the values from final observations: the same, save where a preliminary one may have gone in."""
        final = value.copy()
        open_ = np.array(
            [
                [unsure.is_unsure(self.known.leaves(identity), period) for period in group.periods]
                for identity in group.indicators
            ]
        )
        if not open_.any():
            return final
        places, numbers = np.flatnonzero(open_.any(axis=1)), np.flatnonzero(open_.any(axis=0))
        other = np.full(value.shape, np.nan)
        self._fill(
            group,
            [group.indicators[place] for place in places],
            [group.periods[number] for number in numbers],
            flows,
            engine,
            other,
            None,
        )
        return np.where(open_[:, None, :], other, final)

    def _look(
        self,
        latest: Latest,
        periods: Sequence[Period],
        value: npt.NDArray[np.float64],
        final: npt.NDArray[np.float64],
        marks: npt.NDArray[np.int8],
    ) -> None:
        known = np.flatnonzero(~np.isnan(value))
        if known.size:
            last = int(known[-1])
            latest.period, latest.value, latest.marks = periods[last], float(value[last]), int(marks[last])
        known = np.flatnonzero(~np.isnan(final))
        if known.size:
            last = int(known[-1])
            latest.final_period, latest.final_value = periods[last], float(final[last])

    # What targets and baselines name ----------------------------------------------------------------------------------

    def _named(
        self, flows: Mapping[int, Node], engine: Engine, final_engine: Engine, unsure: Unsure
    ) -> Iterator[Values]:
        """Yield the values of cells that the grids have not: other lengths of period, other areas."""
        asked = [
            (identity, area, period)
            for identity in self.indicators
            for area, period in sorted(self.named.get(identity, ()), key=lambda cell: (cell[0], cell[1]))
            if not self._is_empty(flows[identity]) and not self._in_grid(identity, area, period)
        ]
        if not asked:
            return
        keys = self.known.places.key
        requests = [Request(flows[identity], keys[area], period) for identity, area, period in asked]
        answers = engine.answer(requests)
        open_ = [
            number
            for number, (identity, _area, period) in enumerate(asked)
            if unsure.is_unsure(self.known.leaves(identity), period)
        ]
        final = [answer.value for answer in answers]
        for number, answer in zip(open_, final_engine.answer([requests[number] for number in open_]), strict=True):
            final[number] = answer.value
        present = [
            number for number, answer in enumerate(answers) if answer.value is not None or final[number] is not None
        ]
        periods = {period: number for number, period in enumerate(dict.fromkeys(asked[n][2] for n in present))}
        yield Values(
            np.array([asked[number][0] for number in present], np.int64),
            np.array([asked[number][1] for number in present], np.int64),
            np.array([periods[asked[number][2]] for number in present], np.int32),
            _numbers(answers[number].value for number in present),
            _numbers(final[number] for number in present),
            np.array([answers[number].marks for number in present], np.int8),
            tuple(map(str, periods)),
        )

    def _is_empty(self, flow: Node) -> bool:
        """Tell whether a formula is a series without any observation, so that every value of it is missing."""
        return (
            isinstance(flow, Leaf)
            and flow.series not in self.figures.extents
            and Aggregation.COUNT not in {flow.over_time, flow.over_area}
        )

    def _in_grid(self, identity: int, area: int, period: Period) -> bool:
        reach = self.latest[identity].span
        row = self.known.indicators[identity]
        if reach is None or self.known.region is None or period.frequency != row.frequency or not reach.holds(period):
            return False
        return area in self.known.places.computed(self.known.region, row.area_level)


def _indices(batch: pa.RecordBatch, name: str) -> npt.NDArray[np.int32]:
    found: npt.NDArray[np.int32] = batch.column(name).indices.to_numpy()
    return found


def _numbers(values: Iterable[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)
