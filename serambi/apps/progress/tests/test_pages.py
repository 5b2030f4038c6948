"""The pages: what is due, approving, checking, correcting, the period as a whole, and what is configured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from serambi.apps.accounts.models import User
from serambi.apps.progress import services
from serambi.apps.progress.models import ReportingPeriod, State
from serambi.apps.progress.services import PeriodDays
from serambi.apps.progress.tests.builders import ADDRESS, PERIOD, Reporting, answers, approved, save, submitted
from tests.cast import make_organization, make_series

SignIn = Callable[[User], Client]


def test_an_officer_lands_on_what_is_due(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.oka)

    assert browser.get("/progress/start/")["Location"] == "/progress/"
    page = browser.get("/progress/").content.decode()
    assert f"{ADDRESS}form/" in page
    assert signed_in(running.cast.bima).get("/progress/start/")["Location"] == "/dashboard/"


def test_the_head_approves_on_the_report(running: Reporting, signed_in: SignIn) -> None:
    report = submitted(running, today=timezone.localdate())
    browser = signed_in(running.cast.hadi)
    page = browser.get(ADDRESS).content.decode()
    assert f"{ADDRESS}moves/approve/" in page

    answer = browser.post(f"{ADDRESS}moves/approve/", {"seen": report.version})

    assert answer["Location"] == "/progress/"
    assert running.report().state == State.APPROVED


def test_what_was_never_sent_in_is_the_agencys_own(running: Reporting, signed_in: SignIn) -> None:
    save(running, answers(running), today=timezone.localdate())
    assert "Timbangan rusak" in signed_in(running.cast.hadi).get(ADDRESS).content.decode()

    for person in (running.cast.vera, running.cast.rani, running.cast.wati):
        page = signed_in(person).get(ADDRESS)
        assert page.status_code == 200
        assert "Timbangan rusak" not in page.content.decode()


def test_returning_asks_for_the_reason(running: Reporting, signed_in: SignIn) -> None:
    submitted(running, today=timezone.localdate())
    browser = signed_in(running.cast.hadi)

    assert browser.post(f"{ADDRESS}moves/return-as-head/", {}).status_code == 422
    browser.post(f"{ADDRESS}moves/return-as-head/", {"reason": "Belum lengkap"})

    assert running.report().state == State.RETURNED
    assert "Belum lengkap" in browser.get(ADDRESS).content.decode()


def test_a_late_report_is_asked_for_its_reason(running: Reporting, signed_in: SignIn) -> None:
    today = timezone.localdate()
    days = PeriodDays(*(today + dt.timedelta(days=count) for count in (-30, -9, -2, 9)))
    services.change_period(running.period, days, by=None)
    save(running, answers(running), today=today)
    browser = signed_in(running.cast.oka)
    assert 'name="reason"' in browser.get(f"{ADDRESS}moves/submit/").content.decode()
    assert browser.post(f"{ADDRESS}moves/submit/", {}).status_code == 422

    browser.post(f"{ADDRESS}moves/submit/", {"reason": "Server padam"})

    assert running.report().late_because == "Server padam"
    assert "Server padam" in signed_in(running.cast.rani).get(PERIOD).content.decode()


def test_a_closed_period_is_reopened_on_its_page(running: Reporting, signed_in: SignIn) -> None:
    today = timezone.localdate()
    past = today - dt.timedelta(days=20)
    services.change_period(running.period, PeriodDays(past, past, past, past), by=None)
    browser = signed_in(running.cast.rani)
    assert f"{PERIOD}reopen/" in browser.get(PERIOD).content.decode()
    until = today + dt.timedelta(days=4)
    assert browser.post(f"{PERIOD}reopen/", {"until": past.isoformat(), "reason": "Banjir"}).status_code == 422

    browser.post(f"{PERIOD}reopen/", {"until": until.isoformat(), "reason": "Banjir"})

    assert "Banjir" in browser.get(PERIOD).content.decode()
    assert signed_in(running.cast.oka).get(f"{ADDRESS}form/").status_code == 200


def test_a_verifier_returns_one_item_and_accepts_the_rest(running: Reporting, signed_in: SignIn) -> None:
    report, key = approved(running, today=timezone.localdate()), running.keys["hulu"]
    browser = signed_in(running.cast.vera)
    assert browser.get(f"{ADDRESS}check/").status_code == 200
    without = browser.post(f"{ADDRESS}check/", {"seen": report.version, "return": key})
    assert without.status_code == 422
    refused = without.content.decode()
    assert f'href="#reason-{key}"' in refused
    assert f'aria-describedby="reason-{key}_error"' in refused
    assert refused.count("Tulis apa yang perlu diperbaiki.") == 1

    browser.post(f"{ADDRESS}check/", {"seen": report.version, "return": key, f"{key}__reason": "Lihat bukti"})

    assert running.report().state == State.RETURNED
    officer = signed_in(running.cast.oka).get(f"{ADDRESS}form/").content.decode()
    assert "Lihat bukti" in officer
    assert f"{key}__number" in officer
    assert f"{running.keys['money']}__amount" not in officer


def test_a_check_of_what_changed_meanwhile_is_refused(running: Reporting, signed_in: SignIn) -> None:
    report = approved(running, today=timezone.localdate())

    answer = signed_in(running.cast.vera).post(f"{ADDRESS}check/", {"seen": report.version - 1})

    assert answer.status_code == 422
    assert running.report().state == State.APPROVED


def test_several_are_verified_after_a_look(running: Reporting, signed_in: SignIn) -> None:
    report = approved(running, today=timezone.localdate())
    browser, chosen = signed_in(running.cast.vera), f"{report.pk}:{report.version}"
    assert browser.post("/progress/queue/", {"step": "preview"}).status_code == 422
    preview = browser.post("/progress/queue/", {"step": "preview", "report": chosen}).content.decode()
    assert "Timbangan rusak" in preview
    assert running.report().state == State.APPROVED

    browser.post("/progress/queue/", {"step": "verify", "report": chosen})

    assert running.report().state == State.VERIFIED


def test_a_correction_is_begun_with_the_items_and_a_reason(running: Reporting, signed_in: SignIn) -> None:
    services.move_report(
        approved(running, today=timezone.localdate()), "verify", by=running.cast.vera, today=timezone.localdate()
    )
    browser = signed_in(running.cast.oka)
    assert browser.post(f"{ADDRESS}correct/", {"reason": "Salah"}).status_code == 422

    answer = browser.post(f"{ADDRESS}correct/", {"reason": "Salah", "items": running.keys["hulu"]})

    assert answer["Location"] == f"{ADDRESS}form/"
    assert running.report().state == State.RETURNED


def test_the_period_says_for_whom_a_report_waits_that_nobody_began(running: Reporting, signed_in: SignIn) -> None:
    address = f"/progress/periods/{running.cycle.code}/{running.period.period}/"

    assert "Menunggu DLH mulai mengisi." in signed_in(running.cast.bima).get(address).content.decode()
    report = signed_in(running.cast.oka).get(ADDRESS).content.decode()
    assert "Belum ada yang memulainya." in report
    # Of what nobody wrote there is nothing preliminary either.
    assert "Sementara" not in report


def test_the_period_shows_who_has_not_reported(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.bima)

    page = browser.get(PERIOD).content.decode()
    assert "DLH" in page
    assert "DLH" not in browser.get(f"{PERIOD}?state=verified").content.decode().split('id="results"')[1]
    assert "DLH" in browser.get(f"{PERIOD}?state=silent&q=lingkungan").content.decode().split('id="results"')[1]


def test_the_period_is_a_file_too(running: Reporting, signed_in: SignIn) -> None:
    submitted(running, today=timezone.localdate())
    browser = signed_in(running.cast.rani)

    lines = b"".join(browser.get(f"{PERIOD}?format=csv").streaming_content).decode().splitlines()
    assert lines[1].split(",")[0] == "DLH"
    assert ",5,5,100" in lines[1]
    book = load_workbook(BytesIO(b"".join(browser.get(f"{PERIOD}?format=xlsx").streaming_content)))
    assert book.worksheets[0]["A2"].value == "DLH"


def test_the_pages_ask_the_same_however_many_reports_there_are(
    running: Reporting, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    approved(running, today=timezone.localdate())
    for person, address, most in (
        (running.cast.oka, "/progress/", 24),
        (running.cast.oka, f"{ADDRESS}form/", 20),
        (running.cast.vera, ADDRESS, 22),
        (running.cast.vera, f"{ADDRESS}check/", 22),
        (running.cast.vera, "/progress/queue/", 18),
        (running.cast.rani, PERIOD, 22),
        (running.cast.rani, "/progress/periods/", 14),
    ):
        browser = signed_in(person)
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code in {200, 302}


def test_the_coordinator_sets_up_a_cycle_and_its_year(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.rani)
    made = {
        "code": "monthly", "name": "Bulanan", "frequency": "month", "asks_money": "on", "open_days": "1",
        "due_working_days": "5", "grace_working_days": "2", "late_entry": "free", "late_working_days": "5",
        "is_active": "on",
    }  # fmt: skip
    assert browser.post("/progress/cycles/new/", {**made, "code": "Bad Code"}).status_code == 422
    assert browser.post("/progress/cycles/new/", made)["Location"] == "/progress/cycles/monthly/"

    browser.post("/progress/cycles/monthly/periods/", {"year": "2027"})

    assert ReportingPeriod.objects.filter(cycle__code="monthly").count() == 12
    assert browser.post("/progress/cycles/monthly/periods/", {"year": "2027"}).status_code == 422


def test_a_holiday_is_corrected_on_its_page(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.rani)

    browser.post("/progress/holidays/", {"day": "2026-07-06", "is_off": "off", "name": "Hari jadi kabupaten"})

    page = browser.get("/progress/holidays/?year=2026").content.decode()
    assert "Hari jadi kabupaten" in page
    assert "Hari Kemerdekaan" in page


def test_whoever_reads_everything_sees_who_has_reported(
    running: Reporting, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    today = timezone.localdate()
    submitted(running, today=today)
    days = PeriodDays(*(today + dt.timedelta(days=count) for count in (-9, -5, -1, 30)))
    services.change_period(running.period, days, by=None)
    make_series("housing.units", producer=make_organization("PERKIM", "Dinas Perumahan"))
    executive = signed_in(running.cast.people["bima"])
    with django_assert_max_num_queries(30):
        page = executive.get("/progress/").content.decode()

    assert "Triwulan III 2026: 1 dari 2 perangkat daerah sudah melapor</h1>" in page
    assert "Belum: PERKIM" in page
    assert "0 laporan terverifikasi." in page
    assert "Belum: PERKIM" not in signed_in(running.cast.oka).get("/progress/").content.decode()
