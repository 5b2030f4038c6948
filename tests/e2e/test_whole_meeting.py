"""A meeting from its plan to its owner's due list, by whoever takes part: coordinator, agency, and a phone at the door.

What happens on the screens when the line is cut is in test_rakor.py, a signature by finger in test_check_in.py.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from serambi.exchange.documents.tests.world import text_of
from tests.browser import open_page
from tests.e2e.test_rakor import write
from tests.e2e.test_reporting import DESK, PHONE, sign_in_as

pytestmark = pytest.mark.e2e

TITLE = "Rakor uji dari awal sampai akhir"
DECISION = "Tiga titik TPS dipindah ke Hilir."
ACTION = "Menandatangani adendum paket 2"


@pytest.fixture
def people(browser: Browser) -> Iterator[tuple[Page, Page, Page]]:
    """Return the desk of the coordinator, that of an agency's officer, and a phone of somebody without an account."""
    contexts = [browser.new_context(locale="id-ID", viewport=size) for size in (DESK, DESK, PHONE)]  # type: ignore[arg-type]  # plain sizes
    pages = [one.new_page() for one in contexts]
    for page in pages:
        page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield pages[0], pages[1], pages[2]
    for one in contexts:
        one.close()


def planned(desk: Page, address: str) -> str:
    """Plan a meeting of the team for the end of today, and return the address of its page."""
    desk.goto(f"{address}/meetings/bodies/tim-pelaksana/new/")
    desk.locator("[name=title]").fill(TITLE)
    desk.locator("[name=on]").fill(f"{timezone.localdate():%Y-%m-%d}")
    desk.locator("[name=at]").fill("23:59")
    desk.locator("form.form button[type=submit]").click()
    expect(desk).to_have_url(re.compile(r"/meetings/\d+/$"))
    return desk.url


def take_a_proposal(desk: Page, meeting: str) -> None:
    """Look at the agenda that made itself, and take over what else is proposed first."""
    desk.goto(f"{meeting}agenda/")
    agenda = desk.locator(".agenda-section .agenda > li")
    before = agenda.count()
    assert before > 3
    desk.locator("form[action$='/proposals/take/'] button").first.click()
    expect(agenda).to_have_count(before + 1)


def invite(desk: Page, meeting: str) -> None:
    """Write the letter and send it; a worker does it while the page tells how far it is."""
    desk.goto(f"{meeting}invitations/letter/")
    desk.locator("[name=number]").fill("000.1.5/117/DISKOMINFO/2026")
    desk.locator("[name=day]").fill(f"{timezone.localdate():%Y-%m-%d}")
    desk.locator("form.form button[type=submit]").click()
    desk.locator("form[action$='/invitations/send/'] button").click()
    expect(desk.locator("[id^=job-] .task-state")).to_have_text("Selesai")
    desk.goto(meeting)
    expect(desk.locator(".lede b")).to_have_text("Diundang")


def say_that_somebody_comes(agency: Page, meeting: str) -> str:
    """Answer the agency's invitation, and return whom the letter names."""
    agency.goto(meeting)
    agency.locator(".own-answer a.button").click()
    name = agency.locator(".lede").inner_text().rpartition("diundang: ")[2]
    agency.locator("[name=answer][value=comes]").check()
    agency.locator("form.form button[type=submit]").click()
    expect(agency.locator(".own-answer .task-state")).to_have_text("Hadir")
    return name


def sign_in_at_the_door(desk: Page, phone: Page, meeting: str, receiver: str) -> None:
    desk.goto(f"{meeting}check-in/screen/")
    code = desk.get_by_role("link", name="Isi di perangkat ini").get_attribute("href")
    assert code is not None
    phone.goto(code)
    phone.locator("[name=invitation]").select_option(label=receiver)
    phone.locator("[name=name]").fill("Ayu Lestari")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_role("button", name="Saya hadir").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Anda tercatat hadir")
    expect(phone.locator(".lede")).to_contain_text("Ayu Lestari")


def move(desk: Page, meeting: str, *names: str) -> None:
    desk.goto(meeting)
    for name in names:
        desk.locator(f"form[action$='/moves/{name}/'] button").click()
        expect(desk.locator(f"form[action$='/moves/{name}/']")).to_have_count(0)


