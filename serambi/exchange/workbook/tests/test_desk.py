"""Sending the workbook back: compared, corrected, loaded all or nothing, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.running import run
from serambi.apps.plans.models import Program
from serambi.exchange.models import Upload
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.tests.test_load import edit
from serambi.exchange.workbook.tests.world import contents, make_world
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _state(settings: Any, tmp_path: Path) -> None:
    settings.STATE = tmp_path


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    make_world(cast)
    export_workbook(tmp_path / "buku.xlsx", by=None, language="id")
    return tmp_path / "buku.xlsx"


@pytest.fixture
def rani(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.rani)


def work() -> Job:
    """Carry out the newest job, as a worker does."""
    job = Job.objects.latest("queued_at")
    run(job.public_id)
    job.refresh_from_db()
    return job


def send(client: Client, content: bytes | Path, *, address: str = "/workbook/", **fields: str) -> Any:
    data = content.read_bytes() if isinstance(content, Path) else content
    return client.post(address, {"file": SimpleUploadedFile("buku.xlsx", data), **fields})


def compared(client: Client, content: bytes | Path, **fields: str) -> str:
    """Send a workbook, compare it, and return the address of its page."""
    response = send(client, content, **fields)
    assert response.status_code == 302
    work()
    return str(response["Location"])


def page(client: Client, address: str, query: Mapping[str, str] | None = None) -> str:
    response = client.get(address, query or {})
    assert response.status_code == 200
    return response.content.decode()


def load(client: Client, address: str) -> Job:
    text = page(client, address)
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    assert len(seen) == 64
    assert client.post(f"{address}load/", {"seen": seen})["Location"] == address
    return work()


def test_it_is_the_coordinators(file: Path, cast: Cast, client: Client, signed_in: SignIn) -> None:
    assert client.get("/workbook/")["Location"].startswith("/account/sign-in/")
    assert send(signed_in(cast.oka), file).status_code == 403
    assert Upload.objects.count() == 0
    assert signed_in(cast.rani).put("/workbook/").status_code == 405
    address = compared(signed_in(cast.rani), file)
    assert signed_in(cast.oka).get(address).status_code == 403
    assert signed_in(cast.rani).get("/workbook/999/").status_code == 404
    # The pages of tables of others know nothing of it.
    assert signed_in(cast.rani).get("/plan/import/1/").status_code == 404


def test_every_change_is_seen_before_all_of_them_are_loaded(file: Path, rani: Client, cast: Cast) -> None:
    edit(file, "programs", r4_name="Bank sampah", new_code="P-9", new_name="Baru", new_pillar="living")
    edit(file, "budget", r3_ceiling=5)
    before = contents()
    address = compared(rani, file, note="dari DLH")

    text = page(rani, address)
    assert "3 baris akan baru atau berubah" in text
    assert "dari DLH" in text
    assert contents() == before
    changes = page(rani, f"{address}changes/")
    assert "<del>@nama</del>" in changes
    assert "Bank sampah" in changes
    assert "Anggaran F3" in changes
    only_new = page(rani, f"{address}changes/", {"kind": "new", "sheet": "Program"})
    assert "P-9" in only_new
    assert "Bank sampah" not in only_new
    assert "Tidak ada perubahan" in page(rani, f"{address}changes/", {"q": "entah"})

    job = load(rani, address)
    assert (job.state, job.result["page"]) == (State.DONE, "workbook:detail")
    assert Program.objects.get(code="P-1").name == "Bank sampah"
    assert Program.objects.filter(code="P-9").exists()
    assert "buku.xlsx sudah dimuat" in page(rani, address)
    assert Entry.objects.filter(object_type="exchange.upload", verb="changed").count() == 1
    # It cannot be loaded twice.
    assert rani.post(f"{address}load/", {"seen": "x"}).status_code == 302
    assert Job.objects.count() == 2


def test_the_workbook_from_before_brings_earlier_values_back(file: Path, rani: Client) -> None:
    before = contents()
    edit(file, "programs", r4_name="Bank sampah", r4_lead="")
    edit(file, "observations", r5_value=9)
    edit(file, "risks", r3_impact=1)
    address = compared(rani, file)
    load(rani, address)
    assert contents() != before
    response = rani.get(f"{address}before.xlsx")
    assert "attachment" in response["Content-Disposition"]

    again = compared(rani, response.content)
    assert load(rani, again).state == State.DONE
    assert contents() == before


def test_problems_are_named_marked_and_nothing_is_loaded(file: Path, rani: Client, tmp_path: Path) -> None:
    edit(file, "budget", r3_ceiling="1.234", r5_ceiling="banyak")
    edit(file, "programs", r4_name="Lain")
    before = contents()
    address = compared(rani, file, note="catatan saya")

    text = page(rani, address)
    assert "2 masalah menghalangi pemuatan" in text
    assert 'name="seen"' not in text
    assert "catatan saya</textarea>" in text
    assert rani.post(f"{address}load/", {"seen": "x"}).status_code == 302
    assert Job.objects.count() == 1
    found = page(rani, f"{address}to-correct/", {"sheet": "Anggaran"})
    assert "Anggaran F3" in found
    assert "Anggaran F5" in found

    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(rani.get(f"{address}marked.xlsx").content)
    book = openpyxl.load_workbook(copy)
    assert book["Anggaran"]["F3"].comment is not None
    assert book["Anggaran"].row_dimensions[1].hidden
    # Corrected in the copy and sent in its place, it is read as the workbook itself.
    book["Anggaran"]["F3"].value, book["Anggaran"]["F5"].value = 5, 6
    book.save(copy)
    response = send(rani, copy, address=address, note="catatan saya")
    work()
    assert Upload.objects.count() == 1
    assert "3 baris akan baru atau berubah" in page(rani, response["Location"])
    assert contents() == before


def test_a_load_that_would_do_something_else_than_was_seen_is_refused(file: Path, rani: Client) -> None:
    edit(file, "programs", r4_name="Bank sampah")
    address = compared(rani, file)
    Program.objects.filter(code="P-1").update(name="Nama dari halaman")
    before = contents()

    job = load(rani, address)

    assert job.state == State.FAILED
    assert contents() == before
    assert job.failure in page(rani, address).replace("&quot;", '"')
    rani.post(f"{address}compare/")
    work()
    assert load(rani, address).state == State.DONE


def test_a_file_that_changes_nothing_has_nothing_to_load(file: Path, rani: Client) -> None:
    text = page(rani, compared(rani, file))
    assert "Buku kerja ini tidak mengubah apa pun" in text
    assert 'name="seen"' not in text


@pytest.mark.parametrize("content", [b"", b"<html><table></table></html>", b"kode;nama\n1;2\n", b"%PDF-1.7\n"])
def test_a_refused_file_keeps_what_was_typed(file: Path, rani: Client, content: bytes) -> None:
    response = send(rani, content, note="dari DLH")
    if response.status_code == 302:
        work()
        response = rani.get(response["Location"])
        assert "tidak dapat dibaca" in response.content.decode()
    else:
        assert response.status_code == 422
    assert "dari DLH</textarea>" in response.content.decode()
    assert "buku.xlsx" in response.content.decode()
    assert rani.post("/workbook/", {"note": "dari DLH"}).status_code == 422


def test_a_discarded_workbook_leaves_nothing(file: Path, rani: Client, tmp_path: Path) -> None:
    address = compared(rani, file)
    assert "Buang" in page(rani, f"{address}discard/")
    rani.post(f"{address}discard/")
    assert Upload.objects.count() == 0
    assert rani.get(address).status_code == 404


def test_pages_ask_as_many_questions_however_many_changes(
    file: Path, rani: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    edit(file, "programs", r4_name="Bank sampah", r3_name="Lain")
    edit(file, "budget", r3_ceiling=5, r4_ceiling=6)
    address = compared(rani, file)
    for name, number in (("", 6), ("changes/", 5), ("to-correct/", 5)):
        with django_assert_num_queries(number):
            page(rani, f"{address}{name}")
