"""What was spent: form E.81 as an agency changes it, dropped, corrected, loaded, seen and taken back."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_import import drop

pytestmark = pytest.mark.e2e

YEAR = "2025"
NAME, SPENT = 4, 6 + 2 * 7 + 1  # the columns of a row's name and of its realization of the year


def form_of(page: Page, address: str) -> list[list[str]]:
    """Return the rows of form E.81 as the register writes it."""
    answer = page.request.get(f"{address}/plan/budget/e81.csv?year={YEAR}&quarter=4")
    return list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"), newline="")))


def spending(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows of programs that say what was spent; changing one changes the form."""
    first = next(number for number, row in enumerate(rows) if row and row[0] == "(1)") + 1
    return [row for row in rows[first:] if len(row) > SPENT and row[NAME] and row[SPENT]]


def lines(rows: list[list[str]]) -> list[str]:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().splitlines()


def send(page: Page, address: str, name: str, rows: list[list[str]]) -> None:
    page.goto(f"{address}/plan/budget/load/")
    drop(page, name, *lines(rows))
    page.get_by_role("button", name="Baca formulir").click()


def test_a_form_is_corrected_loaded_seen_and_taken_back(coordinator: Page, address: str) -> None:
    page = coordinator
    page.goto(f"{address}/plan/programs/?year={YEAR}")
    page.get_by_role("link", name="Muat realisasi").click()
    expect(page.locator("h1")).to_have_text("Muat realisasi")
    # As it was exported it changes nothing.
    rows = form_of(page, address)
    send(page, address, "e81.csv", rows)
    expect(page.locator("h1")).to_have_text("Isi formulir ini sudah ada di daftar program")
    # A realization grew, one is misspelled, one belongs to a name that nobody knows any more.
    grown, slip, renamed, *_rest = spending(rows)
    now = grown[SPENT]
    grown[SPENT] = str(int(float(now)) + 1_000_000)
    right, slip[SPENT] = slip[SPENT], "lima juta"
    named, renamed[NAME] = renamed[NAME], f"{renamed[NAME]}x"
    renamed[0] = renamed[1] = renamed[2] = renamed[3] = ""
    send(page, address, "e81-juni.csv", rows)
    expect(page.locator("h1")).to_have_text("1 masalah menghalangi pemuatan")
    page.get_by_role("link", name="Periksa yang terbuka").click()
    expect(page.locator("#finding-1")).to_contain_text("“lima juta” tidak terbaca sebagai angka")
    # Corrected in the file, and sent once more; the name is chosen on the page.
    slip[SPENT] = right
    send(page, address, "e81-juni-2.csv", rows)
    expect(page.locator("h1")).to_have_text("1 keraguan perlu diperiksa")
    page.get_by_role("link", name="Padanan setiap baris di daftar program").click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"mirip {named}")
    page.get_by_role("button", name="Simpan, dan ambil 1 usulan yang meyakinkan").click()
    expect(page.locator("h1")).to_have_text("Setiap baris sudah dikenali atau tidak dimuat")
    page.get_by_role("link", name=re.compile("^Perubahan")).click()
    expect(page.locator("h1")).to_have_text("1 realisasi akan berubah")
    expect(page.locator("tbody ins")).to_have_text(f"{int(grown[SPENT]):,}".replace(",", "."))
    page.get_by_role("link", name="Pratinjau").click()
    page.get_by_role("button", name="Muat ke daftar program").click()
    expect(page.locator("h1")).to_have_text("e81-juni-2.csv sudah dimuat", timeout=60_000)
    changed = {row[NAME]: row[SPENT] for row in spending(form_of(page, address))}
    assert float(changed[grown[NAME]]) == float(grown[SPENT])
    # It was the wrong file.
    page.get_by_role("link", name="Batalkan pemuatan").click()
    expect(page.locator("main")).to_contain_text("daftar program akan kembali seperti sebelumnya")
    page.get_by_role("button", name="Batalkan pemuatan").click()
    expect(page.locator("h1")).to_contain_text("dibatalkan pada", timeout=60_000)
    changed = {row[NAME]: row[SPENT] for row in spending(form_of(page, address))}
    assert float(changed[grown[NAME]]) == float(now)
