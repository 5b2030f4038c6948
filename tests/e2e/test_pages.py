"""Every main page, at two widths, in two languages, signed in and out: valid, accessible, and kept as a picture."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import PRIVATE_PAGES, PUBLIC_PAGES, ROOT, SCREENS, sign_in

pytestmark = pytest.mark.e2e

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
FOR_VISITORS = {"home", "sign-in"}  # whoever has signed in is sent on to their overview


@pytest.fixture(scope="module")
def visitors(browser: Browser, trial: tuple[str, str]) -> Iterator[dict[str, BrowserContext]]:
    """Return a browser for somebody who has signed in as the coordinator and one for somebody who has not."""
    # axe is added to the page as a script, which the page's own policy rightly forbids.
    contexts = {
        who: browser.new_context(bypass_csp=True, reduced_motion="reduce") for who in ("signed-out", "coordinator")
    }
    page = contexts["coordinator"].new_page()
    sign_in(page, *trial)
    page.close()
    yield contexts
    for context in contexts.values():
        context.close()


def findings(page: Page) -> list[str]:
    """Return what axe finds serious or critical on the page, a line each."""
    page.add_script_tag(path=str(AXE))
    result = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{violation['id']}: {violation['help']} – {node['target']} {node['html'][:160]}"
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


CASES = [
    *(("signed-out", name, path) for name, path in PUBLIC_PAGES.items()),
    *(("coordinator", name, path) for name, path in PUBLIC_PAGES.items() if name not in FOR_VISITORS),
    *(("coordinator", name, path) for name, path in PRIVATE_PAGES.items()),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("case", CASES, ids=[f"{who}-{name}" for who, name, _ in CASES])
def test_a_page_is_accessible_fits_and_keeps_its_language(
    visitors: dict[str, BrowserContext], address: str, case: tuple[str, str, str], language: str
) -> None:
    who, name, path = case
    page = visitors[who].new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    SCREENS.mkdir(parents=True, exist_ok=True)
    try:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = page.goto(f"{address}/en{path}" if language == "en" else f"{address}{path}")
        assert answer is not None
        assert answer.status == 200
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=SCREENS / f"{name}-{who}-{language}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The other language has the same elements and other words.
        if language == "id":
            problems += findings(page)
        assert problems == []
    finally:
        page.close()


@pytest.mark.parametrize("who", ["signed-out", "coordinator"])
def test_the_html_of_every_page_is_valid(
    visitors: dict[str, BrowserContext], address: str, who: str, tmp_path: Path
) -> None:
    pages = PUBLIC_PAGES if who == "signed-out" else {**PUBLIC_PAGES, **PRIVATE_PAGES}
    for name, path in pages.items():
        answer = visitors[who].request.get(f"{address}{path}")
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
