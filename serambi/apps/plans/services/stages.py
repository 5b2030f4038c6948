"""Taking back what was said about a stage."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from serambi.apps.audit.models import Entry
from serambi.apps.audit.services import snapshot
from serambi.apps.plans.errors import StageMovedOn
from serambi.apps.plans.models import Program
from serambi.apps.plans.services.audited import changed
from serambi.apps.plans.services.changes import announce
from serambi.apps.plans.services.rules import open_for_reports

COLUMNS = ("stage", "stage_note", "stage_changed_on")


@transaction.atomic
def take_back_stage(program: Program, *, by: Any, entry: Entry) -> Program:
    """Make the stage what it was before an entry of the record, with its note and its day, and return the program.

    entry: of this program, and a change of its stage. Raises NotYourProgram, ProgramArchived, and StageMovedOn where
    the program no longer stands as that entry left it.
    """
    current = open_for_reports(program, by=by)
    now = snapshot(current, COLUMNS)
    if any(now[name] != value for name, value in entry.after.items() if name in COLUMNS):
        raise StageMovedOn(program=current.display_name)
    before = {name: value for name, value in entry.before.items() if name in COLUMNS}
    if before.get("stage_changed_on"):
        before["stage_changed_on"] = dt.date.fromisoformat(before["stage_changed_on"])
    if "stage" in changed(current, before, by=by):
        announce([current.pk])
    return current
