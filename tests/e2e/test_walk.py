"""The walk of the first visit: from six pillars to the figure behind a number, a correction, and a new indicator."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import open_page

pytestmark = pytest.mark.e2e

OPEN_EVERYTHING = "document.querySelectorAll('details').forEach((part) => part.setAttribute('open', ''))"


def percent(page: Page, address: str) -> str:
    """Return the score of the environment pillar, as its page says it."""
    page.goto(f"{address}/pillars/environment/")
    found = re.search(r"(\d+[.,]\d+)\s?%", page.locator("h1").inner_text())
    assert found is not None
    return found[1]


def test_signed_out_the_six_pillars_are_there(page: Page, address: str) -> None:
    page.goto(address)
    for pillar in ("Governance", "Society", "Branding", "Environment", "Economy", "Living"):
        expect(page.get_by_role("link", name=f"Smart {pillar}").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Ilustrasi")


def test_from_a_pillar_down_to_the_figure_behind_its_number(coordinator: Page, address: str) -> None:
    coordinator.goto(f"{address}/dashboard/")
    coordinator.locator("a[href*='/pillars/environment/']").first.click()
    coordinator.locator("main a[href*='/pillars/environment/waste/']").first.click()
    coordinator.locator("main a[href*='/programs/IL-E3/']").first.click()
    coordinator.locator("main a[href*='/indicators/waste_handled_share/']").first.click()
    coordinator.locator("main a[href*='/why/']").first.click()
    expect(coordinator).to_have_url(re.compile("/why/"))
    coordinator.evaluate(OPEN_EVERYTHING)
    coordinator.locator("main a[href*='/data/figures/']").first.click()
    expect(coordinator).to_have_url(re.compile(r"/data/figures/\d+/$"))
    expect(coordinator.locator("main")).to_contain_text("Ilustrasi")


def test_a_corrected_figure_moves_the_pillar_at_once(coordinator: Page, address: str) -> None:
    before = percent(coordinator, address)
    coordinator.goto(f"{address}/indicators/waste_handled_share/why/")
    coordinator.evaluate(OPEN_EVERYTHING)
    coordinator.locator("main a[href*='/data/figures/']").first.click()
    coordinator.locator("main a[href*='/record/']").first.click()
    value = coordinator.locator("[name=value]")
    value.fill("1")
    coordinator.locator("[name=reason]").fill("Salah ketik pada timbangan.")
    coordinator.locator("main form[method=post] button[type=submit]").first.click()
    # The figure is far from its own history, so Serambi asks once more and keeps what was typed.
    expect(coordinator.locator("[name=is_right]")).to_be_visible()
    expect(coordinator.locator("[name=value]")).to_have_value("1")
    coordinator.locator("[name=is_right]").check()
    coordinator.locator("main form[method=post] button[type=submit]").first.click()
    expect(coordinator.locator("#messages")).to_be_visible()
    expect(coordinator.locator("main")).to_contain_text("Salah ketik pada timbangan.")
    assert percent(coordinator, address) != before


def test_a_new_indicator_is_computed_while_it_is_typed(coordinator: Page, address: str) -> None:
    open_page(coordinator, f"{address}/indicators/new/")
    formula = coordinator.locator("textarea[name=formula]")
    formula.fill("waste.handled + population")
    expect(coordinator.locator("main")).to_contain_text("ton")
    expect(coordinator.locator("main")).to_contain_text(re.compile("tidak dapat dijumlahkan"))
    formula.fill("100 * waste.recycled / waste.handled")
    expect(coordinator.locator("main")).to_contain_text(re.compile(r"100 kali jumlah sampah"))
    expect(coordinator.locator("main table").first).to_contain_text(re.compile(r"\d,\d"))
    coordinator.locator("[name=code]").fill("recycled_of_handled")
    coordinator.locator("[name=name]").fill("Bagian yang didaur ulang")
    coordinator.locator("[name=unit]").fill("%")
    coordinator.locator("main form[method=post] button[type=submit]").last.click()
    expect(coordinator).to_have_url(re.compile(r"/indicators/recycled_of_handled/"))
    expect(coordinator.locator("h1")).to_contain_text("%")


def test_the_page_in_english_prints_and_its_link_is_for_everyone(coordinator: Page, address: str) -> None:
    coordinator.goto(f"{address}/dashboard/")
    coordinator.locator("a[hreflang=en]").click()
    expect(coordinator).to_have_url(re.compile(r"/en/dashboard/"))
    expect(coordinator.locator("h1")).to_contain_text(re.compile("pillar"))
    coordinator.emulate_media(media="print")
    expect(coordinator.locator("nav").first).to_be_hidden()
    assert coordinator.pdf(format="A4").startswith(b"%PDF")
    link = coordinator.url
    context = coordinator.context.browser.new_context()  # type: ignore[union-attr]  # a context of a browser has one
    visitor = context.new_page()
    visitor.goto(link)
    expect(visitor.locator("h1")).to_contain_text(re.compile("pillar"))
    context.close()
