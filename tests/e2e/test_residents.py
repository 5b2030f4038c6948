"""A resident reports on a telephone with a photograph, an officer answers, and the resident reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_pages import findings
from tests.files import exif, jpeg, scene

pytestmark = pytest.mark.e2e

WORDS = "Sampah di depan puskesmas belum diangkut sejak Senin."


def photograph(folder: Path) -> Path:
    """Return a photograph as telephones make them: large, and with the place in it."""
    path = folder / "sampah.jpg"
    path.write_bytes(jpeg(scene(7, size=(3200, 2400)), exif=exif(), quality=95))
    return path


def test_a_report_from_a_phone_is_answered(
    browser: Browser, trial: tuple[str, str], address: str, tmp_path: Path
) -> None:
    pocket = browser.new_context(
        bypass_csp=True, locale="id-ID", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
        permissions=["geolocation"], geolocation={"latitude": -1.27, "longitude": 116.73},
    )  # fmt: skip
    phone = pocket.new_page()
    phone.on("pageerror", lambda error: pytest.fail(str(error)))
    sizes: list[int] = []
    phone.on("response", lambda response: sizes.append(response.request.sizes()["responseBodySize"]))
    phone.goto(f"{address}/residents/report/")
    phone.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 200_000
    phone.goto(f"{address}/residents/")
    phone.get_by_role("link", name="Laporkan sesuatu").click()
    assert findings(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # While the form is open, the officer signs in; a form that is sent at once is taken for a program's.
    desk = browser.new_context(bypass_csp=True, locale="id-ID", viewport={"width": 1280, "height": 900})
    officer = desk.new_page()
    sign_in_as_officer(officer, *trial)

    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    assert findings(phone) == []
    phone.get_by_role("radio", name=re.compile("^Sampah")).check()
    phone.locator("#id_text").fill(WORDS)
    phone.get_by_role("button", name="Temukan desa dari posisi saya").click()
    expect(phone.locator("#id_village option:checked")).to_have_text("Nenang")
    picture = photograph(tmp_path)
    phone.locator("#id_photographs").set_input_files(picture)
    expect(phone.locator("[data-shrunk]")).to_contain_text("MB →")
    smaller = phone.evaluate("document.querySelector('#id_photographs').files[0].size")
    assert smaller < picture.stat().st_size / 2
    phone.locator("#id_name").fill("Ayu Lestari")
    phone.locator("#id_consent").check()
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_role("heading", name="Terima kasih, laporan sudah kami terima")).to_be_visible()
    expect(phone.get_by_role("img", name="Foto 1")).to_be_visible()
    assert findings(phone) == []
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", phone.get_by_role("heading", level=1).inner_text())
    assert code is not None

    answered(officer, address, code[0])
    phone.reload()
    expect(phone.locator(".lede b")).to_have_text("Dijawab dan selesai")
    expect(phone.locator(".report-timeline")).to_contain_text("Sudah diangkut pagi ini.")
    expect(phone.locator("body")).not_to_contain_text("Truk cadangan")
    phone.get_by_role("radio", name="Ya").check()
    phone.get_by_role("button", name="Sampaikan kepada kantor").click()
    expect(phone.get_by_role("status").first).to_contain_text("Kantor melihat penilaian Anda")
    pocket.close()

    officer.reload()
    expect(officer.locator("dl.facts")).to_contain_text("Selesai menurut pelapor")
    desk.close()


def sign_in_as_officer(page: Page, address: str, printed: str) -> None:
    """Sign in with the account of an officer of the environment agency that the terminal shows."""
    account = re.search(r"(officer@\S+)\s+(\S+)", printed)
    assert account is not None
    page.goto(f"{address}/account/sign-in/")
    page.locator("input[name=username]").fill(account[1])
    page.locator("input[name=password]").fill(account[2])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/progress/")


def answered(page: Page, address: str, code: str) -> None:
    """Find the report by its code, accept it, and close it with an answer."""
    page.goto(f"{address}/residents/list/?q={code}")
    page.get_by_role("link", name=WORDS).click()
    expect(page.locator("dl.facts")).to_contain_text("Ayu Lestari")
    expect(page.get_by_role("img", name="Foto 1")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Terima", exact=True).click()
    page.locator("#id_words").fill("Petugas datang besok.")
    page.locator("#id_note").fill("Truk cadangan.")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".lede b")).to_have_text("Ditugaskan")
    page.get_by_role("link", name="Jawab dan tutup").click()
    page.locator("#id_words").fill("Sudah diangkut pagi ini.")
    page.locator("form.form button[type=submit]").click()
    expect(page.locator(".lede b")).to_have_text("Dijawab dan selesai")
