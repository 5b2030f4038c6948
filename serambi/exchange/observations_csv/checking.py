"""A block of rows against the rules of figures: plain rows column by column, all others one by one.

The rules are those of the form (`observations.services.rules`). Whatever a column of plain rows cannot decide with
certainty is handed to them; so only they refuse a row, with their own sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from serambi.apps.observations.services import check_cell, check_value
from serambi.exchange.observations_csv import cells, errors
from serambi.exchange.observations_csv.blocks import Block
from serambi.exchange.observations_csv.headings import NAMES, NEEDED, Column, Headings
from serambi.exchange.observations_csv.known import FREQUENCIES, Known, Numbers, key_of, number_of
from serambi.exchange.observations_csv.staging import STAGED
from serambi.exchange.observations_csv.values import read_value, scaled_values
from serambi.exchange.tables.notation import Notation
from serambi.exchange.tables.texts import is_missing, text_of
from serambi.methods.periods import NotAPeriod, Period
from serambi.ui.refusals import Refusal

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be loaded: where it stands in the file, its line, and why."""

    line: int
    start: int
    stop: int
    sentence: str


@dataclass(slots=True)
class Checked:
    """What became of the rows of a block. rows: the good ones, as STAGED, in the order of the file."""

    rows: pa.Table
    rejects: list[Reject] = field(default_factory=list)
    blank: int = 0
    without_value: int = 0

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.rejects) + self.without_value


