"""Workbooks as plain values: XLSX, XLSM, XLS and ODS."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.tables.book import Book, Percent, Sheet, Value
from serambi.exchange.tables.programs import find_layouts, understand
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.remarks import remarks
from serambi.exchange.tables.tests import files
from serambi.exchange.tables.tests.tables import HEADER
from serambi.exchange.tables.understanding import Quantity

DATE = dt.date(2026, 11, 25)
MOMENT = dt.datetime(2026, 11, 25, 13, 20, 5)  # noqa: DTZ001 - a spreadsheet knows no zone


def fill(sheet: Any) -> None:
    sheet.append(["Nama", 1.5, 1458477763740, DATE, MOMENT, dt.time(8, 30), True, "1.234", "  spasi  ", "a\nb"])


def codes(book: Book) -> list[str]:
    return [remark.code for remark in remarks(book)]


def test_numbers_stay_numbers_dates_dates_and_text_text() -> None:
    book = read_book(files.xlsx(fill), name="a.xlsx")

    assert book.format == "xlsx"
    assert book.sheets[0].rows == [
        ["Nama", 1.5, 1458477763740.0, DATE, MOMENT, dt.time(8, 30), True, "1.234", "  spasi  ", "a\nb"]
    ]
    assert remarks(book) == []


def test_spaces_that_count_are_kept() -> None:
    content = files.xlsx_with_shared_texts([["a", " ", "  b ", "c"]])

    assert read_book(content, name="a.xlsx").sheets[0].rows == [["a", " ", "  b ", "c"]]


def test_the_ending_of_the_name_is_not_believed() -> None:
    assert read_book(files.xlsx(fill), name="a.xls").format == "xlsx"
    assert read_book(b"a;b\n1;2\n", name="a.xlsx").format == "csv"


@pytest.mark.parametrize("place", ["B3", "D7", "A1", "C1"])
def test_a_table_that_begins_elsewhere_keeps_its_place(place: str) -> None:
    def put(sheet: Any) -> None:
        sheet[place] = "isi"

    book = read_book(files.xlsx(put), name="a.xlsx")
    cell = openpyxl.Workbook().active[place]  # type: ignore[index]

    assert book.sheets[0].at(cell.row, cell.column) == "isi"
    assert sum(value is not None for row in book.sheets[0].rows for value in row) == 1


def test_empty_sheets_are_left_out_and_hidden_ones_are_named() -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("Simpanan")
    hidden["A1"], hidden.sheet_state = "isi", "hidden"
    read = read_book(files.saved(book), name="a.xlsx")

    assert [sheet.name for sheet in read.sheets] == ["Simpanan"]
    assert codes(read) == ["hidden_sheet"]


def test_merged_ranges_are_given_and_only_their_first_cell_is_filled() -> None:
    def merge(sheet: Any) -> None:
        sheet["B2"] = "Kepala"
        sheet.merge_cells("B2:D3")
        sheet["A5"] = "x"

    sheet = read_book(files.xlsx(merge), name="a.xlsx").sheets[0]

    assert sheet.merged == ((2, 2, 3, 4),)
    assert sheet.rows == [[], [None, "Kepala"], [], [], ["x"]]


def percents(content: bytes, name: str) -> list[tuple[Value, bool]]:
    cells = read_book(content, name=name).sheets[0].rows[0]
    return [(cell, isinstance(cell, Percent)) for cell in cells]


def test_a_percentage_is_known_by_the_format_of_its_cell() -> None:
    formats = ("0%", "0.00%", "0.000%", '0.0" %"', "General", "[Red]0%;-0%", "@")

    def fill(sheet: Any) -> None:
        sheet.append([0.98] * len(formats))
        for cell, code in zip(sheet[1], formats, strict=True):
            cell.number_format = code

    def fill_xls(sheet: Any) -> None:
        for column, code in enumerate(formats):
            sheet.write(0, column, 0.98, xlwt.easyxf(num_format_str=code))
        # Two in a row that are kept in one record, and a formula.
        sheet.write(1, 0, 1, xlwt.easyxf(num_format_str="0%"))

    shown = [(0.98, is_shown) for is_shown in (True, True, True, False, False, True, False)]
    assert percents(files.xlsx(fill), "a.xlsx") == shown
    assert percents(files.xls(fill_xls), "a.xls") == shown
    cells = [
        files.ods_cell("98%", f'office:value-type="{kind}" office:value="0.98"') for kind in ("percentage", "float")
    ]
    assert percents(files.ods(files.ods_row(*cells)), "a.ods") == [(0.98, True), (0.98, False)]


def test_a_percentage_of_a_target_is_so_many_percent() -> None:
    book = Book("a", "xlsx", (Sheet("L", [*HEADER, [*("1.02", "Gizi", "Indeks", None, 0.9), Percent(0.985)]]),))

    [program] = understand(book, find_layouts(book)).programs

    assert program.indicators[0].targets[2025] == Quantity(Decimal("98.5"), "%", "98.5%")


def test_an_error_cell_is_noted_and_has_no_value() -> None:
    def err(sheet: Any) -> None:
        sheet.append(["a", "#REF!", "b", "#DIV/0!"])

    book = read_book(files.xlsx(err), name="a.xlsx")

    assert book.sheets[0].errors == {(1, 2): "#REF!", (1, 4): "#DIV/0!"}
    assert book.sheets[0].rows == [["a", None, "b"]]
    assert [(remark.place.cell, remark.value) for remark in remarks(book)] == [("B1", "#REF!"), ("D1", "#DIV/0!")]


def test_a_formula_is_counted_and_said_to_be_without_value_when_it_was_never_calculated() -> None:
    def sums(sheet: Any) -> None:
        sheet.append([1, 2, "=A1+B1"])

    raw = files.xlsx(sums)
    known = files.with_part(raw, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>3</v>", xml))
    never, calculated = read_book(raw, name="a.xlsx"), read_book(known, name="a.xlsx")

    assert calculated.sheets[0].rows == [[1.0, 2.0, 3.0]]
    assert (calculated.sheets[0].formulas, calculated.sheets[0].uncalculated) == (1, ())
    assert codes(calculated) == ["formulas"]
    assert never.sheets[0].rows == [[1.0, 2.0]]
    assert never.sheets[0].uncalculated == ((1, 3),)
    assert codes(never) == ["formulas", "uncalculated"]


def test_a_macro_workbook_is_read_without_its_macros_and_says_so() -> None:
    content = files.with_part(files.xlsx(fill), "xl/vbaProject.bin", lambda _: b"\xcc\x61\xff\xff")
    book = read_book(content, name="a.xlsm")

    assert book.sheets[0].rows[0][0] == "Nama"
    assert codes(book) == ["macros"]


def test_an_xls_file_is_read_with_ranges_errors_and_formulas() -> None:
    def write(sheet: Any) -> None:
        style = xlwt.XFStyle()
        style.num_format_str = "yyyy-mm-dd"
        sheet.write(0, 1, "Énam")
        sheet.write(0, 2, 3.25)
        sheet.write(1, 1, DATE, style)
        sheet.write_merge(2, 3, 1, 2, "gabung")
        sheet.row(4).set_cell_error(1, "#REF!")
        sheet.write(4, 2, xlwt.Formula("1+1"))
        sheet.write(5, 1, "akhir")

    book = read_book(files.xls(write), name="a.xls")
    sheet = book.sheets[0]

    assert book.format == "xls"
    assert sheet.rows == [[None, "Énam", 3.25], [None, DATE], [None, "gabung"], [], [], [None, "akhir"]]
    assert (sheet.merged, sheet.errors, sheet.formulas) == (((3, 2, 4, 3),), {(5, 2): "#REF!"}, 1)


def test_an_ods_file_is_read_with_ranges_errors_formulas_and_repetitions() -> None:
    spanned = 'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="2"'
    error = 'table:formula="of:=#REF!" office:value-type="string" calcext:value-type="error"'
    rows = files.ods_row(
        files.ods_cell("Kepala", spanned),
        "<table:covered-table-cell/>",
        files.ods_cell("98%", 'office:value-type="percentage" office:value="0.98"'),
        files.ods_cell("x", 'office:value-type="date" office:date-value="2026-11-25"'),
        files.ods_cell("x", 'office:value-type="date" office:date-value="2026-11-25T13:20:05"'),
        files.ods_cell("x", 'office:value-type="time" office:time-value="PT08H30M00S"'),
        files.ods_cell("x", 'office:value-type="boolean" office:boolean-value="true"'),
        files.ods_cell("#REF!", error),
        files.ods_cell("", 'table:formula="of:=1+1"'),
    )
    rows += '\n<table:table-row table:number-rows-repeated="2">\n'
    rows += files.ods_cell("7", 'office:value-type="float" office:value="7" table:number-columns-repeated="2"')
    rows += '\n</table:table-row>\n<table:table-row table:number-rows-repeated="1048000">'
    rows += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    book = read_book(files.ods(rows), name="a.ods")
    sheet = book.sheets[0]

    assert book.format == "ods"
    assert sheet.rows == [["Kepala", None, 0.98, DATE, MOMENT, dt.time(8, 30), True], [7.0, 7.0], [7.0, 7.0]]
    assert (sheet.merged, sheet.errors) == (((1, 1, 2, 2),), {(1, 8): "#REF!"})
    assert (sheet.formulas, sheet.uncalculated) == (2, ((1, 9),))


def test_the_text_of_an_ods_cell_keeps_its_spaces_and_lines_and_not_the_comment() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>komentar</text:p></office:annotation>'
        '<text:p>a<text:s text:c="3"/>b<text:tab/>c &amp; <text:span>d</text:span></text:p><text:p>e</text:p>'
        "</table:table-cell>"
    )
    assert read_book(files.ods(files.ods_row(cell)), name="a.ods").sheets[0].rows == [["a   b\tc & d\ne"]]


def test_a_hidden_ods_sheet_is_named() -> None:
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    content = files.ods(files.ods_row(files.ods_cell("x")), styles=styles, style="ta2")

    assert codes(read_book(content, name="a.ods")) == ["hidden_sheet"]


# A workbook knows neither control characters nor an escape that looks like one; openpyxl does not mark a text of
# nothing but spaces as one whose spaces count.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff_")
).filter(lambda text: not text.startswith(("=", "#")) and (text.strip() or not text))
# A spreadsheet keeps fifteen digits.
NUMBER = st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.15g}")) | st.integers(-(10**15), 10**15)
CELL = st.none() | TEXT | NUMBER | st.booleans() | st.dates(dt.date(1901, 1, 1), dt.date(2200, 1, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, max_size=6), min_size=1, max_size=6))
def test_the_values_of_a_workbook_come_back(rows: list[list[Value]]) -> None:
    rows = [["penanda"], *rows]
    read = read_book(files.xlsx_of(rows), name="a.xlsx").sheets[0]

    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            assert read.at(number, column) == (None if value == "" else value)
