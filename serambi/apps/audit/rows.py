"""Writing and deleting very many rows: values are bound by a prepared statement, without building SQL or objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.deletion import CASCADE, DO_NOTHING, SET_NULL, ProtectedError
from django.db.models.fields.reverse_related import ForeignObjectRel

Kind = TypeVar("Kind")

_BATCH = 500
_PART = 5000
_NAMED_AT_ONCE = 10_000
# Fields whose texts, whole numbers and blanks stand in the database as they stand in Python.
_AS_THEY_ARE = frozenset({
    models.CharField, models.TextField, models.ForeignKey, models.OneToOneField, models.BooleanField,
    models.IntegerField,
    models.BigIntegerField, models.SmallIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.PositiveBigIntegerField, models.AutoField, models.BigAutoField,
})  # fmt: skip
_PLAIN = frozenset({str, int, bool, type(None)})
_FRACTIONS = frozenset({float, int, type(None)})


@transaction.atomic(savepoint=False)
def insert_rows(rows: Sequence[models.Model]) -> None:
    """Save new rows of one table and give them their numbers, as `bulk_create` does, only faster."""
    if not rows:
        return
    model, connection = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    if not _is_numbered(model) or any(row.pk is not None for row in rows):
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
        return
    for row, number in zip(rows, _numbers(model, len(rows), connection), strict=True):
        row.pk = number
    fields = model._meta.concrete_fields
    for part in in_parts(rows, _PART):
        # Column by column: what a field makes of a value is looked up once.
        _store(model, fields, [_column(field, part, connection) for field in fields], connection)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@transaction.atomic(savepoint=False)
def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> Sequence[int]:
    """Save new rows that are given by their columns, as Python values, and return their numbers in the same order.

    columns: by the name of the attribute (`program_id`), all equally long; what is not named gets its default. Nothing
    is validated.
    """
    connection, count = connections[DEFAULT_DB_ALIAS], len(next(iter(columns.values()), ()))
    if not _is_numbered(model):
        raise TypeError(f"the database does not number the rows of {model._meta.label}")
    if not count:
        return ()
    numbers = _numbers(model, count, connection)
    fields = model._meta.concrete_fields
    given = {**columns, model._meta.pk.attname: numbers}
    for start in range(0, count, _PART):
        stop = min(start + _PART, count)
        prepared = [
            _prepared(field, given[field.attname][start:stop], connection)
            if field.attname in given
            else _prepared(field, [field.get_default()], connection) * (stop - start)
            for field in fields
        ]
        _store(model, fields, prepared, connection)
    return numbers


@transaction.atomic(savepoint=False)
def put_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]], *, key: Sequence[str]) -> None:
    """Save rows that are given by their columns, over those that are there with the same key (names of attributes).

    columns: by attribute, as Python values, equally long. Not named are only columns that the database fills.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    name = connection.ops.quote_name
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_attribute[attribute] for attribute in columns]
    put = [name(str(field.column)) for field in fields if field.attname not in key]
    over = (
        f" ON CONFLICT ({', '.join(name(str(by_attribute[one].column)) for one in key)})"
        f" DO UPDATE SET {', '.join(f'{one} = excluded.{one}' for one in put)}"
    )
    for start in range(0, len(next(iter(columns.values()))), _PART):
        part = slice(start, start + _PART)
        prepared = [_prepared(field, columns[field.attname][part], connection) for field in fields]
        _store(model, fields, prepared, connection, over)


