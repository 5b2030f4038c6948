"""Taking a load of a workbook back: everything of it that nobody changed since, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from serambi.apps.evaluation.services import recompute_all as recompute_scores
from serambi.apps.indicators import services as indicators
from serambi.apps.observations import services as observations
from serambi.apps.plans import services as plans
from serambi.apps.plans.errors import NotACoordinator, PlanError
from serambi.apps.plans.models import Program
from serambi.apps.plans.permissions import can_edit_plan
from serambi.apps.plans.queries.objects import current_plan
from serambi.exchange.errors import RulesAgainstUndo
from serambi.exchange.workbook.compare import compare
from serambi.exchange.workbook.found import Found
from serambi.exchange.workbook.load import COMPUTED_FROM, write
from serambi.exchange.workbook.names import ACTIVITIES
from serambi.exchange.workbook.read import ReadBook, ReadSheet, Row
from serambi.exchange.workbook.register import Register, activity_label
from serambi.exchange.workbook.removing import Refused, take_out
from serambi.exchange.workbook.sheets import BY_NAME
from serambi.exchange.workbook.undone import Loaded, Undoing, examine, held_now
from serambi.exchange.workbook.writing import Loading

# A rule may refuse a row only once another one is back; so often it is tried without what was refused.
_TRIES = 20
STAGE = frozenset({"stage", "stage_note", "stage_changed_on"})


@transaction.atomic
def undo_workbook(loaded: tuple[Loaded, ...], *, by: Any, today: dt.date) -> Undoing:
    """Take a load back and return what was done. What people changed since stays, and what a rule keeps.

    Raises NotACoordinator and RulesAgainstUndo.
    """
    if by is not None and not can_edit_plan(by):
        raise NotACoordinator
    refused: Refused = {}
    for _try in range(_TRIES):
        with transaction.atomic():
            doing, more = _tried(loaded, refused, by=by, today=today)
            if not more:
                break
            refused |= more
            transaction.set_rollback(True)
    else:
        raise RulesAgainstUndo
    names = {one.name for one in loaded}
    if names & COMPUTED_FROM:
        indicators.recompute_all()
    plan = current_plan()
    if plan is not None:
        recompute_scores(plan, today=today)
    return doing


def _tried(
    loaded: tuple[Loaded, ...], refused: Mapping[tuple[str, int], str], *, by: Any, today: dt.date
) -> tuple[Undoing, Refused]:
    register = Register(current_plan(), by)
    doing = examine(loaded, register, refused=refused)
    with plans.holding():
        more = _restore_stages(doing, by=by) or _restore(doing, loaded, register, by=by, today=today)
    if more:
        return doing, more
    with plans.holding(), observations.unannounced(), indicators.holding():
        return doing, take_out(doing, by=by)


def _restore_stages(doing: Undoing, *, by: Any) -> Refused:
    """Give programs the stage of before, which a file cannot say where nobody had reported one."""
    wanted = {
        pk: {cell.column: (cell.new, cell.old) for cell in cells if cell.column in STAGE}
        for pk, cells in doing.restore.get("programs", {}).items()
    }
    refused: Refused = {}
    for program in Program.objects.filter(pk__in=[pk for pk, cells in wanted.items() if cells]):
        cells = wanted[program.pk].items()
        left, before = ({name: _json(values[side]) for name, values in cells} for side in (0, 1))
        try:
            plans.put_stage_back(program, by=by, left=left, before=before)
        except PlanError as error:
            refused["programs", program.pk] = _("A rule keeps it: %(sentence)s") % {"sentence": error}
    return refused


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _restore(doing: Undoing, loaded: tuple[Loaded, ...], register: Register, *, by: Any, today: dt.date) -> Refused:
    """Load the earlier values as a workbook of these cells alone; return the rows that cannot have them."""
    book, rows = _book(doing, loaded, register)
    if not book.sheets:
        return {}
    comparison = compare(book, register)
    if not comparison.problems:
        write(comparison, Loading(by, today, Found(register, comparison.names)))
    refused: Refused = {}
    for problem in comparison.problems:
        row = rows.get((problem.place.sheet, problem.place.row))
        if row is None:
            raise LookupError(problem)
        refused[row] = _("A rule keeps it: %(sentence)s") % {"sentence": problem.message}
    return refused


def _book(
    doing: Undoing, loaded: tuple[Loaded, ...], register: Register
) -> tuple[ReadBook, dict[tuple[str, int], tuple[str, int]]]:
    """Return a workbook of the cells that get their earlier values, and which row of it is which of the register."""
    book, rows = ReadBook(), {}
    titles = {one.name: one.title for one in loaded}
    number = 0
    for name, wanted in doing.restore.items():
        of = BY_NAME[name]
        sheet = ReadSheet(of, titles[name], {column: at for at, column in enumerate(of.by_name, start=1)})
        held = held_now(register, name)
        for pk, every in wanted.items():
            cells = [cell for cell in every if name != "programs" or cell.column not in STAGE]
            if not cells:
                continue
            number += 1
            told = {column: held[pk][column] for column in (*of.key, *of.parent)}
            if of.has_numbers:
                told["id"] = pk
            sheet.rows.append(Row(number, {**told, **{cell.column: cell.old for cell in cells}}))
            rows[titles[name], number] = (name, pk)
        if of.has_numbers:  # so that no other row of the same name is taken for one of these
            for pk in held.keys() - wanted.keys():
                number += 1
                sheet.rows.append(Row(number, {"id": pk, **{column: held[pk][column] for column in of.key}}))
        book.sheets[name] = sheet
    _call_activities(book, register)
    return book, rows


def _call_activities(book: ReadBook, register: Register) -> None:
    """Let the rows of a workbook that gives activities other names call each by its name there and its number."""
    if "activities" not in book.sheets:
        return
    names = {row.values["id"]: row.values["name"] for row in book.sheets["activities"].rows}
    programs = dict(register.activities.values_list("pk", "program__code"))
    called = {
        (programs[pk], label): activity_label(names[pk], pk, is_alone=False)
        for pk, label in register.activity_labels.items()
    }
    for sheet in book.sheets.values():
        for row in sheet.rows:
            for column, program in ACTIVITIES.items():
                key = (row.values.get(program), row.values.get(column))
                if key in called:
                    row.values[column] = called[key]
