"""Writing many new rows of a sheet at once, by the same rules and with the same record as one by one.

A rule that is broken is told without its row, so whoever calls this writes the rows one by one then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db.models import Max

from serambi.apps.plans import services as plans
from serambi.apps.plans.models import Activity, BudgetLine, Milestone
from serambi.exchange.workbook.compare import RowChange
from serambi.exchange.workbook.writing import Loading, said


def write_activities(rows: Sequence[RowChange], load: Loading) -> None:
    """Write new activities without locations, each after the others of its program."""
    programs = [load.found.programs[said("activities", row, "program")] for row in rows]
    last = Activity.objects.filter(program__in={program.pk for program in programs}).values_list("program_id")
    positions: dict[int, int] = dict(last.annotate(Max("position")))
    made = []
    for row, program in zip(rows, programs, strict=True):
        positions[program.pk] = positions.get(program.pk, 0) + 1
        fields = cast(Any, load.fields(row, but=frozenset({"locations"})))
        made.append(Activity(program=program, position=positions[program.pk], **fields))
    created = plans.add_activities(made, by=load.by)
    load.found.made_activities |= {row.row.number: one for row, one in zip(rows, created, strict=True)}


def write_milestones(rows: Sequence[RowChange], load: Loading) -> None:
    made = [Milestone(activity=load.found.activity(row.row.values), **cast(Any, load.fields(row))) for row in rows]
    plans.add_milestones(made, by=load.by, today=load.today)


def write_budget_lines(rows: Sequence[RowChange], load: Loading) -> None:
    made = [
        BudgetLine(
            program=load.found.programs[said("budget", row, "program")],
            activity=load.found.activity(row.row.values),
            **cast(Any, load.fields(row)),
        )
        for row in rows
    ]
    plans.add_budget_lines(made, by=load.by)


def fits(sheet: str, row: RowChange) -> bool:
    """Tell whether a row can be written with others: it is new, and has nothing that is linked to it."""
    return row.is_new and sheet in BULK_WRITERS and not row.row.values.get("locations")


BULK_WRITERS: dict[str, Callable[[Sequence[RowChange], Loading], None]] = {
    "activities": write_activities,
    "milestones": write_milestones,
    "budget": write_budget_lines,
}
