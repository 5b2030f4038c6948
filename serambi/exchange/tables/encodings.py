"""From the bytes of a text file to its characters."""

from __future__ import annotations

import codecs
from typing import Final

from serambi.exchange.tables import errors

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 4096
# Characters that no table has, beside the tab, the line breaks, the form feed and the end-of-file sign of DOS.
_CONTROLS: Final = frozenset(map(chr, range(0x20))) - frozenset("\t\n\r\f\v\x1a")


def decode(content: bytes, *, name: str) -> tuple[str, str]:
    """Return the text of a file without its mark, and the encoding it is in.

    The order: a mark at the beginning; UTF-16 by the place of its zeros; UTF-8 where every byte fits; Windows-1252, or
    Latin-1 where a byte has no meaning in it. Raises Damaged where a text ends within a character, and UnknownFormat
    where it is no text.
    """
    text, encoding = _decoded(content, name=name)
    refuse_controls(text, name=name)
    return text, encoding


def refuse_controls(text: str, *, name: str) -> None:
    """Raise UnknownFormat when a text has characters that only programs write."""
    if not _CONTROLS.isdisjoint(text):
        raise errors.UnknownFormat(name=name)


def _decoded(content: bytes, *, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, name=name), encoding
    if encoding := _by_zeros(content[:_SAMPLE]):
        return _strict(content, encoding, name=name), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A whole text in UTF-8 that only stops within its last character was cut, it is not in another encoding.
        if (
            error.end == len(content)
            and error.reason == "unexpected end of data"
            and not content[: error.start].isascii()
        ):
            raise errors.Damaged(name=name) from error
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _strict(content: bytes, encoding: str, *, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise errors.Damaged(name=name) from error


def _by_zeros(sample: bytes) -> str:
    """Return UTF-16 with its byte order when nearly every other byte is zero, as in any text of Latin letters."""
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if pairs and odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if pairs and even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return ""
