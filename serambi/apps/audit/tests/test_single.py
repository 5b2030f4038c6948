"""One entry is written without Django's INSERT, and stands in the database as Django would have written it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from serambi.apps.audit.models import Entry, Origin, Verb
from serambi.apps.audit.single import insert_entry

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 25, 9, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def made(origin: Origin | None, *, plain: bool) -> Entry:
    said: dict[str, Any] = {} if plain else {"name": "Bank “sampah” – ä", "share": 12.5, "list": [1, None, True]}
    return Entry(
        at=AT, actor_id=None if plain else 7, origin=origin, verb=Verb.CHANGED, is_change=not plain,
        object_type="plans.program", object_id="3", object_name="QW-2", before={}, after=said,
        commitments={} if plain else {"after.email": "ab" * 32}, reason="Digabung" if said else "",
        request_id="", digest=b"\x00\xff" * 16, mark=b"\x01" * 16,
    )  # fmt: skip


def stored(pk: int) -> tuple[Any, ...]:
    """Return a row as it stands in the database, but for its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry WHERE id = %s", [pk])
        names = [column[0] for column in cursor.description]
        found = zip(names, cursor.fetchone(), strict=True)
        return tuple(bytes(value) if isinstance(value, memoryview) else value for name, value in found if name != "id")


@pytest.mark.parametrize("plain", [True, False])
def test_it_is_what_django_writes(plain: bool) -> None:
    origin = None if plain else Origin.objects.create(actor_name="Oka", commitment=b"c" * 32)
    ours, theirs = made(origin, plain=plain), made(origin, plain=plain)
    insert_entry(ours)
    theirs.save(force_insert=True)

    assert stored(ours.pk) == stored(theirs.pk)
    assert ours.pk < theirs.pk
    again = Entry.objects.get(pk=ours.pk)
    assert (again.at, again.verb, again.after, again.origin) == (AT, Verb.CHANGED, ours.after, origin)
    assert not ours._state.adding


def test_a_column_that_is_added_is_written() -> None:
    entry = made(None, plain=False)
    insert_entry(entry)

    again = Entry.objects.get(pk=entry.pk)
    for field in Entry._meta.concrete_fields:
        ours, kept = getattr(entry, field.attname), getattr(again, field.attname)
        assert (bytes(kept) if isinstance(kept, memoryview) else kept) == ours, field.name
