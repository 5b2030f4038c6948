"""Understand tables of programs: every row is told for what it is, and every cell is used or listed with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .agencies import Agencies
from .book import Book, Sheet
from .layouts import Layout, find_layout, layout_problems, no_header, unread_columns
from .ledger import Ledger
from .remarks import file_remarks
from .roles import AMOUNTS, Role
from .sheets import SheetReader
from .texts import is_blank
from .understanding import LeftOut, Problem, StatedTotal, Understood, UnderstoodProgram, Weight


def find_layouts(book: Book) -> tuple[Layout, ...]:
    """Return the proposed layouts of the sheets in which a table of programs was found."""
    return tuple(layout for layout in map(find_layout, book.sheets) if layout is not None)


def understand(book: Book, layouts: Iterable[Layout], *, organizations: Iterable[tuple[str, str]] = ()) -> Understood:
    """Return all that the sheets of a file say about programs, with every doubt in its place.

    layouts: of the sheets that are to be read, one each; sheets without one are left out, cell by cell.
    organizations: abbreviation and name of those that may be meant.
    """
    agencies = Agencies(organizations)
    by_sheet = {layout.sheet: layout for layout in layouts}
    joined = _Joined()
    joined.problems += file_remarks(book)
    for sheet in book.sheets:
        layout = by_sheet.get(sheet.name)
        if layout is None:
            joined.leave_out(sheet, alone=not any(other.name in by_sheet for other in book.sheets))
        else:
            joined.read(sheet, layout, agencies)
    return joined.understood()


class _Joined:
    """What the sheets of a file say together."""

    def __init__(self) -> None:
        self.programs: list[UnderstoodProgram] = []
        self.rows = 0
        self.stated: list[StatedTotal] = []
        self.problems: list[Problem] = []
        self.left_out: list[LeftOut] = []
        self.used: dict[str, int] = {}

    def leave_out(self, sheet: Sheet, *, alone: bool) -> None:
        """List all cells of a sheet that has no table of programs; an error where no other sheet has one either."""
        problem = no_header(sheet)
        weight = Weight.ERROR if alone else Weight.NOTE
        self.problems.append(Problem(problem.place, problem.code, problem.message, weight))
        reason = _("No table of programs was found in this sheet.")
        self.used[sheet.name] = 0
        self.left_out += [
            LeftOut(sheet.place(row, column), value, reason)
            for row, cells in sheet.numbered()
            for column, value in enumerate(cells, start=1)
            if not is_blank(value)
        ]

    def read(self, sheet: Sheet, layout: Layout, agencies: Agencies) -> None:
        ledger = Ledger(sheet)
        ledger.problems += layout_problems(layout, sheet)
        _tell_cells(sheet, layout, ledger)
        reader = SheetReader(sheet, layout, ledger, agencies)
        reader.read()
        _settle_around(sheet, layout, ledger)
        offset = len(self.programs)
        self.programs += [draft.finished(offset=offset) for draft in reader.drafts]
        self.rows += reader.rows_read
        self.stated += reader.stated_totals
        self.problems += sorted(ledger.problems, key=lambda problem: (problem.place.row, problem.place.column))
        self.left_out += sorted(ledger.left_out, key=lambda cell: (cell.place.row, cell.place.column))
        self.used[sheet.name] = ledger.used

    def understood(self) -> Understood:
        totals: defaultdict[int, Decimal] = defaultdict(Decimal)
        for program in self.programs:
            if program.parent is None:
                for year, amount in program.funds.items():
                    totals[year] += amount
        return Understood(
            programs=tuple(self.programs),
            rows=self.rows,
            totals=dict(sorted(totals.items())),
            stated_totals=tuple(self.stated),
            problems=tuple(self.problems),
            left_out=tuple(self.left_out),
            used=self.used,
        )


def _settle_around(sheet: Sheet, layout: Layout, ledger: Ledger) -> None:
    """Say what became of the cells above the table, and of columns that have no role."""
    for row in range(1, min(layout.first_row - 1, len(sheet.rows)) + 1):
        if layout.first_header_row <= row <= layout.last_header_row:
            for column in range(1, len(sheet.rows[row - 1]) + 1):
                ledger.use(row, column)
        elif row == layout.numbers_row:
            ledger.leave_row(row, _("The row only numbers the columns."))
        else:
            ledger.leave_row(row, _("It stands above the table."))
    unread = unread_columns(layout)
    known = {column.number for column in layout.columns}
    for row, number in ledger.unsettled():
        if number in known and number not in unread:
            ledger.leave(row, number, _("It has no use in a row of this kind."))
        else:
            because = unread.get(number, _("The column has no heading."))
            ledger.leave(row, number, _("Its column is not read. %(reason)s") % {"reason": because})


def _tell_cells(sheet: Sheet, layout: Layout, ledger: Ledger) -> None:
    """Tell of cells that are not what they seem: errors, formulas, escapes, amounts in thousands or millions."""
    read = {column.number: column.role for column in layout.columns if column.role is not Role.IGNORED}
    for (row, column), text in sorted(sheet.errors.items()):
        weight = Weight.ERROR if read.get(column) in AMOUNTS else Weight.DOUBT
        if column in read:
            message = _("The spreadsheet shows the error %(error)s here instead of a value.") % {"error": text}
            ledger.problems.append(Problem(sheet.place(row, column), "error_cell", message, weight, text))
    for row, column in sheet.uncalculated:
        weight = Weight.ERROR if read.get(column) in AMOUNTS else Weight.DOUBT
        if column in read:
            message = _("The formula here was never calculated, so it has no value. Open the file in a spreadsheet "
                        "program, save it and send it again, or write the value itself.")  # fmt: skip
            ledger.problems.append(Problem(sheet.place(row, column), "uncalculated", message, weight))
    if sheet.formulas:
        message = ngettext(
            "%(number)d cell holds a formula. The value that was saved with it is read.",
            "%(number)d cells hold formulas. The values that were saved with them are read.",
            sheet.formulas,
        )
        ledger.doubt(0, 0, "formulas", message % {"number": sheet.formulas}, Weight.NOTE)
    for row, column in ledger.escapes():
        ledger.doubt(row, column, "escape", _("A control character was taken out of the text."), Weight.NOTE)
    _tell_scales(layout, ledger)


def _tell_scales(layout: Layout, ledger: Ledger) -> None:
    for column in layout.columns:
        if column.scale != 1 and column.role in AMOUNTS:
            message = _("The heading says that amounts are to be multiplied by %(scale)s.")
            ledger.doubt(layout.last_header_row, column.number, "scale", message % {"scale": f"{column.scale:,}"})


def worst(problems: Sequence[Problem]) -> Weight | None:
    """Return the heaviest weight among problems, None when there are none."""
    order = (Weight.ERROR, Weight.DOUBT, Weight.NOTE)
    return next((weight for weight in order if any(problem.weight is weight for problem in problems)), None)
