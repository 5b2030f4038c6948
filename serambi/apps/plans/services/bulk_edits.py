"""Changing many programs at once, all of them or none, and taking all of it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, record_many, snapshot
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.models import (
    BulkEdit,
    BulkEditRow,
    MasterPlan,
    Participation,
    Pillar,
    Program,
    SubDimension,
)
from serambi.apps.plans.register_errors import (
    BulkRefused,
    ChangedSinceEdit,
    EditTakenBack,
    NothingDifferent,
    PreviewOutdated,
)
from serambi.apps.plans.services.audited import created, locked
from serambi.apps.plans.services.bulk_plans import (
    COLUMNS,
    BulkSettings,
    PlannedChange,
    References,
    State,
    check_result,
    preview_bulk_edit,
    python_value,
    states_of,
    with_references,
)
from serambi.apps.plans.services.changes import announce
from serambi.apps.plans.services.programs import EVALUATED
from serambi.apps.plans.services.rules import require_coordinator

_BATCH = 500


@transaction.atomic
def apply_bulk_edit(
    plan: MasterPlan,
    programs: Iterable[Program],
    settings: BulkSettings,
    *,
    by: Any,
    today: dt.date,
    fingerprint: str,
    summary: str,
    reason: str = "",
) -> BulkEdit:
    """Do to all programs what the preview with this fingerprint showed, or nothing; one audit entry for each.

    Raises NotACoordinator, what `preview_bulk_edit` raises, PreviewOutdated, BulkRefused, NothingDifferent.
    """
    require_coordinator(by)
    held = list(Program.objects.select_for_update().filter(plan=plan, pk__in=[one.pk for one in programs]))
    preview = preview_bulk_edit(held, settings, today=today)
    if preview.fingerprint != fingerprint:
        raise PreviewOutdated
    if preview.refused:
        raise BulkRefused(count=len(preview.refused))
    different = preview.different
    if not different:
        raise NothingDifferent
    edit = BulkEdit(plan=plan, at=timezone.now(), by=by, by_name=str(by)[:200] if by is not None else "serambi",
                    summary=summary, reason=reason.strip(), program_count=len(different))  # fmt: skip
    created(edit, by=by)
    BulkEditRow.objects.bulk_create(
        (BulkEditRow(edit=edit, program=one.program, before=one.before, after=one.after) for one in different),
        batch_size=_BATCH,
    )
    _write(different, by=by, reason=f"#{edit.pk} {reason}".strip())
    return edit


def conflicts_of(edit: BulkEdit) -> list[PlannedChange]:
    """Return the programs that are no longer as a bulk edit left them: before is what it left, after what is now."""
    found = []
    for row, program, state in _rows(edit):
        moved = {name: state[name] for name, value in row.after.items() if state[name] != value}
        if moved:
            found.append(PlannedChange(program, {name: row.after[name] for name in moved}, moved))
    return found


@transaction.atomic
def take_back_bulk_edit(edit: BulkEdit, *, by: Any) -> BulkEdit:
    """Make every program what it was before a bulk edit, in what that changed; all of them or none.

    Raises NotACoordinator, EditTakenBack, ChangedSinceEdit where something was changed again, BulkRefused where the
    earlier state is no longer possible.
    """
    require_coordinator(by)
    current = locked(edit)
    if current.undone_at is not None:
        raise EditTakenBack
    list(Program.objects.select_for_update().filter(pk__in=current.rows.values("program_id")).values_list("pk"))
    conflicts = conflicts_of(current)
    if conflicts:
        raise ChangedSinceEdit(count=len(conflicts))
    rows = list(_rows(current))
    references = _references_of(current.plan, rows)
    back = [_turned(row, program, state, references) for row, program, state in rows]
    refused = [one for one in back if one.refusal]
    if refused:
        raise BulkRefused(count=len(refused))
    _write(back, by=by, reason=f"#{current.pk}")
    before = snapshot(current)
    current.undone_at, current.undone_name = timezone.now(), str(by)[:200] if by is not None else "serambi"
    current.save(update_fields=["undone_at", "undone_name"])
    record(Verb.WITHDRAWN, current, by=by, before=before, after=snapshot(current))
    return current


# Writing it -------------------------------------------------------------------------------------------------------


def _write(changes: Sequence[PlannedChange], *, by: Any, reason: str) -> None:
    moment = timezone.now()
    columns: set[str] = set()
    for one in changes:
        for name, value in one.after.items():
            if name in COLUMNS:
                field = Program._meta.get_field(name)
                setattr(one.program, getattr(field, "attname", name), python_value(name, value))
                columns.add(name)
            elif name == "archived":
                one.program.archived_at = moment if value else None
                columns.add("archived_at")
        one.program.updated_at = moment
    Program.objects.bulk_update([one.program for one in changes], [*columns, "updated_at"], batch_size=_BATCH)
    _write_participations([one for one in changes if "participations" in one.after])
    names = _supporters_of(changes)
    for verb in (Verb.CHANGED, Verb.ARCHIVED, Verb.RESTORED):
        rows = [
            (one.program, _audited(one, one.before, names), _audited(one, one.after, names))
            for one in changes
            if _verb(one) is verb
        ]
        record_many(verb, rows, by=by, reason=reason)
    announce(one.program.pk for one in changes if one.after.keys() & (EVALUATED | {"archived"}))


def _write_participations(changes: Sequence[PlannedChange]) -> None:
    gone, new = [], []
    for one in changes:
        before = {row[0] for row in one.before["participations"]}
        after = {row[0] for row in one.after["participations"]}
        gone += [(one.program.pk, organization) for organization in before - after]
        new += [
            Participation(program=one.program, organization_id=organization, support=support, note=note)
            for organization, support, note in one.after["participations"]
            if organization not in before
        ]
    for organization in {organization for _, organization in gone}:
        programs = [program for program, other in gone if other == organization]
        Participation.objects.filter(program__in=programs, organization=organization).delete()
    Participation.objects.bulk_create(new, batch_size=_BATCH)


def _verb(change: PlannedChange) -> Verb:
    if "archived" not in change.after:
        return Verb.CHANGED
    return Verb.ARCHIVED if change.after["archived"] else Verb.RESTORED


def _supporters_of(changes: Iterable[PlannedChange]) -> dict[int, str]:
    """Return the abbreviations of the organizations that take part before or after."""
    numbers = {
        row[0] for one in changes for state in (one.before, one.after) for row in state.get("participations", ())
    }
    return {one.pk: one.abbreviation for one in Organization.objects.in_bulk(list(numbers)).values()}


def _audited(change: PlannedChange, values: State, names: dict[int, str]) -> State:
    """Return a state as the record writes it, in words that outlive what it refers to."""
    found = dict(values)
    if "archived" in found:
        archived_at = change.program.archived_at
        found["archived_at"] = archived_at.isoformat() if found.pop("archived") and archived_at else None
    if "participations" in found:
        found["participations"] = [names[organization] for organization, _, _ in found["participations"]]
    return found


# Taking it back ---------------------------------------------------------------------------------------------------


def _rows(edit: BulkEdit) -> list[tuple[BulkEditRow, Program, State]]:
    rows = {row.program_id: row for row in edit.rows.all()}
    programs = with_references(Program.objects.filter(pk__in=list(rows)).only("pk"))
    states = states_of(programs)
    return [(rows[program.pk], program, states[program.pk]) for program in programs]


def _references_of(plan: MasterPlan, rows: Iterable[tuple[BulkEditRow, Program, State]]) -> References:
    """Return everything that the programs can refer to once they are what they were; three queries."""
    leads = {row.before["lead"] for row, _, _ in rows if row.before.get("lead") is not None}
    return References(
        {one.pk: one for one in Pillar.objects.filter(plan=plan)},
        {one.pk: one for one in SubDimension.objects.filter(pillar__plan=plan)},
        Organization.objects.in_bulk(list(leads)),
    )


def _turned(row: BulkEditRow, program: Program, state: State, references: References) -> PlannedChange:
    """Return the change that makes a program what it was before."""
    try:
        check_result(program, state, row.before, references)
    except PlanError as error:
        return PlannedChange(program, {}, {}, str(error))
    return PlannedChange(program, row.after, row.before)
