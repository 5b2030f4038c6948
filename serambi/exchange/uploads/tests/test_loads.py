"""What was loaded: listed, searched, paged, taken back with what stays; and how many queries the pages take."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.jobs.models import State
from serambi.apps.plans.models import MasterPlan, Program
from serambi.apps.plans.services import change_program
from serambi.exchange.imports.services import load
from serambi.exchange.imports.tests.tables import CHOICES, FILE, propose, waste
from serambi.exchange.models import Load
from serambi.exchange.uploads.tests.world import ROWS, send, table, work
from tests.cast import Cast

START = "/plan/import/"


def words(client: Client, place: str) -> str:
    return " ".join(client.get(place).content.decode().split())


@pytest.fixture
def made(plan: MasterPlan, cast: Cast) -> Load:
    return load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)


def make_loads(plan: MasterPlan, cast: Cast, count: int) -> None:
    now = timezone.now()
    Load.objects.bulk_create(
        Load(
            plan=plan, file_name=f"apbd-{number:02}.xlsx", file_size=1, loaded_by=cast.rani,
            loaded_at=now - dt.timedelta(days=number + 1), counts={"programs_created": number},
            totals={"2025": {"understood": "1.5", "loaded": "1.50"}}, undone_at=now if number % 2 else None,
        )
        for number in range(count)
    )  # fmt: skip


def test_loads_are_listed_with_who_when_how_much_and_their_money(rani: Client, made: Load) -> None:
    text = words(rani, START)
    assert "rpjmd.xlsx" in text
    assert "Rani" in text
    assert 'data-label="Program baru">2</td>' in text
    assert "Rp2,18 triliun" in text
    assert f'href="{START}loads/{made.pk}/undo/"' in text


def test_loads_are_searched_narrowed_and_paged(rani: Client, plan: MasterPlan, cast: Cast) -> None:
    assert "Belum ada yang dimuat" in words(rani, START)
    make_loads(plan, cast, 60)
    assert "1 sampai 25 dari 60" in words(rani, START)
    assert "apbd-59.xlsx" in words(rani, f"{START}?page=3")
    assert "apbd-59.xlsx" in words(rani, f"{START}?page=99")
    found = words(rani, f"{START}?q=apbd-07")
    assert "apbd-07.xlsx" in found
    assert "apbd-08.xlsx" not in found
    assert "1 sampai 25 dari 30" in words(rani, f"{START}?state=undone")
    assert "Tidak ada pemuatan yang sesuai" in words(rani, f"{START}?q=nothing")


def test_taking_back_says_first_what_stays(rani: Client, made: Load, cast: Cast) -> None:
    change_program(Program.objects.get(code="2.11.03"), by=cast.rani, name="Sampah")
    asked = words(rani, f"{START}loads/{made.pk}/undo/")
    assert "Diarsipkan karena sudah dikerjakan orang: 1 program" in asked
    assert "Diarsipkan, tidak dihapus, karena sudah ada yang mengubahnya" in asked
    assert Program.objects.count() == 2
    waiting = rani.post(f"{START}loads/{made.pk}/undo/")["Location"]
    assert work().state == State.DONE
    done = rani.get(waiting, follow=True).content.decode()
    assert "Yang tetap ada tercantum di bawah" in done
    assert "sudah ada yang mengubahnya" in done
    assert Program.objects.get().archived_at is not None
    again = rani.post(f"{START}loads/{made.pk}/undo/", follow=True).content.decode()
    assert "Pemuatan ini sudah dibatalkan pada" in again
    assert rani.get(f"{START}loads/{made.pk}/undo/")["Location"] == f"{START}loads/{made.pk}/"


def test_a_load_shows_exact_amounts(rani: Client, made: Load) -> None:
    text = words(rani, f"{START}loads/{made.pk}/")
    assert "719.587.600.788,61" in text
    assert 'href="/programs/2.11.03/"' in text


def test_the_same_file_again_is_told(rani: Client, cast: Cast, plan: MasterPlan) -> None:
    upload = send(cast)
    Load.objects.create(
        plan=plan, file_name="rpjmd.xlsx", file_size=1, file_sha256=upload.file_sha256, loaded_at=timezone.now()
    )
    assert "Berkas yang persis sama sudah dimuat" in words(rani, START)
    assert "Berkas yang persis sama sudah dimuat" in words(rani, f"{START}{upload.pk}/")


def test_what_is_not_there_is_not_found(rani: Client, plan: MasterPlan) -> None:
    for part in ("7/", "7/columns/", "7/to-look-at/", "loads/7/", "loads/7/undo/", "layouts/7/", "?again=7",
                 "work/6d1b8a3e-93a5-4b0e-8f7c-0a1f1f6f2a11/"):  # fmt: skip
        assert rani.get(f"{START}{part}").status_code == 404, part


# Queries: as many for many as for one -------------------------------------------------------------------------------

QUERIES = {"": 12, "columns/": 7, "agencies/": 9, "places/": 10, "to-look-at/": 11, "changes/": 8, "sums/": 8,
           "not-loaded/": 8}  # fmt: skip


@pytest.mark.parametrize("part", QUERIES)
def test_a_page_takes_the_same_queries_for_any_table(
    rani: Client, cast: Cast, part: str, django_assert_max_num_queries: object
) -> None:
    many = [
        (f"9.{row // 90 + 10}.{row % 90 + 10}", f"Program {row}", f"Indikator {row}", "Unit", "1", "2", str(row), "3",
         "5", f"Dinas {row}")
        for row in range(400)
    ]  # fmt: skip
    for rows in (ROWS, tuple(many)):
        here = f"{START}{send(cast, table(*rows)).pk}/{part}"
        rani.get(here)  # understood and compared once
        with django_assert_max_num_queries(QUERIES[part]):  # type: ignore[operator]
            assert rani.get(here).status_code == 200


def test_the_first_page_takes_the_same_queries_for_any_number(
    rani: Client, cast: Cast, plan: MasterPlan, django_assert_max_num_queries: object
) -> None:
    for _time in range(12):
        send(cast)
    make_loads(plan, cast, 60)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert rani.get(START).status_code == 200
