"""The parts of a zip file, counted before anything is opened, so that no small file grows without end."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ENCRYPTED: Final = 0x1
_HEADER: Final = 30
_PIECE: Final = 1 << 16


class BadArchive(Exception):
    """A zip file that is not read."""


class Damaged(BadArchive):
    """It is not a zip file, or it is cut off or says other sizes than it has."""


class Encrypted(BadArchive):
    """A part of it asks for a password."""


class InflatesTooMuch(BadArchive):
    """It would become larger than the limits allow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a zip file may become.

    inflated: bytes of all parts together. ratio: inflated bytes for each packed one, asked for from `ratio_from` bytes
    on: a sheet of equal rows shrinks to a fortieth, one of zeros at most to a thousandth.
    """

    inflated: int = 300_000_000
    ratio: int = 200
    ratio_from: int = 10_000_000


class Archive:
    """A zip file whose parts were inflated once and found to be as small as they say.

    Raises Encrypted, Damaged or InflatesTooMuch when they are not. Archives within the archive stay unopened.
    """

    def __init__(self, content: bytes, *, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
            raise Damaged from error
        self._check_declared(len(content))
        self._check_actual(content)

    @property
    def parts(self) -> list[str]:
        return self._zip.namelist()

    def find(self, part: str) -> str | None:
        """Return the name of a part as the archive writes it; some programs disagree about capitals."""
        wanted = part.lstrip("/").replace("\\", "/").lower()
        return next((one for one in self.parts if one.replace("\\", "/").lower() == wanted), None)

    def pieces(self, part: str) -> Iterator[bytes]:
        """Yield the content of a part, 64 kB at a time."""
        try:
            with self._zip.open(part) as opened:
                while piece := opened.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, ValueError, NotImplementedError) as error:
            raise Damaged from error

    def start(self, part: str, size: int = 200) -> bytes:
        """Return the first bytes of a part."""
        return next(self.pieces(part), b"")[:size]

    def _check_declared(self, size: int) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Encrypted
        self._check_size(sum(entry.file_size for entry in entries), size)

    def _check_actual(self, content: bytes) -> None:
        """Inflate every part by its own end, not by the size it declares, and count."""
        total = 0
        for entry in self._zip.infolist():
            start = entry.header_offset
            header = content[start : start + _HEADER]
            if len(header) < _HEADER or header[:4] != b"PK\x03\x04":
                raise Damaged
            start += _HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
            packed = memoryview(content)[start : start + entry.compress_size]
            if len(packed) < entry.compress_size:
                raise Damaged
            size = 0
            for length in self._inflated(packed, entry.compress_type):
                size += length
                self._check_size(total + size, len(content))
            if size != entry.file_size:
                raise Damaged
            total += size

    def _inflated(self, packed: memoryview, method: int) -> Iterator[int]:
        if method == zipfile.ZIP_STORED:
            yield len(packed)
            return
        if method != zipfile.ZIP_DEFLATED:
            raise Damaged
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for start in range(0, len(packed), _PIECE):
                rest = bytes(packed[start : start + _PIECE])
                while rest:
                    yield len(inflate.decompress(rest, 16 * _PIECE))
                    rest = inflate.unconsumed_tail
                if inflate.eof:
                    break
            yield len(inflate.flush())
        except zlib.error as error:
            raise Damaged from error
        if not inflate.eof:
            raise Damaged

    def _check_size(self, inflated: int, packed: int) -> None:
        too_dense = inflated > self._limits.ratio_from and inflated > self._limits.ratio * packed
        if inflated > self._limits.inflated or too_dense:
            raise InflatesTooMuch
