"""Grids of cells as files that come back the same: a workbook and a text with commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from serambi.exchange.budgets.amounts import write_number
from serambi.exchange.tables.book import Value

# A spreadsheet program takes a text that begins like this for a formula and would run it.
_RISKY_START = ("=", "+", "-", "@", "\t", "\r")
# The digits that a number of a workbook, a double, holds for certain.
_SAFE_DIGITS = 15

_HEAD = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}

Cell = str | Decimal | None
Merge = tuple[int, int, int, int]


def workbook_of(
    name: str, rows: Sequence[Sequence[Cell]], *, merges: Sequence[Merge], header: range, widths: Sequence[int]
) -> bytes:
    """Return a workbook with one sheet.

    merges: ranges that are one cell, as first row, first column, last row, last column, from 1. header: the rows of the
    header, from 1, which stay in sight. widths: of the columns, in characters.

    What could be run as a formula gets a quote before it, as in the text with commas. A number with more digits than a
    workbook holds is written as a text.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - it ships no types, and is large

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(name[:31])
        head = workbook.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        )
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        number = workbook.add_format({"num_format": "#,##0.##", "valign": "top"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for index, row in enumerate(rows):
            is_header = index + 1 in header
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal) and len(cell.normalize().as_tuple().digits) <= _SAFE_DIGITS:
                    sheet.write_number(index, column, float(cell), number)
                elif cell is not None:
                    written = write_number(cell) if isinstance(cell, Decimal) else guarded(cell)
                    sheet.write_string(index, column, written, head if is_header else text)
        for first, left, last, right in merges:
            label = rows[first - 1][left - 1]
            sheet.merge_range(first - 1, left - 1, last - 1, right - 1, label, head)
        sheet.freeze_panes(header.stop - 1, 0)
        sheet.repeat_rows(header.start - 1, header.stop - 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return memory.getvalue()


def csv_of(rows: Sequence[Sequence[Cell]]) -> str:
    """Return the same grid as a text with commas; what could be run as a formula gets a quote."""
    memory = io.StringIO()
    writer = csv.writer(memory)
    for row in rows:
        writer.writerow([write_number(cell) if isinstance(cell, Decimal) else guarded(cell or "") for cell in row])
    return memory.getvalue()


def guarded(text: str) -> str:
    """Return a text with a quote before it where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), unguarded("'=1+1"), unguarded("'t Hart")
    ("'=1+1", '=1+1', "'t Hart")
    """
    return f"'{text}" if text.lstrip("'").startswith(_RISKY_START) else text


def unguarded(text: str) -> str:
    """Return a text without the quote that `guarded` put before it."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RISKY_START) else text


def rows_of(text: str) -> tuple[tuple[Value, ...], ...]:
    """Return the rows of a text with commas as cells of a sheet."""
    return tuple(tuple(cell or None for cell in row) for row in csv.reader(io.StringIO(text, newline="")))
