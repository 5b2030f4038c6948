"""The raw reading of a file, in one place: everything above it sees a `book.Book`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from serambi.exchange.tables.book import Book, Sheet, Value

# What a workbook of a hundred thousand figures unpacks to, several times over.
MOST_BYTES = 1_000_000_000


class FileUnreadable(Exception):
    """A file that is no workbook; the text is a sentence that says what to do."""


def read_book(path: Path) -> Book:
    """Return the sheets of an XLSX file as plain values. Raises FileUnreadable."""
    _check_size(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = tuple(_sheet(book, name) for name in book.sheet_names)
    except (CalamineError, OSError) as error:
        raise FileUnreadable(_("%(file)s cannot be read as a workbook: it is damaged or protected by a password. "
                               "Open it, save it as XLSX without a password, and try again.")
                             % {"file": path.name}) from error  # fmt: skip
    return Book(path.name, "xlsx", sheets)


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows: list[list[Value]] = [[None if cell == "" else cell for cell in row] for row in cells]
    return Sheet(name, rows)


def _check_size(path: Path) -> None:
    if not path.is_file():
        raise FileUnreadable(_("There is no file %(file)s.") % {"file": path.name})
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise FileUnreadable(
            _("%(file)s is not an XLSX file. Save it from your spreadsheet program as XLSX.") % {"file": path.name}
        ) from error
    if size > MOST_BYTES:
        raise FileUnreadable(_("%(file)s unpacks to more than a workbook can have.") % {"file": path.name})
