"""Merging a long table of figures into those that are recorded: new ones, and changes that become revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations import errors, permissions, tables
from serambi.apps.observations.models import Series
from serambi.apps.observations.services.values import check_person

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class MergedSeries:
    """How many figures of a series are new and how many change, and of which time they are."""

    series: Series
    new: int
    changed: int
    first: dt.date
    last: dt.date


@transaction.atomic
def merge_tables(
    fresh: Iterable[pa.Table],
    changed: Iterable[pa.Table],
    *,
    about: Sequence[MergedSeries],
    by: Any,
    reason: str,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Record new figures and put changed ones in the place of earlier ones, which become revisions; all or nothing.

    Memory does not grow with the tables. Whoever calls has checked every figure by `check_cell` and `check_value` and
    compared it with what is recorded; no listener is called, and what follows from the figures is computed afterwards.
    fresh, changed: tables with the columns FRESH and CHANGED of `observations.tables`, the fresh ones best in the order
    of series, area and period. about: every series that is in them; one entry of the record is written for each.
    by: somebody who may record each of these series, or None for the program. reason: why earlier figures change.
    progress: called with the number of rows written.

    Raises ChangedWhileLoading when somebody recorded one of these figures after they were compared, and what
    `record_value` raises when the person may not.
    """
    for one in about:
        check_person(one.series, by=by, is_final=False)
    if not reason.strip() and any(one.changed for one in about):
        raise errors.ReasonMissing
    may_finalize = by is None or permissions.can_finalize(by)
    by_id, now = getattr(by, "pk", None), timezone.now()
    written = 0
    tables.check_at_once()
    try:
        with transaction.atomic():
            for table in fresh:
                _check_finality(table, may_finalize=may_finalize)
                written += tables.insert_table(table, recorded_by_id=by_id, recorded_at=now)
                if progress is not None:
                    progress(written)
    except IntegrityError as error:
        raise errors.ChangedWhileLoading from error
    tables.prepare_changes()
    for table in changed:
        _check_finality(table, may_finalize=may_finalize)
        if tables.revise_table(table, by_id=by_id, at=now, reason=reason.strip()) != table.num_rows:
            raise errors.ChangedWhileLoading
        written += table.num_rows
        if progress is not None:
            progress(written)
    _record(about, by=by, reason=reason.strip())


def _check_finality(table: pa.Table, *, may_finalize: bool) -> None:
    if not may_finalize and any(table.column("is_final").to_pylist()):
        raise errors.NotAVerifier


def _record(about: Sequence[MergedSeries], *, by: Any, reason: str) -> None:
    rows: list[tuple[Series, dict[str, Any], dict[str, Any]]] = [
        (one.series, {}, {"count": one.new, "changed": one.changed, "first": str(one.first), "last": str(one.last)})
        for one in about
    ]
    audit.record_many(Verb.LOADED, rows, by=by, reason=reason if any(one.changed for one in about) else "")
