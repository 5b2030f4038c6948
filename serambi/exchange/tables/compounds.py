"""Compound files: the small file system in which workbooks before 2007, and encrypted ones since, are kept.

Source: [MS-CFB] Compound File Binary File Format, sections 2.2 (header), 2.3 (sector chains), 2.6 (directory).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from serambi.exchange.tables import errors

_END: Final = 0xFFFFFFFE
_LARGEST: Final = 0xFFFFFFFA
_STREAM: Final = 2
_ROOT: Final = 5
_HEADER: Final = 512


class Compound:
    """The streams of a compound file by name. Raises Damaged where a chain of sectors breaks or bites its tail."""

    def __init__(self, content: bytes, *, name: str) -> None:
        self.name = name
        self._content = content
        try:
            self._read_header()
        except struct.error as error:
            raise errors.Damaged(name=name) from error

    def stream(self, name: str) -> bytes:
        """Return the content of a stream; raises KeyError when there is none."""
        start, size = self.streams[name]
        if size >= self._cutoff:
            return self._joined(self._chain(start), size)
        pieces = []
        for sector in self._follow(start, self._small_table):
            pieces.append(self._small[sector * self._small_sector : (sector + 1) * self._small_sector])
        return self._whole(b"".join(pieces), size)

    def _read_header(self) -> None:
        content = self._content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise errors.Damaged(name=self.name)
        self._sector, self._small_sector = 1 << shift, 1 << small_shift
        tables, directory, _, self._cutoff, small_first = struct.unpack_from("<IIIII", content, 44)
        more_first = struct.unpack_from("<I", content, 68)[0]
        self._table = self._read_table(tables, more_first)
        self._small_table = self._numbers(b"".join(map(self._at, self._chain(small_first))))
        self._small = b""
        self.streams: dict[str, tuple[int, int]] = {}
        self._read_directory(b"".join(map(self._at, self._chain(directory))))

    def _read_table(self, count: int, more: int) -> tuple[int, ...]:
        """Return for every sector the one after it."""
        places = [number for number in struct.unpack_from("<109I", self._content, 76) if number <= _LARGEST]
        seen: set[int] = set()
        while more <= _LARGEST:
            if more in seen:
                raise errors.Damaged(name=self.name)
            seen.add(more)
            *numbers, more = self._numbers(self._at(more))
            places += [number for number in numbers if number <= _LARGEST]
        if len(places) < count:
            raise errors.Damaged(name=self.name)
        return self._numbers(b"".join(self._at(place) for place in places[:count]))

    def _read_directory(self, entries: bytes) -> None:
        for start in range(0, len(entries) - 127, 128):
            length, kind = struct.unpack_from("<HB", entries, start + 64)
            first, size = struct.unpack_from("<IQ", entries, start + 116)
            size &= 0xFFFFFFFF if self._sector == 512 else 0xFFFFFFFFFFFFFFFF
            if kind == _ROOT and first <= _LARGEST:
                self._small = self._joined(self._chain(first), size)
            elif kind == _STREAM:
                title = entries[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                self.streams.setdefault(title, (first, size))

    def _numbers(self, content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._content):
            raise errors.Damaged(name=self.name)
        return self._content[start : start + self._sector]

    def _chain(self, first: int) -> Iterator[int]:
        return self._follow(first, self._table)

    def _follow(self, first: int, table: tuple[int, ...]) -> Iterator[int]:
        steps = 0
        while first != _END and first <= _LARGEST:
            steps += 1
            if first >= len(table) or steps > len(table):
                raise errors.Damaged(name=self.name)
            yield first
            first = table[first]

    def _joined(self, sectors: Iterator[int], size: int) -> bytes:
        return self._whole(b"".join(map(self._at, sectors)), size)

    def _whole(self, content: bytes, size: int) -> bytes:
        if len(content) < size:
            raise errors.Damaged(name=self.name)
        return content[:size]
