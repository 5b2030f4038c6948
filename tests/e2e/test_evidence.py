"""Evidence in a browser: files sent with their progress, one refused, a face covered, and the public sees the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests import files
from tests.browser import listening
from tests.e2e.test_pages import findings

pytestmark = pytest.mark.e2e


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    """Return a photograph and a page that says it is one."""
    photograph, page = tmp_path / "bank sampah.jpg", tmp_path / "palsu.jpg"
    photograph.write_bytes(files.jpeg(exif=files.exif()))
    page.write_bytes(b"<html><script>alert(1)</script></html>")
    return [photograph, page]


def test_evidence_is_sent_covered_and_published(
    browser: Browser, coordinator_state: StorageState, address: str, sent: list[Path]
) -> None:
    context = browser.new_context(
        bypass_csp=True, locale="id-ID", viewport={"width": 1280, "height": 900}, storage_state=coordinator_state
    )
    page: Page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{address}/programs/IL-B1/")
    page.locator("a[href*='/files/of/plans.milestone/']").first.click()
    expect(page).to_have_url(re.compile("/files/of/plans.milestone/"))
    milestone = page.url
    listening(page)
    page.locator("#id_description").fill("Bank sampah dibuka")
    page.locator("#id_file").set_input_files(sent)
    page.get_by_role("button", name="Tambah berkas").click()

    lines = page.locator(".upload-list li")
    expect(lines.nth(0)).to_contain_text("Ditambahkan")
    expect(lines.nth(1)).to_contain_text("padahal isinya halaman web")
    expect(page.locator(".evidence-row")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 berkas bukti")
    assert findings(page) == []

    page.get_by_role("link", name="Bank sampah dibuka").click()
    expect(page.locator(".evidence-picture img")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Terbitkan").click()
    page.get_by_role("link", name="Tutup wajah").click()
    stage = page.locator("[data-stage] img")
    expect(page.locator("[data-stage] svg")).to_be_attached()
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(page.locator("textarea")).to_have_value(re.compile(r"^2[45]\S* 2[45]\S* 2[45]\S* 2[45]\S*$"))
    page.get_by_role("button", name="Tutup bagian ini").click()
    page.locator("input[name=confirmed]").check()
    page.get_by_role("button", name="Terbitkan berkas").click()
    expect(page.get_by_text("Diterbitkan: semua orang dapat melihatnya.")).to_be_visible()
    context.close()

    stranger = browser.new_page(locale="id-ID")
    stranger.goto(milestone)
    expect(stranger.locator(".evidence-row")).to_have_count(1)
    expect(stranger.locator("input[type=file]")).to_have_count(0)
    stranger.close()
