"""One computation at a time: two that run side by side would each miss what the other has not committed yet."""

from __future__ import annotations

from django.db import connection

_KEY = 7_305_102  # of this program's choosing; the same in every process


def one_at_a_time() -> None:
    """Wait until no other transaction computes values; until this one ends, others wait for it.

    SQLite needs nothing: a transaction that writes has the whole file.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
