"""The register's own budget lines as form E.81 and as monthly export.

The register knows a ceiling and a realization for each line and year, not for quarters or months, and no physical
progress. What it does not know stays empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.indicators.models import Indicator, ProgramIndicator, Target
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Program
from serambi.apps.plans.queries import BudgetTotals, Chosen, lines_of, programs_of, totals_of
from serambi.exchange.budgets.evaluation_form import (
    ATTAINMENTS,
    EvaluationForm,
    EvaluationRow,
    IndicatorLine,
    Pair,
    computed_attainment,
)
from serambi.exchange.budgets.monthly_export import MonthlyRow, completed
from serambi.exchange.tables.understanding import Quantity

_SHOWN = Decimal("0.01")
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class RegisterBudgets:
    """The lines of the programs that a person may see, in the order of the plan.

    programs: how many programs that person may see; without: how many of them have no budget line of the year.
    """

    plan: MasterPlan
    year: int
    lines: tuple[BudgetLine, ...]
    programs: int
    without: int

    @property
    def totals(self) -> BudgetTotals:
        """Return the sums of the year."""
        return totals_of(line for line in self.lines if line.year == self.year)


def register_budgets(user: Any, plan: MasterPlan, *, year: int, today: dt.date) -> RegisterBudgets:
    """Return the budget lines of all programs of the plan that the person may see, with two queries."""
    programs = programs_of(user, plan, Chosen(), today=today)
    lines = tuple(lines_of(programs))
    count = programs.count()
    funded = {line.program_id for line in lines if line.year == year}
    return RegisterBudgets(plan, year, lines, programs=count, without=count - len(funded))


@dataclass(frozen=True, slots=True)
class Promise:
    """An indicator of a program and what it should be at the end of the year; target None where none was set."""

    indicator: str
    target: Quantity | None
    is_illustration: bool


def promises_of(user: Any, budgets: RegisterBudgets) -> dict[int, list[Promise]]:
    """Return the indicators of the funded programs with their yearly targets for the region, by program's id.

    Only the indicators that the person may see; with two queries.
    """
    programs = {line.program_id for line in budgets.lines}
    visible = Indicator.objects.visible_to(user).active()
    links = ProgramIndicator.objects.filter(program__in=programs, indicator__in=visible.order_by().values("pk"))
    whole_year = {"period_start": dt.date(budgets.year, 1, 1), "period_end": dt.date(budgets.year, 12, 31)}
    targets = Target.objects.filter(area=budgets.plan.region, **whole_year).order_by()
    by_indicator = {target.indicator_id: target for target in targets}
    found: dict[int, list[Promise]] = {}
    for link in links.select_related("indicator").order_by("program_id", "indicator__code"):
        target = by_indicator.get(link.indicator_id)
        marked = (
            link.is_illustration or link.indicator.is_illustration or (target is not None and target.is_illustration)
        )
        promise = Promise(link.indicator.name, _quantity(target, link.indicator.unit), marked)
        found.setdefault(link.program_id, []).append(promise)
    return found


def _quantity(target: Target | None, unit: str) -> Quantity | None:
    if target is None:
        return None
    value = target.value.normalize()
    if target.upper is None:
        return Quantity(value, unit)
    return Quantity(None, text=f"{value:f}–{target.upper.normalize():f} {unit}".strip())


# Form E.81 --------------------------------------------------------------------------------------------------------


def evaluation_of(
    budgets: RegisterBudgets, promises: Mapping[int, Sequence[Promise]], *, quarter: int, today: dt.date
) -> EvaluationForm:
    """Return the form for a year: one row for each program with a budget line in it, one for each funded activity.

    A program's indicators stand in its row, the first beside the money.
    """
    rows: list[EvaluationRow] = []
    for _program, group in groupby(budgets.lines, key=lambda line: line.program_id):
        lines = list(group)
        if not any(line.year == budgets.year for line in lines):
            continue
        rows.append(_with_promises(_row(lines[0].program, lines, budgets.year), promises.get(lines[0].program_id, ())))
        for activity, of_activity in groupby(lines, key=lambda line: line.activity):
            own = list(of_activity)
            if activity is not None and any(line.year == budgets.year for line in own):
                rows.append(_row(activity, own, budgets.year))
    heading = (
        ("Evaluasi Hasil Renja (E.81)", ""),
        ("Rencana", budgets.plan.name),
        ("Tahun", str(budgets.year)),
        ("Triwulan", ("I", "II", "III", "IV")[quarter - 1]),
        ("Keadaan data", today.isoformat()),
    )
    return EvaluationForm(heading, tuple(rows))


def _row(of: Program | Activity, lines: Sequence[BudgetLine], year: int) -> EvaluationRow:
    now = totals_of(line for line in lines if line.year == year)
    before = totals_of(line for line in lines if line.year < year)
    everything = totals_of(lines)
    until_now = None if now.realization is None else now.realization + (before.realization or 0)
    pairs = {
        "plan_target": Pair(rupiah=everything.ceiling),
        "until_last_year": Pair(rupiah=before.realization),
        "year_target": Pair(rupiah=now.ceiling),
        "year_realization": Pair(rupiah=now.realization),
        "until_this_year": Pair(rupiah=until_now),
    }
    unreported = now.left_out + before.left_out
    # A percentage of half the lines would pass for one of all; the realization that is known stands with its note.
    whole = {"attainment": not now.left_out, "plan_attainment": not unreported}
    line = IndicatorLine(pairs=pairs)
    for pair in ATTAINMENTS:
        percent = computed_attainment(line, pair).rupiah
        if whole[pair] and percent is not None:
            pairs[pair] = Pair(rupiah=percent.quantize(_SHOWN))
    kept = {name: pair for name, pair in pairs.items() if pair.rupiah is not None}
    program = of if isinstance(of, Program) else lines[0].program
    note = _note(unreported, is_illustration=any(one.is_illustration for one in lines) or program.is_illustration)
    responsible = program.lead.abbreviation if program.lead else ""
    return EvaluationRow(
        code_parts(_code(of, lines, year)), of.name, (IndicatorLine("", kept, responsible=responsible, note=note),)
    )


def _with_promises(row: EvaluationRow, promises: Sequence[Promise]) -> EvaluationRow:
    [money] = row.lines
    lines: list[IndicatorLine] = []
    for promise in promises:
        line = money if not lines else IndicatorLine(note=_note(0, is_illustration=promise.is_illustration))
        pairs = dict(line.pairs)
        if promise.target is not None:
            pairs["year_target"] = replace(pairs.get("year_target", Pair()), work=promise.target)
        lines.append(replace(line, indicator=promise.indicator, pairs=pairs))
    if lines and promises[0].is_illustration and not money.note:
        lines[0] = replace(lines[0], note=_note(0, is_illustration=True))
    return replace(row, lines=tuple(lines) or row.lines)


def _note(unreported: int, *, is_illustration: bool) -> str:
    notes = [_("Illustration, not official data.")] if is_illustration else []
    if unreported:
        told = ngettext(
            "%(number)s budget line has no realization reported; it is in no sum of realizations.",
            "%(number)s budget lines have no realization reported; they are in no sum of realizations.",
            unreported,
        )
        notes.append(told % {"number": unreported})
    return " ".join(notes)


def _code(of: Program | Activity, lines: Sequence[BudgetLine], year: int) -> str:
    """Return the SIPD code of the year: the object's own, else the one that all its lines of the year share."""
    if of.sipd_code and of.sipd_year == year:
        return of.sipd_code
    codes = {line.sipd_code for line in lines if line.year == year}
    return codes.pop() if len(codes) == 1 else ""


