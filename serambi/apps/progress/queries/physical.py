"""How far programs are, in percent, as agencies reported it and somebody verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from serambi.apps.plans.models import ProgramQuerySet
from serambi.apps.progress.models import Check, Kind, ReportItem
from serambi.apps.progress.workflow import State


class Physical(NamedTuple):
    """Verified physical progress. number: percent. on: the last day of the period it was reported for."""

    number: Decimal
    on: dt.date


def physical_progress(programs: Collection[int]) -> dict[int, Decimal]:
    """Return the latest verified physical progress of programs, percent by program id; without one they are absent."""
    found = _verified().filter(program_id__in=programs)
    return {pk: number for pk, number in found.values_list("program_id", "number") if pk and number is not None}


def dated_progress(programs: ProgramQuerySet | Collection[int], *, since: dt.date) -> dict[int, Physical]:
    """Return the same with the day it holds for, of periods that ended on that day or later. One query."""
    wanted = programs if isinstance(programs, Collection) else programs.order_by().values("pk")
    found = _verified().filter(program_id__in=wanted, report__reporting_period__period_end__gte=since)
    rows = found.values_list("program_id", "number", "report__reporting_period__period_end")
    return {pk: Physical(number, on) for pk, number, on in rows if pk and number is not None}


def _verified() -> QuerySet[ReportItem]:
    """Return the items that were accepted, the latest at the end."""
    return ReportItem.objects.filter(
        kind=Kind.PROGRAM,
        number__isnull=False,
        check_state=Check.ACCEPTED,
        report__state__in=[State.VERIFIED, State.ACCEPTED],
    ).order_by("report__reporting_period__period_end", "report__reporting_period__due_on", "pk")
