"""Participation: what is counted, who is ranked and who stands apart, its rule, the groups, and the pages."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.plans.models import Stage
from serambi.apps.progress import services
from serambi.apps.progress.errors import (
    MemberThere,
    NobodyNamed,
    NotACoordinator,
    ReasonMissing,
    SameRule,
    WeightsEmpty,
)
from serambi.apps.progress.models import Check, Criterion, GroupMember, ParticipationRule, ProgressReport
from serambi.apps.progress.queries import (
    Participation,
    Row,
    Span,
    agencies_participation,
    people_participation,
    rule,
    tallies,
)
from serambi.apps.progress.tests.builders import TODAY, Reporting, answers, approved, save, verified
from serambi.methods.scoring import Count
from tests.cast import make_organization, make_program, make_series, make_user
from tests.evidence.conftest import attached

SignIn = Callable[[User], Client]
LATER = dt.date(2026, 11, 2)
THIRD_QUARTER = Span(dt.date(2026, 7, 1), LATER)
LEAGUE = "/progress/participation/"


def sent_on(reporting: Reporting, day: dt.date) -> None:
    """Let the report have been sent in on that day."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    ProgressReport.objects.filter(pk=reporting.report().pk).update(first_submitted_at=moment)


def counted(span: Span = THIRD_QUARTER, *, today: dt.date = LATER) -> Participation:
    return agencies_participation(span, today=today, held=rule())


def row_of(found: Participation, abbreviation: str) -> Row:
    return next(one for one in found.rows if one.organization.abbreviation == abbreviation)


@pytest.fixture
def reported(reporting: Reporting) -> Reporting:
    """The environment agency's third quarter, sent in on its due day and verified as a whole."""
    verified(reporting)
    sent_on(reporting, reporting.period.due_on)
    return reporting


def test_what_was_due_and_what_became_of_it(reported: Reporting) -> None:
    counts = row_of(counted(), "DLH").counts

    # Five items, all answered; of the milestone and the one figure given, nothing has a file yet.
    assert counts == {
        Criterion.DELIVERED: Count(5, 5),
        Criterion.ON_TIME: Count(5, 5),
        Criterion.FIRST_TRY: Count(5, 5),
        Criterion.EVIDENCE: Count(0, 2),
    }


def test_a_day_late_is_not_on_time(reported: Reporting) -> None:
    sent_on(reported, reported.period.due_on + dt.timedelta(days=1))

    row = row_of(counted(), "DLH")
    assert (row.count(Criterion.DELIVERED), row.count(Criterion.ON_TIME)) == (Count(5, 5), Count(0, 5))


def test_what_came_back_once_was_not_verified_at_first_try(reporting: Reporting) -> None:
    report, key = approved(reporting), reporting.keys["money"]
    vera = reporting.cast.vera
    services.check_report(report, {key: "Bukti kurang"}, by=vera, today=TODAY, seen=report.version)
    save(reporting, {key: replace(answers(reporting)[key], amount=Decimal(390_000))})
    report = services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY)
    report = services.move_report(report, "approve", by=reporting.cast.hadi, today=TODAY)
    services.move_report(report, "verify", by=vera, today=TODAY)

    assert row_of(counted(), "DLH").count(Criterion.FIRST_TRY) == Count(4, 5)
    assert reporting.report().items.get(key=key).first_check == Check.RETURNED
    assert reporting.report().items.get(key=key).check_state == Check.ACCEPTED


def test_a_file_at_a_milestone_and_at_a_figure_is_evidence(reported: Reporting) -> None:
    attached(reported.milestone, reported.cast.oka)
    assert row_of(counted(), "DLH").count(Criterion.EVIDENCE) == Count(1, 2)

    attached(reported.series.observations.get(), reported.cast.oka)
    assert row_of(counted(), "DLH").count(Criterion.EVIDENCE) == Count(2, 2)


def test_silence_counts_as_nothing_of_what_was_due(reporting: Reporting) -> None:
    row = row_of(counted(), "DLH")

    assert (row.count(Criterion.DELIVERED), row.count(Criterion.ON_TIME)) == (Count(0, 5), Count(0, 5))
    assert row.count(Criterion.FIRST_TRY).ratio is None


def test_a_period_counts_once_its_day_on_time_has_passed(reporting: Reporting) -> None:
    due = reporting.period.due_on

    assert counted(today=due).due == 0
    assert counted(today=due + dt.timedelta(days=1)).due == 5


def test_an_agency_that_owed_nothing_stands_apart(reported: Reporting) -> None:
    partner = make_organization("UNSER", "Universitas Serumpun", sector="academia")
    GroupMember.objects.create(pillar=reported.program.pillar, side="external", organization=partner, name="Dr. Ayu")
    found = counted()

    assert [one.organization for one in found.apart] == [partner]
    assert [one.organization.abbreviation for one in found.placed] == ["DLH"]
    names = [(one.name, one.organization.abbreviation) for one in people_participation(
        THIRD_QUARTER, today=LATER, held=rule()).apart]  # fmt: skip
    assert ("Dr. Ayu", "UNSER") in names


