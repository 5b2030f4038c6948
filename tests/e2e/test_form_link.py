"""From the one message to a form that is sent in, on a phone without a password; and what a link does not open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests import files
from tests.e2e.test_pages import findings
from tests.e2e.test_reporting import PHONE, UNSTUCK, sign_in_as

pytestmark = pytest.mark.e2e

DIGEST = re.compile(r"^\d+ hal (terlambat|segera jatuh tempo)")
FORM = re.compile(r"/progress/reports/[^/]+/[^/]+/DLH/form/$")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Return a phone on which nobody has signed in."""
    context = browser.new_context(bypass_csp=True, locale="id-ID", viewport=PHONE)  # type: ignore[arg-type]  # plain sizes
    yield context.new_page()
    context.close()


def digest_of_the_officer(phone: Page, address: str) -> None:
    """Open the one message that the officer got; reminded at once, whatever the hour."""
    phone.goto(f"{address}/messages/trial/")
    phone.get_by_role("button", name="Ingatkan sekarang").click()
    # Other tests of this trial write to the officer too; of what is due there is one message however it was asked for.
    of_officer = phone.locator("tbody tr", has_text="officer@").filter(has=phone.get_by_role("link", name=DIGEST))
    expect(of_officer).to_have_count(1)
    assert findings(phone) == []
    of_officer.locator("a").click()


def fill_in(phone: Page, photograph: Path) -> None:
    """Answer everything that is open, with a remark on each for what is doubtful, and add a photograph."""
    phone.evaluate("document.querySelectorAll('form details').forEach((part) => part.setAttribute('open', ''))")
    # What another test of this trial left there: nothing is the same as last time, and nothing is unavailable.
    for same in phone.locator(".report-same input").all():
        same.uncheck()
    for because in phone.locator("[name$=__because]").all():
        because.fill("")
    for stage in phone.locator("select[name$=__stage]").all():
        stage.select_option("execution")
    for percentage in phone.locator("input[name^=program-][name$=__number]").all():
        percentage.fill("100")
    for amount in phone.locator("input[name$=__amount]").all():
        amount.fill("1.250.000")
    for day in phone.locator("input[type=date]").all():
        day.fill(day.get_attribute("max") or "")
    for remark in phone.locator("textarea[name$=__note]").all():
        remark.fill("Sesuai catatan bendahara.")
    phone.locator("[data-take][capture]").first.set_input_files(photograph)


def status(answer: Response | None) -> int:
    return answer.status if answer is not None else 0


def test_from_the_message_to_a_form_sent_in_and_no_further(
    trial: tuple[str, str], address: str, phone: Page, browser: Browser, tmp_path: Path
) -> None:
    photograph = tmp_path / "bank sampah.jpg"
    photograph.write_bytes(files.jpeg(exif=files.exif()))
    digest_of_the_officer(phone, address)
    mail = phone.locator(".mail-text")
    expect(mail).to_contain_text("tanpa kata sandi")
    link = mail.locator("a[href*='/progress/link/']").last.get_attribute("href") or ""
    assert link.startswith(address)
    assert findings(phone) == []

    phone.goto(link)
    assert findings(phone) == []
    phone.get_by_role("button", name="Buka formulir").click()
    expect(phone).to_have_url(FORM)
    expect(phone.locator("form[data-report-form][data-ready]")).to_be_attached()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # What was there last time stands beside each field.
    expect(phone.locator(".report-last").first).to_contain_text(re.compile("Sejauh ini|Sebelumnya|Belum pernah"))
    phone.add_style_tag(content=UNSTUCK)
    assert findings(phone) == []
    form = phone.url

    fill_in(phone, photograph)
    phone.get_by_role("button", name="Simpan dan tinjau").click()
    expect(phone).to_have_url(form.removesuffix("form/"))
    expect(phone.locator(".evidence-list")).to_contain_text("bank sampah.jpg")
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.locator("#messages")).to_contain_text("Dikirim")
    expect(phone).to_have_url(form.removesuffix("form/"))
    expect(phone.locator(".lede")).to_contain_text("Menunggu kepala")
    assert findings(phone) == []

    # Nothing else opens: neither another page nor the report of another agency.
    assert status(phone.goto(f"{address}/data/")) == 404
    expect(phone.locator("h1")).to_contain_text("Tautan Anda membuka satu formulir")
    assert status(phone.goto(re.sub(r"/DLH/", "/DINKES/", form))) == 404
    # A changed link is none.
    signed = link.rstrip("/")
    assert status(phone.goto(f"{signed[:-1]}{'A' if signed[-1] != 'A' else 'B'}/")) == 410

    # Recalled, the report is the agency's again; the link is revoked, and what it opened ends.
    desk = browser.new_context(locale="id-ID").new_page()
    sign_in_as(desk, trial, "officer")
    desk.goto(form.removesuffix("form/"))
    desk.get_by_role("button", name="Tarik kembali").click()
    desk.get_by_role("button", name=re.compile("Cabut")).first.click()
    expect(desk.locator("#messages")).to_contain_text("tidak membuka apa pun lagi")
    desk.context.close()
    phone.goto(form)
    expect(phone).to_have_url(re.compile("/account/sign-in/"))
    assert status(phone.goto(link)) == 410
