"""The kinds of files that are taken, how each begins, and what to call those that are not."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    XLSX = "xlsx"
    DOCX = "docx"


PICTURES: Final = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIC})
OFFICE: Final = frozenset({Kind.XLSX, Kind.DOCX})
ENDINGS: Final[dict[str, Kind]] = {
    "pdf": Kind.PDF,
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "jfif": Kind.JPEG,
    "png": Kind.PNG,
    "heic": Kind.HEIC,
    "heif": Kind.HEIC,
    "xlsx": Kind.XLSX,
    "docx": Kind.DOCX,
}
MEDIA_TYPES: Final[dict[str, str]] = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.HEIC: "image/heic",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_NAMES: Final[dict[str, str]] = {
    Kind.PDF: "PDF",
    Kind.JPEG: "JPEG",
    Kind.PNG: "PNG",
    Kind.HEIC: "HEIC",
    Kind.XLSX: "XLSX",
    Kind.DOCX: "DOCX",
}
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
# What a browser would take for a page, wherever in a file it stands.
MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?php", b"<body", b"<iframe")


def kind_of(content: bytes) -> Kind | None:
    """Return what the content begins as; OFFICE kinds are one until the archive is opened, and come as XLSX."""
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    return Kind.XLSX if content.startswith(ZIP) else None


def is_old_office(content: bytes) -> bool:
    """Tell whether it is a compound file: an XLS or DOC, or an XLSX or DOCX with a password."""
    return content.startswith(_OLD_OFFICE)


def name_of(kind: str) -> str:
    return _("a %(kind)s file") % {"kind": _NAMES[kind]}


def found_name(content: bytes) -> str:
    """Return what to call a content that is not taken."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return _("an SVG drawing")
    if start.startswith((b"<!doctype", b"<html", b"<script", b"<body")) or any(word in start for word in MARKUP):
        return _("a web page")
    if start.startswith((b"mz", b"\x7felf", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        return _("a program")
    kind = kind_of(content)
    if kind is not None:
        return _("a packed file (ZIP)") if kind is Kind.XLSX else name_of(kind)
    if is_old_office(content):
        return _("a file of an old Office program, or one with a password")
    import puremagic  # noqa: PLC0415 - its table of a thousand kinds is needed for a file that is refused only

    try:
        ending = puremagic.from_string(content[:4096])
    except (puremagic.PureError, ValueError, IndexError, UnicodeDecodeError):
        ending = ""
    return _("a file of another kind (%(ending)s)") % {"ending": ending} if ending else _("a file of an unknown kind")
