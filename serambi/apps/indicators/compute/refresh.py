"""Computing again only what a changed figure can move, by the definition itself."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from serambi.apps.indicators.compute.cells import Cell, named_cells
from serambi.apps.indicators.compute.differences import Row, write_differences
from serambi.apps.indicators.compute.locking import one_at_a_time
from serambi.apps.indicators.compute.spans import Extent, Span, reach, span_of, touched
from serambi.apps.indicators.compute.states import latest_of, stored_span, write_states
from serambi.apps.indicators.models import IndicatorState, IndicatorValue
from serambi.apps.indicators.queries.definitions import Definitions, definitions
from serambi.apps.indicators.queries.readings import observations, stretches
from serambi.apps.observations.models import Mark, Observation
from serambi.apps.observations.services import Cell as ChangedCell
from serambi.methods.formula.dataflow import Leaf, depends
from serambi.methods.formula.evaluate import Evaluator
from serambi.methods.periods import Frequency, NotAPeriod, Period

# Beyond so many values the engine, which reads all observations of the series, is the faster one.
MOST_VALUES = 4000
# As a plain number: an operation on the flags themselves costs more than reading a figure.
_UNSURE = int(Mark.PRELIMINARY)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change has moved. since: the end of the earliest period with another value."""

    indicators: frozenset[int]
    since: dt.date


@dataclass(slots=True)
class _Work:
    """What has to be computed again of one indicator.

    reach, before: the stretch that is computed now and that was computed until now.
    cells: areas and periods. dropped: periods that are no longer computed; unwanted: cells that are not any more.
    """

    reach: Span | None
    before: Span | None
    cells: set[Cell] = field(default_factory=set)
    dropped: set[Period] = field(default_factory=set)
    unwanted: set[Cell] = field(default_factory=set)


def refresh(changed: Sequence[ChangedCell]) -> Moved | None:
    """Compute again what these changed figures can move and store it; return what moved, or None.

    Call it inside the transaction of the change.
    """
    one_at_a_time()
    known = definitions()
    codes = {row.code for cell in changed if (row := known.series_by_id.get(cell.series_id))}
    concerned = known.using_series(codes)
    if not concerned or known.region is None:
        return None
    states = IndicatorState.objects.in_bulk(concerned)
    sound = [identity for identity in concerned if known.problem(identity) is None]
    # The stored stretch can be built upon only where the indicator could be computed then and can be now.
    settled = {identity: states[identity] for identity in sound if identity in states and not states[identity].problem}
    newly_broken = [
        identity for identity in set(concerned) - set(sound) if identity not in states or not states[identity].problem
    ]
    work = _Plan(known, changed, settled).work()
    if len(settled) < len(sound) or newly_broken or sum(len(one.cells) for one in work.values()) > MOST_VALUES:
        moved = _computed_whole(concerned)
        return Moved(frozenset(moved), min(cell.period.start for cell in changed))
    return _Refresh(known, work).run()


def settle(indicator: int, cells: Iterable[Cell]) -> None:
    """Compute these areas and periods of an indicator where they are asked for, and forget them where they are not.

    For after a target or a baseline was set or removed. Call it inside the transaction of the change.
    """
    one_at_a_time()
    known = definitions()
    state = IndicatorState.objects.filter(indicator_id=indicator).first()
    if state is None or known.region is None:
        _computed_whole([indicator])
        return
    if known.problem(indicator) is not None:
        return
    stretch = stored_span(state)
    computed = frozenset(known.places.computed(known.region, known.indicators[indicator].area_level))
    named = named_cells([indicator]).get(indicator, set())
    work = _Work(stretch, stretch)
    for area, period in cells:
        in_grid = area in computed and stretch is not None and _of(known, indicator, stretch, period)
        if in_grid or (area, period) in named:
            work.cells.add((area, period))
        else:
            work.unwanted.add((area, period))
    _Refresh(known, {indicator: work}).run()


def _of(known: Definitions, indicator: int, stretch: Span, period: Period) -> bool:
    return period.frequency is known.frequency(indicator) and stretch.holds(period)


