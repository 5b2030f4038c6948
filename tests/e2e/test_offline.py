"""A report filled in where the line drops at every step: nothing is lost, and nothing is sent twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests import files
from tests.browser import leave_for
from tests.e2e.test_reporting import sign_in_as

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
# So long a phone may take to send on a busy machine; what waits is tried again once a minute at the latest.
PATIENCE = 120_000


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="id-ID", viewport=PHONE)  # type: ignore[arg-type]  # a plain size
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    """Return two photographs; the first is so large that it goes in several parts."""
    made = [tmp_path / "bank sampah.jpg", tmp_path / "timbangan.jpg"]
    grain = Image.effect_noise((900, 700), 90).convert("RGB")
    grain.save(made[0], "JPEG", quality=90)
    assert made[0].stat().st_size > 300_000
    made[1].write_bytes(files.jpeg(files.scene(72)))
    return made


def open_form(page: Page, trial: tuple[str, str], who: str = "officer") -> str:
    """Sign in, open the first form that is due, and wait until it is kept on the device."""
    sign_in_as(page, trial, who)
    page.goto(f"{trial[0]}/progress/")
    page.locator(".due-list a[href*='/monthly/'][href$='/form/']").first.click()
    ready(page)
    address = page.url
    page.wait_for_function(
        """async (address) => {
          await navigator.serviceWorker.ready;
          for (const name of await caches.keys()) if (await (await caches.open(name)).match(address)) return true;
          return false;
        }""",
        arg=address,
    )
    return address


def ready(page: Page) -> None:
    expect(page.locator("form[data-report-form][data-ready]")).to_be_attached()


def note(page: Page) -> tuple[str, str, int]:
    """Return the name of the remark of the first item, the key of that item, and its version."""
    name = page.locator("textarea[name$=__note]").first.get_attribute("name") or ""
    key = name.removesuffix("__note")
    return name, key, int(page.locator(f"[name='{key}__version']").get_attribute("value") or 0)


def write(page: Page, name: str, text: str) -> None:
    """Write into a field that may stand in a part that is folded."""
    field = page.locator(f"[name='{name}']")
    field.evaluate("field => field.closest('details')?.setAttribute('open', '')")
    field.fill(text)
    expect(page.locator("[data-state]")).to_contain_text("Tersimpan di perangkat ini")


def nothing_waits(page: Page) -> None:
    """Wait until the page has looked at what is kept on the device and found nothing left to send.

    Being hidden says less: so is the list on a page that has not looked yet.
    """
    expect(page.locator(".outbox")).to_have_attribute("data-count", "0", timeout=PATIENCE)
    expect(page.locator(".outbox")).to_be_hidden()


def kept_pages(context: BrowserContext) -> int:
    page = context.pages[0]
    return int(
        page.evaluate("caches.keys().then(names => names.filter(name => name.startsWith('serambi-pages-')).length)")
    )


def test_a_report_is_written_and_sent_without_a_line(
    trial: tuple[str, str], phone: Page, photographs: list[Path]
) -> None:
    address = open_form(phone, trial)
    context = phone.context
    context.set_offline(True)

    # It opens without a line, takes text and a photograph, and survives a reload.
    phone.goto(address)
    ready(phone)
    name, key, version = note(phone)
    write(phone, name, "Ditulis tanpa sinyal")
    phone.locator(f"[data-evidence='{key}'] input[data-take]").last.set_input_files(photographs)
    waiting = phone.locator(f"[data-evidence='{key}'] [data-photographs] li")
    expect(waiting).to_have_count(2)
    phone.reload()
    ready(phone)
    expect(phone.locator(f"[name='{name}']")).to_have_value("Ditulis tanpa sinyal")
    expect(waiting).to_have_count(2)

    # It is sent off without a line, and stands in the list of what waits.
    phone.locator("button[value=save]").last.click()
    expect(phone.locator("[data-state]")).to_contain_text("Tidak ada sinyal", timeout=PATIENCE)
    expect(phone.locator(".outbox")).to_contain_text("1 laporan menunggu dikirim")
    phone.goto(f"{trial[0]}/progress/")
    expect(phone.locator(".outbox")).to_contain_text("1 laporan menunggu dikirim")
    phone.goto(f"{trial[0]}/dashboard/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Tidak ada sinyal", timeout=PATIENCE)

    # The line comes back, drops in the middle of a photograph, then swallows the answer to the form. Nobody presses
    # anything: it goes off by itself, again and again.
    parts: list[str] = []
    forms: list[int] = []

    def break_once(route: Route) -> None:
        address_ = route.request.url
        if route.request.method != "POST":
            route.fallback()
        elif "/parts/" in address_:
            parts.append(re.sub(r".*/parts/(.{8}).*[?&]from=(\d+).*", r"\1 \2", address_))
            if len(parts) == 2:
                route.abort()
            else:
                route.fallback()
        elif address_.endswith("/form/") and not forms:
            forms.append(route.fetch().status)
            route.abort()
        else:
            route.fallback()

    context.route(re.compile(r"/parts/|/form/$"), break_once)
    context.set_offline(False)
    expect(phone.locator("h1")).to_contain_text("Tidak ada sinyal")
    phone.goto(f"{trial[0]}/progress/")
    nothing_waits(phone)
    context.unroute_all()
    # What had arrived was not sent again: the first parts once, and the one that was lost twice.
    assert forms == [200]
    assert sum(one.endswith(" 0") for one in parts) == len(photographs)
    assert [one for one in parts if parts.count(one) > 1] == [parts[1], parts[1]]

    phone.goto(address)
    ready(phone)
    expect(phone.locator(f"[name='{name}']")).to_have_value("Ditulis tanpa sinyal")
    expect(phone.locator(f"[name='{key}__version']")).to_have_value(str(version + 1))
    expect(phone.locator(f"[id='item-{key}'] .evidence-row")).to_have_count(2)


def test_two_people_choose_field_by_field_and_a_session_that_ended_loses_nothing(
    trial: tuple[str, str], phone: Page, browser: Browser
) -> None:
    address = open_form(phone, trial)
    phone.goto(address.removesuffix("form/"))
    moves = phone.locator(".report-timeline li").count()
    phone.goto(address)
    ready(phone)
    name, key, version = note(phone)
    phone.context.set_offline(True)
    write(phone, name, "Dari petugas")
    phone.locator("button[value=save]").last.click()
    expect(phone.locator("[data-state]")).to_contain_text("Tidak ada sinyal", timeout=PATIENCE)

    other = browser.new_page(locale="id-ID")
    sign_in_as(other, trial, "head")
    other.goto(address)
    ready(other)
    write(other, name, "Dari kepala")
    other.locator("button[value=save]").last.click()
    expect(other.locator(f"[name='{key}__version']")).not_to_have_value(str(version))
    other.close()

    # The session is over when the line is back.
    cookies = phone.context.cookies()
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    # It goes off by itself, and nobody is signed in.
    expect(phone.locator(".outbox")).to_contain_text("Masuk", timeout=PATIENCE)
    assert any(one.get("name") == "sessionid" for one in cookies)
    sign_in_as(phone, trial, "officer")
    phone.goto(address)
    ready(phone)
    box = phone.locator(f"[data-conflict='{key}']")
    expect(box).to_contain_text("Dari kepala")
    expect(box).to_contain_text("Dari petugas")
    box.get_by_label(re.compile("Dari kepala")).check()
    box.get_by_role("button").click()
    nothing_waits(phone)
    leave_for(phone, address)
    ready(phone)
    expect(phone.locator("[data-conflict]")).to_have_count(0)
    expect(phone.locator(f"[name='{name}']")).to_have_value("Dari kepala")

    # It is sent in without a line, and the answer is lost although the server had taken it: it is sent in once.
    for item in phone.locator(".report-item").filter(has=phone.locator(".report-same")).all():
        # What another test left there is taken back: the same as last time, and nothing else.
        item.evaluate(
            """item => {
              for (const field of item.querySelectorAll("input[type=text]")) {
                field.value = "";
                field.dispatchEvent(new Event("input", { bubbles: true }));
              }
            }"""
        )
        item.locator(".report-same input").check()
    for item in phone.locator(".report-item").filter(has_not=phone.locator(".report-same")).all():
        because = item.locator("input[name$=__because]")
        because.evaluate("field => field.closest('details')?.setAttribute('open', '')")
        because.fill("Belum tersedia")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Ajukan begitu sinyal kembali").click()
    # That there is no line was said before anything was pressed.
    expect(phone.locator(".outbox")).to_have_attribute("data-count", "1", timeout=PATIENCE)
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.fallback()

    phone.context.route(re.compile(r"/form/$"), lose_the_answer)
    phone.context.set_offline(False)
    # The form goes on to its report once it is sent in; where the worker of the browser sent it, it stays.
    done = phone.locator(".outbox[data-count='0'], .report-timeline")
    expect(done.first).to_be_attached(timeout=PATIENCE)
    leave_for(phone, address.removesuffix("form/"))
    expect(phone.locator(".report-timeline li")).to_have_count(moves + 1)
    assert lost == [200]
    # Other tests fill in the same report.
    phone.locator("form[action*='moves/recall'] button").click()
    expect(phone.locator(".report-timeline li")).to_have_count(moves + 2)


def test_signing_out_empties_what_was_kept(trial: tuple[str, str], phone: Page) -> None:
    address = open_form(phone, trial)
    assert kept_pages(phone.context) == 1
    phone.evaluate(
        """() => {
          const form = document.querySelector("form[action*='sign-out']");
          if (form) form.requestSubmit(); else throw new Error("no sign-out");
        }"""
    )
    expect(phone.locator("form[action*='sign-out']")).to_have_count(0)
    assert kept_pages(phone.context) == 0
    phone.context.set_offline(True)
    phone.goto(address)
    expect(phone.locator("form[data-report-form]")).to_have_count(0)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Tidak ada sinyal", timeout=PATIENCE)
