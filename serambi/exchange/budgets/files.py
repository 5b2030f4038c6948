"""A file with a budget, opened as a book."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from serambi.exchange.tables.book import Book, Sheet

_LARGEST_BYTES = 50_000_000
_LARGEST_UNPACKED = 500_000_000
_ENCODINGS = ("utf-8-sig", "latin-1")


class UnreadableFile(Exception):
    """The file is no table that can be opened."""


def open_book(path: Path) -> Book:
    """Return the tables of a workbook (XLSX, XLS, ODS) or of a text with separators.

    Raises UnreadableFile, and OSError where the file cannot be opened at all.
    """
    if path.stat().st_size > _LARGEST_BYTES:
        raise UnreadableFile
    content = path.read_bytes()
    if not content.strip():
        raise UnreadableFile
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(content, path)
    return _text(content, path)


def _workbook(content: bytes, path: Path) -> Book:
    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_UNPACKED:
                    raise UnreadableFile
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = [
            (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in workbook.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile from error
    sheets = tuple(
        Sheet(name, tuple(tuple(None if value == "" else value for value in row) for row in rows))
        for name, rows in tables
        if rows
    )
    return Book(path.name, path.suffix.lstrip(".").lower(), sheets)


def _text(content: bytes, path: Path) -> Book:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, text = "utf-16", content.decode("utf-16", "replace")
    else:
        encoding, text = _decoded(content)
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise UnreadableFile
    separator = max(",;\t|", key=text[:20_000].count)
    try:
        rows = tuple(tuple(cell or None for cell in row) for row in csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise UnreadableFile from error
    return Book(path.name, "csv", (Sheet(path.stem, rows),), encoding, separator)


def _decoded(content: bytes) -> tuple[str, str]:
    for encoding in _ENCODINGS:
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile
