"""Taking over the figures of a report that an agency sent in: preliminary, then final once somebody checked them.

Whoever calls has asked whether the person may: who reports and who verifies are roles in the report, not in the series.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations.importers import COLUMNS, insert_observations, update_observations
from serambi.apps.observations.models import Observation, Origin, Quality, Revision, Series, ValueType, exact
from serambi.apps.observations.numbers import read_number
from serambi.apps.observations.services.cells import Place, recorded_in
from serambi.apps.observations.services.changes import Cell, announce
from serambi.apps.observations.services.rules import check_value
from serambi.apps.observations.services.values import earlier_as_revision
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period

_BATCH = 500
_CHANGED = ("value", "quality", "origin", "source", "is_final", "is_illustration", "revision", "recorded_by_id",
            "recorded_at", "note")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure as a report has it. value: None says that there is none. author_id: of the person who entered it."""

    series: Series
    area: Area
    period: Period
    value: Decimal | None
    quality: Quality | str
    author_id: int | None
    note: str = ""
    is_illustration: bool = False

    @property
    def place(self) -> Place:
        return (self.series.pk, self.area.pk, self.period)


def read_value(series: Series, text: str) -> Decimal:
    """Return the value of the series that a text says. Raises the ObservationError that says what is wrong with it."""
    value = read_number(text, whole=series.value_type == ValueType.COUNT)
    check_value(series, value)
    return value


@transaction.atomic
def take_over_preliminary(figures: Sequence[ReportedFigure], *, source: str, by: Any, reason: str) -> int:
    """Record what was sent in and not checked yet, and return how many figures changed.

    A final figure stays until the other one is verified, so that nothing published vanishes meanwhile. source: what
    the figures come from; reason: why an earlier preliminary one changes.
    """
    existing = recorded_in(figures)
    open_ = [one for one in figures if one.place not in existing or not existing[one.place].is_final]
    return _write(open_, existing, source=source, by=by, reason=reason, is_final=False)


@transaction.atomic
def take_over_final(figures: Sequence[ReportedFigure], *, source: str, by: Any, reason: str) -> int:
    """Record what was checked as final, and return how many figures changed; the earlier ones become revisions."""
    return _write(figures, recorded_in(figures), source=source, by=by, reason=reason, is_final=True)


def _write(
    figures: Sequence[ReportedFigure],
    existing: dict[Place, Observation],
    *,
    source: str,
    by: Any,
    reason: str,
    is_final: bool,
) -> int:
    now = timezone.now()
    fresh = [one for one in figures if one.place not in existing and one.value is not None]
    insert_observations([_row(one, source=source, now=now, is_final=is_final) for one in fresh])
    changed = [
        (one, existing[one.place])
        for one in figures
        if one.place in existing and _differs(one, existing[one.place], is_final)
    ]
    befores = [_told(row) for _one, row in changed]
    Revision.objects.bulk_create(
        [earlier_as_revision(row, by=by, reason=reason if row.value != one.value else "") for one, row in changed],
        batch_size=_BATCH,
    )
    for one, row in changed:
        _revise(one, row, source=source, now=now, is_final=is_final)
    update_observations([row for _one, row in changed], _CHANGED)
    _record(fresh, changed, befores, by=by, reason=reason, is_final=is_final)
    cells = [one.place for one in fresh] + [one.place for one, _row in changed]
    announce(tuple(Cell(*place) for place in cells))
    return len(cells)


def _differs(one: ReportedFigure, row: Observation, is_final: bool) -> bool:
    return row.value != one.value or (is_final and not row.is_final)


def _row(one: ReportedFigure, *, source: str, now: dt.datetime, is_final: bool) -> list[Any]:
    values = {
        "value": one.value,
        "is_final": is_final,
        "quality": Quality(one.quality).value,
        "origin": _origin(one).value,
        "source": source,
        "source_url": "",
        "note": one.note,
        "revision": 1,
        "recorded_by_id": one.author_id,
        "recorded_at": now,
        "series_id": one.series.pk,
        "area_id": one.area.pk,
        "period": one.period,
        "period_start": one.period.start,
        "period_end": one.period.end,
        "is_illustration": one.series.is_illustration or one.is_illustration,
    }
    return [values[name] for name in COLUMNS]


def _origin(one: ReportedFigure) -> Origin:
    return Origin.ILLUSTRATION if one.series.is_illustration or one.is_illustration else Origin.AGENCY


def _revise(one: ReportedFigure, row: Observation, *, source: str, now: dt.datetime, is_final: bool) -> None:
    """Put what was reported in the place of what is recorded; a figure that only becomes final keeps its recorder."""
    row.revision += 1
    row.is_final = is_final
    if row.value == one.value:
        return
    row.value = one.value
    row.recorded_by_id, row.recorded_at = one.author_id, now
    if one.value is not None:  # what is taken back keeps the grade and source of the figure that was there
        row.quality, row.origin, row.source = Quality(one.quality).value, _origin(one).value, source
        row.is_illustration = one.series.is_illustration or one.is_illustration
        row.note = one.note or row.note


def _told(row: Observation) -> str:
    return "–" if row.value is None else str(exact(row.value))


def _record(
    fresh: Sequence[ReportedFigure],
    changed: Sequence[tuple[ReportedFigure, Observation]],
    befores: Sequence[str],
    *,
    by: Any,
    reason: str,
    is_final: bool,
) -> None:
    """Write one entry for each series: what is new, what it was before, and that it is final now."""
    entries: dict[Series, tuple[dict[str, Any], dict[str, Any]]] = {}
    for one in fresh:
        _before, after = entries.setdefault(one.series, ({}, {}))
        after[f"{one.area.code} {one.period}"] = str(exact(one.value))
    for (one, row), earlier in zip(changed, befores, strict=True):
        before, after = entries.setdefault(one.series, ({}, {}))
        place = f"{one.area.code} {one.period}"
        # The mark keeps a figure that only became final in the entry, which leaves out what is equal in both.
        before[place], after[place] = earlier, f"{_told(row)}{' ✓' if is_final else ''}"
    verb = Verb.FINALIZED if is_final else Verb.REVISED if changed else Verb.LOADED
    audit.record_many(verb, [(series, *both) for series, both in entries.items()], by=by, reason=reason)
