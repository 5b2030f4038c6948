"""Taking back what was said about a stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
    left, before = ({name: value for name, value in said.items() if name in COLUMNS}
                    for said in (entry.after, entry.before))  # fmt: skip
    return put_stage_back(program, by=by, left=left, before=before)


@transaction.atomic
def put_stage_back(program: Program, *, by: Any, left: Mapping[str, Any], before: Mapping[str, Any]) -> Program:
    """Make the stage, its note and its day what they were before, where they still are as somebody left them.

    left, before: columns as JSON values. Raises NotYourProgram, ProgramArchived, StageMovedOn.
    """
    current = open_for_reports(program, by=by)
    now = snapshot(current, COLUMNS)
    if any(now[name] != value for name, value in left.items()):
        raise StageMovedOn(program=current.display_name)
    values = dict(before)
    if values.get("stage_changed_on"):
        values["stage_changed_on"] = dt.date.fromisoformat(values["stage_changed_on"])
    if "stage" in changed(current, values, by=by):
        announce([current.pk])
    return current
