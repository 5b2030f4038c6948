"""Loading: new rows, changed cells, refusals in their place, and nothing by halves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from serambi.apps.audit.models import Entry
from serambi.apps.indicators.models import Indicator, IndicatorValue, Target
from serambi.apps.observations.models import Observation
from serambi.apps.plans.errors import NotACoordinator
from serambi.apps.plans.models import Activity, BudgetLine, Dependency, Milestone, Program, Stage
from serambi.apps.plans.tests.builders import make_activity
from serambi.exchange.tables.errors import WebPage
from serambi.exchange.workbook.books import FileMissing, NotOurs
from serambi.exchange.workbook.compare import Change
from serambi.exchange.workbook.export import export_empty, export_workbook
from serambi.exchange.workbook.load import Outcome, load_workbook, rehearse_workbook
from serambi.exchange.workbook.read import read_workbook
from serambi.exchange.workbook.sheets import BY_NAME
from serambi.exchange.workbook.tests.world import TODAY, contents, make_world
from tests.cast import Cast, make_plan, make_program

pytestmark = pytest.mark.django_db
Edit = Callable[[Any], None]


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    """A workbook of the small register, in Indonesian."""
    make_world(cast)
    export_workbook(tmp_path / "a.xlsx", by=None, language="id")
    return tmp_path / "a.xlsx"


def edit(file: Path, sheet: str, **cells: Any) -> None:
    """Write cells of one sheet: `r4_name` is the name in row 4, `new_name` that in a row below the last."""
    book = openpyxl.load_workbook(file)
    page = book[BY_NAME[sheet].title.id]
    columns = {str(cell.value).partition(".")[2]: cell.column for cell in page[1]}
    last = page.max_row + 1
    for name, value in cells.items():
        row, _line, column = name.partition("_")
        page.cell(last if row == "new" else int(row[1:]), columns[column]).value = value
    book.save(file)


def loaded(file: Path, by: Any = None) -> Outcome:
    return load_workbook(read_workbook(file), by=by, today=TODAY)


def problems(outcome: Outcome) -> list[tuple[str, str]]:
    return [(problem.place.sheet, problem.place.cell) for problem in outcome.comparison.problems]


def test_a_changed_cell_is_shown_before_it_is_loaded(file: Path, cast: Cast) -> None:
    edit(file, "programs", r4_name="Bank sampah", r4_stage="Pelaksanaan")
    before = contents()
    outcome = rehearse_workbook(read_workbook(file), by=cast.rani, today=TODAY)
    (row,) = outcome.comparison.sheets["programs"].changed
    assert Change("name", "@nama", "Bank sampah") in row.changes
    assert Change("stage", "unreported", "execution") in row.changes
    assert not outcome.is_loaded
    assert contents() == before
    assert loaded(file, cast.rani).is_loaded
    program = Program.objects.get(code="P-1")
    assert (program.name, program.stage, program.stage_changed_on) == ("Bank sampah", Stage.EXECUTION, TODAY)
    assert loaded(file, cast.rani).comparison.is_empty


def test_new_rows_may_name_one_another(file: Path, cast: Cast) -> None:
    edit(file, "programs", new_code="P-9", new_name="Baru", new_pillar="living", new_lead="DLH", new_stage="Execution",
         new_locations="90.01.01; 90.01.02.1001")  # fmt: skip
    edit(file, "activities", new_program="P-9", new_name="Bangun")
    edit(file, "milestones", new_program="P-9", new_activity="Bangun", new_name="Buka", new_due_on=dt.date(2026, 9, 1))
    edit(file, "budget", new_program="P-9", new_activity="Bangun", new_year=2026, new_fund_source="CSR",
         new_ceiling="90.000.000.000.000.000,00")  # fmt: skip
    edit(file, "series", new_code="waste.made", new_name="Timbulan", new_unit="ton")
    edit(file, "observations", new_series="waste.made", new_area="90.01", new_period="2025-04", new_value=12.5)
    edit(file, "indicators", new_code="waste_made", new_name="Timbulan", new_formula="waste.made", new_unit="ton",
         new_programs="P-9", new_frequency="Bulanan")  # fmt: skip
    edit(file, "targets", new_indicator="waste_made", new_area="90.01", new_period=2026, new_value=10)
    outcome = loaded(file, cast.rani)
    assert outcome.comparison.problems == []
    activity = Activity.objects.get(program__code="P-9")
    assert Milestone.objects.get(activity=activity).name == "Buka"
    line = BudgetLine.objects.get(activity=activity)
    assert (line.ceiling, line.realization) == (Decimal("90000000000000000.00"), None)
    assert Target.objects.get(indicator__code="waste_made").value == 10
    # Everything was computed once, at the end.
    assert IndicatorValue.objects.filter(indicator__code="waste_made", value=12.5).exists()
    count = Entry.objects.count()
    assert loaded(file, cast.rani).comparison.is_empty
    assert Entry.objects.count() == count


def test_an_activity_gets_the_name_of_another_whose_wait_changes(cast: Cast, tmp_path: Path) -> None:
    program = make_program(make_plan(cast.region), "P-1")
    alone, before, other = (make_activity(program, name) for name in ("Unik", "Awal", "Lain"))
    Dependency.objects.create(activity=alone, predecessor=before, lag_days=3)
    file = tmp_path / "buku.xlsx"
    export_workbook(file, by=None, language="id")
    row = 3 + [alone.pk, before.pk, other.pk].index(other.pk)
    edit(file, "activities", **{f"r{row}_name": "Unik"})
    edit(file, "dependencies", r3_activity=f"Unik #{alone.pk}", r3_lag_days=9)
    assert loaded(file, cast.rani).is_loaded
    assert list(Activity.objects.order_by("pk").values_list("name", flat=True)) == ["Unik", "Awal", "Unik"]
    wait = Dependency.objects.get()
    assert (wait.activity, wait.predecessor, wait.lag_days) == (alone, before, 9)


def test_every_refusal_names_its_cell_and_nothing_is_loaded(file: Path, cast: Cast) -> None:
    edit(file, "programs", r4_name="Lain", r4_ends_on="31/12/2026", r3_lead="XYZ", r3_horizon="lama")
    edit(file, "budget", r3_ceiling="1.234", r4_ceiling=-5, r5_year="dua ribu")
    edit(file, "observations", r3_value="banyak", r5_illustration="ya")
    edit(file, "milestones", r3_activity="Tidak ada")
    before = contents()
    outcome = loaded(file, cast.rani)
    assert not outcome.is_loaded
    assert contents() == before
    assert problems(outcome) == [
        ("Program", "K3"), ("Program", "Q4"), ("Anggaran", "F3"), ("Anggaran", "D5"), ("Data pengamatan", "D3"),
        ("Tonggak", "C3"), ("Data pengamatan", "K5"),
    ]  # fmt: skip


def test_a_service_that_refuses_names_the_cell(file: Path, cast: Cast) -> None:
    edit(file, "budget", r4_ceiling=-5)
    edit(file, "observations", r3_source_url="javascript:alert(1)", r5_value=1.1234567)
    assert problems(loaded(file, cast.rani)) == [("Data pengamatan", "D5")]
    edit(file, "observations", r5_value=1)
    assert problems(loaded(file, cast.rani)) == [("Anggaran", "F4"), ("Data pengamatan", "I3")]


def test_rows_of_a_program_that_is_refused_are_not_written(file: Path, cast: Cast) -> None:
    edit(file, "programs", new_code="P-9", new_name="Baru", new_pillar="living", new_starts_on="besok")
    edit(file, "activities", new_program="P-9", new_name="Bangun")
    assert problems(loaded(file, cast.rani)) == [("Program", "P5")]
    edit(file, "programs", r5_starts_on=None, r5_code="P 9")
    edit(file, "activities", r6_program="P 9")
    assert problems(loaded(file, cast.rani)) == [("Program", "A5")]


def test_figures_that_are_refused_are_all_named(file: Path, cast: Cast) -> None:
    edit(file, "observations", new_series="waste.handled", new_area="90.01", new_period="2031-01", new_value=1)
    edit(file, "observations", new_series="waste.handled", new_area="90", new_period="2025-05", new_value=1)
    assert problems(loaded(file, cast.rani)) == [("Data pengamatan", "C6"), ("Data pengamatan", "B7")]
    assert Observation.objects.count() == 3


def test_a_figure_that_is_emptied_is_withdrawn_and_one_that_changes_is_revised(file: Path, cast: Cast) -> None:
    edit(file, "observations", r3_value=None, r5_value=7)
    assert loaded(file, cast.rani).comparison.problems == []
    values = {str(one.period): (one.value, one.revision) for one in Observation.objects.all()}
    assert values == {"2025-01": (None, 2), "2025-02": (None, 1), "2025-03": (Decimal(7), 2)}


def test_rows_and_columns_that_are_missing_are_left_alone(file: Path, cast: Cast) -> None:
    book = openpyxl.load_workbook(file)
    book["Program"].delete_rows(3)
    book["Program"].delete_cols(7)  # the description
    del book["Target"]
    del book["Petunjuk"]
    book["Anggaran"].move_range("F1:F20", cols=8)
    book.save(file)
    outcome = loaded(file, cast.rani)
    assert outcome.comparison.is_empty
    assert outcome.comparison.problems == []
    assert outcome.comparison.sheets["programs"].absent == 1
    assert "targets" not in outcome.comparison.sheets


def test_a_cell_that_shows_an_error_is_not_taken_for_an_empty_one(file: Path, cast: Cast) -> None:
    edit(file, "budget", r3_realization="#REF!")
    edit(file, "programs", r4_name="#DIV/0!")
    outcome = loaded(file, cast.rani)
    assert problems(outcome) == [("Program", "B4"), ("Anggaran", "G3")]
    assert "#DIV/0!" in outcome.comparison.problems[0].message


def test_a_column_of_ones_own_is_named_and_left_out(file: Path, cast: Cast) -> None:
    book = openpyxl.load_workbook(file)
    book["Pilar"].cell(3, 9, "catatan saya")
    book.save(file)
    assert [left.place.cell for left in loaded(file, cast.rani).comparison.left_out] == ["I3"]


def test_only_the_coordinator_loads(file: Path, cast: Cast) -> None:
    for person in (cast.oka, cast.vera, cast.wati):
        with pytest.raises(NotACoordinator):
            loaded(file, person)


def test_an_illustration_is_marked_can_be_left_out_and_is_never_loaded_as_real(
    file: Path, cast: Cast, tmp_path: Path
) -> None:
    counts = export_workbook(tmp_path / "b.xlsx", by=None, language="en", with_illustration=False)
    assert (counts["programs"], counts["budget"]) == (1, 5)
    edit(file, "programs", new_code="P-9", new_name="Contoh", new_pillar="living", new_illustration="ya")
    assert problems(loaded(file, cast.rani)) == [("Program", "V5")]


def test_an_empty_workbook_keeps_what_rows_refer_to(file: Path, tmp_path: Path, cast: Cast) -> None:
    counts = export_empty(tmp_path / "b.xlsx", by=None, language="en")
    assert {name for name, count in counts.items() if count} == {
        "plan", "missions", "pillars", "sub_dimensions", "organizations", "areas",
    }  # fmt: skip
    assert loaded(tmp_path / "b.xlsx", cast.rani).comparison.is_empty


def test_indicators_are_loaded_in_the_order_of_their_formulas(file: Path, cast: Cast) -> None:
    edit(file, "indicators", new_code="a_share", new_name="Bagian", new_formula="b_whole / 2", new_unit="ton")
    edit(file, "indicators", new_code="b_whole", new_name="Semua", new_formula="waste.handled", new_unit="ton")
    assert problems(loaded(file, cast.rani)) == []
    assert Indicator.objects.count() == 3


def test_what_is_no_workbook_of_ours_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("<html>")
    with pytest.raises(WebPage, match=r"a\.xlsx"):
        read_workbook(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text("kode;nama\n1;2\n")
    with pytest.raises(NotOurs, match="Serambi"):
        read_workbook(tmp_path / "b.csv")
    with pytest.raises(FileMissing):
        read_workbook(tmp_path / "c.xlsx")
