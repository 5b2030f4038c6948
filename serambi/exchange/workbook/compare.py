"""What a file would change: new rows, changed cells as old → new, and what stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from serambi.exchange.tables.understanding import LeftOut, Problem
from serambi.exchange.workbook.cells import CUT, text_in_cell
from serambi.exchange.workbook.columns import Column, Sheet
from serambi.exchange.workbook.matching import matched
from serambi.exchange.workbook.names import Names
from serambi.exchange.workbook.read import ReadBook, ReadSheet, Row
from serambi.exchange.workbook.register import Register

# Sheets whose rows are there or not: nothing adds one.
CLOSED = frozenset({"plan", "pillars", "sub_dimensions"})


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: what the register says and what the file says."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is new (pk None), or that differs from the register in these cells. held: all the register says."""

    row: Row
    pk: int | None
    changes: tuple[Change, ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.pk is None

    @property
    def stored(self) -> int:
        """Return the id of the register's row; ask only of a row that is not new."""
        if self.pk is None:
            raise LookupError(self.row.number)
        return self.pk

    @property
    def new_values(self) -> dict[str, Any]:
        return {change.column: change.new for change in self.changes}

    def value(self, column: Column) -> Any:
        """Return what the column says once the row is loaded."""
        return self.row.values.get(column.name, self.held.get(column.name, column.empty_value))


@dataclass(slots=True)
class SheetChanges:
    """What a sheet would change. absent: rows of the register that the file does not have; they are left alone.

    matched: the register's row of each row of the file that has one, by the file's row number. held: the rows that the
    register has.
    """

    read: ReadSheet
    new: list[RowChange] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
    unchanged: int = 0
    absent: int = 0
    matched: dict[int, int] = field(default_factory=dict)
    held: frozenset[int] = frozenset()

    @property
    def rows(self) -> list[RowChange]:
        return [*self.new, *self.changed]


@dataclass(slots=True)
class Comparison:
    """A whole file beside the register."""

    names: Names
    sheets: dict[str, SheetChanges] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether the file would change nothing."""
        return not any(sheet.rows for sheet in self.sheets.values())


def compare(book: ReadBook, register: Register) -> Comparison:
    """Set a file beside the register; two queries for each sheet, however many rows there are."""
    names = Names(register, book)
    found = Comparison(names, problems=list(book.problems), left_out=list(book.left_out))
    for read in book.in_order():
        if not read.sheet.is_reference:
            found.sheets[read.sheet.name] = _Comparing(read, register, names, found).run()
    return found


class _Comparing:
    """Compares one sheet."""

    def __init__(self, read: ReadSheet, register: Register, names: Names, found: Comparison) -> None:
        self._read, self._sheet = read, read.sheet
        self._names, self._problems, self._left_out = names, found.problems, found.left_out
        self._broken = {problem.place.row for problem in found.problems if problem.place.sheet == read.title}
        self._held = {pk: as_in_cells(self._sheet, cells) for pk, cells in register.rows(self._sheet.name)}

    def run(self) -> SheetChanges:
        result = SheetChanges(self._read, held=frozenset(self._held))
        rows = [self._names.resolved(row) for row in self._read.rows if row.number not in self._broken]
        result.matched = matched(self._sheet, rows, self._held, self._refuse)
        self._names.settle(self._sheet.name, result.matched)
        for row in rows:
            if row.number in self._broken:
                continue
            pk = result.matched.get(row.number)
            if pk is None:
                self._add(row, result)
            else:
                self._compare(row, pk, result)
        result.absent = len(self._held) - len(set(result.matched.values()))
        return result

    def _refuse(self, row: Row, column: str, code: str, message: str) -> None:
        value = row.values.get(column)
        text = "" if value is None else str(value)
        self._problems.append(Problem(self._read.place(row.number, column), code, message, value=text))
        self._broken.add(row.number)

    def _add(self, row: Row, result: SheetChanges) -> None:
        if self._sheet.name == "observations" and row.values.get("value") is None:
            # A prepared row whose figure is still to come; a withdrawn figure has a row in the register already.
            reason = _("No figure was written here, so nothing is recorded.")
            self._left_out.append(LeftOut(self._read.place(row.number, "value"), None, reason))
            return
        if self._sheet.name == "weights" and not self._names.is_linked(row.values):
            reason = _("The indicator does not name this program, so there is nothing to weigh.")
            self._left_out.append(LeftOut(self._read.place(row.number, "weight"), row.values.get("weight"), reason))
            return
        if self._sheet.name in CLOSED:
            self._refuse(row, self._sheet.key[-1], "cannot_be_added",
                         _("There is no such row in Serambi, and none can be added through the workbook."))  # fmt: skip
            return
        for name in sorted(self._sheet.needed - row.values.keys()):
            self._refuse(row, name, "column_needed", _("A new row needs the column “%(column)s”.") % {"column": name})
        marked = row.values.get("illustration")
        if marked and self._sheet.name not in {"series", "observations"} and not self._parent_is_marked(row):
            self._refuse(row, "illustration", "illustration_new",
                         _("An illustration cannot be added as a new row. Remove the row, or write “no” here when it "
                           "is real."))  # fmt: skip
        self._check_names(row, row.values)
        if row.number not in self._broken:
            changes = tuple(Change(name, None, value) for name, value in row.values.items())
            result.new.append(RowChange(row, None, changes))

    def _parent_is_marked(self, row: Row) -> bool:
        """Tell whether the row belongs to an illustration that is there: it will carry the same mark."""
        return self._names.is_illustration(self._sheet.name, row.values)

    def _compare(self, row: Row, pk: int, result: SheetChanges) -> None:
        held = self._held[pk]
        changes = []
        for name, value in row.values.items():
            column = self._sheet.by_name[name]
            if name == "id" or value == held[name] or (column.is_quiet_when_empty and value is None):
                continue
            if self._is_changeable(row, column, value):
                changes.append(Change(name, held[name], value))
        self._check_names(row, {change.column for change in changes})
        if row.number in self._broken:
            return
        if changes:
            result.changed.append(RowChange(row, pk, tuple(changes), held))
        else:
            result.unchanged += 1

    def _is_changeable(self, row: Row, column: Column, value: Any) -> bool:
        if column.is_fixed:
            self._refuse(row, column.name, "fixed", _("This column is for reading only. Put the earlier value back."))
            return False
        if isinstance(value, str) and value.endswith(CUT):
            self._refuse(row, column.name, "cut",
                         _("This text is longer than a cell can hold. Change it on its page."))  # fmt: skip
            return False
        return True

    def _check_names(self, row: Row, columns: Iterable[str]) -> None:
        for name in columns:
            problem = self._names.problem(self._sheet.name, self._sheet.by_name[name], row)
            if problem:
                self._refuse(row, name, "not_known", problem)


def as_in_cells(sheet: Sheet, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the register as a file can hold them, so that what was not touched is equal."""
    return {name: text_in_cell(value) if isinstance(value, str) else value for name, value in cells.items()}
