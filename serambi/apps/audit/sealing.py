"""Giving committed entries their place in the chain, one after another and without a gap.

A place is given when the transaction of the entry has ended (docs/decisions/0014-sealed-after-the-commit.md), so that
nobody who writes waits for a longer transaction of somebody else, and one that is rolled back leaves no gap. It is
given in a thread of its own, at most a second later and once a second, so that nobody waits for it either. Whoever
seals holds the row of the head and seals what others have committed as well.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from serambi.apps.audit import chain
from serambi.apps.audit.models import Entry

log = logging.getLogger(__name__)

# So many are sealed while the head is held; others get their turn in between.
_AT_ONCE = 2000
_TABLE = Entry._meta.db_table
_ON_SQLITE = f"UPDATE {_TABLE} SET seq = %s, hash = %s, mark = %s WHERE id = %s AND seq IS NULL"  # noqa: S608
_ON_POSTGRESQL = (
    f"UPDATE {_TABLE} AS e SET seq = v.seq, hash = v.hash, mark = v.mark "  # noqa: S608
    "FROM unnest(%s::bigint[], %s::bytea[], %s::bytea[], %s::bigint[]) AS v(seq, hash, mark, id) "
    "WHERE e.id = v.id AND e.seq IS NULL"
)


def seal_after_commit() -> None:
    """Seal once the transaction that is open has ended, at the latest AUDIT_SEAL_AFTER seconds later."""
    if not any(callback[1] is _committed for callback in connection.run_on_commit):
        # What could not be sealed is sealed by the next writer; what was written must not look as if it had failed.
        transaction.on_commit(_committed, robust=True)


def _committed() -> None:
    if settings.AUDIT_SEAL_AFTER:
        _waiting.begin(settings.AUDIT_SEAL_AFTER)
    else:
        seal()


@dataclass
class _Waiting:
    """The one thread of this process that will seal, while there is something to seal."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    timer: threading.Timer | None = None

    def begin(self, seconds: float) -> None:
        """Seal after so many seconds; whoever is called meanwhile is sealed with it."""
        with self.lock:
            if self.timer is None:
                self.timer = threading.Timer(seconds, self._seal)
                self.timer.daemon = True
                self.timer.start()

    def _seal(self) -> None:
        # What is committed from now on may come too late for this run, so it begins another.
        with self.lock:
            self.timer = None
        try:
            seal()
        except DatabaseError as error:  # another writer holds the database for long
            log.warning("the audit record could not be sealed yet, the next writer will do it: %s", error)
        finally:
            connection.close()

    def forget(self) -> None:
        """Begin afresh in a process that was forked: the thread that will seal stayed in the other one."""
        self.lock, self.timer = threading.Lock(), None

    def finish(self) -> None:
        """Seal at once what still waits, when the process ends."""
        with self.lock:
            timer, self.timer = self.timer, None
        if timer is not None:
            timer.cancel()
            self._seal()


_waiting = _Waiting()
atexit.register(_waiting.finish)
os.register_at_fork(after_in_child=_waiting.forget)


def seal() -> int:
    """Give every committed entry that has none its place, and return how many there were."""
    total = 0
    while count := _seal_some():
        total += count
        if count < _AT_ONCE:
            break
    return total


@transaction.atomic
def _seal_some() -> int:
    with connection.cursor() as cursor:
        seq, previous = _hold_head(cursor)
        cursor.execute(
            f"SELECT id, digest, mark FROM {_TABLE} WHERE seq IS NULL ORDER BY id LIMIT {_AT_ONCE}"  # noqa: S608
        )
        waiting = cursor.fetchall()
        if not waiting:
            return 0
        key, rows = chain.keys()[0], []
        for number, stored, mark in waiting:
            digest = bytes(stored or b"")
            seq += 1
            previous = chain.link(previous, seq, number, digest)
            # What Serambi did not write gets its place too, and keeps the wrong mark that tells of it.
            kept = chain.mark_of_place(previous, key) if chain.is_marked(digest, mark) else mark
            rows.append((seq, previous, kept, number))
        store_places(cursor, rows)
        cursor.execute(
            "UPDATE audit_chainhead SET seq = %s, hash = %s, mark = %s, sealed_at = %s WHERE id = 1",
            [seq, previous, chain.mark_of_head(previous, key), timezone.now()],
        )
    return len(waiting)


def store_places(cursor: Any, rows: list[tuple[int, bytes, Any, int]]) -> None:
    """Write places into entries that have none: seq, hash, mark and the number of the entry."""
    if connection.vendor == "sqlite":
        cursor.executemany(_ON_SQLITE, rows)
    else:
        cursor.execute(_ON_POSTGRESQL, [list(column) for column in zip(*rows, strict=True)])


def _hold_head(cursor: Any) -> tuple[int, bytes]:
    """Return the end of the chain and keep everybody else from sealing until the transaction ends."""
    found = _read_head(cursor)
    if found is None:
        cursor.execute(
            "INSERT INTO audit_chainhead (id, seq, hash, mark, sealed_at) VALUES (1, 0, %s, %s, %s) "
            "ON CONFLICT (id) DO NOTHING",
            [chain.GENESIS, chain.mark_of_head(chain.GENESIS, chain.keys()[0]), timezone.now()],
        )
        found = _read_head(cursor)
    if found is None:
        raise RuntimeError("the head of the audit chain cannot be made")
    return found


def _read_head(cursor: Any) -> tuple[int, bytes] | None:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT seq, hash FROM audit_chainhead WHERE id = 1")
    else:
        # Sealing can be done again after a crash, so it need not wait for the disk as the entries themselves did.
        cursor.execute(
            "SELECT seq, hash, set_config('synchronous_commit', 'off', true) FROM audit_chainhead "
            "WHERE id = 1 FOR UPDATE"
        )
    row = cursor.fetchone()
    return None if row is None else (row[0], bytes(row[1]))
