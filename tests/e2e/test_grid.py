"""Figures in a grid: a block pasted from a spreadsheet, a slip flagged, the line cut, the draft back, one save."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import sign_in
from tests.e2e.test_pages import findings

pytestmark = pytest.mark.e2e

SHEET = "/data/series/waste.handled/grid/?first={first}&last={last}"
OTHER_LINE = re.compile(r"ERR_INTERNET_DISCONNECTED|422|409")


@pytest.fixture
def officer(browser: object, trial: tuple[str, str]) -> Page:
    """Return a page of the coordinator that may lose its line; axe is let in past the policy of the page."""
    context = browser.new_context(bypass_csp=True, locale="id-ID", viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]  # the browser of the tests
    page: Page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    sign_in(page, *trial)
    yield page
    context.close()


def free_cells(page: Page) -> list[str]:
    """Return the ids of cells in which nothing is recorded, row by row."""
    script = "[...document.querySelectorAll('.sheet input:not([readonly])')].filter((i) => !i.value).map((i) => i.id)"
    found: list[str] = page.evaluate(script)
    return found


def paste(page: Page, cell: str, text: str) -> None:
    page.locator(f"[id='{cell}']").focus()
    page.evaluate(
        """([id, text]) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
            document.getElementById(id).dispatchEvent(event);
        }""",
        [cell, text],
    )


def value(page: Page, cell: str) -> str:
    return page.locator(f"[id='{cell}']").input_value()
