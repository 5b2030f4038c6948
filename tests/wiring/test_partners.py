"""Commitments of partners where other apps show them: what is due, who stands in, and the agenda of a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Role
from serambi.apps.meetings import queries as meetings
from serambi.apps.meetings import services
from serambi.apps.meetings.models import BodyMember, ItemKind, Meeting
from serambi.apps.meetings.queries.suggestions import suggestions_for
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, make_body, planned
from serambi.apps.partnerships import permissions
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.reminders import due_items, due_lines
from serambi.apps.partnerships.services import move_commitment
from serambi.apps.partnerships.tests.builders import (
    delivered,
    facts,
    finished,
    in_parts,
    make_commitment,
    make_partner,
    signed,
)
from serambi.apps.progress.queries import DueLine, People
from serambi.apps.progress.services import delegate
from tests.cast import Cast, make_plan, make_program, make_user

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    with translation.override("en"):
        yield


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    make_plan(cast.region)
    return planned(cast)


# The agenda ---------------------------------------------------------------------------------------------------------


def test_overdue_commitments_are_proposed_by_days_and_share(cast: Cast, meeting: Meeting) -> None:
    late = make_commitment(cast, title="Lewat", due_on=dt.date(2026, 8, 31))
    half = signed(cast, title="Separuh", due_on=dt.date(2026, 8, 7))
    delivered(cast, half, 75_000_000)
    nearly = signed(cast, title="Hampir", due_on=dt.date(2026, 9, 26))
    delivered(cast, nearly, 90_000_000)
    uncounted = make_commitment(cast, title="Data", kind="data", promised=None, due_on=dt.date(2026, 9, 24))
    make_commitment(cast, title="Nanti", due_on=dt.date(2026, 12, 1))

    found = suggestions_for(meeting, today=TODAY)

    assert [(one.suggestion.key, one.score) for one in found.ranked] == [
        (f"promise:{late.pk}", Decimal(36)),
        (f"promise:{half.pk}", Decimal(15)),  # 60 days, a quarter missing
        (f"promise:{uncounted.pk}", Decimal(12)),  # 12 days, the whole
    ]
    assert found.beyond == {"promise": 1}  # 10 days, a tenth missing
    first, second, third = (one.suggestion for one in found.ranked)
    assert first.title == "Bank Serumpun: Lewat"
    assert first.presenter == cast.dlh
    assert second.reason == (
        "Bank Serumpun promised Rp100 million; something of it was due on 7 August 2026, 60 days ago. "
        "Rp75 million came so far."
    ).replace("Rp100 m", "Rp100\xa0m").replace("Rp75 m", "Rp75\xa0m")
    assert second.why == "60 days late × 25% of the promise missing, at most 100: 15"
    assert "it is not counted" in third.reason
    assert first.reason.endswith("Nothing came yet.")


def test_a_body_of_a_pillar_is_shown_those_of_its_programs(cast: Cast) -> None:
    plan = make_plan(cast.region)
    make_commitment(cast, title="Tanpa program")
    make_commitment(cast, title="Lain", program=make_program(plan, "E-1", pillar="economy"))
    own = make_commitment(cast, title="Lingkungan", program=make_program(plan, "L-1", pillar="environment"))
    body = make_body(cast, "env", pillar=plan.pillars.get(code="environment"))
    found = suggestions_for(planned(cast, body), today=TODAY)
    assert [one.suggestion.key for one in found.ranked] == [f"promise:{own.pk}"]


def test_an_item_about_a_commitment_shows_and_keeps_its_numbers(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    commitment = signed(cast)
    in_parts(cast, commitment, (dt.date(2026, 6, 30), 40_000_000), (dt.date(2026, 8, 31), 60_000_000))
    delivered(cast, commitment, 25_000_000)
    item = services.take_suggestion(meeting, f"promise:{commitment.pk}", by=cast.rani, today=TODAY)
    assert (item.kind, item.about) == (ItemKind.COMMITMENT, str(commitment.pk))
    assert suggestions_for(meeting, today=TODAY).ranked == ()

    state, came = meetings.live_numbers(item, today=TODAY)
    assert (state.value, state.is_bad) == ("Partly delivered", True)
    assert state.note == "due on 30 June 2026, 98 days late"
    assert (came.value, came.note) == ("Rp25\xa0million", "of Rp100\xa0million, 25%")

    for name in ("invite", "begin"):
        meeting = services.move_meeting(meeting, name, by=cast.rani, today=TODAY)
    services.begin_item(meeting, item, by=cast.rani)
    services.move_meeting(meeting, "close", by=cast.rani, today=TODAY)
    delivered(cast, commitment, 75_000_000)
    item.refresh_from_db()
    assert [one.value for one in meetings.frozen_numbers(item)] == ["Partly delivered", "Rp25\xa0million"]
    assert [one.note for one in meetings.live_numbers(item, today=TODAY)][1] == "of Rp100\xa0million, 100%"

    page = signed_in(cast.wati).get(f"/en/meetings/{meeting.pk}/agenda/").content.decode()
    assert f"/en/partners/{commitment.pk}/" in page


def test_a_commitment_is_put_on_the_agenda_by_hand(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    late, other = (make_commitment(cast, title=title, due_on=dt.date(2026, 8, 31)) for title in ("Lewat", "Lain"))
    browser, root = signed_in(cast.rani), f"/en/meetings/{meeting.pk}/agenda/items/"

    answer = browser.post(f"{root}new/", {"kind": "commitment", "commitment": str(late.pk), "minutes": "5"})

    item = meeting.agenda_items.get()
    assert answer.status_code == 302
    assert (item.title, item.about) == ("Bank Serumpun: Lewat", str(late.pk))
    assert [one.suggestion.about for one in suggestions_for(meeting, today=TODAY).ranked] == [str(other.pk)]
    move_commitment(late, "cancel", by=cast.rani, today=TODAY, said="Batal")
    given = {"kind": "commitment", "minutes": "5", "title": "", "seen": str(item.version)}
    same = browser.post(f"{root}{item.pk}/change/", {**given, "commitment": str(late.pk), "notes": "Batal"})
    assert same.status_code == 302
    item.refresh_from_db()
    assert (item.about, item.notes) == (str(late.pk), "Batal")
    browser.post(f"{root}{item.pk}/change/", {**given, "commitment": str(other.pk), "seen": str(item.version)})
    item.refresh_from_db()
    assert (item.title, item.about, item.suggestion) == ("Bank Serumpun: Lain", str(other.pk), f"promise:{other.pk}")


def test_numbers_of_what_is_gone_or_not_counted_are_no_numbers(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    uncounted = make_commitment(cast, kind="data", promised=None)
    vague = make_commitment(cast, promised=None, title="Dana")
    for about, note in ((uncounted, "it is not counted"), (vague, "nobody said how much is promised")):
        facts_of = ItemFacts(title="Janji", kind=ItemKind.COMMITMENT, about=str(about.pk))
        item = services.add_item(meeting, facts_of, by=cast.rani)
        _state, came = meetings.live_numbers(item, today=TODAY)
        assert (came.value, came.note) == ("–", note)
    for about_nothing in ("999999", "bank-1", "²", "٣", "9" * 40):
        facts_of = ItemFacts(title="Janji", kind=ItemKind.COMMITMENT, about=about_nothing)
        item = services.add_item(meeting, facts_of, by=cast.rani)
        assert meetings.live_numbers(item, today=TODAY) == []
    assert signed_in(cast.wati).get(f"/en/meetings/{meeting.pk}/agenda/").status_code == 200


def test_proposing_costs_as_many_queries_for_many_as_for_few(cast: Cast, meeting: Meeting) -> None:
    counts = []
    for numbers in ([0], range(1, 5)):
        for number in numbers:
            made = signed(cast, title=f"K{number}", organization=make_partner(f"M{number}", f"Mitra {number}"))
            delivered(cast, made, 1_000_000)
        current = Meeting.objects.select_related("body").get(pk=meeting.pk)
        with CaptureQueriesContext(connection) as found:
            suggestions_for(current, today=TODAY)
        counts.append(len(found))
    assert counts[0] == counts[1]


# What is due --------------------------------------------------------------------------------------------------------


def test_who_is_reminded_of_a_commitment(cast: Cast) -> None:
    partner = make_partner()
    member = make_user("Bankir", role=Role.OFFICER, organization=partner)
    make_commitment(cast, title="Lewat")
    make_commitment(cast, title="Tanpa hari", due_on=None)
    full = signed(cast, title="Lengkap")
    delivered(cast, full, 100_000_000, day=dt.date(2026, 5, 4))
    done = signed(cast, title="Selesai")
    delivered(cast, done, 100_000_000)
    finished(cast, done)

    with CaptureQueriesContext(connection) as found:
        items = {item.subject["en"]: item for item in due_items(TODAY, people=People)}
    assert len(found) == 7

    assert set(items) == {
        "Bank Serumpun: Lewat",
        "Bank Serumpun: Lengkap (all of it came, say that it is delivered)",
        "Bank Serumpun: Selesai (waits for verification)",
    }
    late = items["Bank Serumpun: Lewat"]
    assert set(late.owners) == {cast.oka.pk, member.pk}
    assert set(late.heads) == {cast.hadi.pk}
    assert late.subject["id"] == "Bank Serumpun: Lewat"
    assert late.due_on == dt.date(2026, 8, 31)
    assert items["Bank Serumpun: Lengkap (all of it came, say that it is delivered)"].due_on == dt.date(2026, 5, 9)
    assert items["Bank Serumpun: Selesai (waits for verification)"].owners == {cast.vera.pk}


def test_where_no_verifier_is_left_the_coordinator_is_asked(cast: Cast) -> None:
    done = signed(cast)
    delivered(cast, done, 100_000_000, by=cast.rani)
    finished(cast, done)
    Membership.objects.filter(role=Role.VERIFIER).delete()
    assert list(due_items(TODAY, people=People)) == []  # Rani recorded it herself
    other = make_user("Rama", role=Role.COORDINATOR, organization=cast.diskominfo)
    assert [item.owners for item in due_items(TODAY, people=People)] == [{other.pk}]


def test_the_page_of_what_is_due_shows_commitments(cast: Cast, signed_in: SignIn) -> None:
    late = make_commitment(cast)
    make_commitment(cast, title="Jauh", due_on=TODAY + dt.timedelta(days=61))
    done = signed(cast, title="Selesai")
    delivered(cast, done, 100_000_000)
    finished(cast, done)
    address, other = f"/en/partners/{late.pk}/", f"/en/partners/{done.pk}/"

    (line,) = due_lines(cast.oka, TODAY, line=DueLine)
    assert (line.address, line.place, line.when, line.is_late) == (address, "BANK", "Due on 31 August 2026", True)
    page = signed_in(cast.oka).get("/en/progress/").content.decode()
    assert address in page
    assert other not in page
    page = signed_in(cast.vera).get("/en/progress/").content.decode()
    assert other in page
    assert address not in page
    assert due_lines(cast.wati, TODAY, line=DueLine) == []


# Standing in --------------------------------------------------------------------------------------------------------


def lend(role: Membership, receiver: User) -> None:
    delegate(
        role.organization, role=Role(role.role), giver=role.user, receiver=receiver, first_day=TODAY, last_day=TODAY,
        reason="Cuti", by=role.user, today=TODAY,
    )  # fmt: skip


def test_a_stand_in_records_and_verifies_for_somebody_else(cast: Cast) -> None:
    deputy = make_user("Deputi", role=Role.VIEWER, organization=cast.dlh)
    commitment = signed(cast)
    assert not permissions.can_work_on(again(deputy), commitment, today=TODAY)
    lend(Membership.objects.get(user=cast.oka), deputy)
    assert permissions.can_work_on(again(deputy), commitment, today=TODAY)
    delivered(cast, commitment, 1_000_000, by=again(deputy))
    move = commitment.moves.get(move="deliver")
    assert (move.by, move.on_behalf_of) == (deputy, cast.oka)


def test_a_verifier_stands_in_too(cast: Cast) -> None:
    vera = Membership.objects.get(user=cast.vera)
    deputy = make_user("Deputi", role=Role.VIEWER, organization=vera.organization)
    lend(vera, deputy)
    done = signed(cast)
    delivered(cast, done, 100_000_000)
    finished(cast, done)
    moved = move_commitment(done, "verify", by=again(deputy), today=TODAY)
    assert moved.moves.get(move="verify").on_behalf_of == cast.vera


def test_bodies_of_two_sides_are_shown_those_of_their_programs(cast: Cast) -> None:
    plan = make_plan(cast.region)
    body = make_body(cast, "two", kind="bilateral")
    BodyMember.objects.create(body=body, organization=cast.dlh)
    own = make_commitment(cast, program=make_program(plan, "L-1", lead=cast.dlh))
    make_commitment(cast, title="Lain", program=make_program(plan, "S-1", lead=cast.dinkes))
    found = suggestions_for(planned(cast, body), today=TODAY)
    assert [one.suggestion.key for one in found.ranked] == [f"promise:{own.pk}"]
    assert Commitment.objects.count() == 2
    assert facts(cast).agency == cast.dlh
