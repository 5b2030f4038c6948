"""What is known of a sheet before its values are read: how far it reaches, its errors and its formulas."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class SheetScan:
    """rows, columns: the last filled ones, counted from 1. errors: cell → its text, as in `book.Sheet`.

    uncalculated: cells whose formula was saved without a value. texts: how many cells name a shared text (XLSX), or the
    characters of all of them (XLS). percents: cells that are shown as a percentage.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: int = 0
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    texts: int = 0
    percents: list[tuple[int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Note that a cell is filled."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
