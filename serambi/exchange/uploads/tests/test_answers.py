"""Answers: each turns what stands against loading, or is doubtful, into something that can be loaded."""

from __future__ import annotations

import re

import pytest
from django.test import Client, TestCase

from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.progress import Progress
from serambi.apps.plans.models import FundSource, MasterPlan, Program
from serambi.apps.plans.services import change_program
from serambi.apps.plans.tests.builders import make_line
from serambi.exchange.errors import FileGone, NotACoordinator
from serambi.exchange.imports.choices import Placing
from serambi.exchange.models import Load, Upload
from serambi.exchange.tables.book import Place
from serambi.exchange.uploads.files import FILE, folder_of
from serambi.exchange.uploads.prepared import choices_of
from serambi.exchange.uploads.services import LOAD, start_work
from serambi.exchange.uploads.tests.world import ROWS, send, table
from serambi.exchange.work import load_table
from tests.cast import Cast, make_program

AGAIN = ("2.11.03", "Pengelolaan Persampahan Kedua", "Tempat sampah", "Unit", "1", "2", "10", "3", "20",
         "29 Perangkat Daerah Kabupaten")  # fmt: skip


@pytest.fixture
def upload(plan: MasterPlan, cast: Cast) -> Upload:
    """A table with a code that stands under two headings, a misspelled agency and a group of agencies."""
    return send(cast, table(*ROWS, AGAIN))


def address(upload: Upload, part: str = "") -> str:
    return f"/plan/import/{upload.pk}/{part}"


def words(client: Client, place: str) -> str:
    return " ".join(client.get(place).content.decode().split())


def choices(upload: Upload) -> object:
    return choices_of(Upload.objects.get(pk=upload.pk))


def answer(client: Client, upload: Upload, action: str, place: Place | None = None, **given: str) -> None:
    where = {"sheet": place.sheet, "row": place.row, "column": place.column} if place else {}
    response = client.post(address(upload, "answer/"), {"action": action, "query": "state=todo", **where, **given})
    assert response["Location"] == f"{address(upload, 'to-look-at/')}?state=todo"


def place_everything(client: Client, upload: Upload) -> None:
    client.post(address(upload, "places/"), {"placing": "environment", "fund_source": "apbd_lain", "source": "RPJMD"})


def test_places_below_a_heading_for_one_program_and_for_all(rani: Client, upload: Upload) -> None:
    text = words(rani, address(upload, "to-look-at/?kind=no_pillar"))
    assert text.count("Pilih pilar untuk") == 4
    place = Place("RPJMD", 10, 2)
    answer(rani, upload, "place", place, value="society/society-1", scope="heading", heading="KESEHATAN")
    assert choices(upload).headings == {"KESEHATAN": Placing("society", "society-1")}  # type: ignore[attr-defined]
    answer(rani, upload, "place", Place("RPJMD", 6, 2), value="living", scope="one")
    answer(rani, upload, "place", Place("RPJMD", 8, 2), value="environment", scope="all")
    assert "Pilih pilar untuk" not in words(rani, address(upload, "to-look-at/"))
    text = words(rani, address(upload, "places/"))
    assert '<option value="society/society-1" selected>' in text
    answer(rani, upload, "place", Place("RPJMD", 6, 2), value="", scope="one")
    assert choices(upload).placings == {}  # type: ignore[attr-defined]


def test_a_doubt_is_accepted_reopened_and_all_of_a_kind_at_once(rani: Client, upload: Upload) -> None:
    place_everything(rani, upload)
    doubts = "to-look-at/?state=open"
    text = words(rani, address(upload, doubts))
    before = text.count('id="finding-')
    assert before == 4  # the code under two headings, told twice, and two agencies
    answer(rani, upload, "accept", Place("RPJMD", 11, 10), code="agency_open")
    assert words(rani, address(upload, doubts)).count('id="finding-') == 3
    answer(rani, upload, "reopen", Place("RPJMD", 11, 10), code="agency_open")
    assert words(rani, address(upload, doubts)).count('id="finding-') == 4
    asked = words(rani, address(upload, "to-look-at/accept/?kind=agency_open"))
    assert "Setujui 2 keraguan: perangkat daerah belum dipilih?" in asked
    seen = re.search(r'name="seen" value="(\w+)"', asked)
    assert seen is not None
    rani.post(address(upload, "to-look-at/accept/"), {"kind": "agency_open", "seen": "other"})
    assert words(rani, address(upload, doubts)).count('id="finding-') == 4
    rani.post(address(upload, "to-look-at/accept/"), {"kind": "agency_open", "seen": seen[1]})
    assert words(rani, address(upload, doubts)).count('id="finding-') == 2
    rani.post(address(upload, "to-look-at/accept/"), {"kind": "", "seen": seen[1]})
    assert "siap dimuat" in words(rani, address(upload))


