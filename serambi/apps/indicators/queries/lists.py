"""The list of indicators: what a person looks for, filtered and in order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.queries import Reading
from serambi.apps.indicators.models import Framework, Indicator, ProgramIndicator
from serambi.apps.indicators.queries.places import region_id
from serambi.apps.indicators.queries.standings import Basis, Condition, Standing, standings, with_trends
from serambi.apps.plans.models import Pillar
from serambi.ui.shelf import Shelf

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person looks for; what is empty does not narrow.

    sort: a column of SORTS, with a minus for the other way round. pillar, framework: ids.
    """

    text: str = ""
    pillar: int | None = None
    owner: int | None = None
    condition: str = ""
    framework: int | None = None
    illustration: str = ""
    archived: bool = False
    sort: str = ""


def _last(value: Any) -> tuple[bool, Any]:
    """Return a key that puts what is missing at the end."""
    return (value is None, value)


SORTS: dict[str, Callable[[Standing], Any]] = {
    "name": lambda one: one.indicator.display_name.casefold(),
    "code": lambda one: one.indicator.code,
    "period": lambda one: _last(one.latest and one.latest.end),
    "attainment": lambda one: _last(one.due and one.due.ratio),
    "owner": lambda one: _last(one.indicator.owner and one.indicator.owner.abbreviation),
}


def indicator_list(user: Any, wanted: Wanted, *, basis: Basis, today: dt.date) -> list[Standing]:
    """Return where the indicators stand that the person looks for, in order; trends are left out."""
    found = standings(_narrowed(user, wanted), region=region_id(), basis=basis, today=today)
    if wanted.condition in set(Condition):
        found = [one for one in found if Condition(wanted.condition) in one.conditions]
    key = wanted.sort.removeprefix("-")
    if key in SORTS:
        missing_last = [one for one in found if _is_missing(one, key)]
        rest = [one for one in found if not _is_missing(one, key)]
        rest.sort(key=SORTS[key], reverse=wanted.sort.startswith("-"))
        found = rest + missing_last
    return found


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list, with trends, and how many of all that was found are in these conditions."""

    page: Page[Standing]
    rows: list[Standing]
    count: int
    behind: int
    stale: int
    broken: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """Pairs of what stands in the address and what a person reads."""

    pillars: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]
    frameworks: tuple[tuple[int, str], ...]


_pages: Shelf[ListPage] = Shelf(64)
_choices: Shelf[FilterChoices] = Shelf(16)


def list_page(
    user: Any, wanted: Wanted, *, number: str | None, basis: Basis, today: dt.date, reading: Reading | None
) -> ListPage:
    """Return one page of `indicator_list`, read once until something is written. number: as an address has it."""

    def read() -> ListPage:
        found = indicator_list(user, wanted, basis=basis, today=today)
        page: Page[Standing] = Paginator(found, PAGE_SIZE).get_page(number)
        counts = Counter(condition for one in found for condition in one.conditions)
        return ListPage(
            page,
            with_trends(page.object_list, region=region_id(), basis=basis),
            count=len(found),
            behind=counts[Condition.BEHIND],
            stale=counts[Condition.STALE],
            broken=counts[Condition.BROKEN],
        )

    return _pages.get(reading and (reading, wanted, number), read)


def filter_choices(reading: Reading | None) -> FilterChoices:
    """Return what the list can be narrowed to, read once until something is written."""

    def read() -> FilterChoices:
        return FilterChoices(tuple(pillar_choices()), tuple(owner_choices()), tuple(framework_choices()))

    return _choices.get(reading and (reading.state, reading.language), read)


def _is_missing(one: Standing, key: str) -> bool:
    value = SORTS[key](one)
    return isinstance(value, tuple) and value[0]


def _narrowed(user: Any, wanted: Wanted) -> Any:
    found = Indicator.objects.visible_to(user).filter(archived_at__isnull=not wanted.archived).order_by("name", "code")
    for word in wanted.text.split():
        found = found.filter(
            Q(code__icontains=word)
            | Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(description__icontains=word)
        )
    if wanted.pillar is not None:
        found = found.filter(
            pk__in=ProgramIndicator.objects.filter(program__pillar_id=wanted.pillar).values("indicator_id")
        )
    if wanted.owner is not None:
        found = found.filter(owner_id=wanted.owner)
    if wanted.framework is not None:
        linked = Indicator.objects.filter(standards__framework_id=wanted.framework)
        found = found.filter(pk__in=linked.values("pk"))
    if wanted.illustration:
        found = found.filter(is_illustration=wanted.illustration == "only")
    return found


def pillar_choices() -> list[tuple[int, str]]:
    """Return the pillars of the current plan."""
    return [(pillar.pk, pillar.display_name) for pillar in Pillar.objects.filter(plan__is_current=True)]


def owner_choices() -> list[tuple[int, str]]:
    """Return the organizations that own an indicator."""
    owners = Organization.objects.filter(pk__in=Indicator.objects.active().values("owner_id"))
    return list(owners.values_list("pk", "abbreviation"))


def framework_choices() -> list[tuple[int, str]]:
    return list(Framework.objects.values_list("pk", "name"))
