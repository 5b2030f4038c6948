"""What is other after any write, asked for by every page: statements that are not put together anew each time.

Putting them together with Django's expressions takes ten times as long as the database takes to answer.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

# So many of the last numbers are counted, since two transactions can finish in the other order than they were numbered.
_COUNTED = 500
# The halves are asked apart, each by its index (docs/decisions/0021-read-by-what-has-its-place.md).
_WAITING = "SELECT id AS pk FROM audit_entry WHERE is_change AND seq IS NULL ORDER BY id DESC LIMIT 1"
_PLACED = "SELECT id AS pk FROM audit_entry WHERE is_change AND seq IS NOT NULL ORDER BY id DESC LIMIT 1"
_HALVES = f"SELECT pk FROM ({_WAITING}) waiting UNION ALL SELECT pk FROM ({_PLACED}) placed"  # noqa: S608 - of our own
_NEWEST = f"(SELECT COALESCE(MAX(pk), 0) FROM ({_HALVES}) halves)"  # noqa: S608 - of our own
_RECENT = f"FROM audit_entry WHERE is_change AND id > {_NEWEST} - {_COUNTED}"
_STATE = f"SELECT MAX(id), MAX(at), COUNT(*) {_RECENT}"


def newest_entry() -> RawSQL:
    """Return the number of the newest entry after which data are other than before, 0 for none, for an annotation."""
    return RawSQL(_NEWEST, (), BigIntegerField())  # noqa: S611 - of our own


def recent_entries() -> RawSQL:
    """Return how many of the last 500 numbers are entries after which data are other than before, for an annotation.

    Looking at the newest alone would not notice a transaction that was numbered earlier and finished later.
    """
    return RawSQL(f"(SELECT COUNT(*) {_RECENT})", (), BigIntegerField())  # noqa: S611 - of our own


def state_of_data() -> tuple[Any, ...] | None:
    """Return what is other after any write: the newest entry, its time, and how many of the last there are; one query.

    Signing in and downloading are written down too and are no writes: what is kept stays good after them.
    None while nothing was written yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        found: tuple[Any, ...] = cursor.fetchone()
    return None if found[0] is None else found
