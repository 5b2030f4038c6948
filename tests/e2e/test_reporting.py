"""An officer fills in a report on a phone, and a verifier checks one with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_pages import findings

pytestmark = pytest.mark.e2e

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# A bar that stays at the bottom covers what scrolls below it, which axe takes for a target that is too small.
UNSTUCK = ".report-bar { position: static !important }"


@pytest.fixture
def phone_and_desk(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Return a page as wide as a phone and one as wide as a desk; axe is a script that the page's policy forbids."""
    contexts = [browser.new_context(bypass_csp=True, locale="id-ID", viewport=size) for size in (PHONE, DESK)]  # type: ignore[arg-type]  # plain sizes
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def sign_in_as(page: Page, trial: tuple[str, str], name: str) -> None:
    """Sign in with one of the accounts that the terminal shows."""
    address, printed = trial
    found = re.search(rf"({name}@\S+)\s+(\S+)", printed)
    assert found is not None
    page.goto(f"{address}/account/sign-in/")
    page.locator("input[name=username]").fill(found[1])
    page.locator("input[name=password]").fill(found[2])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_on_a_phone_and_with_the_keyboard(trial: tuple[str, str], phone_and_desk: tuple[Page, Page]) -> None:
    phone, desk = phone_and_desk
    sign_in_as(phone, trial, "officer")
    expect(phone).to_have_url(re.compile(r"/progress/$"))
    phone.locator(".due-list a").first.click()
    expect(phone).to_have_url(re.compile(r"/form/$"))
    # The address is there before the styles are.
    expect(phone.locator("form[data-report-form][data-ready]")).to_be_attached()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.add_style_tag(content=UNSTUCK)
    assert findings(phone) == []
    number = phone.locator("input[inputmode=decimal]").first
    number.fill("dua ratus")
    phone.locator("button[value=save]").last.click()
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_be_focused()
    expect(number).to_have_value("dua ratus")

    sign_in_as(desk, trial, "verifier")
    desk.goto(f"{trial[0]}/progress/queue/")
    desk.locator("tbody th a").first.click()
    expect(desk.locator("[data-keys]")).to_be_visible()
    assert findings(desk) == []
    desk.keyboard.press("j")
    desk.keyboard.press("r")
    expect(desk.locator("[data-check]").first.locator("input[type=checkbox]")).to_be_checked()
