"""Tables as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from serambi.ui.downloads import harmless, table_download


def content(response: object) -> str:
    return b"".join(response).decode()


def test_a_table_is_sent_with_its_heads_and_a_name() -> None:
    response = table_download("Daftar perangkat daerah", ["Nama", "Sejak"], [["DLH", dt.date(2026, 1, 5)], ["X", None]])

    assert response["Content-Disposition"] == 'attachment; filename="daftar-perangkat-daerah.csv"'
    assert content(response) == "\ufeffNama,Sejak\r\nDLH,2026-01-05\r\nX,\r\n"


def test_a_text_that_looks_like_a_formula_is_made_harmless_and_a_number_is_not() -> None:
    text = content(table_download("x", ["a"], [["=1+1"], ["@sum"], [Decimal("-3.5")], [-2]]))

    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == ["'=1+1", "'@sum", "-3.5", "-2"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-SUM(A1)", "-2+cmd|' /C calc'!A0", "@sum", "\t=1", "\r=1", "- tidak ada"]
)
def test_each_risky_beginning_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "cell", ["-12,5", "-1.234.567,89", "+62 811", "-98%", "-", "12", "a=b", "", -3, Decimal("-3.5")]
)
def test_a_number_stays_as_it_is_also_written_as_text(cell: object) -> None:
    assert harmless(cell) == cell


def test_a_translated_text_is_made_harmless_too() -> None:
    assert harmless(gettext_lazy("=1")) == "'=1"


def test_a_long_table_is_whole() -> None:
    text = content(table_download("x", ["a"], ([number] for number in range(1234))))

    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [str(number) for number in range(1234)]
