"""Which cells of a sheet were used, so that none is dropped in silence."""

from __future__ import annotations

from .book import Sheet
from .texts import has_escape, is_blank, text_of
from .understanding import LeftOut, Problem, Weight


class Ledger:
    """The cells of one sheet: used, or left out with a reason. What is neither at the end is our bug and raises."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.left_out: list[LeftOut] = []
        self.problems: list[Problem] = []
        self.used = 0
        self._width = max(sheet.width, 1)
        self._settled = bytearray(self._width * len(sheet.rows))

    def use(self, row: int, column: int) -> None:
        """Note that a cell went into what was understood."""
        if self._settle(row, column):
            self.used += 1

    def use_text(self, row: int, text: str) -> None:
        """Note that the first cell of a row with this text went into what was understood."""
        for column, value in enumerate(self.sheet.rows[row - 1], start=1):
            if text_of(value) == text:
                self.use(row, column)
                return

    def leave(self, row: int, column: int, reason: str) -> None:
        """Note that a cell will not be loaded, and why. A cell that was used stays used."""
        if self._settle(row, column):
            self.left_out.append(LeftOut(self.sheet.place(row, column), self.sheet.at(row, column), reason))

    def leave_row(self, row: int, reason: str) -> None:
        """Note the same reason for every cell of a row that nothing was said about yet."""
        for column in range(1, len(self.sheet.rows[row - 1]) + 1):
            self.leave(row, column, reason)

    def doubt(self, row: int, column: int, code: str, message: str, weight: Weight = Weight.DOUBT) -> None:
        """Keep something to say about a cell, or about a row where column is 0."""
        value = text_of(self.sheet.at(row, column)) if row and column else ""
        self.problems.append(Problem(self.sheet.place(row, column), code, message, weight, value))

    def is_settled(self, row: int, column: int) -> bool:
        return bool(self._settled[(row - 1) * self._width + column - 1])

    def unsettled(self) -> list[tuple[int, int]]:
        """Return the cells that are not empty and about which nothing was said."""
        return [
            (row, column)
            for row, cells in self.sheet.numbered()
            for column, value in enumerate(cells, start=1)
            if not is_blank(value) and not self.is_settled(row, column)
        ]

    def escapes(self) -> list[tuple[int, int]]:
        """Return the cells whose text holds escapes or control characters."""
        return [
            (row, column)
            for row, cells in self.sheet.numbered()
            for column, value in enumerate(cells, start=1)
            if has_escape(value)
        ]

    def _settle(self, row: int, column: int) -> bool:
        if is_blank(self.sheet.at(row, column)):
            return False
        index = (row - 1) * self._width + column - 1
        if self._settled[index]:
            return False
        self._settled[index] = 1
        return True
