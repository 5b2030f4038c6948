"""Writing tables of figures by the ten thousand: columns in, statements out; no row is an object.

Call everything here inside a transaction. Who calls has checked every figure.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from serambi.apps.observations.models import Observation, Revision

if TYPE_CHECKING:
    import pyarrow as pa

_OBSERVATIONS: Final = f'"{Observation._meta.db_table}"'
_REVISIONS: Final = f'"{Revision._meta.db_table}"'
# The columns of a table of new figures: value as text, days in ISO, yes and no as 1 and 0.
FRESH: Final = (
    "series_id", "area_id", "period", "period_start", "period_end", "value", "is_final", "quality", "origin", "source",
    "source_url", "note", "is_illustration",
)  # fmt: skip
# Of a table of changes. revision: the one that was compared; is_content: whether more than `is_final` changes, which
# makes the person who loads the one who recorded it.
CHANGED: Final = (
    "id", "revision", "is_content", "value", "is_final", "quality", "origin", "source", "source_url", "note",
    "is_illustration",
)  # fmt: skip
_CONTENT: Final = CHANGED[3:]
_CHANGING: Final = '"figures_changing"'
_TYPES: Final = {
    "id": "bigint", "revision": "integer", "is_content": "integer", "value": "decimal(24, 6)", "quality": "varchar(12)",
    "origin": "varchar(12)", "source": "varchar(300)", "source_url": "varchar(500)", "note": "text",
}  # fmt: skip


def insert_table(table: pa.Table, *, recorded_by_id: int | None, recorded_at: dt.datetime) -> int:
    """Insert new figures and return how many. table: FRESH. A cell that is there already raises IntegrityError."""
    constants = {"revision": 1, "recorded_by_id": recorded_by_id, "recorded_at": _moment(recorded_at)}
    _fill(_OBSERVATIONS, table.select(list(FRESH)), constants)
    return int(table.num_rows)


def check_at_once() -> None:
    """Have PostgreSQL look for series and areas as rows come, instead of keeping all of them in memory to the end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def prepare_changes() -> None:
    """Make the table beside the figures that `revise_table` fills and empties; it goes with the transaction."""
    columns = ", ".join(f'"{name}" {_TYPES.get(name, "bool")}' for name in CHANGED)
    goes = " ON COMMIT DROP" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_CHANGING}")
        cursor.execute(f"CREATE TEMPORARY TABLE {_CHANGING} ({columns}){goes}")


def revise_table(table: pa.Table, *, by_id: int | None, at: dt.datetime, reason: str) -> int:
    """Put new content in the place of earlier figures, which become revisions; return of how many.

    table: CHANGED. A figure that is at another revision by now is left alone, and so the number is smaller.
    """
    _fill(_CHANGING, table.select(list(CHANGED)), {})
    kept = ", ".join(f'"{name}"' for name in (*_CONTENT[:-1], "revision", "recorded_by_id", "recorded_at"))
    read = ", ".join(f'o."{name}"' for name in (*_CONTENT[:-1], "revision", "recorded_by_id", "recorded_at"))
    given = ", ".join(f'"{name}" = c."{name}"' for name in _CONTENT)
    moment = _moment(at)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {_REVISIONS} ("observation_id", {kept}, "replaced_because", "replaced_by_id", "replaced_at") '  # noqa: S608 - our own names
            f'SELECT o."id", {read}, %s, %s, %s FROM {_CHANGING} c '
            f'JOIN {_OBSERVATIONS} o ON o."id" = c."id" AND o."revision" = c."revision"',
            [reason, by_id, moment],
        )
        cursor.execute(
            f'UPDATE {_OBSERVATIONS} SET {given}, "revision" = c."revision" + 1, '  # noqa: S608 - as above
            f'"recorded_by_id" = CASE WHEN c."is_content" = 1 THEN %s ELSE "recorded_by_id" END, '
            f'"recorded_at" = CASE WHEN c."is_content" = 1 THEN %s ELSE "recorded_at" END '
            f'FROM {_CHANGING} c WHERE {_OBSERVATIONS}."id" = c."id" AND {_OBSERVATIONS}."revision" = c."revision"',
            [by_id, moment],
        )
        changed = cursor.rowcount
        cursor.execute(f"DELETE FROM {_CHANGING}")  # noqa: S608 - as above
    return int(changed)


def _moment(value: dt.datetime) -> Any:
    return value.isoformat() if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(value)


def _fill(target: str, table: pa.Table, constants: Mapping[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in (*table.column_names, *constants))
    if connection.vendor == "postgresql":
        _copy(f"COPY {target} ({names}) FROM STDIN (FORMAT CSV)", table, constants)
        return
    places = ", ".join(["%s"] * (table.num_columns + len(constants)))
    columns = [_as_list(table.column(name)) for name in table.column_names]
    # `repeat` has no end, and the driver takes the rows as they come.
    rows: Any = zip(*columns, *(repeat(value) for value in constants.values()), strict=False)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {target} ({names}) VALUES ({places})", rows)  # noqa: S608 - our own names


def _copy(statement: str, table: pa.Table, constants: Mapping[str, Any]) -> None:
    """Write the rows as text by columns and send the text, which spares PostgreSQL's client every single value."""
    import pyarrow as pa  # noqa: PLC0415 - it takes 40 MB of every process that loads it, and pages do not
    from pyarrow import csv  # noqa: PLC0415 - likewise

    for name, value in constants.items():
        kind = pa.int64() if isinstance(value, int | None) else pa.string()
        table = table.append_column(name, pa.array([value], kind).take(pa.array([0] * table.num_rows, pa.int32())))
    plain = [
        column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.itercolumns()
    ]
    text = io.BytesIO()
    # Texts get quotation marks, so that an empty one is not taken for what is missing.
    csv.write_csv(
        pa.table(plain, names=table.column_names), text, csv.WriteOptions(include_header=False, quoting_style="needed")
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def _as_list(column: pa.ChunkedArray) -> list[Any]:
    """Return a column as Python's values; equal texts share one, which takes a tenth of the time of making each."""
    array = column.combine_chunks()
    kind = str(array.type)
    if kind.startswith("dictionary"):
        words = array.dictionary.to_pylist()
        return [words[number] for number in array.indices.to_numpy().tolist()]
    return (
        list(array.to_numpy().tolist()) if kind.startswith("int") and not array.null_count else list(array.to_pylist())
    )
