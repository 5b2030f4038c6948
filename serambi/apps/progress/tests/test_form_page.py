"""The form of one agency and period, without scripts and with."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.progress import services
from serambi.apps.progress.models import Check, ProgressReport, State
from serambi.apps.progress.services import PeriodDays
from serambi.apps.progress.tests.builders import ADDRESS, Reporting, approved, submitted, typed

SignIn = Callable[[User], Client]


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
    submitted(running, today=timezone.localdate())

    answer = signed_in(running.cast.oka).post(
        f"{ADDRESS}form/", typed(running, **{f"{running.keys['program']}__obstacles": "Jalan putus"})
    )

    assert answer.status_code == 409
    assert "Jalan putus" in answer.content.decode()


def test_what_was_typed_into_an_accepted_item_is_told(running: Reporting, signed_in: SignIn) -> None:
    report, keys = approved(running, today=timezone.localdate()), running.keys
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


def test_a_period_that_is_not_open_yet_has_no_form(running: Reporting, signed_in: SignIn) -> None:
    day = timezone.localdate() + dt.timedelta(days=3)
    services.change_period(running.period, PeriodDays(day, day, day, day), by=None)
    browser = signed_in(running.cast.oka)

    assert browser.get(f"{ADDRESS}form/")["Location"] == ADDRESS
    browser.post(f"{ADDRESS}form/", typed(running))
    assert not ProgressReport.objects.exists()
