"""How far programs are, in percent, as agencies reported it and somebody verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from serambi.apps.plans.models import ProgramQuerySet
from serambi.apps.progress.models import Check, Kind, ReportingPeriod, ReportItem
from serambi.apps.progress.workflow import State


class Physical(NamedTuple):
    """Verified physical progress. number: percent. on: the last day of the period it was reported for."""

    number: Decimal
    on: dt.date


def physical_progress(programs: Collection[int]) -> dict[int, Decimal]:
    """Return the latest verified physical progress of programs, percent by program id; without one they are absent."""
    found = _verified().filter(program_id__in=programs)
    return {pk: number for pk, number in found.values_list("program_id", "number") if pk and number is not None}


def dated_progress(programs: ProgramQuerySet, *, since: dt.date) -> dict[int, Physical]:
    """Return the same with the day it holds for, of periods that ended on that day or later. Two queries."""
    periods = ReportingPeriod.objects.filter(period_end__gte=since).order_by("period_end", "due_on")
    # The days are few and the items are many: joined, every item would carry its day along.
    ends = dict(periods.values_list("pk", "period_end"))
    found = _verified().filter(program__in=programs.order_by().values("pk"), report__reporting_period__in=list(ends))
    rows = found.order_by("pk").values_list("program_id", "report__reporting_period_id", "number")
    place = {period: number for number, period in enumerate(ends)}
    latest: dict[int, tuple[int, Decimal]] = {}
    for pk, period, number in rows:
        if pk and number is not None and place[period] >= latest.get(pk, (-1,))[0]:
            latest[pk] = place[period], number
    days = list(ends.values())
    return {pk: Physical(number, days[at]) for pk, (at, number) in latest.items()}


def _verified() -> QuerySet[ReportItem]:
    """Return the items that were accepted, the latest at the end."""
    return ReportItem.objects.filter(
        kind=Kind.PROGRAM,
        number__isnull=False,
        check_state=Check.ACCEPTED,
        report__state__in=[State.VERIFIED, State.ACCEPTED],
    ).order_by("report__reporting_period__period_end", "report__reporting_period__due_on", "pk")
