"""PDFs read back: what they say, and what makes them fit to be kept and to be read by everybody."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from PIL import Image
from pypdf.generic import ContentStream, NameObject

from serambi.exchange.documents import kinds, samples
from serambi.exchange.documents.kinds import kind_of
from serambi.exchange.documents.printing import letters_of, pages_of, pdf_of
from serambi.exchange.documents.wording import content_digest, fields_of

from .world import LETTERHEAD, MADE, SIGNATORY, SITTING, every_kind, make_letter, make_picture, text_of


def opened(document: kinds.Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_of(document, made=MADE)))


def structure(node: Any) -> list[tuple[str, Any]]:
    """Return the elements of the structure tree in reading order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for child in node for found in structure(child)]
    if not isinstance(node, dict):
        return []
    here = [(str(node["/S"]), node)] if "/S" in node else []
    return here + structure(node["/K"]) if "/K" in node else here


@pytest.mark.parametrize("document", every_kind(), ids=kind_of)
def test_a_document_is_pdf_a_and_pdf_ua(document: kinds.Document) -> None:
    reader = opened(document)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id-ID"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert reader.metadata.title == fields_of(document)["judul"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    # PDF/A: readable without a key, its colours defined inside, nothing that runs and nothing packed away in it.
    assert not reader.is_encrypted
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    assert all(font for page in reader.pages for font in embedded_fonts(page))


PAINTS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh"}


def untold(page: pypdf.PageObject) -> int:
    """Count what a page paints that is neither tagged nor marked as decoration (PDF/UA-1, 7.1)."""
    depth = found = 0
    for _operands, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        found += operator in PAINTS and depth == 0
    return found


@pytest.mark.parametrize("document", every_kind(), ids=kind_of)
def test_all_that_is_painted_is_tagged_or_decoration(document: kinds.Document) -> None:
    assert [untold(page) for page in opened(document).pages if untold(page)] == []


def test_what_is_painted_without_a_tag_would_be_found() -> None:
    page = opened(make_letter()).pages[0]
    content = ContentStream(page["/Contents"].get_object(), page.pdf)
    content.operations = [one for one in content.operations if one[1] not in (b"BDC", b"BMC", b"EMC")]
    page[NameObject("/Contents")] = content
    assert untold(page) > 50


@pytest.mark.parametrize("document", every_kind(), ids=kind_of)
def test_headings_tables_and_pictures_are_tagged(document: kinds.Document) -> None:
    reader = opened(document)
    elements = structure(reader.trailer["/Root"]["/StructTreeRoot"])
    tags = [tag for tag, _node in elements]
    assert tags.count("/H1") == 1
    assert tags.index("/H1") < min((tags.index(tag) for tag in ("/H2", "/H3") if tag in tags), default=len(tags))
    figures = [node for tag, node in elements if tag == "/Figure"]
    assert figures
    assert all(str(node.get("/Alt", "")).strip() for node in figures)
    if isinstance(document, kinds.AttendanceList | kinds.ActionMatrix | kinds.Minutes | kinds.ReportToRegent):
        heads = [node for tag, node in elements if tag == "/TH"]
        assert heads
        assert all(node["/A"][0]["/Scope"] == "/Column" for node in heads)


def embedded_fonts(page: pypdf.PageObject) -> list[bool]:
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    below = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    return [any(key.startswith("/FontFile") for key in font["/FontDescriptor"]) for font in below]


def test_a_letter_has_the_fields_of_an_official_letter_in_their_order() -> None:
    text = text_of(pdf_of(make_letter(), made=MADE))
    expected = [
        "PEMERINTAH KABUPATEN SERUMPUN", "DINAS KOMUNIKASI DAN INFORMATIKA", "Jalan Serambi Nomor 1, Serumpun 76100",
        "Telepon (0542) 000000", "Laman kominfo.serumpun.example", "Pos-el kominfo@serumpun.example",
        "Nomor", "000.1.5/17/KOMINFO/III/2026", "Serumpun, 2 Maret 2026", "Sifat", "Penting", "Lampiran",
        "1 (satu) berkas", "Hal", "Undangan Rapat Koordinasi", "Yth. Kepala Dinas Kesehatan",
        "di", "Serumpun Kota", "Dengan hormat,",
        "Kami mengundang Saudara pada:", "hari/tanggal", "Kamis, 12 Maret 2026", "pukul", "09.00–11.30 WITA", "tempat",
        "Ruang Serambi", "acara", "Rapat Koordinasi Smart City", "Susunan acara:", "Capaian", "Tindak lanjut",
        "Atas kehadiran Saudara diucapkan terima kasih.", "a.n. Bupati Serumpun",
        "Kepala Dinas Komunikasi dan Informatika,", "Rani Contoh, S.Kom.", "Pembina Tingkat I",
        "NIP 19700101 199001 2 001", "Tembusan:", "Bupati Serumpun", "Sekretaris Daerah",
    ]  # fmt: skip
    at = 0
    for words in expected:
        found = text.find(words, at)
        assert found >= 0, f"{words!r} is not in {text[at:]!r}"
        at = found + len(words)
    # Permendagri 1/2023: the date ends without a full stop.
    assert "2 Maret 2026." not in text


