"""Tables as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

from serambi.ui.downloads import table_download


def content(response: object) -> str:
    return b"".join(response).decode()


def test_a_table_is_sent_with_its_heads_and_a_name() -> None:
    response = table_download("Daftar perangkat daerah", ["Nama", "Sejak"], [["DLH", dt.date(2026, 1, 5)], ["X", None]])

    assert response["Content-Disposition"] == 'attachment; filename="daftar-perangkat-daerah.csv"'
    assert content(response) == "\ufeffNama,Sejak\r\nDLH,2026-01-05\r\nX,\r\n"


def test_a_text_that_looks_like_a_formula_is_made_harmless_and_a_number_is_not() -> None:
    text = content(table_download("x", ["a"], [["=1+1"], ["@sum"], [Decimal("-3.5")], [-2]]))

    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == ["'=1+1", "'@sum", "-3.5", "-2"]


def test_a_long_table_is_whole() -> None:
    text = content(table_download("x", ["a"], ([number] for number in range(1234))))

    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == [str(number) for number in range(1234)]
