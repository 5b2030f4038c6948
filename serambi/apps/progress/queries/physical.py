"""How far programs are, in percent, as agencies reported it and somebody verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from serambi.apps.progress.models import Check, Kind, ReportItem
from serambi.apps.progress.workflow import State


def physical_progress(programs: Collection[int]) -> dict[int, Decimal]:
    """Return the latest verified physical progress of programs, percent by program id; without one they are absent."""
    found = _verified(programs).values_list("program_id", "number")
    return {pk: number for pk, number in found if pk and number is not None}


@dataclass(frozen=True, slots=True)
class VerifiedProgress:
    """Physical progress in percent that somebody verified, and when they did."""

    percent: Decimal
    verified_at: dt.datetime | None


def physical_history(programs: Collection[int]) -> dict[int, list[VerifiedProgress]]:
    """Return every verified physical progress of programs by program id, the earliest period first."""
    found: dict[int, list[VerifiedProgress]] = {}
    rows = _verified(programs).values_list("program_id", "number", "checked_at")
    for pk, number, checked_at in rows:
        if pk and number is not None:
            found.setdefault(pk, []).append(VerifiedProgress(number, checked_at))
    return found


def _verified(programs: Collection[int]) -> QuerySet[ReportItem]:
    return ReportItem.objects.filter(
        kind=Kind.PROGRAM,
        program_id__in=programs,
        number__isnull=False,
        check_state=Check.ACCEPTED,
        report__state__in=[State.VERIFIED, State.ACCEPTED],
    ).order_by("report__reporting_period__period_end", "report__reporting_period__due_on", "pk")
