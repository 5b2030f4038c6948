"""Loading what was spent on its pages: sent, set beside the register, answered, loaded, seen, taken back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.jobs.models import Job, State
from serambi.apps.plans.models import BudgetLine, MasterPlan, Program
from serambi.apps.plans.services import report_realization
from serambi.apps.plans.tests.builders import make_activity, make_line
from serambi.exchange.budgets.tests.world import START, form_row, form_text, seen, send, sent, words
from serambi.exchange.models import Load, Upload
from serambi.exchange.uploads.services import forget_old
from serambi.exchange.uploads.tests.world import work
from tests.cast import Cast, make_program

SignIn = Callable[[User], Client]
FORM = "/plan/budget/e81.xlsx?year=2026&quarter=2"
EXPORT = "/plan/budget/e-monev.csv?year=2026&quarter=2"


def realization(line: BudgetLine) -> Decimal | None:
    line.refresh_from_db()
    return line.realization


# From the file to the register and back -----------------------------------------------------------------------------


def test_a_form_is_sent_seen_loaded_and_taken_back(rani: Client, line: BudgetLine) -> None:
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000), form_row("9.9", "Jalan", 7, number=10)))
    page = words(rani, here)
    assert "1 realisasi siap dimuat" in page
    assert "Rp400.000<" in page
    assert "bukan di daftar" not in words(rani, f"{here}rows/?state=found")
    changes = words(rani, f"{here}changes/")
    assert "<del>100</del>" in changes
    assert "<ins>400.000</ins>" in changes
    assert "9.9 Jalan" in words(rani, f"{here}not-loaded/")
    assert realization(line) == 100

    waiting = rani.post(f"{here}load/", {"seen": seen(rani, here)})
    assert "sedang dimuat" in words(rani, waiting["Location"])
    assert (work().state, realization(line)) == (State.DONE, 400_000)
    load = Load.objects.get()
    at = f"{START}loads/{load.pk}/"
    assert rani.get(waiting["Location"])["Location"] == at
    assert '<td class="num" data-label="Dimuat, Rp">400.000</td>' in words(rani, at)
    assert not Upload.objects.exists()
    assert Entry.objects.filter(verb=Verb.LOADED).count() == 1

    assert "akan kembali seperti sebelumnya" in words(rani, f"{at}undo/")
    first, second = (rani.post(f"{at}undo/") for _press in range(2))
    assert first["Location"] == second["Location"]
    assert "sedang dibatalkan" in words(rani, first["Location"])
    assert "sedang dibatalkan" in words(rani, at)
    assert (work().state, realization(line)) == (State.DONE, 100)
    assert "dibatalkan pada" in words(rani, at)
    assert rani.get(f"{at}undo/")["Location"] == at


def test_the_same_file_twice_changes_nothing(rani: Client, line: BudgetLine) -> None:
    text = form_text(form_row("2.11.11", "Bank sampah", 400_000))
    here = sent(rani, text)
    rani.post(f"{here}load/", {"seen": seen(rani, here)})
    work()
    again = sent(rani, text)
    page = words(rani, again)
    assert "Berkas yang persis sama sudah dimuat" in page
    assert "Isi formulir ini sudah ada di daftar program" in page
    assert f"{again}load/" not in page
    rani.post(f"{again}load/", {"seen": seen(rani, again)})
    job = work()
    assert job.state == State.FAILED
    assert Load.objects.count() == 1


@pytest.mark.parametrize(("address", "name", "fields"), [(FORM, "e81.xlsx", {}), (EXPORT, "m.csv", {"year": "2026"})])
def test_what_the_register_writes_changes_nothing(
    rani: Client, line: BudgetLine, address: str, name: str, fields: dict[str, str]
) -> None:
    activity = make_activity(line.program, "Pilah", code="A-1")
    make_line(line.program, "700.50", "12.25", year=2026, activity=activity)
    here = sent(rani, rani.get(address).content, name, **fields)
    found = rani.get(here).context["found"]
    assert (found.changes, found.problems, found.left_out) == ((), (), ())
    assert found.same == 2
    assert rani.get(START).context["uploads"][0].pk == Upload.objects.get().pk


def test_a_load_of_what_was_not_seen_loads_nothing(rani: Client, cast: Cast, line: BudgetLine) -> None:
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000)))
    before = seen(rani, here)
    report_realization(line, by=cast.rani, realization=Decimal(5))
    rani.post(f"{here}load/", {"seen": before})
    job = work()
    assert job.state == State.FAILED
    assert "daftar program berubah" in job.failure
    assert realization(line) == 5
    assert "tidak dimuat" in words(rani, f"{START}work/{job.public_id}/")
    # What is shown next is what stands there now.
    assert "<del>5</del>" in words(rani, f"{here}changes/")


def test_loading_asked_for_twice_is_one_load(rani: Client, line: BudgetLine) -> None:
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000)))
    first, second = (rani.post(f"{here}load/", {"seen": seen(rani, here)}) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


# The year -----------------------------------------------------------------------------------------------------------


def test_a_form_without_a_year_asks_for_it(rani: Client, line: BudgetLine) -> None:
    text = rani.get(EXPORT).content.decode("utf-8-sig").replace("100", "250")
    here = sent(rani, text, "monev.csv")
    assert "Tahun berapa" in words(rani, here)
    assert rani.get(f"{here}rows/")["Location"] == here
    assert rani.post(f"{here}load/")["Location"] == here
    wrong = rani.post(here, {"year": ""})
    assert wrong.status_code == 422
    assert "Pilih tahun" in wrong.content.decode()
    assert rani.post(here, {"year": "1066"}).status_code == 422
    rani.post(here, {"year": "2026"})
    assert rani.get(here).context["found"].year == 2026


def test_another_year_can_be_chosen_than_the_file_says(rani: Client, line: BudgetLine) -> None:
    make_line(line.program, 10, year=2025)
    here = sent(rani, form_text(form_row("L-1", "Bank sampah", 5)), year="2025")
    found = rani.get(here).context["found"]
    assert (found.year, [(change.old, change.new) for change in found.changes]) == (2025, [(None, 5)])
    assert "Formulir menyebut 2026; Anda memilih 2025." in words(rani, here)


# What is refused ----------------------------------------------------------------------------------------------------

BREAKDOWN = "Kode Rekening;Uraian;Jumlah\n2.16.03;Program;300\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04broken", ""),
        (b"<html><table></table></html>", ""),
        (b"Nama;Umur\nA;3\n", "bukan formulir E.81"),
        (BREAKDOWN.encode(), "anggaran menurut kode rekening"),
    ],
    ids=["empty", "damaged", "web page", "another table", "breakdown"],
)
def test_what_is_no_form_is_refused_and_what_was_typed_stays(
    rani: Client, line: BudgetLine, content: bytes, said: str
) -> None:
    response = send(rani, content, "berkas.csv", note="dari Bu Sari", year="2026")
    text = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_file_error"' in text
    assert said in text
    assert "dari Bu Sari" in text
    assert '<option value="2026" selected>' in text
    assert not Upload.objects.exists()


def test_a_large_form_is_read_in_the_background(rani: Client, line: BudgetLine, monkeypatch: Any) -> None:
    monkeypatch.setattr("serambi.exchange.budgets.desk.LARGE_BYTES", 10)
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000)))
    waiting = rani.get(here)["Location"]
    assert "sedang dibaca" in words(rani, waiting)
    assert work().state == State.DONE
    assert rani.get(waiting)["Location"] == here
    assert "1 realisasi siap dimuat" in words(rani, here)

    refused = sent(rani, "Nama;Umur\nA;3\n", note="dari Bu Sari")
    assert work().state == State.DONE
    again = rani.get(refused)["Location"]
    page = words(rani, again)
    assert "bukan formulir E.81" in page
    assert "dari Bu Sari" in page
    rani.post(again, {})
    assert Upload.objects.count() == 2
    fresh = io.BytesIO(form_text(form_row("2.11.11", "", 5)).encode())
    fresh.name = "e81.csv"
    rani.post(again, {"file": fresh, "year": "", "note": ""})
    assert not Upload.objects.exclude(refusal="").exists()


def test_a_form_of_many_cells_is_compared_in_the_background(rani: Client, line: BudgetLine, monkeypatch: Any) -> None:
    monkeypatch.setattr("serambi.exchange.budgets.desk.LARGE_CELLS", 10)
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000)))
    assert "/work/" in rani.get(here)["Location"]
    assert work().state == State.DONE
    assert "1 realisasi siap dimuat" in words(rani, here)
    assert Job.objects.count() == 1


def test_a_form_is_let_go_by_hand_or_after_a_month(rani: Client, line: BudgetLine, cast: Cast) -> None:
    text = form_text(form_row("2.11.11", "", 5))
    here = sent(rani, text)
    assert "Daftar program tetap" in words(rani, f"{here}discard/")
    rani.post(f"{here}discard/")
    assert rani.get(here).status_code == 404
    sent(rani, text)
    upload = Upload.objects.get()
    assert forget_old(upload.created_at + dt.timedelta(days=31)) == 1


def test_nothing_can_be_sent_where_there_is_no_plan(cast: Cast, signed_in: SignIn) -> None:
    rani = signed_in(cast.rani)
    assert "Belum ada masterplan" in words(rani, START)
    assert send(rani, form_text(form_row("1", "", 5))).status_code == 422


# Who ----------------------------------------------------------------------------------------------------------------


def test_an_agency_loads_its_own_programs_and_no_others(
    cast: Cast, plan: MasterPlan, line: BudgetLine, signed_in: SignIn
) -> None:
    theirs = make_line(make_program(plan, "K-1", lead=cast.dinkes, name="Posyandu"), 900, 9, year=2026)
    text = form_text(form_row("2.11.11", "", 400_000), form_row("K-1", "Posyandu", 50, number=10))
    oka = signed_in(cast.oka)
    here = sent(oka, text)
    page = words(oka, f"{here}not-loaded/")
    assert "K-1 Posyandu" in page
    assert "DINKES" in page.upper()
    key = oka.get(f"{here}rows/?q=posyandu").context["rows"][0][0].key
    oka.post(f"{here}rows/search/?row={key}", {"value": f"line:{theirs.pk}"})
    assert len(oka.get(here).context["found"].changes) == 1
    oka.post(f"{here}load/", {"seen": seen(oka, here)})
    assert work().state == State.DONE
    assert (realization(line), realization(theirs)) == (400_000, 9)

    load = Load.objects.get()
    at = f"{START}loads/{load.pk}/"
    sari = signed_in(cast.sari)
    assert [sari.get(address).status_code for address in (here, at, f"{at}undo/")] == [404, 404, 404]
    assert load not in sari.get(START).context["page"].object_list
    oka = signed_in(cast.oka)
    oka.post(f"{at}undo/")
    assert (work().state, realization(line)) == (State.DONE, 100)


def test_the_coordinator_sees_the_forms_of_everybody(
    cast: Cast, rani: Client, line: BudgetLine, signed_in: SignIn
) -> None:
    here = sent(signed_in(cast.oka), form_text(form_row("2.11.11", "", 400_000)))
    rani = signed_in(cast.rani)
    assert rani.get(here).status_code == 200
    assert here in words(rani, START)


def test_a_program_that_changed_hands_is_not_taken_back_by_the_old_agency(
    cast: Cast, line: BudgetLine, signed_in: SignIn
) -> None:
    oka = signed_in(cast.oka)
    here = sent(oka, form_text(form_row("2.11.11", "", 400_000)))
    oka.post(f"{here}load/", {"seen": seen(oka, here)})
    work()
    Program.objects.update(lead=cast.dinkes)
    oka.post(f"{START}loads/{Load.objects.get().pk}/undo/")
    job = work()
    assert (job.state, realization(line)) == (State.FAILED, 400_000)
    assert "Bank sampah" in job.failure


def test_the_pages_are_linked_for_who_may_load(cast: Cast, line: BudgetLine, signed_in: SignIn) -> None:
    for place in ("/plan/programs/", "/plan/budget/"):
        for person, may in ((cast.rani, True), (cast.oka, True), (cast.wati, False)):
            assert (f'href="{START}"' in words(signed_in(person), place)) is may, (place, person)
    assert f'href="{START}"' in words(signed_in(cast.rani), "/plan/import/")


# Queries ------------------------------------------------------------------------------------------------------------

QUERIES = {"": 16, "rows/": 13, "to-look-at/": 13, "changes/": 13, "not-loaded/": 13}


@pytest.mark.parametrize("part", QUERIES)
def test_a_page_takes_the_same_queries_for_any_form(
    rani: Client, plan: MasterPlan, part: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        make_line(make_program(plan, f"P-{number}"), 1_000, year=2026)
    for count in (1, 60):
        here = sent(rani, form_text(*(form_row(f"P-{number}", "", 10) for number in range(count))))
        rani.get(here)
        with django_assert_max_num_queries(QUERIES[part]):
            assert rani.get(f"{here}{part}").status_code == 200
