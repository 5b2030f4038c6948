"""Sheets as calamine gives them, every row from column A on.

Needs nothing of Django, for it also runs in a process apart.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from serambi.exchange.tables.book import Value

Range = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """number: its place among all sheets of the workbook, from 0. rows: an empty cell is "". merged: as in `Sheet`."""

    number: int
    title: str
    hidden: bool
    rows: list[list[Value]]
    merged: tuple[Range, ...]


def raw_sheets(content: bytes) -> list[RawSheet]:
    """Return the sheets with cells; raise what calamine raises, which includes a panic that is no Exception."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        return [
            _raw_sheet(workbook, number, about.name, hidden=about.visible is not SheetVisibleEnum.Visible)
            for number, about in enumerate(workbook.sheets_metadata)
            # Sheets of charts and macros hold no cells of their own.
            if about.typ is SheetTypeEnum.WorkSheet
        ]


def _raw_sheet(workbook: CalamineWorkbook, number: int, title: str, *, hidden: bool) -> RawSheet:
    sheet = workbook.get_sheet_by_index(number)
    # The rows come from the sheet's first one, their cells only from the first filled column.
    left: list[Value] = [""] * (sheet.start or (0, 0))[1]
    merged = tuple(
        (top + 1, first + 1, bottom + 1, last + 1) for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
    )
    return RawSheet(number, title, hidden, [[*left, *row] for row in sheet.iter_rows()], merged)