class Checker:
    """Checks the rows of one file."""

    def __init__(self, known: Known, headings: Headings, notation: Notation, columns: Sequence[Column]) -> None:
        """columns: those that are read of the file; the others are as if they were not there."""
        self._known, self._headings, self._notation, self._columns = known, headings, notation, tuple(columns)

    def check(self, block: Block) -> Checked:
        columns = {column: block.table[str(self._headings.at[column])] for column in self._columns}
        rows, is_plain = self._plain(columns, block)
        checked = Checked(rows)
        slow = self._one_by_one(columns, block, np.flatnonzero(~is_plain), checked)
        if slow:
            joined = pa.concat_tables([rows, pa.Table.from_pylist(slow, STAGED)])
            checked.rows = joined.sort_by("line") if len(rows) else joined
        return checked

    # Columns --------------------------------------------------------------------------------------------------------

    def _plain(self, columns: Mapping[Column, pa.ChunkedArray], block: Block) -> tuple[pa.Table, Mask]:
        """Return the rows of which every cell is plain and right, and which these are."""
        known, count = self._known, block.table.num_rows
        if not count or not known.series or not known.areas:
            return STAGED.empty_table(), np.zeros(count, dtype=bool)
        series = _looked_up(columns[Column.SERIES], lambda text: known.series_at.get(text.strip(), -1))
        area = _looked_up(columns[Column.AREA], self._only_area)
        period = _looked_up(columns[Column.PERIOD], known.period_number)
        value, is_number = scaled_values(columns[Column.VALUE], self._notation)
        fine = is_number & (series >= 0) & (area >= 0) & (period >= 0)
        fine &= self._keeps_rules(np.maximum(series, 0), np.maximum(area, 0), period, value)
        coded: dict[str, Numbers] = {}
        for column in cells.CODED:
            if column in columns:
                coded[column.value] = _looked_up(columns[column], lambda text, c=column: cells.plain_code(c, text))  # type: ignore[misc]  # the column of this turn
                fine &= coded[column.value] >= cells.UNSAID
        texts: dict[str, pa.Array] = {}
        for column in cells.TEXTS:
            if column in columns:
                texts[column.value], is_text = _texts(column, columns[column])
                fine &= is_text
        chosen = pa.array(fine)
        arrays: dict[str, Any] = {"line": block.lines, "start": block.starts, "stop": block.ends}
        arrays |= {"key": key_of(series, area, period), **coded}
        kept = {name: pa.array(array[fine]) for name, array in arrays.items()}
        kept |= {name: array.filter(chosen) for name, array in texts.items()}
        kept["value"] = _as_decimals(value[fine])
        return _staged(kept, int(fine.sum())), fine

    def _only_area(self, text: str) -> int:
        """Return the area of a code that one area alone ever had; a code that came back depends on the period."""
        positions = self._known.areas_at.get(text.strip(), ())
        return positions[0] if len(positions) == 1 else -1

    def _keeps_rules(self, series: Numbers, area: Numbers, period: Numbers, value: Numbers) -> Mask:
        """Say of which cells it is certain that they keep every rule; the other ones are looked at one by one."""
        rules, places = self._known.rules, self._known.places
        day = period // len(FREQUENCIES)
        keeps: Mask = rules.frequency[series] == period % len(FREQUENCIES)
        keeps &= ~rules.is_refused[series] & (day <= self._known.today.toordinal())
        keeps &= places.is_home[area] & (places.level[area] <= rules.level[series])
        keeps &= (places.first_day[area] <= day) & (day <= places.last_day[area])
        keeps &= (rules.least[series] <= value) & (value <= rules.most[series])
        keeps &= ~rules.is_whole[series] | (value % 1_000_000 == 0)
        return keeps

    # Rows -----------------------------------------------------------------------------------------------------------

    def _one_by_one(
        self, columns: Mapping[Column, pa.ChunkedArray], block: Block, numbers: Numbers, checked: Checked
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        some = pa.array(numbers)
        texts = {column: array.take(some).to_pylist() for column, array in columns.items()}
        for turn, number in enumerate(numbers.tolist()):
            row = {column: texts[column][turn] for column in columns}
            place = (int(block.starts[number]), int(block.ends[number]), int(block.lines[number]))
            self._take(row, place, checked, found)
        for start, stop, line, given in block.odd:
            if any(cell.strip() for cell in given[self._headings.width :]) or len(given) < self._shortest:
                if any(cell.strip() for cell in given):
                    error = errors.WrongWidth(cells=len(given), columns=self._headings.width)
                    checked.rejects.append(Reject(line, start, stop, str(error)))
                else:
                    checked.blank += 1
                continue
            full = [*given, *[""] * self._headings.width]
            row = {column: full[self._headings.at[column]] for column in self._columns}
            self._take(row, (start, stop, line), checked, found)
        return found

    @property
    def _shortest(self) -> int:
        """Return how many cells a row needs at least; those after them may be left out."""
        return max(self._headings.at[column] for column in NEEDED) + 1

    def _take(
        self, row: Mapping[Column, str], place: tuple[int, int, int], checked: Checked, found: list[dict[str, Any]]
    ) -> None:
        start, stop, line = place
        try:
            one = self._row(row)
        except Refusal as error:
            checked.rejects.append(Reject(line, start, stop, str(error)))
            return
        if one is not None:
            found.append({"line": line, "start": start, "stop": stop, **one})
        elif any(row[column].strip() for column in NEEDED):
            checked.without_value += 1
        else:
            checked.blank += 1

    def _row(self, row: Mapping[Column, str]) -> dict[str, Any] | None:
        """Return one row as it is staged, None when it has no value. Raises a Refusal."""
        if is_missing(text_of(row[Column.VALUE])):
            return None
        known = self._known
        for column in (Column.SERIES, Column.AREA, Column.PERIOD):
            if not row[column].strip():
                raise errors.CellEmpty(column=NAMES[column])
        at = known.series_at.get(row[Column.SERIES].strip())
        if at is None:
            raise errors.UnknownSeries(code=row[Column.SERIES].strip())
        if at in known.refused:
            raise known.refused[at]
        period = _period(row[Column.PERIOD])
        place = known.area_for(row[Column.AREA].strip(), period)
        if place is None:
            raise errors.UnknownArea(code=row[Column.AREA].strip())
        series, area = known.series[at], known.areas[place]
        check_cell(series, area=area, period=period, regions=known.regions, today=known.today)
        value = read_value(row[Column.VALUE], self._notation, series)
        check_value(series, value)
        one: dict[str, Any] = {"key": key_of(at, place, number_of(period)), "value": value}
        for column in cells.CODED:
            one[column.value] = cells.code_of(column, row[column]) if column in row else cells.UNSAID
        for column in cells.TEXTS:
            one[column.value] = cells.read_text(column, row[column]) if column in row else None
        return one


def _period(text: str) -> Period:
    try:
        return Period.parse(text.strip())
    except NotAPeriod as error:
        raise errors.NotAPeriod(text=text.strip()) from error


def _looked_up(texts: pa.ChunkedArray, number: Callable[[str], int]) -> Numbers:
    """Return a number for each text; what is asked for each different text only."""
    encoded = texts.combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    numbers = np.array([number(text) for text in encoded.dictionary.to_pylist()], dtype=np.int64)
    found: Numbers = numbers[encoded.indices.to_numpy()]
    return found


def _texts(column: Column, given: pa.ChunkedArray) -> tuple[pa.Array, Mask]:
    """Return the texts as they are kept, and of which this is certain."""
    array = pc.utf8_trim_whitespace(given.combine_chunks())
    fine: Mask = ~pc.match_substring_regex(array, cells.MARKED).to_numpy(zero_copy_only=False)
    most = cells.longest(column)
    if most is not None:
        fine &= pc.utf8_length(array).to_numpy() <= most
    if column is Column.SOURCE_URL:
        fine &= _looked_up(pa.chunked_array([array]), lambda text: int(not text or cells.is_link(text))) == 1
    return array, fine


def _as_decimals(scaled: Numbers) -> pa.Array:
    """Return millionths as decimals, bit by bit: a decimal of 128 bits is a whole number and where its point stands."""
    words = np.empty((len(scaled), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = scaled, scaled >> 63
    return pa.Array.from_buffers(pa.decimal128(24, 6), len(scaled), [None, pa.py_buffer(words)])


def _staged(kept: Mapping[str, pa.Array], count: int) -> pa.Table:
    arrays = []
    for name, kind in zip(STAGED.names, STAGED.types, strict=True):
        if name in kept:
            arrays.append(kept[name].cast(kind))
        else:
            arrays.append(
                pa.nulls(count, kind) if kind == pa.string() else pa.array(np.full(count, cells.UNSAID), kind)
            )
    return pa.Table.from_arrays(arrays, schema=STAGED)
