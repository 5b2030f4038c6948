"""What an organization answers for, and what is due there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Window

from serambi.apps.agencies.models import Organization, Role
from serambi.apps.agencies.permissions import can_see_preliminary, standing
from serambi.apps.evaluation.labels import IndicatorState
from serambi.apps.evaluation.queries.bands import Scale, scale
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.programs import ProgramLine, program_lines
from serambi.apps.evaluation.queries.quarters import trend_of
from serambi.apps.evaluation.queries.scores import read_scores
from serambi.apps.evaluation.queries.states import IndicatorFacts, with_facts
from serambi.apps.indicators.models import Indicator
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.queries import (
    REPORTING_DAYS,
    WantedSeries,
    is_stale,
    last_due,
    latest_period_of,
    preliminary,
    series_list,
)
from serambi.apps.plans.models import MasterPlan, Participation, Program, Support
from serambi.methods.periods import Frequency, Period

# As many unverified figures as the page names; the rest are behind the link to all of them.
NAMED = 8


class Waiting(StrEnum):
    """How a series stands: nothing to do, a figure is awaited, a figure is late, or there never was one."""

    UP_TO_DATE = "up_to_date"
    DUE = "due"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series that the organization produces. latest: the period of its last figure.

    wanted: the earliest period that is awaited; until: its last day.
    """

    series: Series
    latest: Period | None
    waiting: Waiting
    wanted: Period | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    facts: IndicatorFacts
    states: tuple[IndicatorState, ...]


@dataclass(frozen=True)
class OrganizationWork:
    """Everything that is an organization's own. to_verify: the first unverified figures; unverified: how many."""

    organization: Organization
    led: tuple[ProgramLine, ...]
    supported: tuple[ProgramLine, ...]
    indicators: tuple[IndicatorLine, ...]
    series: tuple[SeriesLine, ...]
    to_verify: tuple[Observation, ...]
    unverified: int

    @property
    def late_programs(self) -> int:
        return sum(1 for line in self.led if line.delays)

    @property
    def late_series(self) -> int:
        return sum(1 for line in self.series if line.waiting in {Waiting.LATE, Waiting.NEVER})

    @property
    def waiting_series(self) -> list[SeriesLine]:
        """Return the series for which a figure is awaited, the most urgent first."""
        return [line for line in self.series if line.waiting is not Waiting.UP_TO_DATE]

    @property
    def current_series(self) -> list[SeriesLine]:
        return [line for line in self.series if line.waiting is Waiting.UP_TO_DATE]

    @property
    def has_anything(self) -> bool:
        return bool(self.led or self.supported or self.indicators or self.series)


def workplace_of(user: Any) -> str:
    """Return the abbreviation of the organization that the person works for; "" for people with a wider role."""
    foremost = standing(user).foremost
    return foremost[1] if foremost is not None and foremost[0] in {Role.OFFICER, Role.HEAD} else ""


def organization_work(
    organization: Organization,
    user: Any,
    *,
    plan: MasterPlan | None,
    quarter: Period | None,
    basis: Basis,
    today: dt.date,
) -> OrganizationWork:
    """Return what the organization leads, supports, owns and produces; without a plan only what it produces."""
    led: tuple[ProgramLine, ...] = ()
    supported: tuple[ProgramLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    if plan is not None and quarter is not None:
        led, supported = _programs(organization, user, plan, quarter, basis=basis, bands=scale(), today=today)
        owned = Indicator.objects.visible_to(user).active().filter(owner=organization)
        facts = with_facts(owned.order_by("code"), plan=plan, quarter=quarter, basis=basis)
        indicators = tuple(IndicatorLine(fact, fact.states(today)) for fact in facts)
    series = list(series_list(user, WantedSeries(producer=organization), today=today))
    unverified: list[Observation] = []
    if can_see_preliminary(user):
        unverified = list(preliminary(producer=organization).annotate(total=Window(Count("pk")))[:NAMED])
    return OrganizationWork(
        organization=organization,
        led=led,
        supported=supported,
        indicators=indicators,
        series=tuple(sorted((_series(one, latest_period_of(one), today) for one in series), key=_urgency)),
        to_verify=tuple(unverified),
        unverified=getattr(unverified[0], "total", 0) if unverified else 0,
    )


def _programs(
    organization: Organization,
    user: Any,
    plan: MasterPlan,
    quarter: Period,
    *,
    basis: Basis,
    bands: Scale,
    today: dt.date,
) -> tuple[tuple[ProgramLine, ...], tuple[ProgramLine, ...]]:
    """Return the programs that the organization leads, what is late first, and those that it supports."""
    part = Participation.objects.filter(organization=organization, program_id=OuterRef("pk"))
    rows = list(
        Program.objects.visible_to(user)
        .active()
        .filter(Q(lead=organization) | Q(participations__organization=organization), plan=plan)
        .annotate(part=Subquery(part.values("support")[:1]))
        .order_by("code")
        .values_list("pk", "part")
        .distinct()
    )
    ids = [pk for pk, _part in rows]
    scores = read_scores(plan, trend_of(plan, quarter)[-2:], basis=basis, programs=ids)
    lines = dict(zip(ids, program_lines(ids, scores=scores, scale=bands, quarter=quarter, today=today), strict=True))
    led = [lines[pk] for pk, part in rows if part is None]
    supported = [replace(lines[pk], support=str(Support(part).label)) for pk, part in rows if part is not None]
    led.sort(key=lambda line: (not line.delays, line.value is None, line.value or 0.0))
    return tuple(led), tuple(supported)


def _series(series: Series, latest: Period | None, today: dt.date) -> SeriesLine:
    frequency = Frequency(series.frequency)
    if latest is None:
        wanted = last_due(frequency, today)
        return SeriesLine(series, None, Waiting.NEVER, wanted, _until(wanted))
    wanted = latest.shift(1)
    if is_stale(series, latest, today=today):
        waiting = Waiting.LATE
    elif wanted.end < today:
        waiting = Waiting.DUE
    else:
        return SeriesLine(series, latest, Waiting.UP_TO_DATE, None, None)
    return SeriesLine(series, latest, waiting, wanted, _until(wanted))


def _until(period: Period) -> dt.date:
    return period.end + dt.timedelta(days=REPORTING_DAYS[period.frequency])


def _urgency(line: SeriesLine) -> tuple[int, dt.date, str]:
    order = (Waiting.LATE, Waiting.NEVER, Waiting.DUE, Waiting.UP_TO_DATE)
    return order.index(line.waiting), line.until or dt.date.max, line.series.code