class _Plan:
    """Finds out what has to be computed again."""

    def __init__(self, known: Definitions, changed: Sequence[ChangedCell], states: dict[int, IndicatorState]) -> None:
        self._known = known
        self._states = states
        self._named = named_cells(list(states))
        self._present = _present(changed)
        self._changed: defaultdict[str, defaultdict[Period, set[int]]] = defaultdict(lambda: defaultdict(set))
        for cell in changed:
            row = known.series_by_id.get(cell.series_id)
            if row is not None:
                self._changed[row.code][cell.period].update(known.places.upward(cell.area_id))

    def work(self) -> dict[int, _Work]:
        return {identity: self._work(identity) for identity in self._states}

    def _work(self, identity: int) -> _Work:
        before = stored_span(self._states[identity])
        leaves = self._known.leaves(identity)
        work = _Work(self._reach(identity, leaves, before), before)
        row = self._known.indicators[identity]
        assert self._known.region is not None  # noqa: S101 - refresh() has looked
        computed = self._known.places.computed(self._known.region, row.area_level)
        self._add_moved(work, leaves, frozenset(computed), Frequency(row.frequency))
        self._add_named(work, identity, leaves)
        self._add_stretch(work, computed)
        work.dropped = set(_without(work.before, work.reach))
        # A target keeps its area and period computed, wherever the stretch ends.
        work.cells.update(cell for cell in self._named.get(identity, ()) if cell[1] in work.dropped)
        return work

    def _reach(self, identity: int, leaves: Sequence[Leaf], before: Span | None) -> Span | None:
        """Return the stretch that is computed from now on."""
        frequency = self._known.frequency(identity)
        back = reach(leaves, frequency)
        found = before
        for series, periods in self._changed.items():
            if series not in back:
                continue
            for period in periods:
                seen = touched(Extent(period.start, period.end), back[series], frequency)
                if (series, period) in self._present:
                    found = seen.joined(found)
                elif found is not None and (seen.first <= found.first or seen.last >= found.last):
                    return span_of(leaves, self._extents(back), frequency)
        return found

    def _extents(self, series: Iterable[str]) -> dict[str, Extent]:
        """Return from where to where these series have observations; only a figure taken back at an end asks."""
        found = {}
        for code in series:
            rows = Observation.objects.filter(series_id=self._known.series[code].id, value__isnull=False)
            first = rows.order_by("period_start").values_list("period_start", flat=True).first()
            if first is not None:
                last = rows.order_by("-period_end").values_list("period_end", flat=True)[:1]
                found[code] = Extent(first, last[0])
        return found

    def _add_moved(self, work: _Work, leaves: Sequence[Leaf], computed: frozenset[int], frequency: Frequency) -> None:
        if work.reach is None:
            return
        for series, periods in self._changed.items():
            reading = [leaf for leaf in leaves if leaf.series == series]
            for changed, areas in periods.items():
                for period in _candidates(reading, changed, work.reach, frequency):
                    if depends(reading, series=series, changed=changed, at=period):
                        work.cells.update((area, period) for area in areas & computed)

    def _add_named(self, work: _Work, identity: int, leaves: Sequence[Leaf]) -> None:
        for area, period in self._named.get(identity, ()):
            for series, periods in self._changed.items():
                if any(
                    area in areas and depends(leaves, series=series, changed=changed, at=period)
                    for changed, areas in periods.items()
                ):
                    work.cells.add((area, period))

    def _add_stretch(self, work: _Work, computed: Sequence[int]) -> None:
        """Add the periods that were not computed so far, for every area: a formula may have a value without figures."""
        for period in _without(work.reach, work.before):
            work.cells.update((area, period) for area in computed)


def _present(changed: Sequence[ChangedCell]) -> set[tuple[str, Period]]:
    """Return the series and periods of the changed cells that have a value now."""
    wanted = {(cell.series_id, cell.area_id, cell.period) for cell in changed}
    rows = Observation.objects.filter(
        series_id__in={series for series, _, _ in wanted},
        area_id__in={area for _, area, _ in wanted},
        period__in={period for _, _, period in wanted},
        value__isnull=False,
    ).values_list("series_id", "area_id", "period", "series__code")
    return {(code, period) for series, area, period, code in rows.order_by() if (series, area, period) in wanted}


