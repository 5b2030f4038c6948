"""The entries of before the chain are carried over into it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from serambi.apps.audit.models import Entry, Origin, PersonalValue
from serambi.apps.audit.queries import describe
from serambi.apps.audit.sealing import seal
from serambi.apps.audit.services import record_run
from serambi.apps.audit.triggers import lift_triggers, missing_triggers, set_triggers
from serambi.apps.audit.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("audit", "0002_computed_anew")], [("audit", "0008_indexes_of_placed_entries")]
USER = {"name": "Oka", "email": "oka@serumpun.example", "position": "", "is_active": True}
ROWS = [
    (3, 7, "Rani", "created", "accounts.user", "9", "Oka", {}, USER, "", "203.0.113.9"),
    (5, 9, "Oka", "signed_in", "accounts.user", "9", "Oka", {}, {}, "", "198.51.100.7"),
    (8, None, "serambi", "computed", "indicators.indicatorvalue", "", "", {}, {"count": 3, "share": 1e16}, "", None),
    (
        9,
        7,
        "Rani",
        "changed",
        "agencies.organization",
        "2",
        "DLH",
        {"name": "a"},
        {"name": "é"},
        "Perda",
        "203.0.113.9",
    ),
    (10, 7, "Rani", "created", "agencies.membership", "4", "Oka – Petugas – DLH", {}, {"user": 9}, "", "203.0.113.9"),
]


@pytest.fixture
def at_the_state_before() -> Iterator[None]:
    """Take the tables back to before the chain; there is no way back in the migrations, so they are made by hand."""
    lift_triggers()
    with connection.cursor() as cursor:
        for table in (
            "audit_mention",
            "audit_personalvalue",
            "audit_entry",
            "audit_origin",
            "audit_chainhead",
            "audit_verification",
        ):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    MigrationExecutor(connection).migrate(BEFORE)
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)
    set_triggers()


def test_earlier_entries_get_their_place_and_their_personal_values_go_apart(at_the_state_before: None) -> None:
    with connection.cursor() as cursor:
        for row in ROWS:
            values = [json.dumps(value) if isinstance(value, dict) else value for value in row]
            cursor.execute(
                "INSERT INTO audit_entry (id, actor_id, actor_name, verb, object_type, object_id, object_name, before, "
                "after, reason, address, at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [*values, "2026-11-01 08:00:00"],
            )
    MigrationExecutor(connection).migrate(AFTER)
    set_triggers()

    assert verify().findings == []
    entries = list(Entry.objects.order_by("seq"))
    assert [(entry.pk, entry.seq) for entry in entries] == [(row[0], place) for place, row in enumerate(ROWS, start=1)]
    assert [entry.is_change for entry in entries] == [True, False, True, True, True]
    assert [entry.actor_name for entry in entries] == [row[2] for row in ROWS]
    assert entries[0].after == {"position": "", "is_active": True}
    assert "oka" not in str([(one.object_name, one.before, one.after) for one in entries]).lower()
    assert {value.subject_id for value in PersonalValue.objects.all()} == {9}
    assert describe([entries[0]])[0].sentence == "Rani membuat pengguna Oka"
    assert Origin.objects.count() == 2
    assert missing_triggers() == []

    record_run(entries[2].verb, Entry, count=1)
    seal()
    assert Entry.objects.latest("pk").seq == 6
    assert verify().is_good


def test_an_empty_record_is_carried_over_too(at_the_state_before: None) -> None:
    MigrationExecutor(connection).migrate(AFTER)
    set_triggers()

    assert (verify().count, verify().findings) == (0, [])
