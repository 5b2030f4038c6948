"""The good rows of a file on disk, until it is known that all of it may be loaded.

Kept in a DuckDB file that may take a fixed amount of memory and puts the rest on disk, so that a file of any length can
be sorted, searched for cells that are given twice, and compared with what is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

MEMORY: Final = "192MB"
_BATCH: Final = 50_000
# What a row says of its cell, with its type in the store; -1 and NULL where it says nothing.
SAID: Final = {
    "value": "DECIMAL(24, 6)", "final": "TINYINT", "quality": "TINYINT", "origin": "TINYINT", "illustration": "TINYINT",
    "source": "VARCHAR", "source_url": "VARCHAR", "note": "VARCHAR",
}  # fmt: skip
_PLACE: Final = {"line": "BIGINT", "start": "BIGINT", "stop": "BIGINT", "key": "BIGINT"}
STAGED: Final = pa.schema(
    [
        *((name, pa.int64()) for name in _PLACE),
        ("value", pa.decimal128(24, 6)),
        *((name, pa.int8()) for name in ("final", "quality", "origin", "illustration")),
        *((name, pa.string()) for name in ("source", "source_url", "note")),
    ]
)


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row that was found to be good by itself. said: what it says of its cell, in the order of SAID."""

    line: int
    start: int
    stop: int
    key: int
    said: tuple[Any, ...]


class Staging:
    """Rows on their way from a file into the register."""

    def __init__(self, folder: Path) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MEMORY,
            "threads": "2",
            "temp_directory": str(folder / "spilled"),
        }
        self.store = duckdb.connect(str(folder / "staged.duckdb"), config=settings)
        self.store.execute("SET preserve_insertion_order = false")
        self.make_table("staged", {**_PLACE, **SAID})
        self.count = 0
        self._last, self._is_rising = -1, True

    def close(self) -> None:
        self.store.close()

    def make_table(self, name: str, columns: dict[str, str]) -> None:
        self.store.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")

    def insert(self, name: str, rows: pa.Table) -> None:
        """Append rows to a table of the store, by position."""
        self.store.register("block", rows)
        self.store.execute(f"INSERT INTO {name} SELECT * FROM block")  # noqa: S608 - a name of ours
        self.store.unregister("block")

    def number(self, query: str) -> int:
        """Return the one number that a query answers."""
        row = self.store.execute(query).fetchone()
        return int(row[0]) if row else 0

    def read(self, query: str) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a query, some ten thousand at a time; other queries may run meanwhile."""
        with self.store.cursor() as cursor:
            yield from cursor.sql(query).to_arrow_reader(_BATCH)

    def add(self, rows: pa.Table) -> None:
        """Keep good rows. rows: as STAGED, in the order of the file."""
        if not rows.num_rows:
            return
        keys = rows.column("key").to_numpy()
        if self._is_rising:
            self._is_rising = bool(keys[0] > self._last and (np.diff(keys) > 0).all())
            self._last = int(keys[-1])
        self.insert("staged", rows)
        self.count += rows.num_rows

    def take_out_repeated(self) -> Iterator[list[StagedRow]]:
        """Yield the rows of each cell that is given more than once, in the order of the file, and take them out.

        Where all rows of a cell say the same, the first of them stays.
        """
        if self._is_rising:  # rows in the order of their cells cannot repeat one
            return
        # Only keys are grouped here: whole rows would not fit into the memory.
        self.store.execute("CREATE TABLE twice AS SELECT key FROM staged GROUP BY key HAVING count(*) > 1")
        if not self.number("SELECT count(*) FROM twice"):
            return
        self.make_table("taken_out", {"line": "BIGINT"})
        lines: list[int] = []
        for rows in self._repeated():
            lines += [row.line for row in (rows[1:] if say_the_same(rows) else rows)]
            if len(lines) > _BATCH:
                self._take_out(lines)
                lines = []
            yield rows
        self._take_out(lines)
        self.store.execute("DELETE FROM staged WHERE line IN (SELECT line FROM taken_out)")

    def _repeated(self) -> Iterator[list[StagedRow]]:
        names = ", ".join((*_PLACE, *SAID))
        query = f"SELECT {names} FROM staged SEMI JOIN twice USING (key) ORDER BY key, line"  # noqa: S608 - names of ours
        batches = self.read(query)
        rows = (StagedRow(row[0], row[1], row[2], row[3], row[4:]) for batch in batches for row in _tuples(batch))
        for _key, group in groupby(rows, key=lambda row: row.key):
            yield list(group)

    def _take_out(self, lines: list[int]) -> None:
        self.count -= len(lines)
        self.insert("taken_out", pa.table({"line": pa.array(lines, pa.int64())}))


def _tuples(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def say_the_same(rows: Sequence[StagedRow]) -> bool:
    return all(row.said == rows[0].said for row in rows)
