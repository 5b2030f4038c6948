"""The monthly export: both ways without loss, and checked against the months."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.budgets.grids import rows_of
from serambi.exchange.budgets.monthly_export import (
    HEADS,
    MONTHS,
    NUMBERS,
    MonthlyRow,
    NoMonthlyExport,
    completed,
    differences_of,
    monthly_csv,
    monthly_workbook,
    read_monthly,
)
from serambi.exchange.budgets.tests.samples import book_of
from serambi.exchange.tables.book import Book, Sheet, Value
from serambi.exchange.tables.reading import read_book

TEXT = st.text("ab =+-@'\"1.,;é", max_size=12).map(str.strip)
NUMBER = st.none() | st.decimals(min_value=-(10**13), max_value=10**13, places=3)
ROW = st.builds(
    MonthlyRow,
    number=st.integers(1, 99).map(str),
    month=st.integers(1, 12),
    description=TEXT,
    **dict.fromkeys(NUMBERS, NUMBER),
)
ROWS = st.lists(ROW, max_size=5)


def read_text(text: str) -> tuple[MonthlyRow, ...]:
    return read_monthly(Book("e-monev", "csv", (Sheet("e-monev", rows_of(text)),))).rows


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_export_import_export_as_text_is_the_identity(rows: list[MonthlyRow]) -> None:
    text = monthly_csv(rows)
    back = read_text(text)
    # Percentages of arbitrary rows may be taken for fractions; the second round says so the same way.
    assert [one.ceiling for one in back] == [one.ceiling for one in rows]
    assert [(one.number, one.month, one.description) for one in back] == [
        (one.number, one.month, one.description) for one in rows
    ]


def sound(ceiling: int, done: list[tuple[int, int, int]]) -> list[MonthlyRow]:
    """Return the months of one budget: target in percent, work and payment in rupiah, everything else computed."""
    rows: list[MonthlyRow] = []
    for month, (target, physical, spent) in enumerate(done, 1):
        row = MonthlyRow(
            "1", month, "Jaringan", Decimal(ceiling), Decimal(target), Decimal(physical), spent=Decimal(spent)
        )
        rows.append(completed(row, previous=rows[-1] if rows else None))
    return rows


BUDGETS = st.builds(
    sound,
    st.integers(1, 10**12),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10**12), st.integers(0, 10**12)), max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(BUDGETS)
def test_a_sound_export_comes_back_the_same_and_has_no_differences(rows: list[MonthlyRow]) -> None:
    back = read_text(monthly_csv(rows))
    assert list(back) == rows
    assert monthly_csv(back) == monthly_csv(rows)
    assert not list(differences_of(back))


@settings(max_examples=8, deadline=None)
@given(BUDGETS)
def test_a_workbook_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, rows: list[MonthlyRow]) -> None:
    path = tmp_path_factory.mktemp("monthly") / "e-monev.xlsx"
    path.write_bytes(monthly_workbook(rows))
    back = read_monthly(read_book(path.read_bytes(), name=path.name)).rows
    assert list(back) == rows


def published(*rows: list[Value]) -> Book:
    return book_of([list(HEADS), *rows])


# A row as one regency's file has it: percentages are fractions, 2.2 billion paid of 40.9 billion.
PUBLISHED: list[Value] = [
    1, "Januari", "Belanja Barang dan Jasa", 40_937_377_000, 0.056, 2_300_000_000, 0.056, 0.056, 2_300_000_000, 0.056,
    2_220_564_826, 2_220_564_826, 0.054, 0, -0.0019,
]  # fmt: skip


def test_fractions_are_told_from_percent_by_the_amounts_beside_them() -> None:
    [row] = read_monthly(published(PUBLISHED)).rows
    assert (row.target, row.physical_percent, row.financial_deviation) == (
        Decimal("5.6"),
        Decimal("5.6"),
        Decimal("-0.19"),
    )
    in_percent = [*PUBLISHED[:6], 5.62, 5.62, PUBLISHED[8], 5.62, *PUBLISHED[10:12], 5.42, 0, -0.2]
    [row] = read_monthly(published(in_percent)).rows
    assert (row.physical_percent, row.financial_deviation) == (Decimal("5.62"), Decimal("-0.2"))


def test_sums_that_do_not_follow_from_the_months_are_listed() -> None:
    rows = sound(1_000, [(10, 100, 50), (10, 100, 50), (10, 50, 50)])
    wrong = [rows[0], replace(rows[1], spent_so_far=Decimal(90)), rows[2]]
    found = {(one.column, one.stated, one.computed) for one in differences_of(wrong)}
    assert ("Akumulasi Keuangan", Decimal(90), Decimal(100)) in found
    assert ("Akumulasi Prosentase Keuangan", Decimal(10), Decimal(9)) in found
    assert ("Akumulasi Keuangan", Decimal(150), Decimal(140)) in found
    assert len(found) == 3


def test_deviations_are_points_behind_the_target() -> None:
    row = sound(1_000, [(30, 250, 100)])[0]
    assert (row.physical_deviation, row.financial_deviation) == (-5, -20)


def test_a_month_that_is_missing_leaves_the_next_sums_unchecked() -> None:
    rows = sound(1_000, [(10, 100, 50), (10, 100, 50), (10, 50, 50)])
    assert not list(differences_of([rows[0], replace(rows[2], spent_so_far=Decimal(150))]))


def test_a_row_whose_month_is_not_readable_is_listed_whole() -> None:
    export = read_monthly(published(PUBLISHED, [2, "Triwulan I", *PUBLISHED[2:]]))
    assert [(one.place.cell, one.code) for one in export.problems] == [("B3", "no_month")]
    assert (len(export.rows), len(export.left_out)) == (1, 15)


def test_an_unreadable_number_is_told_by_its_cell() -> None:
    export = read_monthly(published([*PUBLISHED[:3], "40,937 juta", *PUBLISHED[4:]]))
    assert [(one.place.cell, one.value) for one in export.problems] == [("D2", "40,937 juta")]
    assert export.rows[0].ceiling is None


@pytest.mark.parametrize(
    ("text", "month"), [("Agu", 8), ("agt", 8), ("3", 3), ("Desember", 12), ("Mei", 5), ("MAR.", 3)]
)
def test_months_are_read_as_people_write_them(text: str, month: int) -> None:
    assert read_monthly(published([1, text, *PUBLISHED[2:]])).rows[0].month == month


def test_another_table_is_refused() -> None:
    with pytest.raises(NoMonthlyExport):
        read_monthly(book_of([["No", "Bulan", "Keterangan"], ["1", MONTHS[0], "x"]]))


def test_a_formula_is_guarded_in_the_text_and_comes_back(tmp_path: Path) -> None:
    row = MonthlyRow("1", 1, "=HYPERLINK(1)")
    text = monthly_csv([row])
    assert "'=HYPERLINK" in text
    assert read_text(text) == (row,)