def test_what_is_not_given_says_that_it_must_be_filled_in() -> None:
    text = text_of(pdf_of(make_letter(number="", day=None), made=MADE))
    assert "Nomor : (diisi)" in text
    assert "Serumpun, (diisi)" in text


def test_a_letter_to_many_lists_them_on_a_page_of_its_own() -> None:
    people = tuple(kinds.Recipient(f"Kepala Dinas Ke-{number}") for number in range(1, 6))
    reader = opened(make_letter(recipients=people, lampiran=""))
    assert "daftar undangan terlampir" in reader.pages[0].extract_text()
    assert "1 (satu) berkas" in reader.pages[0].extract_text()
    assert "Kepala Dinas Ke-5" not in reader.pages[0].extract_text()
    assert "DAFTAR UNDANGAN" in reader.pages[1].extract_text()
    assert "Kepala Dinas Ke-5" in reader.pages[1].extract_text()


def test_each_recipient_gets_their_own_letter() -> None:
    people = [kinds.Recipient("Camat Satu"), kinds.Recipient("Camat Dua")]
    made = {one.name: text_of(pdf) for one, pdf in letters_of(make_letter(), people, made=MADE)}
    assert "Yth. Camat Satu" in made["Camat Satu"]
    assert "Camat Dua" not in made["Camat Satu"]
    assert "Yth. Camat Dua" in made["Camat Dua"]


def test_a_meeting_without_an_end_or_over_two_days_is_written_as_offices_do() -> None:
    open_end = fields_of(make_letter(sitting=replace(SITTING, ends=None)))
    assert open_end["pukul"] == "09.00 WITA s.d. selesai"
    ends = SITTING.ends.replace(day=13) if SITTING.ends else None
    two_days = fields_of(make_letter(sitting=replace(SITTING, ends=ends)))
    assert two_days["hari_tanggal"] == "Kamis, 12 Maret 2026 s.d. Jumat, 13 Maret 2026"
    assert two_days["pukul"] == "09.00 WITA s.d. 11.30 WITA"


