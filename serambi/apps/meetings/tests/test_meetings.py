"""Bodies and meetings: the table of moves, what is carried over, who should have met, and the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings import errors, queries, services
from serambi.apps.meetings.models import Action, Decision, Meeting, MeetingBody, MeetingState
from serambi.apps.meetings.services import MeetingFacts
from serambi.apps.meetings.tests.builders import TODAY, finished, make_action, make_decision
from serambi.apps.meetings.workflow import MEETING_MOVES
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    facts = {"code": "team", "name": "Tim Pelaksana", "usual_title": "Rakor Smart City", "cadence_days": 31}
    return services.create_body(facts, by=cast.rani)


def plan(cast: Cast, body: MeetingBody, day: dt.date = TODAY) -> Meeting:
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    return services.plan_meeting(body, MeetingFacts("Rakor", starts, 120, place="Aula"), by=cast.rani)


def moved(cast: Cast, meeting: Meeting, *names: str) -> Meeting:
    for name in names:
        meeting = services.move_meeting(meeting, name, by=cast.rani, today=TODAY, reason="Perlu")
    return meeting


def test_a_meeting_goes_its_way(cast: Cast, body: MeetingBody) -> None:
    meeting = moved(cast, plan(cast, body), "invite", "begin", "close", "circulate", "correct", "circulate", "sign-off")

    assert (meeting.state, meeting.minutes) == (MeetingState.SIGNED_OFF, 120)
    assert [one.move for one in queries.meeting_timeline(meeting)][-1] == "invite"
    entries = Entry.objects.filter(object_type="meetings.meeting", object_id=str(meeting.pk))
    assert entries.count() == 8
    with pytest.raises(errors.MeetingMoveNotOpen):
        moved(cast, meeting, "cancel")


def test_only_the_coordinator_moves_a_meeting_and_says_why(cast: Cast, body: MeetingBody) -> None:
    for move in MEETING_MOVES:
        meeting = plan(cast, body)
        Meeting.objects.filter(pk=meeting.pk).update(state=move.before)
        for person in (cast.oka, cast.hadi, cast.vera, cast.bima, cast.wati):
            with pytest.raises(errors.NotACoordinator):
                services.move_meeting(meeting, move.name, by=person, today=TODAY, reason="Perlu")
        if move.needs_reason:
            with pytest.raises(errors.ReasonMissing):
                services.move_meeting(meeting, move.name, by=cast.rani, today=TODAY)
        assert moved(cast, meeting, move.name).state == move.after


def test_a_meeting_does_not_begin_before_its_day(cast: Cast, body: MeetingBody) -> None:
    meeting = moved(cast, plan(cast, body, TODAY + dt.timedelta(days=1)), "invite")

    with pytest.raises(errors.NotBeforeItsDay):
        moved(cast, meeting, "begin")


def test_day_and_place_change_until_it_begins(cast: Cast, body: MeetingBody) -> None:
    meeting = moved(cast, plan(cast, body), "invite")
    facts = MeetingFacts("Rakor", meeting.starts_at + dt.timedelta(hours=1), 60, place="Setda")
    with pytest.raises(errors.ChangedMeanwhile):
        services.change_meeting(meeting, facts, by=cast.rani, seen=1)
    changed = services.change_meeting(meeting, facts, by=cast.rani, seen=2)
    assert (changed.place, changed.minutes) == ("Setda", 60)

    moved(cast, changed, "begin")
    with pytest.raises(errors.MeetingOver):
        services.change_meeting(meeting, facts, by=cast.rani)


def test_open_actions_are_carried_over_three_meetings_of_their_body(cast: Cast, body: MeetingBody) -> None:
    other = services.create_body({"code": "council", "name": "Dewan", "usual_title": "Dewan"}, by=cast.rani)
    first = moved(cast, plan(cast, body, dt.date(2026, 7, 2)), "invite", "begin")
    stays, settled = make_action(cast, "Tetap", meeting=first), make_action(cast, "Tuntas", meeting=first)
    elsewhere = make_action(cast, "Lain", meeting=moved(cast, plan(cast, other), "invite", "begin"))

    second = moved(cast, plan(cast, body, dt.date(2026, 8, 6)), "invite", "begin")
    assert queries.carried_over(second) == [stays, settled]
    finished(cast, settled)
    third = moved(cast, plan(cast, body), "invite", "begin")

    assert queries.carried_over(third) == [stays]
    assert queries.carried_over(first) == []
    seen = {one.text: one.meetings_seen for one in Action.objects.all()}
    assert seen == {"Tetap": 2, "Tuntas": 1, elsewhere.text: 0}
    # Beginning is what counts, and each time is in the record.
    assert Entry.objects.filter(object_type="meetings.action", after__meetings_seen=2).count() == 1


def test_outcomes_belong_to_a_meeting_in_session_or_closed(cast: Cast, body: MeetingBody) -> None:
    meeting = moved(cast, plan(cast, body), "invite")
    with pytest.raises(errors.NoOutcomesNow):
        make_decision(cast, meeting=meeting)
    with pytest.raises(errors.NoOutcomesNow):
        make_action(cast, meeting=meeting)
    meeting = moved(cast, meeting, "begin")

    decision = make_decision(cast, meeting=meeting)
    moved(cast, meeting, "close", "circulate")

    # What follows from a decision later still belongs to its meeting.
    assert make_action(cast, origin="decision", decision=decision).meeting == meeting
    with pytest.raises(errors.NoOutcomesNow):
        make_decision(cast, meeting=meeting)


def test_who_should_have_met_is_told(cast: Cast, body: MeetingBody) -> None:
    meeting = moved(cast, plan(cast, body), "invite", "begin")
    began = timezone.localtime(meeting.began_at).date()

    def row(days: int) -> queries.BodyRow:
        return queries.body_rows(today=began + dt.timedelta(days=days))[0]

    assert (row(31).overdue, row(33).overdue, row(31).last) == (0, 2, began)
    services.change_body(body, {"is_active": False}, by=cast.rani)
    assert row(33).overdue == 0


def test_a_body_that_never_met_owes_nothing(cast: Cast, body: MeetingBody) -> None:
    coming = plan(cast, body, TODAY + dt.timedelta(days=3))
    row = queries.body_rows(today=TODAY)[0]
    assert (row.last, row.overdue, row.coming) == (None, 0, TODAY + dt.timedelta(days=3))
    moved(cast, coming, "cancel")
    assert queries.body_rows(today=TODAY)[0].coming is None


def test_members_are_people_and_organizations(cast: Cast, body: MeetingBody) -> None:
    services.add_member(body, cast.bima, role="chair", by=cast.rani)
    member = services.add_member(body, cast.dlh, by=cast.rani)
    with pytest.raises(errors.MemberThere):
        services.add_member(body, cast.dlh, by=cast.rani)
    with pytest.raises(errors.NotACoordinator):
        services.add_member(body, cast.dinkes, by=cast.oka)
    assert [one.name for one in queries.members_of(body)] == ["Bima", cast.dlh.name]

    services.remove_member(member, by=cast.rani)

    assert [one.name for one in queries.members_of(body)] == ["Bima"]
    assert Entry.objects.filter(object_type="meetings.bodymember", verb=Verb.REMOVED).exists()


def test_a_code_is_taken_once(cast: Cast, body: MeetingBody) -> None:
    with pytest.raises(errors.CodeTaken):
        services.create_body({"code": "team", "name": "Lain", "usual_title": "Rakor"}, by=cast.rani)


# Pages --------------------------------------------------------------------------------------------------------------


def test_a_body_is_added_with_members_and_a_meeting(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    given = {
        "code": "team", "name": "Tim Pelaksana", "kind": "team", "usual_title": "Rakor Smart City",
        "usual_time": "09:00", "usual_minutes": "120", "usual_place": "Aula Setda", "is_active": "on",
    }  # fmt: skip
    assert browser.post("/meetings/bodies/new/", given)["Location"] == "/meetings/bodies/team/"
    assert browser.post("/meetings/bodies/new/", given).status_code == 422
    changed = browser.post("/meetings/bodies/team/change/", {**given, "name": "Tim Smart City"})
    assert changed["Location"] == "/meetings/bodies/team/"

    browser.post("/meetings/bodies/team/", {"member": f"organization-{cast.dlh.pk}", "role": "member"})
    assert browser.post("/meetings/bodies/team/", {"member": "person-0", "role": "member"}).status_code == 422
    page = browser.get("/meetings/bodies/team/").content.decode()
    assert cast.dlh.name in page
    assert "Tim Smart City" in page
    assert 'value="Aula Setda"' in browser.get("/meetings/bodies/team/new/").content.decode()
    planned = {"title": "Rakor III", "on": "2026-10-15", "at": "09:00", "minutes": "90"}
    answer = browser.post("/meetings/bodies/team/new/", planned)

    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.pk}/"
    assert timezone.localtime(meeting.starts_at).hour == 9
    listed = signed_in(cast.wati).get("/meetings/").content.decode()
    assert "Rakor III" in listed
    member = queries.members_of(meeting.body)[0]
    browser.post(f"/meetings/bodies/team/members/{member.pk}/remove/")
    assert queries.members_of(meeting.body) == []


def test_a_meeting_is_changed_and_moved_on_its_page(cast: Cast, body: MeetingBody, signed_in: SignIn) -> None:
    meeting = plan(cast, body)
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/"
    assert f"{address}moves/invite/" in browser.get(address).content.decode()
    given: dict[str, Any] = {"title": "Rakor IV", "on": "2026-10-06", "at": "13:30", "minutes": "45", "seen": "1"}
    assert browser.post(f"{address}change/", given)["Location"] == address
    assert browser.post(f"{address}change/", given).status_code == 422
    assert browser.post(f"{address}moves/cancel/", {"seen": "2"}).status_code == 422
    assert browser.get(f"{address}moves/sign-off/").status_code == 404
    browser.post(f"{address}moves/invite/", {"seen": "2"})
    browser.post(f"{address}moves/begin/", {"seen": "3"})

    meeting.refresh_from_db()
    assert (meeting.state, meeting.title, meeting.minutes) == (MeetingState.IN_SESSION, "Rakor IV", 45)
    page = browser.get(address).content.decode()
    assert f"/meetings/decisions/new/?meeting={meeting.pk}" in page
    assert "?meeting=" not in signed_in(cast.oka).get(address).content.decode()


def test_what_a_meeting_decides_leads_back_to_it(cast: Cast, body: MeetingBody, signed_in: SignIn) -> None:
    meeting = moved(cast, plan(cast, body), "invite", "begin")
    browser = signed_in(cast.rani)
    begun = browser.get(f"/meetings/decisions/new/?meeting={meeting.pk}").content.decode()
    assert 'value="Tim Pelaksana"' in begun
    assert browser.get("/meetings/decisions/new/?meeting=999999").status_code == 404
    form = browser.get(f"/meetings/actions/new/?meeting={meeting.pk}").context["form"]
    assert form["origin"].value() == "agreement"
    decided = {"text": "Pindah.", "decided_by": "Tim", "decided_on": "2026-10-06", "meeting": meeting.pk}
    browser.post("/meetings/decisions/new/", decided)
    agreed = {
        "text": "Surat", "agency": cast.dlh.pk, "due_on": "2026-10-20", "priority": "high", "origin": "decision",
        "decision": "2026/1", "meeting": meeting.pk,
    }  # fmt: skip
    browser.post("/meetings/actions/new/", agreed)

    action = Action.objects.get()
    assert (Decision.objects.get().meeting, action.meeting) == (meeting, meeting)
    address = f"/meetings/{meeting.pk}/"
    for page in (f"/meetings/actions/{action.pk}/", "/meetings/decisions/2026/1/"):
        assert address in browser.get(page).content.decode()
    later = moved(cast, plan(cast, body, TODAY + dt.timedelta(days=30)), "invite")
    assert "Surat" in browser.get(f"/meetings/{later.pk}/").content.decode()


def test_the_list_asks_the_same_however_many_meetings_there_are(
    cast: Cast, body: MeetingBody, signed_in: SignIn
) -> None:
    browser = signed_in(cast.rani)

    def count() -> int:
        browser.get("/meetings/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/meetings/")
        return len(asked)

    make_decision(cast, meeting=moved(cast, plan(cast, body), "invite", "begin"))
    few = count()
    for number in range(4):
        more = services.create_body({"code": f"b{number}", "name": "Forum", "usual_title": "Forum"}, by=cast.rani)
        make_action(cast, meeting=moved(cast, plan(cast, more), "invite", "begin"))

    assert count() == few
    assert few <= 9
