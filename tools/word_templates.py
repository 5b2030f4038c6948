"""Make the Word templates that serambi/exchange/documents/word ships: `python tools/word_templates.py`.

An office changes them in Word; we change them here, so that a difference can be read.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml import etree

FOLDER = Path(__file__).parents[1] / "serambi/exchange/documents/word"
FONT = "Bookman Old Style"
MADE = dt.datetime(2026, 11, 25)  # noqa: DTZ001 - Word writes no zone
# What a page has between its margins, in millimetres.
TALL, WIDE = 165, 261
CENTER, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


def page(*, is_wide: bool = False) -> Document:
    """Return an A4 page with letterhead, mark and page numbers."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(18), Mm(22)
    section.left_margin, section.right_margin = (Mm(18), Mm(18)) if is_wide else (Mm(25), Mm(20))
    for name, size in (("Normal", 11), ("Title", 13), ("Heading 1", 13), ("Heading 2", 11), ("Heading 3", 11)):
        style(word, name, size)
    word.core_properties.title = "{{ judul }}"
    word.core_properties.language = "id-ID"
    word.core_properties.author = ""
    word.core_properties.comments = ""
    word.core_properties.created = word.core_properties.modified = MADE
    say(word.sections[0].header.paragraphs[0], "{{ tanda }}", bold=True, size=9, align=RIGHT)
    footer(word.sections[0].footer.paragraphs[0])
    letterhead(word, WIDE if is_wide else TALL)
    name_fallbacks(word)
    return word


def name_fallbacks(word: Document) -> None:
    """Say what stands in for the font where it is missing: the free one of the same widths, else one with serifs."""
    part = next(one for one in word.part.package.iter_parts() if one.partname == "/word/fontTable.xml")
    told = parse_xml(part.blob)
    told.append(
        parse_xml(
            f'<w:font {nsdecls("w")} w:name="{FONT}"><w:altName w:val="URW Bookman"/>'
            '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
        )
    )
    part._blob = etree.tostring(told, xml_declaration=True, encoding="UTF-8", standalone=True)


def style(word: Document, name: str, size: int) -> None:
    made = word.styles[name]
    made.font.name, made.font.size = FONT, Pt(size)
    made.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    made.paragraph_format.space_after = Pt(4)
    if name == "Normal":
        made.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="id-ID" w:eastAsia="id-ID"/>'))
        return
    made.font.bold, made.font.color.rgb = True, docx.shared.RGBColor(0, 0, 0)
    for fonts in made.element.rPr.findall(qn("w:rFonts")):
        for key in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[key]
        fonts.set(qn("w:ascii"), FONT)
        fonts.set(qn("w:hAnsi"), FONT)


def say(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None, underline: bool = False,
) -> Paragraph:  # fmt: skip
    run = paragraph.add_run(text)
    run.bold, run.underline = bold or None, underline or None
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def footer(paragraph: Paragraph) -> None:
    say(paragraph, "Sidik isi (SHA-256) {{ sidik }}", size=7)
    paragraph = paragraph.insert_paragraph_before()
    say(paragraph, "Halaman ", size=8, align=RIGHT)
    for field, between in (("PAGE", " dari "), ("NUMPAGES", "")):
        paragraph._p.append(
            parse_xml(
                f'<w:fldSimple {nsdecls("w")} w:instr=" {field} ">'
                '<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
            )
        )
        say(paragraph, between, size=8)


def letterhead(word: Document, width: int) -> None:
    table = word.add_table(1, 3)
    set_widths(table, (22, width - 44, 22))
    say(table.cell(0, 0).paragraphs[0], "{{ kop.lambang }}")
    middle = table.cell(0, 1)
    say(middle.paragraphs[0], "{{ kop.pemerintah|upper }}", size=12, align=CENTER)
    say(middle.add_paragraph(), "{{ kop.perangkat_daerah|upper }}", bold=True, size=14, align=CENTER)
    say(middle.add_paragraph(), "{%p if kop.alamat %}")
    say(middle.add_paragraph(), "{{ kop.alamat }}", size=9, align=CENTER)
    say(middle.add_paragraph(), "{%p endif %}")
    say(middle.add_paragraph(), "{%p if kop.hubungi %}")
    say(middle.add_paragraph(), "{{ kop.hubungi }}", size=9, align=CENTER)
    say(middle.add_paragraph(), "{%p endif %}")
    for paragraph in middle.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
    line = word.add_paragraph()
    line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(10), Pt(5)
    border = '<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="1" w:color="000000"/>'
    # Word refuses a file whose properties stand in another order than that of the standard.
    line._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def set_widths(table: docx.table.Table, widths: Sequence[float], *, left: float = 0) -> None:
    """Give a table without lines its widths; its text begins where that of the page does, or so many millimetres in."""
    table.autofit = False
    _place(table, left, (("left", 0), ("right", 0)))
    _set_columns(table, widths)


