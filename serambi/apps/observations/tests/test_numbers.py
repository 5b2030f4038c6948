from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.observations.errors import AmbiguousNumber, NotANumber
from serambi.apps.observations.labels import figure, for_input
from serambi.apps.observations.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", "7"),
        ("0", "0"),
        ("-12", "-12"),
        ("−12,5", "-12.5"),
        ("+3", "3"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("12,75", "12.75"),
        ("12.75", "12.75"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1,2340", "1.2340"),
        (",5", "0.5"),
        ("5,", "5"),
        (" 1 234 567 ", "1234567"),
        ("1\u00a0234,5", "1234.5"),
        ("Rp1.390.250.000,00", "1390250000"),
        ("Rp 1.390.250.000,-", "1390250000"),
        ("78,4 %", "78.4"),
    ],
)
def test_both_notations_are_read(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.345", "999,999"])
def test_what_can_be_two_numbers_is_asked_back(text: str) -> None:
    with pytest.raises(AmbiguousNumber) as asked:
        read_number(text)
    digits = text.replace(".", "").replace(",", "")
    assert asked.value.facts["large"] == Decimal(digits)
    assert asked.value.facts["small"] == Decimal(digits) / 1000
    for answer in ("large_text", "small_text"):
        assert read_number(asked.value.facts[answer]) == asked.value.facts[answer.removesuffix("_text")]
    assert read_number(text, whole=True) == Decimal(digits)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1,23,456", "1.234,5,6", "12.34,5", "1e5", "--1", "٣", "1.234.56", "0.123.456"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.sampled_from(["id", "en"]))
def test_what_the_form_shows_reads_back_as_the_same_number(number: Decimal, language: str) -> None:
    with translation.override(language):
        assert read_number(for_input(number)) == number


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["id", "en"]))
def test_what_the_page_shows_reads_back_unless_it_is_two_numbers(number: Decimal, language: str) -> None:
    with translation.override(language):
        shown = figure(number)
    assert number in readings(shown)


def readings(text: str) -> set[Decimal]:
    """Return the one number that a text is, or the two that it can be."""
    try:
        return {read_number(text)}
    except AmbiguousNumber as asked:
        return {asked.facts["small"], asked.facts["large"]}


def test_a_figure_shows_every_decimal_that_was_recorded() -> None:
    assert figure(Decimal("1234.123400"), "ton") == "1.234,1234\u00a0ton"
    assert figure(Decimal("1000.000000"), "Rp") == "Rp1.000"
    assert figure(Decimal("0.5"), "Rp") == "Rp0,5"
    assert figure(None, "ton") == "–"
