"""Saving a sheet of figures: all or nothing, once, with one recomputation for the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations import errors
from serambi.apps.observations.importers import COLUMNS, insert_observations, update_observations
from serambi.apps.observations.models import Observation, Origin, Quality, Revision, Series, SheetReceipt, exact
from serambi.apps.observations.services.cells import Place, recorded_in
from serambi.apps.observations.services.changes import Cell, announce
from serambi.apps.observations.services.rules import check_cell, check_value
from serambi.apps.observations.services.values import check_person, earlier_as_revision
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import home_regions
from serambi.methods.periods import Period

_KEPT = dt.timedelta(days=30)
_BATCH = 500
_CHANGED = ("value", "quality", "origin", "source", "note", "is_final", "is_illustration", "revision",
            "recorded_by_id", "recorded_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """One cell that a person changed. value: None takes the recorded figure back. expected_revision: 0 for none.

    confirmed: whether it was doubted and the person said that it is right.
    """

    series: Series
    area: Area
    period: Period
    value: Decimal | None
    expected_revision: int
    confirmed: bool = False

    @property
    def place(self) -> Place:
        return (self.series.pk, self.area.pk, self.period)


@dataclass(frozen=True, slots=True)
class SheetSource:
    """How good the figures of a sheet are and where they come from; reason: why earlier or doubted ones are right."""

    quality: Quality | str
    origin: Origin | str
    source: str = ""
    reason: str = ""


class SheetConflict(Exception):
    """Somebody recorded another figure since the person looked. places: of every such cell."""

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__(f"{len(places)} cells changed meanwhile")
        self.places = frozenset(places)


def save_sheet(
    figures: Sequence[GivenFigure],
    *,
    about: SheetSource,
    by: Any,
    key: UUID,
    digest: str,
    today: dt.date | None = None,
) -> SheetReceipt:
    """Record the figures of a sheet in one transaction and return its receipt; a repeated call returns the first one.

    Each figure passes the rules of `record_value`; a final one is left to its own page. What somebody recorded
    meanwhile with the same value is no conflict and is left as it is.
    key, digest: of the page that was sent and of what was in it. today: as in `record_value`.
    Raises an ObservationError for the first figure that breaks a rule and SheetConflict for all that changed
    meanwhile; nothing is recorded then. The number of queries does not grow with the figures but by the five hundred.
    """
    try:
        with transaction.atomic():
            receipt = SheetReceipt.objects.create(user=by, key=key, digest=digest, result={}, saved_at=timezone.now())
            receipt.result = _save(figures, about=about, by=by, today=today or timezone.localdate())
            receipt.save(update_fields=["result"])
            SheetReceipt.objects.filter(saved_at__lt=receipt.saved_at - _KEPT).delete()
            return receipt
    except IntegrityError:
        # The same page was sent twice, and the other one came first; anything else is a bug and is raised again.
        found = SheetReceipt.objects.filter(user=by, key=key, digest=digest).first()
        if found is None:
            raise
        return found


def _save(figures: Sequence[GivenFigure], *, about: SheetSource, by: Any, today: dt.date) -> dict[str, int]:
    _check(figures, by=by, today=today)
    existing = recorded_in(figures)
    wanted = _without_same(figures, existing)
    _check_revisions(wanted, existing)
    if not about.reason and any(one.confirmed or one.place in existing for one in wanted):
        raise errors.ReasonMissing
    fresh = [one for one in wanted if one.place not in existing]
    changed = [(one, existing[one.place]) for one in wanted if one.place in existing]
    now = timezone.now()
    _insert(fresh, about=about, by=by, now=now)
    _revise(changed, about=about, by=by, now=now)
    _record(fresh, changed, about=about, by=by)
    announce(tuple(Cell(*one.place) for one in wanted))
    withdrawn = sum(one.value is None for one, _observation in changed)
    return {"new": len(fresh), "changed": len(changed) - withdrawn, "withdrawn": withdrawn}


def _check(figures: Sequence[GivenFigure], *, by: Any, today: dt.date) -> None:
    regions = home_regions(today=today)
    for series in {one.series.pk: one.series for one in figures}.values():
        check_person(series, by=by, is_final=False)
    for one in figures:
        check_cell(one.series, area=one.area, period=one.period, regions=regions, today=today)
        if one.value is not None:
            check_value(one.series, one.value)


def _without_same(figures: Sequence[GivenFigure], existing: Mapping[Place, Observation]) -> list[GivenFigure]:
    """Return the figures that say anything else than what is recorded by now."""
    return [
        one for one in figures
        if (existing[one.place].value if one.place in existing else None) != one.value
    ]  # fmt: skip


def _check_revisions(figures: Sequence[GivenFigure], existing: Mapping[Place, Observation]) -> None:
    changed = [
        one.place
        for one in figures
        if (existing[one.place].revision if one.place in existing else 0) != one.expected_revision
    ]
    if changed:
        raise SheetConflict(changed)
    for one in figures:
        if one.place in existing and existing[one.place].is_final:
            raise errors.FinalInSheet(area=one.area, period=one.period)


def _insert(fresh: Sequence[GivenFigure], *, about: SheetSource, by: Any, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            insert_observations([_row(one, about=about, by=by, now=now) for one in fresh])
    except IntegrityError:
        # Somebody recorded one of these cells between our look and our write; PostgreSQL alone lets that happen.
        raise SheetConflict([one.place for one in fresh]) from None


def _row(one: GivenFigure, *, about: SheetSource, by: Any, now: dt.datetime) -> list[Any]:
    values = {
        "value": one.value,
        "is_final": False,
        "quality": Quality(about.quality).value,
        "origin": Origin(about.origin).value,
        "source": about.source,
        "source_url": "",
        "note": about.reason if one.confirmed else "",
        "revision": 1,
        "recorded_by_id": by.pk,
        "recorded_at": now,
        "series_id": one.series.pk,
        "area_id": one.area.pk,
        "period": one.period,
        "period_start": one.period.start,
        "period_end": one.period.end,
        "is_illustration": one.series.is_illustration or about.origin == Origin.ILLUSTRATION,
    }
    return [values[name] for name in COLUMNS]


def _revise(
    changed: Sequence[tuple[GivenFigure, Observation]], *, about: SheetSource, by: Any, now: dt.datetime
) -> None:
    earlier = [earlier_as_revision(observation, by=by, reason=about.reason) for _one, observation in changed]
    Revision.objects.bulk_create(earlier, batch_size=_BATCH)
    for one, observation in changed:
        observation.value = one.value
        if one.value is not None:  # what was withdrawn keeps the grade and source of the figure that was there
            observation.quality, observation.origin = str(Quality(about.quality)), str(Origin(about.origin))
            observation.source = about.source
            observation.is_illustration = one.series.is_illustration or about.origin == Origin.ILLUSTRATION
        if one.confirmed and one.value is not None:
            observation.note = f"{observation.note}\n{about.reason}".strip()
        observation.is_final = False
        observation.revision += 1
        observation.recorded_by, observation.recorded_at = by, now
    update_observations([observation for _one, observation in changed], _CHANGED)


def _record(
    fresh: Sequence[GivenFigure], changed: Sequence[tuple[GivenFigure, Observation]], *, about: SheetSource, by: Any
) -> None:
    """Write for each series what is new and what became of each earlier figure."""
    series = {one.series.pk: one.series for one in [*fresh, *(one for one, _observation in changed)]}
    for pk, known in series.items():
        new = [one for one in fresh if one.series.pk == pk]
        if new:
            figures = {f"{one.area.code} {one.period}": str(exact(one.value)) for one in new}
            after: dict[str, Any] = {"count": len(new), "figures": figures}
            audit.record(Verb.LOADED, known, by=by, after=after, reason=about.reason)
        revised = [(one, observation) for one, observation in changed if one.series.pk == pk]
        if revised:
            audit.record(Verb.REVISED, known, by=by, before=_before(revised), after=_after(revised),
                         reason=about.reason)  # fmt: skip


def _before(revised: Sequence[tuple[GivenFigure, Observation]]) -> dict[str, Any]:
    return {"revisions": {str(observation.pk): observation.revision - 1 for _one, observation in revised}}


def _after(revised: Sequence[tuple[GivenFigure, Observation]]) -> dict[str, Any]:
    values = {str(observation.pk): None if one.value is None else str(exact(one.value)) for one, observation in revised}
    return {"count": len(revised), "observations": values}
