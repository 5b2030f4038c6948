"""Money and work of the programs: what was spent of the ceilings, how far the work is, how far both are behind.

Money is a ratio of sums over the lines that are reported; work is weighted by the ceilings of the year
(docs/methods/budget-roll-up.md). Both are held against an even pace, `queries.pace`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from serambi.apps.evaluation.queries.pace import planned_money, planned_work, spent_until
from serambi.apps.evaluation.queries.states import in_language
from serambi.apps.plans.models import BudgetLine, ProgramQuerySet
from serambi.apps.plans.queries.budgets import BudgetTotals, sum_of, totals_by_program
from serambi.apps.progress.queries import Verified, by_period, physical_history
from serambi.methods import scoring
from serambi.methods.scoring import DeviationStatus

_NOTHING = Decimal(0)


class By(StrEnum):
    """What a line of the table stands for."""

    PILLAR = "pillar"
    AGENCY = "agency"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class WantedRealization:
    """What the table is narrowed to. pillar: a code; agency: an abbreviation; fund: a source of fund; text: words."""

    year: int
    by: By = By.PILLAR
    pillar: str = ""
    agency: str = ""
    fund: str = ""
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class RealizationLine:
    """A pillar, an agency, a program or all together.

    key: its code or abbreviation, "" for programs without an agency and for all. programs: how many have a budget
    in the year. work: percent, weighted by ceiling; None where nothing is known. coverage: the share of the ceilings
    it rests on, 0 to 1. compared, planned: work, and how much of their time was over, of the programs for which both
    are known. money_planned: the share of the year that was over on the day spending is looked at. on: of a single
    program, the last day of the period for which its work was verified.
    """

    key: str
    name: str
    programs: int
    budget: BudgetTotals
    work: float | None
    coverage: float
    compared: float | None
    planned: float | None
    money_planned: Decimal | None
    is_illustration: bool
    on: dt.date | None = None

    @property
    def coverage_percent(self) -> float:
        return self.coverage * 100

    @property
    def work_points(self) -> Decimal | None:
        """Return the work less what was planned, in points; negative is behind."""
        return scoring.deviation(self.compared, target=self.planned)

    @property
    def money_points(self) -> Decimal | None:
        """Return the share that is spent less the share of the year that was over, in points."""
        return scoring.deviation(self.budget.percent, target=self.money_planned)

    @property
    def work_status(self) -> DeviationStatus | None:
        return scoring.deviation_status(self.compared, target=self.planned)

    @property
    def money_status(self) -> DeviationStatus | None:
        return scoring.deviation_status(self.budget.percent, target=self.money_planned)


@dataclass(frozen=True, slots=True)
class Realization:
    """The lines in their order, and all together. until: the day until which spending is looked at, None too early."""

    lines: tuple[RealizationLine, ...]
    total: RealizationLine
    until: dt.date | None


class _Part(NamedTuple):
    """What the table needs of a program."""

    code: str
    name: str
    pillar: str
    pillar_name: str
    place: int
    agency: str
    agency_name: str
    budget: BudgetTotals
    work: Decimal | None
    on: dt.date | None
    planned: Decimal | None
    is_illustration: bool


@dataclass
class _Group:
    key: str
    name: str
    order: tuple[Any, ...]
    parts: list[_Part] = field(default_factory=list)


def read_realization(programs: ProgramQuerySet, wanted: WantedRealization, *, today: dt.date) -> Realization:
    """Return the money and work of these programs in a year; four queries however many there are.

    programs: those that the person may see. Those without a budget line in the year are not in it: they have no weight.
    """
    found = _narrowed(programs, wanted)
    parts = _parts(found, wanted, today)
    until = spent_until(wanted.year, today)
    share = planned_money(until)
    lines = [_line(group, share) for group in _groups(parts, wanted.by)]
    total = _line(_Group("", "", (), parts), share)
    return Realization(tuple(_sorted(lines, wanted.sort)), total, until)


def _narrowed(programs: ProgramQuerySet, wanted: WantedRealization) -> ProgramQuerySet:
    if wanted.pillar:
        programs = programs.filter(pillar__code=wanted.pillar)
    if wanted.agency:
        programs = programs.filter(lead__abbreviation=wanted.agency)
    return programs


def _parts(programs: ProgramQuerySet, wanted: WantedRealization, today: dt.date) -> list[_Part]:
    budget_lines = BudgetLine.objects.filter(program__in=programs.order_by().values("pk"), year=wanted.year)
    if wanted.fund:
        budget_lines = budget_lines.filter(fund_source=wanted.fund)
    budgets = totals_by_program(budget_lines)
    works = {pk: _until(history, wanted.year) for pk, history in physical_history(programs).items()}
    columns = ("pk", "code", "name", "name_en", "pillar__code", "pillar__name", "pillar__name_en", "pillar__position",
               "lead__abbreviation", "lead__name", "starts_on", "ends_on", "is_illustration")  # fmt: skip
    words = wanted.text.casefold().split()
    parts = []
    for row in programs.order_by().values_list(*columns):
        pk, code, name, name_en, pillar, pillar_name, pillar_en, place, agency, agency_name, starts, ends, example = row
        title = in_language(name, name_en)
        searched = f"{code} {name} {name_en} {agency or ''} {agency_name or ''}".casefold()
        if pk not in budgets or not all(word in searched for word in words):
            continue
        work = works.get(pk)
        parts.append(
            _Part(
                code=code,
                name=title,
                pillar=pillar,
                pillar_name=in_language(pillar_name, pillar_en),
                place=place,
                agency=agency or "",
                agency_name=agency_name or "",
                budget=budgets[pk],
                work=work and work.percent,
                on=work and work.on,
                planned=planned_work(starts, ends, min(work.on, today)) if work else None,
                is_illustration=example or budgets[pk].illustrations > 0 or bool(work and work.is_illustration),
            )
        )
    return parts


def _until(history: Iterable[Verified], year: int) -> Verified | None:
    """Return the work as it was at the end of that year, or as it is now."""
    known = [one for one in by_period(history) if one.on.year <= year]
    return known[-1] if known else None


def _groups(parts: Sequence[_Part], by: By) -> list[_Group]:
    named: dict[By, Callable[[_Part], tuple[str, str, tuple[Any, ...]]]] = {
        By.PILLAR: lambda one: (one.pillar, one.pillar_name, (one.place,)),
        By.AGENCY: lambda one: (one.agency, one.agency_name, (not one.agency, one.agency)),
        By.PROGRAM: lambda one: (one.code, one.name, (one.place, one.code)),
    }
    groups: dict[str, _Group] = {}
    for part in parts:
        key, name, order = named[by](part)
        groups.setdefault(key, _Group(key, name, order)).parts.append(part)
    return sorted(groups.values(), key=lambda group: group.order)


def _line(group: _Group, share: Decimal | None) -> RealizationLine:
    parts = group.parts
    work = scoring.physical_progress((one.code, _weight(one), one.work) for one in parts)
    both = [one for one in parts if one.work is not None and one.planned is not None]
    compared = scoring.physical_progress((one.code, _weight(one), one.work) for one in both)
    planned = scoring.physical_progress((one.code, _weight(one), one.planned) for one in both)
    return RealizationLine(
        key=group.key,
        name=group.name,
        programs=len(parts),
        budget=sum_of(one.budget for one in parts),
        work=work.value,
        coverage=work.coverage,
        compared=compared.value,
        planned=planned.value,
        money_planned=share,
        is_illustration=any(one.is_illustration for one in parts),
        on=parts[0].on if len(parts) == 1 else None,
    )


def _weight(part: _Part) -> Decimal:
    return part.budget.ceiling or _NOTHING


_Key = Callable[[RealizationLine], Any]
_SORTS: dict[str, _Key] = {
    "name": lambda line: line.name.casefold(),
    "ceiling": lambda line: line.budget.ceiling or _NOTHING,
    "spent": lambda line: -1 if line.budget.realization is None else line.budget.realization,
    "money": lambda line: -1 if line.budget.percent is None else line.budget.percent,
    "work": lambda line: -1 if line.work is None else line.work,
    # What cannot be compared is behind nothing.
    "work_points": lambda line: 1000 if line.work_points is None else line.work_points,
    "money_points": lambda line: 1000 if line.money_points is None else line.money_points,
}


def _sorted(lines: list[RealizationLine], sort: str) -> list[RealizationLine]:
    key = _SORTS.get(sort.removeprefix("-"))
    return sorted(lines, key=key, reverse=sort.startswith("-")) if key else lines
