"""Bad files at every door, commands and pages, of other tables and our workbook: a sentence, and nothing done."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from serambi.apps.accounts.models import User
from serambi.apps.plans.models import Program
from serambi.exchange.models import Load, Upload
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.tests import files
from serambi.exchange.tables.tests.nasty import REFUSED, nasty
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.read import read_sheets
from serambi.exchange.workbook.tests.test_desk import work
from serambi.exchange.workbook.tests.test_load import edit, loaded, problems
from serambi.exchange.workbook.tests.world import contents, make_world
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _state(settings: Any, tmp_path: Path) -> None:
    settings.STATE = tmp_path


def sentence(name: str) -> str:
    """Return what is said of a file, in Indonesian."""
    with translation.override("id"), pytest.raises(UnreadableTable) as caught:
        read_book(nasty(name), name=name)
    assert caught.value.code == REFUSED[name]
    return str(caught.value)


def test_the_commands_refuse_each_with_status_two(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    before = contents()
    for name in REFUSED:
        path = tmp_path / name
        path.write_bytes(nasty(name))
        with pytest.raises(CommandError) as refused, translation.override("id"):
            call_command("import", str(path), stdout=io.StringIO())
        assert (refused.value.returncode, str(refused.value)) == (2, sentence(name))
        told = io.StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("workbook", "import", str(path), stdout=io.StringIO(), stderr=told)
        assert ended.value.code == 2
        assert sentence(name) in told.getvalue()
    assert contents() == before


def test_the_pages_refuse_each_and_keep_what_was_typed(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    make_world(cast)
    before = contents()
    rani = signed_in(cast.rani)
    for name in REFUSED:
        for address in ("/plan/import/", "/workbook/"):
            file = SimpleUploadedFile(name, nasty(name))
            response = rani.post(address, {"file": file, "note": "dari DLH"})
            if response.status_code == 302:
                # What only reading finds is found in the background; the page then says it and asks for a better file.
                waiting = response["Location"]
                rani.get(waiting)
                work()
                response = rani.get(waiting, follow=True)
            else:
                assert response.status_code == 422, name
            page = response.content.decode()
            assert sentence(name).replace("'", "&#x27;") in page, (name, address)
            assert "dari DLH</textarea>" in page
    assert Load.objects.count() == 0
    assert not Upload.objects.exclude(format="workbook").filter(refusal="").exists()
    assert contents() == before


# Files that can be read, with something in them that must not be loaded ---------------------------------------------


def rows_of(name: str, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Return rows below the hidden row of names of one sheet of the workbook."""
    heads = list(rows[0])
    return [[f"{name}.{head}" for head in heads], heads, *map(list, rows[1:])]


def test_a_workbook_as_an_old_xls_file_is_read_wherever_its_stream_lies(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    stream = files.few_records(rows_of("programs", [("code", "name"), ("P-1", "Bank sampah")]))
    for content in (files.compound({"Workbook": stream}), files.small_compound("Workbook", stream)):
        outcome = read_sheets(read_book(content, name="a.xls"))
        assert [row.values for row in outcome.sheets["programs"].rows] == [{"code": "P-1", "name": "Bank sampah"}]


def test_a_code_twice_an_unknown_area_and_a_circle_are_named(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    file = tmp_path / "a.xlsx"
    export_workbook(file, by=None, language="id")
    edit(file, "programs", new_code="P-1", new_name="Lagi", new_pillar="living")
    edit(file, "programs", new_code="P-9", new_name="Baru", new_pillar="living", new_locations="90.99")
    edit(file, "observations", new_series="waste.handled", new_area="11.11", new_period="2025-05", new_value=1)
    edit(file, "activities", new_program="P-1", new_name="Tunggu")
    edit(file, "dependencies", new_program="P-1", new_activity="Tunggu", new_predecessor_program="P-1",
         new_predecessor="Tunggu")  # fmt: skip
    outcome = loaded(file, cast.rani)
    assert problems(outcome) == [("Program", "A5"), ("Program", "J6"), ("Data pengamatan", "B6")]
    codes = [problem.code for problem in outcome.comparison.problems]
    assert codes == ["row_twice", "not_known", "not_known"]
    assert Program.objects.count() == 2

    edit(file, "programs", r5_code=None, r5_name=None, r5_pillar=None, r6_locations=None)
    edit(file, "observations", r6_series=None, r6_area=None, r6_period=None, r6_value=None)
    (circle,) = loaded(file, cast.rani).comparison.problems
    assert (circle.place.sheet, circle.code) == ("Ketergantungan", "waits_for_itself")


def test_macros_are_told_and_not_run(cast: Cast) -> None:
    make_world(cast)
    rows = rows_of("programs", [("code", "name"), ("P-1", "Bank sampah")])
    xlsm = files.with_part(files.xlsx_of(rows), "xl/vbaProject.bin", lambda _: b"\xd0\xcf")
    cells = "".join(files.ods_row(*(files.ods_cell(str(cell)) for cell in row)) for row in rows)
    ods = files.with_part(files.ods(cells), "Basic/Standard/Modul.xml", lambda _: b"<a/>")
    for name, content in (("a.xlsm", xlsm), ("a.ods", ods)):
        found = read_sheets(read_book(content, name=name))
        assert [row.values["name"] for row in found.sheets["programs"].rows] == ["Bank sampah"]
        assert [left.place.sheet for left in found.left_out] == [""]
        assert found.problems == []
