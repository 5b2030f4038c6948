"""The commands: exit status, what is printed, and that a load which is killed leaves nothing."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import serambi
from serambi.apps.indicators.models import IndicatorValue
from serambi.apps.observations.models import Series
from serambi.exchange.observations_csv.tests.files import HEAD, stored
from tests.cast import Cast, make_indicator, make_observation
from tests.tables import copy_to

ATAS = "90.01.01.1001"
GOOD = f"{HEAD}waste.handled,{ATAS},2024-01,12.5\n"
BAD = f"{GOOD}waste.handled,{ATAS},2024-02,-4\n"


def run(*arguments: str) -> tuple[int, str]:
    printed, status = io.StringIO(), 0
    try:
        call_command("observations", *arguments, stdout=printed, stderr=io.StringIO())
    except CommandError as error:
        status = error.returncode
    except SystemExit as error:
        status = int(error.code or 0)
    return status, printed.getvalue()


def answer(*arguments: str) -> tuple[int, dict[str, Any]]:
    status, printed = run(*arguments, "--json")
    return status, json.loads(printed)


@pytest.mark.usefixtures("waste")
def test_load_says_what_it_did(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD)
    status, told = answer("load", str(file), "--dry-run")
    assert (status, told["loaded"], told["new"]) == (0, False, 1)
    assert not stored()
    status, told = answer("load", str(file), "--final")
    assert (status, told["loaded"], told["new"], told["notation"], told["rejects"]) == (0, True, 1, "point", None)
    assert [(row[3], row[4]) for row in stored()] == [(Decimal("12.5"), True)]
    status, printed = run("load", str(file), "--language", "en")
    assert (status, printed.splitlines()[-1]) == (0, "Loaded.")


@pytest.mark.usefixtures("waste")
def test_refused_rows_go_into_a_file_and_end_with_status_1(cast: Cast, tmp_path: Path) -> None:
    file, rejects = tmp_path / "a.csv", tmp_path / "rejects.csv"
    file.write_text(BAD)
    status, told = answer("load", str(file), "--rejects", str(rejects))
    assert (status, told["loaded"], told["rejected"], told["problems"][0]["line"]) == (1, False, 1, 3)
    assert rejects.read_text("utf-8-sig").splitlines()[1].endswith(f"waste.handled,{ATAS},2024-02,-4")
    status, told = answer("load", str(file), "--partial")
    assert (status, told["loaded"], told["new"]) == (1, True, 1)
    file.write_text(GOOD)
    run("load", str(file), "--rejects", str(rejects))
    assert not rejects.exists()  # nothing was refused this time, so none of an earlier time stays


@pytest.mark.usefixtures("waste")
@pytest.mark.parametrize(
    ("content", "status", "code"),
    [("a,b\n1,2\n", 2, "columns_missing"), (f"{HEAD}waste.handled,{ATAS},2024-01,1.234\n", 1, "ambiguous_column")],
)
def test_what_cannot_be_read_or_has_to_be_asked(
    cast: Cast, tmp_path: Path, *, content: str, status: int, code: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content)
    ended, told = answer("load", str(file))
    assert (ended, told["code"], told["loaded"]) == (status, code, False)
    assert run("load", str(tmp_path / "none.csv"))[0] == 2


@pytest.mark.usefixtures("waste")
def test_indicators_are_computed_once_or_left(cast: Cast, tmp_path: Path) -> None:
    make_indicator("waste_total", "waste.handled", unit="ton")
    file = tmp_path / "a.csv"
    file.write_text(GOOD)
    run("load", str(file), "--final", "--no-recompute")
    assert not IndicatorValue.objects.exists()
    call_command("recompute", stdout=io.StringIO(), stderr=io.StringIO())
    assert IndicatorValue.objects.filter(value=12.5).exists()
    file.write_text(GOOD.replace("12.5", "13.5"))
    run("load", str(file), "--final")
    assert IndicatorValue.objects.filter(value=13.5).exists()


def test_export_and_load_by_command(cast: Cast, tmp_path: Path, waste: Series) -> None:
    make_observation(waste, cast.areas[ATAS], "2024-02", 1)
    file = tmp_path / "a.csv.gz"
    assert run("export", str(file), "--series", "waste.handled")[0] == 0
    status, told = answer("load", str(file))
    assert (status, told["unchanged"], told["new"], told["changed"]) == (0, 1, 0, 0)
    assert run("export", str(file), "--series", "none")[0] == 1


KILLED = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from serambi.apps.observations import tables
insert = tables.insert_table
def and_die(*arguments, **more):
    insert(*arguments, **more)
    os.kill(os.getpid(), signal.SIGKILL)
from serambi.apps.observations.models import Observation, Series
from serambi.apps.regions.models import Area
if not Series.objects.exists():
    Series.objects.create(code="waste.handled", name="Sampah")
    Area.objects.create(code="90.01", name="Kabupaten", kind="regency")
    tables.insert_table = and_die
    call_command("observations", "load", os.environ["FILE"])
print(Observation.objects.count(), Series.objects.count())
"""


def test_a_load_that_is_killed_while_it_writes_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}waste.handled,90.01,2024-01,5\n")
    copy_to(tmp_path)
    environment = {
        **os.environ, "SERAMBI_MODE": "test", "SERAMBI_STATE": str(tmp_path), "FILE": str(tmp_path / "a.csv"),
        "DJANGO_SETTINGS_MODULE": "serambi.config.settings", "DATABASE_URL": "", "TMPDIR": str(tmp_path),
    }  # fmt: skip

    def attempt() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLED]
        folder = Path(serambi.__file__).parent.parent
        return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)

    assert attempt().returncode == -signal.SIGKILL
    second = attempt()
    assert second.stdout.splitlines()[-1:] == ["0 1"], second.stderr
