"""Writing the record: called inside the transaction of the write that it describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone

from serambi.apps.audit import chain
from serambi.apps.audit.models import NO_CHANGE, Entry, Origin, PersonalValue, Verb
from serambi.apps.audit.origins import CURRENT, REQUEST, Asked, origin_of
from serambi.apps.audit.parts import Parts, Told, rows_in, told_of
from serambi.apps.audit.personal import Parted, committed, part, personal_columns
from serambi.apps.audit.rows import (
    as_one_write,
    delete_rows,
    in_parts,
    insert_columns,
    insert_rows,
    put_columns,
    update_columns,
)
from serambi.apps.audit.sealing import seal_after_commit
from serambi.apps.audit.single import insert_entry
from serambi.apps.audit.snapshots import as_json_value, snapshot
from serambi.apps.audit.writing import EntryWriter, record_each

__all__ = [
    "Parts",
    "Told",
    "acting_from",
    "acting_unseen",
    "as_json_value",
    "as_one_write",
    "content_of",
    "create_recorded",
    "current_address",
    "delete_rows",
    "in_parts",
    "insert_columns",
    "insert_rows",
    "put_columns",
    "record",
    "record_each",
    "record_erasure",
    "record_export",
    "record_many",
    "record_run",
    "rows_in",
    "snapshot",
    "told_of",
    "update_columns",
]

_BATCH = 2000


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


@contextmanager
def acting_unseen() -> Iterator[None]:
    """Record neither network address nor browser with what is done inside: for people who act without an account."""
    address, request = CURRENT.set(None), REQUEST.set(Asked())
    try:
        yield
    finally:
        REQUEST.reset(request)
        CURRENT.reset(address)


@transaction.atomic(savepoint=False)
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
    origin = origin_of(by, address=address)
    return _write([_entry(verb, instance, origin, by=by, before=before, after=after, reason=reason)])[0]


@transaction.atomic(savepoint=False)
def record_many(
    verb: Verb, rows: Iterable[tuple[models.Model, Mapping[str, Any], Mapping[str, Any]]], *, by: Any, reason: str = ""
) -> None:
    """Write one entry for each object, with its snapshot before and after.

    rows: read once, some thousand at a time, so what makes the snapshots as it goes needs little memory.
    """
    origin = origin_of(by, address=None)
    for some in in_parts(rows, _BATCH):
        told = _told(some)
        if told is not None:
            EntryWriter(verb, some[0][0]._meta.model, origin, by=by, reason=reason).write(told)
        else:
            _write(
                [
                    _entry(verb, row, origin, by=by, before=before, after=after, reason=reason)
                    for row, before, after in some
                ]
            )


def _told(rows: Sequence[tuple[models.Model, Mapping[str, Any], Mapping[str, Any]]]) -> list[Told] | None:
    """Return what is to be written down about rows of one table; None where something in it may be personal."""
    model = rows[0][0]._meta.model
    if getattr(model, "record_subject", "") or model._meta.proxy:
        return None
    personal, told = personal_columns(model), []
    for row, before, after in rows:
        is_personal = not (personal.isdisjoint(before) and personal.isdisjoint(after))
        if is_personal or row._meta.model is not model:
            return None
        told.append(Told(row.pk, str(row), *_differing(before, after)))
    return told


@transaction.atomic(savepoint=False)
def create_recorded(rows: Sequence[models.Model], *, by: Any, reason: str = "") -> None:
    """Save new rows of one table, give them their numbers, and write an entry for each."""
    insert_rows(rows)
    record_many(Verb.CREATED, ((row, {}, snapshot(row)) for row in rows), by=by, reason=reason)


@transaction.atomic(savepoint=False)
def record_run(verb: Verb, table: type[models.Model], *, count: int) -> Entry:
    """Write one entry about all rows of a table, which the program wrote by itself. count: how many there are now."""
    entry = Entry(verb=verb, object_type=table._meta.label_lower, after={"count": count})
    return _write([_Draft(entry, None, [])])[0]


@transaction.atomic(savepoint=False)
def record_export(name: str, *, by: Any, query: str = "") -> Entry:
    """Write down that a file was downloaded. name: the file's; query: the page it came from with its filters."""
    # What somebody searched for can be a name, so the page is kept apart like one.
    page = {"after.page": query} if query else {}
    commitments, values = committed(Parted(name, {}, {}, page, None))
    entry = Entry(
        verb=Verb.EXPORTED,
        is_change=False,
        actor_id=getattr(by, "pk", None),
        object_name=name[:300],
        commitments=commitments,
        request_id=REQUEST.get().request_id,
    )
    return _write([_Draft(entry, origin_of(by, address=None), values)])[0]


