"""Keeping computed values true to the figures and formulas they are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators.compute.refresh import refresh
from serambi.apps.indicators.compute.states import Progress
from serambi.apps.indicators.models import IndicatorValue
from serambi.apps.observations.services import Changes


@dataclass(frozen=True, slots=True)
class ValuesChanged:
    """Indicators that have another value now. since: the end of the earliest period whose value is another."""

    indicator_ids: frozenset[int]
    since: dt.date


Listener = Callable[[ValuesChanged], None]

_listeners: list[Listener] = []
_is_postponed: ContextVar[bool] = ContextVar("values are computed later", default=False)


def on_change(listener: Listener) -> None:
    """Call the listener after every change of values, inside its transaction; the same listener is kept once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(changed: ValuesChanged) -> None:
    """Tell the listeners, in the order in which they were named."""
    if _is_postponed.get():
        return
    for listener in _listeners:
        listener(changed)


@contextmanager
def postponed() -> Iterator[None]:
    """Compute nothing and tell nobody while the block runs; whoever loads calls `recompute_all` afterwards."""
    token = _is_postponed.set(True)
    try:
        yield
    finally:
        _is_postponed.reset(token)


def is_postponed() -> bool:
    return _is_postponed.get()


@transaction.atomic
def recompute_all(*, progress: Progress | None = None) -> int:
    """Compute every value of every indicator anew and return how many there are; listeners are not called.

    For after a load that went past `refresh_after`. Whoever reads sees the old values until all are there; whoever
    writes waits. progress: called with the number of indicators done and of all.
    """
    from serambi.apps.indicators.compute.full import compute_everything  # noqa: PLC0415 - the engine takes 60 MB that pages do not need

    count = compute_everything(progress=progress)
    # Pages know by the record that something was written.
    audit.record_run(Verb.COMPUTED, IndicatorValue, count=count)
    return count


@transaction.atomic
def refresh_after(changes: Changes) -> None:
    """Compute again what changed figures can move, and tell the listeners; named to observations when starting."""
    moved = refresh(changes.cells)
    if moved is not None:
        announce(ValuesChanged(moved.indicators, moved.since))


@transaction.atomic
def refresh_indicators(indicators: Iterable[int]) -> frozenset[int]:
    """Compute these indicators whole, with all that are made from them; tell the listeners and return their ids."""
    if _is_postponed.get():
        return frozenset()
    from serambi.apps.indicators.compute.full import compute_indicators  # noqa: PLC0415 - the engine takes 60 MB that pages do not need

    moved = frozenset(compute_indicators(indicators))
    if moved:
        announce(ValuesChanged(moved, dt.date.min))
    return moved
