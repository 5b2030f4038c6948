"""Recording many figures at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef
from django.utils import timezone

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations import errors, permissions
from serambi.apps.observations.importers import COLUMNS, insert_observations
from serambi.apps.observations.models import Observation, Origin, Quality, Series
from serambi.apps.observations.services.rules import check_cell, check_value
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import home_regions
from serambi.methods.periods import Period

_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class LoadedValue:
    """One figure to load, with what `record_value` wants to know of it.

    is_illustration: made up for demonstration; true of every figure of an illustration series without saying so.
    """

    series_id: int
    area_id: int
    period: Period
    value: Decimal
    is_final: bool = True
    quality: Quality | str = Quality.UNKNOWN
    origin: Origin | str = Origin.AGENCY
    source: str = ""
    source_url: str = ""
    note: str = ""
    is_illustration: bool = False


@dataclass(slots=True)
class _Load:
    """A load under way.

    held: series with figures from before or from an earlier batch. added: how many new figures, by series.
    """

    series: dict[int, Series]
    areas: dict[int, Area]
    regions: list[Area]
    today: dt.date
    by: Any
    now: dt.datetime
    held: set[int]
    added: dict[int, int]


@transaction.atomic
def load_observations(rows: Iterable[LoadedValue], *, by: Any, today: dt.date | None = None) -> int:
    """Record figures where there are none yet, and return how many were recorded.

    A cell that has a figure is left as people left it, a withdrawn one too; of two rows for one cell the first counts.
    Every figure passes the rules of `record_value`; the first that does not raises RowRefused, and nothing is loaded.
    No listener is called: whoever loads computes anew afterwards. Memory does not grow with the rows; give them ordered
    by series or by period, then what is there already is read once.
    by: a verifier or the coordinator, or None when the program does it. today: as in `record_value`.
    """
    if by is not None and not permissions.can_finalize(by):
        raise errors.NotAVerifier
    today = today or timezone.localdate()
    load = _Load(
        series=Series.objects.in_bulk(),
        areas={area.pk: area for area in Area.objects.select_related("parent", "successor")},
        regions=home_regions(today=today),
        today=today,
        by=by,
        now=timezone.now(),
        held=_with_figures(),
        added={},
    )
    pending = enumerate(rows, start=1)
    while batch := list(islice(pending, _BATCH)):
        _load_batch(batch, load)
    _record(load)
    return sum(load.added.values())


def _with_figures() -> set[int]:
    """Return the series that have a figure, found by one look into the index for each and not by reading them all."""
    has_figures = Exists(Observation.objects.filter(series_id=OuterRef("pk")))
    return set(Series.objects.filter(has_figures).values_list("pk", flat=True))


def _load_batch(batch: list[tuple[int, LoadedValue]], load: _Load) -> None:
    taken = _taken(batch, load)
    insert_observations(_columns(batch, taken, load))
    load.held.update(row.series_id for _number, row in batch)


def _taken(batch: list[tuple[int, LoadedValue]], load: _Load) -> set[tuple[int, int, Period]]:
    """Return the cells among those of the batch that have a figure, and maybe others beside them."""
    held = load.held & {row.series_id for _number, row in batch}
    if not held:
        return set()
    starts = [row.period.start for _number, row in batch if row.series_id in held]
    found = Observation.objects.filter(series_id__in=held, period_start__range=(min(starts), max(starts)))
    return set(found.order_by().values_list("series_id", "area_id", "period"))


def _columns(
    batch: list[tuple[int, LoadedValue]], taken: set[tuple[int, int, Period]], load: _Load
) -> Iterator[tuple[Any, ...]]:
    recorder = getattr(load.by, "pk", None)
    for number, row in batch:
        cell = (row.series_id, row.area_id, row.period)
        if cell in taken:
            continue
        taken.add(cell)
        series = _checked(number, row, load)
        load.added[series.pk] = load.added.get(series.pk, 0) + 1
        origin = Origin(row.origin)
        values = {
            "value": row.value,
            "is_final": row.is_final,
            "quality": Quality(row.quality).value,
            "origin": origin.value,
            "source": row.source.strip(),
            "source_url": row.source_url.strip(),
            "note": row.note.strip(),
            "revision": 1,
            "recorded_by_id": recorder,
            "recorded_at": load.now,
            "series_id": row.series_id,
            "area_id": row.area_id,
            "period": row.period,
            "period_start": row.period.start,
            "period_end": row.period.end,
            "is_illustration": row.is_illustration or series.is_illustration or origin is Origin.ILLUSTRATION,
        }
        yield tuple([values[name] for name in COLUMNS])


def _checked(number: int, row: LoadedValue, load: _Load) -> Series:
    series, area = load.series[row.series_id], load.areas[row.area_id]
    try:
        if series.archived_at is not None:
            raise errors.SeriesArchived(series=series)
        check_cell(series, area=area, period=row.period, regions=load.regions, today=load.today)
        check_value(series, row.value)
    except errors.ObservationError as error:
        raise errors.RowRefused(
            row=number, series=series.code, area=area.code, period=str(row.period), reason=error
        ) from error
    return series


def _record(load: _Load) -> None:
    """Write one entry of the record for each series that has new figures."""
    spans = Observation.objects.filter(series_id__in=load.added).order_by().values("series_id")
    for span in spans.annotate(first=Min("period_start"), last=Max("period_end")):
        after = {"count": load.added[span["series_id"]], "first": str(span["first"]), "last": str(span["last"])}
        audit.record(Verb.LOADED, load.series[span["series_id"]], by=load.by, after=after)
