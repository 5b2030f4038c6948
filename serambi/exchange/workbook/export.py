"""Writing the workbook: one sheet for each of `sheets.SHEETS`, with lists, notes and protected headings.

Rows go to the disk as they are written, so memory does not grow with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from serambi.apps.plans.queries import current_plan_for
from serambi.apps.plans.queries.objects import current_plan
from serambi.exchange.workbook.cells import Written, to_cell
from serambi.exchange.workbook.columns import Column, Kind, Sheet, choice_labels
from serambi.exchange.workbook.instructions import GUIDE, GUIDE_TITLE
from serambi.exchange.workbook.register import Register
from serambi.exchange.workbook.sheets import SHEETS

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]  # ships no types
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # ships no types

# Names and headings stand above the rows.
MACHINE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
LAST_ROW = 1_048_575
LISTS = "lists"
_LAST_COLUMN = 16_383
_RISKY = ("=", "+", "-", "@", "'")
_FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.MONEY: "#,##0.00", Kind.NUMBER: "General", Kind.WHOLE: "0"}
# What rows refer to and is there before them.
_REFERRED_TO = {"plan", "missions", "pillars", "sub_dimensions", "organizations"}
_ALLOWED = {
    "insert_rows": True, "delete_rows": True, "sort": True, "autofilter": True, "format_cells": True,
    "format_columns": True,
}  # fmt: skip


def export_workbook(path: Path, *, by: Any, language: str, with_illustration: bool = True) -> dict[str, int]:
    """Write the register as the person sees it, and return how many rows each sheet has.

    by: the person, or None for the program itself. with_illustration: whether rows marked as illustration are written.
    """
    plan = current_plan() if by is None else current_plan_for(by)
    return _write(path, Register(plan, by, with_illustration), language, rows_of=SHEETS)


def export_empty(path: Path, *, by: Any, language: str) -> dict[str, int]:
    """Write the workbook without programs, indicators and figures, to be filled in.

    What rows refer to stays: the plan, missions, pillars and sub-dimensions, organizations and areas.
    """
    plan = current_plan() if by is None else current_plan_for(by)
    kept = [sheet for sheet in SHEETS if sheet.is_reference or sheet.name in _REFERRED_TO]
    return _write(path, Register(plan, by), language, rows_of=kept)


def _write(path: Path, register: Register, language: str, *, rows_of: Iterable[Sheet]) -> dict[str, int]:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types, and is large

    filled = {sheet.name for sheet in rows_of}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Serambi", "comments": "serambi-workbook 1"})
        _write_guide(book, language)
        writer = _Writer(book, language, _Lists(register, language, filled))
        counts = {}
        for sheet in SHEETS:
            rows = register.rows(sheet.name) if sheet.name in filled else iter(())
            counts[sheet.name] = writer.write(sheet, rows)
        writer.lists.write(book)
    return counts


def _write_guide(book: Any, language: str) -> None:
    page = book.add_worksheet(GUIDE_TITLE.in_language(language))
    title, text = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.set_column(0, 1, 70, text)
    page.write_string(0, 0, "Cara mengisi buku kerja ini", title)
    page.write_string(0, 1, "How to fill in this workbook", title)
    lines = [*GUIDE, *((sheet.title, sheet.note) for sheet in SHEETS)]
    for row, line in enumerate(lines, start=2):
        for column, tongue in enumerate(("id", "en")):
            words = [part.in_language(tongue) for part in (line if isinstance(line, tuple) else (line,))]
            page.write_string(row, column, ": ".join(words), text)
    page.protect("", {"format_columns": True})


class _Lists:
    """The hidden sheet from which drop-down lists are filled: one column for each list."""

    def __init__(self, register: Register, language: str, filled: set[str]) -> None:
        self._language = language
        self._columns: dict[str, list[str]] = {
            "organizations": list(_codes(register, "organizations", "abbreviation")),
            "areas": list(register.areas.values()),
            "pillars": list(_codes(register, "pillars", "code")),
        }
        for sheet, rows in (("programs", register.programs), ("indicators", register.indicators),
                            ("series", register.series)):  # fmt: skip
            # Rows that are yet to be written refer to codes that are not there either.
            if sheet in filled:
                self._columns[sheet] = list(rows.order_by("code").values_list("code", flat=True))

    def source(self, column: Column) -> str | None:
        """Return where the list of a column stands; None where it has none."""
        if column.kind is Kind.CHOICE and column.choices is not None:
            name = column.choices.__name__
            self._columns.setdefault(name, list(choice_labels(column.choices, self._language).values()))
        elif column.kind is Kind.FLAG:
            name = "yes_no"
            self._columns.setdefault(name, [str(to_cell(column, value, self._language)) for value in (True, False)])
        elif column.kind is Kind.NAME and self._columns.get(column.of):
            name = column.of
        else:
            return None
        from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # noqa: PLC0415 - as in _write

        number = list(self._columns).index(name)
        letters = xl_col_to_name(number, col_abs=True)
        return f"={LISTS}!{letters}$2:{letters}${len(self._columns[name]) + 1}"

    def write(self, book: Any) -> None:
        page = book.add_worksheet(LISTS)
        page.write_row(0, 0, list(self._columns))
        for row, names in enumerate(zip_longest(*self._columns.values()), start=1):
            for column, name in enumerate(names):
                if name:
                    page.write_string(row, column, name)
        page.protect()
        page.hide()


def _codes(register: Register, sheet: str, column: str) -> Iterator[str]:
    return (cells[column] for _pk, cells in register.rows(sheet))


class _Writer:
    """Writes sheets into one book; formats are made once and shared."""

    def __init__(self, book: Any, language: str, lists: _Lists) -> None:
        self.lists = lists
        self._book, self._language = book, language
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE8E6", "border": 1, "locked": True}
        )
        self._formats: dict[tuple[Kind, bool], Format] = {}

    def write(self, sheet: Sheet, rows: Iterable[tuple[int, dict[str, Any]]]) -> int:
        """Write one sheet and return how many rows it has."""
        page = self._book.add_worksheet(sheet.title.in_language(self._language))
        self._prepare(page, sheet)
        formats = [self._format(column.kind) for column in sheet.columns]
        number = FIRST_ROW - 1
        for number, (_pk, cells) in enumerate(rows, start=FIRST_ROW):
            for index, column in enumerate(sheet.columns):
                written = to_cell(column, cells[column.name], self._language)
                if written is not None:
                    self._write_cell(page, number, index, written, formats[index])
        # A protected row can be deleted only when all its cells are unlocked, those beyond our columns too. Said last:
        # the library looks through every column that it knows for each row that it writes.
        page.set_column(_LAST_COLUMN, _LAST_COLUMN, None, self._format(Kind.TEXT))
        # The library would make sixteen thousand equal entries, one by one and for each sheet.
        rest = range(len(sheet.columns), _LAST_COLUMN)
        page.col_info.update(dict.fromkeys(rest, page.col_info[_LAST_COLUMN]))
        page.autofilter(HEAD_ROW, 0, max(number, FIRST_ROW), len(sheet.columns) - 1)
        return number - FIRST_ROW + 1

    def _prepare(self, page: Worksheet, sheet: Sheet) -> None:
        for index, column in enumerate(sheet.columns):
            page.set_column(index, index, column.width, self._format(column.kind))
            self._validate(page, index, column)
        page.set_row(MACHINE_ROW, None, None, {"hidden": True})
        for index, column in enumerate(sheet.columns):
            page.write_string(MACHINE_ROW, index, f"{sheet.name}.{column.name}", self._head)
        page.set_row(HEAD_ROW, 32)
        for index, column in enumerate(sheet.columns):
            mark = " *" if column.is_needed else ""
            page.write_string(HEAD_ROW, index, column.heading.in_language(self._language) + mark, self._head)
        page.freeze_panes(FIRST_ROW, 0)
        page.protect("", _ALLOWED)

    def _validate(self, page: Worksheet, index: int, column: Column) -> None:
        note, source = column.note.in_language(self._language), self.lists.source(column)
        rule: dict[str, Any] = {"validate": "any"}
        if source is not None:
            # A code that is only being added in this file is not in the list yet, so it is asked and not refused.
            rule = {"validate": "list", "source": source}
            rule["error_type"] = "warning" if column.kind is Kind.NAME else "stop"
        if note:
            rule |= {"input_title": column.heading.in_language(self._language)[:32], "input_message": note[:255]}
        if len(rule) > 1:
            page.data_validation(FIRST_ROW, index, LAST_ROW, index, rule)

    def _write_cell(self, page: Worksheet, row: int, index: int, written: Written, plain: Format) -> None:
        if isinstance(written, dt.date):
            page.write_datetime(row, index, dt.datetime(written.year, written.month, written.day), plain)  # noqa: DTZ001 - a day of a spreadsheet has no zone
        elif isinstance(written, float):
            page.write_number(row, index, written, plain)
        elif isinstance(written, str):
            safe = self._format(Kind.TEXT, is_quoted=True) if written.startswith(_RISKY) else plain
            page.write_string(row, index, written, safe)

    def _format(self, kind: Kind, *, is_quoted: bool = False) -> Format:
        if (kind, is_quoted) not in self._formats:
            look: dict[str, Any] = {"locked": False, "valign": "top", "num_format": _FORMATS.get(kind, "@")}
            if is_quoted:
                look["quote_prefix"] = True
            self._formats[kind, is_quoted] = self._book.add_format(look)
        return self._formats[kind, is_quoted]
