"""Keeping computed values true to the figures and formulas they are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators.compute.refresh import refresh
from serambi.apps.indicators.compute.states import Progress
from serambi.apps.indicators.models import IndicatorValue
from serambi.apps.indicators.services.changes import (
    ValuesChanged,
    announce,
    announce_links,
    holding,
    on_change,
    postponed,
)
from serambi.apps.observations.services import Changes

__all__ = [
    "ValuesChanged",
    "announce",
    "computed_once",
    "on_change",
    "recompute_all",
    "refresh_after",
    "refresh_indicators",
]


@contextmanager
def computed_once() -> Iterator[None]:
    """Compute what changes in the block at its end, each indicator once, then tell the listeners; for many changes.

    Open it inside the transaction of the changes. When the block fails nothing is computed.
    """
    with holding() as held:
        yield
    if held.indicators:
        refresh_indicators(held.indicators)
    announce_links(held.programs)


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
    """Compute these indicators whole, with all that are made from them; tell the listeners and return their ids.

    Inside `computed_once` this waits for the end of the block, and nothing has moved yet.
    """
    wanted = frozenset(indicators)
    if postponed(wanted):
        return frozenset()
    from serambi.apps.indicators.compute.full import compute_indicators  # noqa: PLC0415 - the engine takes 60 MB that pages do not need

    moved = frozenset(compute_indicators(wanted))
    if moved:
        announce(ValuesChanged(moved, dt.date.min))
    return moved
