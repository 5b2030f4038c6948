"""Where a picture ends in its file, read from its structure alone: what stands behind it is not the picture."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Final

from serambi.apps.attachments.checking.kinds import Kind

_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_END_OF_IMAGE: Final = 0xD9
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


class CutOff(Exception):
    """The file ends before the picture does, or its structure is none."""


def end_of(content: bytes, kind: Kind) -> int:
    """Return the number of bytes that are the picture; raise CutOff.

    Sources: ITU-T T.81, annex B (JPEG); W3C PNG, chapter 5; ISO/IEC 14496-12, 4.2 (boxes of HEIC).
    """
    return _ENDS[kind](content)


def _end_of_jpeg(content: bytes) -> int:
    at = 2
    while True:
        match = _MARKER.search(content, at)
        if match is None:
            raise CutOff
        marker = content[match.start() + 1]
        if marker == _END_OF_IMAGE:
            return match.end()
        if marker in _ALONE:
            at = match.end()
            continue
        length = int.from_bytes(content[match.end() : match.end() + 2], "big")
        if length < 2:
            raise CutOff
        # After the head of a scan its points follow, in which FF never stands before anything but 00 or a restart.
        at = match.end() + length


def _end_of_png(content: bytes) -> int:
    at = 8
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body, at = content[at + 4 : at + 8 + length], at + 12 + length
        if int.from_bytes(content[at - 4 : at], "big") != zlib.crc32(body):
            break
        if kind == b"IEND":
            return at
    raise CutOff


def _end_of_heic(content: bytes) -> int:
    at = 0
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if not kind.isalnum():
            break
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        if size == 0:
            return len(content)
        if size < 8 or at + size > len(content):
            raise CutOff
        at += size
    if at == 0:
        raise CutOff
    return at


_ENDS: Final[dict[Kind, Callable[[bytes], int]]] = {
    Kind.JPEG: _end_of_jpeg,
    Kind.PNG: _end_of_png,
    Kind.HEIC: _end_of_heic,
}
