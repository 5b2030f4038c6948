"""XLSX and DOCX files: archives that hold a spreadsheet or a document, without macros and without orders to fetch."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking import disguises
from serambi.apps.attachments.checking.kinds import Kind
from serambi.files import archives

_TYPES: Final = "[Content_Types].xml"
_MAIN: Final[dict[str, Kind]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.XLSX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.DOCX,
}
_PART_OF: Final = {Kind.XLSX: "xl/workbook.xml", Kind.DOCX: "word/document.xml"}
_LIMITS: Final = archives.Limits(inflated=300_000_000)
_DECLARATION: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DDE: Final = re.compile(r"\bDDE(?:AUTO)?\b|<(?:\w+:)?ddeLink\b")
# A document of a thousand pages has about 10 MB; the parts that are read as a tree have a few kB.
_TEXT_BYTES: Final = 40_000_000
_TREE_BYTES: Final = 2_000_000
_INSTRUCTION: Final = re.compile(r'<(?:\w+:)?instrText[^>]*>([^<]*)<|\binstr="([^"]*)"')
# Relations that are followed when the file is opened, not when somebody follows a link.
_FETCHED: Final = ("attachedTemplate", "oleObject", "frame", "subDocument", "package", "control")


def check_office(content: bytes, *, name: str) -> tuple[Kind, list[str]]:
    """Return which of the two it is, with the codes of what is to be told; raise a FileRefused when it is not taken."""
    disguises.refuse_pdf_within(content, name=name)
    try:
        archive = archives.Archive(content, limits=_LIMITS)
        kind = _kind(archive, name=name)
        _check_parts(archive, name=name)
        told = _relations(archive, name=name)
        _check_fields(archive, kind, name=name)
    except archives.Encrypted as error:
        raise errors.Protected(name=name) from error
    except archives.InflatesTooMuch as error:
        raise errors.InflatesTooMuch(name=name) from error
    except (archives.BadArchive, ElementTree.ParseError, UnicodeDecodeError, LookupError) as error:
        raise errors.Broken(name=name) from error
    return kind, told


def _kind(archive: archives.Archive, *, name: str) -> Kind:
    part = archive.find(_TYPES)
    if part is None:
        raise errors.KindNotTaken(name=name, found=_("a packed file (ZIP)"))
    types = _xml(archive, part, name=name)
    declared = {entry.get("ContentType", "") for entry in types.iter()}
    if any("macroEnabled" in one or "vbaProject" in one for one in declared):
        raise errors.ActiveContent(name=name, found=_("macros"))
    kinds = {kind for one, kind in _MAIN.items() if one in declared}
    if len(kinds) != 1:
        raise errors.KindNotTaken(name=name, found=_("an Office file of another kind"))
    kind = kinds.pop()
    if archive.find(_PART_OF[kind]) is None:
        raise errors.Broken(name=name)
    return kind


def _check_parts(archive: archives.Archive, *, name: str) -> None:
    lowered = [part.replace("\\", "/").lower() for part in archive.parts]
    if len(set(lowered)) != len(lowered):
        raise errors.NotExaminable(name=name)
    for part in lowered:
        if part.startswith("/") or ".." in part.split("/") or ":" in part:
            raise errors.NotExaminable(name=name)
        if "vbaproject" in part or "/activex/" in part or "/macrosheets/" in part or "/dialogsheets/" in part:
            raise errors.ActiveContent(name=name, found=_("macros"))
        if "oleobject" in part:
            raise errors.ActiveContent(name=name, found=_("another file"))


def _relations(archive: archives.Archive, *, name: str) -> list[str]:
    told: set[str] = set()
    for part in archive.parts:
        if not part.lower().endswith(".rels"):
            continue
        for relation in _xml(archive, part, name=name).iter():
            if relation.get("TargetMode", "").lower() != "external":
                continue
            kind = relation.get("Type", "").rpartition("/")[2]
            if kind in _FETCHED:
                raise errors.ActiveContent(name=name, found=_("a template or object on another computer"))
            told.add({"hyperlink": "office_links", "externalLinkPath": "office_workbooks"}.get(kind, "office_fetches"))
    return sorted(told)


def _check_fields(archive: archives.Archive, kind: Kind, *, name: str) -> None:
    """Raise when a field of a document or a link of a workbook starts another program (DDE)."""
    wanted = "word/" if kind is Kind.DOCX else "xl/externallinks/"
    for part in archive.parts:
        lowered = part.lower()
        if lowered.startswith(wanted) and lowered.endswith(".xml"):
            text = _text(archive, part, name=name)
            fields = "".join(first + second for first, second in _INSTRUCTION.findall(text))
            if _DDE.search(fields if kind is Kind.DOCX else text):
                raise errors.ActiveContent(name=name, found=_("an order to start a program"))


def _xml(archive: archives.Archive, part: str, *, name: str) -> ElementTree.Element:
    # No declaration of entities gets this far, so nothing can grow or fetch while it is read.
    return ElementTree.fromstring(_text(archive, part, name=name, most=_TREE_BYTES).encode())  # noqa: S314


def _text(archive: archives.Archive, part: str, *, name: str, most: int = _TEXT_BYTES) -> str:
    content = bytearray()
    for piece in archive.pieces(part):
        content += piece
        if len(content) > most:
            raise errors.InflatesTooMuch(name=name)
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = content.decode(encoding)
    if _DECLARATION.search(text):
        raise errors.NotExaminable(name=name)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
