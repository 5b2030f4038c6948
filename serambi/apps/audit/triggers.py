"""What the database itself refuses: changing, removing or reordering what is in the record.

Set after every `migrate`, because SQLite drops the triggers of a table that a migration makes anew. Somebody who may
change the database's structure can drop them; then the chain tells of what they did (`verifying`).
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from serambi.apps.audit.models import ChainHead, Entry, Mention, Origin, PersonalValue

# What sealing writes, once.
_OF_A_PLACE = ("seq", "hash", "mark")
_SAID = "the audit record cannot be changed"
NAMES = (
    "audit_entry_update",
    "audit_entry_delete",
    "audit_entry_insert",
    "audit_origin_update",
    "audit_origin_delete",
    "audit_personalvalue_update",
    "audit_personalvalue_delete",
    "audit_mention_update",
    "audit_mention_delete",
    "audit_chainhead_update",
    "audit_chainhead_delete",
)
TABLES = tuple(model._meta.db_table for model in (Entry, Origin, PersonalValue, Mention, ChainHead))


def _same(model: Any, leave_out: tuple[str, ...], same: str) -> str:
    """Return the condition that a row keeps every column but those."""
    columns = [field.column for field in model._meta.concrete_fields if field.column not in leave_out]
    return " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in columns)


def _conditions(same: str) -> dict[str, str]:
    """Return when each trigger refuses; an empty condition is always."""
    sealed_once = f"OLD.seq IS NULL AND NEW.seq IS NOT NULL AND {_same(Entry, _OF_A_PLACE, same)}"
    left, gone = ("actor_name", "address", "user_agent", "look_up", "salt", "erased_by"), "OLD.erased_by IS NULL"
    origin_erased = (
        f"{gone} AND NEW.erased_by IS NOT NULL AND NEW.actor_name = '' AND NEW.address IS NULL "
        f"AND NEW.user_agent = '' AND NEW.look_up IS NULL AND NEW.salt IS NULL AND {_same(Origin, left, same)}"
    )
    value_erased = (
        f"{gone} AND NEW.erased_by IS NOT NULL AND NEW.value IS NULL AND NEW.salt IS NULL "
        f"AND {_same(PersonalValue, ('value', 'salt', 'erased_by'), same)}"
    )
    return {
        "audit_entry_update": f"NOT ({sealed_once})",
        "audit_entry_delete": "",
        "audit_entry_insert": "NEW.seq IS NOT NULL OR EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)",
        "audit_origin_update": f"NOT ({origin_erased})",
        "audit_origin_delete": "",
        "audit_personalvalue_update": f"NOT ({value_erased})",
        "audit_personalvalue_delete": "",
        "audit_mention_update": "",
        "audit_mention_delete": "",
        "audit_chainhead_update": "NOT (NEW.seq > OLD.seq)",
        "audit_chainhead_delete": "",
    }


def set_triggers(using: str = "default") -> None:
    """Make the database refuse changes of the record; nothing happens where it does already."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def lift_triggers(using: str = "default") -> None:
    """Let the record be changed: for tests that empty their database, and for whoever plays an attacker there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in NAMES:
            on = "" if connection.vendor == "sqlite" else f" ON {_table_of(name)}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_truncate ON {table}")


def missing_triggers(using: str = "default") -> list[str]:
    """Return which triggers are not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in _all_names(connection.vendor) if name not in found]


def _all_names(vendor: str) -> tuple[str, ...]:
    return NAMES if vendor == "sqlite" else (*NAMES, *(f"{table}_truncate" for table in TABLES))


def _table_of(name: str) -> str:
    return name.rpartition("_")[0]


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [_on_sqlite(name, condition) for name, condition in _conditions("IS").items()]
    function = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    found = [function]
    for name, condition in _conditions("IS NOT DISTINCT FROM").items():
        if name != "audit_entry_insert":
            found.append(_on_postgresql(name, condition))
    # A condition of PostgreSQL may not look into a table; the key of the table refuses a number twice.
    found.append(_on_postgresql("audit_entry_insert", "NEW.seq IS NOT NULL"))
    found += [
        f"CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in TABLES
    ]
    return found


def _on_sqlite(name: str, condition: str) -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {_event(name)} ON {_table_of(name)}{when} "
        f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    )


def _on_postgresql(name: str, condition: str) -> str:
    when = f" WHEN ({condition})" if condition else ""
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {_event(name)} ON {_table_of(name)} "
        f"FOR EACH ROW{when} EXECUTE FUNCTION audit_refuse()"
    )


def _event(name: str) -> str:
    return name.rpartition("_")[2].upper()
