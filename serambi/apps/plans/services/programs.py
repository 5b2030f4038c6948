"""What people do to programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.plans.errors import (
    ChangedMeanwhile,
    CodeTaken,
    LeadSupports,
    NoStage,
    NotArchived,
    ProgramArchived,
    SinceInFuture,
    StopNeedsReason,
    WeightBelowZero,
    WrongMission,
    WrongPillar,
    WrongStrategy,
    WrongSubDimension,
)
from serambi.apps.plans.models import MasterPlan, Mission, Pillar, Program, Stage, Strategy, SubDimension
from serambi.apps.plans.services.audited import changed, created, locked
from serambi.apps.plans.services.changes import announce
from serambi.apps.plans.services.rules import (
    check_code,
    check_dates,
    check_name,
    check_sipd,
    open_for_edits,
    open_for_reports,
    require_coordinator,
)
from serambi.apps.regions.models import Area
from serambi.ui import formats

# A change of any of these moves what is evaluated: where the program counts, how much, and who answers for it.
EVALUATED = frozenset({"pillar", "sub_dimension", "weight", "stage", "lead"})
_LINKS = ("missions", "locations")


class ProgramDetails(TypedDict, total=False):
    """What can be said about a program besides its code, name and pillar."""

    name_en: str
    description: str
    sub_dimension: SubDimension | None
    strategy: Strategy | None
    missions: Iterable[Mission]
    locations: Iterable[Area]
    lead: Organization | None
    person_in_charge: User | None
    horizon: str
    is_quick_win: bool
    starts_on: dt.date | None
    ends_on: dt.date | None
    weight: Decimal
    sipd_year: int | None
    sipd_code: str
    source: str


class ProgramFields(ProgramDetails, total=False):
    code: str
    name: str
    pillar: Pillar


@transaction.atomic
def create_program(
    plan: MasterPlan, *, by: Any, code: str, name: str, pillar: Pillar, **details: Unpack[ProgramDetails]
) -> Program:
    """Add a program to the register; its stage is not reported yet.

    Raises NotACoordinator, and what the fields can be wrong in (`errors`, "The program").
    """
    require_coordinator(by)
    columns, links = _parted({**details})
    program = Program(plan=plan, code=code, name=name, pillar=pillar, **columns)
    _check(program, missions=links.get("missions", ()))
    created(program, by=by, links=links)
    announce([program.pk])
    return program


@transaction.atomic
def change_program(
    program: Program, *, by: Any, seen: dt.datetime | None = None, **fields: Unpack[ProgramFields]
) -> Program:
    """Change what was agreed about a program and return it as it is now; what is not named stays.

    seen: when the person last saw it change; raises ChangedMeanwhile if it changed since. Raises NotACoordinator,
    ProgramArchived, and what the fields can be wrong in.
    """
    current = open_for_edits(program, by=by)
    if seen is not None and current.updated_at != seen:
        raise ChangedMeanwhile
    columns, links = _parted({**fields})
    _check(_with(current, columns), missions=links.get("missions", ()))
    different = changed(current, columns, by=by, links=links)
    if different & EVALUATED:
        announce([current.pk])
    return current


@transaction.atomic
def set_stage(
    program: Program, *, by: Any, stage: str, note: str, today: dt.date, since: dt.date | None = None
) -> Program:
    """Say how far the program has come.

    since: the day from which it is so; None is today for a new stage, and leaves the day as it is for the same one.
    Raises NotYourProgram, ProgramArchived, NoStage (for "not reported": that is what it is until somebody reports),
    StopNeedsReason, SinceInFuture.
    """
    current = open_for_reports(program, by=by)
    check_stage(stage, note=note, since=since, today=today)
    moved = stage != current.stage
    day = since or (today if moved else current.stage_changed_on)
    changed(current, {"stage": stage, "stage_note": note.strip(), "stage_changed_on": day}, by=by)
    if moved:
        announce([current.pk])
    return current


def check_stage(stage: str, *, note: str, since: dt.date | None, today: dt.date) -> None:
    """Raise the first thing that is wrong with what is said about a stage."""
    if stage not in Stage.values or stage == Stage.UNREPORTED:
        raise NoStage
    if stage == Stage.STOPPED and not note.strip():
        raise StopNeedsReason
    if since is not None and since > today:
        raise SinceInFuture(day=formats.day(since))


@transaction.atomic
def archive_program(program: Program, *, by: Any, reason: str = "") -> Program:
    """Take a program out of the register; it is kept, with all it has. Raises NotACoordinator, ProgramArchived."""
    require_coordinator(by)
    current = locked(program)
    if current.archived_at is not None:
        raise ProgramArchived(program=current.display_name)
    _set_archived(current, timezone.now(), Verb.ARCHIVED, by=by, reason=reason)
    return current


@transaction.atomic
def restore_program(program: Program, *, by: Any) -> Program:
    """Bring a program back into the register. Raises NotACoordinator, NotArchived."""
    require_coordinator(by)
    current = locked(program)
    if current.archived_at is None:
        raise NotArchived(program=current.display_name)
    _set_archived(current, None, Verb.RESTORED, by=by)
    return current


def _set_archived(program: Program, moment: dt.datetime | None, verb: Verb, *, by: Any, reason: str = "") -> None:
    before = snapshot(program, ["archived_at"])
    program.archived_at = moment
    program.save(update_fields=["archived_at", "updated_at"])
    record(verb, program, by=by, before=before, after=snapshot(program, ["archived_at"]), reason=reason.strip())
    announce([program.pk])


def _parted(fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[Model]]]:
    """Return the columns, and the many-to-many links, of what was given."""
    links = {name: list(fields[name]) for name in _LINKS if name in fields}
    return {name: value for name, value in fields.items() if name not in _LINKS}, links


def _with(program: Program, columns: dict[str, Any]) -> Program:
    """Return a copy of the program, not saved, as it would be with these columns."""
    copy = Program(pk=program.pk, plan_id=program.plan_id)
    for field in Program._meta.concrete_fields:
        setattr(copy, field.attname, getattr(program, field.attname))
    for name, value in columns.items():
        setattr(copy, name, value)
    return copy


def _check(program: Program, *, missions: Iterable[Model]) -> None:
    """Raise the first thing that is wrong with what the program would be."""
    check_columns(program, missions=missions)
    if Program.objects.filter(plan_id=program.plan_id, code=program.code).exclude(pk=program.pk).exists():
        raise CodeTaken(code=program.code)
    lead = program.lead
    if lead is not None and program.pk and program.participations.filter(organization=lead).exists():
        raise LeadSupports(organization=lead.abbreviation)


def check_columns(program: Program, *, missions: Iterable[Model] = ()) -> None:
    """Raise the first thing that is wrong with what the program says, whatever the other programs say."""
    check_code(program.code)
    check_name(program.name)
    _check_place(program, missions)
    check_dates(program.starts_on, program.ends_on)
    check_sipd(program.sipd_year, program.sipd_code)
    if program.weight < 0:
        raise WeightBelowZero


def _check_place(program: Program, missions: Iterable[Model]) -> None:
    pillar, part, strategy = program.pillar, program.sub_dimension, program.strategy
    if pillar.plan_id != program.plan_id:
        raise WrongPillar(pillar=pillar.display_name)
    if part is not None and part.pillar_id != pillar.pk:
        raise WrongSubDimension(sub_dimension=part.display_name, pillar=pillar.display_name)
    if strategy is not None and strategy.goal.pillar_id != pillar.pk:
        raise WrongStrategy(strategy=strategy.code, pillar=pillar.display_name)
    for mission in missions:
        if isinstance(mission, Mission) and mission.plan_id != program.plan_id:
            raise WrongMission(mission=str(mission))
