"""What the rows of a file change in what is recorded: figures that are new, and figures that say something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from serambi.apps.observations.models import Origin, Quality
from serambi.apps.observations.services import MergedSeries
from serambi.exchange.observations_csv import cells
from serambi.exchange.observations_csv.known import (
    AREA_BITS,
    FREQUENCIES,
    PERIOD_BITS,
    Known,
    key_of,
    number_of,
    period_of,
    split_key,
)
from serambi.exchange.observations_csv.staging import SAID, Staging
from serambi.methods.periods import Period

# ruff: noqa: S608 - every name and number in these queries is ours, nothing in them comes from a file

_ILLUSTRATION: Final = cells.ORIGINS.index(Origin.ILLUSTRATION)
_SERIES: Final = f"(key >> {AREA_BITS + PERIOD_BITS})"
_DAY: Final = f"((key & {(1 << PERIOD_BITS) - 1}) // {len(FREQUENCIES)})"
_TEXTS: Final = tuple(column.value for column in cells.TEXTS)
# Beside a row that says nothing of it, the grade, the origin and the mark of an illustration stay as they are.
_RESULT: Final = {
    "value": "s.value",
    "quality": "if(s.quality >= 0, s.quality, t.quality)",
    "origin": "if(s.origin >= 0, s.origin, t.origin)",
    **{name: f"coalesce(s.{name}, t.{name})" for name in _TEXTS},
}


class Comparison:
    """A file beside what is recorded."""

    def __init__(self, staging: Staging, known: Known, *, is_final: bool) -> None:
        """is_final: what a new or changed figure is when its row does not say."""
        self._staging, self._known, self._is_final = staging, known, is_final
        self._has_standing = False
        staging.make_table("standing", {"key": "BIGINT", **SAID, "id": "BIGINT", "revision": "BIGINT"})

    def series(self) -> list[int]:
        """Return the positions of the series that have rows."""
        found = self._staging.store.execute(f"SELECT DISTINCT {_SERIES} FROM staged").fetchall()
        return sorted(row[0] for row in found)

    def compare(self, recorded: Iterable[pa.Table]) -> None:
        """Take in what is recorded of these series, as `whole_observations` gives it, and find what changes."""
        for table in recorded:
            self._has_standing = True
            self._staging.insert("standing", self._standing(table))
        if not self._has_standing:
            return
        illustrated = self._illustrated()
        differs = " OR ".join(
            [f"{result} IS DISTINCT FROM t.{name}" for name, result in _RESULT.items()]
            + [f"{illustrated} <> (t.illustration = 1)"]
        )
        # Content decides: a row that says nothing else may make a figure final and never takes that from it.
        self._staging.store.execute(
            "CREATE TABLE changing AS "
            f"SELECT t.id, t.revision, CAST({differs} AS BIGINT) AS is_content, s.key, s.final, "
            f"{', '.join(f'{result} AS {name}' for name, result in _RESULT.items())}, {illustrated} AS illustrated "
            "FROM (SELECT * FROM staged) s JOIN standing t ON s.key = t.key "
            f"WHERE {differs} OR ({self._said_final()} AND t.final = 0)"
        )

    def _said_final(self) -> str:
        return f"(s.final = {cells.YES} OR (s.final = {cells.UNSAID} AND {str(self._is_final).lower()}))"

    def _illustrated(self) -> str:
        """Return the condition that a figure is an illustration: by its row, its origin, its series, or as it was."""
        positions = np.flatnonzero(self._known.rules.is_illustration).tolist()
        of_series = (
            f"(s.key >> {AREA_BITS + PERIOD_BITS}) IN ({', '.join(map(str, positions))})" if positions else "false"
        )
        as_it_was = f"s.illustration = {cells.UNSAID} AND t.illustration = 1"
        by_origin = f"{_RESULT['origin']} = {_ILLUSTRATION}"
        return f"(s.illustration = {cells.YES} OR ({as_it_was}) OR {by_origin} OR {of_series})"

    def _standing(self, table: pa.Table) -> pa.Table:
        known = self._known
        keys = key_of(
            _looked_up(table.column("series_id"), known.series_by_id.__getitem__),
            _looked_up(table.column("area_id"), known.areas_by_id.__getitem__),
            _looked_up(table.column("period"), lambda text: number_of(Period.parse(text))),
        )
        columns = {
            "key": keys,
            "value": table.column("value").cast(pa.decimal128(24, 6)),
            "final": table.column("is_final"),
            "quality": _looked_up(table.column("quality"), Quality.values.index).astype(np.int8),
            "origin": _looked_up(table.column("origin"), Origin.values.index).astype(np.int8),
            "illustration": table.column("is_illustration"),
            **{name: table.column(name) for name in (*_TEXTS, "id", "revision")},
        }
        return pa.table(columns)

    # Counts ---------------------------------------------------------------------------------------------------------

    @property
    def _fresh(self) -> str:
        return "(SELECT * FROM staged ANTI JOIN standing USING (key))" if self._has_standing else "staged"

    def counts(self) -> tuple[int, int, int]:
        """Return how many figures are new, change, and stay as they are."""
        count = self._staging.count
        if not self._has_standing:
            return count, 0, 0
        new = self._staging.number(f"SELECT count(*) FROM {self._fresh}")
        changing = self._staging.number("SELECT count(*) FROM changing")
        return new, changing, count - new - changing

    def about(self) -> list[MergedSeries]:
        """Return for each series what is new and what changes."""
        parts = [f"SELECT key, 1 AS new FROM {self._fresh}"]
        if self._has_standing:
            parts.append("SELECT key, 0 AS new FROM changing")
        found = self._staging.store.execute(
            f"SELECT {_SERIES} AS series, CAST(sum(new) AS BIGINT), CAST(count(*) - sum(new) AS BIGINT), "
            f"min({_DAY}), max({_DAY}) FROM ({' UNION ALL '.join(parts)}) GROUP BY series ORDER BY series"
        )
        return [
            MergedSeries(self._known.series[at], new, changed, dt.date.fromordinal(first), dt.date.fromordinal(last))
            for at, new, changed, first, last in found.fetchall()
        ]

    # Tables for the register ----------------------------------------------------------------------------------------

    def fresh(self) -> Iterator[pa.Table]:
        """Yield the new figures as FRESH of `observations.tables`, by series, area and period."""
        names = "key, CAST(value AS VARCHAR) AS value, final, quality, origin, illustration, source, source_url, note"
        for batch in self._staging.read(f"SELECT {names} FROM {self._fresh} ORDER BY key"):
            yield self._fresh_table(batch)

    def _fresh_table(self, batch: pa.RecordBatch) -> pa.Table:
        known = self._known
        series, area, period = split_key(batch.column("key").to_numpy())
        numbers, places = np.unique(period, return_inverse=True)
        periods = [period_of(int(number)) for number in numbers]
        origins = batch.column("origin").to_numpy()
        marked = known.rules.is_illustration[series] | (origins == _ILLUSTRATION)
        marked |= batch.column("illustration").to_numpy() == cells.YES
        return pa.table(
            {
                "series_id": known.series_ids[series],
                "area_id": known.area_ids[area],
                "period": _chosen(places, [str(one) for one in periods]),
                "period_start": _chosen(places, [one.start.isoformat() for one in periods]),
                "period_end": _chosen(places, [one.end.isoformat() for one in periods]),
                "value": batch.column("value"),
                "is_final": self._finality(batch),
                "quality": _words(batch.column("quality"), Quality.values, default=Quality.UNKNOWN.value),
                "origin": _words(batch.column("origin"), Origin.values, default=Origin.AGENCY.value),
                **{name: batch.column(name).fill_null("").dictionary_encode() for name in _TEXTS},
                "is_illustration": marked.astype(np.int8),
            }
        )

    def _finality(self, batch: pa.RecordBatch) -> Any:
        said = batch.column("final").to_numpy()
        return np.where(said >= 0, said, int(self._is_final)).astype(np.int8)

    def changed(self) -> Iterator[pa.Table]:
        """Yield the figures that change as CHANGED of `observations.tables`."""
        if not self._has_standing:
            return
        names = "id, revision, is_content, CAST(value AS VARCHAR) AS value, final, quality, origin, "
        names += "CAST(illustrated AS TINYINT) AS is_illustration, source, source_url, note"
        for batch in self._staging.read(f"SELECT {names} FROM changing ORDER BY id"):
            as_they_are = ("id", "revision", "is_content", "value", "is_illustration")
            yield pa.table(
                {
                    **{name: batch.column(name) for name in as_they_are},
                    "is_final": self._finality(batch),
                    "quality": _words(batch.column("quality"), Quality.values, default=""),
                    "origin": _words(batch.column("origin"), Origin.values, default=""),
                    **{name: batch.column(name).dictionary_encode() for name in _TEXTS},
                }
            )


def _chosen(places: Any, words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(words, pa.string()))


def _words(numbers: pa.Array, choices: Sequence[str], *, default: str) -> pa.DictionaryArray:
    """Return the words of these numbers; default where nothing was said."""
    places = numbers.to_numpy().astype(np.int32)
    return _chosen(np.where(places >= 0, places, len(choices)), [*choices, default])


def _looked_up(column: pa.ChunkedArray, number: Callable[[Any], int]) -> Any:
    """Return a number for each value; what is asked for each different one only."""
    encoded = column.combine_chunks().dictionary_encode()
    return np.array([number(value) for value in encoded.dictionary.to_pylist()], dtype=np.int64)[
        encoded.indices.to_numpy()
    ]
