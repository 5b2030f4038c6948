"""What loading a workbook would change, as plain lines that are kept and turned over page by page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from serambi.exchange.tables.understanding import LeftOut, Problem
from serambi.exchange.uploads.amounts import exact_number
from serambi.exchange.workbook.cells import to_cell
from serambi.exchange.workbook.columns import Column
from serambi.exchange.workbook.compare import Comparison, RowChange, SheetChanges

NEW, CHANGED = "new", "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One cell that changes, or one row that is new. old: "" where nothing was there."""

    sheet: str
    cell: str
    key: str
    what: str
    old: str
    new: str
    is_new: bool

    def has(self, words: str) -> bool:
        return any(words in text.casefold() for text in (self.key, self.what, self.old, self.new, self.cell))


@dataclass(frozen=True, slots=True)
class SheetCount:
    title: str
    new: int
    changed: int
    unchanged: int
    absent: int
    problems: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as pages show it. fingerprint: another one as soon as loading would do something else."""

    sheets: tuple[SheetCount, ...] = ()
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    fingerprint: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def may_be_loaded(self) -> bool:
        return bool(self.lines) and not self.problems


def shown(comparison: Comparison, language: str) -> Shown:
    """Return a comparison as lines in one language."""
    lines = tuple(line for sheet in comparison.sheets.values() for line in _lines(sheet, language))
    wrong = Counter(problem.place.sheet for problem in comparison.problems)
    sheets = tuple(
        SheetCount(
            sheet.read.title,
            len(sheet.new),
            len(sheet.changed),
            sheet.unchanged,
            sheet.absent,
            wrong[sheet.read.title],
        )
        for sheet in comparison.sheets.values()
    )
    return Shown(
        sheets,
        lines,
        tuple(comparison.problems),
        tuple(comparison.left_out),
        fingerprint(comparison),
        {NEW: sum(one.new for one in sheets), CHANGED: sum(one.changed for one in sheets)},
    )


def fingerprint(comparison: Comparison) -> str:
    """Return what differs as soon as any row or cell that would be written is another, or what it replaces."""
    sum_of = hashlib.sha256()
    for name, sheet in comparison.sheets.items():
        for row in sheet.rows:
            changes = [(change.column, str(change.old), str(change.new)) for change in row.changes]
            sum_of.update(repr((name, row.row.number, row.pk, changes)).encode())
    return sum_of.hexdigest()


def _lines(sheet: SheetChanges, language: str) -> Iterator[Line]:
    read = sheet.read
    for row in sheet.changed:
        key = key_of(sheet, row)
        for change in row.changes:
            column = read.sheet.by_name[change.column]
            place = read.place(row.row.number, change.column)
            old, new = written(column, change.old, language), written(column, change.new, language)
            yield Line(read.title, place.cell, key, column.heading.in_language(language), old, new, is_new=False)
    for row in sheet.new:
        place = read.place(row.row.number)
        yield Line(read.title, place.cell, key_of(sheet, row), _("new row"), "", _summary(row, sheet, language), True)


def _summary(row: RowChange, sheet: SheetChanges, language: str) -> str:
    """Return what a new row says, the columns that are its key left out."""
    of = sheet.read.sheet
    said = []
    for change in row.changes:
        column = of.by_name[change.column]
        if change.column in of.key or change.new == column.empty_value:
            continue
        said.append(f"{column.heading.in_language(language)}: {written(column, change.new, language)}")
    return " · ".join(said)


def key_of(sheet: SheetChanges, row: RowChange) -> str:
    return ", ".join(str(row.value(sheet.read.sheet.by_name[name])) for name in sheet.read.sheet.key)


def written(column: Column, value: Any, language: str) -> str:
    """Return a value as a page shows it, exact; "" for nothing."""
    if isinstance(value, Decimal):
        return exact_number(value)
    cell = to_cell(column, value, language)
    return "" if cell is None else str(cell)


def narrowed(lines: Sequence[Line], *, sheet: str = "", kind: str = "", words: str = "") -> list[Line]:
    """Return the lines of a sheet, of a kind (new, changed), or with words; all of them where nothing is asked."""
    words = words.strip().casefold()
    return [
        line
        for line in lines
        if (not sheet or line.sheet == sheet)
        and (not kind or line.is_new == (kind == NEW))
        and (not words or line.has(words))
    ]
