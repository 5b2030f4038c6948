"""Which indicators miss their next target if they go on as they went: a straight line through two known values.

No chance is stated, for none is known. The rule, as docs/reference/meetings.md has it:

1. The target is the one of the plan's region that comes due next.
2. Only values of periods as long as the target's are compared, so that a quarter's visitors are never held against a
   year's. The last value is that of the newest such period that is over and known; the first is the one a year before
   it, else the known one nearest to that, else the baseline.
3. The value is carried on by the average step between the two, and its attainment of the target is the answer.
4. Where there is no coming target or there are no two values, nothing is said of the future. What then counts is the
   attainment of the target that came due last.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from serambi.apps.indicators.models import Baseline, Indicator, IndicatorValue, Target
from serambi.apps.observations.models import Mark
from serambi.methods import scoring
from serambi.methods.periods import MONTHS_IN, Frequency, Period

# How many periods back a value is looked for: two years, three for what is counted once a year.
_BACK = {Frequency.MONTH: 24, Frequency.QUARTER: 8, Frequency.SEMESTER: 4, Frequency.YEAR: 3}
_IN_A_YEAR = 12


class Known(NamedTuple):
    """A value of a period. marks: preliminary, illustration."""

    period: Period
    value: Decimal
    marks: int = 0


class Aim(NamedTuple):
    """A target. ratio: how far it was reached, percent; None before it came due or where its value is missing."""

    indicator: int
    period: Period
    value: Decimal
    upper: Decimal | None
    is_illustration: bool
    ratio: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an indicator is bound to be when its target comes due.

    is_coming: the target is still to come, and `first`, `last` and `expected` are there; else it came due last and
    `ratio` is what was reached of it. pace, needed: the average step so far, and the one that would still reach the
    target (its lower end for a range where higher is better, else the nearer end). ratio: percent.
    """

    indicator: int
    aim: Aim
    is_coming: bool
    ratio: Decimal
    first: Known | None = None
    last: Known | None = None
    expected: Decimal | None = None
    pace: Decimal | None = None
    needed: Decimal | None = None

    @property
    def gap(self) -> Decimal:
        """Return by how many percent points of attainment it misses the target; 0 where it reaches it."""
        return max(100 - self.ratio, Decimal(0))

    @property
    def marks(self) -> int:
        seen = 0
        for one in (self.first, self.last):
            seen |= one.marks if one is not None else 0
        return seen | (int(Mark.ILLUSTRATION) if self.aim.is_illustration else 0)


def read_outlooks(indicators: QuerySet[Indicator], *, region: int, today: dt.date) -> dict[int, Outlook]:
    """Return the outlook of each indicator of which something can be said, by its id; four queries."""
    targets = Target.objects.filter(indicator_id=OuterRef("pk"), area_id=region)
    # Of two targets that come due on one day the longer period wins: the year's promise over the quarter's.
    coming = targets.filter(period_end__gte=today).order_by("period_end", "period_start")
    due = targets.filter(period_end__lt=today).order_by("-period_end", "period_start")
    rows = list(
        indicators.order_by()
        .annotate(coming=Subquery(coming.values("pk")[:1]), due=Subquery(due.values("pk")[:1]))
        .values_list("pk", "polarity", "coming", "due")
    )
    aims = _aims({pk for row in rows for pk in row[2:] if pk is not None})
    next_aims = {pk: aims[target] for pk, _polarity, target, _due in rows if target is not None}
    values = _values(next_aims, region, today)
    baselines = _baselines(next_aims, region)
    found = {}
    for pk, polarity, _coming, due_target in rows:
        outlook = None
        if pk in next_aims:
            known = values.get(pk, {})
            outlook = _coming_outlook(next_aims[pk], polarity, known, baselines.get(pk, []))
        if outlook is None and due_target is not None:
            outlook = _due_outlook(aims[due_target])
        if outlook is not None:
            found[pk] = outlook
    return found