def set_grid(table: docx.table.Table, widths: Sequence[float]) -> None:
    """Give a table with lines its widths; its lines, and not its text, begin where the text of the page does."""
    table.autofit = False
    _place(table, 1.9, (("top", 40), ("left", 108), ("bottom", 40), ("right", 108)))
    _set_columns(table, widths)


def _place(table: docx.table.Table, left: float, sides: Sequence[tuple[str, int]]) -> None:
    """Say where a table begins, in millimetres, and how far its text stays from its edges, in twentieths of a point."""
    margins = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in sides)
    told = table._tbl.tblPr
    indent = parse_xml(f'<w:tblInd {nsdecls("w")} w:w="{Mm(left).twips}" w:type="dxa"/>')
    told.insert_element_before(indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    told.insert_element_before(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"), "w:tblLook")


def _set_columns(table: docx.table.Table, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def facts(
    word: Document, rows: Sequence[tuple[str, str]], *, label: int = 40, width: int = TALL, left: float = 0
) -> None:
    """Add names and values with a colon between; a name that begins with `?` is shown when its field is there."""
    table = word.add_table(0, 3)
    for name, value in rows:
        if name.startswith("?"):
            condition, _, name = name[1:].partition("|")  # noqa: PLW2901
            say(table.add_row().cells[0].paragraphs[0], f"{{%tr if {condition} %}}")
        cells = table.add_row().cells
        for cell, text in zip(cells, (name, ":", value), strict=True):
            say(cell.paragraphs[0], text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
        if value.startswith(("{{ tautan", "{{ pakaian")) or "sekretaris" in value:
            say(table.add_row().cells[0].paragraphs[0], "{%tr endif %}")
    set_widths(table, (label, 4, width - left - label - 4), left=left)


def listing(
    word: Document, heads: Sequence[str], row: Sequence[str], widths: Sequence[float], *, each: str, many: str,
    nothing: str,
) -> None:  # fmt: skip
    """Add a table whose head repeats on every page, with a row for each of many, or a sentence where there are none."""
    word.add_paragraph("{%p if " + many + " %}")
    table = word.add_table(4, len(heads))
    table.style = "Table Grid"
    set_grid(table, widths)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        say(cell.paragraphs[0], text, bold=True, size=9, align=CENTER).paragraph_format.space_after = Pt(0)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="ECE9E0"/>'))
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    say(table.rows[1].cells[0].paragraphs[0], f"{{%tr for {each} in {many} %}}")
    _unsplit(table.rows[2])
    for column, (cell, text) in enumerate(zip(table.rows[2].cells, row, strict=True)):
        say(cell.paragraphs[0], text, size=9, align=None if column else CENTER).paragraph_format.space_after = Pt(0)
    say(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}")
    word.add_paragraph("{%p else %}")
    word.add_paragraph(nothing)
    word.add_paragraph("{%p endif %}")
    gap(word)


def gap(word: Document) -> None:
    """Add a low paragraph between two tables, which Word would else make one, that stays with what follows."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), Pt(8)
    paragraph.paragraph_format.keep_with_next = True


def text(word: Document, many: str, *, nothing: str = "", stays: bool = False) -> None:
    """Add the paragraphs of a text, or a sentence where there are none.

    stays: together with what follows, so that no signature stands alone on a page.
    """
    if nothing:
        word.add_paragraph("{%p if not " + many + " %}")
        word.add_paragraph(nothing).paragraph_format.keep_with_next = stays or None
        word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p for alinea in " + many + " %}")
    paragraph = say(word.add_paragraph(), "{{ alinea }}", align=JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(12.5)
    paragraph.paragraph_format.keep_with_next = stays or None
    word.add_paragraph("{%p endfor %}")


def points(word: Document, many: str, *, left: float = 0) -> None:
    """Add a numbered list."""
    word.add_paragraph("{%p for butir in " + many + " %}")
    paragraph = word.add_paragraph("{{ loop.index }}.\t{{ butir }}")
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(left + 8), Mm(-8)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(left + 8))
    paragraph.paragraph_format.space_after = Pt(2)
    word.add_paragraph("{%p endfor %}")


def when(word: Document, condition: str, add: Callable[[], None]) -> None:
    word.add_paragraph("{%p if " + condition + " %}")
    add()
    word.add_paragraph("{%p endif %}")


def signature(cell: _Cell, who: str, *, organization: bool = False) -> None:
    """Write the block of somebody who signs into the cell of a row that is never split."""
    is_used = bool(cell.text)

    def paragraph() -> Paragraph:
        nonlocal is_used
        made, is_used = cell.add_paragraph() if is_used else cell.paragraphs[0], True
        made.paragraph_format.space_after = Pt(1)
        return made

    if organization:
        say(paragraph(), f"{{{{ {who}.instansi }}}}", bold=True)
    say(paragraph(), f"{{%p if {who}.atas_nama %}}")
    say(paragraph(), f"{{{{ {who}.atas_nama }}}}")
    say(paragraph(), "{%p endif %}")
    say(paragraph(), f"{{{{ {who}.jabatan }}}},")
    say(paragraph(), f"{{%p if {who}.qr %}}")
    say(paragraph(), f"{{{{ {who}.qr }}}}")
    say(paragraph(), "{%p else %}")
    for _ in range(4):
        paragraph()
    say(paragraph(), "{%p endif %}")
    say(paragraph(), f"{{{{ {who}.nama }}}}", bold=True, underline=True)
    for field, before in (("pangkat", ""), ("nip", "NIP ")):
        say(paragraph(), f"{{%p if {who}.{field} %}}")
        say(paragraph(), f"{before}{{{{ {who}.{field} }}}}")
        say(paragraph(), "{%p endif %}")
    say(paragraph(), f"{{%p if {who}.catatan %}}")
    say(paragraph(), f"{{{{ {who}.catatan }}}}", size=8)
    say(paragraph(), "{%p endif %}")


def signed(word: Document, who: str, *, width: int = TALL) -> None:
    """Add the block of the one who signs, at the right."""
    table = word.add_table(1, 2)
    set_widths(table, (width - 80, 80))
    _unsplit(table.rows[0])
    signature(table.cell(0, 1), who)
    below = word.add_paragraph()
    below.paragraph_format.space_after, below.paragraph_format.line_spacing = Pt(0), Pt(8)


def signatures(word: Document, *, organization: bool = False) -> None:
    """Add the blocks of several people, two in a row."""
    table = word.add_table(3, 3)
    set_widths(table, (TALL / 2 - 5, 10, TALL / 2 - 5))
    say(table.cell(0, 0).paragraphs[0], "{%tr for b in tanda_tangan %}")
    _unsplit(table.rows[1])
    signature(table.cell(1, 0), "b.kiri", organization=organization)
    right = table.cell(1, 2)
    say(right.paragraphs[0], "{%p if b.kanan %}")
    signature(right, "b.kanan", organization=organization)
    say(right.add_paragraph(), "{%p endif %}")
    # A cell must hold a paragraph, also where nobody signs at the right.
    right.add_paragraph().paragraph_format.space_after = Pt(8)
    say(table.cell(2, 0).paragraphs[0], "{%tr endfor %}")
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _unsplit(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def copies(word: Document) -> None:
    def add() -> None:
        word.add_paragraph("Tembusan:").paragraph_format.keep_with_next = True
        points(word, "tembusan")

    when(word, "tembusan", add)


def photographs(word: Document) -> None:
    def add() -> None:
        word.add_heading("Dokumentasi", 2)
        word.add_paragraph("{%p for f in foto %}")
        word.add_paragraph("{{ f.gambar }}").paragraph_format.keep_with_next = True
        say(word.add_paragraph(), "Foto {{ f.no }}. {{ f.keterangan }}", size=9).paragraph_format.space_after = Pt(8)
        word.add_paragraph("{%p endfor %}")

    when(word, "foto", add)


def title(word: Document, name: str, below: str) -> None:
    heading = word.add_heading(name, 1)
    heading.alignment, heading.paragraph_format.space_before = CENTER, Pt(0)
    say(word.add_paragraph(), below, align=CENTER).paragraph_format.space_after = Pt(8)


def official(who: str) -> str:
    """Return the placeholder of somebody who is named without signing."""
    parts = (
        f"{{{{ {who}.nama }}}}",
        *(
            f"{{% if {who}.{field} %}}, {before}{{{{ {who}.{field} }}}}{{% endif %}}"
            for field, before in (("jabatan", ""), ("nip", "NIP "))
        ),
    )
    return "".join(parts)


SITTING = [
    ("hari/tanggal", "{{ hari_tanggal }}"),
    ("pukul", "{{ pukul }}"),
    ("tempat", "{{ tempat }}"),
    ("?tautan|tautan", "{{ tautan }}"),
    ("acara", "{{ acara }}"),
]
ACTIONS = ("No", "Tindak lanjut", "Penanggung jawab", "Tenggat", "Status")
ACTION = ("{{ t.no }}", "{{ t.aksi }}", "{{ t.pic }}", "{{ t.tenggat }}", "{{ t.status }}")


def letter() -> Document:
    word = page()
    # Permendagri 1/2023: place and date stand at the right on the line of the number.
    table = word.add_table(4, 4)
    set_widths(table, (23, 4, 78, 60))
    for row, name in enumerate(("nomor", "sifat", "lampiran", "hal")):
        if row:
            table.cell(row, 2).merge(table.cell(row, 3))
        for column, words in enumerate((name.capitalize(), ":", f"{{{{ {name} }}}}")):
            paragraph = say(table.cell(row, column).paragraphs[0], words)
            paragraph.paragraph_format.space_after = Pt(1)
    say(table.cell(0, 3).paragraphs[0], "{{ tempat_tanggal }}", align=RIGHT)
    subject = table.cell(3, 2).paragraphs[0]
    subject.style, subject.paragraph_format.space_before = word.styles["Heading 1"], Pt(0)
    subject.runs[0].font.size = Pt(11)
    word.add_paragraph().paragraph_format.space_after = Pt(0)
    addressed(word)
    word.add_paragraph("{{ salam }}").paragraph_format.first_line_indent = Mm(12.5)
    text(word, "pembuka")
    facts(word, [*SITTING, ("?pakaian|pakaian", "{{ pakaian }}")], label=30, left=12.5)
    gap(word)

    def agenda() -> None:
        paragraph = word.add_paragraph("Susunan acara:")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.keep_with_next = Mm(12.5), True
        points(word, "susunan_acara", left=12.5)

    when(word, "susunan_acara", agenda)
    text(word, "penutup", stays=True)
    gap(word)
    signed(word, "penandatangan")
    copies(word)

    def annex() -> None:
        rows = [("Lampiran", "Surat {{ penandatangan.jabatan }}"), ("Nomor", "{{ nomor }}")]
        # A break of its own paragraph would leave an empty line at the head of the page.
        gap(word)
        word.paragraphs[-1].paragraph_format.page_break_before = True
        facts(word, [*rows, ("Tanggal", "{{ tempat_tanggal }}")], label=23)
        word.add_heading("DAFTAR UNDANGAN", 2).alignment = CENTER
        row = ("{{ loop.index }}", "{{ satu.nama }}", "{{ satu.alamat }}")
        heads = ("No", "Yang diundang", "Di")
        nothing = "Tidak ada yang diundang."
        listing(word, heads, row, (12, 103, 50), each="satu", many="daftar_undangan", nothing=nothing)
        signed(word, "penandatangan")

    when(word, "daftar_undangan", annex)
    return word


def addressed(word: Document) -> None:
    """Add to whom the letter goes: the list behind it, one receiver, or up to three."""

    def line(words: str, *, left: float = 0, after: float = 1) -> None:
        paragraph = word.add_paragraph(words)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_after = Mm(left), Pt(after)

    word.add_paragraph("{%p if daftar_undangan %}")
    line("Yth. (daftar undangan terlampir)")
    word.add_paragraph("{%p elif yth|length == 1 %}")
    word.add_paragraph("{%p for satu in yth %}")
    line("Yth. {{ satu.nama }}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p else %}")
    line("Yth.")
    word.add_paragraph("{%p for satu in yth %}")
    line("{{ loop.index }}. {{ satu.nama }}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endif %}")
    line("di")
    line("{{ tempat_yth }}", left=8, after=10)


def attendance() -> Document:
    word = page()
    title(word, "DAFTAR HADIR", "{{ rapat }}")
    facts(word, SITTING, label=32)
    word.add_paragraph().paragraph_format.space_after = Pt(0)
    heads = ("No", "Nama", "Jabatan", "Instansi", "L/P", "Tanda tangan")
    row = ("{{ h.no }}", "{{ h.nama }}", "{{ h.jabatan }}", "{{ h.instansi }}", "{{ h.lp }}", "{{ h.ttd }}")
    nothing = "Belum ada yang tercatat hadir."
    listing(word, heads, row, (11, 40, 36, 32, 10, 36), each="h", many="hadir", nothing=nothing)
    table = word.tables[-1]
    table.rows[2].height = Mm(12)
    when(word, "penandatangan", lambda: signed(word, "penandatangan"))
    return word


def minutes() -> Document:
    word = page()
    title(word, "NOTULA", "{{ rapat }}")
    facts(
        word,
        [
            ("Hari/tanggal", "{{ hari_tanggal }}"),
            ("Waktu", "{{ pukul }}"),
            ("Tempat", "{{ tempat }}"),
            ("?tautan|Tautan", "{{ tautan }}"),
            ("Surat undangan nomor", "{{ nomor_undangan }}"),
            ("Acara", "{{ acara }}"),
            ("Pimpinan rapat", official("ketua")),
            ("?sekretaris|Sekretaris", official("sekretaris")),
            ("Pencatat", official("pencatat")),
            ("Status", "{{ status }}"),
        ],
        label=52,
    )
    for name, many in (("Peserta", "peserta"), ("Tidak hadir", "tidak_hadir"), ("Susunan acara", "susunan_acara")):

        def add(name: str = name, many: str = many) -> None:
            word.add_heading(name, 2)
            points(word, many)

        when(word, many, add)
    word.add_heading("Kegiatan rapat", 2)
    word.add_heading("1. Pembukaan", 3)
    text(word, "pembukaan", nothing="Tidak dicatat.")
    word.add_heading("2. Pembahasan", 3)
    word.add_paragraph("{%p if not pembahasan %}")
    word.add_paragraph("Tidak dicatat.")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p for b in pembahasan %}")
    topic = say(word.add_paragraph(), "2.{{ b.no }} {{ b.topik }}", bold=True)
    say(topic, "{% if b.penyaji %} ({{ b.penyaji }}){% endif %}")
    topic.paragraph_format.keep_with_next, topic.paragraph_format.space_before = True, Pt(6)
    text(word, "b.isi")
    word.add_paragraph("{%p endfor %}")
    word.add_heading("3. Keputusan", 3)
    row = ("{{ k.no }}", "{{ k.isi }}", "{% if k.dasar %}{{ k.dasar }}{% else %}–{% endif %}")
    nothing = "Tidak ada keputusan."
    heads = ("Nomor", "Keputusan", "Dasar")
    listing(word, heads, row, (25, 95, 45), each="k", many="keputusan", nothing=nothing)
    word.add_heading("4. Tindak lanjut", 3)
    actions_listed(word)
    word.add_heading("5. Kesimpulan", 3)
    text(word, "kesimpulan", nothing="Tidak dicatat.", stays=True)
    gap(word)
    signatures(word)
    photographs(word)
    return word


def actions_listed(word: Document) -> None:
    nothing = "Tidak ada tindak lanjut."
    listing(word, ACTIONS, ACTION, (11, 65, 42, 26, 21), each="t", many="tindak_lanjut", nothing=nothing)


def agreement() -> Document:
    word = page()
    title(word, "BERITA ACARA KESEPAKATAN", "Nomor: {{ nomor }}")
    say(word.add_paragraph(), "tentang", align=CENTER)
    say(word.add_paragraph(), "{{ tentang }}", bold=True, align=CENTER)
    say(word.add_paragraph(), "{{ pada_hari_ini }}", align=JUSTIFY).paragraph_format.first_line_indent = Mm(12.5)
    word.add_paragraph("{%p for p in pihak %}")
    party(word)
    gap(word)
    word.add_paragraph("{%p endfor %}")
    text(word, "dasar")
    word.add_paragraph("Para pihak menyepakati hal-hal sebagai berikut:").paragraph_format.keep_with_next = True
    points(word, "butir")
    text(word, "penutup", stays=True)
    gap(word)
    signatures(word, organization=True)
    return word


def party(word: Document) -> None:
    """Add who one party is, under its number."""
    table = word.add_table(0, 4)
    rows = (("Nama", "nama"), ("NIP", "nip"), ("Jabatan", "jabatan"), ("Instansi", "instansi"))
    for name, field in rows:
        if field == "nip":
            say(table.add_row().cells[0].paragraphs[0], "{%tr if p.nip %}")
        number = "{{ p.no }}." if field == "nama" else ""
        for cell, words in zip(table.add_row().cells, (number, name, ":", f"{{{{ p.{field} }}}}"), strict=True):
            say(cell.paragraphs[0], words).paragraph_format.space_after = Pt(1)
        if field == "nip":
            say(table.add_row().cells[0].paragraphs[0], "{%tr endif %}")
    set_widths(table, (8, 24, 4, 123), left=6)


def matrix() -> Document:
    word = page(is_wide=True)
    title(word, "MATRIKS TINDAK LANJUT", "{{ rapat }}")
    rows = [("Rapat", "{{ hari_tanggal }}{% if pukul %}, {{ pukul }}{% endif %}"), ("Keadaan per", "{{ keadaan_per }}")]
    facts(word, [*rows, ("Ringkasan", "{{ ringkasan }}")], width=WIDE)
    word.add_paragraph().paragraph_format.space_after = Pt(0)
    heads = (
        "No",
        "Pokok bahasan",
        "Tanggapan",
        "Keputusan",
        "Aksi",
        "PIC/perangkat daerah",
        "Tenggat",
        "Prioritas",
        "Status",
    )
    fields = ("no", "pokok_bahasan", "tanggapan", "keputusan", "aksi", "pic", "tenggat", "prioritas", "status", "bukti")
    row = [f"{{{{ t.{name} }}}}" for name in fields]
    widths = (10, 31, 31, 33, 38, 33, 22, 21, 17, 25)
    nothing = "Belum ada tindak lanjut."
    listing(word, [*heads, "Bukti"], row, widths, each="t", many="tindak_lanjut", nothing=nothing)
    when(word, "penandatangan", lambda: signed(word, "penandatangan", width=WIDE))
    return word


def report() -> Document:
    word = page()
    heading = word.add_heading("LAPORAN", 1)
    heading.alignment, heading.paragraph_format.space_before = CENTER, Pt(0)
    rows = [("Yth.", "kepada"), ("Dari", "dari"), ("Tanggal", "tanggal"), ("Nomor", "nomor"), ("Sifat", "sifat")]
    rows += [("Lampiran", "lampiran"), ("Hal", "hal")]
    facts(word, [(name, f"{{{{ {field} }}}}") for name, field in rows], label=28)
    word.add_paragraph("{%p for b in bagian %}")
    word.add_heading("{{ b.no }}. {{ b.judul }}", 2)
    text(word, "b.isi")
    points(word, "b.butir")
    word.add_paragraph("{%p endfor %}")

    def actions() -> None:
        word.add_heading("{{ no_tindak_lanjut }}. Tindak lanjut", 2)
        actions_listed(word)

    when(word, "tindak_lanjut", actions)
    text(word, "penutup", stays=True)
    gap(word)
    signed(word, "penandatangan")
    copies(word)
    photographs(word)
    return word


TEMPLATES = {
    "undangan": letter,
    "daftar-hadir": attendance,
    "notula": minutes,
    "berita-acara": agreement,
    "tindak-lanjut": matrix,
    "laporan": report,
}


def written(word: Document) -> bytes:
    """Return the file with one date on all its parts: made again, it is the same."""
    first, second = io.BytesIO(), io.BytesIO()
    word.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name == "docProps/thumbnail.jpeg":
                continue
            part = zipfile.ZipInfo(name, (2026, 11, 25, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            target.writestr(part, content)
    return second.getvalue()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in TEMPLATES.items():
        (FOLDER / f"{name}.docx").write_bytes(written(make()))
        print(f"{name}.docx")


if __name__ == "__main__":
    main()
