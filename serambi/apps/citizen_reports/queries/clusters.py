"""Where reports pile up: many open ones of one category in one village.

The rule, as docs/reference/citizen-reports.md has it: a pile is at least three reports of one category in one village
that came within the last ninety days and are open. All open ones of that category there are counted then, older ones
too, so that nothing falls out of a pile because nobody answered it. Its weight is 4 for each open report, and 1 more
for each full week that it has waited, at most 8.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.citizen_reports.permissions import can_see_clusters
from serambi.apps.regions.models import Area

AT_LEAST = 3
WITHIN_DAYS = 90
OF_EACH, A_WEEK, MOST_WEEKS = 4, 1, 8
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Cluster:
    """A pile of open reports. recent: those of the last ninety days. oldest_days: how long the oldest has waited.

    weight: as the rule has it; not limited.
    """

    category: ReportCategory
    village: Area
    count: int
    recent: int
    oldest_days: int
    weight: int
    is_illustration: bool

    @property
    def key(self) -> str:
        return cluster_key(self.category, self.village)

    @property
    def address(self) -> str:
        return cluster_page(self.key)

    @property
    def is_pile(self) -> bool:
        return self.recent >= AT_LEAST


def cluster_key(category: ReportCategory, village: Area) -> str:
    """Return what a pile is called, the same for ever: the codes of its category and its village."""
    return f"{category.code}/{village.code}"


def cluster_page(key: str) -> str:
    """Return the address of the page of a pile; "" for what is no key of one."""
    category, _slash, village = key.partition("/")
    if not category or not village:
        return ""
    return reverse("citizen_reports:cluster", kwargs={"category": category, "village": village})


@dataclass(frozen=True, slots=True)
class WantedClusters:
    """Which piles: of a category, a district, or of categories that belong to a pillar or go to some agencies."""

    category: str = ""
    district: str = ""
    pillar: int | None = None
    agencies: frozenset[int] | None = None


def clusters(today: dt.date, wanted: WantedClusters | None = None) -> list[Cluster]:
    """Return where reports pile up, the heaviest first; three queries however many reports there are.

    Equal weights: the older pile first, then by the codes of category and village.
    """
    found = _narrowed(CitizenReport.objects.open(), wanted or WantedClusters())
    piles = [one for one in _counted(found, today) if one.is_pile]
    return sorted(piles, key=lambda one: (-one.weight, -one.oldest_days, one.key))


def clusters_named(keys: Collection[str], today: dt.date) -> dict[str, Cluster]:
    """Return what is open of categories in villages, piles or not, by key; what names nothing is absent.

    Five queries however many there are.
    """
    if not keys:
        return {}
    pairs = [(category, village) for category, slash, village in (key.partition("/") for key in keys) if slash]
    about = ReportCategory.objects.select_related("agency", "sub_dimension__pillar")
    categories = {one.code: one for one in about.filter(code__in={category for category, _village in pairs})}
    where = Area.objects.select_related("parent").filter(code__in={village for _category, village in pairs})
    # Of areas that had the same code one after the other, the one that exists.
    villages = {one.code: one for one in where.order_by(F("valid_until").asc(nulls_last=True))}
    open_ones = CitizenReport.objects.open().filter(category__in=categories.values(), village__in=villages.values())
    found = {one.key: one for one in _counted(open_ones, today)} if categories and villages else {}
    for category, village in pairs:
        if category in categories and village in villages:
            nothing = Cluster(categories[category], villages[village], 0, 0, 0, 0, is_illustration=False)
            found.setdefault(nothing.key, nothing)
    return {key: one for key, one in found.items() if key in keys}


def get_cluster_for(user: Any, category: str, village: str, *, today: dt.date) -> Cluster:
    """Return the same for everybody with a role; raise Http404 for others and for what there is not."""
    key = f"{category}/{village}"
    found = clusters_named([key], today).get(key) if can_see_clusters(user) else None
    if found is None:
        raise Http404(key)
    return found


def reports_of_cluster(cluster: Cluster) -> QuerySet[CitizenReport]:
    """Return the open reports of a pile, the oldest first."""
    found = CitizenReport.objects.open().filter(category=cluster.category, village=cluster.village)
    return found.select_related("agency", "program").order_by("received_at", "pk")


def _narrowed(found: QuerySet[CitizenReport], wanted: WantedClusters) -> QuerySet[CitizenReport]:
    if wanted.category:
        found = found.filter(category__code=wanted.category)
    if wanted.district:
        found = found.filter(village__code__startswith=f"{wanted.district}.")
    if wanted.pillar is not None:
        found = found.filter(category__sub_dimension__pillar=wanted.pillar)
    return found if wanted.agencies is None else found.filter(agency__in=wanted.agencies)


def _counted(found: QuerySet[CitizenReport], today: dt.date) -> list[Cluster]:
    """Return every category and village with open reports; the database counts them by day."""
    zone = timezone.get_default_timezone()
    rows = (
        found.order_by()
        .annotate(day=TruncDate("received_at", tzinfo=zone))
        .values_list("category_id", "village_id", "is_illustration", "day")
        .annotate(count=Count("pk"))
    )
    by_place: dict[tuple[int, int], list[tuple[dt.date, int, bool]]] = defaultdict(list)
    for category, village, example, day, count in rows:
        by_place[category, village].append((day, count, example))
    categories = ReportCategory.objects.select_related("agency", "sub_dimension__pillar").in_bulk(
        {category for category, _village in by_place}
    )
    villages = Area.objects.select_related("parent").in_bulk({village for _category, village in by_place})
    return [
        _cluster(categories[category], villages[village], days, today) for (category, village), days in by_place.items()
    ]


def _cluster(
    category: ReportCategory, village: Area, days: Iterable[tuple[dt.date, int, bool]], today: dt.date
) -> Cluster:
    ages = [(max((today - day).days, 0), count, example) for day, count, example in days]
    return Cluster(
        category=category,
        village=village,
        count=sum(count for _age, count, _example in ages),
        recent=sum(count for age, count, _example in ages if age <= WITHIN_DAYS),
        oldest_days=max((age for age, _count, _example in ages), default=0),
        weight=sum(count * (OF_EACH + A_WEEK * min(age // _WEEK, MOST_WEEKS)) for age, count, _example in ages),
        is_illustration=any(example for _age, _count, example in ages),
    )
