"""Figures in a grid: a block pasted from a spreadsheet, a slip flagged, the line cut, the draft back, one save."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser import open_page, sign_in
from tests.e2e.test_pages import findings

pytestmark = pytest.mark.e2e


@pytest.fixture
def officer(browser: Browser, coordinator_state: StorageState) -> Iterator[Page]:
    """Return a page of the coordinator that may lose its line; axe is let in past the policy of the page."""
    context = browser.new_context(
        bypass_csp=True,
        locale="id-ID",
        viewport={"width": 1280, "height": 900},
        storage_state=coordinator_state,
    )
    page: Page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
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


def open_sheet(page: Page, address: str) -> list[str]:
    """Open the sheet of a year and return its free cells."""
    open_page(page, f"{address}/data/series/waste.handled/grid/?year=2026")
    expect(page.locator("[data-count]")).to_have_text("Belum ada perubahan")
    return free_cells(page)


def test_a_pasted_block_survives_a_lost_line_and_is_saved_once(officer: Page, address: str) -> None:
    page = officer
    free = open_sheet(page, address)
    cells = free[:2]
    above = page.evaluate("(id) => document.getElementById(id).dataset.usual", cells[0])
    assert above
    # A block of a spreadsheet, in Indonesian notation.
    paste(page, cells[0], "61,5\n")
    paste(page, cells[1], "9.999,25\n")
    assert (value(page, cells[0]), value(page, cells[1])) == ("61,5", "9999,25")
    # The slip of the hand is flagged before anything is saved.
    slip = page.locator(f"[id='{cells[1]}']")
    expect(slip).to_have_attribute("data-problem", "doubt")
    expect(page.locator("[data-here]")).to_contain_text("kali yang biasa")
    slip.fill("62")
    expect(slip).not_to_have_attribute("data-problem", "doubt")

    page.context.set_offline(True)
    page.locator("[data-save]").click()
    expect(page.locator("[data-state]")).to_contain_text("Sambungan terputus")
    assert (value(page, cells[0]), value(page, cells[1])) == ("61,5", "62")

    # As after a crash: the page is opened again with nothing but what the browser kept. The save that waits would be
    # sent as soon as the line is back, so the page goes first.
    page.goto("about:blank")
    page.context.set_offline(False)
    open_page(page, f"{address}/data/series/waste.handled/grid/?year=2026")
    expect(page.locator("[data-draft] p")).to_contain_text("2 sel")
    assert (value(page, cells[0]), value(page, cells[1])) == ("61,5", "62")

    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("[data-save]").click()
    expect(page.locator("#messages")).to_contain_text("2 angka dicatat")
    assert len(sent) == 1
    assert value(page, cells[0]) == "61,5"
    expect(page.locator("[data-draft]")).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("Belum ada perubahan")


def test_a_save_that_waits_is_sent_when_the_line_is_back(officer: Page, address: str) -> None:
    page = officer
    cell = open_sheet(page, address)[0]
    usual = page.evaluate("(id) => document.getElementById(id).dataset.usual", cell)
    period = cell.partition("-")[2]
    name = page.locator(f"[id='r{cell[1:].partition('-')[0]}']").inner_text()
    page.locator(f"[id='{cell}']").fill(str(round(float(usual))))
    # The answer is lost after the server has saved: what is sent again must not be saved twice.
    page.route("**/grid/**", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else None)
    page.locator("[data-save]").click()
    expect(page.locator("[data-state]")).to_contain_text("Sambungan terputus")
    page.unroute("**/grid/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#messages")).to_contain_text("1 angka dicatat")
    page.goto(f"{address}/data/series/waste.handled/record/")
    option = page.locator("select[name=area] option").filter(has_text=re.compile(rf"^{name} \("))
    area = option.first.get_attribute("value")
    page.goto(f"{address}/data/series/waste.handled/record/?area={area}&period={period}")
    expect(page.locator("[name=revision]")).to_have_value("1")


def test_keys_move_choose_copy_fill_and_undo(officer: Page, address: str) -> None:
    page = officer
    open_page(page, f"{address}/data/series/waste.recycled/grid/?first=2026-10&last=2026-11")
    expect(page.locator("[data-count]")).to_have_text("Belum ada perubahan")
    rows = page.evaluate(
        """() => [...document.querySelectorAll('.sheet tbody tr')].map((row) =>
            [...row.querySelectorAll('input')].map((input) => input.id))"""
    )
    column = [row[-1] for row in rows]
    page.locator(f"[id='{column[0]}']").focus()
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == column[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    assert [value(page, cell) for cell in column[:4]] == ["60", "60", "60", ""]
    copied = page.evaluate(
        """() => { const data = new DataTransfer();
            const event = new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event); return data.getData('text/plain'); }"""
    )
    assert copied == "60\n60\n60"
    page.keyboard.press("Control+z")
    assert [value(page, cell) for cell in column[:3]] == ["60", "", ""]
    page.keyboard.press("Control+z")
    assert value(page, column[0]) == ""
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    assert [value(page, cell) for cell in column[:3]] == ["60", "60", "60"]
    page.keyboard.press("Control+End")
    assert page.evaluate("document.activeElement.id") == column[-1]
    paste(page, column[-1], "1\n2")
    expect(page.locator("[data-state]")).to_contain_text("Tidak ada yang ditempel")
    assert value(page, column[-1]) == ""
    page.locator(f"[id='{column[0]}']").focus()
    page.keyboard.press("F2")
    page.keyboard.type("5")
    page.keyboard.press("Escape")
    assert value(page, column[0]) == "60"
    page.keyboard.press("Delete")
    assert value(page, column[0]) == ""
    # Nothing in the block tells which notation it is: asked, never guessed.
    paste(page, column[0], "1.234\n1.300")
    expect(page.locator("[data-ask]")).to_be_visible()
    assert findings(page) == []
    page.locator("[data-ask] [data-large]").click()
    assert [value(page, cell) for cell in column[:2]] == ["1234", "1300"]
    assert findings(page) == []


def test_the_sheet_works_without_scripts(browser: Browser, trial: tuple[str, str], address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID", viewport={"width": 390, "height": 844})
    page: Page = context.new_page()
    sign_in(page, *trial)
    page.goto(f"{address}/data/series/waste.handled/grid/?first=2026-11&last=2026-11")
    free = page.locator(".sheet input:not([readonly])[value=''][data-usual]")
    names = [free.nth(number).get_attribute("id") for number in range(2)]
    usual = [free.nth(number).get_attribute("data-usual") for number in range(2)]
    cells = [page.locator(f"[id='{name}']") for name in names]
    cells[0].fill("61x")
    cells[1].fill(f"{round(float(usual[1] or 0))}")
    page.locator("[data-save]").click()
    expect(page.locator(".error-summary")).to_contain_text("bukan angka")
    assert (cells[0].input_value(), cells[1].input_value()) == ("61x", str(round(float(usual[1] or 0))))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cells[0].fill(f"{round(float(usual[0] or 0))}")
    page.locator("[data-save]").click()
    expect(page.locator("#messages")).to_contain_text("2 angka dicatat")
    context.close()


def test_yours_and_theirs_are_chosen_on_the_same_page_and_undo_stays(officer: Page, address: str) -> None:
    sheet = f"{address}/data/series/waste.generated/grid/?year=2026"
    open_page(officer, sheet)
    expect(officer.locator("[data-count]")).to_have_text("Belum ada perubahan")
    script = (
        "[...document.querySelectorAll('.sheet input:not([readonly])')].find((i) => !i.value && i.dataset.usual).id"
    )
    cell = officer.evaluate(script)
    usual = round(float(officer.evaluate("(id) => document.getElementById(id).dataset.usual", cell)))
    other = officer.context.new_page()
    open_page(other, sheet)
    other.locator(f"[id='{cell}']").fill(str(usual + 1))
    other.locator("[data-save]").click()
    expect(other.locator("#messages")).to_contain_text("1 angka dicatat")
    other.close()

    officer.locator(f"[id='{cell}']").fill(str(usual + 2))
    officer.locator("[name=reason]").fill("Ditimbang ulang")
    officer.locator("[data-save]").click()
    problems = officer.locator("#sheet-problems")
    expect(problems).to_contain_text(f"{usual + 2} ton")
    expect(problems).to_contain_text(f"{usual + 1} ton")
    assert findings(officer) == []
    officer.locator(f"[id='{cell}']").focus()
    officer.keyboard.press("Control+z")
    assert value(officer, cell) == ""
    officer.keyboard.press("Control+y")
    assert value(officer, cell) == str(usual + 2)
    officer.locator("input[value^='yours:']").check()
    officer.locator("[data-save]").click()
    expect(officer.locator("#messages")).to_contain_text("1 diubah")
    assert value(officer, cell) == str(usual + 2)
