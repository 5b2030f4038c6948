"""A table of others: dropped, corrected, loaded, seen, taken back; and the next one like it with one click."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

HEAD = "Kode;Pekerjaan;Indikator;Satuan;Target 2025;Rp 2025;Yang Mengerjakan"
ROWS = (
    "7.91.01;Taman Uji Dermaga;Luas taman;m2;1.234;2500000000;Dinas Lingkungan Hidupp",
    "7.91.02;Jalur Uji Sepeda;Panjang jalur;m;5.678;1250000000,50;Dinas Lingkungan Hidupp",
)
NEXT = "7.91.03;Kebun Uji Bibit;Bibit tertanam;batang;9.000;75000000;Dinas Lingkungan Hidupp"

DROP = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "text/csv" }));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector("[data-island=drop-file]")
      .dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, name: str, *lines: str) -> None:
    content = base64.b64encode("\n".join(lines).encode()).decode()
    expect(page.locator(".drop.takes-files")).to_be_visible()
    page.evaluate(DROP, [content, name])


def choose_role(page: Page, column: int, role: str) -> None:
    """Choose what a column is and wait until that is understood."""
    page.locator(f"#role-1-{column}").select_option(role)
    row = page.locator(f"#column-1-{column}")
    expect(row).to_contain_text("ketetapan Anda")


def test_a_table_is_corrected_loaded_seen_and_taken_back(coordinator: Page, address: str) -> None:
    page = coordinator
    page.goto(f"{address}/plan/programs/")
    page.get_by_role("link", name="Muat tabel").click()
    drop(page, "rpjmd-2025.csv", HEAD, *ROWS)
    page.locator("[name=name]").fill("RPJMD uji 2025")
    page.get_by_role("button", name="Baca tabel").click()
    # Three columns are put right: whose names they are, how numbers are written, who does the work.
    choose_role(page, 2, "program")
    choose_role(page, 7, "agency")
    expect(page.locator("h1")).to_contain_text("1 kolom dapat dibaca dengan dua cara")
    expect(page.locator("#column-1-5")).to_contain_text("1.234 = 1234")
    page.locator("#column-1-5 input[value=comma]").check()
    expect(page.locator("h1")).to_have_text("Isi setiap kolom dalam tabel")
    expect(page.locator(".understood")).to_contain_text("2 program")
    page.locator("#keep-title").scroll_into_view_if_needed()
    page.locator("[name=name]").fill("Tata letak uji")
    page.get_by_role("button", name="Simpan tata letak").click()
    page.get_by_role("link", name="Ke pratinjau").click()
    expect(page.locator("h1")).to_contain_text("2 masalah menghalangi pemuatan")
    # One pillar for all, answered beside the first problem; then who the misspelled agency is.
    page.get_by_role("link", name="Periksa yang terbuka").click()
    first = page.locator("#finding-1")
    first.locator("select[name=value]").select_option("environment")
    first.locator("select[name=scope]").select_option("all")
    first.get_by_role("button", name="Pilih").click()
    expect(page.locator("h1")).to_contain_text("2 keraguan perlu diperiksa")
    question = page.locator("#finding-1")
    expect(question.locator("option[value=DLH]")).to_contain_text(re.compile(r"Dinas Lingkungan Hidup \(9\d\s%\)"))
    question.get_by_role("button", name="Pilih").click()
    expect(page.locator("h1")).to_contain_text("siap dimuat")
    page.get_by_role("link", name="Pratinjau").click()
    expect(page.locator("main")).to_contain_text("3.750.000.000,5")
    page.get_by_role("button", name="Muat ke daftar program").click()
    expect(page.locator("h1")).to_have_text("rpjmd-2025.csv sudah dimuat")
    page.get_by_role("link", name=re.compile("Taman Uji Dermaga")).click()
    expect(page.locator("main")).to_contain_text("DLH")
    page.goto(f"{address}/plan/programs/?q=7.91")
    expect(page.locator("main")).to_contain_text("Jalur Uji Sepeda")
    # The next table with the same headings goes straight to the preview.
    page.goto(f"{address}/plan/import/")
    drop(page, "rpjmd-2026.csv", HEAD.replace("2025", "2026"), *ROWS, NEXT)
    page.get_by_role("button", name="Baca tabel").click()
    expect(page.locator("main")).to_contain_text("Tata letak uji sebagaimana Anda tetapkan pada")
    expect(page.locator("h1")).to_contain_text("3 program dipahami dan siap dimuat")
    page.get_by_role("button", name="Muat ke daftar program").click()
    expect(page.locator("h1")).to_have_text("rpjmd-2026.csv sudah dimuat")
    # Both are taken back, the later one first.
    for _load in range(2):
        page.goto(f"{address}/plan/import/?state=standing")
        page.get_by_role("link", name=re.compile("Batalkan.*rpjmd")).first.click()
        expect(page.locator("main")).to_contain_text("daftar program akan kembali seperti sebelumnya")
        page.get_by_role("button", name="Batalkan pemuatan").click()
        expect(page.locator("h1")).to_contain_text("dibatalkan pada")
    page.goto(f"{address}/plan/programs/?q=7.91")
    expect(page.locator("main")).not_to_contain_text("Taman Uji Dermaga")