def test_agencies_are_proposed_with_their_confidence_and_chosen(rani: Client, upload: Upload) -> None:
    text = words(rani, address(upload, "agencies/"))
    assert "2 teks belum ada perangkat daerahnya" in text
    assert re.search(r"DLH – Dinas Lingkungan Hidup \(9\d %\)", text)
    assert "berarti beberapa" in text
    rani.post(address(upload, "agencies/"), {"confident": "1"})
    assert choices(upload).organizations == {"Dinas Lingkungn Hidup": "DLH"}  # type: ignore[attr-defined]
    text = words(rani, address(upload, "agencies/"))
    field = re.search(r'<label for="(agency-\w+)">29 Perangkat', text)
    assert field is not None
    rani.post(address(upload, "agencies/"), {field[1]: "-"})
    assert choices(upload).organizations["29 Perangkat Daerah Kabupaten"] is None  # type: ignore[attr-defined]
    rani.post(address(upload, "agencies/"), {field[1]: "NOBODY-KNOWS"})
    assert choices(upload).organizations["29 Perangkat Daerah Kabupaten"] is None  # type: ignore[attr-defined]
    rani.post(address(upload, "agencies/"), {field[1]: ""})
    assert "29 Perangkat Daerah Kabupaten" not in choices(upload).organizations  # type: ignore[attr-defined]


def test_another_code_and_a_program_that_is_left_out(rani: Client, upload: Upload) -> None:
    place_everything(rani, upload)
    place = Place("RPJMD", 11, 2)
    answer(rani, upload, "code", place, value="2.11.99")
    assert "2.11.99" in words(rani, address(upload, "changes/?show=programs"))
    answer(rani, upload, "leave_out", place)
    assert "1 baris sengaja tidak dimuat" in words(rani, address(upload))
    listed = words(rani, address(upload, "not-loaded/"))
    assert "Sengaja tidak dimuat" in listed
    assert "Muat lagi" in listed
    back = rani.post(address(upload, "answer/"), {"action": "take_in", "from": "left_out", "sheet": place.sheet,
                                                  "row": place.row, "column": place.column})  # fmt: skip
    assert back["Location"] == address(upload, "not-loaded/")
    assert choices(upload).left_out == frozenset()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "given",
    [{"action": "nonsense"}, {"action": "agency", "text": "X", "value": "NOBODY-KNOWS"},
     {"action": "agency", "value": ""},
     {"action": "place", "sheet": "RPJMD", "row": "6", "column": "2", "value": "nowhere"},
     {"action": "place", "sheet": "RPJMD", "row": "6", "column": "2", "value": "environment/nowhere"},
     {"action": "code", "row": "x"}, {"action": "leave_out"}, {}],
)  # fmt: skip
def test_an_answer_that_no_page_gives_changes_nothing(rani: Client, upload: Upload, given: dict[str, str]) -> None:
    before = Upload.objects.get().choices
    response = rani.post(address(upload, "answer/"), given, follow=True)
    assert "Jawaban ini tidak sesuai" in response.content.decode()
    assert Upload.objects.get().choices == before


def test_an_answer_leads_nowhere_else(rani: Client, upload: Upload) -> None:
    response = rani.post(address(upload, "answer/"), {"action": "accept", "query": "//evil.example/?a=b\r\nX: y"})
    assert response["Location"].startswith(address(upload, "to-look-at/?"))
    assert "\n" not in response["Location"]


# What was seen is what is loaded ------------------------------------------------------------------------------------


def load(client: Client, upload: Upload, seen: str) -> Job:
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(address(upload, "load/"), {"seen": seen})
    job = Job.objects.latest("pk")
    assert response["Location"] == f"/plan/import/work/{job.public_id}/"
    return job


def ready(client: Client, upload: Upload) -> str:
    place_everything(client, upload)
    asked = words(client, address(upload, "to-look-at/accept/"))
    seen = re.search(r'name="seen" value="(\w+)"', asked)
    assert seen is not None
    client.post(address(upload, "to-look-at/accept/"), {"seen": seen[1]})
    return seen[1]


def test_open_doubts_and_errors_keep_everything_out(rani: Client, upload: Upload) -> None:
    job = load(rani, upload, "")
    assert (job.state, Load.objects.count(), Program.objects.count()) == (State.FAILED, 0, 0)
    text = words(rani, f"/plan/import/work/{job.public_id}/")
    assert "tidak dimuat" in text
    assert f'href="{address(upload)}"' in text
    assert "masalah menghalangi pemuatan" in words(rani, address(upload))


