"""The register: programs searched, filtered, sorted, turned page by page, with the money of what is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from serambi.apps.agencies.queries import Reading
from serambi.apps.plans.delays import Delay
from serambi.apps.plans.labels import delay_text
from serambi.apps.plans.models import BudgetLine, Horizon, MasterPlan, Participation, Program, ProgramQuerySet, Stage
from serambi.apps.plans.permissions import can_see_archived
from serambi.apps.plans.queries.budgets import BudgetTotals, totals, totals_by_program
from serambi.apps.plans.queries.choices import RegisterChoices, register_choices
from serambi.apps.plans.queries.lateness import delays_of, is_late
from serambi.ui.paging import CountedPages
from serambi.ui.shelf import Shelf

PAGE_SIZE = 50
DEFAULT_SORT = "pillar"

ONLY_ILLUSTRATION = "only"
WITHOUT_ILLUSTRATION = "without"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person has narrowed the register to; every empty value leaves that side open.

    words: looked for, each of them, in code, names, description and lead agency. pillar, sub_dimension (written
    `environment/waste`), lead and participant (abbreviations), stage, horizon and location (an area's code, with all
    that lies in it) as they stand in the address. year: a year in which there is a budget line. archived: the archived
    programs in place of the others, for those who may see them.
    """

    words: str = ""
    pillar: str = ""
    sub_dimension: str = ""
    lead: str = ""
    participant: str = ""
    stage: str = ""
    horizon: str = ""
    year: int | None = None
    mission: int | None = None
    location: str = ""
    illustration: str = ""
    quick_win: bool = False
    late: bool = False
    no_owner: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register on a day; budget covers the chosen year, or all years."""

    program: Program
    budget: BudgetTotals
    delays: tuple[Delay, ...]
    today: dt.date

    @property
    def stage(self) -> str:
        """Return the stage in words; Django's own way compares all choices anew for every row."""
        return str(Stage(self.program.stage).label)

    @property
    def horizon(self) -> str:
        """Return the horizon in words; "" where there is none."""
        return str(Horizon(self.program.horizon).label) if self.program.horizon else ""

    @property
    def why_late(self) -> str:
        """Return every reason for being late as sentences; "" where there is none."""
        return " ".join(delay_text(delay, today=self.today) for delay in self.delays)


@dataclass(frozen=True, slots=True)
class RegisterSummary:
    """What is true of everything that was chosen, not of one page alone."""

    count: int
    late: int
    unowned: int
    illustrations: int
    budget: BudgetTotals = field(default_factory=BudgetTotals)


def programs_of(user: Any, plan: MasterPlan, chosen: Chosen, *, today: dt.date) -> ProgramQuerySet:
    """Return the programs of the plan that the person may see and has chosen, in no order."""
    programs = Program.objects.visible_to(user).filter(plan=plan)
    programs = programs.filter(archived_at__isnull=not (chosen.archived and can_see_archived(user)))
    for word in chosen.words.split():
        programs = programs.filter(_mentions(word))
    for condition in _conditions(chosen, today):
        programs = programs.filter(condition)
    return programs.order_by()


def register_summary(programs: ProgramQuerySet, chosen: Chosen, *, today: dt.date) -> RegisterSummary:
    """Return the counts and the money of the programs, with two queries."""
    found = programs.aggregate(
        count=Count("pk"),
        late=Count("pk", filter=is_late(today)),
        unowned=Count("pk", filter=Q(lead__isnull=True)),
        illustrations=Count("pk", filter=Q(is_illustration=True)),
    )
    lines = _lines(chosen).filter(program__in=programs.values("pk"))
    return RegisterSummary(**found, budget=totals(lines))