def code_parts(code: str) -> tuple[str, str, str, str]:
    """Return a code in the form's four columns: group of functions, function, program, the rest.

    >>> code_parts("2.16.03.2.02.0014")
    ('2', '16', '03', '2.02.0014')
    """
    first, second, third, rest = [*code.split(".", 3), "", "", "", ""][:4]
    return first, second, third, rest


# Monthly export ---------------------------------------------------------------------------------------------------


def monthly_of(budgets: RegisterBudgets, *, quarter: int) -> tuple[MonthlyRow, ...]:
    """Return one row for each program with a budget line of the year, in the last month of the quarter.

    What was paid so far stands where every line of the program is reported; a part of it would pass for all.
    """
    rows = []
    of_year = [line for line in budgets.lines if line.year == budgets.year]
    for number, (_program, group) in enumerate(groupby(of_year, key=lambda line: line.program_id), 1):
        lines = list(group)
        sums = totals_of(lines)
        program = lines[0].program
        marked = program.is_illustration or sums.illustrations
        label = f"{program.code} {program.name}" + (f" ({_('Illustration, not official data.')})" if marked else "")
        row = MonthlyRow(
            number=str(number),
            month=quarter * _MONTHS_OF_QUARTER,
            description=label,
            ceiling=sums.ceiling,
            spent_so_far=None if sums.left_out else sums.realization,
        )
        rows.append(completed(row))
    return tuple(rows)
