"""What cannot be read as it stands is told in its place, and a person's word settles it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from serambi.exchange.tables.book import Book, Sheet
from serambi.exchange.tables.notation import Notation
from serambi.exchange.tables.programs import find_layouts, worst
from serambi.exchange.tables.understanding import Weight

from .tables import A, codes, make_book, only, plan, read


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ([None, None, "Indikator tanpa program", "Persen", "1", "2", "500"], "no_program", "4"),
        ([None, None, None, None, None, None, "500"], "no_program", "4"),
        (["1.02.02", None, "Indikator", "Persen", "1", "2", "500"], "no_name", "4"),
        (["1.02.02", "Program A", "x", "Persen", "1", "2", "lima juta"], "words_without_number", "G4"),
        (["1.02.02", "Program A", "x", "Persen", "1", "2", "5 dokumen"], "not_an_amount", "G4"),
        (["1.02.02", "Program A", "x", "Persen", "1", "2", "1.00.0"], "not_a_number", "G4"),
        (["1.02.02", "Program A", "x", "Persen", "1", "2", "1.234"], "ambiguous_notation", "G"),
        (["1.02.02", "Program A", "x", "Persen", "1", dt.datetime(2026, 5, 3), "5"], "date_for_number", "F4"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_loaded_is_an_error_in_its_place(row: list[Any], code: str, cell: str) -> None:
    understood = read(plan(row))
    errors = [(it.code, it.place.cell) for it in understood.problems if it.weight is Weight.ERROR]
    assert errors == [(code, cell)]
    assert understood.totals in ({}, {2025: Decimal(5)})


def test_a_person_says_how_an_ambiguous_column_is_written() -> None:
    book = plan(["1.02.02", "Program A", "x", "Persen", "1", "2", "1.234"])
    (layout,) = find_layouts(book)
    understood = read(book, (layout.with_notation(7, Notation.COMMA),))
    assert understood.totals == {2025: Decimal(1234)}
    assert codes(understood) == []
    assert read(book, (layout.with_notation(7, Notation.POINT),)).totals == {2025: Decimal("1.234")}


def test_in_a_mixed_column_a_person_settles_only_what_can_be_read_in_two_ways() -> None:
    rows = [
        ["1.02.02", "Program A", "x", "Ha", None, "98,86"],
        [None, None, "y", "Ha", None, "45.20"],
        [None, None, "z", "Ha", None, "1,824"],
    ]
    book = plan(*rows)
    (layout,) = find_layouts(book)
    assert codes(read(book)) == ["mixed_notation", "ambiguous_number"]
    understood = read(book, (layout.with_notation(6, Notation.POINT),))
    assert [it.targets[2025].value for it in only(understood).indicators] == [
        Decimal("98.86"),
        Decimal("45.20"),
        Decimal(1824),
    ]
    assert codes(understood) == []


def test_a_word_for_a_target_is_kept_as_text_and_doubted() -> None:
    understood = read(plan(["1.02.02", "Program A", "Opini", "Predikat", "WDP", "WTP", "5"]))
    (indicator,) = only(understood).indicators
    assert indicator.targets[2025].text == "WTP"
    assert indicator.targets[2025].value is None
    assert codes(understood) == ["words_without_number", "words_without_number"]
    assert worst(understood.problems) is Weight.DOUBT


def test_amounts_in_words_of_scale_and_in_millions_are_exact() -> None:
    book = make_book(
        ["Program", "Indikator", "Anggaran 2025 (juta Rp)", "Anggaran 2026 (Rp)"], ["A", "b", "1,5", "Rp 2,25 miliar"]
    )
    understood = read(book)
    assert understood.totals == {2025: Decimal(1500000), 2026: Decimal(2250000000)}
    assert codes(understood) == ["scale"]


def test_codes_that_stand_twice_or_are_written_otherwise_are_told() -> None:
    understood = read(
        plan(
            A,
            ["1.02.02", "Program Lain", "x", "Persen", "1", "2", "5,00"],
            ["1:02:03", "Program C", "x", "Persen", "1", "2"],
        )
    )
    assert codes(understood) == ["code_irregular", "code_twice"] or codes(understood) == [
        "code_twice",
        "code_irregular",
    ]
    assert [program.code for program in understood.programs] == ["1.02.02", "1.02.02", "1:02:03"]


def test_one_code_under_several_headings_is_only_doubted() -> None:
    understood = read(
        plan(
            ["7.01", "KECAMATAN MUARA"],
            ["7.01.02", "Program A", "x", "Persen"],
            [None, "KECAMATAN HULU"],
            ["7.01.02", "Program A", "x", "Persen"],
        )
    )
    assert codes(understood) == ["code_under_headings"]
    assert [program.heading for program in understood.programs] == ["KECAMATAN MUARA", "KECAMATAN HULU"]


def test_a_row_that_is_its_own_ancestor_is_an_error() -> None:
    understood = read(
        make_book(
            ["Kode", "Kode Induk", "Program", "Indikator", "Anggaran 2026"],
            ["A.1", "A.2", "Program A", "x", 1],
            ["A.2", "A.1", "Program B", "x", 2],
            ["A.3", "A.9", "Program C", "x", 4],
        )
    )
    assert codes(understood, Weight.ERROR) == ["cycle", "cycle", "parent_unknown"]
    assert all(program.parent is None for program in understood.programs)


def test_an_activity_whose_code_is_above_its_programs_is_an_error() -> None:
    understood = read(
        make_book(
            ["Kode", "Program", "Kegiatan", "Indikator", "Anggaran 2026"],
            ["1.02.02.2.01", "Program A", None, "x", 1],
            ["1.02.02", None, "Kegiatan A", "x", 2],
        )
    )
    assert codes(understood, Weight.ERROR) == ["cycle"]


def test_errors_formulas_and_escapes_of_a_spreadsheet_are_told() -> None:
    rows = [["Program", "Indikator", "Anggaran 2026"], ["Program_x0002_A", "x", None]]
    book = Book("a.xlsx", "xlsx", (Sheet("A", rows, errors={(2, 3): "#REF!"}, formulas=4),))
    understood = read(book)
    assert sorted(codes(understood)) == ["error_cell", "escape", "formulas"]
    assert codes(understood, Weight.ERROR) == ["error_cell"]
    assert only(understood).name == "Program-A"


def test_columns_without_a_year_or_with_a_role_that_is_taken_are_not_counted_as_used() -> None:
    header = ["Program", "Indikator", "Target", "Rp 2026", "Anggaran 2026"]
    understood = read(make_book(header, ["Program A", "x", 5, 100, 200]))
    assert codes(understood, Weight.ERROR) == ["year_missing", "role_twice"]
    assert understood.totals == {2026: Decimal(100)}
    assert [cell.value for cell in understood.left_out] == [5, 200]
    assert len({cell.reason for cell in understood.left_out}) == 2


def test_an_agency_of_a_heading_that_nobody_inherits_is_left_out() -> None:
    understood = read(plan(["1.02", "KESEHATAN", *[None] * 9, "Dinas Kesehatan"], [*A, "DLH"]))
    assert [(cell.place.cell, cell.value) for cell in understood.left_out] == [("L4", "Dinas Kesehatan")]
