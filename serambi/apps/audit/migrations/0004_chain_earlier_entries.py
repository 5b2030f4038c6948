"""Copy the entries of before into the chain, in the order of their numbers; what is personal in them goes apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import migrations
from django.utils import timezone

from serambi.apps.audit import chain

_AT_ONCE = 5000
# As the models say it today; a later version of them must not change what this migration does.
_PERSONAL = {"accounts.user": ("email", "name", "position")}
_NAMED_AFTER_PEOPLE = {"accounts.user", "agencies.membership"}
_NO_CHANGE = {"signed_in", "signed_out", "sign_in_failed", "password_changed", "password_link_sent"}
_READ = ("id", "at", "actor_id", "actor_name", "address", "verb", "object_type", "object_id", "object_name", "before",
         "after", "reason")  # fmt: skip
_COLUMNS = ("id", "at", "actor_id", "origin_id", "verb", "is_change", "object_type", "object_id", "object_name",
            "before", "after", "commitments", "reason", "request_id", "seq", "digest", "hash", "mark")  # fmt: skip


class _Copy:
    """One run over all entries, with the end of the chain so far."""

    def __init__(self, apps: Any, connection: Any) -> None:
        self.connection = connection
        self.earlier = apps.get_model("audit", "EarlierEntry")
        self.origins = apps.get_model("audit", "Origin")
        self.values = apps.get_model("audit", "PersonalValue")
        self.heads = apps.get_model("audit", "ChainHead")
        self.known: dict[tuple[Any, ...], tuple[int, str]] = {}
        self.seq, self.hash, self.key = 0, chain.GENESIS, chain.keys()[0]

    def run(self) -> None:
        rows = self.earlier.objects.order_by("pk").values_list(*_READ).iterator(chunk_size=_AT_ONCE)
        while batch := list(islice(rows, _AT_ONCE)):
            values: list[Any] = []
            self._insert([self._entry(row, values) for row in batch])
            self.values.objects.bulk_create(values, batch_size=_AT_ONCE)
        if self.seq:
            mark = chain.mark_of_head(self.hash, self.key)
            self.heads.objects.create(pk=1, seq=self.seq, hash=self.hash, mark=mark, sealed_at=timezone.now())

    def _entry(self, row: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
        number, at, actor_id, actor_name, address, verb, kind, object_id, name, earlier, later, reason = row
        before, after = chain.plain_columns(earlier), chain.plain_columns(later)
        commitments: dict[str, str] = {}
        if kind in _NAMED_AFTER_PEOPLE:
            known = object_id if kind == "accounts.user" else after.get("user") or before.get("user") or ""
            subject = int(known) if str(known).isdigit() else None
            for path, value in self._taken_apart(kind, name, before, after):
                salt = chain.new_salt()
                commitments[path] = chain.commitment(salt, [path, value, subject]).hex()
                values.append(self.values(entry_id=number, path=path, value=value, salt=salt, subject_id=subject))
            name = ""
        origin, committed = self._origin(actor_id, actor_name, address)
        change = verb not in _NO_CHANGE
        digest = chain.digest_of(
            [chain.moment_text(at), actor_id, verb, change, kind, object_id, name, before, after, commitments, reason,
             "", committed]
        )  # fmt: skip
        self.seq += 1
        self.hash = chain.link(self.hash, self.seq, number, digest)
        return (number, self.connection.ops.adapt_datetimefield_value(at), actor_id, origin, verb, change, kind,
                object_id, name, _text(before), _text(after), _text(commitments), reason, "", self.seq, digest,
                self.hash, chain.mark_of_place(self.hash, self.key))  # fmt: skip

    def _taken_apart(
        self, kind: str, name: str, before: dict[str, Any], after: dict[str, Any]
    ) -> Iterator[tuple[str, Any]]:
        """Take the personal values out of an entry and return them with their paths."""
        if name:
            yield "object_name", name
        for side, columns in (("before", before), ("after", after)):
            for column in _PERSONAL.get(kind, ()):
                if columns.get(column):
                    yield f"{side}.{column}", columns.pop(column)

    def _origin(self, actor_id: int | None, name: str, address: str | None) -> tuple[int | None, str]:
        """Return number and commitment of the row for this person at this place."""
        if actor_id is None and address is None:
            return None, ""
        values = (actor_id, name, address, "")
        if values not in self.known:
            salt = chain.new_salt()
            committed = chain.commitment(salt, list(values))
            row = self.origins.objects.create(
                actor_id=actor_id, actor_name=name, address=address, look_up=chain.look_up_key(values), salt=salt,
                commitment=committed,
            )  # fmt: skip
            self.known[values] = row.pk, committed.hex()
        return self.known[values]

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        columns = ", ".join(_COLUMNS)
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                with cursor.copy(f"COPY audit_entry ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(_COLUMNS))
                cursor.executemany(f"INSERT INTO audit_entry ({columns}) VALUES ({places})", rows)  # noqa: S608


def _text(columns: dict[str, Any]) -> str:
    return json.dumps(columns) if columns else "{}"


def copy_entries(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    _Copy(apps, connection).run()
    if connection.vendor == "postgresql":
        # The numbers were written by us, so the counter of the table has to be told where to go on.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('audit_entry', 'id'), max(id)) FROM audit_entry HAVING max(id) > 0"
            )


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain_tables")]

    operations = [migrations.RunPython(copy_entries, elidable=False)]
