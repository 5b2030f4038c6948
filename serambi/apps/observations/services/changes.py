"""Telling the apps above which figures changed, inside the transaction that changed them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from serambi.methods.periods import Period


@dataclass(frozen=True, slots=True)
class Cell:
    """One place for a figure."""

    series_id: int
    area_id: int
    period: Period


@dataclass(frozen=True, slots=True)
class Changes:
    """Every cell whose figure is new, another, final now or gone; never empty."""

    cells: tuple[Cell, ...]

    @property
    def series_ids(self) -> frozenset[int]:
        return frozenset(cell.series_id for cell in self.cells)

    @property
    def since(self) -> dt.date:
        """Return the first day on which anything is different."""
        return min(cell.period.start for cell in self.cells)


Listener = Callable[[Changes], None]

_listeners: list[Listener] = []
_is_quiet: ContextVar[bool] = ContextVar("changes of figures are not told", default=False)


def on_change(listener: Listener) -> None:
    """Call the listener after every change, inside its transaction; the same listener is kept once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(cells: tuple[Cell, ...]) -> None:
    """Tell the listeners, in the order in which they were named."""
    if not cells or _is_quiet.get():
        return
    changes = Changes(cells)
    for listener in _listeners:
        listener(changes)


@contextmanager
def unannounced() -> Iterator[None]:
    """Tell nobody while the block runs: for a load of many changes, after which everything is computed anew once."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)
