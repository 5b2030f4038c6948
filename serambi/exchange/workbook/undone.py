"""What a load of a workbook brought, and what taking it back would do to the register as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.apps.plans.models import Dependency
from serambi.exchange.imports.standing import COMPUTED, pointing_at
from serambi.exchange.workbook.compare import Comparison, RowChange, SheetChanges, as_in_cells
from serambi.exchange.workbook.load import TABLES
from serambi.exchange.workbook.names import Names
from serambi.exchange.workbook.register import Register
from serambi.exchange.workbook.sheets import BY_NAME
from serambi.exchange.workbook.shown import written

# What becomes of a row or a cell.
RESTORED, REMOVED, ARCHIVED, STAYS = "restored", "removed", "archived", "stays"
KINDS = (RESTORED, REMOVED, ARCHIVED, STAYS)
# The links of indicators come and go with their indicators.
_NEVER_ALONE = frozenset({"weights"})
_KEPT_WHOLE = {"programs": "code", "indicators": "code", "series": "code"}
# The sheet and the column that name what a row belongs to and goes with.
PARENTS = {
    "activities": ("programs", "program"), "milestones": ("programs", "program"), "budget": ("programs", "program"),
    "participations": ("programs", "program"), "risks": ("programs", "program"),
    "dependencies": ("programs", "program"), "targets": ("indicators", "indicator"),
    "baselines": ("indicators", "indicator"), "observations": ("series", "series"),
}  # fmt: skip
_CALLED = frozenset({"activity", "predecessor"})
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that a load changed."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did to one sheet. created: the new rows as they were written; changed: the cells of the others."""

    name: str
    title: str
    created: Mapping[int, Cells]
    changed: Mapping[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """One cell or row of what taking back does. now: what stands there; back: what would; left: what the load made it
    say, where somebody changed it since; reason: why a row stays."""

    kind: str
    sheet: str
    key: str
    what: str
    now: str = ""
    back: str = ""
    left: str = ""
    reason: str = ""


@dataclass(slots=True)
class Undoing:
    """What taking a load back does, by sheet and id. lines: the same for people."""

    restore: dict[str, dict[int, tuple[Cell, ...]]] = field(default_factory=dict)
    remove: dict[str, list[int]] = field(default_factory=dict)
    archive: dict[str, list[int]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Return what differs as soon as taking back would do something else."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()

    def of(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]


def loaded_rows(comparison: Comparison, register: Register) -> tuple[Loaded, ...]:
    """Return what a load did, from its comparison and the register after it."""
    found = (
        _loaded(sheet, held_now(register, name), comparison.names)
        for name, sheet in comparison.sheets.items()
        if sheet.rows
    )
    return tuple(one for one in found if one.created or one.changed)


def held_now(register: Register, name: str) -> dict[int, Cells]:
    """Return the rows of a sheet as a file holds them, by id."""
    return {pk: as_in_cells(BY_NAME[name], cells) for pk, cells in register.rows(name)}


def _loaded(sheet: SheetChanges, after: Mapping[int, Cells], names: Names) -> Loaded:
    of = sheet.read.sheet
    is_alone = bool(sheet.new) and of.name not in _NEVER_ALONE
    created = {pk: cells for pk, cells in after.items() if pk not in sheet.held} if is_alone else {}
    changed = {}
    anew = _waits(after) if of.name == "dependencies" else {}
    for row in sheet.changed:
        # A wait between activities is not changed but written anew.
        pk = row.stored if row.stored in after else anew.get(_ends(row.held, names))
        if pk is not None:
            changed[pk] = tuple(_cells(row, after[pk]))
            created.pop(pk, None)
    return Loaded(of.name, sheet.read.title, created, {pk: cells for pk, cells in changed.items() if cells})


def _ends(cells: Cells, names: Names) -> tuple[Any, ...]:
    """Return which activities a wait is between, whatever they are called by now."""
    return tuple(names.activity(cells, column) for column in ("activity", "predecessor"))


def _waits(after: Iterable[int]) -> dict[tuple[Any, ...], int]:
    held = Dependency.objects.filter(pk__in=list(after)).values_list("pk", "activity_id", "predecessor_id")
    return {((activity, 0), (predecessor, 0)): pk for pk, activity, predecessor in held}


def _cells(row: RowChange, after: Cells) -> Iterator[Cell]:
    """Yield what differs: a service sets more than the file says, such as since when a program is in its stage."""
    said = row.new_values
    for name, old in row.held.items():
        # What an activity is called elsewhere changes with its name, and with that of others.
        is_only_called_so = name in _CALLED and name not in said
        if name != "id" and old != after[name] and not is_only_called_so:
            yield Cell(name, old, after[name])


def examine(loaded: Iterable[Loaded], register: Register, *, refused: Mapping[tuple[str, int], str]) -> Undoing:
    """Return what taking back does to the register as it is. refused: rows that a rule keeps as they are, with why."""
    return _Examination(tuple(loaded), register, refused).result


class _Examination:
    def __init__(self, loaded: tuple[Loaded, ...], register: Register, refused: Mapping[tuple[str, int], str]) -> None:
        self.result = Undoing()
        self._loaded, self._refused = loaded, refused
        self._language = get_language() or "id"
        self._now = {one.name: held_now(register, one.name) for one in loaded}
        self._created = {one.name: one.created for one in loaded}
        for one in loaded:
            self._changes(one)
        self._reasons = {(one.name, pk): reason for one in loaded for pk, reason in self._touched(one)}
        self._kept = self._kept_parents()
        for one in loaded:
            self._rows(one)

    # Cells ---------------------------------------------------------------------------------------------------------

    def _changes(self, one: Loaded) -> None:
        for pk, cells in one.changed.items():
            now = self._now[one.name].get(pk)
            if now is None:
                self._line(STAYS, one, {}, "", reason=_("It is not in the register any more."), key=f"#{pk}")
                continue
            back = tuple(cell for cell in cells if now[cell.column] == cell.new)
            refused = self._refused.get((one.name, pk), "")
            for cell in cells:
                self._cell(one, now, cell, refused)
            if back and not refused:
                self.result.restore.setdefault(one.name, {})[pk] = back

    def _cell(self, one: Loaded, now: Cells, cell: Cell, refused: str) -> None:
        column = BY_NAME[one.name].by_name[cell.column]
        stands, old, new = (written(column, value, self._language) for value in (now[cell.column], cell.old, cell.new))
        heading = column.heading.in_language(self._language)
        if now[cell.column] == cell.old:
            return
        if now[cell.column] != cell.new:
            self._line(STAYS, one, now, heading, now=stands, back=old, left=new)
        elif refused:
            self._line(STAYS, one, now, heading, now=stands, back=old, reason=refused)
        else:
            self._line(RESTORED, one, now, heading, now=stands, back=old)

    # Rows ----------------------------------------------------------------------------------------------------------

    def _touched(self, one: Loaded) -> Iterator[tuple[int, str]]:
        """Yield the new rows that somebody changed or built upon, with the sentence that says so."""
        used = self._used(one)
        for pk, then in one.created.items():
            now = self._now[one.name].get(pk)
            if now is None:
                continue
            columns = [name for name, value in then.items() if name != "id" and now[name] != value]
            if (one.name, pk) in self._refused:
                yield pk, self._refused[one.name, pk]
            elif columns:
                heads = ", ".join(BY_NAME[one.name].by_name[name].heading.in_language(self._language)
                                  for name in columns)  # fmt: skip
                yield pk, _("Somebody changed it since: %(columns)s.") % {"columns": heads}
            elif pk in used:
                yield pk, _("Something was added to it since: %(what)s.") % {"what": used[pk]}

    def _used(self, one: Loaded) -> dict[int, str]:
        """Return what points at the new rows and was not written by the load, by their id."""
        model, ids = TABLES[one.name], list(one.created)
        names = {table: name for name, table in TABLES.items()}
        found: dict[int, str] = {}
        for other, column in pointing_at(model):
            if other in COMPUTED or not ids or other._meta.auto_created:
                continue
            sheet = names.get(other, "")
            ours, back = self._created.get(sheet, {}), self.result.restore.get(sheet, {})
            for pk, target in other._default_manager.filter(**{f"{column}__in": ids}).values_list("pk", column):
                # Links of indicators are written with them, and a cell that gets its old value points at it no longer.
                is_ours = pk in ours or sheet == "weights" or any(cell.column == column for cell in back.get(pk, ()))
                if not is_ours:
                    found.setdefault(target, str(other._meta.verbose_name))
        return found

    def _kept_parents(self) -> dict[str, dict[str, str]]:
        """Return the new programs, indicators and series that are archived and not removed: by code, with why."""
        kept: dict[str, dict[str, str]] = {name: {} for name in _KEPT_WHOLE}
        for (name, pk), reason in self._reasons.items():
            cells = self._created[name][pk]
            if name in kept:
                kept[name][cells["code"]] = reason
            elif name in PARENTS:
                parent, column = PARENTS[name]
                if cells[column] in self._codes(parent):
                    kept[parent].setdefault(cells[column], reason)
        for cells in self._created.get("indicators", {}).values():
            staying = [code for code in cells["programs"] if code in kept["programs"]]
            if staying:
                reason = _("Its program %(code)s stays.") % {"code": staying[0]}
                kept["indicators"].setdefault(cells["code"], reason)
        recorded = {cells["series"] for cells in self._created.get("observations", {}).values()}
        for code in recorded & self._codes("series"):
            kept["series"].setdefault(code, _("Figures were recorded in it; they are withdrawn and can be seen."))
        return kept

    def _codes(self, name: str) -> set[str]:
        return {cells["code"] for cells in self._created.get(name, {}).values()}

    def _rows(self, one: Loaded) -> None:
        for pk, then in one.created.items():
            now = self._now[one.name].get(pk)
            if now is None:
                continue
            reason = self._reasons.get((one.name, pk), "")
            if one.name in _KEPT_WHOLE:
                reason = self._kept[one.name].get(then["code"], reason)
                kind = ARCHIVED if reason else REMOVED
                if (one.name, pk) in self._refused:
                    kind = STAYS
            elif one.name == "organizations":
                kind, reason = STAYS, _("An organization stays in the list. Write on its page until when it is valid.")
            else:
                kind = STAYS if reason else REMOVED
                kind, reason = self._with_parent(one.name, then, kind, reason)
            self._line(kind, one, now, str(now.get("name") or now.get("text") or _("new row")), reason=reason)
            places = {REMOVED: self.result.remove, ARCHIVED: self.result.archive}
            if kind in places:
                places[kind].setdefault(one.name, []).append(pk)

    def _with_parent(self, name: str, cells: Cells, kind: str, reason: str) -> tuple[str, str]:
        """Let a row stay with the program or indicator that stays; figures are withdrawn in any case."""
        parent, column = PARENTS.get(name, ("", ""))
        if kind == REMOVED and name != "observations" and cells.get(column) in self._kept.get(parent, {}):
            return STAYS, _("It stays with %(code)s.") % {"code": cells[column]}
        return kind, reason

    def _line(self, kind: str, one: Loaded, cells: Cells, what: str, *, key: str = "", **said: str) -> None:
        of = BY_NAME[one.name]
        parts = (written(of.by_name[name], cells[name], self._language) for name in of.key if name in cells)
        self.result.lines.append(Line(kind, one.title, key or ", ".join(parts), what, **said))
