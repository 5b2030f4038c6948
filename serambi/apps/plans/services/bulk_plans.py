"""What changing many programs at once would do to each of them, by the same rules as changing one."""

from __future__ import annotations

import calendar
import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.db.models.base import ModelState

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.services import as_json_value
from serambi.apps.plans import texts
from serambi.apps.plans.errors import (
    LeadsAlready,
    LeadSupports,
    PlanError,
    ProgramArchived,
)
from serambi.apps.plans.models import Participation, Pillar, Program, Strategy, SubDimension, Support
from serambi.apps.plans.register_errors import (
    NothingSet,
    ShiftOutOfReach,
)
from serambi.apps.plans.services.programs import check_columns, check_stage

_MOST_MONTHS = 120
# What a bulk edit can change, as JSON values: the columns by their names, references by their number.
COLUMNS = (
    "lead", "pillar", "sub_dimension", "horizon", "is_quick_win", "stage", "stage_note", "stage_changed_on",
    "starts_on", "ends_on",
)  # fmt: skip
_DAYS = frozenset({"stage_changed_on", "starts_on", "ends_on"})
# Of these, the columns that a rule looks at beside others; a copy is made only for them.
_RULED = frozenset({"lead", "pillar", "sub_dimension", "starts_on", "ends_on"})
# What is read of each program: what can be changed, what the rules look at, and what names it.
_READ = (
    *COLUMNS, "code", "name", "name_en", "plan", "strategy", "weight", "sipd_year", "sipd_code", "is_illustration",
    "archived_at",
)  # fmt: skip
State = dict[str, Any]


class BulkSettings(TypedDict, total=False):
    """What is to be so in every chosen program; what is not named stays.

    place: a pillar, with one of its sub-dimensions or none. add, remove: an organization that is to support, or no
    longer. shift_months: by how many months start and end move. archived: out of the register, or back in it.
    """

    lead: Organization | None
    place: tuple[Pillar, SubDimension | None]
    horizon: str
    is_quick_win: bool
    stage: str
    stage_note: str
    since: dt.date | None
    add: Organization
    remove: Organization
    shift_months: int
    archived: bool


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What would become of one program. before, after: what differs, as JSON values; refusal: why it cannot be."""

    program: Program
    before: State
    after: State
    refusal: str = ""

    @property
    def is_different(self) -> bool:
        return bool(self.after)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bulk edit would do. fingerprint: another as soon as any of it would be another."""

    changes: tuple[PlannedChange, ...]
    fingerprint: str

    @property
    def different(self) -> list[PlannedChange]:
        return [one for one in self.changes if one.is_different]

    @property
    def refused(self) -> list[PlannedChange]:
        return [one for one in self.changes if one.refusal]

    @property
    def same(self) -> int:
        return sum(not one.is_different and not one.refusal for one in self.changes)


def preview_bulk_edit(programs: Iterable[Program], settings: BulkSettings, *, today: dt.date) -> Preview:
    """Return what the settings would do to the programs, with as many queries for many as for one; nothing is written.

    Raises NothingSet, ShiftOutOfReach, and what is wrong with a stage whatever the program.
    """
    _check_settings(settings, today)
    with _uncollected():
        rows = with_references(programs)
        states = states_of(rows)
        return _previewed([_planned(program, states[program.pk], settings, today) for program in rows])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nobody search for unused objects meanwhile.

    Twenty thousand are made here at once and all of them are used; looking through them, and through all that the
    program holds, took half of the processor's time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# What would be ----------------------------------------------------------------------------------------------------


def _check_settings(settings: BulkSettings, today: dt.date) -> None:
    if not settings.keys() - {"stage_note", "since"}:
        raise NothingSet
    if "stage" in settings:
        check_stage(settings["stage"], note=settings.get("stage_note", ""), since=settings.get("since"), today=today)
    if abs(settings.get("shift_months", 0)) > _MOST_MONTHS:
        raise ShiftOutOfReach


def with_references(programs: Iterable[Program]) -> list[Program]:
    """Read the programs with all that the rules and the pages look at, and nothing else; a query set is asked once."""
    asked = programs if isinstance(programs, QuerySet) else Program.objects.filter(pk__in=[one.pk for one in programs])
    rows = list(asked.order_by("code", "pk").only(*_READ))
    # Many programs share few pillars and agencies, so each of those is read and made once, and put where the row looks
    # for it: what prefetches does the same through the descriptors, which took longer than reading the rows.
    shared: dict[str, Mapping[int, Any]] = {
        "pillar": Pillar.objects.in_bulk({row.pillar_id for row in rows}),
        "sub_dimension": SubDimension.objects.in_bulk({row.sub_dimension_id for row in rows} - {None}),
        "strategy": Strategy.objects.select_related("goal").in_bulk({row.strategy_id for row in rows} - {None}),
        "lead": Organization.objects.in_bulk({row.lead_id for row in rows} - {None}),
    }
    for name, known in shared.items():
        attribute = f"{name}_id"
        for row in rows:
            number = getattr(row, attribute)
            if number is not None:
                row._state.fields_cache[name] = known[number]
    return rows


