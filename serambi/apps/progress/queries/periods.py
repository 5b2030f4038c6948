"""Reading cycles, periods and the office's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from serambi.apps.progress.models import HolidayCorrection, ReportingCycle, ReportingPeriod
from serambi.apps.progress.workflow import State
from serambi.apps.progress.working_days import Calendar, published_names


def office_calendar() -> Calendar:
    """Return the published calendar with the office's own corrections."""
    return Calendar(dict(HolidayCorrection.objects.values_list("day", "is_off")))


def periods_taking(today: dt.date) -> QuerySet[ReportingPeriod]:
    """Return the periods for which reports may be sent in on that day, the one that is due first at the top."""
    found = ReportingPeriod.objects.filter(cycle__is_active=True, opens_on__lte=today)
    taking = found.filter(Q(closes_on__gte=today) | Q(reopened_until__gte=today))
    return taking.select_related("cycle__accepting_organization").order_by("due_on", "cycle__code")


def periods_upcoming(today: dt.date) -> QuerySet[ReportingPeriod]:
    """Return the next period of each cycle that is not open yet."""
    later = ReportingPeriod.objects.filter(cycle__is_active=True, opens_on__gt=today)
    return later.select_related("cycle").order_by("opens_on", "cycle__code")


def all_periods() -> QuerySet[ReportingPeriod]:
    """Return every period, the latest first."""
    return ReportingPeriod.objects.select_related("cycle").order_by("-period_end", "cycle__code")


def cycles() -> QuerySet[ReportingCycle]:
    return ReportingCycle.objects.select_related("accepting_organization").order_by("-is_active", "frequency", "code")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is off, or was and is worked. correction: where the office differs from the published calendar."""

    day: dt.date
    name: str
    correction: HolidayCorrection | None

    @property
    def is_off(self) -> bool:
        return self.correction is None or self.correction.is_off


def holidays_of(year: int, *, language: str) -> list[Holiday]:
    """Return the holidays of a year, as published and as corrected, by day."""
    corrections = {one.day: one for one in HolidayCorrection.objects.filter(day__year=year)}
    names = published_names(year, language)
    found = [
        Holiday(day, names.get(day) or corrections[day].name, corrections.get(day)) for day in {*names, *corrections}
    ]
    return sorted(found, key=lambda holiday: holiday.day)


def counts_of(periods: Iterable[ReportingPeriod]) -> dict[int, dict[str, int]]:
    """Return for each period how many reports are sent in and how many verified, by its id; one query."""
    found = ReportingPeriod.objects.filter(pk__in=[one.pk for one in periods]).annotate(
        begun=Count("reports"),
        sent=Count("reports", filter=Q(reports__first_submitted_at__isnull=False)),
        verified=Count("reports", filter=Q(reports__state__in=[State.VERIFIED, State.ACCEPTED])),
    )
    rows = found.order_by().values_list("pk", "begun", "sent", "verified")
    return {pk: {"begun": begun, "sent": sent, "verified": verified} for pk, begun, sent, verified in rows}
