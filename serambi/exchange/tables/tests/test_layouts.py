"""Finding the header of a table, and what a person may say about its columns."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.exchange.tables.book import Sheet, Value
from serambi.exchange.tables.layouts import (
    Layout,
    LayoutRefused,
    find_layout,
    layout_from_dict,
    layout_problems,
    no_header,
)
from serambi.exchange.tables.notation import Notation
from serambi.exchange.tables.roles import Role

from .tables import HEADER, csv_book, make_sheet, sample

ROW: tuple[Value, ...] = (
    "1.02.02",
    "Program A",
    "Cakupan",
    "Persen",
    "90",
    "95",
    "1.000,50",
    "97",
    "2.000,00",
    "97",
    "3.000,50",
)


def found(sheet: Sheet) -> Layout:
    layout = find_layout(sheet)
    assert layout is not None
    return layout


def roles(layout: Layout) -> list[str]:
    return [f"{column.role} {column.year}" if column.year else str(column.role) for column in layout.columns]


EXPECTED = [
    "code",
    "program",
    "indicator",
    "unit",
    "baseline",
    "target 2025",
    "funds 2025",
    "target 2026",
    "funds 2026",
    "final_target",
    "final_funds",
    "agency",
]


def test_a_header_of_three_rows_with_blanks_is_found_below_titles() -> None:
    sheet = make_sheet([["RPJMD KABUPATEN MUARA"], ["TAHUN 2025-2029"], [], *HEADER, ROW])
    layout = found(sheet)
    assert (layout.first_header_row, layout.last_header_row, layout.first_row) == (4, 6, 7)
    assert roles(layout) == EXPECTED
    assert layout.column(7).headings == ("Kinerja dan Pendanaan", "Tahun 2025", "Rp")
    assert all(0 < column.confidence <= 1 and column.reason for column in layout.columns)
    assert layout_problems(layout, sheet) == []


def test_merged_cells_say_the_same_as_blanks() -> None:
    merged = [(1, 1, 3, 1), (1, 2, 3, 2), (1, 6, 1, 11), (2, 6, 2, 7), (2, 8, 2, 9), (2, 10, 2, 11), (1, 12, 3, 12)]
    assert roles(found(make_sheet([*HEADER, ROW], merged=merged))) == EXPECTED


def test_a_row_that_numbers_the_columns_is_no_header_and_no_data() -> None:
    layout = found(make_sheet([*HEADER, ["1", "2", "3", "4", "5", "6", None, "7", None, "8", None, "9"], ROW]))
    assert (layout.last_header_row, layout.numbers_row, layout.first_row) == (3, 4, 5)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["No", "Program", "Kegiatan", "OPD Pelaksana", "2025", "2026", "Keterangan"],
            ["ignored", "program", "activity", "agency", "target 2025", "target 2026", "note"],
        ),
        (
            ["Code", "Programme", "Indicator", "Unit", "Baseline", "Target 2025", "Budget 2025 (Rp)", "Lead agency"],
            ["code", "program", "indicator", "unit", "baseline", "target 2025", "funds 2025", "agency"],
        ),
        (
            ["Tujuan", "Sasaran", "Kode", "Program", "Indikator", "Pagu Indikatif Tahun 2025 (Rp)", "Lokasi"],
            ["goal", "objective", "code", "program", "indicator", "funds 2025", "location"],
        ),
        (
            ["Kode", "Sub Kegiatan", "Indikator", "Target Kinerja 2025", "Anggaran 2025", "Sumber Dana", "PJ"],
            ["code", "sub_activity", "indicator", "target 2025", "funds 2025", "ignored", "agency"],
        ),
        (
            ["Program", "Indikator", "Kondisi Kinerja Awal RPJMD (Tahun 2024)", "Realisasi 2024", "Target 2025"],
            ["program", "indicator", "baseline", "ignored", "target 2025"],
        ),
        (
            ["Inisiatif", "Perangkat Daerah", "Tanggal Mulai", "Tanggal Selesai", "Biaya 2026"],
            ["program", "agency", "starts_on", "ends_on", "funds 2026"],
        ),
    ],
)
def test_headings_of_plans_of_many_kinds(headings: list[Value], expected: list[str]) -> None:
    assert roles(found(make_sheet([headings, ["1", "Program A", "x"]]))) == expected


def test_years_that_are_numbers_of_the_spreadsheet_are_headings() -> None:
    sheet = make_sheet([["Program", "Indikator", "Target", None], [None, None, 2025, 2026.0], ["A", "b", 1.0, 2.0]])
    assert roles(found(sheet)) == ["program", "indicator", "target 2025", "target 2026"]


def test_a_pair_under_one_year_is_told_apart_by_its_numbers() -> None:
    rows = [
        ["Program", "Indikator", "2025", None, "2026", None],
        ["A", "b", 80, 5e9, 90, 6e9],
        ["C", "d", 70, 1e9, 75, 1e9],
    ]
    assert roles(found(make_sheet(rows)))[2:] == ["target 2025", "funds 2025", "target 2026", "funds 2026"]


def test_the_year_may_stand_in_the_title() -> None:
    rows = [
        ["RKPD TAHUN 2026"],
        ["Kode", "Program", "Indikator", "Target", "Pagu Indikatif", "Prakiraan Maju N+1 (Rp)"],
        ROW,
    ]
    assert roles(found(make_sheet(rows)))[3:6] == ["target 2026", "funds 2026", "funds 2027"]


def test_amounts_in_millions_are_told_in_the_heading() -> None:
    layout = found(make_sheet([["Program", "Indikator", "Anggaran 2025 (juta rupiah)"], ["A", "b", 5]]))
    assert layout.column(3).scale == 1_000_000


def test_without_a_header_it_is_said_what_was_looked_for() -> None:
    sheet = make_sheet([["nama", "alamat"], ["Siti", "Jalan Mawar"]])
    assert find_layout(sheet) is None
    assert no_header(sheet).code == "no_header"
    assert "Program" in no_header(sheet).message


def test_a_budget_breakdown_is_not_taken_for_programs() -> None:
    sheet = make_sheet([["Kode Rekening", "Uraian", "Anggaran"], ["5.1.01", "Belanja Pegawai", "1000"]])
    assert find_layout(sheet) is None
    assert no_header(sheet).code == "budget_breakdown"


def test_two_columns_with_one_role_are_a_problem_until_a_person_decides() -> None:
    sheet = make_sheet([["Program", "Indikator", "OPD", "Target 2025", "Target 2025"], ["A", "b", "c", "1", "2"]])
    layout = found(sheet)
    assert [(problem.code, problem.place.cell) for problem in layout_problems(layout, sheet)] == [("role_twice", "E1")]
    assert layout_problems(layout.with_role(5, Role.IGNORED), sheet) == []


def test_a_target_without_a_year_is_a_problem_until_a_person_says_which() -> None:
    sheet = make_sheet([["Program", "Indikator", "Target"], ["A", "b", "1"]])
    layout = found(sheet)
    assert [problem.code for problem in layout_problems(layout, sheet)] == ["year_missing"]
    assert layout_problems(layout.with_role(3, Role.TARGET, year=2026), sheet) == []


def test_a_layout_survives_json_with_what_a_person_said() -> None:
    layout = found(make_sheet([*HEADER, ROW])).with_role(12, Role.NOTE).with_notation(7, Notation.COMMA)
    read = layout_from_dict(json.loads(json.dumps(layout.as_dict())))
    assert read == layout
    assert read.column(12).confidence == 1


@pytest.mark.parametrize(
    "remembered", [{}, {"columns": []}, {"sheet": "A", "header_rows": [1], "columns": [{"role": "x"}]}]
)
def test_something_else_is_no_remembered_layout(remembered: dict[str, object]) -> None:
    with pytest.raises(LayoutRefused):
        layout_from_dict(remembered)


def test_next_years_table_has_the_same_fingerprint_and_takes_over_the_decisions() -> None:
    old = found(make_sheet([*HEADER, ROW])).with_role(12, Role.NOTE)
    later = [[text.replace("2025", "2027").replace("2026", "2028") if text else None for text in row] for row in HEADER]  # type: ignore[union-attr]
    new = found(make_sheet([["RKPD"], *later, ROW]))
    assert new.fingerprint == old.fingerprint
    applied = old.applied_to(new)
    assert roles(applied) == [*(role.replace("2026", "2028").replace("2025", "2027") for role in EXPECTED[:-1]), "note"]
    assert applied.first_row == 5


def test_other_headings_have_another_fingerprint() -> None:
    other = make_sheet([["Program", "Indikator", "Target 2025"], ["A", "b", "1"]])
    assert found(other).fingerprint != found(make_sheet([*HEADER, ROW])).fingerprint


texts = {
    Role.CODE: ["Kode", "KODE PROGRAM", "Code"],
    Role.PROGRAM: ["Program", "Nama Program", "Program Prioritas", "Programme"],
    Role.INDICATOR: ["Indikator Kinerja", "Indikator Program (outcome)", "Indicator"],
    Role.UNIT: ["Satuan", "Unit"],
    Role.BASELINE: ["Kondisi Awal", "Baseline"],
    Role.AGENCY: ["Perangkat Daerah", "OPD Penanggung Jawab", "Lead agency"],
    Role.LOCATION: ["Lokasi", "Location"],
    Role.NOTE: ["Keterangan", "Notes"],
}


@st.composite
def headers(draw: st.DrawFn) -> tuple[list[list[Value]], list[tuple[Role, int | None]], int]:
    """Draw a table: titles, a header of one to three rows, and rows below; with what its columns are."""
    chosen = [Role.PROGRAM, Role.INDICATOR, *draw(st.lists(st.sampled_from(sorted(texts)), unique=True))]
    order = draw(st.permutations(sorted(set(chosen))))
    years = list(range(start := draw(st.integers(2019, 2035)), start + draw(st.integers(1, 5))))
    height = draw(st.integers(1, 3))
    columns: list[tuple[Role, int | None]] = [(role, None) for role in order]
    header: list[list[Value]] = [
        [draw(st.sampled_from(texts[role])) for role in order],
        *([None] * len(order) for _ in range(height - 1)),
    ]
    for number, year in enumerate(years):
        columns += [(Role.TARGET, year), (Role.FUNDS, year)]
        if height == 1:
            header[0] += [f"Target {year}", f"Rp {year}"]
        else:
            header[-1] += ["Target", "Rp"]
            header[-2] += [f"Tahun {year}", None]
            if height == 3:
                header[0] += ["Target dan Pendanaan" if number == 0 else None, None]
    titles: list[list[Value]] = draw(
        st.lists(st.sampled_from([["RENCANA KABUPATEN MUARA"], [None, "LAMPIRAN"], []]), max_size=4)
    )
    body: list[list[Value]] = [
        [f"Isi {column}" if year is None else str(row * 1000 + column) for column, (_role, year) in enumerate(columns)]
        for row in range(1, draw(st.integers(1, 4)) + 1)
    ]
    return [*titles, *header, *body], columns, len(titles) + 1


@given(headers())
def test_any_header_of_known_words_is_found_where_it_is(
    table: tuple[list[list[Value]], list[tuple[Role, int | None]], int],
) -> None:
    rows, columns, first = table
    layout = found(make_sheet(rows))
    assert [(column.role, column.year) for column in layout.columns] == columns
    assert layout.first_header_row >= first
    assert all(str(value).startswith("Isi") or str(value).isdigit() for value in rows[layout.first_row - 1])


def test_the_headers_of_the_real_samples_are_found() -> None:
    rpjmd = csv_book(sample("rpjmd_program_table.csv")).sheets[0]
    renstra = csv_book(sample("renstra_agency_table.csv")).sheets[0]
    pairs = [f"{kind} {year}" for year in range(2019, 2024) for kind in ("target", "funds")]
    ends = ["final_target", "final_funds", "agency"]
    assert roles(found(rpjmd)) == ["code", "program", "indicator", "unit", "baseline", *pairs, *ends]
    assert roles(found(renstra)) == [
        *("goal", "objective", *["code"] * 5, "program", "indicator", "baseline"),
        *(*pairs, *ends, "location"),
    ]
    assert (found(rpjmd).first_row, found(renstra).first_row, found(renstra).numbers_row) == (4, 5, 4)
