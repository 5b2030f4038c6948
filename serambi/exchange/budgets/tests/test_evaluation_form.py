"""Form E.81: both ways without loss, attainments computed beside what is stated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.budgets.evaluation_form import (
    PAIRS,
    EvaluationForm,
    EvaluationRow,
    IndicatorLine,
    Pair,
    computed_attainment,
    disagreements_of,
)
from serambi.exchange.budgets.evaluation_tables import (
    NoEvaluationForm,
    evaluation_csv,
    evaluation_workbook,
    grid_of,
    read_evaluation,
)
from serambi.exchange.budgets.grids import rows_of
from serambi.exchange.budgets.tests.samples import book_of
from serambi.exchange.tables.book import Book, Sheet
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.understanding import Quantity

WORD = st.text("abc é=+-@'\",;%", max_size=10).map(str.strip)
NAME = st.text("abcé", min_size=1, max_size=8)
NUMBER = st.decimals(min_value=-(10**12), max_value=10**12, places=3)
QUANTITY = st.one_of(
    st.none(),
    NUMBER.map(Quantity),
    st.builds(Quantity, NUMBER, st.sampled_from(["Dokumen", "bulan", "%", "m2"])),
    NAME.map(lambda text: Quantity(None, text=text)),
)
PAIR = st.builds(Pair, QUANTITY, st.none() | NUMBER).filter(lambda pair: pair != Pair())
LINE = st.builds(IndicatorLine, NAME, st.dictionaries(st.sampled_from(PAIRS), PAIR), WORD, WORD, WORD, WORD, WORD, WORD)
CODE = st.tuples(*(st.sampled_from(["", "2", "16", "03", "2.02", "0014"]),) * 4)
FORMS = st.builds(
    EvaluationForm,
    st.lists(st.tuples(NAME, WORD), max_size=3).map(tuple),
    st.lists(st.builds(EvaluationRow, CODE, NAME, st.lists(LINE, min_size=1, max_size=3).map(tuple)), max_size=3).map(
        tuple
    ),
    st.just(True),
)


def read_text(text: str) -> EvaluationForm:
    return read_evaluation(Book("e81", "csv", (Sheet("e81", rows_of(text)),)))


@settings(max_examples=40, deadline=None)
@given(FORMS)
def test_export_import_export_as_text_is_the_identity(form: EvaluationForm) -> None:
    text = evaluation_csv(form)
    back = read_text(text)
    assert (back.heading, back.rows, back.problems, back.left_out) == (form.heading, form.rows, (), ())
    assert evaluation_csv(back) == text


@settings(max_examples=8, deadline=None)
@given(FORMS)
def test_a_workbook_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, form: EvaluationForm) -> None:
    path = tmp_path_factory.mktemp("e81") / "e81.xlsx"
    path.write_bytes(evaluation_workbook(form))
    back = read_evaluation(read_book(path.read_bytes(), name=path.name))
    assert (back.heading, back.rows) == (form.heading, form.rows)


def line(**pairs: Pair) -> IndicatorLine:
    return IndicatorLine("Jumlah layanan", pairs)


def done(work: int | str | None, rupiah: int | None = None, unit: str = "") -> Pair:
    quantity = None if work is None else Quantity(Decimal(work), unit)
    return Pair(quantity, None if rupiah is None else Decimal(rupiah))


def test_without_malangs_columns_the_form_has_them_not() -> None:
    form = EvaluationForm((), (EvaluationRow(("2", "16", "", ""), "Kominfo", (line(),)),))
    rows, merges, header = grid_of(form)
    assert (len(rows[header.start - 1]), header) == (30, range(2, 6))
    assert (2, 1, 4, 4) in merges  # Kode, over four columns and three rows
    assert read_text(evaluation_csv(form)) == form


def test_one_row_has_many_indicators() -> None:
    lines = (line(), replace(line(), indicator="Persentase layanan"))
    form = EvaluationForm((), (EvaluationRow(("2", "16", "03", ""), "Program", lines),))
    assert [len(row.lines) for row in read_text(evaluation_csv(form)).rows] == [2]


def test_attainments_are_computed_from_work_and_money() -> None:
    found = computed_attainment(line(year_target=done(8, 400), year_realization=done(6, 300)), "attainment")
    assert (found.work, found.rupiah) == (Quantity(Decimal(75)), Decimal(75))


def test_what_has_no_common_unit_has_no_attainment() -> None:
    mixed = line(year_target=done(8, unit="Dokumen"), year_realization=done(6, unit="bulan"))
    assert computed_attainment(mixed, "attainment") == Pair()
    assert computed_attainment(line(year_target=done(0, 0), year_realization=done(6, 3)), "attainment") == Pair()


def test_a_stated_percentage_that_differs_is_shown_beside_the_computed_one() -> None:
    stated = line(year_target=done(3, 900), year_realization=done(1, 300), attainment=Pair(
        Quantity(Decimal("33.3")), Decimal(34)))  # fmt: skip
    assert [(one.pair, one.of, one.stated, round(one.computed, 2)) for one in disagreements_of(stated)] == [
        ("attainment", "rupiah", Decimal(34), Decimal("33.33"))
    ]
    assert stated.rupiah("attainment") == 34


def test_money_of_the_quarters_and_years_is_added_up_and_compared() -> None:
    quarters = {f"quarter_{number}": done(None, 10) for number in range(1, 5)}
    off = line(
        **quarters, year_realization=done(None, 41), until_last_year=done(None, 5), until_this_year=done(None, 46)
    )
    assert [(one.pair, one.stated, one.computed) for one in disagreements_of(off)] == [("year_realization", 41, 40)]
    assert not list(disagreements_of(replace(off, pairs={**off.pairs, "quarter_4": Pair()})))


# The header as another regency writes it: other words, no numbering, no attainment columns.
ELSEWHERE = [
    ["Formulir E.81", *[""] * 24],
    [],
    ["Kode", "", "", "", "Urusan/Bidang Urusan/Program/Kegiatan", "Indikator Kinerja", "Target Renstra 2026", "",
     "Realisasi Renstra s/d Tahun Lalu (2023)", "", "Target Renja 2024", "", "Realisasi TW", "", "", "", "", "", "", "",
     "Realisasi Renja 2024", "", "Realisasi Renstra s/d 2024", "", "Unit Kerja", "Lokasi"],
    ["", "", "", "", "", "", "", "", "", "", "", "", "I", "", "II", "", "III", "", "IV"],
    ["", "", "", "", "", "", *["K", "Rp"] * 9],
    ["2", "16", "03", "", "Program", "Cakupan", "98%", "1.000.000", "10", "", "24 Dokumen", "500", *["1", "2"] * 4,
     "4", "seratus", "14", "", "Diskominfo", "Penajam"],
]  # fmt: skip


def test_another_regencys_header_is_found_and_nothing_is_dropped() -> None:
    form = read_evaluation(book_of(ELSEWHERE))
    [row] = form.rows
    [only] = row.lines
    assert (row.code, row.name, only.indicator, only.responsible) == (
        ("2", "16", "03", ""), "Program", "Cakupan", "Diskominfo",
    )  # fmt: skip
    assert only.work("plan_target") == Quantity(Decimal(98), "%")
    assert only.work("year_target") == Quantity(Decimal(24), "Dokumen")
    assert (only.rupiah("plan_target"), only.rupiah("quarter_4"), only.rupiah("year_realization")) == (
        1_000_000,
        2,
        None,
    )
    assert [(one.place.cell, one.value) for one in form.problems] == [("V6", "seratus")]
    assert [one.value for one in form.left_out] == ["Lokasi", "Penajam"]


@pytest.mark.parametrize("rows", [[["Kode", "Indikator"], ["1", "x"]], [["Nama"]], ELSEWHERE[:3]])
def test_another_table_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(NoEvaluationForm):
        read_evaluation(book_of(rows))


def test_a_form_without_the_years_target_says_what_is_missing() -> None:
    rows = [[cell.replace("Target Renja 2024", "Volume") for cell in row] for row in ELSEWHERE]
    with pytest.raises(NoEvaluationForm) as refused:
        read_evaluation(book_of(rows))
    assert refused.value.missing == ("year_target k", "year_target rp")
