"""Signing the attendance list on a phone: the code from the screen, a finger, and the secretary sees it."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import open_page
from tests.e2e.test_pages import findings

pytestmark = pytest.mark.e2e


def planned(page: Page, address: str) -> str:
    """Plan a meeting for the end of today, mark it as invited, and return its address."""
    page.goto(f"{address}/meetings/bodies/new/")
    page.locator("#id_code").fill("tim-hadir")
    page.locator("#id_name").fill("Tim Daftar Hadir")
    page.locator("#id_usual_title").fill("Rakor daftar hadir")
    page.get_by_role("button", name="Tambah").click()
    page.get_by_role("link", name="Rencanakan rapat").click()
    page.locator("#id_on").fill(dt.datetime.now(ZoneInfo("Asia/Makassar")).date().isoformat())
    page.locator("#id_at").fill("23:58")
    page.locator("form.form button[type=submit]").click()
    page.locator("form[action$='/moves/invite/'] button").click()
    expect(page.locator(".lede b")).to_have_text("Diundang")
    return page.url


def test_somebody_signs_in_with_a_finger(browser: Browser, coordinator_state: StorageState, address: str) -> None:
    desk = browser.new_context(
        bypass_csp=True, locale="id-ID", viewport={"width": 1280, "height": 900}, storage_state=coordinator_state
    )
    page = desk.new_page()
    meeting = planned(page, address)
    page.goto(f"{meeting}check-in/screen/")
    expect(page.locator(".check-in-screen img")).to_be_visible()
    assert findings(page) == []
    code = page.get_by_role("link", name="Isi di perangkat ini").get_attribute("href")
    assert code is not None

    pocket = browser.new_context(
        bypass_csp=True, locale="id-ID", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    phone = pocket.new_page()
    phone.on("pageerror", lambda error: pytest.fail(str(error)))
    open_page(phone, code)
    pad = phone.locator(".signature svg")
    expect(pad).to_be_visible()
    assert findings(phone) == []
    phone.locator("#id_name").fill("Ayu Lestari")
    phone.locator("#id_instance").fill("Universitas Serumpun")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for left in (0.2, 0.5):
        phone.mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * 0.7)
        phone.mouse.down()
        phone.mouse.move(box["x"] + box["width"] * (left + 0.1), box["y"] + box["height"] * 0.2, steps=4)
        phone.mouse.move(box["x"] + box["width"] * (left + 0.2), box["y"] + box["height"] * 0.7, steps=4)
        phone.mouse.up()
    # Two strokes, each begun where the finger came down.
    expect(phone.locator("input[name=signature]")).to_have_value(re.compile(r"^M60(\.\d)? 84\S* \S+L[^M]+M150[^M]+$"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("button", name="Saya hadir").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Anda tercatat hadir")
    expect(phone.locator(".signature-drawn path")).to_have_attribute("d", re.compile("^M60"))
    assert findings(phone) == []
    pocket.close()

    page.goto(f"{meeting}attendance/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 orang hadir")
    expect(page.get_by_role("row", name=re.compile("Ayu Lestari"))).to_contain_text("Universitas Serumpun")
    expect(page.get_by_role("img", name="Tanda tangan Ayu Lestari")).to_be_visible()
    assert findings(page) == []
    desk.close()
