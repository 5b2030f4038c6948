"""What the rows of a table of programs say, in tables of an invented regency."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from serambi.exchange.tables.book import Book, Value
from serambi.exchange.tables.programs import find_layouts, worst
from serambi.exchange.tables.roles import Role
from serambi.exchange.tables.understanding import Weight

from .tables import A, codes, make_book, make_sheet, only, plan, read


def test_a_program_with_further_indicators_below_it() -> None:
    program = only(
        read(plan([*A, "Dinkes"], [None, None, "Angka harapan hidup", "Tahun", "70", "71", None, "72", None, "72"]))
    )
    assert (program.code, program.name, program.level, program.parent) == (
        "1.02.02",
        "Program Kesehatan",
        "program",
        None,
    )
    assert [indicator.name for indicator in program.indicators] == ["Cakupan layanan", "Angka harapan hidup"]
    first, second = program.indicators
    assert first.baseline is not None
    assert first.baseline.value == 90
    assert {year: target.value for year, target in second.targets.items()} == {2025: Decimal(71), 2026: Decimal(72)}
    assert second.final is not None
    assert second.unit == "Tahun"
    assert program.funds == {2025: Decimal("1000.50"), 2026: Decimal(2000)}
    assert program.end_fund == Decimal("3000.50")
    assert program.agency is not None
    assert program.agency.matches[0].abbreviation == "DINKES"


def test_amounts_on_further_rows_are_added_up_and_told() -> None:
    understood = read(plan(A, [None, None, "Indikator lain", "Persen", None, "5", "500,00", "6", None, None, "1,25"]))
    program = only(understood)
    assert program.funds == {2025: Decimal("1500.50"), 2026: Decimal(2000)}
    assert program.end_fund == Decimal("3001.75")
    assert [indicator.funds.get(2025) for indicator in program.indicators] == [Decimal("1000.50"), Decimal(500)]
    assert codes(understood) == ["amounts_added"]
    assert worst(understood.problems) is Weight.NOTE


def test_headings_are_kept_and_their_sums_shown_beside_ours() -> None:
    understood = read(
        plan(
            ["I", "URUSAN WAJIB", None, None, None, "0", "1.600,00", "0", "2.000,00", None, "3.000,50"],
            ["1.02", "KESEHATAN", None, None, None, None, "1.000,50", None, "2.000,00"],
            A,
            ["1.03", "PEKERJAAN UMUM"],
            ["1.03.02", "Program Jalan", "Panjang jalan", "Km", "10", "20", "600,00", "30", "-"],
            ["JUMLAH", None, None, None, None, None, "1.600,50", None, "2.000,00"],
        )
    )
    assert [(program.heading, program.code) for program in understood.programs] == [
        ("KESEHATAN", "1.02.02"),
        ("PEKERJAAN UMUM", "1.03.02"),
    ]
    assert [(total.label, total.place.cell, total.differences) for total in understood.stated_totals] == [
        ("URUSAN WAJIB", "B4", {2025: Decimal("-0.50")}),
        ("KESEHATAN", "B5", {}),
        ("JUMLAH", "9", {}),
    ]
    assert understood.stated_totals[0].end_stated == Decimal("3000.50")
    assert understood.totals == {2025: Decimal("1600.50"), 2026: Decimal(2000)}
    assert understood.rows == 6


def test_a_subtotal_counts_since_the_one_before() -> None:
    understood = read(
        plan(
            A,
            ["SUB TOTAL", *[None] * 5, "1.000,50"],
            ["1.03.02", "Program Jalan", "x", "Km", "1", "2", "600,00"],
            ["SUB TOTAL", *[None] * 5, "600"],
            ["TOTAL", *[None] * 5, "1.600,50"],
        )
    )
    assert [total.computed[2025] for total in understood.stated_totals] == [
        Decimal("1000.50"),
        Decimal(600),
        Decimal("1600.50"),
    ]
    assert all(not total.differences for total in understood.stated_totals)


def test_an_indicator_that_begins_with_jumlah_is_no_sum() -> None:
    assert (
        only(read(plan(["1.02.02", "Program A", "Jumlah dokumen", "Dokumen", "1", "2", "5"]))).indicators[0].name
        == "Jumlah dokumen"
    )


def test_codes_in_several_columns_make_programs_activities_and_sub_activities() -> None:
    header: list[Value] = [
        "Tujuan",
        "Sasaran",
        "Kode",
        None,
        None,
        None,
        None,
        "Program dan Kegiatan",
        "Indikator",
        "Target 2025",
        "Rp 2025",
        "OPD",
    ]
    understood = read(
        make_book(
            header,
            ["Tujuan satu"],
            [0, "Sasaran satu", 5, "01", "02", None, None, "PROGRAM A", "ind", "100%", 100, "Dinkes"],
            [None, None, 5, "01", "02", "2,01", None, "Kegiatan A1", "ind", "3 Laporan", 60.5, None],
            [None, None, 5, "01", "02", 2.01, "0003", "Sub kegiatan A1a", "ind", "1 Dokumen", 60.5, None],
            [None, "Sasaran dua", 5, "01", "03", None, None, "PROGRAM B", "ind", "5", "-", None],
            [None, None, 5, "01", "03", "2.01", None, "Kegiatan B1", "ind", "5", 7, None],
        )
    )
    assert [(it.code, it.level, it.parent, it.objective) for it in understood.programs] == [
        ("5.01.02", "program", None, "Sasaran satu"),
        ("5.01.02.2.01", "activity", 0, "Sasaran satu"),
        ("5.01.02.2.01.0003", "sub_activity", 1, "Sasaran satu"),
        ("5.01.03", "program", None, "Sasaran dua"),
        ("5.01.03.2.01", "activity", 3, "Sasaran dua"),
    ]
    assert {program.goal for program in understood.programs} == {"Tujuan satu"}
    assert understood.totals == {2025: Decimal(100)}
    assert [(total.label, total.differences) for total in understood.stated_totals] == [
        ("PROGRAM A", {2025: Decimal("39.5")}),
        ("Kegiatan A1", {}),
    ]
    assert codes(understood, Weight.DOUBT) == ["program_without_amounts"]
    assert [(cell.place.cell, cell.value) for cell in understood.left_out] == [("A3", 0)]


def test_columns_of_programs_and_activities_set_one_under_the_other() -> None:
    understood = read(
        make_book(
            ["No", "Program", "Kegiatan", "OPD", "Indikator", "Target 2026", "Anggaran 2026"],
            [1, "Kota Terang", "Pasang lampu", "DPUPR", "Lampu", 50, 1000],
            [None, None, "Rawat lampu", "DPUPR", "Lampu baik", 40, 500],
            [2, "Layanan Digital", "Pusat data", "Diskominfo", "Rak", 2, 300],
        )
    )
    assert [(it.name, it.level, it.parent) for it in understood.programs] == [
        ("Kota Terang", "program", None),
        ("Pasang lampu", "activity", 0),
        ("Rawat lampu", "activity", 0),
        ("Layanan Digital", "program", None),
        ("Pusat data", "activity", 3),
    ]
    assert understood.totals == {2026: Decimal(1800)}


def test_a_name_and_code_repeated_in_every_row_is_one_program() -> None:
    program = only(read(plan(A, [A[0], A[1], "Indikator dua", "Persen", "1", "2"])))
    assert len(program.indicators) == 2


def test_an_agency_merged_downward_or_in_the_heading_is_proposed_for_the_rows_below() -> None:
    understood = read(
        plan(
            ["1.02", "KESEHATAN", *[None] * 9, "Dinas Kesehatan"],
            A,
            ["1.02.03", "Program Gizi", "x", "Persen", "1", "2", "5", "3", "6", None, None, "Seluruh OPD"],
            [None, None, "y", "Persen", "1", "2", None, None, None, None, None, "Kecamatan Muara"],
        )
    )
    first, second = understood.programs
    assert first.agency is not None
    assert second.agency is not None
    assert (first.agency.inherited, first.agency.matches[0].abbreviation) == (True, "DINKES")
    assert (second.agency.inherited, second.agency.many) == (False, True)
    assert second.indicators[1].agency is not None
    assert second.indicators[1].agency.matches[0].abbreviation == "KEC-MUARA"


def test_merged_cells_of_a_spreadsheet_speak_for_all_their_rows() -> None:
    rows = [
        ["Sasaran", "Program", "Indikator", "Perangkat Daerah", "Target 2026"],
        ["Sasaran satu", "Program A", "x", "Dinkes", 1],
        [None, "Program B", "y", None, 2],
    ]
    first, second = read(make_book(*rows, merged=[(2, 4, 3, 4), (2, 1, 3, 1)])).programs
    assert second.agency is not None
    assert (second.objective, second.agency.text, second.agency.inherited) == ("Sasaran satu", "Dinkes", False)
    assert first.agency is not None
    assert second.agency.place == first.agency.place


def test_a_sheet_without_a_table_is_left_out_cell_by_cell() -> None:
    table = make_sheet([["Program", "Indikator", "Anggaran 2026"], ["A", "x", 5]])
    letter = make_sheet([["Kepada Yth."], [None, "Bupati"]], name="Surat")
    understood = read(Book("a.xlsx", "xlsx", (letter, table)))
    assert len(understood.programs) == 1
    assert [(cell.place.sheet, cell.place.cell) for cell in understood.left_out] == [("Surat", "A1"), ("Surat", "B2")]
    assert worst(understood.problems) is Weight.NOTE
    assert codes(read(Book("a.xlsx", "xlsx", (letter,))), Weight.ERROR) == ["no_header"]


def test_parents_point_to_their_own_sheet() -> None:
    rows = [["Kode", "Program", "Indikator", "Rp 2026"], ["1.02.02", "A", "x", 5], ["1.02.02.2.01", "B", "x", 5]]
    book = Book("a.xlsx", "xlsx", (make_sheet(rows, name="Satu"), make_sheet(rows, name="Dua")))
    assert [program.parent for program in read(book).programs] == [None, 0, None, 2]
    assert read(book).totals == {2026: Decimal(10)}


def test_headers_repeated_on_the_next_page_are_no_rows_of_programs() -> None:
    header = ["Program", "Indikator", "Satuan", "Anggaran 2026"]
    understood = read(make_book(header, ["A", "x", "Km", 5], header, [1, 2, 3, 4], ["B", "y", "Km", 6]))
    assert [program.name for program in understood.programs] == ["A", "B"]
    assert understood.totals == {2026: Decimal(11)}


def test_dates_stored_as_numbers_are_days() -> None:
    understood = read(
        make_book(
            ["Program", "OPD", "Tanggal Mulai", "Tanggal Selesai"],
            ["A", "Dinkes", 46023, "31/12/2026"],
            ["B", "DLH", "nanti", None],
        )
    )
    assert (understood.programs[0].starts_on, understood.programs[0].ends_on) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
    )
    assert codes(understood) == ["not_a_date"]


def test_a_role_a_person_gave_changes_what_is_read() -> None:
    book = make_book(["Program", "Indikator", "Anggaran 2026", "Apa saja"], ["A", "x", 5, "Desa Muara"])
    (layout,) = find_layouts(book)
    assert only(read(book)).location == ""
    assert only(read(book, (layout.with_role(4, Role.LOCATION),))).location == "Desa Muara"


def test_missing_is_missing_and_zero_is_zero() -> None:
    program = only(read(plan(["1.02.02", "Program A", "x", "Persen", "-", "0", "0", "", "-"])))
    assert program.funds == {2025: Decimal(0)}
    assert program.indicators[0].targets[2025].value == 0
    assert 2026 not in program.indicators[0].targets


def test_a_smart_city_roadmap_with_pillars_supporters_and_marks() -> None:
    understood = read(
        make_book(
            [
                "No",
                "Dimensi",
                "Program",
                "Kegiatan",
                "OPD Penanggung Jawab",
                "OPD Pendukung",
                "Tahun Pelaksanaan",
                None,
            ],
            [None, None, None, None, None, None, 2026, 2027],
            [1, "Smart Governance", "Layanan Terpadu", "Satu pintu", "Diskominfo", "Seluruh OPD", "v", "v"],
            [2, None, None, "Pusat data", "Diskominfo", None, None, "v"],
            [3, "Smart Living", "Dokter Daring", "Konsultasi", "Dinkes", "DLH; DPUPR", "v", None],
        )
    )
    assert [(it.heading, it.name, it.level) for it in understood.programs] == [
        ("Smart Governance", "Layanan Terpadu", "program"),
        ("Smart Governance", "Satu pintu", "activity"),
        ("Smart Governance", "Pusat data", "activity"),
        ("Smart Living", "Dokter Daring", "program"),
        ("Smart Living", "Konsultasi", "activity"),
    ]
    supporters = [agency for program in understood.programs for agency in program.further_agencies]
    assert [(agency.many, [it.abbreviation for it in agency.matches]) for agency in supporters] == [
        (True, []),
        (False, ["DLH", "DPUPR"]),
    ]
    assert codes(understood) == []
    reasons = {cell.reason for cell in understood.left_out}
    assert len(reasons) == 2  # running numbers, and marks of when


@pytest.mark.parametrize(
    "total",
    [
        ["Jumlah", None, None, 31],
        [None, "Jumlah", None, 31],
        [None, None, "TOTAL", 31],
        [None, None, "Jumlah Anggaran", 31],
    ],
)
def test_a_total_is_never_added_to_the_program_above_it(total: list[Value]) -> None:
    for first in ("No", "Kode"):
        understood = read(
            make_book([first, "Program", "Indikator", "Rp 2026"], [1, "A", "x", 10], [2, "B", "y", 20], total)
        )
        assert understood.totals == {2026: Decimal(30)}
        assert [found.differences for found in understood.stated_totals] == [{2026: Decimal(1)}]
        assert worst(understood.problems) is None


def test_a_second_table_below_is_an_error_and_left_out() -> None:
    understood = read(
        make_book(
            ["Program", "Indikator", "Rp 2026"], ["A", "x", 1], [], ["Program", "Indikator", "Rp 2027"], ["B", "y", 2]
        )
    )
    assert [program.name for program in understood.programs] == ["A"]
    assert understood.totals == {2026: Decimal(1)}
    assert codes(understood, Weight.ERROR) == ["second_table"]


def test_sources_and_signatures_below_a_table_are_left_out_without_an_error() -> None:
    understood = read(plan(A, [], ["Sumber: RPJMD"], [None, None, None, None, None, "Muara, Januari"]))
    assert worst(understood.problems) is None
    assert [cell.place.cell for cell in understood.left_out] == ["A6", "F7"]
