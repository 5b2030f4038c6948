"""Turn a file into a book of plain values. Only comma-separated text in UTF-8 so far."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from .book import Book, Sheet, Value
from .errors import UnreadableTable


def read_book(content: bytes, *, name: str) -> Book:
    """Return the tables of a file. Raises UnreadableTable when there are none to read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable("not_text", _("The file is no text in UTF-8.")) from error
    rows: list[list[Value]] = []
    for cells in csv.reader(io.StringIO(text, newline="")):
        row: list[Value] = [cell if cell.strip() else None for cell in cells]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    if not any(rows):
        raise UnreadableTable("empty", _("The file is empty."))
    sheet = Sheet(name.rpartition(".")[0] or name, rows)
    return Book(name, "csv", (sheet,), encoding="utf-8", separator=",")
