"""Text from people is text: whatever they write comes out as they wrote it and changes nothing else."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from serambi.exchange.documents import kinds
from serambi.exchange.documents.printing import pages_of, pdf_of
from serambi.exchange.documents.texts import cleaned, line
from serambi.exchange.documents.word import docx_of
from serambi.exchange.documents.wording import fields_of

from .world import LETTERHEAD, MADE, SITTING, make_letter, text_of

HOSTILE = [
    "#panic() #set page(width: 1cm) #import \"/etc/passwd\"",
    "$ x^2 $ *tebal* _miring_ `kode` = Judul",
    r"\ garis miring \u{41} \# <label> @rujukan // komentar /* */",
    "- daftar + nomor / istilah: isi ~ --- ... 'kutip' \"ganda\"",
    "{{ 7 * 7 }} {% for a in b %} {# catatan #}",
    "<w:p> & </w:t> ]]> &amp; <script>",
]  # fmt: skip
# Characters that begin something in typst, Jinja, XML or iCalendar, among ordinary ones.
text = st.text(
    st.one_of(st.sampled_from("#$*_`\\[]{}()<>@=-+/~'\"&%;:,|^ \n\tabc"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_markup_is_printed_as_it_is_written(words: str) -> None:
    found = text_of(pdf_of(make_letter(hal=words, opening=words), made=MADE))
    assert found.count(" ".join(words.split())) == 2


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_markup_stands_in_word_as_it_is_written(words: str) -> None:
    word = docx.Document(io.BytesIO(docx_of(make_letter(opening=words))))
    assert words in [paragraph.text for paragraph in word.paragraphs]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(words=text)
def test_any_text_makes_a_document(words: str) -> None:
    attendees = (kinds.Attendee(words, words, words, "L"),)
    listed = kinds.AttendanceList(letterhead=LETTERHEAD, title=words, sitting=SITTING, attendees=attendees)
    assert pdf_of(listed, made=MADE).startswith(b"%PDF")
    word = docx.Document(io.BytesIO(docx_of(listed)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert line(words) in [" ".join(cell.split()) for cell in cells]


def test_a_word_without_end_stays_on_the_page() -> None:
    endless = "Pertanggungjawaban" * 12
    attendees = (kinds.Attendee(endless, endless, "Dinas"),)
    listed = kinds.AttendanceList(letterhead=LETTERHEAD, title=endless, sitting=SITTING, attendees=attendees)
    assert text_of(pdf_of(listed, made=MADE)).replace(" ", "").count(endless) == 3
    page = Image.open(io.BytesIO(pages_of(listed, dots_per_inch=60)[0])).convert("L")
    for margin in ((0, 0, page.width // 20, page.height), (page.width * 19 // 20, 0, page.width, page.height)):
        assert page.crop(margin).getextrema() == (255, 255)


def test_a_character_that_no_font_has_is_drawn_as_a_square_and_kept_in_word() -> None:
    words = "Terima kasih 🙏 中文 selesai"
    letter = make_letter(opening=words)
    assert "Terima kasih □ □□ selesai" in text_of(pdf_of(letter, made=MADE))
    assert words in [one.text for one in docx.Document(io.BytesIO(docx_of(letter))).paragraphs]
    # The next document knows the characters already; what the fonts do have is not touched.
    assert "□ ✓ é" in text_of(pdf_of(make_letter(opening="🙏 ✓ é"), made=MADE))


def test_writing_from_right_to_left_is_kept() -> None:
    pdf = pdf_of(make_letter(opening="שלום"), made=MADE)
    assert "□" not in text_of(pdf)
    assert set("שלום") <= set(text_of(pdf))


def test_what_no_document_can_hold_is_left_out() -> None:
    assert cleaned("a\x00b\ud800c\ufeffd\ue000e\ufffff") == "abcdef"
    assert cleaned(" satu\r\ndua\u2028tiga ") == "satu\ndua\ntiga"
    assert line("satu\n dua\ttiga") == "satu dua tiga"


def test_a_paragraph_keeps_its_lines_and_two_stay_two() -> None:
    assert fields_of(make_letter(opening="satu\ndua\n\n\ntiga"))["pembuka"] == ["satu\ndua", "tiga"]
