"""A file of ours on the disk, read as every other table is: nothing about formats is known above this."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from serambi.exchange.tables import reading
from serambi.exchange.tables.book import Book
from serambi.exchange.tables.errors import UnreadableTable


class FileMissing(UnreadableTable):
    code = "file_missing"
    sentence = _("There is no file %(name)s.")


class NotOurs(UnreadableTable):
    code = "not_a_workbook"
    sentence = _(
        "%(name)s is not a workbook of Serambi: no sheet has the hidden first row with the names of the columns. "
        "Download the workbook again and copy your rows into it."
    )


def read_book(path: Path) -> Book:
    """Return the sheets of a file as plain values. Raises UnreadableTable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileMissing(name=path.name) from error
    return reading.read_book(content, name=path.name)
