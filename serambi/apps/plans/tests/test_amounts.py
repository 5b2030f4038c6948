"""Reading rupiah: what is accepted, what is refused, and that nothing is ever read as another amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.plans import errors
from serambi.apps.plans.amounts import read_rupiah, write_rupiah
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.money import LARGEST, SEN


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("id", "1.250.000.000", "1250000000"),
        ("id", "1250000000,50", "1250000000.50"),
        ("id", "1.250.000.000,5", "1250000000.50"),
        ("en", "1,250,000,000.50", "1250000000.50"),
        ("en", "1250000000.50", "1250000000.50"),
        ("id", "1,250,000,000.50", "1250000000.50"),
        ("en", "1.250.000.000,50", "1250000000.50"),
        ("id", "1250000000.50", "1250000000.50"),
        ("id", "1.250", "1250"),
        ("en", "1,250", "1250"),
        ("id", "12,5", "12.50"),
        ("id", "0,75", "0.75"),
        ("en", "0,75", "0.75"),
        ("id", "0", "0"),
        ("id", "Rp 1.250.000,-", "1250000"),
        ("id", "rp. 500", "500"),
        ("id", " 1 250 000 ", "1250000"),
    ],
)
def test_an_amount_is_read_as_either_language_writes_it(language: str, text: str, amount: str) -> None:
    with translation.override(language):
        assert read_rupiah(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("language", "text", "error"),
    [
        ("id", "1,250", errors.AmountAmbiguous),
        ("en", "1.250", errors.AmountAmbiguous),
        ("id", "12.50", errors.AmountAmbiguous),
        ("en", "12,5", errors.AmountAmbiguous),
        ("id", "1.25.000", errors.AmountUnreadable),
        ("id", "1.250,000,5", errors.AmountUnreadable),
        ("id", "1.2345", errors.AmountUnreadable),
        ("id", "12.", errors.AmountUnreadable),
        ("id", ",5", errors.AmountUnreadable),
        ("id", "dua ratus", errors.AmountUnreadable),
        ("id", "1,5 miliar", errors.AmountUnreadable),
        ("id", "１２", errors.AmountUnreadable),
        ("id", "1e9", errors.AmountUnreadable),
        ("id", "1250,505", errors.AmountTooFine),
        ("id", "1.250,505", errors.AmountTooFine),
        ("id", "-5", errors.AmountBelowZero),
        ("id", "9" * 30, errors.AmountTooLarge),
        ("id", "9" * 6000, errors.AmountTooLarge),
        ("id", str(LARGEST) + ",01", errors.AmountTooLarge),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(language: str, text: str, error: type[PlanError]) -> None:
    with translation.override(language), pytest.raises(PlanError) as raised:
        read_rupiah(text)
    assert type(raised.value) is error
    assert str(raised.value)


def test_the_refusal_of_an_ambiguous_amount_names_both_readings() -> None:
    with translation.override("id"), pytest.raises(errors.AmountAmbiguous) as raised:
        read_rupiah("1,250")
    assert "1.250" in str(raised.value)
    assert "1,25" in str(raised.value)


amounts = st.integers(0, int(LARGEST / SEN)).map(lambda sen: Decimal(sen) * SEN)
languages = st.sampled_from(["id", "en"])


@given(amount=amounts, language=languages)
def test_what_was_written_is_read_as_the_same_amount(amount: Decimal, language: str) -> None:
    with translation.override(language):
        assert read_rupiah(write_rupiah(amount)) == amount


@given(amount=amounts, writer=languages, reader=languages, grouped=st.booleans())
def test_no_amount_is_ever_read_as_another(amount: Decimal, writer: str, reader: str, grouped: bool) -> None:
    with translation.override(writer):
        text = write_rupiah(amount)
    if not grouped:
        text = text.replace("." if writer == "id" else ",", "")
    with translation.override(reader):
        try:
            assert read_rupiah(text) == amount
        except errors.AmountAmbiguous:
            assert writer != reader
