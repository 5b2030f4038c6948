"""Reading series: one, and lists narrowed by what people look for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import can_see_preliminary
from serambi.apps.agencies.queries import Reading
from serambi.apps.observations.models import Observation, ObservationQuerySet, Series, SeriesQuerySet
from serambi.apps.regions.models import Area, AreaLevel
from serambi.methods.periods import Frequency, NotAPeriod, Period
from serambi.ui.shelf import Shelf

_NAMED = 500

PAGE_SIZE = 50

# How many days after a period its figure may come before the series counts as not updated. Figures of a year come
# late by nature: BPS publishes most of them in the middle of the next.
REPORTING_DAYS: dict[Frequency, int] = {
    Frequency.DAY: 7,
    Frequency.MONTH: 45,
    Frequency.QUARTER: 45,
    Frequency.SEMESTER: 60,
    Frequency.YEAR: 180,
}
SORTS = {
    "name": ("name",),
    "code": ("code",),
    "unit": ("unit", "code"),
    "producer": ("producer__abbreviation", "code"),
    "frequency": ("frequency", "code"),
    "latest": ("latest_start", "code"),
}


@dataclass(frozen=True, slots=True)
class WantedSeries:
    """What somebody looks for in the list; what is left empty does not narrow it.

    text: part of the name, code or definition. area: only series with figures of that very area, whose latest is
    shown. stale: only those whose figures are late. state: "" in use, "archived" or "all".
    """

    text: str = ""
    producer: Organization | None = None
    unit: str = ""
    frequency: str = ""
    area: Area | None = None
    illustration: bool = False
    stale: bool = False
    state: str = ""
    sort: str = ""


def get_series_for(user: Any, code: str) -> Series:
    """Return the series with its producer; Http404 when there is none that the person may see."""
    return get_object_or_404(Series.objects.visible_to(user).select_related("producer"), code=code)


def seen_by(user: Any, observations: ObservationQuerySet) -> ObservationQuerySet:
    """Return those of the observations of a series the person may see that they may see themselves.

    The same rule as `Observation.objects.visible_to`, without asking again for the series.
    """
    return observations if can_see_preliminary(user) else observations.filter(is_final=True)


def last_due(frequency: str, today: dt.date) -> Period:
    """Return the latest period whose figure should be there by now."""
    known = Frequency(frequency)
    ended_by = today - dt.timedelta(days=REPORTING_DAYS[known])
    period = Period.of(ended_by, known)
    return period if period.end <= ended_by else period.previous()


def is_stale(series: Series, latest: Period | None, *, today: dt.date) -> bool:
    """Tell whether the series should have a later figure by now; latest: the period of its last one."""
    return latest is None or latest.start < last_due(series.frequency, today).start


def series_list(user: Any, wanted: WantedSeries, *, today: dt.date) -> SeriesQuerySet:
    """Return the series with `latest_start`, the first day of the period of their last figure that the person may see.

    That is one look into an index per series, so the list does not slow down with the figures.
    """
    figures = seen_by(user, Observation.objects.filter(series_id=OuterRef("pk"), value__isnull=False))
    if wanted.area is None:
        latest_first = figures.order_by("-period_start")
    else:
        # Within one series the texts of periods sort as the periods do, and the index on the cell ends with them.
        latest_first = figures.filter(area=wanted.area).order_by("-period")
    found = Series.objects.visible_to(user).select_related("producer")
    found = _narrowed(found.annotate(latest_start=Subquery(latest_first.values("period_start")[:1])), wanted)
    if wanted.stale:
        found = found.filter(_is_late(today))
    return _sorted(found, wanted.sort)


def _narrowed(found: SeriesQuerySet, wanted: WantedSeries) -> SeriesQuerySet:
    if wanted.text:
        text = Q(name__icontains=wanted.text) | Q(name_en__icontains=wanted.text) | Q(code__icontains=wanted.text)
        found = found.filter(text | Q(definition__icontains=wanted.text))
    if wanted.producer is not None:
        found = found.filter(producer=wanted.producer)
    if wanted.unit:
        found = found.filter(unit=wanted.unit)
    if wanted.frequency:
        found = found.filter(frequency=wanted.frequency)
    if wanted.area is not None:
        found = found.filter(Q(latest_start__isnull=False))
    if wanted.illustration:
        found = found.filter(is_illustration=True)
    if wanted.state != "all":
        found = found.filter(archived_at__isnull=wanted.state != "archived")
    return found


def _is_late(today: dt.date) -> Q:
    late = Q(latest_start__isnull=True)
    for frequency in Frequency:
        late |= Q(frequency=frequency.value, latest_start__lt=last_due(frequency, today).start)
    return late


def _sorted(found: SeriesQuerySet, sort: str) -> SeriesQuerySet:
    columns = SORTS.get(sort.removeprefix("-"), SORTS["code"])
    first = F(columns[0])
    order = first.desc(nulls_last=True) if sort.startswith("-") else first.asc(nulls_last=True)
    return found.order_by(order, *columns[1:], "pk")


def count_stale(found: SeriesQuerySet, *, today: dt.date) -> int:
    """Return how many of the listed series are late; archived ones are not waited for."""
    return found.filter(_is_late(today), archived_at__isnull=True).count()


def units_in_use(user: Any) -> list[str]:
    """Return the different units of the series the person may see."""
    units = Series.objects.visible_to(user).exclude(unit="").order_by("unit").values_list("unit", flat=True)
    return list(units.distinct())


def producers(user: Any) -> QuerySet[Organization]:
    """Return the organizations that answer for a series the person may see."""
    theirs = Series.objects.visible_to(user).filter(producer_id=OuterRef("pk"))
    return Organization.objects.filter(Exists(theirs)).order_by("abbreviation")


def latest_period_of(series: Series) -> Period | None:
    """Return the period of the last figure of a series that came from `series_list`."""
    start: dt.date | None = getattr(series, "latest_start", None)
    return None if start is None else Period.of(start, Frequency(series.frequency))


def latest_figures(user: Any, found: list[Series], *, area: Area | None) -> dict[int, Observation]:
    """Return for series of a page of `series_list` the last figure of the area, by the id of the series; one query.

    area: None for the figure of a whole regency, which not every series has.
    """
    cells = Q(pk__in=[])
    for series in found:
        if (period := latest_period_of(series)) is not None:
            cells |= Q(series_id=series.pk, period_start=period.start)
    place = Q(area__level=AreaLevel.REGENCY) if area is None else Q(area=area)
    figures = seen_by(user, Observation.objects.filter(cells, place, value__isnull=False)).select_related("area")
    # Of several regencies the first is shown; the later ones are overwritten by it.
    return {figure.series_id: figure for figure in figures.order_by("-area__code")}


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """One page of the list. figures: the last figure of each series, by its id; stale: how many of all are late."""

    page: Page[Series]
    figures: dict[int, Observation]
    stale: int


@dataclass(frozen=True, slots=True)
class SeriesChoices:
    """What the list can be narrowed to."""

    producers: tuple[Organization, ...]
    units: tuple[str, ...]


_pages: Shelf[SeriesPage] = Shelf(64)
_choices: Shelf[SeriesChoices] = Shelf(16)


def series_page(
    user: Any, wanted: WantedSeries, *, number: str | None, today: dt.date, reading: Reading | None
) -> SeriesPage:
    """Return one page of `series_list`, read once until something is written. number: as an address has it."""

    def read() -> SeriesPage:
        found = series_list(user, wanted, today=today)
        page: Page[Series] = Paginator(found, PAGE_SIZE).get_page(number)
        page.object_list = shown = list(page.object_list)
        figures = latest_figures(user, shown, area=wanted.area)
        return SeriesPage(page, figures, count_stale(found, today=today))

    return _pages.get(reading and (reading, wanted, number), read)


def series_choices(user: Any, reading: Reading | None) -> SeriesChoices:
    """Return what the person can narrow the list to, read once until something is written."""
    return _choices.get(reading, lambda: SeriesChoices(tuple(producers(user)), tuple(units_in_use(user))))


def period_or_none(text: str) -> Period | None:
    """Return the period that a person wrote in an address, None for anything else."""
    try:
        return Period.parse(text.strip())
    except NotAPeriod:
        return None


def taken_codes(model: type[Model], codes: Collection[str]) -> set[str]:
    """Return which of these codes rows of a table have.

    Beyond a few, all codes of the table are read: naming each takes longer than that.
    """
    rows = model._default_manager.order_by()
    if len(codes) <= _NAMED:
        rows = rows.filter(code__in=codes)
    return set(codes).intersection(rows.values_list("code", flat=True).iterator())
