"""The marked copy: what is wrong stands in the cells themselves, and everything else is as it was."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.tables.book import Book, Percent, Place, Sheet, Value
from serambi.exchange.tables.marked import marked_copy
from serambi.exchange.tables.marked_cells import LONGEST_TEXT
from serambi.exchange.tables.programs import find_layouts, understand
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.tests import files
from serambi.exchange.tables.tests.tables import HEADER, csv_book, plan, sample
from serambi.exchange.tables.tests.test_reading_workbooks import CELL, NUMBER
from serambi.exchange.tables.understanding import LeftOut, Problem, Weight

MOMENT = dt.datetime(2026, 11, 25, 13, 20, 5)  # noqa: DTZ001 - a spreadsheet knows no zone


def read_again(book: Book, problems: Sequence[Problem] = ()) -> Book:
    return read_book(marked_copy(book, problems), name=book.name)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def same(first: Value, second: Value) -> bool:
    """Tell whether two cells say the same, a number to the sixteen digits that are written."""
    if isinstance(first, float) and isinstance(second, float):
        return type(first) is type(second) and math.isclose(first, second, rel_tol=1e-15)
    return first == second and isinstance(first, bool) is isinstance(second, bool)


def assert_same(before: Book, after: Book) -> None:
    assert [sheet.name for sheet in after.sheets] == [sheet.name for sheet in before.sheets]
    for old, new in zip(before.sheets, after.sheets, strict=True):
        assert [len(row) for row in new.rows] == [len(row) for row in old.rows]
        for number, row in old.numbered():
            for column, value in enumerate(row, start=1):
                assert same(value, new.at(number, column)), (old.place(number, column), value, new.at(number, column))
        assert (new.merged, new.errors, new.uncalculated) == (old.merged, old.errors, old.uncalculated)
        assert new.hidden == old.hidden


def nasty_xlsx() -> bytes:
    def fill(sheet: Any) -> None:
        sheet["B2"], sheet["B5"] = "Judul", "=1+1"
        sheet.merge_cells("B2:D3")
        sheet.append(["#REF!", 0.98, 1.5, dt.date(2026, 1, 2), MOMENT, dt.time(8, 30), dt.timedelta(hours=30), True])
        sheet["B6"].number_format = "0.0%"
        sheet.append(["'petik", "-12,5", "+628", "@nama", "1.234", "  spasi  ", "a\nb", "_x0002_"])

    def hidden(sheet: Any) -> None:
        sheet.title, sheet.sheet_state = "Simpanan", "hidden"
        sheet["C3"] = "=sum(1)"

    return files.xlsx(fill, hidden)


def nasty_ods() -> bytes:
    rows = files.ods_row(
        files.ods_cell("98%", 'office:value-type="percentage" office:value="0.98"'),
        files.ods_cell("x", 'office:value-type="date" office:date-value="1850-01-01"'),
        files.ods_cell("#REF!", 'table:formula="of:=#REF!" office:value-type="string" calcext:value-type="error"'),
        files.ods_cell("=1+1"),
    )
    return files.ods(rows)


def nasty_xls() -> bytes:
    import xlwt  # noqa: PLC0415 - a dependency of the tests alone

    def fill(sheet: Any) -> None:
        sheet.write_merge(0, 1, 0, 2, "Judul")
        sheet.write(2, 0, 0.25, xlwt.easyxf(num_format_str="0.00%"))
        sheet.write(2, 1, 7)
        sheet.write(2, 2, "-")

    return files.xls(fill)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", nasty_xlsx()),
        ("a.xls", nasty_xls()),
        ("daftar.csv", b"Kode;Nama\n=1+1;-\n\n'x;\tb\n@a;+62\n"),
        ("u16.csv", "Kode;Nama\n1;Désa\n".encode("utf-16")),
        ("b.csv", b'Nama\n"a\nb";c\n'),
    ],
)
def test_a_copy_is_read_as_the_file_itself(name: str, content: bytes) -> None:
    book = read_book(content, name=name)
    problems = [Problem(sheet.place(row, 1), "x", "kalimat") for sheet in book.sheets for row in (1, 2, 9)]

    again = read_again(book, problems)

    assert again.marked
    assert_same(book, again)
    assert_same(book, read_again(again))


def test_what_xlsx_cannot_say_is_as_near_as_it_can_be() -> None:
    book = read_book(nasty_ods(), name="a.ods")
    sheet = read_again(book).sheets[0]

    assert sheet.rows == [[Percent(0.98), "1850-01-01", None, "=1+1"]]
    assert sheet.errors == {(1, 3): "#REF!"}
    long = "x" * (LONGEST_TEXT + 5)
    wide = Book("a.csv", "csv", (Sheet("Lembar: 1/2 [yang namanya panjang sekali]", [[long, 1.0]]),))
    copy = marked_copy(wide, ())
    assert read_book(copy, name="a").sheets[0].rows == [[long[:LONGEST_TEXT], 1.0]]
    assert opened(copy).sheetnames[1] == "Lembar  1 2  yang namanya panja"
    assert opened(copy).worksheets[0]["B5"].value == "A1"


TABLE = st.lists(st.lists(CELL | NUMBER.map(float).map(Percent), max_size=5), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(TABLE, st.sets(st.tuples(st.integers(1, 7), st.integers(1, 6)), max_size=6), st.data())
def test_any_table_comes_back_from_its_marked_copy(
    rows: list[list[Value]], marks: set[tuple[int, int]], data: st.DataObject
) -> None:
    original = read_book(files.xlsx_of([["penanda"], *[[*row] for row in rows]]), name="a.xlsx")
    sheet = original.sheets[0]
    book = replace(original, sheets=(replace(sheet, rows=[["penanda"], *_trimmed(rows)]),))
    weights = [data.draw(st.sampled_from(list(Weight))) for _mark in marks]
    problems = [
        Problem(Place(sheet.name, *cell), "x", "k", weight) for cell, weight in zip(marks, weights, strict=True)
    ]

    assert_same(book, read_again(book, problems))


def _trimmed(rows: list[list[Value]]) -> list[list[Value]]:
    """Return rows as a reader gives them: no text of no letters, nothing behind the last filled cell or row."""
    kept = [[None if cell == "" else float(cell) if type(cell) is int else cell for cell in row] for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def test_each_problem_stands_in_its_cell_and_in_the_list() -> None:
    book = plan(
        ("1.02", "Program Kesehatan", "Indeks", "Persen", "90", "95", "lima juta", "97", "2,000.50", "99", "1", "DLH"),
        ("1.02", "Program Gizi", "Indeks", "Persen", "90", "1.5"),
    )
    understood = understand(book, find_layouts(book))
    file = opened(marked_copy(book, understood.problems, [LeftOut(Place("RPJMD", 1, 1), "Kode", "Alasan.")]))
    page, listed = file["RPJMD"], file.worksheets[0]

    errors = [problem for problem in understood.problems if problem.weight is Weight.ERROR and problem.place.column]
    assert errors
    for problem in understood.problems:
        if problem.place.row and problem.place.column:
            cell = page.cell(problem.place.row, problem.place.column)
            assert problem.message in cell.comment.text
    cell = page.cell(errors[0].place.row, errors[0].place.column)
    assert (cell.fill.fgColor.rgb, cell.border.top.style) == ("FFF8C9C4", "thick")
    assert cell.comment.text.startswith("✖ ")
    assert page["B2"].comment is None
    rows = list(listed.iter_rows(min_row=5, values_only=True))
    assert len(rows) == len(understood.problems) + 1
    assert rows[0][:2] == ("RPJMD", errors[0].place.cell)
    assert listed["B5"].hyperlink.location == f"'RPJMD'!{errors[0].place.cell}"
    assert rows[-1][0] == "RPJMD"
    assert "Alasan." in rows[-1]


def test_what_is_about_a_row_a_column_or_the_file_is_marked_where_it_begins() -> None:
    book = Book("a.csv", "csv", (Sheet("L", [[], [None, "judul"], ["x"], [None, None, "y"]]),))
    problems = [
        Problem(Place("L", 2), "x", "baris"),
        Problem(Place("L", column=3), "x", "kolom"),
        Problem(Place("L"), "x", "lembar"),
        Problem(Place(""), "x", "berkas", Weight.NOTE),
        Problem(Place("L", 2, 2), "x", "lagi", Weight.NOTE),
    ]
    file = opened(marked_copy(book, problems))

    notes = {cell.coordinate: cell.comment.text for row in file["L"].iter_rows() for cell in row if cell.comment}
    assert notes.keys() == {"B2", "C4"}
    assert "baris" in notes["B2"]
    assert "lagi" in notes["B2"]
    assert [row[3] for row in file.worksheets[0].iter_rows(min_row=5, values_only=True)] == [
        *("baris", "kolom", "lembar", "berkas", "lagi")
    ]


def test_a_text_that_looks_like_a_formula_stays_a_text_and_a_copy_without_problems_says_so() -> None:
    copy = marked_copy(Book("a.csv", "csv", (Sheet("L", [["=1+1", "-", "@a", "\tb"]]),)), ())
    file = opened(copy)

    assert [(cell.data_type, cell.quotePrefix) for cell in file["L"][1]] == [("s", True)] * 4
    assert file.worksheets[0]["A5"].value


def test_a_sheet_of_the_same_name_does_not_stand_in_the_way() -> None:
    names = opened(marked_copy(Book("a", "csv", (Sheet("L", [["x"]]),)), ())).sheetnames
    book = Book("a", "xlsx", (Sheet(names[0], [["x"]]), Sheet("History", [["y"]])))

    again = read_again(book)

    assert [sheet.rows for sheet in again.sheets] == [[["x"]], [["y"]]]


def test_the_real_plan_is_understood_the_same_from_its_marked_copy() -> None:
    book = csv_book(sample("rpjmd_program_table.csv"))
    before = understand(book, find_layouts(book))
    again = read_again(book, before.problems)
    after = understand(again, find_layouts(again))

    assert (after.programs, after.totals, after.stated_totals) == (before.programs, before.totals, before.stated_totals)
    assert [one for one in after.problems if one.code != "marked_copy"] == list(before.problems)
    assert after.left_out == before.left_out


@pytest.mark.django_db
def test_the_command_writes_the_copy(tmp_path: Path) -> None:
    rows = [*HEADER, ("1.02", "Program Gizi", "x", "Persen", "1", "2", "lima juta")]
    (tmp_path / "rpjmd.xlsx").write_bytes(files.xlsx_of(rows))

    options = {"dry_run": True, "marked": tmp_path / "out.xlsx", "stdout": io.StringIO()}
    with pytest.raises(SystemExit):
        call_command("import", str(tmp_path / "rpjmd.xlsx"), **options)

    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[1]
    assert page["G4"].value == "lima juta"
    assert page["G4"].comment is not None
