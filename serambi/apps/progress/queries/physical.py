"""How far programs are, in percent, as agencies reported it and somebody verified."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from serambi.apps.progress.models import Check, Kind, ReportItem
from serambi.apps.progress.workflow import State


def physical_progress(programs: Collection[int]) -> dict[int, Decimal]:
    """Return the latest verified physical progress of programs, percent by program id; without one they are absent."""
    found = ReportItem.objects.filter(
        kind=Kind.PROGRAM,
        program_id__in=programs,
        number__isnull=False,
        check_state=Check.ACCEPTED,
        report__state__in=[State.VERIFIED, State.ACCEPTED],
    ).order_by("report__reporting_period__period_end", "report__reporting_period__due_on", "pk")
    return {pk: number for pk, number in found.values_list("program_id", "number") if pk and number is not None}
