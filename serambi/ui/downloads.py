"""Tables as files that a spreadsheet program opens."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import FileResponse, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no annotations
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # likewise

# A spreadsheet program takes a text that begins like this for a formula and would run it.
_RISKY_START = ("=", "+", "-", "@", "\t", "\r")
# A minus, then digits with their marks: nothing in it can be called. "-" alone stands for "none" in many tables.
_NUMBER = re.compile(r"-\d[\d., ]*%?|-")
_ROWS_AT_ONCE = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DIGITS = 15
_LONGEST_CELL = 32_767


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def table_download(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return a table as a CSV file, sent while it is read, so that its length costs no memory.

    name: words for the file's name. rows: numbers and dates as they are (decimal point, ISO), None for empty.
    """
    response = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.csv"'
    return response


def _lines(heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # A spreadsheet program reads UTF-8 only when the file says so with this mark.
    kept = ["\ufeff" + writer.writerow([harmless(cell) for cell in heads])]
    for row in rows:
        kept.append(writer.writerow([harmless(cell) for cell in row]))
        if len(kept) >= _ROWS_AT_ONCE:
            yield "".join(kept)
            kept = []
    yield "".join(kept)


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet program takes for a formula: a risky text gets an apostrophe before it.

    Numbers stay as they are, also negative ones written as text ("-12,5"); None is empty. `restored` takes the
    apostrophe off again, so a text that has one of its own before such a beginning gets a second one.

    >>> harmless("=1+1"), harmless("-12,5"), harmless(-3), harmless("- tidak ada"), harmless("'=1")
    ("'=1+1", '-12,5', -3, "'- tidak ada", "''=1")
    """
    if cell is None:
        return ""
    if isinstance(cell, str | Promise):
        text = str(cell)
        is_risky = text.lstrip("'").startswith(_RISKY_START) and not _NUMBER.fullmatch(text)
        return f"'{text}" if is_risky else text
    return cell


def restored(text: str) -> str:
    """Return a text as it was before `harmless` wrote it into a file of text.

    >>> restored("'=1+1"), restored("''=1"), restored("'kutipan'"), restored("-12,5")
    ('=1+1', "'=1", "'kutipan'", '-12,5')
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RISKY_START) else text


def workbook_download(
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str,
    about_title: str,
    about: Iterable[tuple[str, object]],
) -> FileResponse:
    """Return a table as an Excel workbook: numbers and dates as such, the header frozen and with filters.

    name: words for the file's name. rows: as for `table_download`. title: the name of the sheet. about: lines of a
    second sheet, named about_title, that say what the table holds. No text becomes a formula or a link. The table is
    written to a file row by row, so that its length costs little memory.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - for the first workbook that somebody downloads

    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response when it has been sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        looks = _Looks(book)
        _write_table(book.add_worksheet(_sheet_name(title)), looks, heads, rows)
        _write_about(book.add_worksheet(_sheet_name(about_title)), looks, about)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{slugify(name) or 'table'}.xlsx", content_type=_XLSX)


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.decimal = book.add_format({"num_format": "#,##0.00"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        # Without the sign of a text, a cell that is opened and left becomes the formula it looks like.
        self.harmless = book.add_format({"quote_prefix": True})


def _write_table(sheet: Worksheet, looks: _Looks, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    for column, head in enumerate(heads):
        sheet.set_column(column, column, min(max(len(head) + 4, 12), 40))
        sheet.write_string(0, column, head, looks.head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, looks, last, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(len(heads) - 1, 0))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_about(sheet: Worksheet, looks: _Looks, about: Iterable[tuple[str, object]]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 80)
    for row, (label, value) in enumerate(about):
        _write(sheet, looks, row, 0, label)
        _write(sheet, looks, row, 1, value)


def _write(sheet: Worksheet, looks: _Looks, row: int, column: int, cell: object) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dt.datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), looks.moment)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime(cell.year, cell.month, cell.day), looks.day)  # noqa: DTZ001 - a day
    elif isinstance(cell, Decimal) and _fits(cell):
        sheet.write_number(row, column, float(cell), looks.whole if cell == cell.to_integral_value() else looks.decimal)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell)
    else:
        text = f"{cell:f}" if isinstance(cell, Decimal) else _shortened(str(cell))
        sheet.write_string(row, column, text, looks.harmless if text.startswith(_RISKY_START) else None)


def _fits(amount: Decimal) -> bool:
    """Tell whether a spreadsheet, which counts in 15 digits, keeps the amount as it is; else it is written as text."""
    return amount.is_finite() and len(amount.normalize().as_tuple().digits) <= _DIGITS


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "1"


def _shortened(text: str) -> str:
    """Return a text as long as a cell may be; where something is cut off, it ends in dots."""
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
