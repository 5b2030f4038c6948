"""The real breakdowns, where they are at hand, and small tables in their form."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from serambi.exchange.tables.book import Book, Sheet, Value

FOLDER = Path(os.environ.get("SERAMBI_SAMPLES", Path(__file__).parents[5] / "shared" / "samples"))
YOGYAKARTA = "apbd_kota_yogyakarta_dinkes_2015.csv"
SLEMAN = "apbd_kab_sleman.csv"


def sample_rows(name: str) -> list[list[str]]:
    """Return the rows of a sample, or skip the test where the samples are not there."""
    path = sample_path(name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sample_path(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not among the samples of this machine")
    return path


def book_of(rows: list[list[Value]] | list[list[str]], name: str = "Tabel") -> Book:
    """Return rows as a book with one sheet; an empty text is an empty cell."""
    cells = tuple(tuple(None if value == "" else value for value in row) for row in rows)
    return Book(name, "csv", (Sheet(name, cells),))


def table(*rows: tuple[str, str, str]) -> Book:
    """Return a breakdown with these rows of code, name and amount."""
    head = [["Judul", "Penjabaran APBD", ""], ["Tahun", "2026", ""], ["Kode Rekening", "Uraian", "Jumlah"]]
    return book_of([*head, *(list(row) for row in rows)])
