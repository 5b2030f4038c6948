"""Tables of an invented regency, and the real samples where they are at hand."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from serambi.exchange.tables.book import Book, Sheet, Value
from serambi.exchange.tables.layouts import Layout
from serambi.exchange.tables.programs import find_layouts, understand
from serambi.exchange.tables.texts import is_blank
from serambi.exchange.tables.understanding import Understood, UnderstoodProgram, Weight

ROOT = Path(__file__).resolve().parents[4]
# The samples belong to others and are not copied here: they are looked for beside the repository, or where told.
SHARED = Path(os.environ.get("SERAMBI_SHARED", ROOT.parent / "shared"))

ORGANIZATIONS = (
    ("DINKES", "Dinas Kesehatan"),
    ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika"),
    ("BAPENDA", "Badan Pendapatan Daerah"),
    ("DLH", "Dinas Lingkungan Hidup"),
    ("DKP", "Dinas Ketahanan Pangan"),
    ("DISTAN", "Dinas Pertanian"),
    ("KEC-MUARA", "Kecamatan Muara"),
    ("KEC-HULU", "Kecamatan Hulu Utara"),
)

HEADER: tuple[tuple[Value, ...], ...] = (
    (
        "Kode",
        "Program Prioritas",
        "Indikator Program",
        "Satuan",
        "Kondisi Awal",
        "Kinerja dan Pendanaan",
        *[None] * 5,
        "OPD",
    ),
    (*[None] * 5, "Tahun 2025", None, "Tahun 2026", None, "Kondisi Akhir RPJMD"),
    (*[None] * 5, "Target", "Rp", "Target", "Rp", "Target", "Rp"),
)


def sample(name: str) -> Path:
    """Return a real sample; skips the test where it is not at hand."""
    path = SHARED / "samples" / name
    if not path.exists():
        pytest.skip(f"the sample {name} is not beside the repository")
    return path


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def csv_book(path: Path) -> Book:
    rows = [[cell or None for cell in row] for row in csv_rows(path)]
    return Book(path.name, "csv", (Sheet(path.stem, rows),))


def make_sheet(
    rows: Sequence[Sequence[Value]], *, name: str = "RPJMD", merged: Sequence[tuple[int, int, int, int]] = ()
) -> Sheet:
    return Sheet(name, [list(row) for row in rows], tuple(merged))


def make_book(*rows: Sequence[Value], merged: Sequence[tuple[int, int, int, int]] = ()) -> Book:
    return Book("rpjmd.xlsx", "xlsx", (make_sheet(rows, merged=merged),))


def plan(*rows: Sequence[Value]) -> Book:
    """Return a table of an invented regency's plan: the three-row header, then these rows."""
    return make_book(*HEADER, *rows)


def settled(book: Book, understood: Understood) -> None:
    """Prove that every cell that is not empty was either used or listed once with a reason."""
    listed = [(cell.place.sheet, cell.place.row, cell.place.column) for cell in understood.left_out]
    assert len(listed) == len(set(listed))
    assert all(cell.reason for cell in understood.left_out)
    for sheet in book.sheets:
        filled = {
            (sheet.name, row, column)
            for row, cells in sheet.numbered()
            for column, value in enumerate(cells, start=1)
            if not is_blank(value)
        }
        mine = {cell for cell in listed if cell[0] == sheet.name}
        assert mine <= filled
        assert understood.used[sheet.name] == len(filled - mine)


# A row of a program with its first indicator.
A: tuple[Value, ...] = (
    "1.02.02",
    "Program Kesehatan",
    "Cakupan layanan",
    "Persen",
    "90",
    "95",
    "1.000,50",
    "97",
    "2.000,00",
    "99",
    "3.000,50",
)


def read(book: Book, layouts: tuple[Layout, ...] | None = None) -> Understood:
    understood = understand(book, find_layouts(book) if layouts is None else layouts, organizations=ORGANIZATIONS)
    settled(book, understood)
    return understood


def codes(understood: Understood, weight: Weight | None = None) -> list[str]:
    return [problem.code for problem in understood.problems if weight is None or problem.weight is weight]


def only(understood: Understood) -> UnderstoodProgram:
    (program,) = understood.programs
    return program
