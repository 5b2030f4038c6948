"""Who a free text means."""

from __future__ import annotations

import csv

import pytest

from serambi.exchange.tables.agencies import CONFIDENT, Agencies
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import AgencyText

from .tables import ORGANIZATIONS, SHARED

PLACE = Place("RPJMD", 4, 18)


def read(text: str) -> AgencyText:
    return Agencies(ORGANIZATIONS).read(text, PLACE)


@pytest.mark.parametrize(
    ("text", "abbreviation"),
    [
        ("DINAS KESEHATAN", "DINKES"),
        ("Dinkes", "DINKES"),
        ("dinas  komunikasi & informatika", "DISKOMINFO"),
        ("Kec. Muara", "KEC-MUARA"),
        ("Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR"),
    ],
)
def test_the_same_name_or_abbreviation_is_certain(text: str, abbreviation: str) -> None:
    best = read(text).matches[0]
    assert best.abbreviation == abbreviation
    assert best.confidence == 1 or text.count("&")


def test_a_slip_of_the_pen_is_proposed_but_not_certain() -> None:
    best = read("Dinas Kesehatn").matches[0]
    assert (best.abbreviation, best.confidence < 1, best.confidence > CONFIDENT) == ("DINKES", True, True)


@pytest.mark.parametrize(
    "text",
    [
        "29 Perangkat Daerah Kabupaten dan 26 Perangkat Daerah Kecamatan",
        "Seluruh OPD",
        "Semua Perangkat Daerah",
        "OPD terkait",
        "Kecamatan",
        "All agencies",
    ],
)
def test_a_text_that_means_many_says_so_and_matches_nobody(text: str) -> None:
    found = read(text)
    assert found.many
    assert found.matches == ()


@pytest.mark.parametrize(
    "text", ["Dinkes; DPUPR", "Dinas Kesehatan dan Dinas Pekerjaan Umum dan Penataan Ruang", "Dinkes, DPUPR"]
)
def test_several_names_are_matched_one_by_one(text: str) -> None:
    found = read(text)
    assert [match.abbreviation for match in found.matches] == ["DINKES", "DPUPR"]
    assert len(found.parts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Bappeda",  # one letter from Bapenda
        "Kecamatan Hulu Selatan",  # another district
        "Dinas Pertanian dan Ketahanan Pangan",  # two of ours in one
        "Kelurahan Muara",  # of the same name, another kind
        "Dinas Lingkungan Hidup dan Kehutanan",
        "Badan Kesehatan Jiwa",
        "Dinas Perhubungan",
        "Sekolah",
        "",
    ],
)
def test_a_stranger_is_never_matched_with_confidence(text: str) -> None:
    assert all(match.confidence < CONFIDENT for match in read(text).matches)


def test_no_organization_known_gives_no_match() -> None:
    assert Agencies(()).read("Dinas Kesehatan", PLACE).matches == ()


def test_every_agency_of_a_real_list_is_found_by_its_own_name_in_capitals() -> None:
    path = SHARED / "domain" / "ppu_opd.csv"
    if not path.exists():
        pytest.skip("the list of agencies is not beside the repository")
    with path.open(encoding="utf-8", newline="") as file:
        pairs = [(row["abbr"], row["name"]) for row in csv.DictReader(file)]
    agencies = Agencies(pairs)
    for abbreviation, name in pairs:
        for text in (abbreviation.lower(), name.upper()):
            best = agencies.read(text, PLACE).matches[0]
            assert (best.abbreviation, best.confidence) == (abbreviation, 1.0)
    unknown = ("Dinas Kehutanan", "Kecamatan Tanjungsari", "Badan Riset Daerah", "Bappeda", "Dinas Pendidikan")
    for text in unknown:
        assert all(match.confidence < CONFIDENT for match in agencies.read(text, PLACE).matches)
