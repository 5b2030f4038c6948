"""`serambi import FILE`: what is printed, and with which status it ends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from serambi.apps.agencies.models import Organization
from serambi.exchange.tables.book import Value

from .tables import HEADER, csv_rows, sample

pytestmark = pytest.mark.django_db

ROW: tuple[Value, ...] = (
    *("1.02.02", "Program Kesehatan", "Cakupan layanan", "Persen", "90", "95", "1,000.50", "97", "2,000.00", "99"),
    *("3,000.50", "Dinas Kesehatan"),
)
BAD: tuple[Value, ...] = ("1.02.03", "Program Gizi", "x", "Persen", "1", "2", "lima juta")


def write(path: Path, rows: Sequence[Sequence[Value]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def run(path: Path, *arguments: str) -> tuple[int, str, str]:
    """Return the exit status and what was printed."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import", str(path), *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), err.getvalue()


def answer(path: Path, *arguments: str) -> dict[str, Any]:
    _status, out, _err = run(path, "--dry-run", "--json", *arguments)
    found: dict[str, Any] = json.loads(out, parse_float=lambda text: pytest.fail(f"{text} is a float"))
    return found


def test_what_was_understood_is_printed_as_json_with_exact_text(tmp_path: Path) -> None:
    path = write(tmp_path / "rpjmd.csv", [*HEADER, ROW, ["JUMLAH", *[None] * 5, "1,000.00"]])
    status, _out, err = run(path, "--dry-run", "--json")
    found = answer(path)
    assert (status, err) == (0, "")
    assert (found["file"], found["format"], found["rows"]) == ("rpjmd.csv", "csv", 2)
    assert (found["programs"], found["indicators"]) == (1, 1)
    assert found["totals"] == {"2025": "1000.50", "2026": "2000.00"}
    (total,) = found["stated_totals"]
    assert (total["cell"], total["label"]) == ("5", "JUMLAH")
    assert (total["stated"], total["differences"]) == ({"2025": "1000.00"}, {"2025": "-0.50"})
    assert total["computed"] == {"2025": "1000.50", "2026": "2000.00"}
    assert found["problems"] == []
    assert found["mapping"]["rpjmd"]["columns"][6]["role"] == "funds"
    assert found["sheets"][0] | {"cells_used": 0} == {
        "name": "rpjmd",
        "rows": 5,
        "columns": 12,
        "understood": True,
        "cells_used": 0,
    }


def test_an_error_in_the_table_ends_with_status_one_and_its_place(tmp_path: Path) -> None:
    path = write(tmp_path / "rpjmd.csv", [*HEADER, ROW, BAD])
    status, _out, _err = run(path, "--dry-run")
    assert status == 1
    problem = next(it for it in answer(path)["problems"] if it["weight"] == "error")
    assert (problem["sheet"], problem["cell"], problem["value"]) == ("rpjmd", "G5", "lima juta")
    left = answer(path)["left_out"]
    assert [(it["cell"], it["value"]) for it in left] == [("G5", "lima juta")]


def test_a_person_in_a_terminal_reads_a_table(tmp_path: Path) -> None:
    with translation.override("id"):
        _status, out, _err = run(write(tmp_path / "rpjmd.csv", [*HEADER, ROW, BAD]), "--dry-run")
    assert "1.000,50" in out
    assert "rpjmd G5" in out
    assert "funds 2025" in out


def test_without_a_plan_nothing_is_loaded(tmp_path: Path) -> None:
    status, out, err = run(write(tmp_path / "rpjmd.csv", [*HEADER, ROW]), "--json")
    assert status == 1
    assert "belum ada masterplan" in err
    assert json.loads(out)["loaded"] is False


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x89PNG\r\n\x1a\n", None])
def test_a_file_that_cannot_be_read_ends_with_status_two(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "rpjmd.csv"
    if content is not None:
        path.write_bytes(content)
    status, out, err = run(path, "--dry-run", "--json")
    assert (status, out) == (2, "")
    assert "rpjmd.csv" in err


def test_a_sheet_that_is_not_there_ends_with_status_two(tmp_path: Path) -> None:
    path = write(tmp_path / "rpjmd.csv", [*HEADER, ROW])
    assert run(path, "--sheet", "Lampiran")[0] == 2
    assert run(path, "--sheet", "rpjmd", "--dry-run")[0] == 0


def test_a_mapping_is_remembered_and_used_for_the_same_headings(tmp_path: Path) -> None:
    path = write(tmp_path / "rpjmd.csv", [*HEADER, ROW])
    mapping = tmp_path / "mapping.json"
    assert run(path, "--dry-run", "--save-mapping", str(mapping))[0] == 0
    remembered = json.loads(mapping.read_text("utf-8"))
    remembered["layouts"][0]["columns"][11]["role"] = "note"
    mapping.write_text(json.dumps(remembered), "utf-8")
    found = answer(path, "--mapping", str(mapping))
    assert found["mapping"]["rpjmd"]["columns"][11]["role"] == "note"


def test_a_mapping_for_other_headings_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "rpjmd.csv", [*HEADER, ROW])
    mapping = tmp_path / "mapping.json"
    other = write(tmp_path / "other.csv", [["Program", "Indikator", "Target 2026"], ["A", "b", "1"]])
    assert run(other, "--dry-run", "--save-mapping", str(mapping))[0] == 0
    assert run(path, "--dry-run", "--mapping", str(mapping))[0] == 2
    mapping.write_text('{"layouts": [{"sheet": 1}]}', "utf-8")
    assert run(path, "--dry-run", "--mapping", str(mapping))[0] == 2
    assert run(path, "--dry-run", "--mapping", str(tmp_path / "nowhere.json"))[0] == 2


def test_importing_writes_nothing_to_the_register(tmp_path: Path) -> None:
    before = Organization.objects.count()
    run(write(tmp_path / "rpjmd.csv", [*HEADER, ROW]))
    assert Organization.objects.count() == before


def test_the_real_plan_from_the_command_line() -> None:
    path = sample("rpjmd_program_table.csv")
    status, _out, _err = run(path, "--dry-run", "--json")
    found = answer(path)
    assert status == 1  # twelve targets can be read in two ways
    assert found["sheets"][0]["rows"] == len(csv_rows(path))
    assert (found["programs"], found["indicators"], found["totals"]["2021"]) == (263, 361, "3067178425632.97")
    assert sum(1 for it in found["stated_totals"] if it["differences"]) == 10
