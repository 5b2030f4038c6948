"""What was read or written for a page, kept in the process and found again by its key."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """A few results by their keys; what has not been asked for longest goes first. Threads may share it."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable | None, read: Callable[[], Kept]) -> Kept:
        """Return what is kept under the key, reading it first where nothing is.

        key: everything that decides the result. None: nothing is kept.
        """
        if key is None:
            return read()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._places:
                self._kept.popitem(last=False)
        return found
