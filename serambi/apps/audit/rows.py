"""Writing very many new rows: their values are bound by a prepared statement, a row at a time, without building SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Kind = TypeVar("Kind")

_BATCH = 500
_PART = 5000
# Fields whose texts, whole numbers and blanks stand in the database as they stand in Python.
_AS_THEY_ARE = frozenset({
    models.CharField, models.TextField, models.ForeignKey, models.BooleanField, models.IntegerField,
    models.BigIntegerField, models.SmallIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.PositiveBigIntegerField, models.AutoField, models.BigAutoField,
})  # fmt: skip
_PLAIN = frozenset({str, int, bool, type(None)})


@transaction.atomic(savepoint=False)
def insert_rows(rows: Sequence[models.Model]) -> None:
    """Save new rows of one table and give them their numbers, as `bulk_create` does; faster on SQLite.

    Nobody else writes to a SQLite database inside this transaction, so the next numbers are known before.
    """
    if not rows:
        return
    model, connection = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite" or not _is_numbered(rows):
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
        return
    number = _last_number(model, connection)
    for row in rows:
        number += 1
        row.pk = number
    fields = model._meta.concrete_fields
    name, marks = connection.ops.quote_name, ", ".join(["%s"] * len(fields))
    columns = ", ".join(name(str(field.column)) for field in fields)
    sql = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        for part in in_parts(rows, _PART):
            # Column by column: what a field makes of a value is looked up once.
            cursor.executemany(sql, list(zip(*(_column(field, part, connection) for field in fields), strict=True)))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def in_parts(rows: Iterable[Kind], size: int) -> Iterator[list[Kind]]:
    """Yield so many at a time, so that no more of them are in memory at once."""
    waiting = iter(rows)
    while part := list(islice(waiting, size)):
        yield part


def _is_numbered(rows: Iterable[models.Model]) -> bool:
    """Tell whether the database is to number all of these rows, and makes no other value of them."""
    options = next(iter(rows))._meta
    fields = options.concrete_fields
    return (
        isinstance(options.pk, models.AutoField)
        and not options.parents
        and not any(field.generated or field.has_db_default() for field in fields)
        and all(row.pk is None for row in rows)
    )


def _last_number(model: type[models.Model], connection: BaseDatabaseWrapper) -> int:
    """Return the highest number that was ever given, so that the number of a deleted row does not come again."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        given = int(cursor.fetchone()[0])
    there = model._base_manager.aggregate(last=models.Max("pk"))["last"]
    return max(given, there or 0)


def _column(field: models.Field[Any, Any], rows: Iterable[models.Model], connection: BaseDatabaseWrapper) -> list[Any]:
    """Return what the database is given for one field of each row."""
    name, prepare = field.attname, field.get_db_prep_save
    if isinstance(field, models.DateField | models.DateTimeField) and (field.auto_now or field.auto_now_add):
        return [prepare(field.pre_save(row, add=True), connection) for row in rows]
    values = [getattr(row, name) for row in rows]
    if field.is_relation and None in values:
        values = [_of_saved(field, row, value) for row, value in zip(rows, values, strict=True)]
    if type(field) in _AS_THEY_ARE and _PLAIN.issuperset(map(type, values)):
        return values
    if isinstance(field, models.JSONField):
        empty = prepare({}, connection)
        return [empty if value == {} else prepare(value, connection) for value in values]
    if isinstance(field, models.BinaryField):
        return [prepare(value, connection) for value in values]
    return list(map(_remembering(lambda value: prepare(value, connection)), values))


def _of_saved(field: models.Field[Any, Any], row: models.Model, value: Any) -> Any:
    """Return the number of the object that a row points at, where that was saved only after the row was made."""
    if value is None and field.is_cached(row):  # type: ignore[attr-defined]  # of relations
        row._prepare_related_fields_for_save("insert_rows")  # type: ignore[attr-defined]  # the stubs leave it out
        return getattr(row, field.attname)
    return value


def _remembering(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the same function for values that come again and again: days, periods, amounts."""
    known: dict[Any, Any] = {}

    def prepared(value: Any) -> Any:
        key = (type(value), value)
        if key not in known:
            known[key] = prepare(value)
        return known[key]

    return prepared