@transaction.atomic(savepoint=False)
def update_columns(model: type[models.Model], ids: Sequence[Any], columns: Mapping[str, Sequence[Any]]) -> None:
    """Give rows other values in some columns, as Python values. columns: by attribute, in the order of the numbers."""
    connection, name = connections[DEFAULT_DB_ALIAS], connections[DEFAULT_DB_ALIAS].ops.quote_name
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    fields, key = [by_attribute[attribute] for attribute in columns], model._meta.pk
    table, number = name(model._meta.db_table), name(str(key.column))
    for start in range(0, len(ids), _PART):
        part = slice(start, start + _PART)
        values = [_prepared(field, columns[field.attname][part], connection) for field in fields]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                said = ", ".join(f"{name(str(field.column))} = %s" for field in fields)
                rows = list(zip(*values, list(ids[part]), strict=True))
                cursor.executemany(f"UPDATE {table} SET {said} WHERE {number} = %s", rows)  # noqa: S608 - our own names
            else:
                lists, found, names = _lists([*fields, key], connection)
                said = ", ".join(f"{name(str(field.column))} = {found[n]}" for n, field in enumerate(fields))
                cursor.execute(
                    f"UPDATE {table} AS t SET {said} FROM unnest({lists}) AS v({names}) "  # noqa: S608 - the same
                    f"WHERE t.{number} = {found[-1]}",
                    [*values, list(ids[part])],
                )


@transaction.atomic(savepoint=False)
def delete_rows(model: type[models.Model], ids: Iterable[Any]) -> None:
    """Delete rows by their numbers with all that goes with them, as `delete` of a queryset does, without reading them.

    Raises ProtectedError where a row that stays points at one of them.
    """
    for part in in_parts(ids, _NAMED_AT_ONCE):
        _delete(model, part)


@contextmanager
def as_one_write() -> Iterator[None]:
    """Let the transactions inside join the one that is open, without savepoints; for many writes of which all must do.

    Whatever fails inside fails the whole open transaction. SQLite copies every page that is written under a savepoint,
    keeps the copies in memory and walks through them at the end of each statement: of 100,000 rows that takes longer
    than all the rest.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if "savepoint" in vars(connection):  # inside another such block
        yield
        return
    # A block whose savepoint has no name belongs to the one around it, as with `atomic(savepoint=False)`.
    connection.savepoint = lambda: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del connection.savepoint


def in_parts(rows: Iterable[Kind], size: int) -> Iterator[list[Kind]]:
    """Yield so many at a time, so that no more of them are in memory at once."""
    waiting = iter(rows)
    while part := list(islice(waiting, size)):
        yield part


# Deleting -----------------------------------------------------------------------------------------------------------


def _delete(model: type[models.Model], ids: list[Any]) -> None:
    for other, name, what in _relations(model):
        found = other._base_manager.filter(**{f"{name}__in": ids})
        if what is SET_NULL:
            found.update(**{name: None})
        elif what is not CASCADE:
            kept = list(found[:1])
            if kept:
                raise ProtectedError(f"{kept[0]} points at a row of {model._meta.label} that is to go", set(kept))
        elif _relations(other):
            delete_rows(other, found.order_by().values_list("pk", flat=True))
        else:
            found.order_by()._raw_delete(found.db)
    gone = model._base_manager.filter(pk__in=ids)
    gone._raw_delete(gone.db)


@cache
def _relations(model: type[models.Model]) -> list[tuple[type[models.Model], str, Any]]:
    """Return the tables that point at a table, with the column and what happens to them when a row of it goes."""
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if (
            isinstance(relation, ForeignObjectRel)
            and not relation.many_to_many
            and relation.on_delete is not DO_NOTHING
        ):
            found.append((relation.related_model, relation.field.name, relation.on_delete))
    return found


# Inserting ----------------------------------------------------------------------------------------------------------


def _is_numbered(model: type[models.Model]) -> bool:
    """Tell whether the database is to number the rows, and makes no other value of them."""
    options = model._meta
    fields = options.concrete_fields
    return (
        isinstance(options.pk, models.AutoField)
        and not options.parents
        and not any(field.generated or field.has_db_default() for field in fields)
        and connections[DEFAULT_DB_ALIAS].vendor in {"sqlite", "postgresql"}
    )


def _numbers(model: type[models.Model], count: int, connection: BaseDatabaseWrapper) -> Sequence[int]:
    """Return the numbers of so many new rows.

    Nobody else writes to a SQLite database inside this transaction, so the next numbers are known; PostgreSQL gives
    each number of a sequence to nobody else.
    """
    if connection.vendor == "sqlite":
        last = _last_number(model, connection)
        return range(last + 1, last + 1 + count)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', model._meta.pk.column, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _last_number(model: type[models.Model], connection: BaseDatabaseWrapper) -> int:
    """Return the highest number that was ever given, so that the number of a deleted row does not come again."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        given = int(cursor.fetchone()[0])
    there = model._base_manager.aggregate(last=models.Max("pk"))["last"]
    return max(given, there or 0)


