"""`serambi documents`: samples to begin from, and the check of a template."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import icalendar
import pytest
from django.core.management import CommandError, call_command

from serambi.exchange.documents.kinds import Kind
from serambi.exchange.documents.texts import paragraphs, spelled
from serambi.exchange.documents.word import template_of

from .world import text_of


def test_one_of_each_is_written_and_says_that_it_is_an_example(tmp_path: Path) -> None:
    said = io.StringIO()
    call_command("documents", "sample", str(tmp_path / "contoh"), stdout=said)
    folder = tmp_path / "contoh"
    for kind in Kind:
        assert "CONTOH – BUKAN DOKUMEN RESMI" in text_of((folder / f"{kind}.pdf").read_bytes())
        word = docx.Document(str(folder / f"{kind}.docx"))
        assert word.sections[0].header.paragraphs[0].text == "CONTOH – BUKAN DOKUMEN RESMI"
        assert (folder / "templates" / f"{kind}.docx").read_bytes() == template_of(kind)
    (event,) = icalendar.Calendar.from_ical((folder / "undangan.ics").read_bytes()).walk("VEVENT")
    assert event["SUMMARY"].startswith("CONTOH")
    assert len(said.getvalue().splitlines()) == 3 * len(Kind) + 1


def test_the_office_is_the_one_that_is_named(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text(
        'place = "Serumpun"\n[letterhead]\nagency = "Diskominfo Serumpun"\n[[signatory]]\ntitle = "Kepala"'
    )
    call_command("documents", "sample", str(tmp_path), office=office, stdout=io.StringIO())
    text = text_of((tmp_path / "undangan.pdf").read_bytes())
    assert "DISKOMINFO SERUMPUN" in text
    assert "Serumpun, 8 Oktober 2026" in text


def test_a_template_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "surat.docx"
    file.write_bytes(template_of(Kind.LETTER))
    said = io.StringIO()
    call_command("documents", "check", "undangan", str(file), language="en", stdout=said)
    assert said.getvalue() == "surat.docx can be used as a template.\n"
    with pytest.raises(CommandError, match="placeholders that this document does not know"):
        call_command("documents", "check", "notula", str(file), language="en")
    with pytest.raises(CommandError, match="No such file"):
        call_command("documents", "check", "notula", str(tmp_path / "none.docx"), language="en")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (19, "sembilan belas"), (20, "dua puluh"),
        (31, "tiga puluh satu"), (100, "seratus"), (111, "seratus sebelas"), (1000, "seribu"), (1999,
        "seribu sembilan ratus sembilan puluh sembilan"), (2026, "dua ribu dua puluh enam"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert spelled(number) == words


def test_nothing_has_no_paragraphs() -> None:
    assert paragraphs(" \n\n ") == []
