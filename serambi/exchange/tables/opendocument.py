"""The sheets of an ODS file.

Read here and not by calamine, which gives no merged ranges and no errors of this format, and refuses a file whose
elements stand on lines of their own.
Source: OASIS OpenDocument 1.3 part 3, sections 9.1 (tables), 19.385 (values), 6.1.3 (white space).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Final

from serambi.exchange.tables import errors, limits, markup
from serambi.exchange.tables.archives import Archive
from serambi.exchange.tables.book import Percent, Sheet, Value

_DURATION: Final = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_ERROR: Final = re.compile(r"#\S+[!?]|#N/A|Err:\d+|#NULL!|#VALUE!")


def read_sheets(archive: Archive) -> list[Sheet]:
    """Return all sheets, the empty ones too. Raises PasswordProtected, Damaged and what the limits say."""
    manifest = archive.find("META-INF/manifest.xml")
    if manifest and any(b"encryption-data" in piece for piece in archive.pieces(manifest)):
        raise errors.PasswordProtected(name=archive.name)
    part = archive.find("content.xml")
    if part is None:
        raise errors.Damaged(name=archive.name)
    reader = _Reader(archive.name)
    markup.feed(reader.parser, archive.pieces(part), name=archive.name)
    if not reader.is_spreadsheet:
        raise errors.Damaged(name=archive.name)
    return reader.sheets


class _Reader:
    """Follows the elements of the content and builds one sheet after another."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parser = markup.new_parser(name=name)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.is_spreadsheet = self.in_row = False
        self.sheets: list[Sheet] = []
        self.extents: list[tuple[int, int]] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.depth = self.skipped = self.characters = 0
        self.pieces: list[str] | None = None
        self.paragraphs = 0
        self.seen: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = markup.local(tag)
        if self.skipped or tag in ("annotation", "shapes", "tracked-changes"):
            self.skipped += 1
            return
        if self.pieces is not None and tag in _INLINE:
            self.inline(tag, attributes)
            return
        if tag in ("table-cell", "covered-table-cell"):
            self.begin_cell(attributes)
        elif tag == "table-row":
            self.begin_row(attributes)
        elif tag == "table":
            self.begin_table(attributes)
        elif tag == "spreadsheet":
            self.is_spreadsheet = True
        elif tag == "style":
            self.style = attributes.get("style:name", "")
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        tag = markup.local(tag)
        if tag in ("table-cell", "covered-table-cell"):
            self.end_cell()
        elif tag == "table-row":
            self.end_row()
        elif tag == "table":
            self.end_table()

    def text(self, characters: str) -> None:
        if self.pieces is not None and self.paragraphs and not self.skipped:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", characters))

    def inline(self, tag: str, attributes: dict[str, str]) -> None:
        pieces = self.pieces if self.pieces is not None else []
        if tag in ("p", "h"):
            if self.paragraphs:
                pieces.append("\n")
            self.paragraphs += 1
        elif tag == "s":
            pieces.append(" " * self.times(attributes, "text:c"))
        else:
            pieces.append("\t" if tag == "tab" else "\n")

    def begin_table(self, attributes: dict[str, str]) -> None:
        if self.depth:
            # A table within a cell is no part of the sheet's own grid.
            self.skipped = 1
            return
        self.depth = 1
        self.title = attributes.get("table:name", "")
        self.is_hidden = attributes.get("table:style-name") in self.hidden_styles
        self.rows: list[list[Value]] = []
        self.number = self.filled_rows = self.filled_columns = self.formulas = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.errors: dict[tuple[int, int], str] = {}
        self.uncalculated: list[tuple[int, int]] = []

    def end_table(self) -> None:
        self.depth = 0
        self.extents.append((self.filled_rows, self.filled_columns))
        self.sheets.append(
            Sheet(
                self.title,
                self.rows,
                merged=tuple(self.merged),
                errors=self.errors,
                formulas=self.formulas,
                uncalculated=tuple(self.uncalculated),
                hidden=self.is_hidden,
            )
        )

    def end_row(self) -> None:
        self.in_row = False
        first = self.number + 1
        self.number += self.row_times
        if not self.width:
            return
        self.filled_rows = max(self.filled_rows, self.number)
        limits.check_extent(self.name, self.title, self.filled_rows, self.filled_columns)
        limits.check_cells(self.name, [*self.extents, (self.filled_rows, self.filled_columns)])
        self.rows.extend([] for _ in range(first - 1 - len(self.rows)))
        self.rows.extend(list(self.row) for _ in range(self.row_times))
        size = sum(len(value) for value in self.row if isinstance(value, str))
        self.characters += size * self.row_times
        limits.check_text(self.name, self.characters)

    def begin_row(self, attributes: dict[str, str]) -> None:
        if not self.depth or self.in_row:
            raise errors.Damaged(name=self.name)
        self.in_row = True
        self.row: list[Value] = []
        self.column = self.width = 0
        self.row_times = self.times(attributes, "table:number-rows-repeated")

    def begin_cell(self, attributes: dict[str, str]) -> None:
        if not self.in_row or self.pieces is not None:
            raise errors.Damaged(name=self.name)
        self.cell = attributes
        self.pieces, self.paragraphs = [], 0
        row, column = self.number + 1, self.column + 1
        down = self.times(attributes, "table:number-rows-spanned")
        right = self.times(attributes, "table:number-columns-spanned")
        if down > 1 or right > 1:
            self.merged.append((row, column, row + down - 1, column + right - 1))

    def end_cell(self) -> None:
        text = "".join(self.pieces or ())
        self.pieces = None
        times = self.times(self.cell, "table:number-columns-repeated")
        first = self.column + 1
        self.column += times
        value = self.value(text)
        if isinstance(value, str):
            value = self.seen.setdefault(value, value)
        is_formula = "table:formula" in self.cell
        if value is None and not is_formula:
            return
        self.width = self.column
        self.filled_columns = max(self.filled_columns, self.column)
        limits.check_extent(self.name, self.title, self.number + self.row_times, self.column)
        if is_formula:
            self.formulas += times * self.row_times
        error = text if is_formula and _ERROR.fullmatch(text) else ""
        if error or self.cell.get("calcext:value-type") == "error":
            self.note_error(error or text or "#N/A", first)
            value = None
        elif is_formula and value is None and "office:value-type" not in self.cell:
            self.uncalculated.append((self.number + 1, first))
        if value is not None:
            self.row.extend([None] * (first - 1 - len(self.row)))
            self.row.extend([value] * times)

    def note_error(self, text: str, first: int) -> None:
        for row in range(self.number + 1, self.number + self.row_times + 1):
            for column in range(first, self.column + 1):
                self.errors[row, column] = text

    def value(self, text: str) -> Value:
        kind = self.cell.get("office:value-type", "")
        key, convert = _TYPED.get(kind, ("", str))
        written = self.cell.get(key, "")
        try:
            typed = convert(written) if written else None
        except (ValueError, OverflowError):
            typed = None
        # A value that cannot be read keeps what the cell shows.
        if typed is not None:
            return typed
        return text or (self.cell.get("office:string-value") if kind == "string" else None) or None

    def times(self, attributes: dict[str, str], key: str) -> int:
        """Return how often something is repeated; at least once, and no more than a number can be read."""
        written = attributes.get(key, "1")
        if not written.isdecimal() or len(written) > 9:
            raise errors.Damaged(name=self.name)
        return max(1, int(written))


