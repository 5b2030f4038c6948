"""The cells of one sheet, with a mark on each that was used, so that none is dropped in silence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from serambi.exchange.tables.book import Sheet, Value
from serambi.exchange.tables.understanding import LeftOut


def text_of(value: Value) -> str:
    """Return what a cell says as text without spaces around it; "" for an empty one, no point behind whole numbers."""
    if value is None:
        return ""
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value).strip()


class Cells:
    """A sheet whose cells are marked as they are used."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._used: set[tuple[int, int]] = set()
        self._reasons: dict[tuple[int, int], str] = {}

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell; column 0 is a column that is not there."""
        return text_of(self.sheet.at(row, column)) if column else ""

    def filled(self, row: int) -> list[int]:
        """Return the columns of a row in which something stands."""
        return [column for column, value in enumerate(self.sheet.rows[row - 1], 1) if text_of(value)]

    def use(self, row: int, *columns: int) -> None:
        """Mark cells of a row as used."""
        self._used.update((row, column) for column in columns)

    def leave_out(self, row: int, columns: Iterable[int], reason: str) -> None:
        """Say why cells of a row are not used."""
        self._reasons.update({(row, column): reason for column in columns})

    def left_out(self, otherwise: str) -> tuple[LeftOut, ...]:
        """Return every filled cell that nobody used, with its reason; otherwise: the reason where none was given."""
        return tuple(
            LeftOut(
                self.sheet.place(row, column), self.sheet.at(row, column), self._reasons.get((row, column), otherwise)
            )
            for row, _cells in self.sheet.numbered()
            for column in self.filled(row)
            if (row, column) not in self._used
        )