@transaction.atomic(savepoint=False)
def record_erasure(person_id: int, *, by: Any, reason: str, told: Mapping[str, Any]) -> Entry:
    """Write down that a person's values were erased, without a name. told: how many, and the hash of their list."""
    entry = Entry(
        verb=Verb.ERASED,
        actor_id=getattr(by, "pk", None),
        object_type=get_user_model()._meta.label_lower,
        object_id=str(person_id),
        after=dict(told),
        reason=reason,
        request_id=REQUEST.get().request_id,
    )
    return _write([_Draft(entry, origin_of(by, address=None), [])])[0]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An entry that is not written yet, with its origin and its personal values."""

    entry: Entry
    origin: Origin | None
    values: list[PersonalValue]


def _write(drafts: list[_Draft]) -> list[Entry]:
    """Write entries with what belongs to them; they get their places in the chain once the transaction has ended."""
    key = chain.keys()[0]
    for draft in drafts:
        entry, origin = draft.entry, draft.origin
        entry.origin = origin
        entry.digest = chain.digest_of(content_of(entry, bytes(origin.commitment).hex() if origin else ""))
        entry.mark = chain.mark_of_entry(entry.digest, key)
    entries = [draft.entry for draft in drafts]
    if len(entries) == 1:
        insert_entry(entries[0])
    else:
        insert_rows(entries)
    values = []
    for draft in drafts:
        for value in draft.values:
            value.entry = draft.entry
            values.append(value)
    if values:
        PersonalValue.objects.bulk_create(values, batch_size=_BATCH)
    seal_after_commit()
    return entries


def content_of(entry: Entry, origin: str) -> list[Any]:
    """Return what of an entry is hashed. origin: the commitment of its origin in hexadecimal."""
    return [
        chain.moment_text(entry.at),
        entry.actor_id,
        str(entry.verb),
        entry.is_change,
        entry.object_type,
        entry.object_id,
        entry.object_name,
        entry.before,
        entry.after,
        entry.commitments,
        entry.reason,
        entry.request_id,
        origin,
    ]


def _entry(
    verb: Verb,
    instance: models.Model,
    origin: Origin | None,
    *,
    by: Any,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
) -> _Draft:
    earlier, later = _differing(before or {}, after or {})
    parted = part(instance, str(instance)[:300], earlier, later)
    commitments, values = committed(parted) if parted.values else ({}, [])
    entry = Entry(
        at=timezone.now(),
        verb=verb,
        is_change=verb not in NO_CHANGE,
        actor_id=getattr(by, "pk", None),
        object_type=instance._meta.label_lower,
        object_id=str(instance.pk or ""),
        object_name=parted.name,
        before=parted.before,
        after=parted.after,
        commitments=commitments,
        reason=reason,
        request_id=REQUEST.get().request_id,
    )
    return _Draft(entry, origin, values)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides without what is equal in them, as the database will give them back."""
    earlier = {name: value for name, value in before.items() if name not in after or after[name] != value}
    later = {name: value for name, value in after.items() if name not in before or before[name] != value}
    earlier, later = chain.plain_columns(earlier), chain.plain_columns(later)
    for name in [name for name in earlier if name in later and earlier[name] == later[name]]:
        del earlier[name], later[name]
    return earlier, later
