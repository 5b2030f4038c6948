"""What scripts add to the pages, in a real browser; each of these pages works without them too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from serambi.ui import assets
from tests.browser import open_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.e2e,
    # Every page names its regency, so the server of these tests reads the database.
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.skipif(not assets.MANIFEST.exists(), reason="needs the built front end: make build"),
]


@pytest.fixture(scope="module")
def gallery(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Serve the gallery for all these tests at once: it writes nothing, so nothing is to be cleaned between them."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield f"{server.url}/ui/"
        server.stop()


@pytest.fixture
def page(browser: Browser, gallery: str) -> Iterator[Page]:
    """Open the gallery; a script error or a breach of the content security policy fails the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="id-ID", permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    open_page(page, gallery)
    yield page
    context.close()
    # What the browser and htmx write about a lost connection is what one of the tests asks for.
    expected = ("DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    assert [text for text in wrong if not any(part in text for part in expected)] == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_theme_is_switched_without_loading_and_kept(page: Page) -> None:
    page.evaluate("window.sameDocument = true")
    page.click('button[name="theme"][value="dark"]')
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("window.sameDocument")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click('button[name="theme"][value="auto"]')
    assert page.locator("html").get_attribute("data-theme") is None


def test_sorting_swaps_the_list_keeps_the_focus_and_is_read_out(page: Page) -> None:
    page.locator("th.sortable a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text("240 program")
    assert focused(page) == "Program"
    assert page.url.endswith("?sort=name")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)


def test_a_filter_is_applied_when_it_changes_and_keeps_the_order(page: Page) -> None:
    page.locator("th.sortable a").first.click()
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    page.select_option("#id_state", "late")
    expect(page.locator(".chip")).to_have_count(3)
    assert "sort=name" in page.url
    page.fill("#id_q", "")
    expect(page.locator(".chip")).to_have_count(2)
    assert "q=" not in page.url


def test_going_back_shows_the_whole_page(page: Page) -> None:
    page.locator("th.sortable a").first.click()
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("nav.switch")).to_be_visible()
    assert page.url.endswith("?sort=name")


def test_turning_a_page_swaps_the_list(page: Page) -> None:
    page.locator(".pagination a[rel=next]").click()
    expect(page.locator(".pagination-count")).to_have_text("26 sampai 50 dari 240")
    assert "page=2" in page.url


def test_a_row_opens_in_place(page: Page) -> None:
    button = page.locator(".open-row").first
    inside = page.locator("tr.inside").first
    expect(inside).to_be_hidden()
    button.click()
    expect(inside).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    expect(inside).to_be_hidden()


def test_a_chart_tells_its_values_by_pointer_and_by_key(page: Page) -> None:
    plot = page.locator("svg.plot.wide").first
    plot.hover(position={"x": 40, "y": 60})
    readout = page.locator(".readout").first
    expect(readout).to_contain_text("57,2")
    expect(readout).to_contain_text("Triwulan I 2022")
    slider = page.locator("input.reader.wide").first
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "Triwulan II 2025, 76,6\u00a0%, sementara"
    slider.blur()
    expect(readout).to_be_hidden()


def test_a_chart_is_saved_as_a_picture(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.locator("button[data-png]").first.click()
    saved = tmp_path / "trend.png"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "trend.png"
    assert saved.read_bytes().startswith(b"\x89PNG")


def test_a_map_zooms_and_shares_its_choice_with_the_list(page: Page) -> None:
    area_map = page.locator("svg.map").first
    whole = area_map.get_attribute("viewBox")
    expect(page.locator('[data-zoom="out"]').first).to_be_disabled()
    page.locator('[data-zoom="in"]').first.click()
    assert area_map.get_attribute("viewBox") != whole
    page.locator('[data-zoom="all"]').first.click()
    row = page.locator(".map-list tr", has_text="Petung").first
    row.hover()
    code = row.get_attribute("data-code")
    assert "chosen" in (area_map.locator(f'[data-code="{code}"]').get_attribute("class") or "")
    area_map.locator('a[tabindex="0"]').focus()
    page.keyboard.press("ArrowRight")
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert said.startswith("Girimukti")
    expect(page.locator(".map-list tr.chosen").first).to_contain_text("Girimukti")


def test_the_areas_of_a_map_are_one_stop_of_the_tab_key(page: Page) -> None:
    assert page.locator('svg.map >> nth=0 >> a[tabindex="0"]').count() == 1


def test_the_editor_completes_checks_and_underlines(page: Page) -> None:
    area = page.locator("textarea[name=formula]")
    output = page.locator("[data-output]")
    expect(output).to_contain_text("Sampah tertangani dibagi")
    area.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + wast")
    options = page.locator(".completions li")
    expect(options).to_have_count(3)
    page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert area.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("Enter")
    expect(area).to_have_value("100 * waste.handled / waste.generated + waste.generated")
    expect(page.locator(".completions")).to_be_hidden()
    page.keyboard.type(" * nonsens")
    expect(output).to_contain_text("Tidak ada deret atau fungsi bernama “nonsens”.")
    expect(page.locator(".editor-back mark")).to_have_text("nonsens")
    expect(area).to_have_attribute("aria-invalid", "true")
    for _letter in " * nonsens":
        page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    expect(area).to_have_attribute("aria-invalid", "false")


def test_escape_closes_the_suggestions_and_the_caret_stays(page: Page) -> None:
    area = page.locator("textarea[name=formula]")
    area.fill("")
    page.keyboard.type("su")
    expect(page.locator(".completions")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".completions")).to_be_hidden()
    assert area.evaluate("area => area.selectionStart") == 2


def test_an_error_in_the_summary_leads_into_its_field(page: Page) -> None:
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "name"


def test_the_address_is_copied(page: Page) -> None:
    button = page.locator("[data-island=copy-link]")
    button.click()
    expect(button).to_have_text("Tautan disalin")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_arrow_keys_go_from_row_to_row(page: Page) -> None:
    page.locator("#results tbody a").first.focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Serbu Gass"
    page.keyboard.press("Home")
    assert focused(page).startswith("Ruang terbuka")


def test_a_lost_connection_is_told_in_place(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("th.sortable a").first.click()
    expect(page.locator("#messages")).to_contain_text("Belum berhasil")


def test_nothing_is_wider_than_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_list_still_sorts_and_the_charts_are_there(browser: Browser, gallery: str) -> None:
    plain = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
    plain.goto(gallery)
    plain.locator("th.sortable a").first.click()
    expect(plain.locator("th[aria-sort=ascending]")).to_have_count(1)
    expect(plain.locator("svg.plot.wide").first).to_be_visible()
    expect(plain.locator(".filters-apply")).to_be_visible()
    plain.locator('button[name="theme"][value="dark"]').click()
    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    plain.context.close()
