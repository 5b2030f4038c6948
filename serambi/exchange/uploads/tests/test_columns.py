"""What each column is: asked where it can be read in two ways, changed, kept under a name."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from serambi.apps.plans.models import MasterPlan
from serambi.exchange.models import KeptLayout, Upload
from serambi.exchange.tables.notation import Notation
from serambi.exchange.tables.roles import Role
from serambi.exchange.uploads.mapping import mapping_from_json
from serambi.exchange.uploads.tests.world import HEAD, send, text_of, workbook
from tests.cast import Cast

ROW = ("9.01.01", "Ruang Terbuka", "Luas", "m2", "1.234", "5.678", "100", "9.012", "200", "Dinas Kesehatan")


@pytest.fixture
def upload(plan: MasterPlan, cast: Cast) -> Upload:
    """A table whose column E has two readings."""
    return send(cast, text_of([*HEAD, ROW]).encode(), file_name="rpjmd.csv")


def here(upload: Upload) -> str:
    return f"/plan/import/{upload.pk}/columns/"


def shown(client: Client, upload: Upload) -> str:
    return " ".join(client.get(here(upload)).content.decode().split())


def column(upload: Upload, number: int) -> object:
    upload.refresh_from_db()
    return mapping_from_json(upload.mapping).sheets[0].layout.column(number)  # type: ignore[union-attr]


def test_a_column_with_two_readings_is_asked_about_with_both(rani: Client, upload: Upload) -> None:
    text = shown(rani, upload)
    assert "3 kolom dapat dibaca dengan dua cara" in text
    assert "1.234 = 1,234" in text  # with a decimal point
    assert "1.234 = 1234" in text  # with a decimal comma
    assert column(upload, 5).notation is None  # type: ignore[attr-defined]
    assert "menghalangi pemuatan" in rani.get(f"/plan/import/{upload.pk}/to-look-at/").content.decode()
    for number in (5, 6, 8):
        rani.post(here(upload), {"sheet": "rpjmd", "on": "on", f"role-{number}": column(upload, number).role,  # type: ignore[attr-defined]
                                 f"notation-{number}": "comma"})  # fmt: skip
    assert column(upload, 5).notation is Notation.COMMA  # type: ignore[attr-defined]
    assert "dapat dibaca dengan dua cara" not in shown(rani, upload)
    rani.post(here(upload), {"sheet": "rpjmd", "on": "on", "role-5": "baseline", "notation-5": ""})
    assert column(upload, 5).notation is None  # type: ignore[attr-defined]


def test_a_changed_role_is_understood_at_once(rani: Client, upload: Upload) -> None:
    part = rani.post(here(upload), {"sheet": "rpjmd", "on": "on", "role-3": "ignored"}, headers={"HX-Request": "true"})
    answer = rani.get(part["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype" not in answer
    assert 'id="column-1-3" class="ignored"' in answer
    assert (column(upload, 3).role, column(upload, 3).confidence) == (Role.IGNORED, 1)  # type: ignore[attr-defined]
    rani.post(here(upload), {"sheet": "rpjmd", "on": "on", "role-3": "target", "year-3": "2028"})
    assert (column(upload, 3).role, column(upload, 3).year) == (Role.TARGET, 2028)  # type: ignore[attr-defined]
    rani.post(here(upload), {"sheet": "rpjmd", "on": "on", "role-3": "target", "year-3": "2025"})
    assert re.search("Kolom C dan F", shown(rani, upload))  # two columns of one kind


@pytest.mark.parametrize(
    "given",
    [{"sheet": "lain", "on": "on"}, {"sheet": "rpjmd", "on": "on", "role-3": "nonsense"},
     {"sheet": "rpjmd", "on": "on", "role-3": "target", "notation-3": "x"},
     {"sheet": "rpjmd", "on": "on", "first": "9", "last": "2"},
     {"sheet": "rpjmd", "on": "on", "first": "a", "last": "2"},
     {"sheet": "rpjmd", "on": "on", "first": "1", "last": "900"}],
)  # fmt: skip
def test_what_does_not_fit_changes_nothing(rani: Client, upload: Upload, given: dict[str, str]) -> None:
    before = Upload.objects.get().mapping
    assert rani.post(here(upload), given).status_code == 422
    assert Upload.objects.get().mapping == before


def test_a_person_says_where_the_heading_is(rani: Client, plan: MasterPlan, cast: Cast) -> None:
    rows = [("A", "B", "C"), ("1.01.01", "Pendidikan", "Sekolah"), ("1.01.02", "Guru", "Kelas")]
    upload = send(cast, workbook({"Daftar": rows}))
    assert "Judul kolom tidak ditemukan" in shown(rani, upload)
    rani.post(here(upload), {"sheet": "Daftar", "on": "on", "first": "1", "last": "1"})
    for number, role in ((1, "code"), (2, "program"), (3, "indicator")):
        rani.post(here(upload), {"sheet": "Daftar", "on": "on", f"role-{number}": role})
    assert "<b>2</b> program, <b>2</b> indikator" in shown(rani, upload)


def test_a_layout_is_kept_renamed_and_forgotten(rani: Client, upload: Upload) -> None:
    assert "Beri nama tata letak ini" in rani.post(here(upload), {"keep": "1", "name": " "}).content.decode()
    rani.post(here(upload), {"keep": "1", "name": "RPJMD"})
    kept = KeptLayout.objects.get()
    assert "sebagaimana Anda tetapkan" in shown(rani, upload)
    address = f"/plan/import/layouts/{kept.pk}/"
    assert "Tahun 2025" in rani.get(address).content.decode()
    assert rani.post(address, {"name": ""}).status_code == 422
    rani.post(address, {"name": "RPJMD 2025–2029"})
    assert KeptLayout.objects.get().name == "RPJMD 2025–2029"
    assert "Lupakan" in rani.get(f"{address}forget/").content.decode()
    rani.post(f"{address}forget/")
    assert not KeptLayout.objects.exists()
    assert "sebagaimana Anda tetapkan" not in shown(rani, upload)


def test_a_name_of_another_header_is_refused_and_kept_in_the_field(rani: Client, upload: Upload, cast: Cast) -> None:
    other = send(cast, text_of([("Kode", "Program", "Indikator"), ("1.01.01", "A", "B")]).encode(), file_name="b.csv")
    rani.post(here(upload), {"keep": "1", "name": "RPJMD"})
    response = rani.post(here(other), {"keep": "1", "name": "RPJMD"})
    assert response.status_code == 422
    assert 'value="RPJMD"' in response.content.decode()


def test_a_layout_without_a_sheet_that_is_read_is_not_kept(rani: Client, upload: Upload) -> None:
    rani.post(here(upload), {"sheet": "rpjmd"})
    assert "tidak ada tata letak untuk disimpan" in rani.post(here(upload), {"keep": "1", "name": "X"}).content.decode()


def test_a_hundred_columns_fit_into_one_form(rani: Client, plan: MasterPlan, cast: Cast) -> None:
    years = [f"Target {year}" for year in range(1990, 2100)]
    wide = [("Kode", "Program", "Indikator", *years), ("1.01.01", "A", "B", *range(110))]
    upload = send(cast, workbook({"Lebar": wide}))
    text = shown(rani, upload)
    given = dict.fromkeys(re.findall(r'name="(role-\d+)"', text), "ignored")
    assert len(given) == 113
    assert rani.post(here(upload), {"sheet": "Lebar", "on": "on", **given}).status_code == 302