def test_a_register_that_changed_since_is_looked_at_again(rani: Client, upload: Upload, cast: Cast) -> None:
    there = make_program(MasterPlan.objects.get(), "2.11.04", name="Pengendalian Pencemaran", lead=cast.dlh)
    seen = ready(rani, upload)
    change_program(there, by=cast.rani, name="Pengendalian")
    assert load(rani, upload, seen).state == State.FAILED
    assert Program.objects.count() == 1
    # The page compares by itself; what it shows now can be loaded.
    shown = re.search(r'name="seen" value="(\w+)"', words(rani, address(upload)))
    assert shown is not None
    assert shown[1] != seen
    assert load(rani, upload, shown[1]).state == State.DONE
    assert Program.objects.get(code="2.11.04").name == "Pengendalian Pencemaran"


def test_changed_values_stand_from_old_to_new_and_the_rest_is_counted(rani: Client, upload: Upload, cast: Cast) -> None:
    plan = MasterPlan.objects.get()
    there = make_program(plan, "2.11.04", name="Pencemaran", lead=cast.dlh)
    make_line(there, 90, year=2025, fund_source=FundSource.APBD_OTHER)
    same = make_program(plan, "1.02.02", name="Kesehatan Masyarakat", lead=cast.dinkes)
    make_line(same, 700, year=2025, fund_source=FundSource.APBD_OTHER)
    ready(rani, upload)
    text = words(rani, address(upload, "changes/"))
    assert "<del>Pencemaran</del>" in text
    assert "Pengendalian Pencemaran" in text
    assert "<del>Rp90</del>" in text
    assert "Rp100" in text
    assert "1 jumlah uang" in text  # unchanged
    assert "<del>" not in words(rani, address(upload, "changes/?q=1.02.02&show=changed"))


def test_sums_of_the_table_stand_beside_those_of_its_programs(rani: Client, upload: Upload) -> None:
    text = words(rani, address(upload, "sums/"))
    assert "2 dari 2 jumlah tertulis" in text
    assert '<td class="num" data-label="Tertulis, Rp">400</td>' in text
    assert '<td class="num" data-label="Dihitung, Rp">250</td>' in text
    assert 'data-label="Selisih, Rp">150</td>' in text


def test_a_double_click_begins_one_load(rani: Client, upload: Upload, cast: Cast) -> None:
    seen = ready(rani, upload)
    first = start_work(upload, LOAD, by=cast.rani, seen=seen)
    assert start_work(upload, LOAD, by=cast.rani, seen=seen) == first
    with TestCase.captureOnCommitCallbacks(execute=True):
        rani.post(address(upload, "load/"), {"seen": seen})
    assert Job.objects.count() == 1


def test_work_of_somebody_who_is_gone_loads_nothing(rani: Client, upload: Upload) -> None:
    with pytest.raises(NotACoordinator):
        load_table(Progress(upload.job or Job().public_id), by=None, upload=upload.pk, seen=ready(rani, upload))


def test_pages_read_what_is_kept_and_not_the_file(rani: Client, upload: Upload, tmp_path: object) -> None:
    rani.get(address(upload))
    rani.get(address(upload, "columns/"))
    (folder_of(upload) / FILE).unlink()
    (folder_of(upload) / "book.kept").unlink()
    for part in ("", "columns/", "to-look-at/", "changes/", "agencies/"):
        assert rani.get(address(upload, part)).status_code == 200
    # What has to be read again says that it cannot be.
    response = rani.get(f"/en{address(upload)}")
    assert response["Location"] == "/en/plan/import/"
    assert "is not there any more" in rani.get(response["Location"]).content.decode()


def test_the_marked_copy_is_a_workbook(rani: Client, upload: Upload) -> None:
    response = rani.get(address(upload, "marked.xlsx"))
    assert response.content.startswith(b"PK")
    assert response["Content-Disposition"] == 'attachment; filename="rpjmd-bertanda.xlsx"'


def test_a_table_that_somebody_else_loaded_meanwhile_is_said_to_be_gone(rani: Client, upload: Upload) -> None:
    seen, person = ready(rani, upload), upload.owner
    with TestCase.captureOnCommitCallbacks() as waiting:
        job = start_work(upload, LOAD, by=person, seen=seen)
    Upload.objects.all().delete()
    for callback in waiting:
        callback()
    job.refresh_from_db()
    assert (job.state, Load.objects.count()) == (State.FAILED, 0)
    with pytest.raises(FileGone):
        start_work(upload, LOAD, by=person, seen=seen)
    assert "sudah tidak ada" in words(rani, f"/plan/import/work/{job.public_id}/")
