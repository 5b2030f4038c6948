"""Where indicators stand for the region: the newest value, the target that is due, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from serambi.apps.agencies.permissions import can_see_preliminary
from serambi.apps.indicators.models import Indicator, IndicatorValue, Target
from serambi.apps.indicators.queries.scale import Scale, scale
from serambi.apps.observations.models import Mark
from serambi.methods import scoring
from serambi.methods.periods import NotAPeriod, Period


class Basis(StrEnum):
    """FINAL counts verified figures only; WORKING counts preliminary ones too, and marks them."""

    FINAL = "final"
    WORKING = "working"


def basis_for(user: Any) -> Basis:
    """Return what the person sees: everything with a role, else what is final."""
    return Basis.WORKING if can_see_preliminary(user) else Basis.FINAL


class Condition(StrEnum):
    """What can be said of an indicator at a glance; several can be true at once."""

    ON_TARGET = "on_target"
    BEHIND = "behind"
    STALE = "stale"
    MISSING = "missing"
    NO_OWNER = "no_owner"
    NO_TARGET = "no_target"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Due:
    """The target that has come due last, and how far it was reached.

    ratio: percent, None when its value is missing. band, band_name: its class, and that in words. marks: of the value.
    """

    period: Period
    target: Decimal
    upper: Decimal | None
    value: float | None
    ratio: float | None
    band: str | None
    band_name: str
    marks: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator at a glance, on the reader's basis.

    latest, value, marks: of the newest period of its own frequency that is over; of the running one while no other has
    a value. newest: the newest period with a value, over or not. trend: the values of the last periods up to latest,
    oldest first, None for a gap; filled by `with_trends`.
    """

    indicator: Indicator
    latest: Period | None
    value: float | None
    marks: int
    newest: Period | None
    has_target: bool
    due: Due | None
    conditions: frozenset[Condition]
    trend: list[float | None] = field(default_factory=list, compare=False)

    @property
    def is_preliminary(self) -> bool:
        return bool(self.marks & Mark.PRELIMINARY)

    @property
    def is_illustration(self) -> bool:
        return bool(self.marks & Mark.ILLUSTRATION) or self.indicator.is_illustration

    @property
    def states(self) -> list[str]:
        """Return the marks to show beside the name, by the names that `ui` knows."""
        shown = {
            Condition.STALE: "stale",
            Condition.MISSING: "missing",
            Condition.NO_OWNER: "no_owner",
            Condition.NO_TARGET: "no_target",
        }
        return [mark for condition, mark in shown.items() if condition in self.conditions]


def is_overdue(latest: Period, reporting_days: int, today: dt.date) -> bool:
    """Tell whether the next period has been over for more than the days within which its value should come."""
    try:
        following = latest.shift(1)
    except NotAPeriod:
        return False
    return following.end + dt.timedelta(days=reporting_days) < today


# Reading the dates and texts that a list does not show would take longer than everything else.
_COLUMNS = (
    "code", "name", "name_en", "unit", "decimals", "polarity", "reporting_days", "is_illustration", "owner",
    "owner__abbreviation", "state__latest_period", "state__latest_value", "state__latest_marks",
    "state__final_period", "state__final_value", "state__problem", "state__problem_en",
)  # fmt: skip


def standings(indicators: QuerySet[Indicator], *, region: int | None, basis: Basis, today: dt.date) -> list[Standing]:
    """Return where these indicators stand, in their order: four queries, however many there are."""
    targets = Target.objects.filter(indicator_id=OuterRef("pk"), area_id=region or 0)
    # Of two targets that come due on one day the longer period wins: the year's promise over the quarter's.
    due = targets.filter(period_end__lte=today).order_by("-period_end", "period_start")
    found = list(
        indicators.select_related("owner", "state")
        .only(*_COLUMNS)
        .annotate(due_target=Subquery(due.values("pk")[:1]), has_target=Exists(targets))
    )
    dues = _due_targets([one.due_target for one in found if one.due_target], basis)
    several = [_standing(one, dues.get(one.due_target), basis=basis, today=today) for one in found]
    return _over(several, region=region, basis=basis, today=today)


def is_running(period: Period, today: dt.date) -> bool:
    """Tell whether a period is not over yet, so that its value is one so far."""
    return period.end >= today


def _over(found: list[Standing], *, region: int | None, basis: Basis, today: dt.date) -> list[Standing]:
    """Return the standings with the period before the running one, where that has a value: at most one query."""
    before = {one.indicator.pk: one.latest.previous() for one in found if one.latest and is_running(one.latest, today)}
    if not before:
        return found
    column = "value" if basis is Basis.WORKING else "final_value"
    rows = IndicatorValue.objects.filter(
        indicator_id__in=list(before), area_id=region or 0, period__in=set(before.values())
    )
    values = {
        (identity, period): (value, marks)
        for identity, period, value, marks in rows.order_by().values_list("indicator_id", "period", column, "marks")
        if value is not None
    }
    return [_moved(one, before, values, basis) for one in found]


