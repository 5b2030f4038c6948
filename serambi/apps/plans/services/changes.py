"""Telling the apps above which programs changed, inside the transaction that changed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """The programs that are new, stand elsewhere, weigh differently, moved to another stage, left or came back."""

    program_ids: frozenset[int]


Listener = Callable[[PlanChanged], None]

_listeners: list[Listener] = []


def on_change(listener: Listener) -> None:
    """Call the listener after every such change, inside its transaction; the same listener is kept once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(program_ids: Iterable[int]) -> None:
    """Tell the listeners, in the order in which they were named; nothing is told about no program."""
    changed = PlanChanged(frozenset(program_ids))
    if not changed.program_ids:
        return
    for listener in _listeners:
        listener(changed)
