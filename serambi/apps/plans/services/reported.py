"""Taking over what an agency reported about its programs, once somebody checked it.

Whoever calls has asked whether the person may: who reports and who verifies are roles in the report, not in the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record_many, snapshot
from serambi.apps.plans.amounts import read_rupiah, write_rupiah
from serambi.apps.plans.models import BudgetLine, Milestone, Program
from serambi.apps.plans.services.changes import announce

__all__ = ["ReportedStage", "read_rupiah", "take_over_progress", "write_rupiah"]

_BATCH = 500
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class ReportedStage:
    """A program's stage as a report has it; note: what was said about it; on: the day from which it is so."""

    stage: str
    note: str
    on: dt.date


@transaction.atomic
def take_over_progress(
    *,
    stages: Mapping[int, ReportedStage],
    reached: Mapping[int, dt.date | None],
    realizations: Mapping[int, Decimal],
    by: Any,
    reason: str = "",
) -> None:
    """Give programs their stage, milestones the day they were reached and budget lines their realization, by id.

    What is so already is left alone; archived programs are passed over. Six queries at most and one entry of the record
    for each object that is different now, whatever their number.
    """
    programs = {
        row.pk: row for row in Program.objects.select_for_update().filter(pk__in=stages, archived_at__isnull=True)
    }
    moved = []
    told: list[tuple[Model, dict[str, Any], dict[str, Any]]] = []
    for pk, program in programs.items():
        said = stages[pk]
        before = snapshot(program, ["stage", "stage_note", "stage_changed_on"])
        if program.stage != said.stage:
            program.stage, program.stage_changed_on = said.stage, said.on
            moved.append(pk)
        program.stage_note = said.note or program.stage_note
        after = snapshot(program, ["stage", "stage_note", "stage_changed_on"])
        if before != after:
            told.append((program, before, after))
    Program.objects.bulk_update(programs.values(), ["stage", "stage_note", "stage_changed_on"], batch_size=_BATCH)
    told += _set(Milestone, "reached_on", reached)
    told += _set(BudgetLine, "realization", realizations)
    record_many(Verb.CHANGED, told, by=by, reason=reason)
    announce(moved)


def _set(
    model: type[Row], column: str, values: Mapping[int, Any]
) -> Sequence[tuple[Row, dict[str, Any], dict[str, Any]]]:
    """Give rows their value in a column and return those that are different now, each before and after."""
    found = model._default_manager.select_for_update().filter(pk__in=values)
    changed = []
    for row in found:
        if getattr(row, column) == values[row.pk]:
            continue
        before = snapshot(row, [column])
        setattr(row, column, values[row.pk])
        changed.append((row, before, snapshot(row, [column])))
    model._default_manager.bulk_update([row for row, _before, _after in changed], [column], batch_size=_BATCH)
    return changed
