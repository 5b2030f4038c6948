"""The doors to periods and reports, and what has happened to a report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from serambi.apps.agencies.models import Organization
from serambi.apps.progress.models import ProgressReport, ReportingCycle, ReportingPeriod, ReportMove
from serambi.apps.progress.permissions import reads_all, works_at
from serambi.methods.periods import NotAPeriod, Period

_WITH = (
    "reporting_period__cycle__accepting_organization",
    "organization",
    "submitted_by",
    "approved_by",
    "verified_by",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency's report for a period stands or will stand; report: None before anything was saved."""

    period: ReportingPeriod
    organization: Organization
    report: ProgressReport | None

    @property
    def address(self) -> dict[str, str]:
        """Return what names it in an address."""
        return {
            "cycle": self.period.cycle.code,
            "period": str(self.period.period),
            "agency": self.organization.abbreviation,
        }


def get_cycle_for(user: Any, code: str, *, today: dt.date) -> ReportingCycle:
    """Return a cycle for whoever reads all reports; Http404 for everybody else."""
    cycle = ReportingCycle.objects.filter(code=code).first() if reads_all(user, today=today) else None
    if cycle is None:
        raise Http404(code)
    return cycle


def get_period_for(user: Any, cycle: str, period: str, *, today: dt.date) -> ReportingPeriod:
    """Return a period for whoever reads the reports of all agencies; Http404 for everybody else."""
    if not reads_all(user, today=today):
        raise Http404(period)
    return _period(cycle, period)


def get_place_for(user: Any, cycle: str, period: str, agency: str, *, today: dt.date) -> Place:
    """Return where an agency's report stands, for its own people and for whoever reads all; else Http404."""
    found = _period(cycle, period)
    organization = Organization.objects.filter(abbreviation__iexact=agency).first()
    if organization is None or not (organization.pk in works_at(user, today=today) or reads_all(user, today=today)):
        raise Http404(agency)
    report = reports().filter(reporting_period=found, organization=organization).first()
    if report is not None:
        report.reporting_period = found
    return Place(found, organization, report)


def get_report_for(user: Any, cycle: str, period: str, agency: str, *, today: dt.date) -> ProgressReport:
    """Return a report that somebody has begun; else Http404."""
    place = get_place_for(user, cycle, period, agency, today=today)
    if place.report is None:
        raise Http404(agency)
    return place.report


def reports() -> QuerySet[ProgressReport]:
    return ProgressReport.objects.select_related(*_WITH)


def _period(cycle: str, period: str) -> ReportingPeriod:
    try:
        wanted = Period.parse(period)
    except NotAPeriod as error:
        raise Http404(period) from error
    periods = ReportingPeriod.objects.select_related("cycle__accepting_organization")
    found = periods.filter(cycle__code=cycle, period=wanted).first()
    if found is None:
        raise Http404(period)
    return found


def timeline(report: ProgressReport) -> list[ReportMove]:
    """Return what happened to the report, the latest first."""
    return list(report.moves.select_related("by", "on_behalf_of"))
