"""A file as typed rows, with every cell that cannot be read named by sheet, cell and sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.exchange.tables.book import Book, Percent, Place, Value
from serambi.exchange.tables.book import Sheet as Table
from serambi.exchange.tables.marked import marked_copy
from serambi.exchange.tables.remarks import file_remarks
from serambi.exchange.tables.understanding import LeftOut, Problem
from serambi.exchange.workbook.books import NotOurs, read_book
from serambi.exchange.workbook.cells import Unreadable, from_cell
from serambi.exchange.workbook.columns import Sheet
from serambi.exchange.workbook.sheets import BY_NAME, SHEETS

# The row of a file on which the first thing to load stands: below the names and the headings.
_FIRST_ROW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file. number: its row there, from 1. values: by column, for the columns that could be read.

    percents: the columns whose cells are shown as percentages.
    """

    number: int
    values: dict[str, Any]
    percents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet of a file. title: what the file calls it. columns: where each column stands, from 1."""

    sheet: Sheet
    title: str
    columns: Mapping[str, int]
    rows: list[Row] = field(default_factory=list)

    def place(self, row: int = 0, column: str = "") -> Place:
        return Place(self.title, row, self.columns.get(column, 0))


@dataclass(slots=True)
class ReadBook:
    """What a file says, sheet by sheet, what could not be read, and what will not be loaded."""

    sheets: dict[str, ReadSheet] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def in_order(self) -> Iterator[ReadSheet]:
        return (self.sheets[sheet.name] for sheet in SHEETS if sheet.name in self.sheets)


def read_workbook(path: Path) -> ReadBook:
    """Return what a file of ours says. Raises UnreadableTable when it is no workbook at all or none of ours."""
    return read_sheets(read_book(path))


def read_sheets(book: Book) -> ReadBook:
    """Return what the sheets say. Raises NotOurs when none of them has the hidden row of names."""
    found = ReadBook()
    for table in book.sheets:
        _read_table(table, found)
    told = (one for one in file_remarks(book) if one.code in {"macros", "loose_quotes", "encoding"})
    found.left_out += [LeftOut(one.place, None, one.message) for one in told]
    if not found.sheets:
        raise NotOurs(name=book.name)
    return found


def marked_workbook(book: Book, problems: Iterable[Problem], left_out: Iterable[LeftOut]) -> bytes:
    """Return the marked copy of a workbook of ours: the row of names, by which it is known again, stays hidden."""
    hidden = {table.name: (1,) for table in book.sheets if _heads(table)}
    return marked_copy(book, problems, left_out, hidden_rows=hidden)


def _read_table(table: Table, found: ReadBook) -> None:
    heads = _heads(table)
    name = next(iter(heads))[0] if heads else ""
    if name not in BY_NAME:
        return
    if name in found.sheets:
        message = _("The sheet “%(first)s” says the same. Keep one of the two.") % {"first": found.sheets[name].title}
        found.problems.append(Problem(table.place(), "sheet_twice", message))
        return
    sheet = BY_NAME[name]
    read = ReadSheet(sheet, table.name, {column: at for (of, column), at in heads.items() if of == name})
    found.sheets[name] = read
    if sheet.is_reference:
        return
    missing = [column for column in sheet.key if column not in read.columns]
    for column in missing:
        heading = sheet.by_name[column].heading.in_language(get_language() or "id")
        message = _("The column “%(column)s” is missing. Without it no row can be told from another.")
        found.problems.append(Problem(read.place(), "column_missing", message % {"column": heading}))
    if not missing:
        _read_rows(table, read, found)


def _heads(table: Table) -> dict[tuple[str, str], int]:
    """Return where the columns stand, by sheet and column, as the hidden row says."""
    heads: dict[tuple[str, str], int] = {}
    for at, cell in enumerate(table.rows[0] if table.rows else (), start=1):
        sheet, _dot, column = str(cell or "").partition(".")
        if sheet in BY_NAME and column in BY_NAME[sheet].by_name:
            heads.setdefault((sheet, column), at)
    return heads


def _read_rows(table: Table, read: ReadSheet, found: ReadBook) -> None:
    known = set(read.columns.values())
    # The value of a cell that shows an error, or of a formula that was never calculated, is missing, which must not be
    # taken for a cell that was emptied.
    errors: dict[int, dict[int, Value]] = {}
    for (row, at), shown in (*table.errors.items(), *((cell, "") for cell in table.uncalculated)):
        errors.setdefault(row, {})[at] = shown
    has_percents = any(isinstance(cell, Percent) for cells in table.rows for cell in cells)
    for number, cells in table.numbered(_FIRST_ROW):
        filled = {at: cell for at, cell in enumerate(cells, start=1) if not _is_blank(cell)}
        filled |= errors.get(number, {})
        if not filled:
            continue
        for at, cell in filled.items():
            if at not in known:
                reason = _("This column is not one of the workbook's.")
                found.left_out.append(LeftOut(table.place(number, at), cell, reason))
        if filled.keys() & known:
            values = _values(filled, number, read, found.problems, errors.get(number, {}))
            percents = {at for at, cell in filled.items() if isinstance(cell, Percent)} if has_percents else ()
            shown_as_percent = frozenset(name for name, at in read.columns.items() if at in percents)
            read.rows.append(Row(number, values, shown_as_percent))


def _is_blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _values(
    filled: Mapping[int, Value], number: int, read: ReadSheet, problems: list[Problem], errors: Mapping[int, Value]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, at in read.columns.items():
        cell = filled.get(at)
        if at in errors:
            message = _("The spreadsheet shows an error here: %(error)s. Write the value itself.") % {"error": cell}
            if not cell:
                message = _("The formula here was never calculated. Save the file in a spreadsheet program, or write "
                            "the value itself.")  # fmt: skip
            problems.append(Problem(read.place(number, name), "cell_error", message, value=str(cell)))
            continue
        try:
            values[name] = from_cell(read.sheet.by_name[name], cell)
        except Unreadable as error:
            value = "" if cell is None else str(cell)
            problems.append(Problem(read.place(number, name), "cell_unreadable", str(error), value=value))
    return values