def test_a_pillar_leaves_out_other_programs_and_figures(reported: Reporting) -> None:
    environment = Span(THIRD_QUARTER.first, LATER, pillar=reported.program.pillar)
    economy = Span(THIRD_QUARTER.first, LATER, pillar=reported.plan.pillars.get(code="economy"))

    assert row_of(counted(environment), "DLH").count(Criterion.DELIVERED) == Count(3, 3)
    assert counted(economy).due == 0


def test_people_are_counted_by_what_they_answered(reported: Reporting) -> None:
    found = people_participation(THIRD_QUARTER, today=LATER, held=rule())

    assert [(one.name, one.count(Criterion.DELIVERED).have, one.due) for one in found.placed] == [("Oka", 5, 5)]
    assert Criterion.DELIVERED not in found.overall  # what was due from the agency is due from nobody alone
    assert [(one.name, one.due) for one in found.apart] == [("Hadi", 5)]
    elsewhere = people_participation(THIRD_QUARTER, today=LATER, held=rule(), agencies=[reported.cast.dinkes.pk])
    assert (elsewhere.placed, elsewhere.apart) == ([], [])


def test_the_number_of_queries_does_not_grow(reported: Reporting) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            counted(Span(dt.date(2026, 1, 1), LATER))
            people_participation(Span(dt.date(2026, 1, 1), LATER), today=LATER, held=rule())
        return len(queries)

    before = asked()
    for number in range(5):
        agency = make_organization(f"A{number}", f"Dinas {number}")
        make_user(f"Officer{number}")
        make_program(reported.plan, f"X-{number}", lead=agency, stage=Stage.EXECUTION)
        make_series(f"more.s{number}", producer=agency, frequency="month", area_level=2)
    services.create_cycle("monthly", by=reported.cast.rani, name="Bulanan", frequency="month")
    services.add_periods(type(reported.cycle).objects.get(code="monthly"), year=2026, by=reported.cast.rani)

    assert len({one.period for one in tallies(Span(dt.date(2026, 1, 1), LATER), today=LATER).reports}) > 5
    assert asked() <= before + 2  # the home region is looked for by another query when districts are asked


# The rule -----------------------------------------------------------------------------------------------------------


def test_a_rule_gets_a_version_and_its_reason_is_recorded(reported: Reporting) -> None:
    assert rule().version == 0
    weights = {"delivered": 50, "on_time": 50, "first_try": 0, "evidence": 0}

    services.set_rule(weights, strength=0, reason="Keputusan rapat", by=reported.cast.rani)
    made = services.set_rule({**weights, "evidence": 10}, strength=None, reason="Bukti", by=reported.cast.rani)

    assert (rule(), made.version) == (made, 2)
    entry = Entry.objects.latest("pk")
    assert (entry.reason, entry.actor_id) == ("Bukti", reported.cast.rani.pk)
    assert ParticipationRule.objects.get(version=1).strength == 0
    row = row_of(counted(), "DLH")
    assert row.raw == Fraction(100, 110)  # everything but evidence


def test_what_a_rule_cannot_be(reported: Reporting) -> None:
    rani = reported.cast.rani
    held = dict(rule().weights)
    with pytest.raises(WeightsEmpty):
        services.set_rule({}, strength=None, reason="x", by=rani)
    with pytest.raises(SameRule):
        services.set_rule(held, strength=None, reason="x", by=rani)
    with pytest.raises(ReasonMissing):
        services.set_rule({**held, "evidence": 99}, strength=None, reason=" ", by=rani)
    with pytest.raises(NotACoordinator):
        services.set_rule({**held, "evidence": 99}, strength=None, reason="x", by=reported.cast.vera)
    assert not ParticipationRule.objects.exists()


# The groups ---------------------------------------------------------------------------------------------------------


def test_somebody_joins_a_group_once_and_leaves_it(reporting: Reporting) -> None:
    cast, pillar = reporting.cast, reporting.program.pillar

    def add(user: User | None, name: str = "", by: User = cast.rani) -> GroupMember:
        return services.add_member(
            pillar, side="internal", organization=cast.dlh, user=user, name=name, duty="member", by=by, today=TODAY
        )

    member = add(cast.oka)
    add(None, "Dr. Ayu")
    with pytest.raises(MemberThere):
        add(cast.oka)
    with pytest.raises(MemberThere):
        add(None, "dr. ayu ")
    with pytest.raises(NobodyNamed):
        add(None, "  ")
    with pytest.raises(NotACoordinator):
        add(cast.hadi, by=cast.hadi)

    services.end_member(member, by=cast.rani, today=TODAY + dt.timedelta(days=30))
    assert [one.display_name for one in GroupMember.objects.valid_on(TODAY + dt.timedelta(days=30))] == ["Dr. Ayu"]


