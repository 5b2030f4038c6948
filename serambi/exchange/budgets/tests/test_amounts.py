"""Numbers of machine-made tables: read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.exchange.budgets.amounts import read_number, write_number
from serambi.exchange.tables.book import Value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("126485000000", "126485000000"), ("1.458.477.763.740,00", "1458477763740.00"),
        ("1,458,477,763,740.00", "1458477763740.00"), ("719587600788.61", "719587600788.61"), ("1.234,5", "1234.5"),
        ("Rp 1.250.000", "1250000"), ("98%", "98"), ("98,5 %", "98.5"), ("(1.000.000)", "-1000000"), ("-12", "-12"),
        (0.1, "0.1"), (12, "12"), (1234.0, "1234"), (" 7 ", "7"), ("0.123", "0.123"), ("12.5", "12.5"),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly(cell: Value, expected: str) -> None:
    assert read_number(cell).value == Decimal(expected)


@pytest.mark.parametrize(
    "cell",
    ["14,790 750 ", "1.250", "1,250", "12 bulan", "1.2.3", "12.34.567", "٣", True, "#REF!", "--5", "1..0", "-Rp"],
)
def test_what_has_no_or_two_readings_is_not_guessed(cell: Value) -> None:
    assert (read_number(cell).value, read_number(cell).is_readable) == (None, False)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "–"])
def test_nothing_is_missing_and_not_zero(cell: Value) -> None:
    assert (read_number(cell).value, read_number(cell).is_readable) == (None, True)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_what_was_written_is_read_back(number: Decimal) -> None:
    for written in (number, number.normalize()):
        assert read_number(write_number(written)).value == number
