"""What an object says in its own columns, as an entry of the record has it."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models

# Never written down, whatever the object: the record is read by people who may not know these.
SECRET_FIELDS = frozenset({"password", "secret", "token", "last_login"})
_PLAIN = frozenset({str, int, bool, type(None)})


def snapshot(instance: models.Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the object's own columns as JSON values, all of them or those named; secrets never."""
    columns = columns_of(instance._meta.model)  # not its type: the person of a request comes wrapped
    if fields is not None:
        wanted = set(fields)
        columns = tuple(column for column in columns if column[0] in wanted)
    found = {}
    for name, attribute in columns:
        value = getattr(instance, attribute)
        found[name] = value if type(value) in _PLAIN else as_json_value(value)
    return found


@cache
def columns_of(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """Return name and attribute of each column that may be written down."""
    fields = model._meta.concrete_fields
    return tuple((field.name, field.attname) for field in fields if field.name not in SECRET_FIELDS)


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
