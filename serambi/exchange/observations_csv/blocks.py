"""A long text in blocks of whole records, each parsed at once, and where every record stands in it.

Quotation marks may hold line breaks: a line break ends a record where an even number of marks stands before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from serambi.exchange.observations_csv.errors import QuoteOpen
from serambi.exchange.observations_csv.opening import OpenedText

BLOCK: Final = 1 << 23
_LONGEST_RECORD: Final = 1 << 24
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Some records of a table.

    table: the wanted columns as texts, of the records that have as many cells as there are headings.
    starts, ends, lines: of these records, where they stand in the file and the number of their first line.
    odd: the other records, as they are written, with their start, end and line.
    end: where the block ends in the file.
    """

    table: pa.Table
    starts: Numbers
    ends: Numbers
    lines: Numbers
    odd: tuple[tuple[int, int, int, list[str]], ...]
    end: int


def read_blocks(text: OpenedText, wanted: Sequence[int], *, size: int = BLOCK) -> Iterator[Block]:
    """Yield the records after the headings. wanted: the positions of the columns that are parsed.

    Raises QuoteOpen where the quotation marks do not fit together.
    """
    with text.path.open("rb") as file:
        file.seek(text.start)
        offset, line, held = text.start, text.line, b""
        while True:
            fresh = file.read(size)
            data = held + fresh
            if not data:
                return
            ends = _record_ends(data, is_last=not fresh)
            if not len(ends):
                if len(data) > _LONGEST_RECORD or not fresh:
                    raise QuoteOpen(name=text.name, line=line)
                held = data
                continue
            whole = data[: ends[-1]]
            yield _parsed(text, whole, ends, wanted, offset=offset, line=line)
            held = data[ends[-1] :]
            offset += len(whole)
            line += whole.count(b"\n")


def _record_ends(data: bytes, *, is_last: bool) -> Numbers:
    """Return the positions after the line breaks that end records."""
    codes = np.frombuffer(data, dtype=np.uint8)
    breaks = np.flatnonzero(codes == _NEWLINE)
    quotes = np.flatnonzero(codes == _QUOTE) if b'"' in data else np.zeros(0, dtype=np.int64)
    if len(quotes):
        breaks = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
    ends = breaks + 1
    if is_last and not data.endswith(b"\n") and len(quotes) % 2 == 0:
        ends = np.append(ends, len(data))
    return ends


def _parsed(text: OpenedText, data: bytes, ends: Numbers, wanted: Sequence[int], *, offset: int, line: int) -> Block:
    codes = np.frombuffer(data, dtype=np.uint8)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
    breaks = np.flatnonzero(codes == _NEWLINE)
    lines = line + np.searchsorted(breaks, starts)
    length = ends - starts
    is_blank = (length == 1) & (codes[starts] == _NEWLINE) | (length == 2) & (codes[starts] == _RETURN)
    starts, stops, lines = starts[~is_blank], ends[~is_blank], lines[~is_blank]
    names = [str(position) for position in range(len(text.headings))]
    odd_numbers: list[int] = []

    def note(row: Any) -> str:
        odd_numbers.append(row.number - 1)
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=text.separator, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                include_columns=[str(position) for position in wanted],
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        # It refuses a block in which no row is whole.
        table = pa.table({str(position): pa.array([], pa.string()) for position in wanted})
        odd_numbers = list(range(len(starts)))
    if table.num_rows + len(odd_numbers) != len(starts):
        raise QuoteOpen(name=text.name, line=int(lines[0]) if len(lines) else line)
    odd = tuple(
        (
            offset + int(starts[n]),
            offset + int(stops[n]),
            int(lines[n]),
            cells_of(data[starts[n] : stops[n]], text.separator),
        )
        for n in odd_numbers
    )
    is_even = np.ones(len(starts), dtype=bool)
    is_even[odd_numbers] = False
    return Block(
        table.combine_chunks(),
        offset + starts[is_even],
        offset + stops[is_even],
        lines[is_even],
        odd,
        offset + len(data),
    )


def cells_of(record: bytes, separator: str) -> list[str]:
    """Return the cells of one record as they are written."""
    csv.field_size_limit(_LONGEST_RECORD * 2)
    return next(csv.reader(io.StringIO(record.decode("utf-8", errors="replace"), newline=""), delimiter=separator), [])