_INLINE: Final = frozenset({"p", "h", "s", "tab", "line-break"})


def _number(written: str) -> Value:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(written)
    return number


def _percent(written: str) -> Value:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(written)
    return Percent(number)


def _date(written: str) -> Value:
    if "T" in written:
        return dt.datetime.fromisoformat(written[:26])
    return dt.date.fromisoformat(written)


def _duration(written: str) -> Value:
    """Return a time as the spreadsheet counts it; a time of day is what is less than a day.

    >>> _duration("PT08H30M00S"), _duration("PT30H00M00S")
    (datetime.time(8, 30), datetime.timedelta(days=1, seconds=21600))
    """
    found = _DURATION.fullmatch(written)
    if found is None:
        raise ValueError(written)
    sign, days, hours, minutes, seconds = found.groups(default="0")
    length = dt.timedelta(days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds))
    if sign == "-":
        return -length
    if length >= dt.timedelta(days=1):
        return length
    minute, second = divmod(length.seconds, 60)
    return dt.time(minute // 60, minute % 60, second, length.microseconds)


_TYPED: Final[dict[str, tuple[str, Callable[[str], Value]]]] = {
    "float": ("office:value", _number),
    "percentage": ("office:value", _percent),
    "currency": ("office:value", _number),
    "date": ("office:date-value", _date),
    "time": ("office:time-value", _duration),
    "boolean": ("office:boolean-value", lambda written: written == "true"),
}
