"""What waits for whom, and who is late: what people see first and what reminders are made from."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serambi.apps.accounts.models import User
from serambi.apps.progress import services
from serambi.apps.progress.queries import Task, WantedAgencies, due_for, overdue, overview
from serambi.apps.progress.tests.builders import TODAY, Reporting, answers, approved, save, submitted, verified
from tests.cast import make_organization, make_series


def tasks(person: User, on: dt.date = TODAY) -> list[Task]:
    return [one.task for one in due_for(User.objects.get(pk=person.pk), on)]


def test_each_step_waits_for_its_own_people(reporting: Reporting) -> None:
    cast = reporting.cast
    assert tasks(cast.oka) == tasks(cast.hadi) == [Task.FILL_IN]
    assert tasks(cast.sari) == tasks(cast.vera) == tasks(cast.bima) == []
    submitted(reporting)
    assert tasks(cast.oka) == []
    assert tasks(cast.hadi) == [Task.APPROVE]
    report = services.move_report(reporting.report(), "approve", by=cast.hadi, today=TODAY)
    assert tasks(cast.hadi) == []
    assert tasks(cast.vera) == [Task.VERIFY]
    services.check_report(report, {reporting.keys["hulu"]: "Salah"}, by=cast.vera, today=TODAY, seen=report.version)
    assert tasks(cast.vera) == []
    assert tasks(cast.oka) == [Task.ANSWER]


def test_the_second_level_waits_for_its_organization(reporting: Reporting) -> None:
    reporting.cycle.accepting_organization = reporting.cast.dinkes
    reporting.cycle.save()
    verified(reporting)

    assert tasks(reporting.cast.sari) == [Task.ACCEPT]


def test_nothing_is_due_before_it_opens_and_after_it_closed(reporting: Reporting) -> None:
    period, oka = reporting.period, reporting.cast.oka

    assert tasks(oka, period.opens_on - dt.timedelta(days=1)) == []
    assert tasks(oka, period.opens_on) == [Task.FILL_IN]
    # The fourth quarter opens long after the third has closed.
    assert tasks(oka, period.closes_on + dt.timedelta(days=1)) == []


def test_who_is_overdue_and_by_how_many_days(reporting: Reporting) -> None:
    due = reporting.period.due_on
    assert overdue(due) == []

    late = overdue(due + dt.timedelta(days=3))

    assert [(one.organization, one.days_late, one.report) for one in late] == [(reporting.cast.dlh, 3, None)]
    submitted(reporting)
    assert overdue(due + dt.timedelta(days=3)) == []


def test_a_draft_is_overdue_too(reporting: Reporting) -> None:
    save(reporting, answers(reporting))

    late = overdue(reporting.period.due_on + dt.timedelta(days=1))

    assert [one.report for one in late] == [reporting.report()]
    assert overdue(reporting.period.due_on + dt.timedelta(days=1), agencies=[reporting.cast.dinkes.pk]) == []


def test_the_overview_adds_up_items_and_not_percentages(reporting: Reporting) -> None:
    wanted = answers(reporting)
    save(reporting, {key: wanted[key] for key in list(wanted)[:2]})
    make_series("health.visits", producer=reporting.cast.dinkes, frequency="quarter", area_level=2)

    seen = overview(reporting.period, WantedAgencies(), today=TODAY)

    assert [(row.organization.abbreviation, row.answered, row.asked) for row in seen.rows] == [
        ("DINKES", 0, 1), ("DLH", 2, 5)
    ]  # fmt: skip
    assert (seen.answered, seen.asked) == (2, 6)
    assert {code: count for code, _label, count in seen.by_state}["not_begun"] == 1


@pytest.mark.parametrize("sort", ["agency", "-complete", "state", "-late", "returned", "nonsense"])
def test_the_overview_sorts_by_every_column(reporting: Reporting, sort: str) -> None:
    approved(reporting)

    seen = overview(reporting.period, WantedAgencies(sort=sort), today=TODAY)

    assert [row.organization.abbreviation for row in seen.rows] == ["DLH"]


def test_forty_agencies_cost_as_many_queries_as_one(reporting: Reporting) -> None:
    submitted(reporting)
    with CaptureQueriesContext(connection) as few:
        overview(reporting.period, WantedAgencies(), today=TODAY)
        overdue(reporting.period.due_on + dt.timedelta(days=1))
    for number in range(40):
        agency = make_organization(f"D{number}", f"Dinas {number}")
        make_series(f"more.n{number}", producer=agency, frequency="quarter", area_level=2)

    with CaptureQueriesContext(connection) as more:
        seen = overview(reporting.period, WantedAgencies(), today=TODAY)
        overdue(reporting.period.due_on + dt.timedelta(days=1))

    assert len(seen.everybody) == 41
    assert len(more) == len(few)
