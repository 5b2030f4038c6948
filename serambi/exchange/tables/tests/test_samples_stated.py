"""What the reference says about the real tables, beside counts of the files made with the csv module alone.

The samples are read here from their bytes, as a person sends them, and not as rows that a test has parsed.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from serambi.exchange.tables.programs import find_layouts, understand
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.tests.tables import ROOT, csv_rows, sample, settled
from serambi.exchange.tables.tests.test_samples import RENSTRA_RP, RPJMD_RP, sums

REFERENCE = ROOT / "docs" / "reference"
SAMPLES = (
    "rpjmd_program_table.csv",
    "renstra_agency_table.csv",
    "apbd_kota_yogyakarta_dinkes_2015.csv",
    "apbd_kab_sleman.csv",
)


def stated(page: str, start: str, column: int) -> str:
    """Return what a table of the reference says in the row that begins so."""
    for line in (REFERENCE / page).read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == start:
            return cells[column]
    raise LookupError(start)


def amount(total: Decimal) -> str:
    return f"{total:,.2f}" if total % 1 else f"{total:,.0f}"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_cell_of_a_sample_is_read_and_then_used_or_listed(name: str) -> None:
    path = sample(name)
    book = read_book(path.read_bytes(), name=name)
    (sheet,) = book.sheets
    for number, row in enumerate(csv_rows(path), start=1):
        for column, cell in enumerate(row, start=1):
            # A control character in a text is kept by the reader, and told of when the text is understood.
            assert (sheet.at(number, column) or "") == cell
    settled(book, understand(book, find_layouts(book)))


def test_the_reference_states_what_the_files_hold() -> None:
    rpjmd, renstra = csv_rows(sample(SAMPLES[0])), csv_rows(sample(SAMPLES[1]))
    assert stated("import.md", "rows × columns of the file", 1) == f"{len(rpjmd)} × {len(rpjmd[0])}"
    assert stated("import.md", "rows × columns of the file", 2) == f"{len(renstra)} × {len(renstra[0])}"
    body = rpjmd[3:]
    counts = {
        "rows below the headings": len(body),
        "programs": sum(bool(row[1].strip() and row[2].strip()) for row in body),
        "indicators": sum(bool(row[2].strip()) for row in body),
    }
    for start, count in counts.items():
        assert stated("import.md", start, 1) == str(count)
    top = [row for row in renstra[4:] if row[7].strip() and not row[5].strip()]
    assert stated("import.md", "programs", 2) == str(len(top))
    for year in (2021, 2022, 2023):
        total = sums((row for row in body if row[2].strip()), RPJMD_RP)[year]
        assert stated("import.md", f"Rp {year}", 1) == amount(total)
        assert stated("import.md", f"Rp {year}", 2) == amount(sums(top, RENSTRA_RP)[year])


@pytest.mark.parametrize(("name", "column"), [(SAMPLES[2], 1), (SAMPLES[3], 2)])
def test_the_reference_states_what_the_budgets_hold(name: str, column: int) -> None:
    rows = csv_rows(sample(name))
    assert stated("budgets.md", "rows × columns of the file", column) == f"{len(rows):,} × {len(rows[0])}"
    coded = [row for row in rows[7:] if row[0].strip()]
    assert stated("budgets.md", "rows with a code", column) == f"{len(coded):,}"
    # A program has three digits after the agency and no activity in one file, a number after it in the other.
    shape = {SAMPLES[2]: r"1\.02\.1\.02\.01\.(?!000)\d{3}\.000\.5\.2", SAMPLES[3]: r"\d\.\d\d\.1\.01\.01\.(?!00)\d\d"}
    programs = [row for row in coded if re.fullmatch(shape[name], row[0].strip())]
    assert stated("budgets.md", "programs; indicators", column).partition(";")[0] == str(len(programs))
    # The first row of both is the agency with all its money.
    assert stated("budgets.md", "stated for the whole", column) == f"Rp{Decimal(coded[0][2]):,}"
