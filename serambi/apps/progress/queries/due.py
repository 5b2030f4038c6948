"""What is due from whom: what a person finds first on signing in, and what reminders are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from serambi.apps.agencies.models import Organization, Role
from serambi.apps.progress.models import ProgressReport, ReportingPeriod, State
from serambi.apps.progress.permissions import acting, can_verify, works_at
from serambi.apps.progress.queries.asked import asked_items
from serambi.apps.progress.queries.periods import periods_taking
from serambi.apps.progress.queries.reports import reports
from serambi.apps.progress.workflow import WITH_THE_AGENCY


class Task(StrEnum):
    """What a person is asked to do with a report."""

    FILL_IN = "fill_in"
    ANSWER = "answer"  # what came back
    APPROVE = "approve"
    VERIFY = "verify"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class DueReport:
    """One report that waits for a person. report: None before anybody wrote anything.

    asked, answered: how many items there are and how many are answered. due_on: for who fills in, the day of the
    period; for who approves or checks there is no day, only since when it waits.
    """

    task: Task
    period: ReportingPeriod
    organization: Organization
    report: ProgressReport | None
    asked: int
    answered: int

    @property
    def due_on(self) -> dt.date:
        return self.period.due_on

    @property
    def address(self) -> dict[str, str]:
        return {
            "cycle": self.period.cycle.code,
            "period": str(self.period.period),
            "agency": self.organization.abbreviation,
        }

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (
            list(Task).index(self.task) > 1,
            self.period.due_on,
            self.period.cycle.code,
            self.organization.abbreviation,
        )


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """A report that an agency did not send in by the day it was due. days_late: from 1."""

    period: ReportingPeriod
    organization: Organization
    report: ProgressReport | None
    days_late: int


def due_for(user: Any, on: dt.date) -> list[DueReport]:
    """Return every report that waits for the person on that day: to fill in, to answer, to approve, to check.

    The number of queries grows with the open periods, of which there are two or three, and not with the reports.
    """
    mine = works_at(user, today=on)
    found = _to_fill_in(mine, on) if mine else []
    found += _to_answer(mine)
    heads = acting(user, today=on).at(Role.HEAD)
    waiting = reports().filter(state=State.SUBMITTED, organization__in=heads).exclude(submitted_by=user.pk)
    found += [_due(Task.APPROVE, report) for report in (waiting if heads else ())]
    if can_verify(user, today=on):
        checked = reports().filter(state=State.APPROVED).exclude(submitted_by=user.pk).exclude(approved_by=user.pk)
        found += [_due(Task.VERIFY, report) for report in checked.order_by("state_since")]
    accepts = acting(user, today=on).at(Role.OFFICER, Role.HEAD, Role.VERIFIER)
    second = reports().filter(state=State.VERIFIED, reporting_period__cycle__accepting_organization__in=accepts)
    found += [_due(Task.ACCEPT, report) for report in (second if accepts else ())]
    return sorted(found, key=lambda one: one.sort_key)


def overdue(on: dt.date, *, agencies: Iterable[int] | None = None) -> list[OverdueReport]:
    """Return the reports that were due before that day, can still be sent in and were not, the latest at the top."""
    found = []
    for period in periods_taking(on):
        if period.due_on >= on:
            continue
        late = (on - period.due_on).days
        wanted = None if agencies is None else frozenset(agencies)
        for organization, report, _asked, _answered in _owed(period, wanted, on):
            found.append(OverdueReport(period, organization, report, late))
    return sorted(found, key=lambda one: (-one.days_late, one.organization.abbreviation))


def owing(period: ReportingPeriod, today: dt.date) -> list[Organization]:
    """Return the agencies that still owe a period that takes reports their first one."""
    return [organization for organization, _report, _asked, _answered in _owed(period, None, today)]


def _to_fill_in(agencies: frozenset[int], on: dt.date) -> list[DueReport]:
    return [
        DueReport(Task.FILL_IN, period, organization, report, asked, answered)
        for period in periods_taking(on)
        for organization, report, asked, answered in _owed(period, agencies, on)
    ]


def _to_answer(agencies: frozenset[int]) -> list[DueReport]:
    back = reports().filter(state=State.RETURNED, organization__in=agencies) if agencies else ()
    return [_due(Task.ANSWER, report) for report in back]


def _due(task: Task, report: ProgressReport) -> DueReport:
    return DueReport(task, report.reporting_period, report.organization, report, report.asked, report.answered)


def _owed(
    period: ReportingPeriod, agencies: frozenset[int] | None, on: dt.date
) -> list[tuple[Organization, ProgressReport | None, int, int]]:
    """Return which agencies still owe the period a first report, with what they have of it."""
    asked = asked_items(period, today=on, agencies=agencies)
    begun = {one.organization_id: one for one in reports().filter(reporting_period=period, organization__in=asked)}
    organizations = Organization.objects.in_bulk(asked)
    owed = []
    for pk, items in asked.items():
        report = begun.get(pk)
        if report is not None and (report.state not in WITH_THE_AGENCY or report.state == State.RETURNED):
            continue
        owed.append((organizations[pk], report, len(items), min(report.answered, len(items)) if report else 0))
    return owed
