"""`serambi import` loads what it understood, all or nothing, and takes a load back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from serambi.apps.plans.models import BudgetLine, MasterPlan, Program
from serambi.exchange.imports.layouts_kept import keep_layout
from serambi.exchange.imports.tests.records import everything
from serambi.exchange.models import Load
from serambi.exchange.tables.tests.tables import HEADER
from serambi.exchange.tables.tests.test_import import ROW, run, write
from tests.cast import Cast, make_plan


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "rpjmd.csv", [*HEADER, ROW])


def test_a_table_is_loaded_with_what_takes_it_back(plan: MasterPlan, file: Path) -> None:
    before = everything()
    status, _out, err = run(file, "--place", "society", "--accept-doubts")
    assert (status, err.startswith("Dimuat")) == (0, True), err
    program = Program.objects.get(code="1.02.02")
    assert (program.name, program.pillar.code, program.lead and program.lead.abbreviation) == (
        "Program Kesehatan", "society", "DINKES",
    )  # fmt: skip
    assert set(BudgetLine.objects.values_list("ceiling", flat=True)) >= {Decimal("1000.50"), Decimal("2000.00")}
    made = Load.objects.get()
    assert f"--undo {made.pk}" in err
    assert run(Path("--undo"), str(made.pk))[0] == 0
    assert everything() == before


def test_the_same_table_again_changes_nothing(plan: MasterPlan, file: Path) -> None:
    assert run(file, "--place", "society", "--accept-doubts")[0] == 0
    status, _out, err = run(file, "--place", "society", "--accept-doubts")
    assert status == 1
    assert err.strip()
    assert Load.objects.count() == 1


def test_without_a_place_every_new_program_is_named_and_nothing_is_loaded(plan: MasterPlan, file: Path) -> None:
    status, _out, err = run(file, "--accept-doubts")
    assert status == 1
    assert "rpjmd B4" in err
    assert not Program.objects.exists()


def test_doubts_are_named_and_stop_the_load(plan: MasterPlan, tmp_path: Path) -> None:
    file = write(tmp_path / "rpjmd.csv", [*HEADER, (*ROW[:-1], "Bagian Tak Dikenal")])
    status, _out, err = run(file, "--place", "society")
    assert status == 1
    assert "Bagian Tak Dikenal" in err
    assert not Program.objects.exists()


def test_a_dry_run_loads_nothing(plan: MasterPlan, file: Path) -> None:
    status, _out, err = run(file, "--place", "society", "--accept-doubts", "--dry-run")
    assert (status, err) == (0, "")
    assert not Program.objects.exists()


def test_a_load_is_taken_back_once(plan: MasterPlan, file: Path) -> None:
    run(file, "--place", "society", "--accept-doubts")
    number = str(Load.objects.get().pk)
    assert run(Path("--undo"), number)[0] == 0
    assert run(Path("--undo"), number)[0] == 1
    assert run(Path("--undo"), "9999")[0] == 1


def test_a_kept_layout_is_named_and_its_answers_count(plan: MasterPlan, cast: Cast, file: Path, tmp_path: Path) -> None:
    assert run(file, "--dry-run", "--save-mapping", str(tmp_path / "kept.json"))[0] == 0
    layout = json.loads((tmp_path / "kept.json").read_text())["layouts"][0]
    answers = {"placing": ["society", ""], "headings": {}, "organizations": {}, "fund_source": "apbd_dau"}
    keep_layout("RPJMD", fingerprint=layout["fingerprint"], layout={**layout, "answers": answers}, by=cast.rani)
    status, _out, err = run(file, "--mapping", "RPJMD", "--accept-doubts")
    assert status == 0, err
    program = Program.objects.get(code="1.02.02")
    assert (program.pillar.code, program.source) == ("society", "RPJMD")
    assert set(program.budget_lines.values_list("fund_source", flat=True)) == {"apbd_dau"}
    assert Load.objects.get().layout_name == "RPJMD"
    status, _out, err = run(file, "--mapping", "Lain", "--dry-run")
    assert (status, "Lain" in err) == (2, True)
