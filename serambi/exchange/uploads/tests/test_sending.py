"""Sending a table: files, pasted blocks, and every reason why one is not read; what was typed is kept."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.jobs.models import Job, State
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.errors import NotACoordinator
from serambi.exchange.models import Upload
from serambi.exchange.tables import errors
from serambi.exchange.tables.tests import files as made
from serambi.exchange.uploads import files, services
from serambi.exchange.uploads.forms import SendForm
from serambi.exchange.uploads.tests.world import HEAD, ROWS, send, table, text_of, workbook
from serambi.exchange.work import forget_uploads
from tests.cast import Cast

START = "/plan/import/"
FACTS = {"name": "rpjmd.xlsx", "megabytes": 50, "sheet": "RPJMD", "limit": "100 000"}
# Those of a table or a workbook; a file of observations is sent elsewhere and has more of its own.
REFUSALS = sorted(
    (error for error in errors.UnreadableTable.__subclasses__() if ".observations_csv." not in error.__module__),
    key=lambda error: error.code,
)


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: error.code)
def test_every_refusal_stands_beside_the_field_it_came_from(error: type[errors.UnreadableTable]) -> None:
    for given, field in (({"file": object(), "text": ""}, "file"), ({"file": None, "text": "x"}, "text")):
        form = SendForm({})
        form.is_valid()
        form.errors.clear()
        form.cleaned_data = given
        form.refuse(error(**FACTS))
        assert form.errors[field] == [str(error(**FACTS))]


def test_every_refusal_is_tried() -> None:
    assert len(REFUSALS) == 22


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 ", "pdf_document"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (made.zipped({"xl/workbook.xml": "<x"}), "damaged"),
        (made.compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": b"x" * 9000}), "password"),
        (b";;;\n;;\n", "no_filled_cell"),
        (";".join(["x"] * 5000).encode(), "too_many_columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refused_file_says_why_and_keeps_what_was_typed(rani: Client, content: bytes, code: str) -> None:
    file = SimpleUploadedFile("rpjmd.xls", content)
    response = rani.post(START, {"file": file, "name": "RPJMD 2025", "note": "Dari Bappeda", "text": ""})
    assert response.status_code == 422
    text = words(response)
    assert 'id="id_file_error"' in text, code
    assert 'value="RPJMD 2025"' in text
    assert "Dari Bappeda" in text
    assert not Upload.objects.exists()


def test_a_refused_block_is_kept_as_it_was_pasted(rani: Client) -> None:
    response = rani.post(START, {"text": 'Kode\t<b>"Program"</b>\n\x01\x02', "name": "", "note": ""})
    assert response.status_code == 422
    text = response.content.decode()
    assert 'id="id_text_error"' in text
    assert "Kode\t&lt;b&gt;&quot;Program&quot;&lt;/b&gt;\n\x01\x02" in text


def test_nothing_and_two_things_are_refused(rani: Client) -> None:
    assert "Pilih berkas, atau tempel tabel" in words(rani.post(START, {}))
    both = rani.post(START, {"file": SimpleUploadedFile("a.csv", table()), "text": "Kode\tProgram"})
    assert "Kirim salah satu" in words(both)
    assert "Kode\tProgram" in both.content.decode()


def test_a_pasted_block_is_understood(rani: Client) -> None:
    response = rani.post(START, {"text": text_of([*HEAD, *ROWS]), "name": "RPJMD"})
    upload = Upload.objects.get()
    assert response["Location"] == f"{START}{upload.pk}/columns/"
    assert (upload.format, upload.file_name, upload.name) == ("pasted", "RPJMD", "RPJMD")
    assert "<b>3</b> program" in words(rani.get(response["Location"]))


def test_without_a_plan_the_page_says_what_comes_first(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(cast.rani)
    assert "Buat masterplan" in words(client.get(START))
    refused = client.post(START, {"text": text_of([*HEAD, *ROWS])})
    assert refused.status_code == 422
    assert not Upload.objects.exists()


def test_the_file_lies_in_the_state_folder_for_this_program_alone(plan: MasterPlan, cast: Cast, tmp_path: Path) -> None:
    upload = send(cast, file_name="../../etc/rpjmd.xlsx")
    folder = tmp_path / "imports" / upload.folder
    assert sorted(path.name for path in folder.iterdir()) == ["book.kept", "file"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.discard(upload, by=cast.rani)
    assert not folder.exists()


def test_what_nobody_loaded_within_thirty_days_goes(plan: MasterPlan, cast: Cast) -> None:
    old, young = send(cast), send(cast)
    Upload.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    with TestCase.captureOnCommitCallbacks(execute=True):
        forget_uploads(timezone.now())
    assert list(Upload.objects.all()) == [young]
    assert not files.folder_of(old).exists()
    assert files.folder_of(young).exists()


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_sends_and_decides(plan: MasterPlan, cast: Cast, name: str) -> None:
    person, upload = cast.people[name], send(cast)
    for act in (
        lambda: services.take(services.Sent("a.csv", table()), by=person),
        lambda: services.take_unread(services.Sent("a.csv", table()), by=person),
        lambda: services.change_choices(upload, lambda it: it, by=person),
        lambda: services.change_mapping(upload, lambda it: it, by=person),
        lambda: services.keep_mapping(upload, "RPJMD", by=person),
        lambda: services.start_work(upload, services.READ, by=person),
        lambda: services.discard(upload, by=person),
    ):
        with pytest.raises(NotACoordinator):
            act()
    assert Upload.objects.count() == 1


def large() -> bytes:
    """Return a table of more than a megabyte."""
    rows = [
        (f"9.{row // 90:02}.{row % 90:03}", f"Program {row} " + "x" * 300, "Indikator", "Unit") for row in range(3600)
    ]
    return text_of([("Kode", "Program", "Indikator", "Satuan"), *rows]).encode()


def test_a_large_file_is_read_in_the_background(rani: Client) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = rani.post(START, {"file": SimpleUploadedFile("besar.csv", large())})
        response = rani.get(response["Location"])  # nothing is read yet: the page begins the work
    job = Job.objects.get()
    assert (job.state, response["Location"]) == (State.DONE, f"{START}work/{job.public_id}/")
    upload = Upload.objects.get()
    assert rani.get(response["Location"])["Location"] == f"{START}{upload.pk}/columns/"
    assert "<b>3.600</b> program" in words(rani.get(f"{START}{upload.pk}/columns/"))


def test_a_large_file_that_is_no_table_comes_back_to_the_form(rani: Client) -> None:
    file = SimpleUploadedFile("besar.pdf", b"%PDF-1.7" + b"x" * 1_100_000)
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = rani.post(START, {"file": file, "name": "RPJMD", "note": "Dari Bappeda"})
        response = rani.get(response["Location"])
    for _step in range(3):  # the work, the table, the form
        response = rani.get(response["Location"]) if response.status_code == 302 else response
    text = words(response)
    assert 'id="id_file_error"' in text
    assert "besar.pdf adalah dokumen PDF" in text
    assert 'value="RPJMD"' in text
    assert "Dari Bappeda" in text
    # Another file in its place lets the first one go; so does discarding it.
    refused = Upload.objects.get()
    assert "Buang besar.pdf?" in words(rani.get(f"{START}{refused.pk}/discard/"))
    rani.post(f"{START}?again={refused.pk}", {"text": text_of([*HEAD, *ROWS])})
    assert Upload.objects.get().format == "pasted"


def test_a_workbook_of_several_sheets_is_read_sheet_by_sheet(rani: Client, cast: Cast) -> None:
    other = [("Catatan",), ("Tidak ada tabel di sini.",)]
    upload = send(cast, workbook({"RPJMD": [*HEAD, *ROWS], "Catatan": other, "Cadangan": [*HEAD, *ROWS]}))
    here = f"{START}{upload.pk}/"
    assert "<b>6</b> program" in words(rani.get(f"{here}columns/"))
    rani.post(f"{here}columns/", {"sheet": "Cadangan"})
    text = words(rani.get(f"{here}columns/"))
    assert "<b>3</b> program" in text
    assert "Judul kolom tidak ditemukan pada lembar ini" in text
    assert "Lembar ini tidak dibaca." in words(rani.get(f"{here}not-loaded/?q=&reason=Lembar+ini+tidak+dibaca."))
