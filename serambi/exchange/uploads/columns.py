"""The page of columns: what it shows of each, and how what is chosen there changes a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.exchange.errors import AnswerUnknown, NoSuchRows
from serambi.exchange.tables.book import Sheet
from serambi.exchange.tables.layouts import Column, Layout, layout_at
from serambi.exchange.tables.notation import Notation
from serambi.exchange.tables.roles import AMOUNTS, NAMES, QUANTITIES, Role
from serambi.exchange.uploads.mapping import SheetMapping
from serambi.exchange.uploads.sketches import ColumnSketch, SheetSketch

ROLES = {
    Role.CODE: pgettext_lazy("column", "code"),
    Role.PARENT_CODE: _("code of the row above"),
    Role.PROGRAM: _("program"),
    Role.ACTIVITY: _("activity"),
    Role.SUB_ACTIVITY: _("sub-activity"),
    Role.INDICATOR: _("indicator"),
    Role.UNIT: _("unit"),
    Role.BASELINE: _("baseline"),
    Role.TARGET: _("target of a year"),
    Role.FUNDS: _("rupiah of a year"),
    Role.FINAL_TARGET: _("target at the end of the plan"),
    Role.FINAL_FUNDS: _("rupiah at the end of the plan"),
    Role.AGENCY: _("responsible agency"),
    Role.SUPPORTING: _("supporting agencies"),
    Role.HEADING: _("heading (pillar, field)"),
    Role.LOCATION: _("location"),
    Role.GOAL: _("goal"),
    Role.OBJECTIVE: _("objective"),
    Role.STARTS_ON: _("start date"),
    Role.ENDS_ON: _("end date"),
    Role.NOTE: pgettext_lazy("column", "note"),
    Role.IGNORED: _("not read"),
}
# In the order of the select, in groups.
ROLE_GROUPS = (
    (_("What a row is"), (Role.CODE, Role.PARENT_CODE, *NAMES, Role.HEADING, Role.GOAL, Role.OBJECTIVE)),
    (_("Indicators"), (Role.INDICATOR, Role.UNIT, Role.BASELINE, Role.TARGET, Role.FINAL_TARGET)),
    (_("Money"), (Role.FUNDS, Role.FINAL_FUNDS)),
    (_("Who, where, when"), (Role.AGENCY, Role.SUPPORTING, Role.LOCATION, Role.STARTS_ON, Role.ENDS_ON, Role.NOTE)),
)
OF_A_YEAR = (Role.TARGET, Role.FUNDS)
_IN_A_YEAR = {Role.TARGET: _("target %(year)s"), Role.FUNDS: _("rupiah %(year)s")}
NUMBERS = (*AMOUNTS, *QUANTITIES)
_SURE = 0.9
_LIKELY = 0.6


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the page. asks: its numbers have two readings, and nobody said which one counts."""

    column: Column
    sketch: ColumnSketch
    problems: tuple[str, ...] = ()

    @property
    def role_label(self) -> str:
        if self.column.year:
            return str(_IN_A_YEAR[self.column.role]) % {"year": self.column.year}
        return str(ROLES[self.column.role])

    @property
    def heading(self) -> str:
        """Return the innermost heading."""
        return self.column.headings[-1] if self.column.headings else ""

    @property
    def above(self) -> str:
        """Return the headings above it, outermost first."""
        return " › ".join(self.column.headings[:-1])

    @property
    def is_number(self) -> bool:
        return self.column.role in NUMBERS

    @property
    def notation_value(self) -> str:
        return str(self.column.notation or "")

    @property
    def has_year(self) -> bool:
        return self.column.role in OF_A_YEAR

    @property
    def is_ignored(self) -> bool:
        return self.column.role is Role.IGNORED

    @property
    def shows_notation(self) -> bool:
        return self.is_number and (self.sketch.has_two_readings or self.column.notation is not None)

    @property
    def asks(self) -> bool:
        return self.is_number and self.sketch.has_two_readings and self.column.notation is None

    @property
    def sureness(self) -> str:
        """Return how sure the role is: said, sure, likely or guess; "" for a column that is not read."""
        if self.column.confidence >= 1:
            return "said"
        if self.column.role is Role.IGNORED:
            return ""
        if self.column.confidence >= _SURE:
            return "sure"
        return "likely" if self.column.confidence >= _LIKELY else "guess"


def column_rows(layout: Layout, sketch: SheetSketch, problems: Mapping[int, list[str]]) -> list[ColumnRow]:
    """Return the columns of a sheet. problems: sentences by the number of the column."""
    return [
        ColumnRow(column, shown, tuple(problems.get(column.number, ())))
        for column, shown in zip(layout.columns, sketch.columns, strict=False)
    ]


def changed_sheet(mapping: SheetMapping, given: Mapping[str, str], sheet: Sheet | None) -> SheetMapping:
    """Return a sheet as a form says that it is. sheet: its cells, where the rows of the header may be others.

    Raises NoSuchRows for a heading in rows that the sheet does not have, and AnswerUnknown for what no form sends.
    """
    changed = replace(mapping, is_on="on" in given)
    if sheet is not None and given.get("first") and given.get("last"):
        rows = _rows(given, len(sheet.rows))
        if changed.layout is None or rows != (changed.layout.first_header_row, changed.layout.last_header_row):
            return replace(changed, layout=layout_at(sheet, *rows), known="", is_on=True)
    if changed.layout is None:
        return changed
    layout = changed.layout
    for column in changed.layout.columns:
        if f"role-{column.number}" in given:
            layout = _changed_column(layout, column, given)
    return replace(changed, layout=layout)


def _rows(given: Mapping[str, str], last: int) -> tuple[int, int]:
    try:
        rows = int(given["first"]), int(given["last"])
    except ValueError as error:
        raise NoSuchRows(last=last) from error
    if not 1 <= rows[0] <= rows[1] <= last or rows[1] - rows[0] >= 10:
        raise NoSuchRows(last=last)
    return rows


def _changed_column(layout: Layout, column: Column, given: Mapping[str, str]) -> Layout:
    number = column.number
    try:
        role = Role(given[f"role-{number}"])
        year = int(given[f"year-{number}"]) if given.get(f"year-{number}", "").isdecimal() else None
        notation = Notation(given[f"notation-{number}"]) if given.get(f"notation-{number}") else None
    except ValueError as error:
        raise AnswerUnknown from error
    if role is not column.role or (role in OF_A_YEAR and year is not None and year != column.year):
        layout = layout.with_role(number, role, year=year)
    if f"notation-{number}" in given and notation is not column.notation:
        if notation is None:
            return layout.without_notation(number)
        return layout.with_notation(number, notation)
    return layout
