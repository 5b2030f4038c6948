"""Any file with a table, and any pasted block, as a `Book`, or one sentence why not.

What is read is what the file is by its content; its name only names it. Nothing in a file is run, nothing is fetched.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from serambi.exchange.tables import encodings, errors, kinds, limits, separated, workbooks
from serambi.exchange.tables.book import Book, Sheet, Value
from serambi.exchange.tables.marked_list import MARK
from serambi.exchange.tables.separated import Separated
from serambi.ui.downloads import restored


def read_book(content: bytes, *, name: str) -> Book:
    """Return the sheets of a file that are not empty: XLSX, XLSM, XLS, ODS, or text with any separator.

    Cells of a text file are text as written; an apostrophe before = + - @ is taken off (`ui.downloads`). Raises
    UnreadableTable, in the words of the reader's language.
    """
    if len(content) > limits.FILE_MEGABYTES * limits.MEGABYTE:
        raise errors.TooLarge(name=name, megabytes=limits.FILE_MEGABYTES)
    kind = kinds.kind_of(content, name=name)
    if kind == "zip":
        book = workbooks.read_zipped(content, name=name)
    elif kind == "compound":
        book = workbooks.read_compound(content, name=name)
    else:
        text, encoding = encodings.decode(content, name=name)
        kinds.refuse_markup(text, name=name)
        # The end-of-file sign of DOS.
        split = separated.separate(text.rstrip("\x1a"))
        book = _read_rows(split, Book(name, "csv", (), encoding), title=_title(name))
    return _filled(book)


def read_pasted(text: str, *, name: str = "") -> Book:
    """Return a pasted block as a book of one sheet, as `read_book` reads a text file.

    name: what book, sheet and sentences call it; "Pasted table" in the reader's language when nothing is said.
    """
    name = name or _("Pasted table")
    if len(text) > limits.FILE_MEGABYTES * limits.MEGABYTE:
        raise errors.TooLarge(name=name, megabytes=limits.FILE_MEGABYTES)
    encodings.refuse_controls(text, name=name)
    split = separated.separate_pasted(text.removeprefix("\ufeff"))
    return _filled(_read_rows(split, Book(name, "pasted", ()), title=name))


def _read_rows(split: Separated, book: Book, *, title: str) -> Book:
    """Return the book with the rows of a text as its one sheet."""
    seen: dict[str, str] = {}
    rows: list[list[Value]] = []
    width = last = 0
    for row in split.rows():
        kept = _plain(row, seen)
        rows.append(kept)
        width = max(width, len(kept))
        if kept:
            last = len(rows)
            limits.check_extent(book.name, title, last, width)
            limits.check_cells(book.name, [(last, width)])
    del rows[last:]
    sheet = Sheet(title, rows)
    return replace(book, sheets=(sheet,), separator=split.separator, loose_quotes=split.loose_quotes)


def _plain(row: list[str], seen: dict[str, str]) -> list[Value]:
    while row and not row[-1]:
        row.pop()
    # An apostrophe that keeps a spreadsheet program from taking a text for a formula is no part of the text.
    plain = [restored(cell) if cell[:1] == "'" else cell for cell in row]
    return [seen.setdefault(cell, cell) or None for cell in plain]


def _filled(book: Book) -> Book:
    """Return the book without its empty sheets; raise when nothing is left."""
    filled = [sheet for sheet in book.sheets if _is_filled(sheet)]
    kept = tuple(sheet for sheet in filled if sheet.at(1, 1) != MARK)
    if not kept:
        raise errors.NoFilledCell(name=book.name)
    return replace(book, sheets=kept, marked=len(kept) < len(filled))


def _is_filled(sheet: Sheet) -> bool:
    """A sheet of nothing but errors or formulas without value counts: what is wrong with it must be said."""
    if sheet.errors or sheet.uncalculated:
        return True
    return any(
        cell is not None and not (isinstance(cell, str) and not cell.strip()) for row in sheet.rows for cell in row
    )


def _title(name: str) -> str:
    """Return what the one sheet of a text file is called: the file's name without its ending."""
    return name.rpartition("/")[2].rpartition(".")[0] or name
