"""Which mark begins the decimals of the values: seen in all of them, stated, or asked; never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from serambi.exchange.observations_csv.blocks import read_blocks
from serambi.exchange.observations_csv.errors import AmbiguousColumn
from serambi.exchange.observations_csv.headings import Column, Headings
from serambi.exchange.observations_csv.known import Numbers
from serambi.exchange.observations_csv.opening import OpenedText
from serambi.exchange.observations_csv.progress import Progress
from serambi.exchange.tables.notation import Decision, Notation, decide, read_quantity
from serambi.ui import formats

# A cell that fits one of these needs no closer look; they say of plain cells what `decide` says of any.
_WHOLE: Final = r"^[+-]?\d+$"
_EITHER: Final = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"
_POINT_ONLY: Final = r"^[+-]?(?:\d+\.\d+|[1-9]\d{0,2}(?:,\d{3})+\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,})$"
_COMMA_ONLY: Final = r"^[+-]?(?:\d+,\d+|[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,})$"


@dataclass(slots=True)
class Counted:
    """How many cells can be read with a point, a comma, or both; first: the first cell of the last kind, its line."""

    point: int = 0
    comma: int = 0
    either: int = 0
    first: tuple[str, int] | None = None

    @property
    def notation(self) -> Notation:
        if self.point and self.comma:
            return Notation.MIXED
        if self.point or self.comma:
            return Notation.POINT if self.point else Notation.COMMA
        return Notation.AMBIGUOUS if self.either else Notation.PLAIN


def find_notation(text: OpenedText, headings: Headings, progress: Progress) -> Notation:
    """Return the notation of the values, from all of them. Raises AmbiguousColumn when no cell tells."""
    position = headings.at[Column.VALUE]
    counted = Counted()
    for block in read_blocks(text, [position]):
        count_cells(block.table[str(position)], block.lines, counted)
        for _start, _end, line, cells in block.odd:
            if position < len(cells):
                _add(counted, decide([cells[position]]), cells[position], line)
        progress.read(block.end, text.size)
    if counted.notation is Notation.AMBIGUOUS and counted.first is not None:
        raise _asked(*counted.first)
    return counted.notation


def count_cells(values: pa.ChunkedArray, lines: Numbers, counted: Counted) -> None:
    """Add to counted what `decide` says of each cell. lines: of the cells."""
    marked = pc.or_(pc.match_substring(values, "."), pc.match_substring(values, ","))
    if not pc.any(marked).as_py():
        return
    cells = pc.utf8_trim_whitespace(values.filter(marked))
    lines = lines[marked.to_numpy()]
    either = pc.match_substring_regex(cells, _EITHER).to_numpy()
    point = pc.match_substring_regex(cells, _POINT_ONLY).to_numpy() & ~either
    comma = pc.match_substring_regex(cells, _COMMA_ONLY).to_numpy() & ~either
    counted.point += int(point.sum())
    counted.comma += int(comma.sum())
    for number in np.flatnonzero(~(either | point | comma)).tolist():
        cell = cells[number].as_py()
        _add(counted, decide([cell]), cell, int(lines[number]))
    if either.any():
        number = int(np.argmax(either))
        _add(counted, Decision(Notation.AMBIGUOUS, either=int(either.sum())), cells[number].as_py(), int(lines[number]))


def _add(counted: Counted, decision: Decision, cell: str, line: int) -> None:
    counted.point += decision.point
    counted.comma += decision.comma
    counted.either += decision.either
    if decision.either and (counted.first is None or line < counted.first[1]):
        counted.first = (cell, line)


def _asked(cell: str, line: int) -> AmbiguousColumn:
    comma, point = (read_quantity(cell, notation).quantity.value for notation in (Notation.COMMA, Notation.POINT))
    return AmbiguousColumn(text=cell, line=line, comma=_written(comma), point=_written(point))


def _written(number: Decimal | None) -> str:
    if number is None:
        return ""
    exponent = number.as_tuple().exponent
    return formats.number(number, max(0, -exponent) if isinstance(exponent, int) else 0)