def test_a_long_attendance_list_repeats_its_head_and_counts_its_pages() -> None:
    people = tuple(kinds.Attendee(f"Peserta {number}", "Staf", "Dinas") for number in range(1, 61))
    document = kinds.AttendanceList(letterhead=LETTERHEAD, title="Rakor", sitting=SITTING, attendees=people)
    pages = [page.extract_text() for page in opened(document).pages]
    assert len(pages) > 2
    assert all("Tanda tangan" in page for page in pages)
    assert all(f"Halaman {number} dari {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert re.findall(r"Peserta (\d+)", " ".join(pages)) == [str(number) for number in range(1, 61)]
    assert "L/P" not in pages[0]


def test_signatures_are_pictures_and_said_in_words() -> None:
    signed = kinds.Attendee("Rani", "Staf", "Dinas", "P", make_picture("navy", (200, 60), "Tanda tangan Rani"))
    document = kinds.AttendanceList(letterhead=LETTERHEAD, title="Rakor", sitting=SITTING, attendees=(signed,))
    reader = opened(document)
    alts = [
        str(node["/Alt"]) for tag, node in structure(reader.trailer["/Root"]["/StructTreeRoot"]) if tag == "/Figure"
    ]
    assert alts == ["Lambang Kabupaten Serumpun", "Tanda tangan Rani"]
    assert "L/P" in reader.pages[0].extract_text()


def test_minutes_have_the_fields_of_a_notula_and_say_that_they_are_a_draft() -> None:
    minutes = replace(samples.minutes(LETTERHEAD, SIGNATORY), mark="", letter_number="005/17")
    text = text_of(pdf_of(minutes, made=MADE))
    for words in (
        "DRAF", "NOTULA", "Hari/tanggal", "Waktu", "Surat undangan nomor : 005/17", "Acara", "Pimpinan rapat",
        "Sekretaris", "Pencatat", "Peserta", "Pembukaan",
        "Pembahasan", "Keputusan", "Tindak lanjut", "Kesimpulan", "Notulis",
        "Dokumentasi", "Foto 2.",
    ):  # fmt: skip
        assert words in text
    assert "DRAF" not in text_of(pdf_of(replace(minutes, is_final=True), made=MADE))


def test_an_agreement_writes_its_date_in_words() -> None:
    text = text_of(pdf_of(samples.agreement(LETTERHEAD, SIGNATORY), made=MADE))
    assert "Kamis, tanggal lima belas, bulan Oktober, tahun dua ribu dua puluh enam (15-10-2026)" in text


def test_a_matrix_counts_what_is_done() -> None:
    text = text_of(pdf_of(samples.matrix(LETTERHEAD, SIGNATORY), made=MADE))
    assert "3 tindak lanjut: 1 selesai, 1 dalam proses, 1 belum." in text
    for words in ("Pokok bahasan", "Tanggapan", "Keputusan", "Aksi", "PIC", "Tenggat", "Prioritas", "Status", "Bukti"):
        assert words in text
    nothing = fields_of(replace(samples.matrix(LETTERHEAD, SIGNATORY), actions=()))
    assert nothing["ringkasan"] == "Belum ada tindak lanjut."


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    endless = replace(samples.ACTIONS[0], action=" ".join(f"kata{number}" for number in range(1500)))
    document = replace(samples.matrix(LETTERHEAD, SIGNATORY), actions=(*samples.ACTIONS, endless))
    found = text_of(pdf_of(document, made=MADE))
    assert all(f"kata{number}" in found for number in range(1500))
    for page in pages_of(document, dots_per_inch=40):
        drawn = Image.open(io.BytesIO(page)).convert("L")
        # Under the footer there is nothing: what does not fit would be drawn there.
        assert drawn.crop((0, drawn.height - 8, drawn.width, drawn.height)).getextrema() == (255, 255)


def test_a_signature_never_stands_alone_on_a_page() -> None:
    counts = set()
    for lines in range(4, 16):
        opening = "\n".join(f"baris {number}" for number in range(lines))
        pages = [page.extract_text() for page in opened(make_letter(opening=opening, copies=())).pages]
        signed = next(page for page in pages if "Rani Contoh" in page)
        assert "Atas kehadiran Saudara" in signed
        counts.add(len(pages))
    assert counts == {1, 2}


def test_a_table_leaves_its_last_row_to_the_signature() -> None:
    matrix = samples.matrix(LETTERHEAD, SIGNATORY)
    is_split = False
    for count in range(4, 12):
        reader = opened(replace(matrix, actions=matrix.actions[:1] * count))
        last = reader.pages[-1].extract_text()
        assert "19700101 199001 2 001" in last
        assert "Pokok bahasan" in last
        tags = [tag for tag, _node in structure(reader.trailer["/Root"]["/StructTreeRoot"])]
        # Where it is split the rows are in two tables, each with its head.
        is_split = is_split or tags.count("/Table") == 2
    assert is_split


def test_names_of_two_who_sign_beside_each_other_stand_on_one_line() -> None:
    found: dict[str, float] = {}

    def visit(text: str, _cm: Any, matrix: list[float], _font: Any, _size: float) -> None:
        for name in ("Kiri Bernama", "Kanan Bernama"):
            if name in text:
                found[name] = matrix[5]

    record = samples.agreement(LETTERHEAD, SIGNATORY)
    first, second = record.parties[:2]
    parties = (
        replace(first, signatory=replace(first.signatory, name="Kiri Bernama")),
        replace(second, signatory=replace(second.signatory, name="Kanan Bernama", title="Kepala Dinas " * 9)),
    )
    reader = opened(replace(record, parties=parties))
    reader.pages[-1].extract_text(visitor_text=visit)
    assert found["Kiri Bernama"] == pytest.approx(found["Kanan Bernama"], abs=0.5)


def test_the_digest_is_of_the_content() -> None:
    letter = make_letter()
    assert content_digest(letter) == content_digest(make_letter())
    assert content_digest(letter) != content_digest(make_letter(hal="Undangan Lain"))
    other = replace(LETTERHEAD, coat_of_arms=make_picture("red"))
    assert content_digest(letter) != content_digest(make_letter(letterhead=other))
    text = text_of(pdf_of(letter, made=MADE))
    assert content_digest(letter) in text.replace(" ", "")
    alt = fields_of(letter)["penandatangan"]["qr"].alt
    assert f"https://serumpun.example/d/{content_digest(letter)}" in alt


def test_one_document_and_one_moment_make_the_same_bytes() -> None:
    assert pdf_of(make_letter(), made=MADE) == pdf_of(make_letter(), made=MADE)


def test_pages_can_be_looked_at() -> None:
    pages = pages_of(make_letter(), dots_per_inch=40)
    assert len(pages) == 1
    assert pages[0].startswith(b"\x89PNG")
