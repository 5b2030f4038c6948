"""Which agencies are late with a report, found without making the items that each of them is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from serambi.apps.agencies.models import Organization
from serambi.apps.observations.models import Series
from serambi.apps.plans.models import BudgetLine, Program
from serambi.apps.progress.models import ProgressReport, ReportingPeriod, State
from serambi.apps.progress.queries.asked import AT_REST, existing_areas, periods_of
from serambi.apps.progress.queries.periods import periods_taking
from serambi.apps.progress.workflow import WITH_THE_AGENCY
from serambi.apps.regions.queries import all_areas_of, home_regions
from serambi.methods.periods import Frequency


@dataclass(frozen=True, slots=True)
class LateAgency:
    """An agency that did not send a report in by its day. periods: which, the one due first at the beginning.

    days_late: of that first one, from 1. begun: how many of them somebody has begun to write.
    """

    organization: Organization
    periods: tuple[ReportingPeriod, ...]
    days_late: int
    begun: int


def late_agencies(on: dt.date) -> list[LateAgency]:
    """Return the agencies of `overdue`, each once with all it owes, the latest at the top; eight queries at most.

    Says the same as `overdue` about whom and by how much; a test compares the two.
    """
    periods = [one for one in periods_taking(on) if one.due_on < on]
    if not periods:
        return []
    asked = _asked(periods, on)
    reports = ProgressReport.objects.filter(reporting_period__in=periods).order_by()
    rows = reports.values_list("reporting_period_id", "organization_id", "state")
    states = {(period, agency): state for period, agency, state in rows}
    owed: dict[int, list[ReportingPeriod]] = {}
    for period in periods:
        for agency in asked[period.pk]:
            state = states.get((period.pk, agency))
            if state is None or (state in WITH_THE_AGENCY and state != State.RETURNED):
                owed.setdefault(agency, []).append(period)
    organizations = Organization.objects.in_bulk(list(owed))
    found = [
        LateAgency(
            organizations[agency],
            tuple(several),
            (on - several[0].due_on).days,
            sum((one.pk, agency) in states for one in several),
        )
        for agency, several in owed.items()
    ]
    return sorted(found, key=lambda one: (-one.days_late, one.organization.abbreviation))


def _asked(periods: Sequence[ReportingPeriod], on: dt.date) -> dict[int, set[int]]:
    """Return which agencies are asked for anything in each period, by its id: the rules of `asked_items`."""
    found: dict[int, set[int]] = {one.pk: set() for one in periods}
    _of_programs([one for one in periods if one.cycle.asks_programs], found)
    _of_money([one for one in periods if one.cycle.asks_money], found)
    _of_figures([one for one in periods if one.cycle.asks_figures], found, on)
    return found


def _of_programs(periods: Sequence[ReportingPeriod], found: dict[int, set[int]]) -> None:
    if not periods:
        return
    programs = Program.objects.active().filter(plan__is_current=True, lead__isnull=False).exclude(stage__in=AT_REST)
    rows = list(programs.order_by().values_list("lead_id", "starts_on").distinct())
    for period in periods:
        found[period.pk] |= {lead for lead, starts in rows if lead and (starts is None or starts <= period.period_end)}


def _of_money(periods: Sequence[ReportingPeriod], found: dict[int, set[int]]) -> None:
    if not periods:
        return
    lines = BudgetLine.objects.filter(
        program__archived_at__isnull=True,
        program__plan__is_current=True,
        program__lead__isnull=False,
        year__in={one.period.year for one in periods},
    )
    rows = list(lines.order_by().values_list("program__lead_id", "year").distinct())
    for period in periods:
        found[period.pk] |= {lead for lead, year in rows if lead and year == period.period.year}


def _of_figures(periods: Sequence[ReportingPeriod], found: dict[int, set[int]], on: dt.date) -> None:
    if not periods:
        return
    series = Series.objects.filter(archived_at__isnull=True, producer__isnull=False).exclude(frequency=Frequency.DAY)
    rows = [
        Series(producer_id=producer, frequency=frequency, area_level=level)
        for producer, frequency, level in series.order_by()
        .values_list("producer_id", "frequency", "area_level")
        .distinct()
    ]
    last = min(on, max(one.period_end for one in periods))
    areas = list(all_areas_of(home_regions(today=last))) if rows else []
    for period in periods:
        levels = existing_areas(areas, min(on, period.period_end)).keys()
        found[period.pk] |= {
            one.producer_id
            for one in rows
            if one.producer_id and one.area_level in levels and periods_of(one, period.period)
        }
