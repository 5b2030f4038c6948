"""What people do to the money of a program: the coordinator sets it aside, the lead agency reports what was spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction

from serambi.apps.plans.errors import AmountBelowZero, RealizationBelowZero, WrongActivity, YearOutOfReach
from serambi.apps.plans.models import Activity, BudgetLine, Program
from serambi.apps.plans.services.audited import changed, created, locked, removed
from serambi.apps.plans.services.rules import open_for_edits, open_for_reports, years_of


class BudgetDetails(TypedDict, total=False):
    """What can be said about a budget line besides its year, source of fund and ceiling."""

    realization: Decimal | None
    activity: Activity | None
    sipd_code: str
    source: str


class BudgetFields(BudgetDetails, total=False):
    year: int
    fund_source: str
    ceiling: Decimal


@transaction.atomic
def add_budget_line(
    program: Program, *, by: Any, year: int, fund_source: str, ceiling: Decimal, **details: Unpack[BudgetDetails]
) -> BudgetLine:
    """Add one year's money from one source.

    Raises NotACoordinator, ProgramArchived, YearOutOfReach, AmountBelowZero, WrongActivity.
    """
    current = open_for_edits(program, by=by)
    line = BudgetLine(
        program=current,
        year=year,
        fund_source=fund_source,
        ceiling=ceiling,
        is_illustration=current.is_illustration,
        **details,
    )
    check_line(line)
    return created(line, by=by)


@transaction.atomic
def change_budget_line(line: BudgetLine, *, by: Any, **fields: Unpack[BudgetFields]) -> BudgetLine:
    """Change a budget line and return it as it is now; what is not named stays. Raises what add_budget_line raises."""
    program = open_for_edits(line.program, by=by)
    current = locked(line)
    columns: dict[str, Any] = {**fields}
    proposed = BudgetLine(
        program=program,
        **{name: columns.get(name, getattr(current, name)) for name in ("year", "ceiling", "realization", "activity")},
    )
    check_line(proposed)
    changed(current, columns, by=by)
    return current


@transaction.atomic
def report_realization(line: BudgetLine, *, by: Any, realization: Decimal | None) -> BudgetLine:
    """Say how much of a budget line was spent; None takes back what was reported.

    More than the ceiling is possible, because it happens; pages mark it. Raises NotYourProgram, ProgramArchived,
    RealizationBelowZero.
    """
    open_for_reports(line.program, by=by)
    if realization is not None and realization < 0:
        raise RealizationBelowZero
    current = locked(line)
    changed(current, {"realization": realization}, by=by)
    return current


@transaction.atomic
def remove_budget_line(line: BudgetLine, *, by: Any) -> None:
    """Delete a budget line. Raises NotACoordinator, ProgramArchived."""
    open_for_edits(line.program, by=by)
    removed(line, by=by)


def check_line(line: BudgetLine) -> None:
    first, last = years_of(line.program.plan)
    if not first <= line.year <= last:
        raise YearOutOfReach(year=line.year, first=first, last=last)
    if line.ceiling < 0:
        raise AmountBelowZero
    if line.realization is not None and line.realization < 0:
        raise RealizationBelowZero
    if line.activity is not None and line.activity.program_id != line.program_id:
        raise WrongActivity(activity=line.activity.name)
