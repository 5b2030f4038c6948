"""Writing one cell of a marked copy: the value as it was read, and the look that says how much its problem matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from serambi.exchange.tables.book import Percent, Value
from serambi.exchange.tables.understanding import Problem, Weight

LONGEST_TEXT: Final = 32_767
# What a spreadsheet program takes for a formula as soon as somebody edits the cell, unless the cell says it is text.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
# Before this day spreadsheets count days in two ways.
_FIRST_SURE_DAY: Final = dt.date(1900, 3, 1)
_DIGITS: Final = 15
_ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})

# Told apart by the border as well as by the colour, in print and by people who see few colours.
_MARKS: Final[dict[Weight, dict[str, Any]]] = {
    Weight.ERROR: {"bg_color": "#F8C9C4", "border": 5, "border_color": "#9C1C14"},
    Weight.DOUBT: {"bg_color": "#FBE7A2", "border": 8, "border_color": "#7A5600"},
    Weight.NOTE: {"bg_color": "#D6E6F5", "border": 4, "border_color": "#2F5D8A"},
}
_NOTES: Final = {Weight.ERROR: "#FBE3E0", Weight.DOUBT: "#FDF3D0", Weight.NOTE: "#E8F1FA"}
_KINDS: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "text": {"quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "time": {"num_format": "hh:mm:ss"},
    "percent": {"num_format": "0.##########%"},
    "duration": {"num_format": "[h]:mm:ss"},
}


class Pen:
    """Writes cells of one workbook. Cells are named (row, column) from 1; a row is written from left to right."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._formats: dict[tuple[str, Weight | None], Any] = {("plain", None): None}

    def look(self, kind: str, weight: Weight | None = None) -> Any:
        """Return the format of a kind of value; None where it needs none."""
        key = (kind, weight)
        if key not in self._formats:
            self._formats[key] = self._file.add_format({**_KINDS[kind], **(_MARKS[weight] if weight else {})})
        return self._formats[key]

    def note_looks(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """Return how the note of a cell looks: wide enough to be read without being drawn larger."""
        weight = min((problem.weight for problem in problems), key=list(_NOTES).index)
        lines = sum(2 + len(problem.message) // 42 for problem in problems)
        return {"author": "Serambi", "color": _NOTES[weight], "width": 300, "height": min(40 + 16 * lines, 400)}

    def write(self, page: Any, cell: tuple[int, int], value: Value, weight: Weight | None = None) -> None:
        row, column = cell[0] - 1, cell[1] - 1
        if value is None:
            if weight:
                page.write_blank(row, column, None, self.look("plain", weight))
        elif isinstance(value, str):
            kind = "text" if value.startswith(_RISKY) else "plain"
            page.write_string(row, column, value[:LONGEST_TEXT], self.look(kind, weight))
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self.look("plain", weight))
        elif isinstance(value, int | float | Decimal):
            self._write_number(page, cell, value, weight)
        else:
            self._write_moment(page, cell, value, weight)

    def write_error(self, page: Any, cell: tuple[int, int], text: str, weight: Weight | None) -> None:
        """Write an error as one; what only LibreOffice knows ("Err:502") becomes #VALUE!."""
        shown = text if text in _ERRORS else "#VALUE!"
        page.write_formula(cell[0] - 1, cell[1] - 1, f"={shown}", self.look("plain", weight), shown)

    def write_uncalculated(self, page: Any, cell: tuple[int, int], weight: Weight | None) -> None:
        page.write_formula(cell[0] - 1, cell[1] - 1, "=NA()", self.look("plain", weight), "")

    def _write_number(self, page: Any, cell: tuple[int, int], value: float | Decimal, weight: Weight | None) -> None:
        row, column = cell[0] - 1, cell[1] - 1
        if not isinstance(value, float) and len(Decimal(value).normalize().as_tuple().digits) > _DIGITS:
            page.write_string(row, column, f"{Decimal(value):f}", self.look("plain", weight))
            return
        kind = "percent" if isinstance(value, Percent) else "plain"
        page.write_number(row, column, value, self.look(kind, weight))

    def _write_moment(
        self,
        page: Any,
        cell: tuple[int, int],
        value: dt.datetime | dt.date | dt.time | dt.timedelta,
        weight: Weight | None,
    ) -> None:
        row, column = cell[0] - 1, cell[1] - 1
        if isinstance(value, dt.datetime):
            is_sure, kind = value.date() >= _FIRST_SURE_DAY, "moment"
        elif isinstance(value, dt.date):
            is_sure, kind = value >= _FIRST_SURE_DAY, "day"
        elif isinstance(value, dt.time):
            is_sure, kind = True, "time"
        else:
            is_sure, kind = value >= dt.timedelta(0), "duration"
        if is_sure:
            page.write_datetime(row, column, value, self.look(kind, weight))
        else:
            text = str(value) if isinstance(value, dt.timedelta) else value.isoformat()
            page.write_string(row, column, text, self.look("text", weight))
