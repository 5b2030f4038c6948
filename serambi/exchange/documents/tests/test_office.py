"""The office's own file: letterhead, signatories, templates, fonts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image

from serambi.exchange.documents.errors import DocumentRefused, OfficeFileRefused
from serambi.exchange.documents.kinds import Kind
from serambi.exchange.documents.office import load_office, neutral_office, read_office
from serambi.exchange.documents.parts import Picture
from serambi.exchange.documents.pictures import placed
from serambi.exchange.documents.word import template_of

from .world import make_picture

CONTENT = Path(__file__).parents[4] / "content"
OFFICE = """
place = "Serumpun"
[letterhead]
government = "Pemerintah Kabupaten Serumpun"
agency = "Diskominfo"
coat_of_arms = "lambang.png"
coat_of_arms_alt = "Lambang"
[[signatory]]
key = "kepala"
title = "Kepala Dinas"
name = "Rani"
signature_address = "https://serumpun.example/{digest}"
[[signatory]]
title = "Sekretaris"
[templates]
undangan = "surat.docx"
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def write(folder: Path, text: str) -> Path:
    (folder / "lambang.png").write_bytes(make_picture().content)
    (folder / "surat.docx").write_bytes(template_of(Kind.LETTER))
    file = folder / "office.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_office_gives_its_letterhead_signatories_and_templates(tmp_path: Path) -> None:
    office = read_office(write(tmp_path, OFFICE))
    assert office.place == "Serumpun"
    assert office.letterhead.coat_of_arms == Picture(make_picture().content, "Lambang")
    assert list(office.signatories) == ["kepala", "2"]
    assert office.signatory.name == "Rani"
    assert office.signatory.electronic is not None
    assert office.signatories["2"].electronic is None
    assert office.templates == {Kind.LETTER: template_of(Kind.LETTER)}


def test_json_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    told = {"letterhead": {"agency": "Diskominfo"}, "signatory": [{"title": "Kepala"}]}
    (tmp_path / "documents/office.json").write_text(json.dumps(told))
    office = load_office(tmp_path)
    assert (office.letterhead.agency, office.signatory.title, office.place) == ("Diskominfo", "Kepala", "(diisi)")


def test_without_a_file_the_office_names_nobody(tmp_path: Path) -> None:
    assert load_office(tmp_path) == neutral_office()
    assert neutral_office().letterhead.government == neutral_office().signatory.name == "(diisi)"


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*/office.toml")), ids=lambda file: file.parent.name)
def test_the_first_content_of_a_regency_invents_no_person(file: Path) -> None:
    office = read_office(file)
    assert office.signatory.name == office.letterhead.address == "(diisi)"
    assert office.signatory.nip == office.signatory.rank == office.letterhead.phone == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("place =", "office.toml"),
        ("plase = 'x'", "“plase” is not known. Known is: place."),
        ("place = 3", "“place” must be text"),
        ("letterhead = 'x'", "“letterhead” must be a table"),
        ("signatory = 'x'", "“signatory” must be a list"),
        ("place = 'x'", "nobody who signs"),
        ("[[signatory]]\ntitel = 'x'", "“titel” is not known. Known is: title."),
        ("[[signatory]]\n[letterhead]\ncoat_of_arms = '../x.png'", "not beside the file"),
        ("[[signatory]]\n[letterhead]\ncoat_of_arms = 'lambang.png'", "no description"),
        ("[letterhead]\ncoat_of_arms = 'surat.docx'\ncoat_of_arms_alt = 'Lambang'", "“Lambang” cannot be read"),
        ("[[signatory]]\n[templates]\nundangan = 'lambang.png'", "lambang.png is not a Word document"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_office(write(tmp_path, text))
    assert words in str(refused.value)


def test_a_file_that_begins_with_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "office.json").write_text("[1]")
    with pytest.raises(OfficeFileRefused, match="does not begin"):
        read_office(tmp_path / "office.json")


def test_a_picture_keeps_its_shape_within_its_box() -> None:
    wide = placed(make_picture(size=(4000, 1000)), width_mm=40, height_mm=40)
    assert (wide.width_mm, wide.height_mm) == (40, 10)
    assert len(wide.content) < len(make_picture(size=(4000, 1000)).content)
    high = placed(make_picture(size=(10, 40)), width_mm=40, height_mm=40)
    assert (high.width_mm, high.height_mm) == (10, 40)


def test_a_picture_that_grows_without_end_is_refused() -> None:
    written = io.BytesIO()
    Image.new("1", (61_000, 1000)).save(written, "PNG")
    with pytest.raises(DocumentRefused, match="at most 60 million"):
        placed(Picture(written.getvalue(), "Foto"), width_mm=40, height_mm=40)


def test_a_photograph_is_upright_and_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "S"
    written = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(written, "JPEG", exif=exif)
    made = placed(Picture(written.getvalue(), "Foto"), width_mm=40, height_mm=40)
    assert (made.width_mm, made.height_mm, made.suffix) == (20, 40, "jpg")
    with Image.open(io.BytesIO(made.content)) as opened:
        assert opened.height > opened.width
        assert not opened.getexif()