def states_of(programs: Sequence[Program]) -> dict[int, State]:
    """Return what the programs say in the columns that a bulk edit can change."""
    columns = [(field.name, field.attname) for field in Program._meta.concrete_fields if field.name in COLUMNS]
    supports: dict[int, list[list[Any]]] = {}
    rows = Participation.objects.filter(program__in=[program.pk for program in programs]).order_by("organization_id")
    for program, organization, support, note in rows.values_list("program_id", "organization_id", "support", "note"):
        supports.setdefault(program, []).append([organization, support, note])
    return {
        program.pk: {
            **{name: as_json_value(getattr(program, attribute)) for name, attribute in columns},
            "archived": program.archived_at is not None,
            "participations": supports.get(program.pk, []),
        }
        for program in programs
    }


def _planned(program: Program, state: State, settings: BulkSettings, today: dt.date) -> PlannedChange:
    wanted = _wanted(program, state, settings, today)
    before = {name: state[name] for name, value in wanted.items() if state[name] != value}
    after = {name: wanted[name] for name in before}
    try:
        _check(program, state, settings)
        check_result(program, state, after, references_of(settings))
    except PlanError as error:
        return PlannedChange(program, {}, {}, str(error))
    return PlannedChange(program, before, after)


def _wanted(program: Program, state: State, settings: BulkSettings, today: dt.date) -> State:
    wanted: State = {name: settings[name] for name in ("horizon", "is_quick_win", "archived") if name in settings}
    if "lead" in settings:
        wanted["lead"] = settings["lead"].pk if settings["lead"] is not None else None
    if "place" in settings:
        pillar, part = settings["place"]
        wanted |= {"pillar": pillar.pk, "sub_dimension": part.pk if part is not None else None}
    if "stage" in settings:
        wanted |= _staged(state, settings, today)
    if settings.get("shift_months"):
        for name in ("starts_on", "ends_on"):
            day = getattr(program, name)
            wanted[name] = _shifted(day, settings["shift_months"]).isoformat() if day is not None else None
    if "add" in settings or "remove" in settings:
        wanted["participations"] = _supported(state["participations"], settings)
    return wanted


def _staged(state: State, settings: BulkSettings, today: dt.date) -> State:
    """Return the stage with its note and its day, as `set_stage` would set them; without a note the old one stays."""
    moved = settings["stage"] != state["stage"]
    since = settings.get("since")
    day = since.isoformat() if since else today.isoformat() if moved else state["stage_changed_on"]
    note = settings.get("stage_note", "").strip() or state["stage_note"]
    return {"stage": settings["stage"], "stage_note": note, "stage_changed_on": day}


def _supported(rows: list[list[Any]], settings: BulkSettings) -> list[list[Any]]:
    removed = settings["remove"].pk if "remove" in settings else None
    kept = [row for row in rows if row[0] != removed]
    if "add" in settings and all(row[0] != settings["add"].pk for row in kept):
        kept.append([settings["add"].pk, Support.SUPPORTING.value, ""])
    return sorted(kept)


def _shifted(day: dt.date, months: int) -> dt.date:
    """Return a day that many months later, the last of the month where there is no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _previewed(changes: list[PlannedChange]) -> Preview:
    document = [[one.program.pk, one.before, one.after, one.refusal] for one in changes]
    return Preview(tuple(changes), texts.digest_of(texts.canonical({"changes": document})))


# Whether it may be ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class References:
    """What the numbers in a state stand for, beside what the program refers to already."""

    pillars: Mapping[int, Pillar]
    parts: Mapping[int, SubDimension]
    leads: Mapping[int, Organization]


def references_of(settings: BulkSettings) -> References:
    pillar, part = settings.get("place", (None, None))
    lead = settings.get("lead")
    return References(
        {pillar.pk: pillar} if pillar is not None else {},
        {part.pk: part} if part is not None else {},
        {lead.pk: lead} if lead is not None else {},
    )


def _check(program: Program, state: State, settings: BulkSettings) -> None:
    if state["archived"] and settings.get("archived") is not False:
        raise ProgramArchived(program=program.display_name)
    added = settings.get("add")
    lead = settings.get("lead", program.lead)
    if added is not None and lead is not None and added.pk == lead.pk:
        raise LeadsAlready(organization=added.abbreviation)


def check_result(program: Program, state: State, after: State, references: References) -> None:
    """Raise what the single form would say of the program as it would be."""
    proposed = _changed_copy(program, after, references) if after.keys() & _RULED else program
    check_columns(proposed)
    lead = proposed.lead
    takes_part: list[list[Any]] = after["participations"] if "participations" in after else state["participations"]
    if lead is not None and any(row[0] == lead.pk for row in takes_part):
        raise LeadSupports(organization=lead.abbreviation)


def _changed_copy(program: Program, after: State, references: References) -> Program:
    """Return a copy of the program, not saved, with these columns; what it refers to is at hand."""
    proposed = _copied(program)
    for name, value in after.items():
        if name in ("lead", "pillar", "sub_dimension"):
            known = {"lead": references.leads, "pillar": references.pillars, "sub_dimension": references.parts}[name]
            setattr(proposed, name, known[value] if value is not None else None)
        elif name in COLUMNS:
            setattr(proposed, name, python_value(name, value))
    return proposed


def _copied(program: Program) -> Program:
    """Return what `copy.copy` would, without asking how a program is pickled, which takes most of its time."""
    made = Program.__new__(Program)
    made.__dict__.update(program.__dict__)
    made._state = ModelState()
    made._state.db, made._state.adding = program._state.db, program._state.adding
    made._state.fields_cache = dict(program._state.fields_cache)
    return made


def python_value(name: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if name in _DAYS and value else value