def _moved(
    one: Standing,
    before: dict[int, Period],
    values: dict[tuple[int, Period], tuple[float, int]],
    basis: Basis,
) -> Standing:
    period = before.get(one.indicator.pk)
    if period is None or (one.indicator.pk, period) not in values:
        return one
    value, marks = values[one.indicator.pk, period]
    kept = marks if basis is Basis.WORKING else marks & ~int(Mark.PRELIMINARY)
    return replace(one, latest=period, value=value, marks=kept)


def due_target(indicator: Indicator, *, area: int, basis: Basis, today: dt.date) -> Due | None:
    """Return the target of one area that has come due last."""
    last = (
        Target.objects.filter(indicator=indicator, area_id=area, period_end__lte=today)
        .order_by("-period_end", "period_start")
        .values_list("pk", flat=True)
        .first()
    )
    return None if last is None else _due_targets([last], basis).get(last)


class Aim(NamedTuple):
    """A target as it is judged."""

    period: Period
    value: Decimal
    upper: Decimal | None
    polarity: str


def judged(aim: Aim, *, value: float | None, marks: int, bands: Scale) -> Due:
    """Return a target with how far the value reaches it."""
    ratio = scoring.attainment(value, target=aim.value, polarity=aim.polarity, upper=aim.upper)
    band = bands.code(ratio)
    return Due(aim.period, aim.value, aim.upper, value, ratio, band, bands.name(band), marks)


def _due_targets(ids: Sequence[int], basis: Basis) -> dict[int, Due]:
    if not ids:
        return {}
    value = IndicatorValue.objects.filter(
        indicator_id=OuterRef("indicator_id"), area_id=OuterRef("area_id"), period=OuterRef("period")
    )
    column = "value" if basis is Basis.WORKING else "final_value"
    rows = (
        Target.objects.filter(pk__in=ids)
        .order_by()
        .annotate(now=Subquery(value.values(column)[:1]), marks_now=Subquery(value.values("marks")[:1]))
        .values_list("pk", "period", "value", "upper", "indicator__polarity", "now", "marks_now")
    )
    bands, hidden = scale(), 0 if basis is Basis.WORKING else int(Mark.PRELIMINARY)
    return {
        pk: judged(Aim(period, target, upper, polarity), value=now, marks=(marks or 0) & ~hidden, bands=bands)
        for pk, period, target, upper, polarity, now, marks in rows
    }


def _standing(indicator: Any, due: Due | None, *, basis: Basis, today: dt.date) -> Standing:
    state = getattr(indicator, "state", None)
    latest = value = None
    marks = 0
    if state is not None and basis is Basis.WORKING:
        latest, value, marks = state.latest_period, state.latest_value, state.latest_marks
    elif state is not None:
        latest, value = state.final_period, state.final_value
        marks = state.latest_marks & Mark.ILLUSTRATION
    conditions = {
        Condition.ON_TARGET: due is not None and due.ratio is not None and due.ratio >= 100,
        Condition.BEHIND: due is not None and due.ratio is not None and due.ratio < 100,
        Condition.STALE: latest is not None and is_overdue(latest, indicator.reporting_days, today),
        Condition.MISSING: latest is None or (due is not None and due.ratio is None),
        Condition.NO_OWNER: indicator.owner_id is None,
        Condition.NO_TARGET: not indicator.has_target,
        Condition.BROKEN: state is not None and bool(state.problem),
    }
    return Standing(
        indicator=indicator,
        latest=latest,
        value=value,
        marks=int(marks),
        newest=latest,
        has_target=indicator.has_target,
        due=due,
        conditions=frozenset(condition for condition, holds in conditions.items() if holds),
    )


def with_trends(found: Iterable[Standing], *, region: int | None, basis: Basis, periods: int = 8) -> list[Standing]:
    """Return these standings with their last values: one query for all of them."""
    several = list(found)
    wanted = {one.indicator.pk: _before(one.latest, periods) for one in several if one.latest is not None}
    column = "value" if basis is Basis.WORKING else "final_value"
    rows = IndicatorValue.objects.filter(
        indicator_id__in=list(wanted),
        area_id=region or 0,
        period__in={str(period) for some in wanted.values() for period in some},
    ).values_list("indicator_id", "period", column)
    values = {(identity, period): value for identity, period, value in rows.order_by()}
    return [
        replace(one, trend=[values.get((one.indicator.pk, period)) for period in wanted.get(one.indicator.pk, [])])
        for one in several
    ]


def _before(latest: Period, count: int) -> list[Period]:
    found = [latest]
    try:
        for _ in range(count - 1):
            found.append(found[-1].previous())
    except NotAPeriod:
        pass  # the calendar begins here
    return found[::-1]
