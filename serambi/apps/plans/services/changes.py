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
_held: ContextVar[set[int] | None] = ContextVar("programs_told_at_the_end", default=None)


def on_change(listener: Listener) -> None:
    """Call the listener after every such change, inside its transaction; the same listener is kept once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(program_ids: Iterable[int]) -> None:
    """Tell the listeners, in the order in which they were named; nothing is told about no program."""
    changed = PlanChanged(frozenset(program_ids))
    if not changed.program_ids:
        return
    held = _held.get()
    if held is not None:
        held.update(changed.program_ids)
        return
    tell(changed)


def tell(changed: PlanChanged) -> None:
    """Tell the listeners now, also inside `told_once`."""
    for listener in _listeners:
        listener(changed)


@contextmanager
def holding() -> Iterator[set[int]]:
    """Collect the programs that change in the block and tell nobody; a block inside another adds to the outer one.

    For a load after which everything is joined anew. `told_once` tells at the end.
    """
    outer = _held.get()
    if outer is not None:
        yield set()
        return
    programs: set[int] = set()
    token = _held.set(programs)
    try:
        yield programs
    finally:
        _held.reset(token)


@contextmanager
def told_once() -> Iterator[None]:
    """Tell the listeners at the end of the block, once, of all programs that changed in it; for many changes at once.

    Open it inside the transaction of the changes. When the block fails nothing is told.
    """
    with holding() as programs:
        yield
    announce(programs)
