"""Word files from our templates and from an office's own, and what is said of a template that cannot be used."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from django.utils import translation
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import _Row

from serambi.exchange.documents import errors, kinds, samples
from serambi.exchange.documents.kinds import Kind, kind_of
from serambi.exchange.documents.printing import pdf_of
from serambi.exchange.documents.word import check_template, docx_of, known_fields, template_of
from serambi.exchange.documents.wording import fields_of

from .world import LETTERHEAD, MADE, SIGNATORY, every_kind, make_letter
from .world import text_of as pdf_text

docs = Path(__file__).parents[4] / "docs"
Changed = Callable[[WordDocument], object]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def opened(content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    word = opened(content)
    section = word.sections[0]
    parts = (word.element.body, section.header._element, section.footer._element)
    paragraphs = [paragraph for part in parts for paragraph in part.iter(qn("w:p"))]
    return "\n".join("".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)


def changed(kind: Kind, change: Changed) -> bytes:
    word = opened(template_of(kind))
    change(word)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        for one in source.namelist():
            if one != name:
                target.writestr(one, source.read(one))
        target.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize("document", every_kind(), ids=kind_of)
def test_word_says_what_the_pdf_says(document: kinds.Document) -> None:
    content = docx_of(document)
    text = text_of(content)
    assert "{{" not in text
    assert "{%" not in text
    fields = fields_of(document)
    # As one string without spaces: a page breaks its lines, and so does the reading of a page.
    printed, written = ("".join(one.split()) for one in (pdf_text(pdf_of(document, made=MADE)), text))
    shown = [one for one in ("".join(words.split()) for words in texts_in(fields)) if one in printed]
    assert len(shown) > 20
    assert [one for one in shown if one not in written and one.upper() not in written] == []
    assert opened(content).core_properties.title == fields["judul"]


def texts_in(value: object) -> list[str]:
    match value:
        case dict():
            return [text for part in value.values() for text in texts_in(part)]
        case list():
            return [text for part in value for text in texts_in(part)]
        case str():
            return [value]
    return []


def test_place_and_date_stand_on_the_line_of_the_number() -> None:
    word = opened(docx_of(make_letter()))
    cells = [cell.text for cell in word.tables[1].rows[0].cells]
    assert cells == ["Nomor", ":", "000.1.5/17/KOMINFO/III/2026", "Serumpun, 2 Maret 2026"]
    subject = word.tables[1].rows[3].cells[2].paragraphs[0]
    assert (subject.text, subject.style.name) == ("Undangan Rapat Koordinasi", "Heading 1")


def test_pictures_have_their_words_and_tables_repeat_their_heads() -> None:
    word = opened(docx_of(samples.attendance(LETTERHEAD, SIGNATORY)))
    described = [one.get("descr") for one in word.element.body.iter(qn("wp:docPr"))]
    assert "Lambang Kabupaten Serumpun" in described
    assert "Tanda tangan contoh" in described
    assert all(described)
    listed = word.tables[-2]
    assert listed.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(listed.rows) == 1 + 6


# In which order the standard (ECMA-376) has the properties; Word refuses a file that has them in another.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color kern sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
}


@pytest.mark.parametrize("document", every_kind(), ids=kind_of)
def test_properties_stand_in_the_order_of_the_standard(document: kinds.Document) -> None:
    word = opened(docx_of(document))
    section = word.sections[0]
    for name, known in ORDER.items():
        places = {qn(f"w:{one}"): place for place, one in enumerate(known.split())}
        for part in (word.element.body, section.header._element, section.footer._element):
            for told in part.iter(qn(f"w:{name}")):
                assert [one.tag for one in told] == sorted((one.tag for one in told), key=places.__getitem__)


def is_whole(row: _Row) -> bool:
    return row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_no_signature_stands_alone_on_a_page() -> None:
    """It is one row that is never split; the last row or paragraph before it stays with it."""
    for document in every_kind():
        word = opened(docx_of(document))
        tables = [one for one in word.tables if one.style.name != "Table Grid" and is_whole(one.rows[-1])]
        assert tables, kind_of(document)
        for table in tables:
            above = table._tbl.getprevious()
            assert above.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
            before = above.getprevious()
            kept = before.findall(qn("w:tr"))[-1] if before.tag == qn("w:tbl") else before
            assert all(one.pPr.keepNext is not None for one in kept.iter(qn("w:p")))


def test_what_is_empty_is_said() -> None:
    minutes = samples.minutes(LETTERHEAD, SIGNATORY)
    nothing = {"opening": "", "discussions": (), "decisions": (), "actions": (), "conclusion": "", "participants": ()}
    text = text_of(docx_of(replace(minutes, **nothing)))  # type: ignore[arg-type]  # fields of minutes
    assert text.count("Tidak dicatat.") == 3
    assert "Tidak ada keputusan." in text
    assert "Tidak ada tindak lanjut." in text
    assert "Penanggung jawab" not in text
    listed = replace(samples.attendance(LETTERHEAD, SIGNATORY), attendees=(), empty_lines=0)
    for shown in (text_of(docx_of(listed)), pdf_text(pdf_of(listed, made=MADE))):
        assert "Belum ada yang tercatat hadir." in shown


def test_an_office_changes_the_template_in_word() -> None:
    def change(word: WordDocument) -> None:
        word.add_paragraph("Pakaian: Batik. Hal {{ hal }}, kepada {% for o in yth %}{{ o.nama|upper }}{% endfor %}")

    template = changed(Kind.LETTER, change)
    check_template(Kind.LETTER, template, name="surat kami.docx")
    text = text_of(docx_of(make_letter(), template=template))
    assert "Pakaian: Batik. Hal Undangan Rapat Koordinasi, kepada KEPALA DINAS KESEHATAN" in text


def test_a_template_saved_by_libreoffice_is_written_without_a_part_twice() -> None:
    ours = zipfile.ZipFile(io.BytesIO(template_of(Kind.LETTER))).read("_rels/.rels")
    theirs = ours.replace(b"/package/2006/relationships/metadata/", b"/officedocument/2006/relationships/metadata/")
    assert theirs != ours
    template = with_part(template_of(Kind.LETTER), "_rels/.rels", theirs)

    check_template(Kind.LETTER, template, name="surat.docx")
    written = docx_of(make_letter(), template=template)

    names = zipfile.ZipFile(io.BytesIO(written)).namelist()
    assert sorted(names) == sorted(set(names))
    assert opened(written).core_properties.title.startswith("Undangan Rapat Koordinasi")


def test_what_a_document_lacks_shows_nothing() -> None:
    template = changed(Kind.ATTENDANCE, lambda word: word.add_paragraph("Mengetahui: {{ penandatangan.nama }}."))
    listed = replace(samples.attendance(LETTERHEAD, SIGNATORY), signatory=None)
    assert "Mengetahui: ." in text_of(docx_of(listed, template=template))


@pytest.mark.parametrize("kind", list(Kind))
def test_our_templates_pass_their_own_check(kind: Kind) -> None:
    check_template(kind, template_of(kind), name=f"{kind}.docx")


@pytest.mark.parametrize(
    ("placeholder", "refusal", "words"),
    [
        ("{{ hall }}", errors.UnknownPlaceholders, "hall (hal?)"),
        ("{{ penandatangan.nipp }}", errors.UnknownPlaceholders, "penandatangan.nipp (nip?)"),
        ("{% for o in yth %}{{ o.namaa }}{% endfor %}", errors.UnknownPlaceholders, "o.namaa (nama?)"),
        ("{% for o in hal %}{{ o }}{% endfor %}", errors.UnknownPlaceholders, "for o in …"),
        ("{{ hal", errors.BrokenPlaceholder, "not complete: {{ hal"),
        ("{% if hal %}", errors.BrokenPlaceholder, "times, “endif”"),
        ("{{ 9 ** 9 ** 9 }}", errors.PlaceholderForbidden, "Pow"),
        ("{{ range(9) }}", errors.PlaceholderForbidden, "Call"),
        ("{{ ''.__class__.__mro__ }}", errors.UnknownPlaceholders, "__class__"),
        ("{{ hal|attr('x') }}", errors.PlaceholderForbidden, "attr"),
        ("{% include 'x' %}", errors.PlaceholderForbidden, "Include"),
        ("{% macro m() %}{% endmacro %}", errors.PlaceholderForbidden, "Macro"),
        ("{% set a = 1 %}", errors.PlaceholderForbidden, "Assign"),
        (
            "{% for a in yth %}{% for b in yth %}{% for c in yth %}x{% endfor %}{% endfor %}{% endfor %}",
            errors.TemplateTooDeep, "At most two",
        ),
    ],
)  # fmt: skip
def test_a_placeholder_that_cannot_be_filled_in_is_named(
    placeholder: str, refusal: type[errors.TemplateRefused], words: str
) -> None:
    template = changed(Kind.LETTER, lambda word: word.add_paragraph(placeholder))
    with pytest.raises(refusal) as refused:
        check_template(Kind.LETTER, template, name="surat.docx")
    assert "surat.docx" in str(refused.value)
    assert words in str(refused.value)
    with pytest.raises(refusal):
        docx_of(make_letter(), template=template)


def test_a_placeholder_in_the_footer_is_looked_at_too() -> None:
    template = changed(Kind.LETTER, lambda word: word.sections[0].footer.add_paragraph("{{ kaki }}"))
    with pytest.raises(errors.UnknownPlaceholders, match="kaki"):
        check_template(Kind.LETTER, template, name="surat.docx")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"bukan word", errors.NotAWordFile),
        (b"", errors.NotAWordFile),
        (with_part(template_of(Kind.LETTER), "word/vbaProject.bin", b"x"), errors.TemplateWithMacros),
        (with_part(template_of(Kind.LETTER), "word/embeddings/oleObject1.bin", b"x"), errors.TemplateWithMacros),
        (with_part(template_of(Kind.LETTER), "word/document.xml", b"<w:document"), errors.NotAWordFile),
        (
            with_part(
                template_of(Kind.LETTER), "word/_rels/settings.xml.rels",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                b'Id="r1" Type="x/attachedTemplate" Target="http://elsewhere.example/t.dotm" TargetMode="External"/>'
                b"</Relationships>",
            ),
            errors.TemplateReachesOut,
        ),
        (
            with_part(
                template_of(Kind.LETTER), "word/document.xml",
                b'<!DOCTYPE d [<!ENTITY e "x">]><d>&e;</d>',
            ),
            errors.NotAWordFile,
        ),
    ],
    ids=["text", "empty", "macros", "embedded", "broken", "attached", "entity"],
)  # fmt: skip
def test_what_is_no_harmless_word_file_is_refused(content: bytes, refusal: type[errors.TemplateRefused]) -> None:
    with pytest.raises(refusal, match=r"surat\.docx"):
        check_template(Kind.LETTER, content, name="surat.docx")


def test_a_field_that_fetches_is_refused() -> None:
    def change(word: WordDocument) -> None:
        run = word.add_paragraph().add_run()
        for piece in (" INCLUDE", 'PICTURE "http://elsewhere.example/x.png" '):
            instruction = run._r.makeelement(qn("w:instrText"), {})
            instruction.text = piece
            run._r.append(instruction)

    with pytest.raises(errors.TemplateReachesOut, match="INCLUDEPICTURE"):
        check_template(Kind.LETTER, changed(Kind.LETTER, change), name="surat.docx")


def test_a_list_begun_in_a_row_and_ended_elsewhere_is_refused() -> None:
    def change(word: WordDocument) -> None:
        word.tables[0].cell(0, 1).add_paragraph("{% if hal %}")
        word.add_paragraph("{% endif %} {%tr endif %}")

    with pytest.raises(errors.TemplateRefused):
        check_template(Kind.LETTER, changed(Kind.LETTER, change), name="surat.docx")


def test_every_field_is_documented() -> None:
    page = (docs / "reference/documents.md").read_text("utf-8")
    for kind in Kind:
        for name in known_fields(kind):
            assert f"`{name}`" in page, f"{kind}: {name}"
