"""All observations as the engine reads them, and what of them is preliminary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from serambi.apps.indicators.compute.spans import Extent
from serambi.apps.indicators.queries.definitions import Definitions
from serambi.apps.observations.datasets import observation_table
from serambi.apps.observations.models import Mark
from serambi.methods.formula.dataflow import Leaf, depends
from serambi.methods.periods import Period

Codes = npt.NDArray[np.int32]


class AllFigures:
    """The observations of some series.

    extents: by the code of the series, its first and last day with an observation.
    preliminary: by the code of the series, the periods for which any of its observations is not final.
    """

    def __init__(self, known: Definitions, codes: Iterable[str]) -> None:
        series = {known.series[code].id: code for code in sorted(set(codes)) if code in known.series}
        self.table = _coded(known, series, observation_table(series_ids=sorted(series)))
        self.extents: dict[str, Extent] = {}
        self.preliminary: dict[str, tuple[Period, ...]] = {}
        self._look()

    def final(self, codes: Iterable[str], *, since: dt.date) -> pa.Table:
        """Return the final observations of some of the series for periods that end on that day or later."""
        period = self.table.column("period").combine_chunks()
        late = [text for text in period.dictionary.to_pylist() if Period.parse(text).end >= since]
        wanted = pc.and_(
            pc.is_in(period, value_set=pa.array(late, pa.string())),
            pc.is_in(self.table.column("series"), value_set=pa.array(sorted(set(codes)), pa.string())),
        )
        settled = pc.equal(pc.bit_wise_and(self.table.column("marks"), int(Mark.PRELIMINARY)), 0)
        return self.table.filter(pc.and_(wanted, settled))

    def release(self) -> pa.Table:
        """Return all observations and keep them no longer: they are large."""
        table = self.table
        self.table = table.slice(0, 0)
        return table

    def _look(self) -> None:
        if not self.table.num_rows:
            return
        series, period = (self.table.column(name).combine_chunks() for name in ("series", "period"))
        codes, texts = series.dictionary.to_pylist(), period.dictionary.to_pylist()
        periods = [Period.parse(text) for text in texts]
        pairs = series.indices.to_numpy().astype(np.int64) * len(texts) + period.indices.to_numpy()
        unsure = (self.table.column("marks").to_numpy() & int(Mark.PRELIMINARY)).astype(bool)
        for code, number in _present(pairs, len(codes) * len(texts), len(texts)):
            day = periods[number]
            known = self.extents.get(codes[code], Extent(day.start, day.end))
            self.extents[codes[code]] = Extent(min(known.first, day.start), max(known.last, day.end))
        found: dict[str, list[Period]] = {}
        for code, number in _present(pairs[unsure], len(codes) * len(texts), len(texts)):
            found.setdefault(codes[code], []).append(periods[number])
        self.preliminary = {code: tuple(several) for code, several in found.items()}


def _present(pairs: npt.NDArray[np.int64], size: int, width: int) -> Iterable[tuple[int, int]]:
    seen = np.zeros(size, bool)
    seen[pairs] = True
    return ((int(pair) // width, int(pair) % width) for pair in np.flatnonzero(seen))


def _coded(known: Definitions, series: dict[int, str], table: pa.Table) -> pa.Table:
    """Return the table with codes in place of ids, as dictionaries: no text is copied three million times."""
    if not table.num_rows:
        texts = pa.array([], pa.dictionary(pa.int32(), pa.string()))
        return pa.table(
            {"series": texts, "area": texts, "period": texts, "value": pa.array([], pa.float64()),
             "marks": pa.array([], pa.int8())}
        )  # fmt: skip
    period = table.column("period")
    if not pa.types.is_dictionary(period.type):
        period = pc.dictionary_encode(period)
    return pa.table(
        {
            "series": _named(table.column("series").to_numpy(), series),
            "area": _named(table.column("area").to_numpy(), known.places.key),
            "period": period.unify_dictionaries().combine_chunks(),
            "value": table.column("value"),
            "marks": table.column("marks"),
        }
    )


def _named(ids: npt.NDArray[np.int64], names: dict[int, str]) -> pa.DictionaryArray:
    known = np.array(sorted(names), np.int64)
    indices = np.searchsorted(known, ids).astype(np.int32)
    return pa.DictionaryArray.from_arrays(indices, pa.array([names[int(identity)] for identity in known], pa.string()))


class Unsure:
    """Which periods of an indicator may differ between all observations and the final ones."""

    def __init__(self, preliminary: dict[str, tuple[Period, ...]]) -> None:
        self._preliminary = preliminary
        self._hit = lru_cache(maxsize=200_000)(self._look)

    def is_unsure(self, leaves: Iterable[Leaf], period: Period) -> bool:
        """Tell whether a preliminary observation may go into the value of that period, for whatever area."""
        return any(self._hit(leaf, period) for leaf in leaves if leaf.series in self._preliminary)

    def first_day(self, leaves: Sequence[Leaf], periods: Iterable[Period]) -> dt.date | None:
        """Return the first day whose observations count in a value of these periods that is not sure, or None."""
        days = [
            # A figure for the shortest period that holds the moment may be one of the whole year.
            window.first.replace(month=1, day=1) if leaf.covering else window.first
            for period in periods
            if self.is_unsure(leaves, period)
            for leaf in leaves
            if (window := leaf.window(period)) is not None
        ]
        return min(days, default=None)

    def _look(self, leaf: Leaf, period: Period) -> bool:
        return any(
            depends((leaf,), series=leaf.series, changed=changed, at=period)
            for changed in self._preliminary[leaf.series]
        )
