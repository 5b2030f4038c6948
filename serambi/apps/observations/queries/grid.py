"""Reading a sheet: areas by columns, where a column is a series in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from serambi.apps.agencies.models import Role
from serambi.apps.agencies.permissions import is_verifier, standing
from serambi.apps.observations.models import Observation, Series, SeriesQuerySet, SheetReceipt
from serambi.apps.observations.queries.values import COMPARED, usual
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period

MOST_CELLS = 900  # Django reads at most a thousand fields of a form


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet. key: what its cells are called after, the same however many columns stand beside it."""

    series: Series
    period: Period
    key: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded in a cell now; value: None when it was withdrawn."""

    pk: int
    value: Decimal | None
    revision: int
    is_final: bool
    recorded_by: str
    recorded_at: dt.datetime
    is_illustration: bool = False


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One place of a sheet. usual: the median of the area's twelve figures before the period, as for a single one."""

    area: Area
    column: SheetColumn
    recorded: Recorded | None
    usual: Decimal | None

    @property
    def name(self) -> str:
        return f"c{self.area.pk}-{self.column.key}"

    @property
    def value(self) -> Decimal | None:
        return self.recorded.value if self.recorded else None

    @property
    def revision(self) -> int:
        return self.recorded.revision if self.recorded else 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Areas by columns. rows: a tuple of cells for each area, in the order of the columns."""

    areas: Sequence[Area]
    columns: Sequence[SheetColumn]
    rows: Sequence[tuple[SheetCell, ...]]

    @property
    def has_illustration(self) -> bool:
        """Tell whether a series or a figure of the sheet is made up for demonstration."""
        made_up = (cell.recorded is not None and cell.recorded.is_illustration for row in self.rows for cell in row)
        return any(series.is_illustration for series in self.series) or any(made_up)

    @property
    def series(self) -> list[Series]:
        return list({column.series.pk: column.series for column in self.columns}.values())


def read_sheet(*, areas: Sequence[Area], columns: Sequence[SheetColumn]) -> Sheet:
    """Return the sheet with what is recorded in it, preliminary figures too; two queries.

    It is for those who may record the series of the columns; whoever calls has asked for that.
    """
    if not areas or not columns:
        return Sheet(areas, columns, [])
    recorded = _recorded(areas, columns)
    earlier = _earlier(areas, columns)
    rows = []
    for area in areas:
        known = {series: earlier.get((series, area.pk), []) for series in {one.series.pk for one in columns}}
        cells = []
        for column in columns:
            here = recorded.get((column.series.pk, area.pk, column.period))
            past = known[column.series.pk]
            cells.append(SheetCell(area, column, here, usual(past)))
            if here is not None and here.value is not None:
                known[column.series.pk] = [*past, here.value][-COMPARED:]
        rows.append(tuple(cells))
    return Sheet(areas, columns, rows)


def _recorded(areas: Sequence[Area], columns: Sequence[SheetColumn]) -> dict[tuple[int, int, Period], Recorded]:
    starts = [column.period.start for column in columns]
    found = Observation.objects.filter(
        series_id__in={column.series.pk for column in columns},
        area_id__in=[area.pk for area in areas],
        period_start__range=(min(starts), max(starts)),
    )
    rows = found.order_by().values_list("series_id", "area_id", "period", "pk", "value", "revision", "is_final",
                                        "recorded_by__name", "recorded_at", "is_illustration")  # fmt: skip
    return {
        (series, area, period): Recorded(pk, value, revision, is_final, name or "", at, is_illustration)
        for series, area, period, pk, value, revision, is_final, name, at, is_illustration in rows
    }


def _earlier(areas: Sequence[Area], columns: Sequence[SheetColumn]) -> dict[tuple[int, int], list[Decimal]]:
    """Return the last twelve figures of each series and area before the first column, oldest first."""
    found = Observation.objects.filter(
        series_id__in={column.series.pk for column in columns},
        area_id__in=[area.pk for area in areas],
        period_start__lt=min(column.period.start for column in columns),
        value__isnull=False,
    )
    back = Window(RowNumber(), partition_by=[F("series_id"), F("area_id")], order_by=F("period_start").desc())
    rows = found.order_by().annotate(back=back).filter(back__lte=COMPARED).order_by("series_id", "area_id", "-back")
    earlier: dict[tuple[int, int], list[Decimal]] = {}
    for series, area, value in rows.values_list("series_id", "area_id", "value"):
        if value is not None:
            earlier.setdefault((series, area), []).append(value)
    return earlier


def recordable_series(user: Any) -> SeriesQuerySet:
    """Return the series in use of which the person may record figures, by name."""
    found = Series.objects.filter(archived_at__isnull=True).select_related("producer").order_by("name", "code")
    if is_verifier(user):
        return found
    return found.filter(producer_id__in=standing(user).at(Role.OFFICER, Role.HEAD))


def last_described(series: Iterable[Series], areas: Iterable[Area]) -> Observation | None:
    """Return the figure of these series and areas that was recorded last: what its grade is, the next may be too."""
    found = Observation.objects.filter(series__in=list(series), area__in=list(areas))
    return found.order_by("-recorded_at").first()


def receipt(user: Any, key: UUID, digest: str) -> SheetReceipt | None:
    """Return the receipt of a sheet that was saved already."""
    return SheetReceipt.objects.filter(user=user, key=key, digest=digest).first()
