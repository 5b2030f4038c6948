"""What is due from an agency in a period: made from what it leads and produces, never from a list kept beside it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from serambi.apps.observations.models import Series
from serambi.apps.plans.models import BudgetLine, Milestone, Program, Stage
from serambi.apps.progress.models import Kind, ReportingPeriod, ReportItem
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import all_areas_of, home_regions
from serambi.methods.periods import Frequency, Period

# Nothing moves any more in a program that is finished or was stopped.
AT_REST = (Stage.DONE, Stage.IN_USE, Stage.STOPPED)


def asked_items(
    period: ReportingPeriod, *, today: dt.date, agencies: Collection[int] | None = None
) -> dict[int, list[ReportItem]]:
    """Return what each agency reports for the period, by its id, in the order of the form; the items are not saved.

    agencies: those asked about; None for all. An agency of which nothing is due is absent. Seven queries at most.
    """
    return asked_of([period], today=today, agencies=agencies)[period.pk]


def asked_of(
    periods: Sequence[ReportingPeriod], *, today: dt.date, agencies: Collection[int] | None = None
) -> dict[int, dict[int, list[ReportItem]]]:
    """Return `asked_items` of several periods, by their ids, in no more queries than for one.

    It is what the register asks as it stands now: what a period asked before a program was handed over is not kept.
    """
    read = _read(periods, today, agencies)
    return {period.pk: _asked(period, read, today) for period in periods}


@dataclass(frozen=True, slots=True)
class _Register:
    """What is read once for all periods; milestones and lines by program."""

    programs: Sequence[Program]
    milestones: Mapping[int, Sequence[Milestone]]
    lines: Mapping[int, Sequence[BudgetLine]]
    series: Sequence[Series]
    areas: Sequence[Area]


def _read(periods: Sequence[ReportingPeriod], today: dt.date, agencies: Collection[int] | None) -> _Register:
    about_programs = [one for one in periods if one.cycle.asks_programs]
    about_money = [one for one in periods if one.cycle.asks_money]
    programs = _programs(agencies) if about_programs or about_money else []
    series = _series(agencies, [one for one in periods if one.cycle.asks_figures])
    return _Register(
        programs=programs,
        milestones=_milestones(programs, about_programs) if about_programs else {},
        lines=_lines(programs, about_money) if about_money else {},
        series=series,
        areas=list(all_areas_of(home_regions(today=min(today, max(one.period_end for one in periods)))))
        if series
        else (),
    )


def _asked(period: ReportingPeriod, read: _Register, today: dt.date) -> dict[int, list[ReportItem]]:
    cycle = period.cycle
    items: dict[int, list[ReportItem]] = defaultdict(list)
    for program in read.programs:
        mine = items[program.lead_id or 0]
        if cycle.asks_programs and _moves(program, period):
            mine.append(ReportItem(kind=Kind.PROGRAM, key=f"program-{program.pk}", program=program))
            mine += [
                ReportItem(kind=Kind.MILESTONE, key=f"milestone-{one.pk}", program=program, milestone=one)
                for one in read.milestones.get(program.pk, ())
                if one.due_on <= period.period_end
            ]
        if cycle.asks_money:
            mine += [
                ReportItem(kind=Kind.MONEY, key=f"money-{one.pk}", program=program, budget_line=one)
                for one in read.lines.get(program.pk, ())
                if one.year == period.period.year
            ]
    if cycle.asks_figures:
        by_level = existing_areas(read.areas, min(today, period.period_end))
        for series in read.series:
            if periods_of(series, period.period):
                items[series.producer_id or 0] += _figures(series, by_level[series.area_level], period.period)
    for mine in items.values():
        for position, item in enumerate(mine):
            item.position = position
    return {agency: mine for agency, mine in items.items() if mine}


def _programs(agencies: Collection[int] | None) -> list[Program]:
    found = Program.objects.active().filter(plan__is_current=True, lead__isnull=False).select_related("pillar")
    if agencies is not None:
        found = found.filter(lead_id__in=agencies)
    return list(found.order_by("pillar__position", "code"))


def _moves(program: Program, period: ReportingPeriod) -> bool:
    """Tell whether the program is being carried out by the end of the period."""
    begun = program.starts_on is None or program.starts_on <= period.period_end
    return begun and program.stage not in AT_REST


def _milestones(programs: Iterable[Program], periods: Sequence[ReportingPeriod]) -> dict[int, list[Milestone]]:
    """Return the milestones that were due by the end of the last period and are not reached, by program."""
    known = [program.pk for program in programs]
    last = max(period.period_end for period in periods)
    found = Milestone.objects.filter(activity__program_id__in=known, due_on__lte=last, reached_on__isnull=True)
    by_program: dict[int, list[Milestone]] = defaultdict(list)
    for one in found.select_related("activity").order_by("due_on", "pk"):
        by_program[one.activity.program_id].append(one)
    return by_program


def _lines(programs: Iterable[Program], periods: Sequence[ReportingPeriod]) -> dict[int, list[BudgetLine]]:
    years = {period.period.year for period in periods}
    found = BudgetLine.objects.filter(program_id__in=[one.pk for one in programs], year__in=years)
    by_program: dict[int, list[BudgetLine]] = defaultdict(list)
    for one in found.select_related("activity").order_by("fund_source", "pk"):
        by_program[one.program_id].append(one)
    return by_program


def _series(agencies: Collection[int] | None, periods: Sequence[ReportingPeriod]) -> list[Series]:
    """Return the series of which one of the periods asks something."""
    if not periods:
        return []
    found = Series.objects.filter(archived_at__isnull=True, producer__isnull=False).exclude(frequency=Frequency.DAY)
    if agencies is not None:
        found = found.filter(producer_id__in=agencies)
    return [one for one in found.order_by("name", "code") if any(periods_of(one, period.period) for period in periods)]


def existing_areas(areas: Iterable[Area], day: dt.date) -> dict[int, list[Area]]:
    """Return the areas that exist on the day, by level."""
    by_level: dict[int, list[Area]] = defaultdict(list)
    for area in areas:
        begun = area.valid_from is None or area.valid_from <= day
        if begun and (area.valid_until is None or area.valid_until >= day):
            by_level[area.level].append(area)
    return by_level


def periods_of(series: Series, period: Period) -> list[Period]:
    """Return for which of its own periods a series is due: those inside the period, or a longer one that ends with it.

    A quarterly report asks a monthly series for three months, and a yearly one in the last quarter only.
    """
    own = Frequency(series.frequency)
    inside = list(period.parts(own))
    if inside:
        return inside
    longer = Period.of(period.end, own)
    return [longer] if longer.end == period.end else []


def _figures(series: Series, areas: Iterable[Area], period: Period) -> Iterator[ReportItem]:
    for area in areas:
        for own in periods_of(series, period):
            yield ReportItem(
                kind=Kind.FIGURE, key=f"figure-{series.pk}-{area.pk}-{own}", series=series, area=area, period=own
            )
