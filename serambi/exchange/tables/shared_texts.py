"""How long the texts are that the cells of an XLS file share.

Source: [MS-XLS] sections 2.4.265 (SST), 2.5.293 (XLUnicodeRichExtendedString), 2.4.58 (Continue).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
_HEAD: Final = 8


def text_lengths(bodies: Sequence[bytes]) -> list[int]:
    """Return the characters of each text in the order of the table, as far as the records go.

    bodies: those of the table's record and of the records that continue it.
    """
    walk = _Walk(bodies)
    lengths: list[int] = []
    try:
        walk.skip(_HEAD)
        while not walk.at_end:
            lengths.append(walk.skip_text())
    except (struct.error, IndexError):
        # What is cut short is for the reader of the values to refuse; until here the lengths are right.
        return lengths
    return lengths


class _Walk:
    """A place in the records, where a text that goes on in the next one begins with a byte of its own."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self.bodies = bodies
        self.record = self.position = 0

    @property
    def at_end(self) -> bool:
        self._step()
        return self.record >= len(self.bodies)

    def skip(self, size: int) -> None:
        while size > 0:
            self._step()
            taken = min(size, len(self.bodies[self.record]) - self.position)
            self.position += taken
            size -= taken

    def skip_text(self) -> int:
        """Go past one text and return its characters."""
        self._step()
        length, flags = struct.unpack_from("<HB", self.bodies[self.record], self.position)
        self.position += 3
        runs = self._number("<H") if flags & _RICH else 0
        extension = self._number("<I") if flags & _EXTENDED else 0
        self._skip_characters(length, flags)
        self.skip(4 * runs + extension)
        return int(length)

    def _skip_characters(self, count: int, flags: int) -> None:
        while count:
            width = 2 if flags & _WIDE else 1
            taken = min(count, (len(self.bodies[self.record]) - self.position) // width)
            self.position += taken * width
            count -= taken
            if count:
                self.record, self.position = self.record + 1, 1
                flags = self.bodies[self.record][0]

    def _number(self, form: str) -> int:
        number = struct.unpack_from(form, self.bodies[self.record], self.position)[0]
        self.position += struct.calcsize(form)
        return int(number)

    def _step(self) -> None:
        """Go to the next record where this one is used up."""
        while self.record < len(self.bodies) and self.position >= len(self.bodies[self.record]):
            self.record, self.position = self.record + 1, 0
