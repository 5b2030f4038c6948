"""What is due from an agency in a period: made from what it leads and produces, never from a list kept beside it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from serambi.apps.observations.models import Series
from serambi.apps.plans.models import BudgetLine, Milestone, Program, Stage
from serambi.apps.progress.models import Kind, ReportingPeriod, ReportItem
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import areas_inside, home_regions
from serambi.methods.periods import Frequency, Period

# Nothing moves any more in a program that is finished or was stopped.
_AT_REST = (Stage.DONE, Stage.IN_USE, Stage.STOPPED)


def asked_items(
    period: ReportingPeriod, *, today: dt.date, agencies: Collection[int] | None = None
) -> dict[int, list[ReportItem]]:
    """Return what each agency reports for the period, by its id, in the order of the form; the items are not saved.

    agencies: those asked about; None for all. An agency of which nothing is due is absent. Seven queries at most.
    """
    cycle = period.cycle
    programs = _programs(agencies) if cycle.asks_programs or cycle.asks_money else []
    items: dict[int, list[ReportItem]] = defaultdict(list)
    milestones = _milestones(programs, period) if cycle.asks_programs else {}
    lines = _lines(programs, period) if cycle.asks_money else {}
    for program in programs:
        mine = items[program.lead_id or 0]
        if cycle.asks_programs and _moves(program, period):
            mine.append(ReportItem(kind=Kind.PROGRAM, key=f"program-{program.pk}", program=program))
            mine += [
                ReportItem(kind=Kind.MILESTONE, key=f"milestone-{one.pk}", program=program, milestone=one)
                for one in milestones.get(program.pk, ())
            ]
        mine += [
            ReportItem(kind=Kind.MONEY, key=f"money-{one.pk}", program=program, budget_line=one)
            for one in lines.get(program.pk, ())
        ]
    if cycle.asks_figures:
        for series, places in _series_with_areas(agencies, period, today):
            items[series.producer_id or 0] += _figures(series, places, period.period)
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
    return begun and program.stage not in _AT_REST


def _milestones(programs: Iterable[Program], period: ReportingPeriod) -> dict[int, list[Milestone]]:
    """Return the milestones that were due by the end of the period and are not reached, by program."""
    known = [program.pk for program in programs if _moves(program, period)]
    found = Milestone.objects.filter(
        activity__program_id__in=known, due_on__lte=period.period_end, reached_on__isnull=True
    )
    by_program: dict[int, list[Milestone]] = defaultdict(list)
    for one in found.select_related("activity").order_by("due_on", "pk"):
        by_program[one.activity.program_id].append(one)
    return by_program


def _lines(programs: Iterable[Program], period: ReportingPeriod) -> dict[int, list[BudgetLine]]:
    found = BudgetLine.objects.filter(program_id__in=[one.pk for one in programs], year=period.period.year)
    by_program: dict[int, list[BudgetLine]] = defaultdict(list)
    for one in found.select_related("activity").order_by("fund_source", "pk"):
        by_program[one.program_id].append(one)
    return by_program


def _series_with_areas(
    agencies: Collection[int] | None, period: ReportingPeriod, today: dt.date
) -> Iterator[tuple[Series, list[Area]]]:
    found = Series.objects.filter(archived_at__isnull=True, producer__isnull=False).exclude(frequency=Frequency.DAY)
    if agencies is not None:
        found = found.filter(producer_id__in=agencies)
    wanted = [one for one in found.order_by("name", "code") if periods_of(one, period.period)]
    if not wanted:
        return
    day = min(today, period.period_end)
    by_level: dict[int, list[Area]] = defaultdict(list)
    for area in areas_inside(home_regions(today=day), today=day):
        by_level[area.level].append(area)
    for series in wanted:
        yield series, by_level[series.area_level]


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
