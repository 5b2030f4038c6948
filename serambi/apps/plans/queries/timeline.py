"""The timeline: the programs of the register with their activities and milestones, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, Max, Min, Q

from serambi.apps.plans.delays import Delay
from serambi.apps.plans.labels import delay_text
from serambi.apps.plans.lateness import CLOSED, Due, delays, is_overdue
from serambi.apps.plans.models import Activity, Milestone, Program, ProgramQuerySet, Stage
from serambi.apps.plans.queries.dependencies import OrderFacts, orders_of
from serambi.apps.plans.queries.lateness import is_late
from serambi.apps.plans.queries.register import PAGE_SIZE, Chosen, RegisterSummary, order_of
from serambi.ui.paging import CountedPages
from serambi.ui.shelf import Shelf

_NO_ORDER = OrderFacts()


@dataclass(frozen=True, slots=True)
class MilestonePoint:
    """A milestone on the timeline. overdue: its day has passed and it counts as late."""

    name: str
    due_on: dt.date
    reached_on: dt.date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity on the timeline, with its milestones and what it waits for.

    overrun: its end has passed and it is neither finished nor stopped.
    """

    pk: int
    name: str
    code: str
    agency: str
    stage_code: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    overrun: bool
    is_illustration: bool
    milestones: tuple[MilestonePoint, ...]
    order: OrderFacts

    @property
    def stage(self) -> str:
        return str(Stage(self.stage_code).label)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A program on the timeline on a day, with all its activities."""

    program: Program
    activities: tuple[ActivityLine, ...]
    delays: tuple[Delay, ...]
    today: dt.date

    @property
    def stage(self) -> str:
        return str(Stage(self.program.stage).label)

    @property
    def why_late(self) -> str:
        """Return every reason for being late as sentences; "" where there is none."""
        return " ".join(delay_text(delay, today=self.today) for delay in self.delays)

    @property
    def broken(self) -> int:
        """Return how many waits of its activities the planned dates contradict."""
        return sum(wait.is_broken for activity in self.activities for wait in activity.order.waits)

    @property
    def pushed(self) -> int:
        """Return how many of its activities start later because something before them is late."""
        return sum(activity.order.push is not None for activity in self.activities)

    @property
    def milestones(self) -> list[MilestonePoint]:
        return [point for activity in self.activities for point in activity.milestones]


@dataclass(frozen=True, slots=True)
class TimelineSummary:
    """What is true of everything that was chosen; first, last: the earliest and the latest day of the programs."""

    register: RegisterSummary
    first: dt.date | None
    last: dt.date | None


def timeline_summary(programs: ProgramQuerySet, *, today: dt.date) -> TimelineSummary:
    """Return the counts and the days of the programs, with one query."""
    found = programs.aggregate(
        count=Count("pk"),
        late=Count("pk", filter=is_late(today)),
        unowned=Count("pk", filter=Q(lead__isnull=True)),
        illustrations=Count("pk", filter=Q(is_illustration=True)),
        earliest_start=Min("starts_on"),
        earliest_end=Min("ends_on"),
        latest_start=Max("starts_on"),
        latest_end=Max("ends_on"),
    )
    earliest = [found.pop(name) for name in ("earliest_start", "earliest_end")]
    latest = [found.pop(name) for name in ("latest_start", "latest_end")]
    return TimelineSummary(
        RegisterSummary(**found),
        min((day for day in earliest if day is not None), default=None),
        max((day for day in latest if day is not None), default=None),
    )


def timeline_rows(
    programs: ProgramQuerySet, chosen: Chosen, *, sort: str, today: dt.date, first: int = 0, last: int | None = None
) -> list[TimelineRow]:
    """Return the programs from first up to, but without, last in the register's order, with their activities.

    Asks four times, and twice more where activities wait for others.
    """
    order = order_of(sort, chosen)
    wanted = programs.values("pk")
    if first or last is not None:
        wanted = programs.order_by(*order).values("pk")[first:last]
    # Nothing that nobody reads is fetched: descriptions are the widest columns of the register.
    picked = Program.objects.filter(pk__in=wanted).select_related("pillar", "sub_dimension", "lead")
    shown = list(picked.defer("description", "stage_note", "source").order_by(*order))
    lines = _activity_lines(shown, today=today)
    return [_row(program, tuple(lines.get(program.pk, ())), today) for program in shown]


def _row(program: Program, activities: tuple[ActivityLine, ...], today: dt.date) -> TimelineRow:
    due = [
        Due(point.name, point.due_on, activity.stage_code, point.reached_on)
        for activity in activities
        for point in activity.milestones
    ]
    reasons = delays(
        stage=program.stage, starts_on=program.starts_on, ends_on=program.ends_on, milestones=due, today=today
    )
    return TimelineRow(program, activities, reasons, today)


def _activity_lines(programs: Sequence[Program], *, today: dt.date) -> dict[int, list[ActivityLine]]:
    if not programs:
        return {}
    ids = [program.pk for program in programs]
    points = _points(ids, today=today)
    orders = orders_of(ids, today=today)
    columns = (
        "program_id", "pk", "name", "code", "organization__abbreviation", "stage", "starts_on", "ends_on",
        "is_illustration",
    )  # fmt: skip
    found: dict[int, list[ActivityLine]] = {}
    rows = Activity.objects.filter(program__in=ids).order_by("position", "pk").values_list(*columns)
    for program, pk, name, code, agency, stage, starts_on, ends_on, is_illustration in rows:
        line = ActivityLine(
            pk=pk,
            name=name,
            code=code,
            agency=agency or "",
            stage_code=stage,
            starts_on=starts_on,
            ends_on=ends_on,
            overrun=ends_on is not None and ends_on < today and stage not in CLOSED,
            is_illustration=is_illustration,
            milestones=tuple(points.get(pk, ())),
            order=orders.get(pk, _NO_ORDER),
        )
        found.setdefault(program, []).append(line)
    return found


def _points(programs: Iterable[int], *, today: dt.date) -> dict[int, list[MilestonePoint]]:
    rows = Milestone.objects.filter(activity__program__in=list(programs)).order_by("due_on", "pk")
    found: dict[int, list[MilestonePoint]] = {}
    for activity, stage, name, due_on, reached_on in rows.values_list(
        "activity_id", "activity__stage", "name", "due_on", "reached_on"
    ):
        overdue = is_overdue(Due(name, due_on, stage, reached_on), today=today)
        found.setdefault(activity, []).append(MilestonePoint(name, due_on, reached_on, overdue))
    return found


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """What one address of the timeline shows, before it is drawn."""

    summary: TimelineSummary
    page: Page[TimelineRow]


_pages: Shelf[TimelinePage] = Shelf(48)


def timeline_page(
    programs: ProgramQuerySet,
    chosen: Chosen,
    *,
    sort: str,
    number: str | None,
    today: dt.date,
    key: Hashable | None,
) -> TimelinePage:
    """Return one page of the timeline with the summary of all, read once until something is written.

    key: who reads which plan in which state of the data; None keeps nothing.
    """

    def read() -> TimelinePage:
        summary = timeline_summary(programs, today=today)
        pages = CountedPages(
            summary.register.count,
            lambda first, last: timeline_rows(programs, chosen, sort=sort, today=today, first=first, last=last),
            page_size=PAGE_SIZE,
        )
        return TimelinePage(summary, pages.get_page(number))

    return _pages.get(key and (key, chosen, sort, number), read)
