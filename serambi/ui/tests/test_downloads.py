"""Tables as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from serambi.ui.downloads import harmless, restored, table_download, workbook_download


def content(response: object) -> str:
    return b"".join(response).decode()


def test_a_table_is_sent_with_its_heads_and_a_name() -> None:
    response = table_download("Daftar perangkat daerah", ["Nama", "Sejak"], [["DLH", dt.date(2026, 1, 5)], ["X", None]])

    assert response["Content-Disposition"] == 'attachment; filename="daftar-perangkat-daerah.csv"'
    assert content(response) == "\ufeffNama,Sejak\r\nDLH,2026-01-05\r\nX,\r\n"


def test_a_text_that_looks_like_a_formula_is_made_harmless_and_a_number_is_not() -> None:
    text = content(table_download("x", ["a"], [["=1+1"], ["@sum"], [Decimal("-3.5")], [-2]]))

    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == ["'=1+1", "'@sum", "-3.5", "-2"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-SUM(A1)", "-2+cmd|' /C calc'!A0", "@sum", "\t=1", "\r=1", "- tidak ada"]
)
def test_each_risky_beginning_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["-12,5", "-1.234.567,89", "-98%", "-", "12", "a=b", "", -3, Decimal("-3.5")])
def test_a_number_stays_as_it_is_also_written_as_text(cell: object) -> None:
    assert harmless(cell) == cell


def test_a_translated_text_is_made_harmless_too() -> None:
    assert harmless(gettext_lazy("=1")) == "'=1"


def test_a_long_table_is_whole() -> None:
    text = content(table_download("x", ["a"], ([number] for number in range(1234))))

    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [str(number) for number in range(1234)]


def workbook(heads: list[str], rows: list[list[object]], **said: object) -> openpyxl.Workbook:
    response = workbook_download(
        "Daftar program 2026", heads, rows, title="Program: [semua]", about_title="Keterangan", about=said.items()
    )
    assert response["Content-Disposition"] == 'attachment; filename="daftar-program-2026.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[arg-type]  # bytes


def a_day(year: int, month: int, number: int) -> dt.datetime:
    """Return a day as a spreadsheet has it: at midnight, without a zone."""
    return dt.datetime(year, month, number)  # noqa: DTZ001 - a spreadsheet knows no zone


def test_a_workbook_has_numbers_and_dates_as_such_and_says_what_it_holds() -> None:
    rows: list[list[object]] = [
        ["DLH", dt.date(2026, 1, 5), Decimal("1390250000.50"), 2026, None],
        ["X", None, Decimal(3), 0, ""],
    ]
    book = workbook(["Nama", "Sejak", "Pagu", "Tahun", "Catatan"], rows, Pilar="Smart Living", Per=dt.date(2026, 3, 1))
    sheet, about = book.worksheets
    assert (sheet.title, about.title) == ("Program   semua", "Keterangan")
    assert [cell.value for cell in sheet[1]] == ["Nama", "Sejak", "Pagu", "Tahun", "Catatan"]
    assert [cell.value for cell in sheet[2]] == ["DLH", a_day(2026, 1, 5), 1390250000.5, 2026, None]
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("yyyy-mm-dd", "#,##0.00")
    assert (sheet["C3"].value, sheet["C3"].number_format, sheet["D3"].value) == (3, "#,##0", 0)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert [[cell.value for cell in row] for row in about] == [
        ["Pilar", "Smart Living"], ["Per", a_day(2026, 3, 1)],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+62 811", "-sum(A1)", "@cmd", "\tx", "https://contoh.example"])
def test_no_text_of_a_workbook_becomes_a_formula_or_a_link(text: str) -> None:
    cell = workbook(["a"], [[text]]).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert bool(cell.quotePrefix) is not text.startswith("https")


def test_an_amount_that_a_spreadsheet_cannot_hold_is_written_out() -> None:
    sheet = workbook(["a"], [[Decimal("9007199254740993.01")], [Decimal("123456789012345")]]).worksheets[0]
    assert sheet["A2"].value == "9007199254740993.01"
    assert sheet["A3"].value == 123456789012345


def test_a_table_without_rows_is_a_workbook_too() -> None:
    sheet = workbook(["a", "b"], []).worksheets[0]
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, "A1:B1")


def test_a_text_too_long_for_a_cell_ends_in_dots() -> None:
    value = workbook(["a"], [["x" * 40_000]]).worksheets[0]["A2"].value
    assert (len(value), value[-1]) == (32_767, "…")


@given(st.text(st.sampled_from("'=+-@\t\r1,a "), max_size=6))
def test_what_was_made_harmless_is_restored(text: str) -> None:
    written = harmless(text)
    assert restored(str(written)) == text
    assert not str(written).startswith(("=", "+", "@", "\t", "\r"))
