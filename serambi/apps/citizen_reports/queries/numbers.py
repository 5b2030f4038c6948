"""What everybody may know: how many reports there are, of what and where, and how long a first answer takes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.utils import timezone

from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory, State
from serambi.apps.citizen_reports.workflow import OPEN
from serambi.apps.regions.models import Area

# The public sees the last twelve months.
DAYS = 365


@dataclass(frozen=True, slots=True)
class Row:
    """So many reports that are alike in everything that is counted."""

    category: int
    village: int
    state: str
    days: int | None
    example: bool
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How reports stand. median_days: the middle of the days until the first answer, exact; None before there is one.

    answered: how many had a first answer. name, code: of a category or a village.
    """

    name: str
    code: str
    received: int
    open: int
    solved: int
    answered: int
    median_days: Fraction | None
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    """The counts of a year. by_category, by_village: the most reports first."""

    since: dt.date
    total: Tally
    by_category: list[Tally]
    by_village: list[Tally]


def public_numbers(today: dt.date, *, category: str = "") -> PublicNumbers:
    """Return the counts of the last twelve months; category: narrows the villages. Three queries.

    Every report is counted, also in a village with one: a count says nothing of who it was.
    """
    since = today - dt.timedelta(days=DAYS - 1)
    rows = _rows(since)
    categories = ReportCategory.objects.in_bulk({row.category for row in rows})
    villages = Area.objects.in_bulk({row.village for row in rows})
    chosen = [row for row in rows if not category or categories[row.category].code == category]
    return PublicNumbers(
        since,
        _tally(rows),
        _grouped(rows, lambda row: row.category, categories),
        _grouped(chosen, lambda row: row.village, villages),
    )


def tallies(today: dt.date) -> list[tuple[ReportCategory, Area, Tally]]:
    """Return the counts of every category in every village that has any, for a file; three queries."""
    rows = _rows(today - dt.timedelta(days=DAYS - 1))
    categories = ReportCategory.objects.in_bulk({row.category for row in rows})
    villages = Area.objects.select_related("parent").in_bulk({row.village for row in rows})
    groups: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.category, row.village].append(row)
    found = [(categories[category], villages[village], _tally(some)) for (category, village), some in groups.items()]
    return sorted(found, key=lambda one: (one[0].position, one[0].code, one[1].code))


def _rows(since: dt.date) -> list[Row]:
    begin = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    found = CitizenReport.objects.filter(received_at__gte=begin).order_by()
    columns = ("category_id", "village_id", "state", "days_to_answer", "is_illustration")
    return [Row(*values) for values in found.values_list(*columns).annotate(count=Count("pk"))]


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable], named: Mapping[Any, Any]) -> list[Tally]:
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    found = [_tally(some, named[one]) for one, some in groups.items()]
    return sorted(found, key=lambda one: (-one.received, one.name, one.code))


def _tally(rows: Iterable[Row], about: Any = None) -> Tally:
    given = list(rows)
    waits: dict[int, int] = defaultdict(int)
    for row in given:
        if row.days is not None:
            waits[row.days] += row.count
    return Tally(
        name=str(about) if about is not None else "",
        code=about.code if about is not None else "",
        received=sum(row.count for row in given),
        open=sum(row.count for row in given if row.state in OPEN),
        solved=sum(row.count for row in given if row.state == State.SOLVED),
        answered=sum(waits.values()),
        median_days=median_of(waits),
        is_illustration=any(row.example for row in given),
    )


def median_of(counts: Mapping[int, int]) -> Fraction | None:
    """Return the median of values given with how often each occurs; of an even number the mean of the middle two.

    >>> median_of({1: 2, 4: 1}), median_of({1: 1, 4: 1}), median_of({})
    (Fraction(1, 1), Fraction(5, 2), None)
    """
    total = sum(counts.values())
    if not total:
        return None
    lower, upper = (total - 1) // 2, total // 2
    seen, middle = 0, []
    for value in sorted(counts):
        before, seen = seen, seen + counts[value]
        middle += [value for place in (lower, upper) if before <= place < seen]
    return Fraction(sum(middle), len(middle))
