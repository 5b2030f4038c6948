"""Evidence of a report: who may send it, what it is held against, where it is seen once the report was verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.queries import completeness, counts_of, evidence_for, get_attachment_for
from serambi.apps.attachments.services import publish
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Milestone
from serambi.apps.plans.queries.facts import register_facts
from serambi.apps.progress import services
from serambi.apps.progress.errors import ItemClosed, NotYours
from serambi.apps.progress.models import ReportItem
from serambi.apps.progress.queries import (
    Proof,
    doubtful_evidence,
    get_place_for,
    overview,
    proof_of,
    proof_text,
    proofs_of_reports,
    read_lines,
    show_evidence,
)
from serambi.apps.progress.queries.overview import WantedAgencies
from serambi.apps.progress.services import Content, PeriodDays
from serambi.apps.progress.tests.builders import Reporting, answers, make_reporting, save
from tests import files
from tests.cast import Cast, make_observation
from tests.evidence.conftest import attached, sent

SignIn = Callable[[User], Client]
FORM = "/progress/reports/quarterly/2026-Q3/DLH/form/"
REPORT = "/progress/reports/quarterly/2026-Q3/DLH/"


@pytest.fixture
def reporting(cast: Cast) -> Reporting:
    """The third quarter of the environment agency, which takes reports on the day of the test."""
    made = make_reporting(cast)
    today = timezone.localdate()
    days = PeriodDays(*(today + dt.timedelta(days=count) for count in (-9, 5, 9, 30)))
    services.change_period(made.period, days, by=None)
    made.period.refresh_from_db()
    return made


def item(reporting: Reporting, name: str, by: Any = None) -> ReportItem:
    return services.item_for_evidence(
        reporting.period,
        reporting.cast.dlh,
        reporting.keys[name],
        by=by or reporting.cast.oka,
        today=timezone.localdate(),
    )


def filled(reporting: Reporting) -> None:
    save(reporting, answers(reporting), today=timezone.localdate())


def finished(reporting: Reporting) -> None:
    today = timezone.localdate()
    for name, by in (("submit", reporting.cast.oka), ("approve", reporting.cast.hadi), ("verify", reporting.cast.vera)):
        services.move_report(reporting.report(), name, by=by, today=today)


def test_a_file_that_comes_before_any_answer_conflicts_with_none(reporting: Reporting) -> None:
    attached(item(reporting, "milestone"), reporting.cast.oka)

    assert item(reporting, "milestone").version == 0
    result = save(reporting, answers(reporting), versions={}, today=timezone.localdate())
    assert not result.conflicts
    assert (result.asked, result.answered) == (5, 5)
    kept = reporting.report().items.get(key=reporting.keys["milestone"])
    assert kept.version == 1
    assert evidence_for(reporting.cast.oka, kept).rows


def test_what_was_recorded_beside_the_report_is_sent_in_although_a_file_came_first(reporting: Reporting) -> None:
    make_observation(reporting.series, reporting.cast.areas["90.01.01"], "2026-Q3", 7, is_final=False)
    attached(item(reporting, "hulu"), reporting.cast.oka)
    others = {key: given for key, given in answers(reporting).items() if key != reporting.keys["hulu"]}
    save(reporting, others, today=timezone.localdate())
    services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=timezone.localdate())

    kept = reporting.report().items.get(key=reporting.keys["hulu"])
    assert (kept.number, kept.version, kept.answer) == (7, 1, "given")


def test_only_the_agency_attaches_and_only_while_the_report_is_with_it(reporting: Reporting) -> None:
    cast = reporting.cast
    with pytest.raises(NotYours):
        item(reporting, "milestone", by=cast.vera)
    with pytest.raises(ItemClosed):
        services.item_for_evidence(reporting.period, cast.dlh, "milestone-0", by=cast.oka, today=timezone.localdate())
    filled(reporting)
    kept = item(reporting, "milestone")
    assert evidence_for(cast.oka, kept).may_attach
    assert not evidence_for(cast.vera, kept).may_attach
    services.move_report(reporting.report(), "submit", by=cast.oka, today=timezone.localdate())
    kept.refresh_from_db()
    kept = ReportItem.objects.get(pk=kept.pk)
    assert not evidence_for(cast.oka, kept).may_attach


def test_evidence_is_held_against_period_and_place_of_the_item(reporting: Reporting) -> None:
    cast = reporting.cast
    early = files.jpeg(exif=files.exif(taken="2026:01:20 09:30:00"))
    filled(reporting)
    attached(item(reporting, "hulu"), cast.oka, early)
    attached(item(reporting, "program"), cast.oka, early)

    place = get_place_for(cast.vera, "quarterly", "2026-Q3", "DLH", today=timezone.localdate())
    lines = read_lines(place.period, place.organization, place.report, today=timezone.localdate())
    show_evidence(cast.vera, [line.item for line in lines.lines], place.period)
    shown = {line.item.key: line.item.evidence for line in lines.lines}

    doubts = [finding.text for finding in shown[reporting.keys["hulu"]].rows[0].doubts]
    assert any("sebelum" in text for text in doubts)
    assert any("Berkas yang sama" in text for text in doubts)
    assert shown[reporting.keys["money"]] is None


def test_showing_evidence_takes_as_many_queries_for_many_items(
    reporting: Reporting, django_assert_max_num_queries: Any
) -> None:
    filled(reporting)
    for number, name in enumerate(("hulu", "program", "milestone", "money")):
        attached(item(reporting, name), reporting.cast.oka, files.jpeg(files.scene(number)))
    items = list(reporting.report().items.select_related("program", "milestone__activity", "budget_line", "area"))
    reporting.cast.vera.refresh_from_db()
    with django_assert_max_num_queries(30):
        show_evidence(reporting.cast.vera, items, reporting.period)


def test_the_cycle_says_which_answers_ask_for_evidence_and_counts_add_up(reporting: Reporting) -> None:
    filled(reporting)
    items = list(reporting.report().items.all())
    assert proof_of(items, reporting.cycle) == Proof(have=0, explained=0, needed=2)
    attached(item(reporting, "milestone"), reporting.cast.oka)
    given = answers(reporting)[reporting.keys["hulu"]]
    kept = {name: getattr(given, name) for name in Content.__slots__} | {"no_evidence": "Timbangan tanpa cetak"}
    save(reporting, {reporting.keys["hulu"]: Content(**kept)}, today=timezone.localdate())

    report = reporting.report()
    proof = Proof(have=1, explained=1, needed=2)
    assert proof_of(report.items.all(), reporting.cycle) == proof
    assert proofs_of_reports([report]) == {report.pk: proof}
    seen = overview(reporting.period, WantedAgencies(), today=timezone.localdate())
    assert seen.proof == proof
    assert seen.proof_by_kind == {"milestone": Proof(1, 0, 1), "figure": Proof(0, 1, 1)}
    assert [row.proof for row in seen.rows if row.organization == reporting.cast.dlh] == [proof]
    assert proof_text(proof) == "Bukti ada untuk 1 dari 2 jawaban yang memerlukannya; 1 menyebutkan alasannya."
    assert proof_text(Proof()) == ""
    assert str(proof.completeness.ratio) == "1/2"
    assert proof.missing == 0

    services.change_cycle(
        reporting.cycle, by=reporting.cast.rani, today=timezone.localdate(), proves_figures=False, proves_money=True
    )
    reporting.cycle.refresh_from_db()
    assert proof_of(report.items.all(), reporting.cycle) == Proof(have=1, explained=0, needed=2)


def test_verified_evidence_is_seen_at_the_milestone_and_the_figure(reporting: Reporting) -> None:
    cast = reporting.cast
    filled(reporting)
    attached(item(reporting, "milestone"), cast.oka, files.jpeg(files.scene(4)))
    attached(item(reporting, "hulu"), cast.oka, files.jpeg(files.scene(5)))
    milestone = Milestone.objects.select_related("activity__program__lead").get(pk=reporting.milestone.pk)
    assert not evidence_for(cast.vera, milestone).rows

    finished(reporting)

    figure = Observation.objects.get(series=reporting.series, area=cast.areas["90.01.01"])
    evidence = evidence_for(cast.vera, milestone)
    assert len(evidence.rows) == len(evidence_for(cast.vera, figure).rows) == 1
    assert counts_of({Milestone: [milestone.pk]})[Milestone, milestone.pk].count == 1
    assert completeness(Milestone.objects.filter(pk=milestone.pk)).have == 1
    assert register_facts(reporting.program, timezone.localdate()).proven.ratio == 1

    # Nobody without a role sees it before somebody published it; then it leads to the milestone.
    attachment: Attachment = evidence.rows[0].attachment
    assert not evidence_for(AnonymousUser(), milestone).rows
    publish(attachment, by=cast.vera, confirmed=True)
    assert len(evidence_for(AnonymousUser(), milestone).rows) == 1
    seen = get_attachment_for(AnonymousUser(), attachment.pk)
    assert seen.belonging.page == f"/files/of/plans.milestone/{milestone.pk}/"


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_address_for_files_is_the_agencys_alone(reporting: Reporting, signed_in: SignIn, client: Client) -> None:
    cast = reporting.cast
    address = f"{REPORT}items/{reporting.keys['milestone']}/evidence/"
    assert client.post(address)["Location"].startswith("/account/sign-in/")
    assert signed_in(cast.bima).post(address).status_code == 404
    assert signed_in(cast.vera).post(address).status_code == 404
    browser = signed_in(cast.oka)
    assert browser.get(address).status_code == 405
    answer = browser.post(address, headers={"X-Report": "script"})
    kept = reporting.report().items.get(key=reporting.keys["milestone"])
    assert answer.json() == {"address": f"/files/of/progress.reportitem/{kept.pk}/"}
    assert browser.post(f"{REPORT}items/milestone-0/evidence/", headers={"X-Report": "script"}).status_code == 409

    filled(reporting)
    services.move_report(reporting.report(), "submit", by=cast.oka, today=timezone.localdate())
    refused = browser.post(address, headers={"X-Report": "script"})
    assert refused.status_code == 409
    assert refused.json()["refused"]


def test_files_are_sent_without_a_script_and_what_was_typed_is_kept(reporting: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(reporting.cast.oka)
    key = reporting.keys["milestone"]
    body = {f"{key}__version": "0", f"{key}__reached_on": "2026-09-20", "evidence": key}

    answer = browser.post(FORM, body)

    kept = reporting.report().items.get(key=key)
    assert answer["Location"] == f"/files/of/progress.reportitem/{kept.pk}/"
    assert kept.reached_on == dt.date(2026, 9, 20)
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert browser.post(answer["Location"], {"file": sent("foto.jpg", files.jpeg())}).status_code == 302
    assert "foto.jpg" in browser.get(FORM).content.decode()


def test_the_same_file_sent_again_is_known_by_its_code(reporting: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(reporting.cast.oka)
    kept = item(reporting, "milestone")
    address = f"/files/of/progress.reportitem/{kept.pk}/"
    headers = {"Accept": "application/json"}
    first = browser.post(address, {"file": sent("foto.jpg", files.jpeg())}, headers=headers)
    again = browser.post(address, {"file": sent("foto.jpg", files.jpeg())}, headers=headers)

    assert first.json()["taken"] == 1
    assert (again.json()["taken"], again.json()["codes"]) == (0, ["already_there"])
    assert Attachment.objects.count() == 1


def test_the_pages_show_evidence_beside_what_it_shows(reporting: Reporting, signed_in: SignIn) -> None:
    cast = reporting.cast
    filled(reporting)
    attached(item(reporting, "milestone"), cast.oka, name="gedung.jpg")
    assert "1 jawaban belum berbukti" in signed_in(cast.oka).get(REPORT).content.decode()
    today = timezone.localdate()
    services.move_report(reporting.report(), "submit", by=cast.oka, today=today)
    services.move_report(reporting.report(), "approve", by=cast.hadi, today=today)
    verifier = signed_in(cast.vera)

    page = verifier.get(f"{REPORT}check/").content.decode()
    assert "gedung.jpg" in page
    assert "Bukti ada untuk 1 dari 2 jawaban yang memerlukannya" in page
    assert "1 / 2" in verifier.get("/progress/queue/").content.decode()
    assert "Bukti per pertanyaan" in verifier.get("/progress/periods/quarterly/2026-Q3/").content.decode()


def test_doubtful_evidence_stands_in_the_list_of_what_waits(reporting: Reporting, signed_in: SignIn) -> None:
    cast, today = reporting.cast, timezone.localdate()
    filled(reporting)
    early = files.jpeg(exif=files.exif(taken="2026:01:05 09:00:00"))
    attached(item(reporting, "hulu"), cast.oka, early, name="lama.jpg")
    services.move_report(reporting.report(), "submit", by=cast.oka, today=today)
    services.move_report(reporting.report(), "approve", by=cast.hadi, today=today)
    vera = User.objects.get(pk=cast.vera.pk)
    with CaptureQueriesContext(connection) as one:
        (found,) = doubtful_evidence(vera, [reporting.report()]).values()
    assert [(doubt.key, doubt.file) for doubt in found] == [(reporting.keys["hulu"], "lama.jpg")]
    assert "sebelum periode" in found[0].text

    report = reporting.report()
    key, address = reporting.keys["hulu"], f"{REPORT}check/#item-{reporting.keys['hulu']}"
    queue = signed_in(cast.vera).get("/progress/queue/").content.decode()
    assert found[0].text in queue
    assert address in queue
    preview = {"step": "preview", "report": f"{report.pk}:{report.version}"}
    assert found[0].text in signed_in(cast.vera).post("/progress/queue/", preview).content.decode()

    # Files of more items cost no more queries, and what was accepted before is not told again.
    earlier = Attachment.objects.get()
    for name in ("milestone", "money"):
        copy = Attachment.objects.get(pk=earlier.pk)
        copy.pk, copy.owner_id = None, ReportItem.objects.get(key=reporting.keys[name]).pk
        copy.save()
    with CaptureQueriesContext(connection) as several:
        told = doubtful_evidence(vera, [report])[report.pk]
    assert {doubt.key for doubt in told} == {reporting.keys[name] for name in ("hulu", "milestone", "money")}
    assert len(several) <= len(one) + 3, "a question for each kind of what is looked at, none for each item"
    ReportItem.objects.filter(key=key).update(check_state="accepted")
    assert key not in {doubt.key for doubt in doubtful_evidence(vera, [report])[report.pk]}


def test_the_same_file_is_told_by_what_it_stands_for(reporting: Reporting) -> None:
    filled(reporting)
    for name in ("milestone", "money"):
        attached(item(reporting, name), reporting.cast.oka, name=f"{name}.jpg")
    oka = User.objects.get(pk=reporting.cast.oka.pk)
    told = [one.text for row in evidence_for(oka, item(reporting, "money")).rows for one in row.doubts]

    assert any("(laporan DLH, Triwulan III 2026)" in text for text in told), told
    assert not any("milestone-" in text for text in told)
