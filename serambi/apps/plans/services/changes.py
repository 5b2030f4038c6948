"""Telling the apps above which programs changed, inside the transaction that changed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """The programs that are new, stand elsewhere, weigh differently, moved to another stage, left or came back."""

    program_ids: frozenset[int]


Listener = Callable[[PlanChanged], None]

_listeners: list[Listener] = []
_is_quiet: ContextVar[bool] = ContextVar("plan changes are not told", default=False)


def on_change(listener: Listener) -> None:
    """Call the listener after every such change, inside its transaction; the same listener is kept once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(program_ids: Iterable[int]) -> None:
    """Tell the listeners, in the order in which they were named; nothing is told about no program."""
    changed = PlanChanged(frozenset(program_ids))
    if not changed.program_ids or _is_quiet.get():
        return
    for listener in _listeners:
        listener(changed)


@contextmanager
def unannounced() -> Iterator[None]:
    """Tell nobody while the block runs: for a load of many changes, after which everything is computed anew once."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)