def record_outcomes(desk: Page, owner: str) -> None:
    """Record a decision and what follows from it for an agency, by keyboard."""
    desk.locator("#text").press("Escape")
    desk.keyboard.press("k")
    desk.locator("dialog[open] [name=text]").fill(DECISION)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    desk.keyboard.press("Escape")
    desk.keyboard.press("t")
    sheet = desk.locator("dialog[open]")
    sheet.locator("[name=text]").fill(ACTION)
    sheet.locator("[name=agency]").select_option(label=owner)
    sheet.locator("[name=due_on]").fill(f"{timezone.localdate() + dt.timedelta(days=1):%Y-%m-%d}")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("dialog[open]")).to_have_count(0)


def correct(desk: Page, agency: Page, meeting: str) -> None:
    """Let the agency ask for a correction of the paragraph, and the coordinator take it over."""
    agency.goto(f"{meeting}minutes/")
    agency.locator(".minutes-paragraph a[href*='/corrections/']").click()
    agency.locator("[name=text]").fill("Ada empat kendala, bukan tiga.")
    agency.locator("form.form button[type=submit]").click()
    expect(agency.locator(".correction-open")).to_contain_text("Ada empat kendala, bukan tiga.")
    desk.goto(f"{meeting}minutes/")
    desk.locator(".correction-open a").click()
    desk.locator("[name=text]").fill("DLH menjelaskan empat kendala.")
    desk.locator("[name=what][value=take]").click()
    expect(desk.locator(".minutes-paragraph")).to_contain_text("DLH menjelaskan empat kendala.")
    expect(desk.locator(".correction-open")).to_have_count(0)


def test_a_meeting_from_its_plan_to_the_due_list(
    trial: tuple[str, str], people: tuple[Page, Page, Page], tmp_path: Path
) -> None:
    desk, agency, phone = people
    sign_in_as(desk, trial, "coordinator")
    sign_in_as(agency, trial, "officer")
    meeting = planned(desk, trial[0])
    take_a_proposal(desk, meeting)
    invite(desk, meeting)
    owner = say_that_somebody_comes(agency, meeting)
    sign_in_at_the_door(desk, phone, meeting, owner)

    # In session: what is written at the desk grows on the screen in the room.
    move(desk, meeting, "begin")
    open_page(desk, f"{meeting}notes/")
    open_page(agency, f"{meeting}room/")
    title, minutes = agency.get_by_role("heading", level=1), agency.locator(".room-minutes")
    items = desk.locator(".notes-agenda button")
    first, second = items.nth(0).inner_text(), items.nth(1).inner_text()
    items.first.press("Enter")
    expect(title).to_have_text(first)
    write(desk, "DLH menjelaskan tiga kendala.")
    expect(minutes).to_contain_text("DLH menjelaskan tiga kendala.")
    record_outcomes(desk, owner)
    expect(minutes).to_contain_text(DECISION)
    expect(minutes.locator(".outcome-action")).to_contain_text(ACTION)
    desk.locator("#text").press("Escape")
    desk.keyboard.press("ArrowRight")
    expect(title).to_have_text(second)

    # Afterwards: circulated, corrected, signed off, and an official document.
    move(desk, meeting, "close", "circulate")
    correct(desk, agency, meeting)
    move(desk, meeting, "sign-off")
    agency.goto(f"{meeting}minutes/")
    expect(agency.locator(".minutes-seal")).to_contain_text("isinya sama seperti saat disahkan")
    agency.goto(meeting)
    with agency.expect_download() as waiting:
        agency.locator("a[href$='/documents/minutes.pdf']").click()
    waiting.value.save_as(tmp_path / "notula.pdf")
    content = (tmp_path / "notula.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    text = text_of(content)
    for said in (TITLE, DECISION, ACTION, "DLH menjelaskan empat kendala.", "Ayu Lestari"):
        assert said in text
    for mark in ("tiga kendala", "KONSEP", "BERBEDA"):
        assert mark not in text

    # What was agreed waits for its owner.
    agency.goto(f"{trial[0]}/progress/")
    agency.locator(".due-list a", has_text=ACTION).click()
    expect(agency.locator("main")).to_contain_text(TITLE)
