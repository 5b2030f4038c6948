"""The parts of a zipped workbook, counted before anything is opened, so that no small file grows without end."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from serambi.exchange.tables import errors, limits

_ENCRYPTED: Final = 0x1
_HEADER: Final = 30
_PIECE: Final = 1 << 16


class Archive:
    """A zip file whose parts were inflated once and found to be as small as they say.

    Raises PasswordProtected, Damaged or InflatesTooMuch when they are not. Archives within the archive stay unopened.
    """

    def __init__(self, content: bytes, *, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
            raise errors.Damaged(name=name) from error
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
            raise errors.Damaged(name=self.name) from error

    def start(self, part: str, size: int = 200) -> bytes:
        """Return the first bytes of a part."""
        return next(self.pieces(part), b"")[:size]

    def _check_declared(self, size: int) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise errors.PasswordProtected(name=self.name)
        self._check_size(sum(entry.file_size for entry in entries), size)

    def _check_actual(self, content: bytes) -> None:
        """Inflate every part by its own end, not by the size it declares, and count."""
        total = 0
        for entry in self._zip.infolist():
            start = entry.header_offset
            header = content[start : start + _HEADER]
            if len(header) < _HEADER or header[:4] != b"PK\x03\x04":
                raise errors.Damaged(name=self.name)
            start += _HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
            packed = memoryview(content)[start : start + entry.compress_size]
            if len(packed) < entry.compress_size:
                raise errors.Damaged(name=self.name)
            size = 0
            for length in self._inflated(packed, entry.compress_type):
                size += length
                self._check_size(total + size, len(content))
            if size != entry.file_size:
                raise errors.Damaged(name=self.name)
            total += size

    def _inflated(self, packed: memoryview, method: int) -> Iterator[int]:
        if method == zipfile.ZIP_STORED:
            yield len(packed)
            return
        if method != zipfile.ZIP_DEFLATED:
            raise errors.Damaged(name=self.name)
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
            raise errors.Damaged(name=self.name) from error
        if not inflate.eof:
            raise errors.Damaged(name=self.name)

    def _check_size(self, inflated: int, packed: int) -> None:
        too_dense = inflated > limits.RATIO_FROM_MEGABYTES * limits.MEGABYTE and inflated > limits.RATIO * packed
        if inflated > limits.INFLATED_MEGABYTES * limits.MEGABYTE or too_dense:
            raise errors.InflatesTooMuch(name=self.name, megabytes=limits.INFLATED_MEGABYTES)
