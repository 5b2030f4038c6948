"""When a period opens, is due and closes; holidays of the country and of the office; reopening."""

from __future__ import annotations

import datetime as dt

import pytest

from serambi.apps.progress import services
from serambi.apps.progress.errors import (
    AsksNothing,
    CodeTaken,
    DaysReversed,
    FrequencyFixed,
    NotACoordinator,
    NotClosed,
    PeriodsThere,
    ReasonMissing,
    SameAsPublished,
)
from serambi.apps.progress.models import HolidayCorrection, LateEntry, PeriodState, ReportingCycle, ReportingPeriod
from serambi.apps.progress.queries import office_calendar
from serambi.apps.progress.services import PeriodDays
from serambi.apps.progress.tests.builders import TODAY, Reporting
from serambi.apps.progress.working_days import Calendar
from serambi.methods.periods import Period
from tests.cast import Cast


def test_working_days_leave_out_weekends_holidays_and_joint_leave() -> None:
    calendar = Calendar({})

    # 18 to 24 March 2026: Nyepi, Idulfitri and their joint leave, with a weekend among them.
    assert calendar.working_day_after(dt.date(2026, 3, 17), 1) == dt.date(2026, 3, 25)
    assert calendar.working_day_after(dt.date(2026, 3, 17), 0) == dt.date(2026, 3, 17)


def test_the_office_corrects_the_calendar_both_ways() -> None:
    off, worked = dt.date(2026, 10, 5), dt.date(2026, 3, 18)
    calendar = Calendar({off: True, worked: False})

    assert not calendar.is_working(off)
    assert calendar.is_working(worked)


def test_the_days_of_a_period_follow_its_rules(reporting: Reporting) -> None:
    period = reporting.period

    assert period.opens_on == dt.date(2026, 10, 1)
    assert period.due_on == dt.date(2026, 10, 14)  # the tenth working day
    assert period.grace_until == dt.date(2026, 10, 21)
    assert period.closes_on == dt.date(2026, 11, 18)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-09-30", PeriodState.UPCOMING),
        ("2026-10-01", PeriodState.OPEN),
        ("2026-10-07", PeriodState.OPEN),
        ("2026-10-08", PeriodState.DUE),
        ("2026-10-14", PeriodState.DUE),
        ("2026-10-15", PeriodState.GRACE),
        ("2026-10-21", PeriodState.GRACE),
        ("2026-10-22", PeriodState.LATE),
        ("2026-11-18", PeriodState.LATE),
        ("2026-11-19", PeriodState.CLOSED),
    ],
)
def test_the_state_of_a_period_is_that_of_the_day(reporting: Reporting, day: str, state: PeriodState) -> None:
    assert reporting.period.state_on(dt.date.fromisoformat(day)) is state


def test_a_holiday_of_the_office_moves_what_is_not_due_yet(reporting: Reporting) -> None:
    earlier = reporting.cycle.periods.get(period=Period.parse("2026-Q2")).due_on

    services.add_correction(
        day=dt.date(2026, 10, 12), is_off=True, name="Hari jadi", by=reporting.cast.rani, today=TODAY
    )

    assert ReportingPeriod.objects.get(pk=reporting.period.pk).due_on == dt.date(2026, 10, 15)
    assert reporting.cycle.periods.get(period=Period.parse("2026-Q2")).due_on == earlier
    services.remove_correction(HolidayCorrection.objects.get(), by=reporting.cast.rani, today=TODAY)
    assert ReportingPeriod.objects.get(pk=reporting.period.pk).due_on == dt.date(2026, 10, 14)


def test_a_correction_that_says_what_is_published_is_refused(reporting: Reporting) -> None:
    with pytest.raises(SameAsPublished):
        services.add_correction(
            day=dt.date(2026, 12, 25), is_off=True, name="Natal", by=reporting.cast.rani, today=TODAY
        )


def test_days_set_by_hand_stay(reporting: Reporting) -> None:
    day = dt.date(2026, 10, 20)
    services.change_period(reporting.period, PeriodDays(day, day, day, day), by=reporting.cast.rani)

    services.change_cycle(reporting.cycle, by=reporting.cast.rani, today=TODAY, due_working_days=3)

    assert ReportingPeriod.objects.get(pk=reporting.period.pk).due_on == day
    services.change_period(reporting.period, None, by=reporting.cast.rani)
    assert ReportingPeriod.objects.get(pk=reporting.period.pk).due_on == dt.date(2026, 10, 5)


def test_days_that_run_backwards_are_refused(reporting: Reporting) -> None:
    first, last = dt.date(2026, 10, 1), dt.date(2026, 10, 9)

    with pytest.raises(DaysReversed):
        services.change_period(reporting.period, PeriodDays(last, first, last, last), by=reporting.cast.rani)


def test_where_late_entry_is_refused_the_period_closes_with_grace(reporting: Reporting) -> None:
    services.change_cycle(reporting.cycle, by=reporting.cast.rani, today=TODAY, late_entry=LateEntry.REFUSED)

    period = ReportingPeriod.objects.get(pk=reporting.period.pk)
    assert period.closes_on == period.grace_until


def test_a_closed_period_is_reopened_with_a_reason(reporting: Reporting) -> None:
    closed = reporting.period.closes_on + dt.timedelta(days=3)
    rani, until = reporting.cast.rani, closed + dt.timedelta(days=5)
    with pytest.raises(NotClosed):
        services.reopen_period(reporting.period, until=until, reason="Banjir", by=rani, today=TODAY)
    with pytest.raises(ReasonMissing):
        services.reopen_period(reporting.period, until=until, reason=" ", by=rani, today=closed)

    period = services.reopen_period(reporting.period, until=until, reason="Banjir", by=rani, today=closed)

    assert period.state_on(closed) is PeriodState.LATE
    assert period.takes_reports_on(until)
    assert not period.takes_reports_on(until + dt.timedelta(days=1))


def test_the_periods_of_a_year_are_added_once(reporting: Reporting) -> None:
    assert reporting.cycle.periods.count() == 4

    with pytest.raises(PeriodsThere):
        services.add_periods(reporting.cycle, year=2026, by=reporting.cast.rani)


def test_what_a_cycle_cannot_be(reporting: Reporting) -> None:
    rani = reporting.cast.rani
    with pytest.raises(CodeTaken):
        services.create_cycle("quarterly", by=rani, name="Lagi", frequency="month")
    with pytest.raises(AsksNothing):
        services.create_cycle("empty", by=rani, name="Kosong", frequency="month", asks_programs=False, asks_money=False)
    with pytest.raises(FrequencyFixed):
        services.change_cycle(reporting.cycle, by=rani, today=TODAY, frequency="month")


def test_only_the_coordinator_configures(reporting: Reporting, cast: Cast) -> None:
    for person in (cast.oka, cast.vera, cast.hadi):
        with pytest.raises(NotACoordinator):
            services.create_cycle("more", by=person, name="Lagi", frequency="month")
        with pytest.raises(NotACoordinator):
            services.change_period(reporting.period, None, by=person)
    assert ReportingCycle.objects.count() == 1
    assert office_calendar().corrections == {}
