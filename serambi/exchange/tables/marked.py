"""The marked copy of a file: every cell that wants a look is coloured and says why, and a sheet lists all of them.

The copy is corrected and sent in the place of the original, so its cells say what those of the original say. Kept are
the sheets that are not empty, their names (31 characters, without the signs that no XLSX allows), order and hiding;
texts, numbers, yes/no, dates, times and percentages; merged ranges; errors; and formulas without a value, as a formula
that shows #N/A once it is calculated. Not kept: formulas themselves (their values stand there), other number formats,
colours, column widths (they follow the content), comments, charts and macros. A number keeps sixteen digits, and a text
32,767 characters; one that is cut is listed.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _

from serambi.exchange.tables.book import Book, Place, Sheet
from serambi.exchange.tables.marked_cells import LONGEST_TEXT, Pen
from serambi.exchange.tables.marked_list import MarkedList, sign_of
from serambi.exchange.tables.texts import is_blank
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight

_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_HEAVIEST: Final = (Weight.ERROR, Weight.DOUBT, Weight.NOTE)
_LONGEST_NOTE: Final = 4_000
_WIDTH_ROWS: Final = 200

Cells = dict[tuple[int, int], list[Problem]]


def marked_copy(
    book: Book,
    problems: Iterable[Problem],
    left_out: Iterable[LeftOut] = (),
    *,
    hidden_rows: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> bytes:
    """Return an XLSX file with the content of a book, its problems in their cells, and a list of all of them.

    problems: of whatever reads the book; also those about a row, a column or the whole file are listed, and marked in
    the first filled cell of their row or column. left_out: cells that are not loaded; listed only. hidden_rows: rows
    that nobody has to see, by sheet. The list is the first sheet, and `reading.read_book` leaves it out.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no annotations, and is large

    problems = [*problems, *_too_long(book)]
    titles = _titles(book)
    by_sheet: defaultdict[str, Cells] = defaultdict(lambda: defaultdict(list))
    sheets = {sheet.name: sheet for sheet in book.sheets}
    placed = []
    for problem in problems:
        sheet = sheets.get(problem.place.sheet)
        cell = _cell_of(sheet, problem.place) if sheet else None
        placed.append((problem, cell))
        if sheet and cell:
            by_sheet[sheet.name][cell].append(problem)
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as file:
        pen = Pen(file)
        listing = MarkedList(file, pen, titles)
        for sheet in book.sheets:
            page = file.add_worksheet(titles[sheet.name])
            for row in hidden_rows.get(sheet.name, ()):
                page.set_row(row - 1, None, None, {"hidden": True})
            _write_sheet(page, pen, sheet, by_sheet[sheet.name])
        listing.write(book, placed, left_out)
    return stream.getvalue()


def _titles(book: Book) -> dict[str, str]:
    """Return what each sheet is called in the copy: its own name wherever an XLSX file allows it."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for sheet in book.sheets:
        wanted = _NOT_IN_TITLES.sub(" ", sheet.name).strip("' ") or "1"
        title, number = wanted[:_LONGEST_TITLE], 1
        while title.casefold() in taken or title.casefold() == "history":
            number += 1
            title = f"{wanted[: _LONGEST_TITLE - len(str(number)) - 1]} {number}"
        taken.add(title.casefold())
        titles[sheet.name] = title
    return titles


def _cell_of(sheet: Sheet, place: Place) -> tuple[int, int] | None:
    """Return the cell in which something about a place is marked, None where it concerns the whole sheet."""
    if place.row and place.column:
        return place.row, place.column
    if place.row and place.row <= len(sheet.rows):
        cells = sheet.rows[place.row - 1]
        return place.row, next((number for number, value in enumerate(cells, start=1) if not is_blank(value)), 1)
    if place.column:
        filled = (row for row, _cells in sheet.numbered() if not is_blank(sheet.at(row, place.column)))
        return next(filled, 1), place.column
    return None


def _too_long(book: Book) -> Iterable[Problem]:
    for sheet in book.sheets:
        for row, cells in sheet.numbered():
            for column, value in enumerate(cells, start=1):
                if isinstance(value, str) and len(value) > LONGEST_TEXT:
                    message = _("The text is longer than a cell of a workbook can hold. It is cut off in this copy.")
                    yield Problem(sheet.place(row, column), "text_cut", message, Weight.DOUBT, value[:80])


def _write_sheet(page: Any, pen: Pen, sheet: Sheet, marked: Cells) -> None:
    if sheet.hidden:
        page.hide()
    _set_widths(page, sheet)
    wrong = sheet.errors
    uncalculated = set(sheet.uncalculated)
    aside = _by_row([*marked, *wrong, *uncalculated])
    last = max([len(sheet.rows), *aside])
    for row in range(1, last + 1):
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
        more = aside.get(row, ())
        for column in range(1, max([len(cells), *more]) + 1) if more else range(1, len(cells) + 1):
            value = cells[column - 1] if column <= len(cells) else None
            cell = (row, column)
            weight = None
            if more and cell in marked:
                weight = _heaviest(marked[cell])
                # Now or never: the library takes nothing more for a row once the next one has begun.
                page.write_comment(row - 1, column - 1, _note(marked[cell]), pen.note_looks(marked[cell]))
            if more and cell in wrong:
                pen.write_error(page, cell, wrong[cell], weight)
            elif more and cell in uncalculated:
                pen.write_uncalculated(page, cell, weight)
            else:
                pen.write(page, cell, value, weight)
    _merge(page, sheet)


def _by_row(cells: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        rows[row].append(column)
    return rows


def _merge(page: Any, sheet: Sheet) -> None:
    """Merge the ranges that are merged in the file, without the library's own filling of their cells.

    A range of one cell and one that overlaps another are left out: a spreadsheet program takes both for damage.
    """
    taken: list[tuple[int, int, int, int]] = []
    for top, left, bottom, right in sheet.merged:
        overlaps = any(
            top <= other[2] and bottom >= other[0] and left <= other[3] and right >= other[1] for other in taken
        )
        if (top, left) != (bottom, right) and not overlaps:
            taken.append((top, left, bottom, right))
            page.merge.append([top - 1, left - 1, bottom - 1, right - 1])


def _heaviest(problems: Sequence[Problem]) -> Weight:
    return next(weight for weight in _HEAVIEST if any(problem.weight is weight for problem in problems))


def _note(problems: Sequence[Problem]) -> str:
    ordered = sorted(problems, key=lambda problem: _HEAVIEST.index(problem.weight))
    said = dict.fromkeys(f"{sign_of(problem.weight)}\n{problem.message}" for problem in ordered)
    text = "\n\n".join(said)
    return text if len(text) <= _LONGEST_NOTE else f"{text[: _LONGEST_NOTE - 1]}…"


def _set_widths(page: Any, sheet: Sheet) -> None:
    """Give each column the width of what usually stands in it, so that nobody has to widen them before reading."""
    widths: defaultdict[int, list[int]] = defaultdict(list)
    for row in sheet.rows[:_WIDTH_ROWS]:
        for column, value in enumerate(row):
            if value is not None:
                widths[column].append(len(str(value)))
    for column, lengths in widths.items():
        usual = sorted(lengths)[len(lengths) * 9 // 10]
        page.set_column(column, column, min(max(usual + 2, 10), 46))
