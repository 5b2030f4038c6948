"""A meeting from its first item to its sealed minutes, on the note-taker's screen and the room's at once.

The line is cut while the note-taker writes, and the first answer after it is lost: everything is there once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import listening, open_page
from tests.e2e.test_pages import findings
from tests.e2e.test_reporting import sign_in_as

pytestmark = pytest.mark.e2e

BODY = "rakor-uji"


@pytest.fixture
def screens(browser: Browser) -> Iterator[tuple[Page, Page]]:
    """Return the desk of the note-taker and the screen in the room; axe is a script that the pages' policy forbids."""
    desk = browser.new_context(bypass_csp=True, locale="id-ID", viewport={"width": 1280, "height": 900})
    room = browser.new_context(bypass_csp=True, locale="id-ID", viewport={"width": 1920, "height": 1080})
    pages = desk.new_page(), room.new_page()
    for page in pages:
        page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield pages
    desk.close()
    room.close()


def begun(desk: Page, address: str) -> str:
    """Make a body and a meeting of today, begin it, and return the address of its page."""
    desk.goto(f"{address}/meetings/bodies/new/")
    desk.locator("[name=code]").fill(BODY)
    desk.locator("[name=name]").fill("Tim Uji")
    desk.locator("[name=usual_title]").fill("Rakor uji")
    desk.locator("main form button[type=submit]").last.click()
    expect(desk).to_have_url(re.compile(f"/bodies/{BODY}/$"))
    desk.goto(f"{address}/meetings/bodies/{BODY}/new/")
    desk.locator("[name=on]").fill(f"{timezone.localdate():%Y-%m-%d}")
    desk.locator("main form button[type=submit]").last.click()
    expect(desk).to_have_url(re.compile(r"/meetings/\d+/$"))
    for move in ("invite", "begin"):
        desk.locator(f"form[action$='/moves/{move}/'] button").click()
        expect(desk.locator(f"form[action$='/moves/{move}/']")).to_have_count(0)
    return desk.url


def put_on_the_agenda(desk: Page, title: str) -> None:
    desk.keyboard.press("a")
    desk.locator("dialog[open] [name=title]").fill(title)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".notes-agenda")).to_contain_text(title)
    expect(desk.locator("dialog[open]")).to_have_count(0)
    desk.keyboard.press("Escape")  # out of the text, so that the keys work


def write(desk: Page, text: str) -> None:
    desk.locator("#text").fill(text)
    desk.keyboard.press("Control+Enter")


