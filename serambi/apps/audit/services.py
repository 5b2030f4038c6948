"""Writing the record: called inside the transaction of the write that it describes."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import models
from django.utils import timezone

from serambi.apps.audit.addresses import CURRENT
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.rows import in_parts, insert_rows

__all__ = [
    "acting_from", "as_json_value", "create_recorded", "current_address", "in_parts", "insert_rows", "record",
    "record_many", "record_run", "snapshot",
]  # fmt: skip

# Never written down, whatever the object: the record is read by people who may not know these.
SECRET_FIELDS = frozenset({"password", "secret", "token", "last_login"})
_BATCH = 2000
_PLAIN = frozenset({str, int, bool, type(None)})


def snapshot(instance: models.Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the object's own columns as JSON values, all of them or those named; secrets never."""
    columns = _columns(type(instance))
    if fields is not None:
        wanted = set(fields)
        columns = tuple(column for column in columns if column[0] in wanted)
    return {name: as_json_value(getattr(instance, attribute)) for name, attribute in columns}


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """Return name and attribute of each column that may be written down."""
    fields = model._meta.concrete_fields
    return tuple((field.name, field.attname) for field in fields if field.name not in SECRET_FIELDS)


def current_address() -> str | None:
    """Return the network address of whoever acts now, None for the program."""
    return CURRENT.get()


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Record that network address with all that is done inside: work that a person started and that runs later."""
    token = CURRENT.set(address)
    try:
        yield
    finally:
        CURRENT.reset(token)


def record(
    verb: Verb,
    instance: models.Model,
    *,
    by: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    address: str | None = None,
) -> Entry:
    """Write one entry about an object.

    by: the user who acted, or None when the program did (a load from the command line).
    before, after: snapshots; what is equal in both is left out, so that the entry shows the change alone.
    address: where it came from, when that is not the address of the request being answered.
    """
    entry = _entry(verb, instance, by=by, before=before, after=after, reason=reason, address=address)
    entry.save(force_insert=True)
    return entry


def record_many(
    verb: Verb, rows: Iterable[tuple[models.Model, Mapping[str, Any], Mapping[str, Any]]], *, by: Any, reason: str = ""
) -> None:
    """Write one entry for each object, with its snapshot before and after.

    rows: read once, some thousand at a time, so what makes the snapshots as it goes needs little memory.
    """
    for part in in_parts(rows, _BATCH):
        now = timezone.now()
        insert_rows(
            [_entry(verb, row, by=by, before=before, after=after, reason=reason, at=now) for row, before, after in part]
        )


def create_recorded(rows: Sequence[models.Model], *, by: Any, reason: str = "") -> None:
    """Save new rows of one table, give them their numbers, and write an entry for each."""
    insert_rows(rows)
    record_many(Verb.CREATED, ((row, {}, snapshot(row)) for row in rows), by=by, reason=reason)


def record_run(verb: Verb, table: type[models.Model], *, count: int) -> Entry:
    """Write one entry about all rows of a table, which the program wrote by itself. count: how many there are now."""
    return Entry.objects.create(
        verb=verb, actor_name="serambi", object_type=table._meta.label_lower, after={"count": count}
    )


def _entry(
    verb: Verb,
    instance: models.Model,
    *,
    by: Any,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
    address: str | None = None,
    at: dt.datetime | None = None,
) -> Entry:
    earlier, later = dict(before or {}), dict(after or {})
    unchanged = {name for name in earlier.keys() & later.keys() if earlier[name] == later[name]}
    return Entry(
        at=at or timezone.now(),
        verb=verb,
        actor_id=getattr(by, "pk", None),
        actor_name=str(by)[:200] if by is not None else "serambi",
        object_type=instance._meta.label_lower,
        object_id=str(instance.pk or ""),
        object_name=str(instance)[:300],
        before={name: value for name, value in earlier.items() if name not in unchanged},
        after={name: value for name, value in later.items() if name not in unchanged},
        reason=reason,
        address=address or CURRENT.get(),
    )


def as_json_value(value: Any) -> Any:
    """Return a column's value as a snapshot has it."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
