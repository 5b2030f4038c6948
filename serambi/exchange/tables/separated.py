"""Rows out of a text whose cells stand between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

# The first of two that fit equally well is taken: nobody writes a tab by accident, and a comma often.
SEPARATORS: Final = ("\t", ";", "|", ",")
_SAYS_SEPARATOR: Final = re.compile(r"sep=([\t;|,])\r?(?:\n|$)", re.IGNORECASE)
_COMMA_IN_NUMBER: Final = re.compile(r"(?<=\d),(?=\d)")
_LONGEST_FIELD: Final = 1 << 27
# Below this share of rows with more than one cell, a text is one column whose sentences have commas.
_LEAST_SHARE: Final = 0.3

Note = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Separated:
    """How a text is to be split. text: without the line that only names the separator; separator: "" for one column."""

    text: str
    separator: str
    loose_quotes: bool = False

    def rows(self) -> Iterator[list[str]]:
        """Yield the cells of each row as they are written, the quotation marks around them taken off."""
        return _parse(self.text, self.separator, quoted=not self.loose_quotes)


def separate(text: str) -> Separated:
    """Return how a text is split, decided from all of its rows."""
    if said := _SAYS_SEPARATOR.match(text):
        text = text[said.end() :]
    separator = said[1] if said else find_separator(text)
    return Separated(text, separator, loose_quotes=_never_closes(text, separator))


def separate_pasted(text: str) -> Separated:
    """Return how a pasted block is split: as copied from a spreadsheet, whose cells no decimal comma divides."""
    split = separate(text)
    only_decimal = len(_COMMA_IN_NUMBER.findall(split.text)) == split.text.count(",")
    return Separated(split.text, "", split.loose_quotes) if split.separator == "," and only_decimal else split


def find_separator(text: str) -> str:
    """Return the separator with which most rows have the same number of cells, "" when none divides them.

    >>> find_separator("Nama;Nilai\\nAir, bersih;1,5\\nUdara;2,5\\n")
    ';'
    """
    present = [separator for separator in SEPARATORS if separator in text]
    fits = {separator: _fit(text, separator, alone=len(present) == 1) for separator in present}
    best = max(present, key=lambda separator: fits[separator], default="")
    return best if best and fits[best] > 0 else ""


def _fit(text: str, separator: str, *, alone: bool) -> float:
    """Return how well a separator divides a text, 0 for not at all, up to 1."""
    widths = Counter[int]()
    damage = 1.0
    try:
        widths.update(len(row) for row in _parse(text, separator, strict=True) if row)
    except csv.Error:
        # A mark that closes a cell stands before something else than this separator.
        damage = 0.3
        widths = Counter(len(row) for row in _parse(text, separator) if row)
    total = widths.total()
    divided = {width: count for width, count in widths.items() if width > 1}
    if not divided or (sum(divided.values()) < _LEAST_SHARE * total and separator != "\t"):
        return 0
    usual, rows = max(divided.items(), key=lambda one: (one[1], one[0]))
    if separator == "," and not alone:
        # A comma between digits is more likely the decimal sign of a table that something else divides.
        damage *= 1.05 - len(_COMMA_IN_NUMBER.findall(text)) / text.count(",")
    # Rows that miss their last cells are still divided, which matters where no row is like the other.
    evenness = (rows + 0.1 * (sum(divided.values()) - rows)) / total
    return evenness * (1 - 1 / usual) * damage


def _never_closes(text: str, separator: str) -> bool:
    """Return whether a quotation mark that opens a cell is never closed; the rest of the file would be one cell."""
    try:
        for _ in _parse(text, separator, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            return True
        return _open_at_end(text, separator)
    return False


def _open_at_end(text: str, separator: str) -> bool:
    """Return whether the last cell is still open, also where other marks are out of place.

    A cell more is only found behind the text when no mark is open there.
    """
    rows = _parse(f"{text}\n{separator or '|'}!", separator or "|")
    return deque(rows, maxlen=1).pop() != ["", "!"]


def _parse(text: str, separator: str, *, strict: bool = False, quoted: bool = True) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    # Without a separator, a sign that is in no text stands for it.
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator or "\x1f",
        strict=strict,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
