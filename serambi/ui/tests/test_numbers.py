"""The one reader of numbers: what it reads, what it asks, what it refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from serambi.ui.numbers import AmbiguousNumber, NotANumber, for_input, read_number, readings

NUMBERS = st.decimals(min_value=0, max_value=10**15, places=3, allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.sampled_from("0123456789.,"), max_size=14)


def grouped(number: Decimal, thousands: str, decimal: str) -> str:
    whole, _point, decimals = f"{number:,f}".partition(".")
    return whole.replace(",", thousands) + (decimal + decimals if decimals else "")


@given(NUMBERS)
def test_a_grouped_number_is_itself_in_its_notation(number: Decimal) -> None:
    assert readings(grouped(number, ",", ".")).point == number
    assert readings(grouped(number, ".", ",")).comma == number


@given(TEXTS)
def test_exchanging_the_marks_exchanges_the_readings(text: str) -> None:
    found = readings(text)
    mirrored = readings(text.translate(str.maketrans(".,", ",.")))
    assert (found.point, found.comma) == (mirrored.comma, mirrored.point)


@given(TEXTS)
def test_a_number_is_read_asked_or_refused_and_never_guessed(text: str) -> None:
    found = readings(text)
    if found.are_two:
        with pytest.raises(AmbiguousNumber) as asked:
            read_number(text)
        assert {asked.value.facts["small"], asked.value.facts["large"]} == {found.point, found.comma}
        # Two readings are a thousand times one another, or the digits would say more.
        assert asked.value.facts["large"] == 1000 * asked.value.facts["small"]
    elif found.agreed is None:
        with pytest.raises(NotANumber):
            read_number(text)
    else:
        assert read_number(text) == found.agreed
        assert read_number(f"-{text}") == -found.agreed


@given(st.decimals(-(10**12), 10**12, places=6), st.sampled_from(["id", "en"]))
def test_what_a_form_shows_is_read_back(number: Decimal, language: str) -> None:
    with translation.override(language):
        assert read_number(for_input(number)) == number
