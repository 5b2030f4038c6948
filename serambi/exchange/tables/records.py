"""The sheets of an XLS file, record by record: what their values alone do not tell.

Source: [MS-XLS] Excel Binary File Format, sections 2.4 (records) and 2.5.133 (the cached value of a formula).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from serambi.exchange.tables import errors, limits
from serambi.exchange.tables.scans import SheetScan
from serambi.exchange.tables.shared_texts import text_lengths
from serambi.exchange.tables.styles import BUILT_IN, shows_percent

_BEGINS: Final = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_END: Final = 0x000A
_SHEET: Final = 0x0085
_PASSWORD: Final = 0x002F
_TEXTS, _CONTINUE = 0x00FC, 0x003C
_SHARED_TEXT: Final = 0x00FD
_FORMULAS: Final = frozenset({0x0006, 0x0206, 0x0406})
_ERROR_OR_BOOL: Final = 0x0205
_SEVERAL: Final = 0x00BD
_CELLS: Final = frozenset({0x0203, 0x027E, _SEVERAL, 0x0204, 0x00D6, _SHARED_TEXT, _ERROR_OR_BOOL, *_FORMULAS})
_STRING: Final = 0x0207
# What may stand between a formula and its text: the formula that several cells share, or an array's.
_BETWEEN: Final = frozenset({0x04BC, 0x0221, 0x0236})
_WORKSHEET: Final = 0x0010
_FORMAT, _CELL_FORMAT = 0x041E, 0x00E0
# Cells that hold a number, or may.
_NUMBERS: Final = frozenset({0x0203, 0x027E, _SEVERAL, *_FORMULAS})
_CODES: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def scan_sheets(stream: bytes, *, name: str) -> list[SheetScan]:
    """Return the scan of every sheet in the order of the workbook; raise when they are more than can be read."""
    scans: list[SheetScan] = []
    # The file's own pointers are not followed: the parts stand one after another, and each begins and ends.
    places: list[int] = []
    parts: dict[int, SheetScan] = {}
    depth, kind, scan = 0, 0, SheetScan()
    shared: list[bytes] = []
    lengths: list[int] = []
    formats = _Formats()
    before = 0
    for position, record, body in _records(stream, name=name):
        if record == _PASSWORD:
            raise errors.PasswordProtected(name=name)
        if record in _BEGINS:
            depth += 1
            if depth == 1:
                kind = int.from_bytes(body[2:4], "little")
                scan = parts[position] = SheetScan()
        elif record == _END:
            depth -= 1
        elif record == _SHEET and len(body) >= 4:
            places.append(int.from_bytes(body[:4], "little"))
        elif record == _TEXTS or (record == _CONTINUE and before == _TEXTS):
            shared.append(body)
        elif record == _STRING and scan.uncalculated and before in _FORMULAS:
            scan.uncalculated.pop()
        elif record in _CELLS and depth == 1 and kind == _WORKSHEET:
            if record == _SHARED_TEXT:
                lengths = lengths or text_lengths(shared)
                scan.texts += _text_length(body, lengths)
            _note(scan, record, body, name=name)
            scan.percents += formats.percents(record, body)
        formats.note(record, body)
        before = before if record in _BETWEEN or record == _CONTINUE else record
    scans = [parts.get(place, SheetScan()) for place in places]
    for number, one in enumerate(scans, start=1):
        limits.check_extent(name, str(number), one.rows, one.columns)
    limits.check_cells(name, ((one.rows, one.columns) for one in parts.values()))
    limits.check_text(name, sum(one.texts for one in parts.values()))
    return scans


def _records(stream: bytes, *, name: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield position, number and body of every record."""
    position = 0
    while position + 4 <= len(stream):
        record, length = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + length]
        if len(body) < length:
            raise errors.Damaged(name=name)
        if record == 0 and length == 0:
            # What follows the last record fills the sector.
            return
        yield position, record, body
        position += 4 + length


def _note(scan: SheetScan, record: int, body: bytes, *, name: str) -> None:
    if len(body) < 6:
        raise errors.Damaged(name=name)
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if record == _SEVERAL else column
    scan.reach(row + 1, max(column, last) + 1)
    if record == _ERROR_OR_BOOL and len(body) >= 8 and body[7]:
        scan.errors[row + 1, column + 1] = _CODES.get(body[6], "#N/A")
    elif record in _FORMULAS:
        scan.formulas += 1
        # Two bytes FF FF say that the value is no number; the first byte then says what it is.
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            scan.errors[row + 1, column + 1] = _CODES.get(body[8], "#N/A")
        elif body[12:14] == b"\xff\xff" and body[6] == 0:
            # A text, which stands in the record after this one unless it was never calculated.
            scan.uncalculated.append((row + 1, column + 1))


class _Formats:
    """The formats of a workbook that show a percentage, learnt as their records come by."""

    def __init__(self) -> None:
        self.codes = set(BUILT_IN)
        self.cells: list[bool] = []

    def note(self, record: int, body: bytes) -> None:
        number = int.from_bytes(body[:2], "little")
        if record == _CELL_FORMAT:
            self.cells.append(int.from_bytes(body[2:4], "little") in self.codes)
        elif record != _FORMAT:
            return
        elif shows_percent(_code(body)):
            self.codes.add(number)
        else:
            self.codes.discard(number)

    def percents(self, record: int, body: bytes) -> Iterator[tuple[int, int]]:
        """Yield the cells of a record that hold a number and are shown as a percentage."""
        if record not in _NUMBERS:
            return
        row, column = struct.unpack_from("<HH", body)
        # Several cells stand in one record as pairs of format and number, and each pair is six bytes.
        places = range(4, len(body) - 6, 6) if record == _SEVERAL else (4,)
        for offset, at in enumerate(places):
            number = int.from_bytes(body[at : at + 2], "little")
            if number < len(self.cells) and self.cells[number]:
                yield row + 1, column + offset + 1


def _code(body: bytes) -> str:
    """Return the code of a format; in files of before 1997 its length is one byte and its letters are of the system."""
    if len(body) > 4 and int.from_bytes(body[2:4], "little") * (1 + (body[4] & 1)) == len(body) - 5:
        return body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")
    return body[3:].decode("latin-1")


def _text_length(body: bytes, lengths: list[int]) -> int:
    number = int.from_bytes(body[6:10], "little")
    return lengths[number] if number < len(lengths) else 0
