"""Many programs, activities, milestones and budget lines at once: the same rules and record, with few statements.

Budget lines are written down with their program: one entry for each program says what became of its lines
(docs/decisions/0020-parts-in-one-entry.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import (
    Parts,
    Told,
    create_recorded,
    delete_rows,
    in_parts,
    insert_rows,
    record_each,
    record_many,
    snapshot,
    told_of,
    update_columns,
)
from serambi.apps.plans.errors import CodeTaken, NotYourProgram, ProgramArchived
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Milestone, Participation, Program, Risk
from serambi.apps.plans.permissions import can_carry_out
from serambi.apps.plans.services.activities import check_activity, check_milestone
from serambi.apps.plans.services.budgets import check_line
from serambi.apps.plans.services.changes import PlanChanged, announce, tell
from serambi.apps.plans.services.programs import check_columns
from serambi.apps.plans.services.rules import require_coordinator

Row = TypeVar("Row", bound=Model)

# Programs whose rows are in memory at once.
_TOGETHER = 2000
# What hangs on a program and is removed with it, each with an entry of its own; what points at something before what it
# points at.
_BELOW: tuple[tuple[type[Model], str], ...] = (
    (Milestone, "activity__program"),
    (Activity, "program"),
    (Risk, "program"),
    (Participation, "program"),
)


@transaction.atomic
def create_programs(plan: MasterPlan, programs: Sequence[Program], *, by: Any) -> list[Program]:
    """Save new programs of a plan, without missions and locations; their stage is not reported yet.

    Raises what `create_program` raises at the first that cannot be; nothing is created then.
    """
    require_coordinator(by)
    seen: set[str] = set()
    for program in programs:
        program.plan = plan
        check_columns(program)
        if program.code in seen:
            raise CodeTaken(code=program.code)
        seen.add(program.code)
    taken = Program.objects.filter(plan=plan, code__in=seen).first()
    if taken is not None:
        raise CodeTaken(code=taken.code)
    _created(programs, by=by)
    announce(program.pk for program in programs)
    return list(programs)


@transaction.atomic
def add_activities(activities: Sequence[Activity], *, by: Any) -> list[Activity]:
    """Save new activities, each with its program and its position. Raises NotACoordinator and what `add_activity`
    raises."""
    require_coordinator(by)
    _refuse_archived({activity.program_id for activity in activities})
    for activity in activities:
        names = ("name", "starts_on", "ends_on", "sipd_year", "sipd_code")
        check_activity({name: getattr(activity, name) for name in names})
        activity.is_illustration = activity.program.is_illustration
    return _created(activities, by=by)


@transaction.atomic
def add_milestones(milestones: Sequence[Milestone], *, by: Any, today: dt.date) -> list[Milestone]:
    """Save new milestones, each with its activity. Raises NotACoordinator and what `add_milestone` raises."""
    require_coordinator(by)
    _refuse_archived({milestone.activity.program_id for milestone in milestones})
    for milestone in milestones:
        check_milestone(milestone.name, milestone.reached_on, today)
    return _created(milestones, by=by)


@transaction.atomic
def add_budget_lines(lines: Sequence[BudgetLine], *, by: Any) -> list[BudgetLine]:
    """Save new budget lines, each with its program. Raises what `add_budget_line` raises; nothing is added then."""
    require_coordinator(by)
    names = _refuse_archived({line.program_id for line in lines})
    for line in lines:
        check_line(line)
        line.is_illustration = line.program.is_illustration
    insert_rows(lines)
    said = Parts(BudgetLine, "program")
    for line in lines:
        said.add_after(line)
    record_each(Verb.FIGURES_SET, Program, told_of(names, said), by=by)
    return list(lines)


@transaction.atomic
def set_ceilings(ceilings: Mapping[BudgetLine, Decimal], *, by: Any) -> None:
    """Give budget lines another ceiling. Raises what `change_budget_line` raises; nothing is changed then."""
    require_coordinator(by)
    names = _refuse_archived({line.program_id for line in ceilings})
    _set_amounts("ceiling", ceilings, names, by=by)


@transaction.atomic
def report_realizations(realizations: Mapping[BudgetLine, Decimal | None], *, by: Any) -> None:
    """Say how much of each budget line was spent; None takes back what was reported.

    Whoever carries a program out may say it of its lines. Raises NotYourProgram, ProgramArchived, RealizationBelowZero;
    nothing is changed then.
    """
    ids = {line.program_id for line in realizations}
    if by is not None:
        for program in Program.objects.filter(pk__in=ids).select_related("lead").order_by("pk"):
            if not can_carry_out(by, program):
                raise NotYourProgram(program=program.display_name)
    _set_amounts("realization", realizations, _refuse_archived(ids), by=by)


def _set_amounts(name: str, amounts: Mapping[BudgetLine, Decimal | None], names: Mapping[int, str], *, by: Any) -> None:
    """Give budget lines another amount in one column. names: of their programs."""
    said = Parts(BudgetLine, "program")
    for line, amount in amounts.items():
        said.change(line.program_id, line.pk, {name: getattr(line, name)}, {name: amount})
        setattr(line, name, amount)
        check_line(line)
    update_columns(BudgetLine, [line.pk for line in amounts], {name: list(amounts.values())})
    record_each(Verb.FIGURES_SET, Program, told_of(names, said), by=by)


@transaction.atomic
def remove_budget_lines(lines: Iterable[BudgetLine], *, by: Any) -> None:
    """Delete budget lines. Raises NotACoordinator, ProgramArchived."""
    require_coordinator(by)
    _remove_lines(lines, by=by)


@transaction.atomic
def remove_activities(activities: Iterable[Activity], *, by: Any) -> None:
    """Delete activities with their milestones and budget lines. Raises NotACoordinator, ProgramArchived."""
    require_coordinator(by)
    rows = list(activities)
    _refuse_archived({activity.program_id for activity in rows})
    ids = [activity.pk for activity in rows]
    _remove_lines(BudgetLine.objects.filter(activity_id__in=ids), by=by)
    _removed(Milestone, Milestone.objects.filter(activity_id__in=ids), by=by)
    _removed(Activity, rows, by=by)


@transaction.atomic
def remove_programs(programs: Iterable[Program], *, by: Any) -> None:
    """Delete programs with everything in them; the record keeps each row, the register nothing.

    For taking back what was created by mistake; a program that people worked with is archived instead. Raises
    NotACoordinator.
    """
    require_coordinator(by)
    rows = list(programs)
    ids = [program.pk for program in rows]
    if not ids:
        return
    # Whoever joins scores looks the programs up, so they leave the register, are told of, and then go.
    Program.objects.filter(pk__in=ids).update(archived_at=timezone.now())
    tell(PlanChanged(frozenset(ids)))
    for some in in_parts(rows, _TOGETHER):
        _remove_with_parts(some, by=by)


def _remove_with_parts(programs: Sequence[Program], *, by: Any) -> None:
    ids = [program.pk for program in programs]
    for model, path in _BELOW:
        _removed(model, model._default_manager.filter(**{f"{path}_id__in": ids}), by=by)
    said = Parts(BudgetLine, "program")
    for line in BudgetLine.objects.filter(program_id__in=ids):
        said.add_before(line)
    told = told_of({program.pk: program.display_name for program in programs}, said)
    record_each(
        Verb.DELETED,
        Program,
        (
            Told(one.pk, one.name, {**snapshot(program), **one.before}, {})
            for one, program in zip(told, programs, strict=True)
        ),
        by=by,
    )
    delete_rows(Program, ids)


def _remove_lines(lines: Iterable[BudgetLine], *, by: Any) -> None:
    rows, said = list(lines), Parts(BudgetLine, "program")
    names = _refuse_archived({line.program_id for line in rows})
    for line in rows:
        said.add_before(line)
    record_each(Verb.FIGURES_SET, Program, told_of(names, said), by=by)
    delete_rows(BudgetLine, [line.pk for line in rows])


def _refuse_archived(ids: set[int]) -> dict[int, str]:
    """Hold the programs until the transaction ends and return their names, by number and in its order.

    Raises ProgramArchived at the first that takes no changes.
    """
    names = {}
    for program in Program.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if program.archived_at is not None:
            raise ProgramArchived(program=program.display_name)
        names[program.pk] = program.display_name
    return names


def _created(rows: Sequence[Row], *, by: Any) -> list[Row]:
    create_recorded(rows, by=by)
    return list(rows)


def _removed(model: type[Model], rows: Iterable[Model], *, by: Any) -> None:
    gone = list(rows)
    record_many(Verb.DELETED, ((row, snapshot(row), {}) for row in gone), by=by)
    delete_rows(model, [row.pk for row in gone])
