"""What the page of columns shows of a sheet: its header as it stands, and some cells of each column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from serambi.exchange.tables.book import Book, Sheet, Value, column_letters
from serambi.exchange.tables.layouts import Layout
from serambi.exchange.tables.notation import Decision, Issue, Notation, decide, read_quantity
from serambi.exchange.tables.texts import is_blank, is_missing, text_of

MOST_COLUMNS = 200  # that a page asks about; further ones keep what was proposed
_SAMPLES = 3
_ROWS_BELOW = 3
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Example:
    """A cell that can be read in two ways, and both numbers, as exact text."""

    text: str
    with_point: str
    with_comma: str


@dataclass(frozen=True, slots=True)
class ColumnSketch:
    """samples: the first different texts of the column. filled: how many cells are not empty."""

    number: int
    samples: tuple[str, ...]
    filled: int
    decision: Decision
    examples: tuple[Example, ...]

    @property
    def letters(self) -> str:
        return column_letters(self.number)

    @property
    def has_two_readings(self) -> bool:
        return self.decision.notation in (Notation.AMBIGUOUS, Notation.MIXED) and bool(self.examples)


@dataclass(frozen=True, slots=True)
class SheetSketch:
    """rows: the header and the first rows below it, as (number, texts, whether it is of the header)."""

    name: str
    height: int
    width: int
    hidden: bool
    rows: tuple[tuple[int, tuple[str, ...], bool], ...]
    columns: tuple[ColumnSketch, ...]


def sketch(book: Book, layouts: dict[str, Layout]) -> tuple[SheetSketch, ...]:
    """Return a sketch of every sheet; of one without a layout, its first rows only."""
    return tuple(_sheet(sheet, layouts.get(sheet.name)) for sheet in book.sheets)


def _sheet(sheet: Sheet, layout: Layout | None) -> SheetSketch:
    width = min(sheet.width, MOST_COLUMNS)
    first = layout.first_header_row if layout else 1
    last = layout.last_header_row if layout else 0
    below = layout.first_row if layout else 1
    shown = [*range(first, last + 1), *range(below, below + (_ROWS_BELOW if layout else 12))]
    rows = tuple(
        (row, tuple(_short(sheet.at(row, column)) for column in range(1, width + 1)), row <= last)
        for row in shown
        if row <= len(sheet.rows)
    )
    columns = tuple(_column(sheet, number, below) for number in range(1, width + 1)) if layout else ()
    return SheetSketch(sheet.name, len(sheet.rows), sheet.width, sheet.hidden, rows, columns)


def _column(sheet: Sheet, number: int, first: int) -> ColumnSketch:
    values = list(_values(sheet, number, first))
    samples: list[str] = []
    seen: set[Value] = set()
    for value in values:
        if value not in seen:
            seen.add(value)
            text = _short(value)
            if text not in samples and not is_missing(text) and text != "0":
                samples.append(text)
            if len(samples) == _SAMPLES:
                break
    # Equal texts have equal readings, so each is looked at once.
    decision = decide({value for value in values if isinstance(value, str)})
    examples = tuple(_examples(values)) if decision.either else ()
    return ColumnSketch(number, tuple(samples), len(values), decision, examples)


def _values(sheet: Sheet, number: int, first: int) -> Iterator[Value]:
    for _row, cells in sheet.numbered(first):
        if len(cells) >= number and not is_blank(cells[number - 1]):
            yield cells[number - 1]


def _examples(values: Iterable[Value]) -> Iterator[Example]:
    """Yield the first cells with two readings, each text once."""
    seen: set[str] = set()
    for value in values:
        text = text_of(value)
        if text in seen or read_quantity(value, Notation.AMBIGUOUS).issue is not Issue.AMBIGUOUS:
            continue
        seen.add(text)
        readings = [read_quantity(value, notation).quantity.value for notation in (Notation.POINT, Notation.COMMA)]
        yield Example(text, *(f"{reading:f}" if reading is not None else "" for reading in readings))
        if len(seen) == _SAMPLES:
            return


def _short(value: Value) -> str:
    text = text_of(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