def test_a_meeting_on_two_screens_with_the_line_cut(trial: tuple[str, str], screens: tuple[Page, Page]) -> None:
    desk, room = screens
    sign_in_as(desk, trial, "coordinator")
    sign_in_as(room, trial, "viewer")
    meeting = begun(desk, trial[0])
    open_page(desk, f"{meeting}notes/")
    open_page(room, f"{meeting}room/")

    # On by keyboard, and the room follows.
    put_on_the_agenda(desk, "Bank sampah di Hulu")
    put_on_the_agenda(desk, "Lain-lain")
    # The agenda made itself; what came up in the room is taken up first.
    desk.get_by_role("button", name="Bank sampah di Hulu").press("Enter")
    title, minutes = room.get_by_role("heading", level=1), room.locator(".room-minutes")
    expect(title).to_have_text("Bank sampah di Hulu")
    write(desk, "DLH menjelaskan kendala.")
    expect(minutes).to_contain_text("DLH menjelaskan kendala.")
    for page in screens:
        assert findings(page) == []

    # The line is cut while the note-taker writes: nothing is lost, and what is half written stays.
    desk.context.set_offline(True)
    write(desk, "Ditulis tanpa sambungan.")
    expect(desk.locator("[data-outbox]")).to_contain_text("1 alinea menunggu sambungan")
    desk.locator("#text").fill("Belum selesai")
    expect(desk.locator("[data-line]")).to_contain_text("Tidak ada sambungan sejak")
    expect(desk.locator(".notes-document")).to_contain_text("DLH menjelaskan kendala.")

    # The line is back and swallows the first answer, which the server has given already: it is there once.
    swallowed: list[int] = []

    def swallow(route: Route) -> None:
        if not swallowed:
            swallowed.append(route.fetch().status)
            route.abort()
        else:
            route.fallback()

    desk.context.route(re.compile(r"/minutes/write/$"), swallow)
    desk.context.set_offline(False)
    expect(desk.locator("[data-outbox]")).to_be_hidden()
    expect(minutes).to_contain_text("Ditulis tanpa sambungan.")
    expect(minutes.get_by_text("Ditulis tanpa sambungan.")).to_have_count(1)
    assert swallowed == [200]
    expect(desk.locator("#text")).to_have_value("Belum selesai")
    desk.reload()
    listening(desk)
    expect(desk.locator("#text")).to_have_value("Belum selesai")
    desk.locator("#text").press("Control+Enter")

    # A decision and an action, without a hand on the mouse.
    expect(desk.locator(".notes-document")).to_contain_text("Belum selesai")
    desk.locator("#text").press("Escape")
    desk.keyboard.press("k")
    desk.locator("dialog[open] [name=text]").fill("Tiga titik dipindah ke Hilir.")
    desk.keyboard.press("Control+Enter")
    expect(minutes.locator(".outcome").first).to_contain_text("Tiga titik dipindah ke Hilir.")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    desk.keyboard.press("Escape")
    desk.keyboard.press("t")
    sheet = desk.locator("dialog[open]")
    sheet.locator("[name=text]").fill("Adendum ditandatangani")
    desk.keyboard.press("Control+Enter")
    expect(sheet.locator(".error-summary")).to_be_visible()
    sheet.locator("[name=agency]").select_option(index=1)
    sheet.locator("[name=due_on]").fill("2099-01-31")
    desk.keyboard.press("Control+Enter")
    expect(minutes.locator(".outcome-action")).to_contain_text("Adendum ditandatangani")

    # Somebody else changes a paragraph that is being changed here: both are shown, and what was typed stays.
    other = desk.context.new_page()
    open_page(other, f"{meeting}notes/")
    for page in (desk, other):
        page.locator(".minute").first.locator("[data-edit]").click()
    desk.locator(".minute textarea").fill("DLH menjelaskan tiga kendala.")
    desk.keyboard.press("Control+Enter")
    expect(minutes).to_contain_text("DLH menjelaskan tiga kendala.")
    field = other.locator(".minute textarea")
    expect(field).to_have_value("DLH menjelaskan kendala.")
    field.fill("DLH menjelaskan empat kendala.")
    field.press("Control+Enter")
    expect(other.locator(".minute blockquote")).to_have_text("DLH menjelaskan tiga kendala.")
    expect(field).to_have_value("DLH menjelaskan empat kendala.")
    field.press("Control+Enter")
    expect(minutes).to_contain_text("DLH menjelaskan empat kendala.")
    other.close()

    # The room's line is cut: it keeps the picture, says since when, and goes on by itself.
    room.context.set_offline(True)
    expect(room.locator("[data-line]")).to_contain_text("Tidak ada sambungan sejak")
    expect(title).to_have_text("Bank sampah di Hulu")
    desk.locator("#text").press("Escape")
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Lain-lain")
    room.context.set_offline(False)
    expect(title).to_have_text("Lain-lain")

    # Closed, circulated and signed off: the room says so, and the minutes are sealed.
    desk.goto(meeting)
    for move in ("close", "circulate", "sign-off"):
        desk.locator(f"form[action$='/moves/{move}/'] button").click()
        expect(desk.locator(f"form[action$='/moves/{move}/']")).to_have_count(0)
    room.goto(f"{meeting}minutes/")
    expect(room.locator(".minutes-seal")).to_contain_text("isinya sama seperti saat disahkan")
    expect(room.locator("main")).to_contain_text("Ditulis tanpa sambungan.")
    assert findings(room) == []
