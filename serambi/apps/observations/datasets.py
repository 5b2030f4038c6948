"""Observations as an Arrow table, for whoever computes with all of them.

Measured with three million rows on two shared cores: see `docs/reference/performance.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from django.db import connection
from pyarrow import csv

from serambi.apps.observations.models import Mark, Observation
from serambi.apps.regions.models import Area

SCHEMA = pa.schema(
    [
        ("series", pa.int64()),
        ("area", pa.int64()),
        ("period", pa.string()),
        ("value", pa.float64()),
        ("marks", pa.int8()),
    ]
)


def observation_table(
    *,
    series_ids: Iterable[int] | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    final_only: bool = False,
) -> pa.Table:
    """Return the observations that have a value: series and area (ids), period (text), value, marks (bits of Mark).

    series_ids: only those series; every series when left out. start, end: only periods that share a day with the time
    between them, both included. final_only: without preliminary values. The rows come in no order.
    """
    wanted = None if series_ids is None else sorted({int(number) for number in series_ids})
    if wanted == []:
        return SCHEMA.empty_table()
    conditions = _conditions(wanted, start, end, final_only=final_only)
    read = _postgresql_lines if connection.vendor == "postgresql" else _sqlite_lines
    tables = [_parsed(lines) for lines in read(conditions)]
    return pa.concat_tables(tables) if tables else SCHEMA.empty_table()


def _conditions(series_ids: list[int] | None, start: dt.date | None, end: dt.date | None, *, final_only: bool) -> str:
    """Return what narrows the rows, written out: whole numbers and dates of our own making, never a person's text.

    There may be more series than a statement takes as parameters, and COPY takes none.
    """
    conditions = ["value IS NOT NULL"]
    if series_ids is not None:
        conditions.append(f"series_id IN ({', '.join(map(str, series_ids))})")
    if start is not None:
        conditions.append(f"period_end >= '{start:%Y-%m-%d}'")
    if end is not None:
        conditions.append(f"period_start <= '{end:%Y-%m-%d}'")
    if final_only:
        conditions.append("is_final")
    return " AND ".join(conditions)


_TABLE = f'"{Observation._meta.db_table}"'
_MARKS = (
    f"(CASE WHEN is_final THEN 0 ELSE {int(Mark.PRELIMINARY)} END"
    f" + CASE WHEN is_illustration THEN {int(Mark.ILLUSTRATION)} ELSE 0 END)"
)
_ROWS_AT_ONCE = 100_000
_BYTES_AT_ONCE = 4 << 20


def _postgresql_lines(conditions: str) -> Iterator[bytes | bytearray]:
    """Yield whole lines of CSV, a few megabytes at a time, as the database streams them."""
    columns = f"series_id, area_id, period, value, {_MARKS}"
    select = f"SELECT {columns} FROM {_TABLE} WHERE {conditions}"  # noqa: S608 - nothing in it comes from a person
    with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT CSV)") as copy:
        # Each row comes as a view of the driver's own buffer: joining a list of them takes three times as long.
        lines = bytearray()
        for row in copy:
            lines += row
            if len(lines) > _BYTES_AT_ONCE:
                yield lines
                lines = bytearray()
        if lines:
            yield lines


def _sqlite_lines(conditions: str) -> Iterator[bytes | bytearray]:
    """Yield whole lines of CSV, a few megabytes at a time, written by SQLite itself.

    One text a row crosses into Python instead of five values, which halves the time. Fifteen digits are what a
    recorded value has at most, so nothing is lost in the text.
    """
    line = f"printf('%d,%d,%s,%!.15g,%d', series_id, area_id, period, value, {_MARKS})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {line} FROM {_TABLE} WHERE {conditions}")  # noqa: S608 - as above
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield "\n".join([text for (text,) in rows]).encode()


def _parsed(lines: bytes | bytearray) -> pa.Table:
    return csv.read_csv(
        pa.BufferReader(lines),
        read_options=csv.ReadOptions(column_names=SCHEMA.names),
        convert_options=csv.ConvertOptions(column_types=SCHEMA),
    )


# With everything ----------------------------------------------------------------------------------------------------

_WHOLE_ROWS_AT_ONCE = 20_000
_WHOLE = pa.schema(
    [
        ("id", pa.int64()), ("series_id", pa.int64()), ("area_id", pa.int64()), ("period", pa.string()),
        ("value", pa.string()), ("is_final", pa.int8()), ("quality", pa.string()), ("origin", pa.string()),
        ("source", pa.string()), ("source_url", pa.string()), ("note", pa.string()), ("is_illustration", pa.int8()),
        ("revision", pa.int64()),
    ]
)  # fmt: skip
_FLAGS = ("is_final", "is_illustration")


def whole_observations(series_ids: Iterable[int]) -> Iterator[pa.Table]:
    """Yield all that is recorded of these series now, withdrawn figures too, some ten thousand rows at a time.

    The columns are those of Observation, without who recorded them; value is text, null where it was withdrawn, yes and
    no are 1 and 0. The rows come in no order. Memory does not grow with them.
    """
    yield from _whole([series_ids], f"{_TABLE} o", "")


def whole_observations_in_order(series_ids: Iterable[int]) -> Iterator[pa.Table]:
    """Yield what `whole_observations` does, each series by area and period."""
    areas = f'{_TABLE} o JOIN "{Area._meta.db_table}" a ON a.id = o.area_id'
    # One series at a time, or the database would sort all of it before the first row.
    yield from _whole(([pk] for pk in series_ids), areas, "ORDER BY a.code, a.id, o.period_start")


def _whole(groups: Iterable[Iterable[int]], source: str, order: str) -> Iterator[pa.Table]:
    read = _rows_of_postgresql if connection.vendor == "postgresql" else _rows_of_sqlite
    for group in groups:
        wanted = ", ".join(str(int(pk)) for pk in group) or "NULL"
        for rows in read(f"FROM {source} WHERE o.series_id IN ({wanted}) {order}"):
            columns = [list(column) for column in zip(*rows, strict=True)]
            arrays = [pa.array(column, kind) for column, kind in zip(columns, _WHOLE.types, strict=True)]
            yield pa.Table.from_arrays(arrays, schema=_WHOLE)


def _rows_of_sqlite(source: str) -> Iterator[list[tuple[Any, ...]]]:
    # A sum is not a column any more, so that nothing converts each flag on its way.
    names = [f"o.{name} + 0" if name in _FLAGS else f"o.{name}" for name in _WHOLE.names]
    names[_WHOLE.names.index("value")] = "CASE WHEN o.value IS NOT NULL THEN printf('%!.15g', o.value) END"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} {source}")
        while rows := cursor.fetchmany(_WHOLE_ROWS_AT_ONCE):
            yield rows


def _rows_of_postgresql(source: str) -> Iterator[list[tuple[Any, ...]]]:
    names = [f"o.{name}::int" if name in _FLAGS else f"o.{name}" for name in _WHOLE.names]
    names[_WHOLE.names.index("value")] = "o.value::text"
    with connection.cursor() as cursor:
        # A cursor of the server's: without, the driver takes all rows at once.
        cursor.execute(f"DECLARE whole NO SCROLL CURSOR WITH HOLD FOR SELECT {', '.join(names)} {source}")
        try:
            while rows := _fetched(cursor):
                yield rows
        finally:
            cursor.execute("CLOSE whole")


def _fetched(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {_WHOLE_ROWS_AT_ONCE} FROM whole")
    return list(cursor.fetchall())
