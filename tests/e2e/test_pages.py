"""Every main page, at two widths, in two languages, signed in and out: valid, accessible, and as wide as the screen.

A page that is wrong is kept as a picture in `var/screens`; with SERAMBI_SCREENS=1 every page is, at both widths.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import PRIVATE_PAGES, PUBLIC_PAGES, ROOT, SCREENS

pytestmark = pytest.mark.e2e

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
FOR_VISITORS = {"home", "sign-in"}  # whoever has signed in is sent on to their overview


# How wide the page is once its letters are there and a frame has been drawn with whatever moved because of the width.
WIDTH = """() => new Promise((tell) => document.fonts.ready.then(() => requestAnimationFrame(() =>
  requestAnimationFrame(() => tell(document.documentElement.scrollWidth)))))"""
# Only what is found comes back from the page: all that axe looked at is a megabyte.
FINDINGS = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help} – ${node.target} ${node.html.slice(0, 160)}`));
}"""


@dataclass(frozen=True)
class Visitor:
    """Somebody who goes from page to page in one tab, which costs half of a tab for each, and what went wrong there."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go to a page that must be there; what went wrong on an earlier one is forgotten."""
        self.problems.clear()
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200


@pytest.fixture(scope="module")
def visitors(browser: Browser, coordinator_state: StorageState) -> Iterator[dict[str, Visitor]]:
    """Return somebody who has not signed in and somebody who has, as the coordinator."""
    found = {}
    for who, state in (("signed-out", None), ("coordinator", coordinator_state)):
        # axe is added to the page as a script, which the page's own policy rightly forbids.
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=state)
        found[who] = Visitor(context.new_page())
        found[who].page.on("pageerror", lambda error, visitor=found[who]: visitor.problems.append(str(error)))
    yield found
    for visitor in found.values():
        visitor.page.context.close()


def findings(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page, a line each."""
    page.add_script_tag(path=str(AXE))
    found: list[str] = page.evaluate(FINDINGS, RULES)
    return found


CASES = [
    *(("signed-out", name, path) for name, path in PUBLIC_PAGES.items()),
    *(("coordinator", name, path) for name, path in PUBLIC_PAGES.items() if name not in FOR_VISITORS),
    *(("coordinator", name, path) for name, path in PRIVATE_PAGES.items()),
]


@contextmanager
def pictured(page: Page, name: str) -> Iterator[None]:
    """Keep a picture of a page on which something fails."""
    try:
        yield
    except BaseException:
        _keep_picture(page, name)
        raise


def _keep_picture(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("case", CASES, ids=[f"{who}-{name}" for who, name, _ in CASES])
def test_a_page_is_accessible_fits_and_keeps_its_language(
    visitors: dict[str, Visitor], address: str, case: tuple[str, str, str], language: str
) -> None:
    who, name, path = case
    visitor, picture = visitors[who], f"{name}-{who}-{language}"
    page = visitor.page
    with pictured(page, picture):
        visitor.open(f"{address}/en{path}" if language == "en" else f"{address}{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("h1")).to_have_count(1)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDTH) <= width
            if os.environ.get("SERAMBI_SCREENS"):
                _keep_picture(page, f"{picture}-{width}")
        # The other language has the same elements and other words.
        if language == "id":
            assert findings(page) == []
        assert visitor.problems == []


@pytest.mark.parametrize("who", ["signed-out", "coordinator"])
def test_the_html_of_every_page_is_valid(visitors: dict[str, Visitor], address: str, who: str, tmp_path: Path) -> None:
    pages = PUBLIC_PAGES if who == "signed-out" else {**PUBLIC_PAGES, **PRIVATE_PAGES}
    for name, path in pages.items():
        answer = visitors[who].page.context.request.get(f"{address}{path}")
        assert answer.status == 200, path
        (tmp_path / f"{name}.html").write_bytes(answer.body())
    found = tmp_path / "found.json"  # a pipe would be cut off when the program ends
    command = ["npx", "--no-install", "html-validate", "--formatter", f"json={found}", "--config", ".htmlvalidate.json"]
    checked = subprocess.run(
        [*command, str(tmp_path)], cwd=ROOT / "frontend", capture_output=True, text=True, check=False
    )
    assert found.exists(), checked.stderr
    assert [
        f"{Path(file['filePath']).name}:{message['line']} {message['ruleId']}: {message['message']}"
        for file in json.loads(found.read_text())
        for message in file["messages"]
    ] == []


def test_the_first_view_of_the_public_page_is_light(page: Page, address: str) -> None:
    sizes: list[int] = []

    def weigh(response: object) -> None:
        sizes.append(response.request.sizes()["responseBodySize"])  # type: ignore[attr-defined]  # a playwright response

    page.on("response", weigh)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 200_000
