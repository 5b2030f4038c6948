"""The raw reading of a file, in one place: everything above it sees a `book.Book`."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import unescape

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from serambi.exchange.tables.book import Book, Sheet, Value

# What a workbook of a hundred thousand figures unpacks to, several times over.
MOST_BYTES = 1_000_000_000
_RELATION = re.compile(r'<Relationship\b[^>]*\bId="(?P<id>[^"]+)"[^>]*>')
_SHEET = re.compile(r'<sheet\b(?=[^>]*\bname="(?P<name>[^"]*)")(?=[^>]*\br:id="(?P<id>[^"]*)")')
_ERROR = re.compile(r'<c\b(?=[^>]*\br="(?P<at>[A-Z]+\d+)")(?=[^>]*\bt="e")[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?'
                    r"(?:<v>(?P<shown>[^<]*)</v>)?")  # fmt: skip


class FileUnreadable(Exception):
    """A file that is no workbook; the text is a sentence that says what to do."""


def read_book(path: Path) -> Book:
    """Return the sheets of an XLSX file as plain values. Raises FileUnreadable."""
    _check_size(path)
    try:
        errors = _errors(path)
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = tuple(_sheet(book, name, errors.get(name, {})) for name in book.sheet_names)
    except (CalamineError, OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise FileUnreadable(_("%(file)s cannot be read as a workbook: it is damaged or protected by a password. "
                               "Open it, save it as XLSX without a password, and try again.")
                             % {"file": path.name}) from error  # fmt: skip
    return Book(path.name, "xlsx", sheets)


def _errors(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Return the cells that show an error, by sheet: the reader takes them for empty ones."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as packed:
        parts = {_path(one): one.group("id") for one in _RELATION.finditer(_text(packed, "xl/_rels/workbook.xml.rels"))}
        names = {one["id"]: unescape(one["name"], {"&quot;": '"', "&apos;": "'"})
                 for one in _SHEET.finditer(_text(packed, "xl/workbook.xml"))}  # fmt: skip
        for part, identity in parts.items():
            if identity in names and part in packed.namelist() and b't="e"' in (text := packed.read(part)):
                cells = {_cell(one["at"]): one["shown"] or "#" for one in _ERROR.finditer(text.decode("utf-8"))}
                found[names[identity]] = cells
    return found


def _text(packed: zipfile.ZipFile, part: str) -> str:
    return packed.read(part).decode("utf-8") if part in packed.namelist() else ""


def _path(relation: re.Match[str]) -> str:
    target = re.search(r'Target="([^"]+)"', relation[0])
    text = target[1] if target else ""
    return text.lstrip("/") if text.startswith("/") else f"xl/{text}"


def _cell(at: str) -> tuple[int, int]:
    letters = at.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(at[len(letters) :]), column


def _sheet(book: CalamineWorkbook, name: str, errors: dict[tuple[int, int], str]) -> Sheet:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows: list[list[Value]] = [[None if cell == "" else cell for cell in row] for row in cells]
    return Sheet(name, rows, errors=errors)


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
