"""Which rows of a table the register has: proposed by their names, said on the pages, kept with the layout."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from serambi.apps.indicators.models import Indicator
from serambi.apps.plans.models import MasterPlan, Program
from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.services import load
from serambi.exchange.models import KeptLayout, Upload
from serambi.exchange.tables.book import Place
from serambi.exchange.uploads.alike import Names
from serambi.exchange.uploads.prepared import choices_of, prepare
from serambi.exchange.uploads.services import LoadedFile
from serambi.exchange.uploads.tests.world import send, table
from tests.cast import Cast

FIRST = (
    ("2.11.03", "Pengelolaan Persampahan", "Persentase sampah tertangani", "Persen", "40", "50", "150", "62,5", "250",
     None),
    (None, None, "Jumlah bank sampah aktif", "Unit", "3", "4", None, "5", None, None),
)  # fmt: skip
# Next year's table: the indicator has other words, and a program has another code and nearly the same name.
SECOND = (
    ("2.11.03", "Pengelolaan Persampahan", "Persentase sampah yang tertangani", "Persen", "40", "51", "150", "63",
     "250", None),
    (None, None, "Jumlah bank sampah aktif", "Unit", "3", "4", None, "6", None, None),
    ("2.11.9", "Pengendalian Pencemaran Lingkungan", "Indeks kualitas air", "Indeks", "51", "52", "100", "53", "150",
     None),
)  # fmt: skip


def words(client: Client, place: str) -> str:
    return html.unescape(" ".join(client.get(place).content.decode().split()))


def place_everything(client: Client, upload: Upload) -> None:
    client.post(reverse("imports:places", args=[upload.pk]), {"placing": "environment", "fund_source": "apbd_dau"})


@pytest.fixture
def upload(rani: Client, plan: MasterPlan, cast: Cast) -> Upload:
    """The second table, where the first one is loaded and a program with nearly the name of its third stands."""
    first = send(cast, table(*FIRST))
    place_everything(rani, first)
    first.refresh_from_db()
    load(prepare(first, plan).proposal, file=LoadedFile("a.xlsx", "0" * 64, 1), by=cast.rani)
    pillar = plan.pillars.get(code="environment")
    Program.objects.create(plan=plan, pillar=pillar, code="2.11.04", name="Pengendalian Pencemaran dan Lingkungan")
    second = send(cast, table(*SECOND), file_name="next.xlsx")
    place_everything(rani, second)
    second.refresh_from_db()
    return second


def field(upload: Upload, kind: str, row: int) -> str:
    """Return the name of the control of a row, as its page writes it."""
    column = {"program": 1, "indicator": 3}[kind]
    return f"row:{kind}:{row}:{column}:RPJMD"


def here(upload: Upload, name: str = "rows") -> str:
    return reverse(f"imports:{name}", args=[upload.pk])


def fields_of(page: str) -> list[str]:
    return re.findall(r'<select name="(row:[^"]+)"', page)


def test_what_resembles_the_register_is_counted_and_proposed(rani: Client, upload: Upload) -> None:
    assert "2 mirip dengan yang lain" in words(rani, here(upload, "preview"))
    page = words(rani, here(upload) + "?state=open")
    assert "Persentase sampah tertangani (9" in page
    assert "2.11.04 – Pengendalian Pencemaran dan Lingkungan (9" in page
    assert len(fields_of(page)) == 2
    known = words(rani, here(upload) + "?state=known")
    assert "Jumlah bank sampah aktif" in known
    assert "Indeks kualitas air" not in known
    assert "Indeks kualitas air" in words(rani, here(upload) + "?state=new&kind=indicator")
    assert "Tidak ada baris yang sesuai" in words(rani, here(upload) + "?q=nothing")


def test_a_row_that_is_chosen_changes_what_is_there(rani: Client, upload: Upload, cast: Cast, plan: MasterPlan) -> None:
    indicator = Indicator.objects.get(name="Persentase sampah tertangani")
    asked = fields_of(words(rani, here(upload) + "?state=open"))
    answers = {name: indicator.code if "indicator" in name else "2.11.04" for name in asked}
    rani.post(here(upload), answers)
    upload.refresh_from_db()
    assert set(choices_of(upload).indicators.values()) == {indicator.code}
    assert set(choices_of(upload).codes.values()) == {"2.11.04"}
    assert "Semua baris sudah dikenal atau baru" in words(rani, here(upload))
    changes = words(rani, here(upload, "changes"))
    assert "<del>Pengendalian Pencemaran dan Lingkungan</del>" in changes
    assert "<del>50</del>" in changes
    prepared = prepare(upload, plan)
    assert prepared.proposal.indicators[0].existing == indicator.pk
    programs = Program.objects.count()
    load(prepared.proposal, file=LoadedFile("b.xlsx", "1" * 64, 1), by=cast.rani)
    assert Program.objects.count() == programs
    assert Program.objects.get(code="2.11.04").name == "Pengendalian Pencemaran Lingkungan"


def test_sure_proposals_are_taken_over_at_once(rani: Client, upload: Upload) -> None:
    page = words(rani, here(upload) + "?state=open")
    assert "ambil 2 usulan yang meyakinkan" in page
    rani.post(here(upload), {**dict.fromkeys(fields_of(page), ""), "rest": "proposed"})
    upload.refresh_from_db()
    indicator = Indicator.objects.get(name="Persentase sampah tertangani")
    assert list(choices_of(upload).indicators.values()) == [indicator.code]
    assert list(choices_of(upload).codes.values()) == ["2.11.04"]


def test_a_row_is_said_to_be_new_and_the_answer_is_taken_back(rani: Client, upload: Upload) -> None:
    asked = fields_of(words(rani, here(upload) + "?state=open"))
    rani.post(here(upload) + "?state=open", {**dict.fromkeys(asked, ""), "rest": "new"})
    assert "Semua baris sudah dikenal atau baru" in words(rani, here(upload))
    upload.refresh_from_db()
    assert set(choices_of(upload).indicators.values()) == {""}
    assert set(choices_of(upload).codes.values()) == {"2.11.9"}
    assert 'value="-" selected' in words(rani, here(upload) + "?state=new")
    rani.post(here(upload), dict.fromkeys(asked, ""))
    assert "2 baris mirip dengan yang ada di daftar" in words(rani, here(upload))


def test_a_row_is_searched_in_the_register(rani: Client, upload: Upload, plan: MasterPlan) -> None:
    row = next(name for name in fields_of(words(rani, here(upload) + "?state=new")) if "indicator" in name)
    page = words(rani, here(upload, "row") + f"?row={row}&q=bank+aktif")
    assert "Apa “Indeks kualitas air” di daftar?" in page
    assert "Jumlah bank sampah aktif" in page
    assert "Persentase sampah tertangani" not in page
    code = Indicator.objects.get(name="Jumlah bank sampah aktif").code
    assert "Tidak ada di daftar" in words(rani, here(upload, "row") + f"?row={row}&q=nothing")
    rani.post(here(upload, "row") + f"?row={row}", {"value": code})
    upload.refresh_from_db()
    assert list(choices_of(upload).indicators.values()) == [code]
    assert "satuannya" in words(rani, here(upload) + "?state=chosen")  # Unit there, Indeks here
    rani.post(here(upload, "row") + f"?row={row}", {"value": ""})
    upload.refresh_from_db()
    assert not choices_of(upload).indicators


@pytest.mark.parametrize("value", ["program_x.i9", "<b>", "2.11.03"])
def test_what_the_register_does_not_have_is_no_answer(rani: Client, upload: Upload, value: str) -> None:
    row = next(name for name in fields_of(words(rani, here(upload) + "?state=open")) if "indicator" in name)
    rani.post(here(upload), {row: value, "row:indicator:999:3:RPJMD": "-", "row:x": "-", "row:other:1:1:A": "-"})
    rani.post(here(upload, "row") + f"?row={row}", {"value": value})
    upload.refresh_from_db()
    assert not choices_of(upload).indicators
    assert rani.get(here(upload, "row") + "?row=row:indicator:999:3:RPJMD").status_code == 302


def test_the_next_table_like_it_knows_the_answers(rani: Client, upload: Upload, cast: Cast, plan: MasterPlan) -> None:
    code = Indicator.objects.get(name="Persentase sampah tertangani").code
    asked = fields_of(words(rani, here(upload) + "?state=open"))
    rani.post(here(upload), {name: code if "indicator" in name else "2.11.04" for name in asked})
    rani.post(reverse("imports:columns", args=[upload.pk]), {"keep": "1", "name": "RPJMD"})
    moved = (("9.99.01", "Program lain", "Indikator lain", "Unit", "1", "2", "3", "4", "5", None), *SECOND)
    third = send(cast, table(*moved), file_name="third.xlsx")
    proposal = prepare(third, plan).proposal
    assert {one.code: one.existing for one in proposal.indicators}[code] == Indicator.objects.get(code=code).pk
    assert "2.11.04" in {one.code for one in proposal.programs if one.existing}
    layout = words(rani, reverse("imports:layout_edit", args=[KeptLayout.objects.get().pk]))
    assert "1 program dan 1 indikator" in layout


def test_choices_of_an_earlier_version_are_read() -> None:
    kept = Choices(indicators={Place("A", 1, 2): "x"}).as_json()
    del kept["known_programs"], kept["known_indicators"]
    assert Choices.from_json(kept).indicators == {Place("A", 1, 2): "x"}


def test_numbers_tell_names_apart_and_order_does_not() -> None:
    names = Names([("a", "Pembangunan Jalan Tahap 1"), ("b", "Jalan Kabupaten, Pembangunan"), ("c", "Air Bersih")])
    assert [one.code for one in names.like("Pembangunan Jalan Tahap 1")] == ["a"]
    assert names.like("Pembangunan Jalan Tahap 2") == ()
    assert [(one.code, one.percent) for one in names.like("pembangunan jalan kabupaten")] == [("b", 100.0)]
    assert names.like("") == ()
