"""A document as a Word file, from our template or from the one that an office made of it."""

from __future__ import annotations

import io
import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from lxml.etree import LxmlError

from serambi.files.archives import Archive, BadArchive, Limits

from . import placeholders, samples
from .errors import NotAWordFile, TemplateDamaged, TemplateReachesOut, TemplateWithMacros
from .kinds import Document, Kind, kind_of
from .parts import Letterhead, Signatory
from .pictures import Placed
from .wording import fields_of

_LIMITS = Limits(inflated=60_000_000)
_PROGRAMS = re.compile(r"vbaproject|vbadata|/embeddings/|/activex/|/customui", re.IGNORECASE)
# Fields of Word that fetch or run something when the file is opened.
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|MACROBUTTON)\b", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (TemplateError, LxmlError, KeyError, ValueError, AttributeError, TypeError, IndexError)


def template_of(kind: Kind) -> bytes:
    """Return our template for a kind of document, for an office to change in Word."""
    return resources.files(__package__).joinpath("word", f"{kind}.docx").read_bytes()


def docx_of(document: Document, *, template: bytes | None = None) -> bytes:
    """Return the document as a Word file.

    template: the office's own, else ours.

    Raises TemplateRefused with a sentence when the template cannot be used.
    """
    kind = kind_of(document)
    fields = fields_of(document)
    if template is None:
        return _rendered(template_of(kind), fields)
    _check_once(kind, template)
    try:
        return _rendered(template, fields)
    except _BROKEN as error:
        raise TemplateDamaged(name=f"{kind}.docx") from error


def check_template(kind: Kind, template: bytes, *, name: str) -> None:
    """Return when an office's template can be used for a kind of document.

    It is looked through for what must not be in it, its placeholders are compared with the fields of the document, and
    it is filled in with examples.

    Raises TemplateRefused with a sentence that calls the file by its name.
    """
    _check_file(template, name)
    try:
        sources = _sources(template)
    except (*_BROKEN, OSError) as error:
        raise NotAWordFile(name=name) from error
    for source in sources:
        placeholders.check(source, known_fields(kind), name=name)
    for example in _examples(kind):
        try:
            _rendered(template, fields_of(example))
        except _BROKEN as error:
            raise TemplateDamaged(name=name) from error


@cache
def known_fields(kind: Kind) -> dict[str, Any]:
    """Return an example of the fields of a kind of document with everything that any document of it has."""
    fields: dict[str, Any] = placeholders.merged(*(fields_of(example) for example in _examples(kind)))
    return fields


@lru_cache(maxsize=8)
def _check_once(kind: Kind, template: bytes) -> None:
    check_template(kind, template, name=f"{kind}.docx")


def _examples(kind: Kind) -> list[Document]:
    head, signatory = Letterhead("Pemerintah", "Dinas"), Signatory("Kepala Dinas", "")
    found = [one for one in samples.all_samples(head, signatory) if kind_of(one) is kind]
    if kind is Kind.LETTER:
        found.append(samples.letter_to_one(head, signatory))
    return found


# Looking a template through -----------------------------------------------------------------------------------------


def _check_file(template: bytes, name: str) -> None:
    try:
        archive = Archive(template, limits=_LIMITS)
        is_word = archive.find("word/document.xml") is not None
        programs = [part for part in archive.parts if _PROGRAMS.search(part)]
        parts = {part: b"".join(archive.pieces(part)) for part in archive.parts if part.endswith((".xml", ".rels"))}
    except BadArchive as error:
        raise NotAWordFile(name=name) from error
    if not is_word:
        raise NotAWordFile(name=name)
    if programs or b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise TemplateWithMacros(name=name)
    for part, content in parts.items():
        try:
            _check_part(part, content, name)
        except LxmlError as error:
            raise NotAWordFile(name=name) from error


def _check_part(part: str, content: bytes, name: str) -> None:
    tree = parse_xml(content)
    if tree.getroottree().docinfo.doctype:
        raise NotAWordFile(name=name)
    if part.endswith(".rels"):
        for relation in tree.iter(_RELATION):
            is_link = str(relation.get("Type", "")).endswith("/hyperlink")
            if relation.get("TargetMode") == "External" and not is_link:
                raise TemplateReachesOut(name=name, target=relation.get("Target", ""))
    instructions = "".join(one.text or "" for one in tree.iter(qn("w:instrText")))
    instructions += " ".join(one.get(qn("w:instr"), "") for one in tree.iter(qn("w:fldSimple")))
    if found := _FETCHING.search(instructions):
        raise TemplateReachesOut(name=name, target=found[0])


def _sources(template: bytes) -> list[str]:
    """Return the parts that are filled in, as Jinja sees them."""
    word = _loaded(template)
    sources = [word.patch_xml(word.get_xml())]
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        sources += [word.patch_xml(word.get_part_xml(part)) for _key, part in word.get_headers_footers(uri)]
    for part in word.docx.part.package.parts:
        if part.content_type.endswith("footnotes+xml"):
            sources.append(word.patch_xml(part.blob.decode("utf-8")))
    told = word.docx.core_properties
    return [
        *sources,
        *(getattr(told, name) for name in ("author", "comments", "identifier", "language", "subject", "title")),
    ]


def _loaded(template: bytes) -> DocxTemplate:
    """Return a template with its properties in their place.

    LibreOffice files them under a name of its own; a second set would be written beside them, which Word refuses.
    """
    word = DocxTemplate(io.BytesIO(template))
    word.init_docx()
    for relation in word.docx.part.package.rels.values():
        if relation.reltype.endswith("/metadata/core-properties"):
            relation._reltype = RELATIONSHIP_TYPE.CORE_PROPERTIES
    return word


# Filling it in ------------------------------------------------------------------------------------------------------


class _DescribedImage(InlineImage):  # type: ignore[misc] # the library has no types
    """A picture in the text with its words for people who do not see it."""

    def __init__(self, word: DocxTemplate, picture: Placed) -> None:
        super().__init__(word, io.BytesIO(picture.content), Mm(picture.width_mm), Mm(picture.height_mm))
        self._alt = picture.alt

    def _insert_image(self) -> str:
        inline = self.tpl.current_rendering_part.new_pic_inline(self.image_descriptor, self.width, self.height)
        inline.docPr.set("descr", self._alt)
        # Left out, LibreOffice takes an eighth of an inch at each side.
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        return (
            f"</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r>"
            '<w:t xml:space="preserve">'
        )  # fmt: skip

    def __str__(self) -> str:
        return self._insert_image()

    def __html__(self) -> str:
        return self._insert_image()


def _rendered(template: bytes, fields: dict[str, Any]) -> bytes:
    word = _loaded(template)
    word.render(_shown(fields, word), placeholders.environment(), autoescape=True)
    word.docx.core_properties.title = fields["judul"][:255]
    _keep_signatures(word.docx.element.body)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _keep_signatures(body: Any) -> None:
    """Let the last row of a table stay with a paragraph that stays with what follows: no signature stands alone."""
    for table in body.iter(qn("w:tbl")):
        below = table.getnext()
        if below is None or below.tag != qn("w:p") or below.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None:
            continue
        rows = table.findall(qn("w:tr"))
        for paragraph in rows[-1].iter(qn("w:p")) if rows else ():
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _shown(value: Any, word: DocxTemplate) -> Any:
    match value:
        case Placed():
            return _DescribedImage(word, value)
        case dict():
            return {key: _shown(part, word) for key, part in value.items()}
        case list():
            return [_shown(part, word) for part in value]
    return value
