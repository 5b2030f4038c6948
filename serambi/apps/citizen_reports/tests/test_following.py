"""The private link: what it shows, what it opens, and what a resident does with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from serambi.apps.attachments.models import Attachment
from serambi.apps.citizen_reports import errors, services
from serambi.apps.citizen_reports.links import path_of, signed_for
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.tests.builders import NOW, moved, received
from tests.cast import Cast
from tests.files import jpeg, scene


@pytest.fixture(autouse=True)
def _no_floods() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(hours=1))


@pytest.fixture
def report(cast: Cast) -> CitizenReport:
    return received(cast, "TPS penuh.", name="Ayu Lestari", contact="0812")


def shown(answer: Any) -> str:
    return str(answer.content.decode())


def post(report: CitizenReport, what: str, **fields: Any) -> Any:
    return Client().post(f"{path_of(report)}{what}/", fields)


def test_the_resident_reads_the_words_and_no_note_and_no_name_of_an_officer(cast: Cast, report: CitizenReport) -> None:
    moved(report, "accept", by=cast.oka, words="Kami datang besok.", note="Truk rusak lagi.")
    page = shown(Client().get(path_of(report)))

    assert "Kami datang besok." in page
    assert "DLH" in page
    assert "Truk rusak" not in page
    assert "Oka" not in page


@pytest.mark.parametrize("change", [lambda link: link[:-1] + "_", lambda link: link[:5], str.upper])
def test_a_changed_link_is_gone_for_reading_and_for_sending(report: CitizenReport, change: Any) -> None:
    signed = change(signed_for(report))

    assert Client().get(f"/residents/follow/{signed}/").status_code == 410
    for what in ("reopen", "judge", "erase", "photographs"):
        assert Client().post(f"/residents/follow/{signed}/{what}/").status_code == 410
    assert Client().get(f"/residents/follow/{signed}/photographs/1/").status_code == 404


def test_the_link_of_one_report_shows_no_other_and_no_page_of_the_office(cast: Cast, report: CitizenReport) -> None:
    other = received(cast, "Lampu mati")
    browser = Client()
    page = shown(browser.get(path_of(report)))

    assert "Lampu mati" not in page
    assert other.code not in page
    assert browser.get(other.get_absolute_url()).status_code == 302


def test_the_link_is_not_kept_by_anybody_on_the_way(report: CitizenReport) -> None:
    answer = Client().get(path_of(report))

    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in shown(answer)
    assert answer["Referrer-Policy"] == "same-origin"


def test_following_asks_the_same_however_much_happened(
    cast: Cast, report: CitizenReport, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        Client().get(path_of(report))
    moved(report, "accept", "tell", "tell", "begin", "tell", by=cast.oka)
    with django_assert_num_queries(4):
        Client().get(path_of(report))


# Opening it again ----------------------------------------------------------------------------------------------------


def test_a_closed_report_is_opened_again_with_its_reason_and_its_clock_begins_anew(
    cast: Cast, report: CitizenReport
) -> None:
    moved(report, "accept", "solve", by=cast.oka)
    answer = post(report, "reopen", words="Masih penuh.")

    report.refresh_from_db()
    assert answer.status_code == 302
    assert (report.state, report.agency, report.times_reopened) == ("received", cast.dlh, 1)
    assert (report.closed_at, report.answered_at) == (None, None)
    assert report.days_to_answer == 0  # how long the very first answer took stays
    assert report.steps.last().words == "Masih penuh."


def test_without_a_reason_it_stays_closed_and_the_page_says_so(cast: Cast, report: CitizenReport) -> None:
    moved(report, "decline", by=cast.oka)

    assert post(report, "reopen", words=" ").status_code == 422
    report.refresh_from_db()
    assert report.state == "declined"


def test_after_fourteen_days_it_stays_closed(cast: Cast, report: CitizenReport) -> None:
    moved(report, "solve", by=cast.oka)
    report.refresh_from_db()

    late = NOW + dt.timedelta(days=14, seconds=1)
    with pytest.raises(errors.ReopenedTooLate):
        services.reopen(report, "Masih.", now=late)
    services.reopen(report, "Masih.", now=NOW + dt.timedelta(days=14))
    report.refresh_from_db()
    assert report.state == "received"


def test_an_open_report_is_not_opened_again(report: CitizenReport) -> None:
    assert post(report, "reopen", words="Cepat!").status_code == 422


# Judging it ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "solved"), [("yes", True), ("no", False)])
def test_the_resident_says_whether_it_is_solved(cast: Cast, report: CitizenReport, said: str, solved: bool) -> None:
    moved(report, "solve", by=cast.oka)
    answer = post(report, "judge", is_solved=said, words="Terima kasih.")

    report.refresh_from_db()
    assert answer.status_code == 302
    assert (report.is_solved, report.judgement, report.state) == (solved, "Terima kasih.", "solved")


def test_what_is_open_or_not_chosen_is_not_judged(cast: Cast, report: CitizenReport) -> None:
    assert post(report, "judge", is_solved="yes").status_code == 422
    moved(report, "solve", by=cast.oka)
    assert post(report, "judge", words="Bagus").status_code == 422
    report.refresh_from_db()
    assert report.is_solved is None


# Photographs and personal data ---------------------------------------------------------------------------------------


def test_photographs_are_added_while_it_is_open(cast: Cast, report: CitizenReport) -> None:
    def photograph(number: int) -> SimpleUploadedFile:
        return SimpleUploadedFile(f"foto{number}.jpg", jpeg(scene(number)))

    assert post(report, "photographs", photographs=[photograph(1)]).status_code == 302
    assert post(report, "photographs").status_code == 422
    moved(report, "solve", by=cast.oka)
    post(report, "photographs", photographs=[photograph(2)])
    assert Attachment.objects.count() == 1


def test_forms_of_another_site_are_refused_and_what_was_typed_stays(cast: Cast, report: CitizenReport) -> None:
    moved(report, "solve", by=cast.oka)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{path_of(report)}reopen/", {"words": "Yang ini tetap di sini"})

    assert answer.status_code == 403
    assert "Yang ini tetap di sini" in shown(answer)
    for what in ("judge", "photographs", "erase"):
        assert strict.post(f"{path_of(report)}{what}/").status_code == 403
    report.refresh_from_db()
    assert report.state == "solved"


def test_the_resident_erases_who_they_are_and_the_report_stays(report: CitizenReport) -> None:
    assert "Ayu Lestari" in shown(Client().get(path_of(report)))
    assert post(report, "erase").status_code == 302

    report.refresh_from_db()
    assert (report.reporter_name, report.contact, report.latitude) == ("", "", None)
    assert report.erased_at is not None
    assert "Ayu Lestari" not in shown(Client().get(path_of(report)))
    assert post(report, "erase").status_code == 422


def test_too_many_answers_from_one_connection_wait(report: CitizenReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serambi.apps.citizen_reports.floods.MOST_ANSWERS", 1)
    post(report, "reopen", words="a")
    answer = post(report, "reopen", words="Yang ini tetap di sini")

    assert answer.status_code == 429
    assert "Yang ini tetap di sini" in shown(answer)
