"""The office's page: what its file says, and its Word templates sent, used, refused and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings.tests.held import make_body, make_held
from serambi.exchange.documents.kinds import Kind
from serambi.exchange.documents.office import load_office
from serambi.exchange.documents.word import template_of
from tests.cast import Cast

SignIn = Callable[[User], Client]
OFFICE = """
place = "Serumpun"
[letterhead]
government = "Pemerintah Kabupaten Serumpun"
agency = "Diskominfo"
[[signatory]]
key = "kepala"
title = "Kepala Dinas"
name = "Rani"
signature_address = "https://serumpun.example/{digest}"
[[signatory]]
key = "sekda"
title = "Sekretaris Daerah"
"""
CHANGE = "/meetings/office/templates/notula/change/"
BACK = "/meetings/office/templates/notula/back/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STATE = tmp_path
    (tmp_path / "documents").mkdir()
    return tmp_path / "documents"


@cache
def changed(words: str, kind: Kind = Kind.MINUTES) -> bytes:
    """Return our template with one more paragraph; the same bytes each time, though the file has the time in it."""
    word = docx.Document(io.BytesIO(template_of(kind)))
    word.add_paragraph(words)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def send(browser: Client, content: bytes, name: str = "notula.docx") -> Any:
    return browser.post(CHANGE, {"file": SimpleUploadedFile(name, content)})


def words_in_use(tmp_path: Path) -> str:
    content = load_office(tmp_path).templates.get(Kind.MINUTES)
    if content is None:
        return "ours"
    return docx.Document(io.BytesIO(content)).paragraphs[-1].text


def test_the_page_says_what_the_file_says(cast: Cast, signed_in: SignIn, folder: Path) -> None:
    browser = signed_in(cast.rani)
    assert "(diisi)" in browser.get("/meetings/office/").content.decode()
    (folder / "office.toml").write_text(OFFICE)
    page = browser.get("/en/meetings/office/").content.decode()
    for part in (
        "Pemerintah Kabupaten Serumpun",
        "Kepala Dinas",
        "Sekretaris Daerah",
        "place for an electronic signature",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("text", "told"),
    [("plcae = 'x'", "plcae"), ("place =", "office.toml"), ("[templates]\nnotula = 'x.docx'", "x.docx")],
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(
    cast: Cast, signed_in: SignIn, folder: Path, text: str, told: str
) -> None:
    (folder / "office.toml").write_text(text if "templates" not in text else OFFICE + text)
    page = signed_in(cast.rani).get("/meetings/office/")
    assert page.status_code == 200
    assert told in page.context["problem"]


def test_a_changed_template_is_used_and_taken_back(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    browser = signed_in(cast.rani)
    for words in ("Satu", "Dua"):
        assert send(browser, changed(words))["Location"] == "/meetings/office/"
    assert words_in_use(tmp_path) == "Dua"
    browser.post(BACK)
    assert words_in_use(tmp_path) == "Satu"
    browser.post(BACK)
    assert words_in_use(tmp_path) == "Dua"
    entries = Entry.objects.filter(verb=Verb.CHANGED, object_type="agencies.organization")
    assert entries.count() == 4
    assert "template notula" in entries.first().after


def test_the_first_template_is_taken_back_to_ours(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    browser = signed_in(cast.rani)
    send(browser, changed("Satu"))
    browser.post(BACK)
    assert words_in_use(tmp_path) == "ours"
    browser.post(BACK)
    assert words_in_use(tmp_path) == "Satu"


def test_nothing_to_take_back_changes_nothing(cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    answer = signed_in(cast.rani).post(BACK)
    assert answer["Location"] == "/meetings/office/"
    assert words_in_use(tmp_path) == "ours"
    assert not Entry.objects.filter(verb=Verb.CHANGED).exists()


def test_a_template_that_the_file_names_is_replaced_where_it_is(
    cast: Cast, signed_in: SignIn, folder: Path, tmp_path: Path
) -> None:
    (folder / "office.toml").write_text(f"{OFFICE}[templates]\nnotula = 'milik-kami.docx'\n")
    (folder / "milik-kami.docx").write_bytes(changed("Lama"))
    browser = signed_in(cast.rani)
    send(browser, changed("Baru"))
    assert words_in_use(tmp_path) == "Baru"
    assert (folder / "milik-kami.sebelumnya.docx").is_file()
    browser.post(BACK)
    assert words_in_use(tmp_path) == "Lama"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"no word file", "x.docx"),
        (b"", "x.docx"),
        (changed("{{ halaman }}"), "notula.docx"),
        (changed("{% if hal %}"), "n.docx"),
    ],
)
def test_what_is_no_template_is_refused_and_changes_nothing(
    cast: Cast, signed_in: SignIn, tmp_path: Path, content: bytes, name: str
) -> None:
    answer = send(signed_in(cast.rani), content, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert words_in_use(tmp_path) == "ours"
    assert not (tmp_path / "documents" / "templates").exists()


def test_a_document_is_made_from_the_template_in_use(cast: Cast, signed_in: SignIn) -> None:
    held = make_held(cast, make_body(cast), state="signed_off")
    browser = signed_in(cast.rani)
    send(browser, changed("Disusun oleh kantor {{ rapat }}"))
    word = docx.Document(io.BytesIO(browser.get(f"/meetings/{held.meeting.pk}/documents/minutes.docx").content))
    assert word.paragraphs[-1].text == f"Disusun oleh kantor {held.meeting.title}"


def test_templates_are_downloaded(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    for kind in Kind:
        assert browser.get(f"/meetings/office/templates/{kind}.docx").content == template_of(kind)
    send(browser, changed("Satu"))
    assert browser.get("/meetings/office/templates/notula.docx").content == changed("Satu")
    assert browser.get("/meetings/office/templates/notula.docx?ours").content == template_of(Kind.MINUTES)
    assert browser.get("/meetings/office/templates/puisi.docx").status_code == 404


def test_the_office_is_the_coordinators(cast: Cast, signed_in: SignIn) -> None:
    for address in ("/meetings/office/", CHANGE, "/meetings/office/templates/notula.docx"):
        assert signed_in(cast.hadi).get(address).status_code == 404
    assert signed_in(cast.hadi).post(BACK).status_code == 404
    assert Client().get("/meetings/office/")["Location"].startswith("/account/sign-in/")