# The pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def past(reported: Reporting) -> Reporting:
    """The same report, for a quarter that counts on any day of the test."""
    type(reported.period).objects.filter(pk=reported.period.pk).update(
        period_start=dt.date(2020, 7, 1), period_end=dt.date(2020, 9, 30), period="2020-Q3",
        opens_on=dt.date(2020, 10, 1), due_on=dt.date(2020, 10, 14), grace_until=dt.date(2020, 10, 20),
        closes_on=dt.date(2020, 11, 20),
    )  # fmt: skip
    sent_on(reported, dt.date(2020, 10, 14))
    reported.cycle.periods.exclude(pk=reported.period.pk).delete()
    return reported


SPAN = "?since=2020-Q3&until=2020-Q3"


def test_an_agency_sees_its_own_row_and_all_together(past: Reporting, signed_in: SignIn) -> None:
    for person, path in [(past.cast.bima, ""), (past.cast.vera, ""), (past.cast.oka, ""), (past.cast.hadi, "members/")]:
        page = signed_in(person).get(f"{LEAGUE}{path}{SPAN}")
        assert page.status_code == 200
        assert f"{LEAGUE}agencies/DLH/" in page.content.decode()
    page = signed_in(past.cast.sari).get(f"{LEAGUE}{SPAN}").content.decode()
    assert "agencies/DLH/" not in page
    assert "5 / 5" not in page.partition('id="together"')[0]
    assert signed_in(past.cast.sari).get(f"{LEAGUE}agencies/DLH/{SPAN}").status_code == 404
    assert signed_in(past.cast.wati).get(LEAGUE).status_code == 404


def test_each_number_opens_the_reports_it_counts(past: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(past.cast.bima)
    page = browser.get(f"{LEAGUE}{SPAN}").content.decode()
    address = f"{LEAGUE}agencies/DLH/{SPAN}&criterion=first_try#reports"
    assert address in html.unescape(page)

    detail = browser.get(address).content.decode()
    assert "/progress/reports/quarterly/2020-Q3/DLH/" in detail
    person = browser.get(f"{LEAGUE}agencies/DLH/{SPAN}&person={past.cast.oka.pk}&criterion=evidence")
    assert "0 / 2" in person.content.decode()
    assert browser.get(f"{LEAGUE}agencies/DLH/{SPAN}&person={past.cast.sari.pk}").status_code == 404


def test_sorting_searching_and_files(past: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(past.cast.rani)

    assert "agencies/DLH/" not in browser.get(f"{LEAGUE}{SPAN}&q=kesehatan").content.decode()
    assert "agencies/DLH/" in browser.get(f"{LEAGUE}{SPAN}&q=lingkungan&sort=-on_time").content.decode()
    assert browser.get(f"{LEAGUE}?since=x&until=9&pillar=none&cycle=none&sort=none").status_code == 200
    text = b"".join(browser.get(f"{LEAGUE}{SPAN}&format=csv")).decode("utf-8-sig")
    assert text.splitlines()[1].startswith(
        "1,DLH,Dinas Lingkungan Hidup,5,5,5,100.00,5,5,100.00,5,5,100.00,0,2,0.00,80.00"
    )
    book = load_workbook(BytesIO(b"".join(browser.get(f"{LEAGUE}members/{SPAN}&format=xlsx"))))
    assert [cell.value for cell in book.worksheets[0][2]][:4] == [1, "DLH", "Oka", None]


def test_the_coordinator_changes_the_rule_on_its_page(past: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(past.cast.rani)
    wanted = {"delivered": "10", "on_time": "0", "first_try": "0", "evidence": "0", "strength": "", "reason": "Rapat"}

    assert browser.post(f"{LEAGUE}rule/", {**wanted, "delivered": "0"}).status_code == 422
    assert browser.post(f"{LEAGUE}rule/", {**wanted, "reason": ""}).status_code == 422
    assert browser.post(f"{LEAGUE}rule/", wanted)["Location"] == LEAGUE
    assert rule().weights["delivered"] == 10
    assert signed_in(past.cast.vera).post(f"{LEAGUE}rule/", wanted).status_code == 404


def test_members_are_kept_on_their_page(past: Reporting, signed_in: SignIn) -> None:
    browser = signed_in(past.cast.rani)
    given = {"pillar": past.program.pillar.pk, "side": "external", "organization": past.cast.dlh.pk, "user": "",
             "name": "Dr. Ayu", "duty": "member"}  # fmt: skip

    assert browser.post("/progress/groups/add/", {**given, "name": ""}).status_code == 422
    assert browser.post("/progress/groups/add/", given)["Location"] == "/progress/groups/"
    member = GroupMember.objects.get()
    assert "Dr. Ayu" in browser.get("/progress/groups/").content.decode()
    assert browser.get(f"/progress/groups/{member.pk}/end/").status_code == 405
    assert browser.post(f"/progress/groups/{member.pk}/end/").status_code == 302
    assert signed_in(past.cast.oka).post(f"/progress/groups/{member.pk}/end/").status_code == 404
