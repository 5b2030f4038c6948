"""Writing one row together with its entry in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """Return the row as it is now, held until the transaction ends, so that what is compared is what is replaced."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def created(row: Row, *, by: Any, links: Mapping[str, Iterable[Model]] | None = None) -> Row:
    """Save a new row with its many-to-many links and record it."""
    row.save(force_insert=True)
    for name, targets in (links or {}).items():
        getattr(row, name).set(targets)
    record(Verb.CREATED, row, by=by, after={**snapshot(row), **_linked(row, links or {})})
    return row


def changed(
    row: Row, values: Mapping[str, Any], *, by: Any, links: Mapping[str, Iterable[Model]] | None = None
) -> frozenset[str]:
    """Give a locked row these values and links and return the names of what is different now.

    Only the columns that differ are written, so two people who change different fields do not undo one another.
    Nothing is written or recorded when nothing differs.
    """
    before = {**snapshot(row), **_linked(row, links or {})}
    for name, value in values.items():
        setattr(row, name, value)
    for name, targets in (links or {}).items():
        getattr(row, name).set(targets)
    after = {**snapshot(row), **_linked(row, links or {})}
    different = frozenset(name for name in after if after[name] != before[name])
    columns = different & values.keys()
    if not different:
        return different
    stamps = {field.name for field in row._meta.concrete_fields if getattr(field, "auto_now", False)}
    if columns or stamps:
        row.save(update_fields=sorted(columns | stamps))
    record(Verb.CHANGED, row, by=by, before=before, after=after)
    return different


def removed(row: Model, *, by: Any) -> None:
    """Delete a row; the record keeps what it said."""
    record(Verb.DELETED, row, by=by, before=snapshot(row))
    row.delete()


def _linked(row: Model, links: Mapping[str, object]) -> dict[str, list[str]]:
    """Return what the row is linked to, in words that outlive the links."""
    return {name: sorted(str(target) for target in getattr(row, name).all()) for name in links}
