"""What a file is, by its content; the ending of its name is never believed."""

from __future__ import annotations

from typing import Final

from serambi.exchange.tables import errors
from serambi.exchange.tables.errors import UnreadableTable

COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_STARTS: Final[tuple[tuple[bytes, type[UnreadableTable]], ...]] = (
    (b"%PDF-", errors.PdfDocument),
    (b"{\\rtf", errors.TextDocument),
    (b"\x89PNG\r\n", errors.Picture),
    (b"\xff\xd8\xff", errors.Picture),
    (b"GIF8", errors.Picture),
    (b"II*\x00", errors.Picture),
    (b"MM\x00*", errors.Picture),
    (b"\x1f\x8b", errors.PackedFile),
    (b"7z\xbc\xaf\x27\x1c", errors.PackedFile),
    (b"Rar!\x1a\x07", errors.PackedFile),
    (b"BZh9", errors.PackedFile),
    (b"\xfd7zXZ\x00", errors.PackedFile),
    (b"\x28\xb5\x2f\xfd", errors.PackedFile),
    # A workbook of the years before the compound file: a bare stream of records.
    (b"\x09\x00\x04\x00", errors.OldWorkbook),
    (b"\x09\x02\x06\x00", errors.OldWorkbook),
    (b"\x09\x04\x06\x00", errors.OldWorkbook),
    (b"\x09\x08\x08\x00", errors.OldWorkbook),
    (b"\x09\x08\x10\x00", errors.OldWorkbook),
)
_WEB_STARTS: Final = (
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<table",
    "<meta",
    "<style",
    "<script",
    "<div",
    "<tr",
)


def kind_of(content: bytes, *, name: str) -> str:
    """Return `zip`, `compound` or `text`; raise what the file is when it can be no table.

    A text may still turn out to be none; see `refuse_markup`.
    """
    if not content:
        raise errors.EmptyFile(name=name)
    if content.startswith(b"PK") and content[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return "zip"
    if content.startswith(COMPOUND):
        return "compound"
    if content.startswith(COMPOUND[:4]):
        raise errors.Damaged(name=name)
    for start, error in _STARTS:
        if content.startswith(start):
            raise error(name=name)
    if _is_picture(content):
        raise errors.Picture(name=name)
    return "text"


def refuse_markup(text: str, *, name: str) -> None:
    """Raise when a text is a web page, an XML or a JSON file rather than rows of cells."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml"):
        raise errors.WebPage(name=name) if "<html" in start else errors.XmlFile(name=name)
    if start.startswith("<!--"):
        start = start.partition("-->")[2].lstrip()
    if start.startswith(_WEB_STARTS):
        raise errors.WebPage(name=name)
    if start.startswith(("<workbook", "<office:", "<ss:")) or ("<" in start[:1] and "xmlns" in start):
        raise errors.XmlFile(name=name)
    if start.startswith(("[{", '{"', "[[")) and text.rstrip().endswith(("}", "]")):
        raise errors.JsonFile(name=name)


def _is_picture(content: bytes) -> bool:
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return True
    # "BM" may also begin a heading; a bitmap goes on with its length and four zeros.
    return content.startswith(b"BM") and content[6:10] == b"\0\0\0\0"
