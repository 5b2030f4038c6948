"""Reading entries latest first, out of the two halves of the record: those that have a place in the chain, and others.

The indexes by which the record is read hold only entries with a place, so that a write pays for none of them
(docs/decisions/0021-read-by-what-has-its-place.md). What has no place yet was written a second ago and is read through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from serambi.apps.audit.models import Entry

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Entries that somebody looks for. entries: without an order."""

    entries: QuerySet[Entry]

    def filter(self, *conditions: Any, **values: Any) -> Found:
        """Return those of them that fulfil conditions as well."""
        return Found(self.entries.filter(*conditions, **values))

    def latest(self, count: int) -> list[Entry]:
        """Return so many of them, the latest first; two queries."""
        return list(islice(self._merged(limit=count), count))

    def earliest(self, count: int) -> list[Entry]:
        """Return so many of them, the earliest first; two queries."""
        waiting = self._waiting().order_by("at", "pk")[:count]
        rows = {entry.pk: entry for entry in (*waiting, *self._placed().order_by("at", "pk")[:count])}
        return sorted(rows.values(), key=_moment)[:count]

    def count(self, limit: int) -> int:
        """Return how many there are, or limit where there are at least so many."""
        found = self._placed().order_by()[:limit].count()
        return found if found >= limit else found + self._waiting().order_by()[: limit - found].count()

    def __iter__(self) -> Iterator[Entry]:
        """Yield all of them, latest first, without having them in memory."""
        return self._merged(limit=None)

    def _merged(self, *, limit: int | None) -> Iterator[Entry]:
        # First those that wait: one that gets its place in between is in both then, and not in neither.
        waiting = list(self._waiting().order_by("-at", "-pk")[:limit])
        placed = self._placed().order_by("-at", "-pk")
        rows = placed.iterator(chunk_size=_AT_ONCE) if limit is None else iter(placed[:limit])
        seen = {entry.pk for entry in waiting}
        return merge(waiting, (entry for entry in rows if entry.pk not in seen), key=_moment, reverse=True)

    def _waiting(self) -> QuerySet[Entry]:
        return self.entries.filter(seq__isnull=True)

    def _placed(self) -> QuerySet[Entry]:
        return self.entries.filter(seq__isnull=False)


def _moment(entry: Entry) -> tuple[Any, int]:
    return entry.at, entry.pk
