"""PDF documents: whole, open, and without anything that acts by itself.

This does not read PDF as a viewer does. It looks at every name in the file outside the streams, and in the object
streams in which names can be packed, and refuses what it cannot look into; so nothing is let through because a viewer
would read it differently.

Source: ISO 32000-1:2008, 7.3.5 (names), 7.5.7 (object streams), 12.6.4 (actions), 7.11.4 (embedded files).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking import disguises

_TRAILER: Final = 1024
_INFLATED: Final = 100_000_000
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_ENDS: Final = re.compile(rb"endstream")
_NAME: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PAGES: Final = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
# How far before a stream its dictionary may begin.
_DICTIONARY: Final = 4096
_PLAIN_FILTERS: Final = frozenset({b"FlateDecode", b"Fl"})
_FILTERS: Final = re.compile(rb"(?:Decode|^(?:Fl|AHx|A85|LZW|RL|CCF|DCT)$)")


def check_pdf(content: bytes, *, name: str) -> list[str]:
    """Return the codes of what is to be told about a PDF; raise a FileRefused when it is not taken."""
    if b"%%EOF" not in content[-_TRAILER:] or b"startxref" not in content:
        raise errors.Broken(name=name)
    disguises.refuse_zip_within(content, name=name)
    disguises.refuse_markup(content[:_TRAILER], name=name)
    disguises.refuse_markup(content[content.rfind(b"%%EOF") :], name=name)
    names = set(_names(content, name=name))
    if b"Encrypt" in names:
        raise errors.Protected(name=name)
    acting = _acting()
    found = [word for code, word in acting.items() if code in names]
    if found:
        raise errors.ActiveContent(name=name, found=", ".join(dict.fromkeys(found)))
    told = {"pdf_form": b"AcroForm", "pdf_links": b"URI", "pdf_signed": b"ByteRange"}
    return [code for code, word in told.items() if word in names]


def _acting() -> dict[bytes, str]:
    """Return the names that make a viewer act, each with its word."""
    script = _("a script")
    return {
        b"JavaScript": script,
        b"JS": script,
        b"Launch": _("an order to start a program"),
        b"EmbeddedFile": _("another file"),
        b"EmbeddedFiles": _("another file"),
        b"RichMedia": _("a film or animation"),
        b"XFA": _("a form with scripts (XFA)"),
        b"ImportData": _("an order to load data"),
        b"SubmitForm": _("an order to send data away"),
        b"GoToE": _("another file"),
        b"GoToR": _("a jump into another file"),
    }


def _names(content: bytes, *, name: str) -> Iterator[bytes]:
    """Yield every name of the document, the escapes in it resolved."""
    budget = [_INFLATED]
    for piece in _outside_streams(content, name=name, budget=budget):
        for match in _NAME.finditer(piece):
            yield _resolved(match.group(1))


def _outside_streams(content: bytes, *, name: str, budget: list[int]) -> Iterator[bytes]:
    """Yield what stands between the streams, and the object streams unpacked."""
    at = 0
    for match in _STREAM.finditer(content):
        if match.start() < at:
            continue
        yield content[at : match.start()]
        closing = _ENDS.search(content, match.end())
        end = closing.start() if closing else len(content)
        before = content[max(at, match.start() - _DICTIONARY) : match.start()]
        dictionary = before[max(before.rfind(b"endobj"), before.rfind(b" obj"), 0) :]
        names = {_resolved(one) for one in _NAME.findall(dictionary)}
        if b"ObjStm" in names:
            yield _unpacked(content[match.end() : end], names, name=name, budget=budget)
        at = end
    yield content[at:]


def _unpacked(packed: bytes, names: set[bytes], *, name: str, budget: list[int]) -> bytes:
    """Return the content of an object stream; only the usual packing is understood."""
    filters = {one for one in names if _FILTERS.search(one)}
    if not filters:
        return packed
    if not filters <= _PLAIN_FILTERS:
        raise errors.NotExaminable(name=name)
    inflate = zlib.decompressobj()
    try:
        found = inflate.decompress(packed, budget[0] + 1)
    except zlib.error as error:
        raise errors.Broken(name=name) from error
    budget[0] -= len(found)
    if budget[0] < 0:
        raise errors.InflatesTooMuch(name=name)
    return found


def _resolved(written: bytes) -> bytes:
    """Return a name without its escapes: /J#61vaScript is /JavaScript.

    >>> _resolved(b"J#61vaScript")
    b'JavaScript'
    """
    return _ESCAPED.sub(lambda match: bytes([int(match.group(1), 16)]), written)


def page_count(content: bytes) -> int | None:
    """Return how many pages the document names openly; None when they are packed away."""
    return len(_PAGES.findall(content)) or None
