"""`serambi workbook`: what it prints and how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

from serambi.apps.plans.models import Program
from serambi.exchange.workbook.tests.world import make_world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("workbook", *map(str, arguments), stdout=out, stderr=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_out_and_in_again(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    file = tmp_path / "a.xlsx"
    status, text = run("export", file, "--language", "en")
    assert status == 0
    assert "rows written" in text
    book = openpyxl.load_workbook(file)
    book["Budget"]["F6"] = "12345678901234567.90"
    book["Programs"]["B4"] = "Bank sampah"
    book.save(file)
    status, text = run("import", file, "--dry-run", "--language", "en")
    assert status == 0
    assert "Programs B4 (P-1) Name: @nama → Bank sampah" in text
    assert "nothing was loaded" in text
    status, text = run("import", file, "--dry-run", "--json")
    answer = json.loads(text)
    assert (status, answer["loaded"], answer["reference_sheets"]) == (0, False, ["areas"])
    (change,) = answer["sheets"]["budget"]["changes"]
    assert (change["cell"], change["new"]) == ("F6", "12345678901234567.90")
    assert Program.objects.get(code="P-1").name == "@nama"
    status, text = run("import", file)
    assert (status, Program.objects.get(code="P-1").name) == (0, "Bank sampah")
    assert "Semuanya sudah dimuat." in text
    assert "Berkas ini tidak mengubah apa pun." in run("import", file)[1]


def test_a_problem_ends_with_one_and_an_unreadable_file_with_two(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    file = tmp_path / "a.xlsx"
    run("export", file)
    book = openpyxl.load_workbook(file)
    book["Program"]["P4"] = "31/12/2026"
    book.save(file)
    status, text = run("import", file)
    assert status == 1
    assert "Program P4: “31/12/2026” bukan tanggal." in text
    status, text = run("import", file, "--json")
    assert (status, json.loads(text)["problems"][0]["cell"]) == (1, "P4")
    assert run("import", tmp_path / "none.xlsx")[0] == 2
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 truncated")
    assert "unreadable" in run("import", tmp_path / "b.xlsx", "--json")[1]
    assert run("export", tmp_path / "sheet.xlsx", "--empty", "--without-illustration")[0] == 0


def test_the_marked_copy_is_written_with_the_row_of_names_hidden(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    file, copy = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    run("export", file)
    book = openpyxl.load_workbook(file)
    book["Anggaran"]["F3"] = "1.234"
    book.save(file)
    status, _text = run("import", file, "--marked", copy)
    assert status == 1
    page = openpyxl.load_workbook(copy)["Anggaran"]
    assert page["F3"].comment is not None
    assert page.row_dimensions[1].hidden
    page.parent["Anggaran"]["F3"] = 5
    page.parent.save(copy)
    assert run("import", copy)[0] == 0
