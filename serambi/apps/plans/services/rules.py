"""What every write to the plan asks first: who does it, and whether the program takes changes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from serambi.apps.plans import permissions
from serambi.apps.plans.errors import (
    CodeUnusable,
    EndBeforeStart,
    NameMissing,
    NotACoordinator,
    NotYourProgram,
    ProgramArchived,
    SipdWithoutYear,
)
from serambi.apps.plans.models import MasterPlan, Program
from serambi.apps.plans.services.audited import locked
from serambi.ui import formats

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def require_coordinator(by: Any) -> None:
    """Raise NotACoordinator for anybody else; by None is the program itself."""
    if by is not None and not permissions.can_edit_plan(by):
        raise NotACoordinator


def open_for_reports(program: Program, *, by: Any) -> Program:
    """Return the locked program for somebody who reports on it; raise NotYourProgram or ProgramArchived."""
    if by is not None and not permissions.can_carry_out(by, program):
        raise NotYourProgram(program=program.display_name)
    return _open(program)


def open_for_edits(program: Program, *, by: Any) -> Program:
    """Return the locked program for the coordinator; raise NotACoordinator or ProgramArchived."""
    require_coordinator(by)
    return _open(program)


def _open(program: Program) -> Program:
    current = locked(program)
    if current.archived_at is not None:
        raise ProgramArchived(program=current.display_name)
    return current


def check_code(code: str) -> None:
    if not _CODE.fullmatch(code):
        raise CodeUnusable(code=code)


def check_name(name: str) -> None:
    if not name.strip():
        raise NameMissing


def check_dates(starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise EndBeforeStart(start=formats.day(starts_on), end=formats.day(ends_on))


def check_sipd(year: int | None, code: str) -> None:
    if code and year is None:
        raise SipdWithoutYear(code=code)


def years_of(plan: MasterPlan) -> tuple[int, int]:
    """Return the first and the last year in which the plan can have money: two years around its own.

    A plan without a last year gets the ten years of a long-term plan.
    """
    return plan.start_year - 2, (plan.end_year or plan.start_year + 10) + 2
