"""Which agencies are late with a report: the same as the list of overdue reports says, found without its items."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serambi.apps.plans.models import BudgetLine, FundSource, Program, Stage
from serambi.apps.progress import services
from serambi.apps.progress.models import ReportingCycle
from serambi.apps.progress.queries import dated_progress, late_agencies, overdue
from serambi.apps.progress.tests.builders import Reporting, answers, save, submitted, verified
from tests.cast import make_organization, make_program, make_series


def by_period(on: dt.date) -> list[tuple[str, str, int]]:
    """Return agency and period of each overdue report as `overdue` says it, with the days of the agency's oldest."""
    return sorted((one.organization.abbreviation, str(one.period), one.days_late) for one in overdue(on))


def found(on: dt.date) -> list[tuple[str, str, int]]:
    return sorted(
        (one.organization.abbreviation, str(period), (on - period.due_on).days)
        for one in late_agencies(on)
        for period in one.periods
    )


@pytest.fixture
def many(reporting: Reporting) -> Reporting:
    """Agencies that are asked for one kind of thing each, and some that are asked for nothing."""
    plan, cast = reporting.plan, reporting.cast
    monthly = ReportingCycle.objects.create(code="monthly", name="Bulanan", frequency="month", asks_programs=False)
    services.add_periods(monthly, year=2026, by=None)
    money, figures, resting, later, yearly = (
        make_organization(name, name) for name in ("UANG", "ANGKA", "SELESAI", "NANTI", "TAHUNAN")
    )
    spent = make_program(plan, "UANG", lead=money, stage=Stage.DONE)
    BudgetLine.objects.create(program=spent, year=2026, fund_source=next(iter(FundSource)), ceiling=1000)
    old = make_program(plan, "LAMA", lead=resting, stage=Stage.DONE)
    BudgetLine.objects.create(program=old, year=2024, fund_source=next(iter(FundSource)), ceiling=1000)
    make_program(plan, "NANTI", lead=later, stage=Stage.PLANNING, starts_on=dt.date(2027, 1, 1))
    make_program(plan, "TANPA", lead=None)
    make_series("q", producer=figures, frequency="quarter", area_level=2)
    make_series("y", producer=yearly, frequency="year", area_level=2)
    make_series("d", producer=cast.dinkes, frequency="day", area_level=2)
    return reporting


@pytest.mark.parametrize("days", [-30, 0, 1, 3, 20, 60, 200])
def test_it_says_the_same_as_the_list_of_overdue_reports(many: Reporting, days: int) -> None:
    on = many.period.due_on + dt.timedelta(days=days)
    assert found(on) == by_period(on)
    if days == 3:
        assert {agency for agency, _period, _days in found(on)} == {"DLH", "UANG", "ANGKA"}


def test_what_is_begun_is_late_and_what_is_sent_in_is_not(many: Reporting) -> None:
    on = many.period.due_on + dt.timedelta(days=1)
    save(many, answers(many))
    dlh = next(one for one in late_agencies(on) if one.organization == many.cast.dlh)
    assert (dlh.begun, found(on)) == (1, by_period(on))
    submitted(many)
    assert found(on) == by_period(on)


def test_the_queries_do_not_grow_with_the_agencies(many: Reporting) -> None:
    on = many.period.due_on + dt.timedelta(days=3)
    with CaptureQueriesContext(connection) as few:
        late_agencies(on)
    for number in range(5):
        make_program(many.plan, f"P{number}", lead=make_organization(f"OPD{number}", f"Dinas {number}"))
    with CaptureQueriesContext(connection) as more:
        assert len(late_agencies(on)) >= 8
    assert len(few) == len(more) <= 8


def test_physical_progress_comes_with_the_day_it_holds_for(reporting: Reporting) -> None:
    verified(reporting)
    programs = Program.objects.all()

    dated = dated_progress(programs, since=dt.date(2026, 1, 1))

    assert dated == {reporting.program.pk: (40, dt.date(2026, 9, 30))}
    assert dated_progress(programs, since=dt.date(2026, 10, 1)) == {}
    assert dated_progress(programs.none(), since=dt.date(2026, 1, 1)) == {}