def _store(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    columns: Sequence[list[Any]],
    connection: BaseDatabaseWrapper,
    over: str = "",
) -> None:
    """Insert what was prepared for the database; columns: one list for each field. over: what follows the values."""
    name = connection.ops.quote_name
    into = f"INSERT INTO {name(model._meta.db_table)} ({', '.join(name(str(field.column)) for field in fields)})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({marks}){over}", list(zip(*columns, strict=True)))
        else:
            lists, found, names = _lists(fields, connection)
            said = f"{into} SELECT {', '.join(found)} FROM unnest({lists}) AS v({names}){over}"  # noqa: S608 - ours
            cursor.execute(said, list(columns))


def _lists(fields: Sequence[models.Field[Any, Any]], connection: BaseDatabaseWrapper) -> tuple[str, list[str], str]:
    """Return how PostgreSQL takes a list for each field: the marks, the value of each in a row, and their names."""
    kinds = [_kind(field, connection) for field in fields]
    marks = ", ".join(f"%s::{'text' if kind == 'jsonb' else kind}[]" for kind in kinds)
    values = [f"v.c{n}::jsonb" if kind == "jsonb" else f"v.c{n}" for n, kind in enumerate(kinds)]
    return marks, values, ", ".join(f"c{n}" for n in range(len(kinds)))


def _kind(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> str:
    """Return the type of a column of PostgreSQL; a text as it is, because a cast would cut one that is too long."""
    kind = str(field.db_type(connection))
    return "text" if kind.startswith(("varchar", "char")) else kind


def _column(field: models.Field[Any, Any], rows: Iterable[models.Model], connection: BaseDatabaseWrapper) -> list[Any]:
    """Return what the database is given for one field of each row."""
    name, prepare = field.attname, field.get_db_prep_save
    if isinstance(field, models.DateField | models.DateTimeField) and (field.auto_now or field.auto_now_add):
        return [prepare(field.pre_save(row, add=True), connection) for row in rows]
    values = [getattr(row, name) for row in rows]
    if field.is_relation and None in values:
        values = [_of_saved(field, row, value) for row, value in zip(rows, values, strict=True)]
    return _prepared(field, values, connection)


def _prepared(field: models.Field[Any, Any], values: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    """Return values of one field as the database takes them."""
    if type(field) in _AS_THEY_ARE and _PLAIN.issuperset(map(type, values)):
        return list(values)
    if type(field) is models.FloatField and _FRACTIONS.issuperset(map(type, values)):
        return list(values)
    if isinstance(field, models.JSONField):
        encode = json.JSONEncoder if field.encoder is None else field.encoder
        return ["{}" if value == {} else _text(value, encode) for value in values]
    prepare = field.get_db_prep_save
    if isinstance(field, models.BinaryField):
        return [prepare(value, connection) for value in values]
    return list(map(_remembering(lambda value: prepare(value, connection)), values))


class JSONText(str):
    """The text of a JSON value that is stored as it is."""

    __slots__ = ()


def _text(value: Any, encoder: type[json.JSONEncoder]) -> str | None:
    if type(value) is JSONText:
        return str(value)
    return None if value is None else json.dumps(value, cls=encoder)


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
