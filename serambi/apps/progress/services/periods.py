"""What the coordinator configures: cycles, their periods, and the office's own holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.db import transaction

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, record_many, snapshot
from serambi.apps.progress import permissions
from serambi.apps.progress.errors import (
    AsksNothing,
    CodeTaken,
    DaysReversed,
    DayTaken,
    FrequencyFixed,
    NotACoordinator,
    NotClosed,
    PeriodsThere,
    ReasonMissing,
    ReopenedInPast,
    SameAsPublished,
)
from serambi.apps.progress.models import HolidayCorrection, LateEntry, PeriodState, ReportingCycle, ReportingPeriod
from serambi.apps.progress.models.periods import period_named
from serambi.apps.progress.queries.periods import office_calendar
from serambi.apps.progress.working_days import Calendar
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats

_DAYS = ("opens_on", "due_on", "grace_until", "closes_on")


class CycleFields(TypedDict, total=False):
    """What can be said about a cycle besides its code."""

    name: str
    name_en: str
    frequency: str
    asks_programs: bool
    asks_money: bool
    asks_figures: bool
    proves_programs: bool
    proves_milestones: bool
    proves_money: bool
    proves_figures: bool
    open_days: int
    due_working_days: int
    grace_working_days: int
    late_working_days: int
    late_entry: str
    accepting_organization: Organization | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class PeriodDays:
    """The days of one period, as a person sets them."""

    opens_on: dt.date
    due_on: dt.date
    grace_until: dt.date
    closes_on: dt.date


@transaction.atomic
def create_cycle(code: str, *, by: Any, **fields: Unpack[CycleFields]) -> ReportingCycle:
    """Begin a cycle. Raises NotACoordinator, CodeTaken, AsksNothing."""
    _require_coordinator(by)
    if ReportingCycle.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    cycle = ReportingCycle(code=code, **fields)
    _check_cycle(cycle)
    cycle.save(force_insert=True)
    record(Verb.CREATED, cycle, by=by, after=snapshot(cycle))
    return cycle


@transaction.atomic
def change_cycle(cycle: ReportingCycle, *, by: Any, today: dt.date, **fields: Unpack[CycleFields]) -> ReportingCycle:
    """Change a cycle; its periods that are not due yet and whose days nobody set by hand follow the new rules.

    Raises NotACoordinator, AsksNothing, FrequencyFixed.
    """
    _require_coordinator(by)
    current = ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
    wanted = fields.get("frequency", current.frequency)
    if wanted != current.frequency and current.periods.exists():
        raise FrequencyFixed
    before = snapshot(current)
    for name, value in fields.items():
        setattr(current, name, value)
    _check_cycle(current)
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    _recompute(current.periods.select_related("cycle"), today=today, by=by)
    return current


def _check_cycle(cycle: ReportingCycle) -> None:
    if not (cycle.asks_programs or cycle.asks_money or cycle.asks_figures):
        raise AsksNothing


@transaction.atomic
def add_periods(cycle: ReportingCycle, *, year: int, by: Any) -> list[ReportingPeriod]:
    """Add the periods of a year that are not there yet, with their days, and return them; one query for all.

    Raises NotACoordinator, PeriodsThere.
    """
    _require_coordinator(by)
    known = set(cycle.periods.filter(period_start__year=year).values_list("period", flat=True))
    whole = Period(Frequency.YEAR, dt.date(year, 1, 1))
    wanted = [one for one in whole.parts(Frequency(cycle.frequency)) if one not in known]
    if not wanted:
        raise PeriodsThere(year=year)
    calendar = office_calendar()
    periods = [period_named(cycle, one) for one in wanted]
    for period in periods:
        set_days(period, calendar)
    ReportingPeriod.objects.bulk_create(periods)
    record(Verb.CHANGED, cycle, by=by, after={"periods": [str(one.period) for one in periods]})
    return periods


def set_days(period: ReportingPeriod, calendar: Calendar) -> None:
    """Give a period its days by the rules of its cycle."""
    cycle = period.cycle
    period.due_on = calendar.working_day_after(period.period_end, cycle.due_working_days)
    period.opens_on = min(period.period_end + dt.timedelta(days=cycle.open_days), period.due_on)
    period.grace_until = calendar.working_day_after(period.due_on, cycle.grace_working_days)
    late = 0 if cycle.late_entry == LateEntry.REFUSED else cycle.late_working_days
    period.closes_on = calendar.working_day_after(period.grace_until, late)


@transaction.atomic
def change_period(period: ReportingPeriod, days: PeriodDays | None, *, by: Any) -> ReportingPeriod:
    """Set the days of a period by hand; None lets the rules of its cycle set them again.

    Raises NotACoordinator, DaysReversed.
    """
    _require_coordinator(by)
    current = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=period.pk)
    before = snapshot(current, [*_DAYS, "dates_are_fixed"])
    if days is None:
        set_days(current, office_calendar())
        current.dates_are_fixed = False
    else:
        if not days.opens_on <= days.due_on <= days.grace_until <= days.closes_on:
            raise DaysReversed
        for name in _DAYS:
            setattr(current, name, getattr(days, name))
        current.dates_are_fixed = True
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, [*_DAYS, "dates_are_fixed"]))
    return current


@transaction.atomic
def reopen_period(period: ReportingPeriod, *, until: dt.date, reason: str, by: Any, today: dt.date) -> ReportingPeriod:
    """Let a closed period be reported again, until a day. Raises NotACoordinator, NotClosed, ReasonMissing,
    ReopenedInPast."""
    _require_coordinator(by)
    current = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=period.pk)
    if current.state_on(today) is not PeriodState.CLOSED:
        raise NotClosed(period=formats.period(current.period))
    if not reason.strip():
        raise ReasonMissing
    if until < today:
        raise ReopenedInPast
    before = snapshot(current, ["reopened_until", "reopened_because"])
    current.reopened_until, current.reopened_because = until, reason.strip()
    current.save()
    after = snapshot(current, ["reopened_until", "reopened_because"])
    record(Verb.CHANGED, current, by=by, before=before, after=after, reason=reason.strip())
    return current


# Holidays -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_correction(*, day: dt.date, is_off: bool, name: str, by: Any, today: dt.date) -> HolidayCorrection:
    """Say that a day is off, or worked, against the published calendar; periods that are not due yet follow.

    Raises NotACoordinator, DayTaken, SameAsPublished.
    """
    _require_coordinator(by)
    if HolidayCorrection.objects.filter(day=day).exists():
        raise DayTaken(day=formats.day(day))
    if Calendar({}).is_working(day) is not is_off:
        raise SameAsPublished(day=formats.day(day))
    correction = HolidayCorrection.objects.create(day=day, is_off=is_off, name=name.strip())
    record(Verb.CREATED, correction, by=by, after=snapshot(correction))
    _recompute(ReportingPeriod.objects.select_related("cycle"), today=today, by=by)
    return correction


@transaction.atomic
def remove_correction(correction: HolidayCorrection, *, by: Any, today: dt.date) -> None:
    """Follow the published calendar again on that day. Raises NotACoordinator."""
    _require_coordinator(by)
    record(Verb.DELETED, correction, by=by, before=snapshot(correction))
    correction.delete()
    _recompute(ReportingPeriod.objects.select_related("cycle"), today=today, by=by)


def _recompute(periods: Iterable[ReportingPeriod], *, today: dt.date, by: Any) -> None:
    """Let the days of periods that are not due yet follow the rules, but for those that were set by hand."""
    calendar = office_calendar()
    changed = []
    for period in periods:
        if period.dates_are_fixed or period.due_on < today:
            continue
        before = snapshot(period, _DAYS)
        set_days(period, calendar)
        if snapshot(period, _DAYS) != before:
            changed.append((period, before))
    ReportingPeriod.objects.bulk_update([period for period, _before in changed], _DAYS)
    record_many(Verb.CHANGED, [(one, before, snapshot(one, _DAYS)) for one, before in changed], by=by)


def _require_coordinator(by: Any) -> None:
    """Raise NotACoordinator for anybody else; by None is the program itself."""
    if by is not None and not permissions.can_configure(by):
        raise NotACoordinator