def register_rows(
    programs: ProgramQuerySet, chosen: Chosen, *, sort: str, today: dt.date, first: int = 0, last: int | None = None
) -> list[RegisterRow]:
    """Return the lines from first up to, but without, last in the order of `sort`, with three queries.

    sort: a key of SORTS, with a minus to turn it round; anything else is the default order.
    """
    order = order_of(sort, chosen)
    wanted = programs.values("pk")
    if first or last is not None:
        # Sorted with its keys alone; the wide columns are read for the fifty that are shown.
        wanted = programs.order_by(*order).values("pk")[first:last]
    picked = Program.objects.filter(pk__in=wanted).select_related("pillar", "sub_dimension", "lead")
    shown = list(picked.order_by(*order))
    money = totals_by_program(_lines(chosen).filter(program__in=[program.pk for program in shown]))
    reasons = delays_of(shown, today=today)
    return [
        RegisterRow(program, money.get(program.pk, BudgetTotals()), reasons[program.pk], today) for program in shown
    ]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What one address of the register shows."""

    summary: RegisterSummary
    page: Page[RegisterRow]


_choices: Shelf[RegisterChoices] = Shelf(16)
_pages: Shelf[RegisterPage] = Shelf(64)


def kept_choices(plan: MasterPlan, reading: Reading | None) -> RegisterChoices:
    """Return the same as `register_choices`, read once until something is written."""
    key = reading and (plan.pk, reading.state, reading.language)
    return _choices.get(key, lambda: register_choices(plan))


def register_page(
    programs: ProgramQuerySet,
    chosen: Chosen,
    *,
    sort: str,
    number: str | None,
    today: dt.date,
    key: Hashable | None,
) -> RegisterPage:
    """Return one page of the register with the summary of all, read once until something is written.

    sort: as in `register_rows`. number: of the page, as an address has it. key: who reads which plan in which state of
    the data; None keeps nothing.
    """

    def read() -> RegisterPage:
        summary = register_summary(programs, chosen, today=today)
        pages = CountedPages(
            summary.count,
            lambda first, last: register_rows(programs, chosen, sort=sort, today=today, first=first, last=last),
            page_size=PAGE_SIZE,
        )
        return RegisterPage(summary, pages.get_page(number))

    return _pages.get(key and (key, chosen, sort, number), read)


# Narrowing --------------------------------------------------------------------------------------------------------


def _mentions(word: str) -> Q:
    columns = ("code", "name", "name_en", "description", "lead__abbreviation", "lead__name")
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found


def _conditions(chosen: Chosen, today: dt.date) -> list[Q]:
    pillar, _, part = chosen.sub_dimension.partition("/")
    possible: list[tuple[object, Callable[[], Q]]] = [
        (chosen.pillar, lambda: Q(pillar__code=chosen.pillar)),
        (chosen.sub_dimension, lambda: Q(pillar__code=pillar, sub_dimension__code=part)),
        (chosen.lead, lambda: Q(lead__abbreviation=chosen.lead)),
        (chosen.participant, lambda: _has(Participation, organization__abbreviation=chosen.participant)),
        (chosen.stage, lambda: Q(stage=chosen.stage)),
        (chosen.horizon, lambda: Q(horizon=chosen.horizon)),
        (chosen.year, lambda: _has(BudgetLine, year=chosen.year)),
        (chosen.mission, lambda: _has(Program.missions.through, mission=chosen.mission)),
        (chosen.location, lambda: Q(pk__in=_located(chosen.location))),
        (chosen.illustration == ONLY_ILLUSTRATION, lambda: Q(is_illustration=True)),
        (chosen.illustration == WITHOUT_ILLUSTRATION, lambda: Q(is_illustration=False)),
        (chosen.quick_win, lambda: Q(is_quick_win=True)),
        (chosen.late, lambda: is_late(today)),
        (chosen.no_owner, lambda: Q(lead__isnull=True)),
    ]
    return [condition() for asked, condition in possible if asked]


def _has(model: Any, **conditions: object) -> Q:
    """Return the condition that a program has such a row; asked once for all programs and not once for each."""
    return Q(pk__in=model.objects.filter(**conditions).order_by().values("program_id"))


def _located(code: str) -> QuerySet[Any]:
    through: Any = Program.locations.through
    inside = Q(area__code=code) | Q(area__code__startswith=f"{code}.")
    rows: QuerySet[Any] = through.objects.filter(inside).values("program_id")
    return rows


def _lines(chosen: Chosen) -> QuerySet[BudgetLine]:
    lines = BudgetLine.objects.order_by()
    return lines if chosen.year is None else lines.filter(year=chosen.year)


# Sorting ----------------------------------------------------------------------------------------------------------


def _in_order(column: str, values: Sequence[str]) -> Case:
    """Return the place of a column's value among these, so that words sort by what they mean."""
    whens = [When(**{column: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, output_field=IntegerField())


SORTS: dict[str, tuple[Any, ...]] = {
    "code": (F("code"),),
    "name": (F("name"),),
    "pillar": (F("pillar__position"), F("sub_dimension__position")),
    "lead": (F("lead__abbreviation"),),
    "stage": (_in_order("stage", Stage.values),),
    "horizon": (_in_order("horizon", Horizon.values),),
    "start": (F("starts_on"),),
    "end": (F("ends_on"),),
}
MONEY_SORTS = frozenset({"ceiling", "realization"})


def order_of(sort: str, chosen: Chosen) -> list[OrderBy]:
    """Return the order for a sort key; what is missing stands last either way, and the code decides among equals."""
    key = sort.removeprefix("-")
    if key in MONEY_SORTS:
        keys: tuple[Any, ...] = (_sum(_lines(chosen).filter(program=OuterRef("pk")), key),)
    else:
        keys = SORTS.get(key, SORTS[DEFAULT_SORT])
    descending = sort.startswith("-") and key in SORTS.keys() | MONEY_SORTS
    ordered = [OrderBy(one, descending=descending, nulls_last=True) for one in keys]
    return [*ordered, OrderBy(F("code")), OrderBy(F("pk"))]


def _sum(lines: QuerySet[BudgetLine], column: str) -> Subquery:
    return Subquery(lines.values("program").annotate(sum=Sum(column)).values("sum"))