def _aims(targets: Iterable[int]) -> dict[int, Aim]:
    rows = Target.objects.filter(pk__in=list(targets)).order_by()
    columns = ("pk", "indicator_id", "period", "value", "upper", "is_illustration", "attainment__ratio")
    return {pk: Aim(*rest) for pk, *rest in rows.values_list(*columns)}


def _windows(aims: Mapping[int, Aim], today: dt.date) -> dict[Frequency, list[Period]]:
    """Return for each length of target the periods that are over, the newest at the beginning."""
    lengths = {aim.period.frequency for aim in aims.values()} & _BACK.keys()
    return {one: [Period.of(today, one).previous(back) for back in range(1, _BACK[one] + 1)] for one in lengths}


def _values(aims: Mapping[int, Aim], region: int, today: dt.date) -> dict[int, dict[Period, Known]]:
    wanted = {str(period) for periods in _windows(aims, today).values() for period in periods}
    rows: Iterable[tuple[Any, ...]] = IndicatorValue.objects.filter(
        indicator_id__in=list(aims), area_id=region, period__in=wanted, value__isnull=False
    ).values_list("indicator_id", "period", "value", "marks")
    found: dict[int, dict[Period, Known]] = defaultdict(dict)
    for pk, period, value, marks in rows:
        if period.frequency == aims[pk].period.frequency:
            found[pk][period] = Known(period, Decimal(repr(value)), marks)
    return found


def _baselines(aims: Mapping[int, Aim], region: int) -> dict[int, list[Known]]:
    found: dict[int, list[Known]] = defaultdict(list)
    rows = Baseline.objects.filter(indicator_id__in=list(aims), area_id=region).order_by()
    for pk, period, value, example in rows.values_list("indicator_id", "period", "value", "is_illustration"):
        if period.frequency == aims[pk].period.frequency:
            found[pk].append(Known(period, value, int(Mark.ILLUSTRATION) if example else 0))
    return found


def _coming_outlook(
    aim: Aim, polarity: str, known: Mapping[Period, Known], baselines: Iterable[Known]
) -> Outlook | None:
    last = max(known.values(), key=lambda one: one.period, default=None)
    if last is None:
        return None
    first = _first(last, known.values()) or _first(last, baselines)
    if first is None:
        return None
    steps, ahead = _steps(first.period, last.period), _steps(last.period, aim.period)
    expected = scoring.at_this_pace(first.value, last.value, steps=steps, ahead=ahead)
    ratio = scoring.attainment(expected, target=aim.value, polarity=polarity, upper=aim.upper)
    if expected is None or ratio is None:
        return None
    return Outlook(
        indicator=aim.indicator,
        aim=aim,
        is_coming=True,
        ratio=Decimal(repr(ratio)),
        first=first,
        last=last,
        expected=expected,
        pace=scoring.pace(first.value, last.value, steps=steps),
        needed=scoring.pace(last.value, _end_to_reach(aim, polarity, last.value), steps=ahead),
    )


def _due_outlook(aim: Aim) -> Outlook | None:
    if aim.ratio is None:
        return None
    return Outlook(aim.indicator, aim, is_coming=False, ratio=Decimal(repr(aim.ratio)))


def _first(last: Known, known: Iterable[Known]) -> Known | None:
    """Return the value a year before the last one, else the one nearest to that, the older of two."""
    year = _IN_A_YEAR // MONTHS_IN[last.period.frequency]
    earlier = [one for one in known if one.period < last.period]
    return min(
        earlier,
        key=lambda one: (abs(_steps(one.period, last.period) - year), -_steps(one.period, last.period)),
        default=None,
    )


def _end_to_reach(aim: Aim, polarity: str, value: Decimal) -> Decimal:
    """Return the end of the target that a value has to come to."""
    if polarity == scoring.Polarity.RANGE and aim.upper is not None and value > aim.value:
        return max(min(value, aim.upper), aim.value)
    return aim.value


def _steps(earlier: Period, later: Period) -> int:
    """Return how many periods of one length lie between two."""
    months = (later.start.year - earlier.start.year) * _IN_A_YEAR + later.start.month - earlier.start.month
    return months // MONTHS_IN[later.frequency]