def _candidates(leaves: Sequence[Leaf], changed: Period, stretch: Span, frequency: Frequency) -> list[Period]:
    """Return the periods of the stretch that a figure can move at all: not before it, nor longer after than looked."""
    first = max(stretch.first, Period.of(changed.start, frequency))
    last = Period.of(changed.end.replace(month=12, day=31), frequency)
    steps = max((sum(shift.steps for shift in leaf.shifts) for leaf in leaves), default=0)
    years = 366 if frequency is Frequency.DAY else 12
    try:
        last = last.shift(steps * years)
    except NotAPeriod:
        last = stretch.last
    last = min(last, stretch.last)
    return Span(first, last).periods()


def _without(one: Span | None, other: Span | None) -> list[Period]:
    """Return the periods of one stretch that are not in the other."""
    if one is None or one == other:
        return []
    return [period for period in one.periods() if other is None or not other.holds(period)]


class _Refresh:
    """Computes cells by the definition and stores what differs."""

    def __init__(self, known: Definitions, work: dict[int, _Work]) -> None:
        self._known = known
        self._work = work

    def run(self) -> Moved | None:
        rows = self._computed()
        stored = self._stored()
        changed = [row for row in rows if stored.get(row[:3]) != row]
        fresh = {row[:3] for row in rows}
        gone = [key for key in stored if key not in fresh]
        write_differences(changed, gone)
        moved = {row.indicator for row in changed} | {key[0] for key in gone}
        stretched = {identity for identity, one in self._work.items() if one.reach != one.before}
        if moved or stretched:
            write_states(
                latest_of(self._known, {identity: self._work[identity].reach for identity in moved | stretched}), {}
            )
        if not moved:
            return None
        ends = [Period.parse(period).end for period in {row.period for row in changed} | {key[2] for key in gone}]
        return Moved(frozenset(moved), min(ends))

    def _computed(self) -> list[Row]:
        known = self._known
        asked = [
            (known.leaves(identity), {period for _area, period in one.cells}) for identity, one in self._work.items()
        ]
        found = observations(known, stretches(known, asked))
        everything = Evaluator(known.builder, known.places.tree, found)
        settled = [observation for observation in found if not observation.marks & _UNSURE]
        final = Evaluator(known.builder, known.places.tree, settled) if len(settled) < len(found) else everything
        rows = []
        for identity, one in self._work.items():
            flow = known.flow(identity)
            for area, period in one.cells:
                key = known.places.key[area]
                result = everything.value(flow, area=key, period=period)
                number = result.number
                if result.marks & _UNSURE:
                    number = final.value(flow, area=key, period=period).number
                if result.number is not None or number is not None:
                    marks = result.marks if result.number is not None else 0
                    rows.append(Row(identity, area, str(period), result.number, number, marks))
        return rows

    def _stored(self) -> dict[tuple[int, int, str], Row]:
        """Return what is stored for the cells that are computed, and for the periods that are dropped."""
        cells = [
            (identity, area, str(period))
            for identity, one in self._work.items()
            for area, period in one.cells | one.unwanted
        ]
        dropped = {(identity, str(period)) for identity, one in self._work.items() for period in one.dropped}
        keys = set(cells)
        rows = IndicatorValue.objects.filter(
            indicator_id__in={identity for identity, _, _ in cells} | {identity for identity, _ in dropped},
            period__in={period for _, _, period in cells} | {period for _, period in dropped},
        )
        if not dropped:
            rows = rows.filter(area_id__in={area for _, area, _ in cells})
        columns = ("indicator_id", "area_id", "period", "value", "final_value", "marks")
        found = {}
        for identity, area, period, *rest in rows.order_by().values_list(*columns):
            key = (identity, area, str(period))
            if key in keys or (identity, str(period)) in dropped:
                found[key] = Row(*key, *rest)
        return found


def _computed_whole(indicators: Iterable[int]) -> list[int]:
    from serambi.apps.indicators.compute.full import compute_indicators  # noqa: PLC0415 - the engine takes 60 MB that pages do not need

    return compute_indicators(indicators)
