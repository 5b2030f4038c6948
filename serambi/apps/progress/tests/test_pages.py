"""The pages: what is due, the form without scripts and with, approving, checking, the period as a whole."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from serambi.apps.accounts.models import User
from serambi.apps.progress import services
from serambi.apps.progress.models import Check, ProgressReport, ReportingPeriod, State
from serambi.apps.progress.services import PeriodDays
from serambi.apps.progress.tests.builders import Reporting, answers, save

SignIn = Callable[[User], Client]
ADDRESS = "/progress/reports/quarterly/2026-Q3/DLH/"
PERIOD = "/progress/periods/quarterly/2026-Q3/"


@pytest.fixture
def running(reporting: Reporting) -> Reporting:
    """The same agency and quarter, which takes reports on the day of the test."""
    today = timezone.localdate()
    days = PeriodDays(*(today + dt.timedelta(days=count) for count in (-9, 5, 9, 30)))
    services.change_period(reporting.period, days, by=None)
    reporting.period.refresh_from_db()
    return reporting


def typed(reporting: Reporting, **extra: str) -> dict[str, str]:
    """Return what a person types into the five items."""
    keys = reporting.keys
    return {
        "key": str(uuid.uuid4()),
        **{f"{key}__version": "0" for key in keys.values()},
        f"{keys['program']}__stage": "execution",
        f"{keys['program']}__number": "42,5",
        f"{keys['milestone']}__same": "on",
        f"{keys['money']}__amount": "Rp400.000",
        f"{keys['hulu']}__number": "1.234,5",
        f"{keys['hilir']}__because": "Timbangan rusak",
        f"series-{reporting.series.pk}__quality": "measured",
        **extra,
    }


def test_an_officer_lands_on_what_is_due(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.oka)

    assert browser.get("/progress/start/")["Location"] == "/progress/"
    page = browser.get("/progress/").content.decode()
    assert f"{ADDRESS}form/" in page
    assert signed_in(running.cast.bima).get("/progress/start/")["Location"] == "/dashboard/"


def test_the_form_is_filled_in_without_scripts(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.oka)
    assert browser.get(f"{ADDRESS}form/").status_code == 200

    answer = browser.post(f"{ADDRESS}form/", {**typed(running), "action": "review"})

    assert answer["Location"] == ADDRESS
    items = {item.key: item for item in running.report().items.all()}
    keys = running.keys
    assert str(items[keys["program"]].number) == "42.500000"
    assert items[keys["milestone"]].answer == "unchanged"
    assert str(items[keys["money"]].amount) == "400000.00"
    assert str(items[keys["hulu"]].number) == "1234.500000"
    assert items[keys["hilir"]].because == "Timbangan rusak"
    shown = browser.get(ADDRESS).content.decode()
    assert "moves/submit/" in shown


def test_what_cannot_be_read_is_told_and_kept_and_the_rest_saved(running: Reporting, signed_in: SignIn) -> None:
    keys = running.keys
    wrong = {
        f"{keys['money']}__amount": "dua ratus",
        f"{keys['program']}__number": "140",
        f"{keys['hulu']}__number": "9999",
    }

    answer = signed_in(running.cast.oka).post(f"{ADDRESS}form/", typed(running, **wrong))

    assert answer.status_code == 422
    page = answer.content.decode()
    for text in ("dua ratus", "140", "9999", "error-summary"):
        assert text in page
    assert page.count('aria-invalid="true"') == 3
    assert set(running.report().items.values_list("key", flat=True)) == {keys["milestone"], keys["hilir"]}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("milestone__reached_on", "31-31-2026"),
        ("milestone__reached_on", "2999-01-01"),
        ("program__stage", "flying"),
        ("program__number", "NaN"),
        ("hulu__because", "tidak ada"),
        ("hulu__same", "on"),
        ("hulu__number", "1.5e400"),
        ("money__note", "x" * 2001),
    ],
)
def test_each_wrong_thing_is_refused_beside_its_field(
    running: Reporting, signed_in: SignIn, field: str, text: str
) -> None:
    name, _mark, part = field.partition("__")
    extra = {f"{running.keys[name]}__{part}": text}
    if name == "milestone":
        extra[f"{running.keys[name]}__same"] = ""

    answer = signed_in(running.cast.oka).post(f"{ADDRESS}form/", typed(running, **extra))

    assert answer.status_code == 422
    assert not running.report().items.filter(key=running.keys[name]).exists()


def test_a_script_in_a_text_is_shown_as_text(running: Reporting, signed_in: SignIn) -> None:
    browser, key = signed_in(running.cast.oka), running.keys["program"]
    attack = "<script>alert(1)</script>"
    texts = {f"{key}__{name}": attack for name in ("obstacles", "support", "next_steps", "note")}
    browser.post(f"{ADDRESS}form/", typed(running, **texts, **{f"{running.keys['hilir']}__because": attack}))
    services.move_report(running.report(), "submit", by=running.cast.oka, today=timezone.localdate())
    services.move_report(running.report(), "approve", by=running.cast.hadi, today=timezone.localdate())

    for page in (ADDRESS, f"{ADDRESS}check/"):
        shown = signed_in(running.cast.vera).get(page).content.decode()
        assert attack not in shown
        assert "&lt;script&gt;" in shown


def test_a_script_is_answered_in_json_and_the_same_key_is_one_save(running: Reporting, signed_in: SignIn) -> None:
    browser, sent = signed_in(running.cast.oka), {**typed(running), "action": "submit"}

    answers_ = [browser.post(f"{ADDRESS}form/", sent, headers={"X-Report": "script"}) for _try in range(2)]

    first = answers_[0].json()
    assert answers_[0].status_code == 200
    assert set(first["saved"]) == set(running.keys.values())
    assert (first["asked"], first["answered"], first["refused"]) == (5, 5, "")
    assert running.report().state == State.SUBMITTED
    assert answers_[1].status_code == 200
    assert answers_[1].json()["saved"] == first["saved"]
    assert running.report().moves.count() == 1


def test_a_conflict_shows_yours_and_theirs(running: Reporting, signed_in: SignIn) -> None:
    key = running.keys["money"]
    signed_in(running.cast.hadi).post(f"{ADDRESS}form/", typed(running))

    sent = typed(running, **{f"{key}__amount": "500.000"})
    answer = signed_in(running.cast.oka).post(f"{ADDRESS}form/", sent)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Hadi" in page
    assert 'value="500.000"' in page
    assert "400.000" in page
    scripted = signed_in(running.cast.oka).post(
        f"{ADDRESS}form/", {**sent, "key": str(uuid.uuid4())}, headers={"X-Report": "script"}
    )
    assert scripted.status_code == 409
    theirs = json.loads(scripted.content)["conflicts"][key]
    assert theirs["version"] == 1
    assert [field["theirs"] for field in theirs["fields"]] == ["400.000"]
    again = signed_in(running.cast.oka).post(f"{ADDRESS}form/", {**sent, f"{key}__version": "1"})
    assert again.status_code == 302
    assert running.report().items.get(key=key).amount == 500_000


def test_what_was_typed_stays_when_the_report_was_sent_in_meanwhile(running: Reporting, signed_in: SignIn) -> None:
    _sent(running)

    answer = signed_in(running.cast.oka).post(
        f"{ADDRESS}form/", typed(running, **{f"{running.keys['program']}__obstacles": "Jalan putus"})
    )

    assert answer.status_code == 409
    assert "Jalan putus" in answer.content.decode()


def test_what_was_typed_into_an_accepted_item_is_told(running: Reporting, signed_in: SignIn) -> None:
    report, keys = _approved(running), running.keys
    services.check_report(
        report, {keys["hulu"]: "Salah"}, by=running.cast.vera, today=timezone.localdate(), seen=report.version
    )
    sent = typed(running, **{f"{keys['hulu']}__version": "1", f"{keys['money']}__amount": "777.000"})

    answer = signed_in(running.cast.oka).post(f"{ADDRESS}form/", sent)

    assert answer.status_code == 422
    assert "777.000" in answer.content.decode()
    assert running.report().items.get(key=keys["hulu"]).number == Decimal("1234.5")


def test_somebody_elses_columns_are_not_written_to(running: Reporting, signed_in: SignIn) -> None:
    key = running.keys["hulu"]
    extra = {f"{key}__check_state": "accepted", f"{key}__written_version": "9", "state": "verified", "answered": "99"}

    signed_in(running.cast.oka).post(f"{ADDRESS}form/", typed(running, **extra))

    report = running.report()
    assert report.state == State.DRAFT
    assert report.items.get(key=key).check_state == Check.NONE


def test_the_head_approves_on_the_report(running: Reporting, signed_in: SignIn) -> None:
    report = _sent(running)
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
    _sent(running)
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
    report, key = _approved(running), running.keys["hulu"]
    browser = signed_in(running.cast.vera)
    assert browser.get(f"{ADDRESS}check/").status_code == 200
    without = browser.post(f"{ADDRESS}check/", {"seen": report.version, "return": key})
    assert without.status_code == 422

    browser.post(f"{ADDRESS}check/", {"seen": report.version, "return": key, f"{key}__reason": "Lihat bukti"})

    assert running.report().state == State.RETURNED
    officer = signed_in(running.cast.oka).get(f"{ADDRESS}form/").content.decode()
    assert "Lihat bukti" in officer
    assert f"{key}__number" in officer
    assert f"{running.keys['money']}__amount" not in officer


def test_a_check_of_what_changed_meanwhile_is_refused(running: Reporting, signed_in: SignIn) -> None:
    report = _approved(running)

    answer = signed_in(running.cast.vera).post(f"{ADDRESS}check/", {"seen": report.version - 1})

    assert answer.status_code == 422
    assert running.report().state == State.APPROVED


def test_several_are_verified_after_a_look(running: Reporting, signed_in: SignIn) -> None:
    report = _approved(running)
    browser, chosen = signed_in(running.cast.vera), f"{report.pk}:{report.version}"
    assert browser.post("/progress/queue/", {"step": "preview"}).status_code == 422
    preview = browser.post("/progress/queue/", {"step": "preview", "report": chosen}).content.decode()
    assert "Timbangan rusak" in preview
    assert running.report().state == State.APPROVED

    browser.post("/progress/queue/", {"step": "verify", "report": chosen})

    assert running.report().state == State.VERIFIED


def test_a_correction_is_begun_with_the_items_and_a_reason(running: Reporting, signed_in: SignIn) -> None:
    services.move_report(_approved(running), "verify", by=running.cast.vera, today=timezone.localdate())
    browser = signed_in(running.cast.oka)
    assert browser.post(f"{ADDRESS}correct/", {"reason": "Salah"}).status_code == 422

    answer = browser.post(f"{ADDRESS}correct/", {"reason": "Salah", "items": running.keys["hulu"]})

    assert answer["Location"] == f"{ADDRESS}form/"
    assert running.report().state == State.RETURNED


def test_the_period_shows_who_has_not_reported(running: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(running.cast.bima)

    page = browser.get(PERIOD).content.decode()
    assert "DLH" in page
    assert "DLH" not in browser.get(f"{PERIOD}?state=verified").content.decode().split('id="results"')[1]
    assert "DLH" in browser.get(f"{PERIOD}?state=silent&q=lingkungan").content.decode().split('id="results"')[1]


def test_the_period_is_a_file_too(running: Reporting, signed_in: SignIn) -> None:
    _sent(running)
    browser = signed_in(running.cast.rani)

    lines = b"".join(browser.get(f"{PERIOD}?format=csv").streaming_content).decode().splitlines()
    assert lines[1].split(",")[0] == "DLH"
    assert ",5,5,100" in lines[1]
    book = load_workbook(BytesIO(b"".join(browser.get(f"{PERIOD}?format=xlsx").streaming_content)))
    assert book.worksheets[0]["A2"].value == "DLH"


def test_the_pages_ask_the_same_however_many_reports_there_are(
    running: Reporting, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    _approved(running)
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


def test_a_period_that_is_not_open_yet_has_no_form(running: Reporting, signed_in: SignIn) -> None:
    day = timezone.localdate() + dt.timedelta(days=3)
    services.change_period(running.period, PeriodDays(day, day, day, day), by=None)
    browser = signed_in(running.cast.oka)

    assert browser.get(f"{ADDRESS}form/")["Location"] == ADDRESS
    browser.post(f"{ADDRESS}form/", typed(running))
    assert not ProgressReport.objects.exists()


def _sent(running: Reporting) -> ProgressReport:
    today = timezone.localdate()
    save(running, answers(running), today=today)
    return services.move_report(running.report(), "submit", by=running.cast.oka, today=today)


def _approved(running: Reporting) -> ProgressReport:
    return services.move_report(_sent(running), "approve", by=running.cast.hadi, today=timezone.localdate())
