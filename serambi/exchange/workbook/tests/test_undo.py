"""Taking a load of the workbook back: what returns, what goes, and what stays as somebody left it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.indicators.models import Indicator
from serambi.apps.jobs.models import Job, State
from serambi.apps.observations.models import Observation, Series
from serambi.apps.plans import services as plans
from serambi.apps.plans.models import BudgetLine, Program
from serambi.exchange.models import Upload
from serambi.exchange.uploads import files
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.tests.test_desk import compared, load, page, work
from serambi.exchange.workbook.tests.test_load import edit
from serambi.exchange.workbook.tests.world import contents, make_world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _state(settings: Any, tmp_path: Path) -> None:
    settings.STATE = tmp_path


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    make_world(cast)
    export_workbook(tmp_path / "buku.xlsx", by=None, language="id")
    return tmp_path / "buku.xlsx"


@pytest.fixture
def rani(cast: Cast, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(cast.rani)


def changed(file: Path) -> None:
    """Change cells of every kind and add rows that name one another."""
    edit(file, "plan", r3_vision="Visi baru")
    edit(file, "programs", r4_name="Bank sampah", r4_lead="", r4_stage="Pelaksanaan", r4_locations="90.01.01",
         new_code="P-9", new_name="Baru", new_pillar="living", new_lead="DLH")  # fmt: skip
    edit(file, "activities", r3_name="Lain sekali", new_program="P-9", new_name="Bangun")
    edit(file, "milestones", new_program="P-9", new_activity="Bangun", new_name="Buka", new_due_on=dt.date(2026, 9, 1))
    edit(file, "budget", r3_ceiling=5, new_program="P-9", new_activity="Bangun", new_year=2026, new_fund_source="CSR",
         new_ceiling="90.000.000")  # fmt: skip
    edit(file, "series", new_code="waste.made", new_name="Timbulan", new_unit="ton")
    edit(file, "indicators", new_code="waste_made", new_name="Timbulan", new_formula="waste.made", new_unit="ton",
         new_programs="P-9", new_frequency="Bulanan")  # fmt: skip
    edit(file, "targets", r3_value=7, new_indicator="waste_made", new_area="90.01", new_period="2026", new_value=9)
    edit(file, "baselines", r3_value=3)
    edit(file, "weights", r3_weight=4)
    edit(file, "observations", r5_value=9)
    edit(file, "risks", r3_impact=1, new_program="P-1", new_description="Banjir", new_likelihood=2, new_impact=2)
    edit(file, "dependencies", r3_lag_days=9)
    edit(file, "constants", r3_value=366)
    edit(file, "goals", new_pillar="living", new_code="S9", new_text="Tujuan baru")


def take_back(client: Client, address: str) -> Job:
    text = page(client, f"{address}undo/")
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(f"{address}undo/", {"seen": seen})["Location"] == address
    return work()


def test_everything_of_a_load_is_taken_back(file: Path, rani: Client) -> None:
    before = contents()
    changed(file)
    address = compared(rani, file)
    assert load(rani, address).state == State.DONE
    assert contents() != before
    assert "Batalkan pemuatan ini" in page(rani, address)

    shown = page(rani, f"{address}undo/", {"show": "restored"})
    assert "<del>Bank sampah</del>" in shown
    assert "<ins>@nama</ins>" in shown
    assert "baris baru dihapus" in shown
    assert "P-9" in page(rani, f"{address}undo/", {"show": "removed"})
    assert contents() != before  # looking changes nothing

    job = take_back(rani, address)
    assert (job.state, job.result["page"]) == (State.DONE, "workbook:detail")
    assert contents() == before
    assert not Series.objects.filter(code="waste.made").exists()
    text = page(rani, address)
    assert "sudah dimuat lalu dibatalkan" in text
    assert "Yang tetap ada" not in text
    assert Entry.objects.filter(object_type="exchange.upload", verb="removed").count() == 1


def test_what_people_changed_since_stays_and_is_shown_with_both_sides(file: Path, rani: Client, cast: Cast) -> None:
    changed(file)
    address = compared(rani, file)
    load(rani, address)
    plans.change_program(Program.objects.get(code="P-1"), by=cast.rani, name="Nama ketiga")
    line = BudgetLine.objects.get(program__code="P-9")
    plans.change_budget_line(line, by=cast.rani, ceiling=91_000_000)

    shown = page(rani, f"{address}undo/", {"show": "stays"})
    assert "Bank sampah" in shown  # loaded
    assert "<b>Nama ketiga</b>" in shown  # now
    assert "@nama" in shown  # before
    assert "Sudah diubah orang sejak itu" in shown
    archived = page(rani, f"{address}undo/", {"show": "archived"})
    assert "P-9" in archived

    take_back(rani, address)
    program = Program.objects.get(code="P-1")
    assert (program.name, program.lead) == ("Nama ketiga", cast.dlh)
    kept = Program.objects.get(code="P-9")
    assert kept.archived_at is not None
    assert kept.budget_lines.get().ceiling == 91_000_000
    assert Indicator.objects.get(code="waste_made").archived_at is not None
    text = page(rani, address)
    assert "Nama ketiga" in text
    assert "Yang tetap ada" in text


def test_what_was_built_upon_is_archived_and_figures_are_withdrawn(file: Path, rani: Client, cast: Cast) -> None:
    edit(file, "programs", new_code="P-9", new_name="Baru", new_pillar="living")
    edit(file, "series", new_code="waste.made", new_name="Timbulan", new_unit="ton")
    edit(file, "observations", new_series="waste.made", new_area="90.01", new_period="2025-04", new_value=12.5)
    edit(file, "organizations", new_abbreviation="BARU", new_name="Badan Baru", new_sector="government")
    address = compared(rani, file)
    load(rani, address)
    plans.add_activity(Program.objects.get(code="P-9"), by=cast.rani, name="Ditambah kemudian")
    assert "Sudah ada yang ditambahkan" in page(rani, f"{address}undo/", {"show": "archived"})
    take_back(rani, address)
    assert Program.objects.get(code="P-9").archived_at is not None
    assert Series.objects.get(code="waste.made").archived_at is not None
    assert Observation.objects.get(series__code="waste.made").value is None


def test_a_register_that_changed_since_it_was_shown_is_looked_at_again(file: Path, rani: Client, cast: Cast) -> None:
    changed(file)
    address = compared(rani, file)
    load(rani, address)
    seen = page(rani, f"{address}undo/").partition('name="seen" value="')[2].partition('"')[0]
    plans.change_program(Program.objects.get(code="P-1"), by=cast.rani, name="Nama ketiga")
    after = contents()
    rani.post(f"{address}undo/", {"seen": seen})
    assert work().state == State.FAILED
    assert contents() == after
    assert "Belum ada yang dibatalkan" in page(rani, address)
    assert take_back(rani, address).state == State.DONE


def test_a_load_is_taken_back_once_and_only_while_it_is_kept(file: Path, rani: Client) -> None:
    edit(file, "programs", r4_name="Bank sampah")
    address = compared(rani, file)
    assert rani.get(f"{address}undo/").status_code == 302  # not loaded
    load(rani, address)
    upload = Upload.objects.get()
    (files.folder_of(upload) / "loaded.kept").rename(files.folder_of(upload) / "away")
    assert "Batalkan pemuatan ini" not in page(rani, address)
    assert "tidak disimpan" in rani.get(f"{address}undo/", follow=True).content.decode()
    (files.folder_of(upload) / "away").rename(files.folder_of(upload) / "loaded.kept")
    take_back(rani, address)
    assert "sudah dibatalkan pada" in rani.post(f"{address}undo/", {"seen": "x"}, follow=True).content.decode()
    assert Job.objects.count() == 3


def test_two_who_press_at_once_load_and_take_back_once(file: Path, rani: Client) -> None:
    before = contents()
    edit(file, "programs", r4_name="Bank sampah")
    address = compared(rani, file)
    seen = page(rani, address).partition('name="seen" value="')[2].partition('"')[0]
    for _press in range(2):
        rani.post(f"{address}load/", {"seen": seen})
    assert work().state == State.DONE
    seen = page(rani, f"{address}undo/").partition('name="seen" value="')[2].partition('"')[0]
    for _press in range(2):
        rani.post(f"{address}undo/", {"seen": seen})
    assert work().state == State.DONE
    assert Job.objects.count() == 3
    assert contents() == before


def test_nobody_else_takes_it_back(file: Path, rani: Client, cast: Cast, signed_in: Callable[[User], Client]) -> None:
    edit(file, "programs", r4_name="Bank sampah")
    address = compared(rani, file)
    load(rani, address)
    for person in (cast.oka, cast.vera, cast.bima):
        assert signed_in(person).post(f"{address}undo/", {"seen": "x"}).status_code == 403
    assert Program.objects.get(code="P-1").name == "Bank sampah"
