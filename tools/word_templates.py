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
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).parents[1] / "serambi/exchange/documents/word"
FONT = "Bookman Old Style"
MADE = dt.datetime(2026, 11, 25)  # noqa: DTZ001 - Word writes no zone
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
    letterhead(word, 261 if is_wide else 165)
    return word


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
    widths = (24, width - 48, 24)
    set_widths(table, widths)
    say(table.cell(0, 0).paragraphs[0], "{{ kop.lambang }}")
    middle = table.cell(0, 1)
    say(middle.paragraphs[0], "{{ kop.pemerintah|upper }}", size=13, align=CENTER)
    say(middle.add_paragraph(), "{{ kop.perangkat_daerah|upper }}", bold=True, size=15, align=CENTER)
    say(middle.add_paragraph(), "{%p if kop.alamat %}")
    say(middle.add_paragraph(), "{{ kop.alamat }}", size=9, align=CENTER)
    say(middle.add_paragraph(), "{%p endif %}")
    say(middle.add_paragraph(), "{%p if kop.hubungi %}")
    say(middle.add_paragraph(), "{{ kop.hubungi }}", size=9, align=CENTER)
    say(middle.add_paragraph(), "{%p endif %}")
    line = word.add_paragraph()
    line.paragraph_format.space_after = Pt(8)
    border = '<w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="1" w:color="000000"/>'
    line._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"))


def set_widths(table: docx.table.Table, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def facts(word: Document, rows: Sequence[tuple[str, str]], *, label: int = 40, width: int = 165) -> None:
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
    set_widths(table, (label, 5, width - label - 5))


def listing(
    word: Document, heads: Sequence[str], row: Sequence[str], widths: Sequence[float], *, each: str, many: str
) -> None:
    """Add a table whose head repeats on every page, with a row for each of many."""
    table = word.add_table(4, len(heads))
    table.style = "Table Grid"
    set_widths(table, widths)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        say(cell.paragraphs[0], text, bold=True, size=9, align=CENTER)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="ECE9E0"/>'))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    say(table.rows[1].cells[0].paragraphs[0], f"{{%tr for {each} in {many} %}}")
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    for cell, text in zip(table.rows[2].cells, row, strict=True):
        say(cell.paragraphs[0], text, size=9)
    say(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}")
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def text(word: Document, many: str) -> None:
    """Add the paragraphs of a text."""
    word.add_paragraph("{%p for alinea in " + many + " %}")
    paragraph = say(word.add_paragraph(), "{{ alinea }}", align=JUSTIFY)
    paragraph.paragraph_format.first_line_indent = Mm(12.5)
    word.add_paragraph("{%p endfor %}")


def points(word: Document, many: str) -> None:
    """Add a numbered list."""
    word.add_paragraph("{%p for butir in " + many + " %}")
    paragraph = word.add_paragraph("{{ loop.index }}.\t{{ butir }}")
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(8), Mm(-8)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(8))
    word.add_paragraph("{%p endfor %}")


def when(word: Document, condition: str, add: Callable[[], None]) -> None:
    word.add_paragraph("{%p if " + condition + " %}")
    add()
    word.add_paragraph("{%p endif %}")


def signature(cell: _Cell | Document, who: str, *, indent: int = 0) -> None:
    """Add the block of somebody who signs."""
    first = True

    def paragraph() -> Paragraph:
        nonlocal first
        reuse, first = first and isinstance(cell, _Cell), False
        made = cell.paragraphs[0] if reuse else cell.add_paragraph()
        made.paragraph_format.left_indent = Mm(indent)
        made.paragraph_format.keep_with_next = True
        made.paragraph_format.space_after = Pt(1)
        return made

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
    cell.add_paragraph().paragraph_format.space_after = Pt(0)


def signatures(word: Document, many: str) -> None:
    """Add the blocks of several people, one under the other."""
    word.add_paragraph("{%p for p in " + many + " %}")
    signature(word, "p")
    word.add_paragraph("{%p endfor %}")


def copies(word: Document) -> None:
    def add() -> None:
        word.add_paragraph("Tembusan:")
        points(word, "tembusan")

    when(word, "tembusan", add)


def photographs(word: Document) -> None:
    def add() -> None:
        word.add_heading("Dokumentasi", 2)
        word.add_paragraph("{%p for f in foto %}")
        word.add_paragraph("{{ f.gambar }}").paragraph_format.keep_with_next = True
        say(word.add_paragraph(), "Foto {{ f.no }}. {{ f.keterangan }}", size=9)
        word.add_paragraph("{%p endfor %}")

    when(word, "foto", add)


