"""How a column writes its numbers, from all of its cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.exchange.tables.dates import read_date
from serambi.exchange.tables.notation import Issue, Notation, decide, read_quantity
from serambi.exchange.tables.understanding import Quantity


@pytest.mark.parametrize(
    ("cells", "notation"),
    [
        (["1,458,477,763,740.00", "-", None], Notation.POINT),
        (["1.458.477.763.740,00", "1.234"], Notation.COMMA),
        (["719587600788.61"], Notation.POINT),
        (["100", "98%", "24 Dokumen", "-"], Notation.PLAIN),
        (["1.234", "98%"], Notation.AMBIGUOUS),
        (["1,234"], Notation.AMBIGUOUS),
        (["98,86", "45.20"], Notation.MIXED),
        (["0.391"], Notation.POINT),
        (["1.234.567"], Notation.COMMA),
        (["Rp 1.000,-"], Notation.COMMA),
        ([1.234, 5.678], Notation.PLAIN),
        (["3,5-4,5"], Notation.COMMA),
    ],
)
def test_the_notation_is_that_which_all_cells_allow(cells: list[object], notation: Notation) -> None:
    assert decide(cells).notation is notation  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("98%", Quantity(Decimal(98), "%", "98%")),
        ("700%", Quantity(Decimal(700), "%", "700%")),
        ("24 Dokumen", Quantity(Decimal(24), "Dokumen", "24 Dokumen")),
        ("12 bulan", Quantity(Decimal(12), "bulan", "12 bulan")),
        ("3-5", Quantity(Decimal(3), "", "3-5", Decimal(5))),
        ("3 – 5 km", Quantity(Decimal(3), "km", "3 – 5 km", Decimal(5))),
        ("70 s/d 80%", Quantity(Decimal(70), "%", "70 s/d 80%", Decimal(80))),
        ("Rp 1.000.000", Quantity(Decimal(1000000), "", "Rp 1.000.000")),
        ("Level 4", Quantity(Decimal(4), "Level", "Level 4")),
        ("120 m2", Quantity(Decimal(120), "m2", "120 m2")),
        ("≥ 75", Quantity(Decimal(75), "", "≥ 75")),
        ("1 250 000", Quantity(Decimal(1250000), "", "1 250 000")),
        ("-5", Quantity(Decimal(-5), "", "-5")),
        ("(1.250.000)", Quantity(Decimal(-1250000), "", "(1.250.000)")),
        ("-", Quantity(None, "", "-")),
        ("n/a", Quantity(None, "", "n/a")),
        (None, Quantity(None)),
        (0, Quantity(Decimal(0), "", "0")),
        ("0", Quantity(Decimal(0), "", "0")),
        (0.1, Quantity(Decimal("0.1"), "", "0.1")),
        (1764758094125.4, Quantity(Decimal("1764758094125.4"), "", "1764758094125.4")),
        (5.0, Quantity(Decimal(5), "", "5")),
    ],
)
def test_a_cell_gives_its_number_unit_and_text(cell: object, expected: Quantity) -> None:
    reading = read_quantity(cell, Notation.COMMA)  # type: ignore[arg-type]
    assert reading.quantity == expected
    assert reading.issue is None


@pytest.mark.parametrize(
    ("cell", "notation", "issue"),
    [
        ("1.234", Notation.AMBIGUOUS, Issue.AMBIGUOUS),
        ("1,824", Notation.MIXED, Issue.AMBIGUOUS),
        ("45.20", Notation.COMMA, Issue.NEITHER),
        ("1.23.456", Notation.POINT, Issue.NEITHER),
        ("WTP", Notation.PLAIN, Issue.WORDS),
        ("2 dari 5", Notation.PLAIN, Issue.WORDS),
        ("?", Notation.PLAIN, Issue.WORDS),
        (True, Notation.PLAIN, Issue.WORDS),
        (dt.datetime(2021, 5, 3), Notation.PLAIN, Issue.DATE),  # noqa: DTZ001 - as a spreadsheet gives it
    ],
)
def test_what_gives_no_number_says_why_and_keeps_its_text(cell: object, notation: Notation, issue: Issue) -> None:
    reading = read_quantity(cell, notation)  # type: ignore[arg-type]
    assert reading.quantity.value is None
    assert reading.quantity.text
    assert reading.issue is issue


def rendered(number: Decimal, *, groups: str, point: str) -> str:
    text = f"{number:,f}"
    return text.translate(str.maketrans({",": groups, ".": point}))


numbers = st.decimals(min_value=0, max_value=Decimal("99999999999999"), places=2, allow_nan=False, allow_infinity=False)


@given(st.lists(numbers, min_size=1, max_size=12), st.sampled_from([(",", "."), (".", ",")]))
def test_numbers_written_in_a_notation_are_read_back_exactly(written: list[Decimal], marks: tuple[str, str]) -> None:
    cells = [rendered(number, groups=marks[0], point=marks[1]) for number in written]
    decision = decide(cells)
    assert decision.notation is (Notation.POINT if marks[1] == "." else Notation.COMMA)
    assert [read_quantity(cell, decision.notation).quantity.value for cell in cells] == written


@given(st.lists(st.integers(min_value=1000, max_value=999_999), min_size=1), st.sampled_from([",", "."]))
def test_thousands_alone_are_asked_about_and_never_guessed(written: list[int], mark: str) -> None:
    cells = [f"{number:,}".replace(",", mark) for number in written]
    assert decide(cells).notation is Notation.AMBIGUOUS
    assert all(read_quantity(cell, Notation.AMBIGUOUS).quantity.value is None for cell in cells)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_of_a_spreadsheet_are_taken_as_shown(number: float) -> None:
    value = read_quantity(number, Notation.COMMA).quantity.value
    assert value is not None
    assert float(value) == number


@given(st.text(max_size=40))
def test_any_text_is_read_without_failing_and_kept(text: str) -> None:
    for notation in Notation:
        reading = read_quantity(text, notation)
        assert reading.quantity.value is None or reading.issue is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (45292, dt.date(2024, 1, 1)),
        ("45292", dt.date(2024, 1, 1)),
        (45292.75, dt.date(2024, 1, 1)),
        ("31/12/2024", dt.date(2024, 12, 31)),
        ("2024-12-31", dt.date(2024, 12, 31)),
        ("17 Agustus 2024", dt.date(2024, 8, 17)),
        ("31/02/2024", None),
        (12, None),
        ("segera", None),
    ],
)
def test_a_date_is_read_also_where_a_spreadsheet_stored_a_number(cell: object, day: dt.date | None) -> None:
    assert read_date(cell) == day  # type: ignore[arg-type]
