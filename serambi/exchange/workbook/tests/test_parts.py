"""Goals, participation, risks, waits, weights, baselines, constants and organizations: new, changed and refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Entry
from serambi.apps.indicators.models import Baseline, Constant, ProgramIndicator
from serambi.apps.plans.models import Activity, Dependency, Goal, Participation, Program, Risk, Support
from serambi.apps.plans.queries.objects import current_plan
from serambi.apps.plans.tests.builders import make_activity, make_line, make_milestone
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.sheets import BY_NAME
from serambi.exchange.workbook.tests.test_load import edit, loaded, problems
from serambi.exchange.workbook.tests.world import contents, make_world
from tests.cast import Cast, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    make_world(cast)
    export_workbook(tmp_path / "a.xlsx", by=None, language="id")
    return tmp_path / "a.xlsx"


def test_new_rows_of_every_part_may_name_one_another(file: Path, cast: Cast) -> None:
    edit(file, "organizations", new_abbreviation="CV-9", new_name="Mitra", new_sector="private", new_area="90.01")
    edit(file, "missions", new_development_plan="RPJMD 2030", new_number=4, new_text="Maju")
    edit(file, "goals", new_pillar="living", new_code="S9", new_text="Sehat")
    edit(file, "strategies", new_pillar="living", new_goal="S9", new_code="1", new_text="Jalan kaki")
    edit(file, "programs", new_code="P-9", new_name="Baru", new_pillar="living", new_strategy="S9 / 1",
         new_missions="RPJMD 2030 – 4")  # fmt: skip
    edit(file, "participations", new_program="P-9", new_organization="CV-9", new_support="Mitra")
    edit(file, "risks", new_program="P-9", new_description="Hujan", new_likelihood=2, new_impact=3, new_closed="ya")
    for name in ("Satu", "Dua"):
        edit(file, "activities", new_program="P-9", new_name=name)
    edit(file, "dependencies", new_program="P-9", new_activity="Dua", new_predecessor_program="P-9",
         new_predecessor="Satu", new_lag_days=5)  # fmt: skip
    edit(file, "constants", new_code="hari_kerja", new_name="Hari kerja", new_value=21)
    edit(file, "indicators", new_code="waste_day", new_name="Per hari", new_formula="waste.handled / hari_kerja",
         new_unit="ton", new_programs="P-9")  # fmt: skip
    edit(file, "weights", new_indicator="waste_day", new_program="P-9", new_weight=3)
    edit(file, "baselines", new_indicator="waste_day", new_area="90.01", new_period=2024, new_value=7)
    outcome = loaded(file, cast.rani)

    assert outcome.comparison.problems == []
    program = Program.objects.get(code="P-9")
    assert str(program.strategy.goal.code if program.strategy else "") == "S9"
    assert program.missions.get().number == 4
    assert Participation.objects.get(program=program).support == Support.PARTNER
    assert Risk.objects.get(program=program).is_closed
    assert Dependency.objects.get(activity__program=program).lag_days == 5
    assert ProgramIndicator.objects.get(program=program).weight == 3
    assert Baseline.objects.get(indicator__code="waste_day").value == 7
    assert loaded(file, cast.rani).comparison.is_empty


def test_changed_rows_are_changed(file: Path, cast: Cast) -> None:
    edit(file, "organizations", r3_name="Nama lain")
    edit(file, "goals", r4_text="Baru")
    edit(file, "participations", r3_support="Pendukung", r3_note="")
    edit(file, "risks", r3_likelihood=5)
    edit(file, "dependencies", r3_lag_days=9)
    edit(file, "weights", r3_weight=4)
    edit(file, "baselines", r3_value=8)
    edit(file, "constants", r3_value="365,25")
    outcome = loaded(file, cast.rani)

    assert outcome.comparison.problems == []
    assert {name: len(sheet.changed) for name, sheet in outcome.comparison.sheets.items() if sheet.rows} == {
        "organizations": 1, "goals": 1, "participations": 1, "risks": 1, "dependencies": 1, "weights": 1,
        "baselines": 1, "constants": 1,
    }  # fmt: skip
    assert Dependency.objects.count() == 2
    assert Constant.objects.get().value == Decimal("365.25")
    assert ProgramIndicator.objects.get().weight == 4
    assert loaded(file, cast.rani).comparison.is_empty


def test_what_cannot_be_is_named_by_its_cell(file: Path, cast: Cast) -> None:
    edit(file, "goals", new_pillar="living", new_code="S9", new_text="x", new_sub_dimension="tidak-ada")
    edit(file, "strategies", new_pillar="living", new_goal="S8", new_code="1", new_text="x")
    edit(file, "programs", r4_strategy="S1 / lain")
    edit(file, "participations", new_program="P-1", new_organization="XYZ")
    edit(file, "dependencies", new_program="P-1", new_activity="Lain #7", new_predecessor_program="P-1",
         new_predecessor="Tidak ada")  # fmt: skip
    edit(file, "weights", r3_weight="banyak")
    assert problems(loaded(file, cast.rani)) == [
        ("Bobot indikator", "C3"), ("Sasaran", "C5"), ("Strategi", "B4"), ("Program", "F4"), ("Keikutsertaan", "B4"),
        ("Ketergantungan", "D5"),
    ]  # fmt: skip


def test_a_circle_of_waits_and_a_scale_are_refused_by_the_register(file: Path, cast: Cast) -> None:
    first, second = Activity.objects.filter(name="Sama").order_by("pk")
    edit(file, "dependencies", new_program="P-1", new_activity=f"Sama #{first.pk}", new_predecessor_program="P-1",
         new_predecessor=f"Sama #{second.pk}")  # fmt: skip
    edit(file, "risks", r3_impact=6)
    outcome = loaded(file, cast.rani)

    assert [sheet for sheet, _cell in problems(outcome)] == ["Risiko", "Ketergantungan"]
    assert Dependency.objects.count() == 2


def test_a_weight_of_a_program_that_the_indicator_does_not_name_is_left_out(file: Path, cast: Cast) -> None:
    edit(file, "indicators", r3_programs="")
    outcome = loaded(file, cast.rani)
    assert outcome.is_loaded
    assert ProgramIndicator.objects.count() == 0
    again = loaded(file, cast.rani)
    assert again.comparison.is_empty
    assert [left.place.cell for left in again.comparison.left_out] == ["C3"]


def test_a_percentage_is_read_where_the_unit_is_one(file: Path, cast: Cast) -> None:
    edit(file, "series", r3_unit="%")
    book = openpyxl.load_workbook(file)
    pages = {name: book[BY_NAME[name].title.id] for name in ("observations", "targets", "programs")}
    for page, cell, value in (
        (pages["observations"], "D5", 0.985),
        (pages["targets"], "D3", 0.5),
        (pages["programs"], "R4", 0.5),
    ):
        page[cell].value, page[cell].number_format = value, "0.0%"
    book.save(file)
    outcome = loaded(file, cast.rani)

    # A weight is no percentage, and the unit of the indicator is the ton.
    assert problems(outcome) == [("Program", "R4"), ("Target", "D3")]
    (change,) = outcome.comparison.sheets["observations"].changed
    assert change.new_values == {"value": Decimal("98.5")}


def test_a_formula_without_a_value_is_not_taken_for_an_empty_cell(file: Path, cast: Cast) -> None:
    edit(file, "milestones", r3_note="=1+1", r3_due_on=dt.date(2026, 2, 1))
    outcome = loaded(file, cast.rani)
    assert problems(outcome) == [("Tonggak", "G3")]
    assert Organization.objects.count() == 3
    assert Goal.objects.count() == 2


def many(cast: Cast, count: int, *, ceiling_of_last: int = 7) -> None:
    """Make a program of many activities with a milestone and a budget line each."""
    program = make_program(current_plan(), "P-5")  # type: ignore[arg-type]  # the world has a plan
    for number in range(count):
        activity = make_activity(program, f"Kegiatan {number}", position=number + 1)
        make_milestone(activity, dt.date(2026, 5, 1))
        make_line(program, ceiling_of_last if number == count - 1 else 7, activity=activity)


def test_many_new_rows_are_written_at_once_as_one_by_one(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    many(cast, 12)
    export_workbook(tmp_path / "a.xlsx", by=None, language="id")
    before = contents()
    Program.objects.get(code="P-5").delete()
    assert contents() != before
    outcome = loaded(tmp_path / "a.xlsx", cast.rani)
    assert outcome.comparison.problems == []
    assert contents() == before
    positions = Activity.objects.filter(program__code="P-5").order_by("position").values_list("name", "position")
    assert list(positions)[:2] == [("Kegiatan 0", 1), ("Kegiatan 1", 2)]
    records = Entry.objects.filter(object_type="plans.activity", verb="created")
    assert records.count() == 12


def test_a_refused_row_among_many_is_named_and_none_is_written(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    many(cast, 12)
    file = tmp_path / "a.xlsx"
    export_workbook(file, by=None, language="id")
    Program.objects.get(code="P-5").delete()
    edit(file, "budget", r10_year=1800)
    edit(file, "milestones", r8_reached_on=dt.date(2031, 1, 1))
    outcome = loaded(file, cast.rani)
    assert problems(outcome) == [("Tonggak", "F8"), ("Anggaran", "D10")]
    assert not Program.objects.filter(code="P-5").exists()