def title(word: Document, name: str, below: str) -> None:
    word.add_heading(name, 1).alignment = CENTER
    say(word.add_paragraph(), below, align=CENTER)


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
    set_widths(table, (22, 5, 73, 65))
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

    def listed() -> None:
        word.add_paragraph("Yth. (daftar undangan terlampir)")
        word.add_paragraph("di")
        word.add_paragraph("     Tempat")

    def named() -> None:
        word.add_paragraph("{%p for satu in yth %}")
        word.add_paragraph("Yth. {{ satu.nama }}")
        word.add_paragraph("di {{ satu.alamat }}")
        word.add_paragraph("{%p endfor %}")

    when(word, "daftar_undangan", listed)
    when(word, "yth", named)
    word.add_paragraph("{{ salam }}").paragraph_format.first_line_indent = Mm(12.5)
    text(word, "pembuka")
    facts(word, [*SITTING, ("?pakaian|pakaian", "{{ pakaian }}")], label=32)
    word.add_paragraph().paragraph_format.space_after = Pt(0)

    def agenda() -> None:
        word.add_paragraph("Susunan acara:")
        points(word, "susunan_acara")

    when(word, "susunan_acara", agenda)
    text(word, "penutup")
    signature(word, "penandatangan", indent=85)
    copies(word)

    def annex() -> None:
        word.add_page_break()
        word.add_paragraph("Lampiran Surat {{ penandatangan.jabatan }}")
        word.add_paragraph("Nomor {{ nomor }}, {{ tempat_tanggal }}")
        word.add_heading("DAFTAR UNDANGAN", 2).alignment = CENTER
        row = ("{{ loop.index }}", "{{ satu.nama }}", "{{ satu.alamat }}")
        listing(word, ("No", "Yang diundang", "Di"), row, (12, 103, 50), each="satu", many="daftar_undangan")
        signature(word, "penandatangan", indent=85)

    when(word, "daftar_undangan", annex)
    return word


def attendance() -> Document:
    word = page()
    title(word, "DAFTAR HADIR", "{{ rapat }}")
    facts(word, SITTING, label=32)
    word.add_paragraph().paragraph_format.space_after = Pt(0)
    heads = ("No", "Nama", "Jabatan", "Instansi", "L/P", "Tanda tangan")
    row = ("{{ h.no }}", "{{ h.nama }}", "{{ h.jabatan }}", "{{ h.instansi }}", "{{ h.lp }}", "{{ h.ttd }}")
    listing(word, heads, row, (11, 40, 36, 32, 10, 36), each="h", many="hadir")
    table = word.tables[-1]
    table.rows[2].height = Mm(12)
    when(word, "penandatangan", lambda: signature(word, "penandatangan", indent=85))
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
    text(word, "pembukaan")
    word.add_heading("2. Pembahasan", 3)
    word.add_paragraph("{%p for b in pembahasan %}")
    say(word.add_paragraph(), "2.{{ b.no }} {{ b.topik }}", bold=True).paragraph_format.keep_with_next = True
    text(word, "b.isi")
    word.add_paragraph("{%p endfor %}")
    word.add_heading("3. Keputusan", 3)
    row = ("{{ k.no }}", "{{ k.isi }}", "{{ k.dasar }}")
    listing(word, ("Nomor", "Keputusan", "Dasar"), row, (25, 95, 45), each="k", many="keputusan")
    word.add_heading("4. Tindak lanjut", 3)
    listing(word, ACTIONS, ACTION, (11, 65, 42, 26, 21), each="t", many="tindak_lanjut")
    word.add_heading("5. Kesimpulan", 3)
    text(word, "kesimpulan")
    signatures(word, "penandatangan")
    photographs(word)
    return word


def agreement() -> Document:
    word = page()
    title(word, "BERITA ACARA KESEPAKATAN", "Nomor: {{ nomor }}")
    say(word.add_paragraph(), "tentang", align=CENTER)
    say(word.add_paragraph(), "{{ tentang }}", bold=True, align=CENTER)
    say(word.add_paragraph(), "{{ pada_hari_ini }}", align=JUSTIFY).paragraph_format.first_line_indent = Mm(12.5)
    word.add_paragraph("{%p for p in pihak %}")
    word.add_paragraph("{{ p.no }}. {{ p.nama }}, {{ p.jabatan }}, {{ p.instansi }}")
    word.add_paragraph("{%p endfor %}")
    text(word, "dasar")
    word.add_paragraph("Para pihak menyepakati hal-hal sebagai berikut:").paragraph_format.keep_with_next = True
    points(word, "butir")
    text(word, "penutup")
    word.add_paragraph("{%p for p in pihak %}")
    say(word.add_paragraph(), "{{ p.instansi }}", bold=True).paragraph_format.keep_with_next = True
    signature(word, "p")
    word.add_paragraph("{%p endfor %}")
    return word


def matrix() -> Document:
    word = page(is_wide=True)
    title(word, "MATRIKS TINDAK LANJUT", "{{ rapat }}")
    rows = [("Rapat", "{{ hari_tanggal }}, {{ pukul }}"), ("Keadaan per", "{{ keadaan_per }}")]
    facts(word, [*rows, ("Ringkasan", "{{ ringkasan }}")], width=261)
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
    listing(word, [*heads, "Bukti"], row, (11, 32, 32, 34, 40, 32, 22, 20, 17, 21), each="t", many="tindak_lanjut")
    when(word, "penandatangan", lambda: signature(word, "penandatangan", indent=175))
    return word


def report() -> Document:
    word = page()
    word.add_heading("LAPORAN", 1).alignment = CENTER
    rows = [("Yth.", "kepada"), ("Dari", "dari"), ("Tanggal", "tanggal"), ("Nomor", "nomor"), ("Sifat", "sifat")]
    rows += [("Lampiran", "lampiran"), ("Hal", "hal")]
    facts(word, [(name, f"{{{{ {field} }}}}") for name, field in rows], label=28)
    word.add_paragraph("{%p for b in bagian %}")
    word.add_heading("{{ loop.index }}. {{ b.judul }}", 2)
    text(word, "b.isi")
    points(word, "b.butir")
    word.add_paragraph("{%p endfor %}")

    def actions() -> None:
        word.add_heading("Tindak lanjut", 2)
        listing(word, ACTIONS, ACTION, (11, 65, 42, 26, 21), each="t", many="tindak_lanjut")

    when(word, "tindak_lanjut", actions)
    signature(word, "penandatangan", indent=85)
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
