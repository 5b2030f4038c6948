"""Telling the apps above which values and links are others, at once or at the end of many changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ValuesChanged:
    """Indicators that have another value now. since: the end of the earliest period whose value is another."""

    indicator_ids: frozenset[int]
    since: dt.date


@dataclass(frozen=True, slots=True)
class LinksChanged:
    """The programs that gained or lost an indicator, or give one another weight."""

    program_ids: frozenset[int]


Listener = Callable[[ValuesChanged], None]
LinksListener = Callable[[LinksChanged], None]

_listeners: list[Listener] = []
_links_listeners: list[LinksListener] = []


@dataclass(slots=True)
class Held:
    """What waits for the end of `services.values.computed_once`: whole computations, and what is told of."""

    indicators: set[int] = field(default_factory=set)
    programs: set[int] = field(default_factory=set)


_held: ContextVar[Held | None] = ContextVar("indicators_computed_at_the_end", default=None)


def on_change(listener: Listener) -> None:
    """Call the listener after every change of values, inside its transaction; the same listener is kept once."""
    if listener not in _listeners:
        _listeners.append(listener)


def on_links_change(listener: LinksListener) -> None:
    """Call the listener after every change of the links, inside its transaction; the same listener is kept once."""
    if listener not in _links_listeners:
        _links_listeners.append(listener)


def announce(changed: ValuesChanged) -> None:
    """Tell the listeners, in the order in which they were named."""
    if postponed(changed.indicator_ids):
        return
    for listener in _listeners:
        listener(changed)


def announce_links(programs: Iterable[int]) -> None:
    """Tell who listens to links; nothing is told about no program."""
    changed = LinksChanged(frozenset(programs))
    held = _held.get()
    if held is not None:
        held.programs |= changed.program_ids
        return
    if changed.program_ids:
        for listener in _links_listeners:
            listener(changed)


def postponed(indicators: Iterable[int]) -> bool:
    """Put these indicators among those that are computed whole at the end, and tell whether there is such an end."""
    held = _held.get()
    if held is None:
        return False
    held.indicators.update(indicators)
    return True


@contextmanager
def holding() -> Iterator[Held]:
    """Collect what is to be computed and told in the block; a block inside another adds to the outer one."""
    outer = _held.get()
    if outer is not None:
        yield Held()
        return
    held = Held()
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)
