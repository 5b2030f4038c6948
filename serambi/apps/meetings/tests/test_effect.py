"""The effect of meetings, against figures worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.services import record
from serambi.apps.evaluation.models import Node, Score
from serambi.apps.meetings.coordination import coordination_lines
from serambi.apps.meetings.models import Action, AgendaItem, Meeting, MeetingBody
from serambi.apps.meetings.queries.effect import FollowUpRate, Kept, WantedEffect, agency_rates, kept_by_next, total_of
from serambi.apps.meetings.queries.movements import movements_after
from serambi.apps.meetings.tests.builders import TODAY, make_decision
from serambi.apps.meetings.tests.held import agreed, at, done_and_verified, make_body, make_meeting, went
from serambi.apps.plans.models import MasterPlan, Stage
from serambi.methods.periods import Period
from tests.cast import Cast, make_physical, make_plan, make_program
from tests.record import unprotected

SignIn = Callable[[User], Client]
JULY, AUGUST, OCTOBER = dt.date(2026, 7, 7), dt.date(2026, 8, 11), dt.date(2026, 10, 1)
NOW = at(TODAY, 17)


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    return make_body(cast)


def counted(kept: Kept) -> tuple[int, int, int, int]:
    return kept.agreed, kept.verified, kept.waiting, kept.open


def test_what_was_done_by_the_next_meeting_is_told_by_what_had_happened_then(cast: Cast, body: MeetingBody) -> None:
    july, august = make_meeting(body, JULY), make_meeting(body, AUGUST)
    make_meeting(make_body(cast, "council", name="Dewan"), dt.date(2026, 7, 20))  # another body does not count
    due = dt.date(2026, 8, 1)
    names = ("verified", "done", "open", "verified late", "reopened", "cancelled", "recorded after")
    actions = {name: agreed(cast, july, name, due=due) for name in names}
    done_and_verified(cast, actions["verified"], done=at(dt.date(2026, 7, 20)), verified=at(dt.date(2026, 7, 22)))
    went(actions["done"], "finish", "done", at(dt.date(2026, 8, 10)), cast.oka)
    done_and_verified(cast, actions["verified late"], done=at(dt.date(2026, 8, 12)), verified=at(dt.date(2026, 8, 13)))
    done_and_verified(cast, actions["reopened"], done=at(dt.date(2026, 7, 20)), verified=at(dt.date(2026, 7, 21)))
    went(actions["reopened"], "reopen", "open", at(dt.date(2026, 8, 1)), cast.rani)
    went(actions["cancelled"], "cancel", "cancelled", at(dt.date(2026, 7, 30)), cast.rani)
    Action.objects.filter(text="recorded after").update(recorded_at=at(dt.date(2026, 8, 12)))

    found = kept_by_next([july, august], now=NOW)

    # Of seven, one was cancelled and one recorded after 11 August; of the five that are left one was verified then.
    assert counted(found[july.pk]) == (5, 1, 1, 3)
    assert found[july.pk].share == Fraction(1, 5)
    assert found[july.pk].following == august
    assert counted(found[august.pk]) == (0, 0, 0, 0)
    assert found[august.pk].share is None


def test_a_meeting_without_a_next_one_is_counted_until_now(cast: Cast, body: MeetingBody) -> None:
    meeting = make_meeting(body, OCTOBER)
    first, _second = (agreed(cast, meeting, name, due=TODAY) for name in ("a", "b"))
    done_and_verified(cast, first, done=at(dt.date(2026, 10, 2)), verified=at(dt.date(2026, 10, 3)))

    found = kept_by_next([meeting], now=NOW)[meeting.pk]

    assert (counted(found), found.following) == ((2, 1, 0, 1), None)
    assert counted(kept_by_next([meeting], now=at(dt.date(2026, 10, 2), 12))[meeting.pk]) == (2, 0, 1, 1)


def test_the_rate_of_an_agency_is_done_in_time_out_of_what_came_due(cast: Cast, body: MeetingBody) -> None:
    meeting = make_meeting(body, JULY)
    due = dt.date(2026, 8, 1)
    names = ("on the day", "a day late", "open", "waiting", "cancelled", "not due yet")
    actions = {name: agreed(cast, meeting, name, due=due) for name in names}
    other = agreed(cast, meeting, "of the health agency", due=due, agency=cast.dinkes)
    # The verifier may take as long as it takes: what counts is when the agency last said that it is done.
    done_and_verified(cast, actions["on the day"], done=at(due, 23), verified=at(dt.date(2026, 9, 1)))
    done_and_verified(cast, actions["a day late"], done=at(dt.date(2026, 8, 2)), verified=at(dt.date(2026, 8, 3)))
    went(actions["waiting"], "finish", "done", at(dt.date(2026, 7, 30)), cast.oka)
    went(actions["cancelled"], "cancel", "cancelled", at(dt.date(2026, 7, 30)), cast.rani)
    Action.objects.filter(text="not due yet").update(due_on=TODAY)
    done_and_verified(cast, other, done=at(dt.date(2026, 7, 30)), verified=at(dt.date(2026, 7, 31)))

    found = agency_rates(WantedEffect(), today=TODAY)

    assert [(one.agency.abbreviation, one.rate) for one in found] == [
        ("DLH", FollowUpRate(on_time=1, late=1, overdue=1, waiting=1)),
        ("DINKES", FollowUpRate(on_time=1)),
    ]
    assert found[0].rate.share == Fraction(1, 3)
    # A ratio of sums: 2 of 4, and not the mean of 1/3 and 1.
    assert total_of(found).share == Fraction(2, 4)
    assert FollowUpRate(waiting=3).share is None
    assert agency_rates(WantedEffect(year=2025), today=TODAY) == []
    assert agency_rates(WantedEffect(body="council"), today=TODAY) == []


def test_a_returned_action_counts_by_its_last_word(cast: Cast, body: MeetingBody) -> None:
    action = agreed(cast, make_meeting(body, JULY), "twice", due=dt.date(2026, 8, 1))
    went(action, "finish", "done", at(dt.date(2026, 7, 20)), cast.oka)
    went(action, "return", "open", at(dt.date(2026, 7, 21)), cast.vera)
    done_and_verified(cast, action, done=at(dt.date(2026, 8, 5)), verified=at(dt.date(2026, 8, 6)))
    assert agency_rates(WantedEffect(), today=TODAY)[0].rate == FollowUpRate(late=1)


def test_what_is_confidential_is_counted_for_nobody(cast: Cast, body: MeetingBody) -> None:
    meeting = make_meeting(body, JULY)
    secret = AgendaItem.objects.create(body=body, meeting=meeting, title="Rahasia", is_confidential=True)
    action = agreed(
        cast, meeting, "quiet", due=dt.date(2026, 8, 1), program=make_program(make_plan(cast.region), "P-1")
    )
    Action.objects.filter(pk=action.pk).update(item=secret)

    assert counted(kept_by_next([meeting], now=NOW)[meeting.pk]) == (0, 0, 0, 0)
    assert agency_rates(WantedEffect(), today=TODAY) == []
    assert movements_after([meeting], today=TODAY)[meeting.pk] == []


# Programs that moved ------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


def test_a_program_moved_when_it_is_not_what_it_was_on_the_day(cast: Cast, body: MeetingBody, plan: MasterPlan) -> None:
    meeting = make_meeting(body, JULY)
    program = make_program(plan, "P-1", stage=Stage.EXECUTION)
    still = make_program(plan, "P-2", stage=Stage.PLANNING)
    decision = make_decision(cast, program=program)
    type(decision).objects.filter(pk=decision.pk).update(meeting=meeting)
    agreed(cast, meeting, "about the other", due=TODAY, program=still)
    stages = ("not_started", "planning", "preparation", "execution")
    days = (dt.date(2026, 6, 1), dt.date(2026, 8, 1), dt.date(2026, 9, 1))
    for moment, before, after in zip(days, stages[:-1], stages[1:], strict=True):
        entry = record(Verb.CHANGED, program, by=None, before={"stage": before}, after={"stage": after})
        _set_time(entry, at(moment))
    make_physical(program, 40, "2026-06", at(dt.date(2026, 7, 1)))
    make_physical(program, 55, "2026-08", at(dt.date(2026, 9, 3)))
    for quarter, value in (("2026-Q2", 71.24), ("2026-Q3", 78.36)):
        Score.objects.create(
            plan=plan, node=Node.PROGRAM, object_id=program.pk, period=Period.parse(quarter), value=value
        )

    first, second = movements_after([meeting], today=TODAY)[meeting.pk]

    assert (first.stage.before, first.stage.now) == ("planning", "execution")
    assert (first.physical.before, first.physical.now) == (40, 55)
    assert (first.attainment.before, first.attainment.now) == (Decimal("71.2"), Decimal("78.4"))
    assert first.has_moved
    assert (second.program, second.has_moved) == (still, False)
    assert (second.physical.before, second.attainment.now) == (None, None)


def test_what_the_room_saw_comes_before_what_can_be_worked_out(cast: Cast, body: MeetingBody, plan: MasterPlan) -> None:
    meeting = make_meeting(body, JULY)
    program = make_program(plan, "P-1", stage=Stage.EXECUTION)
    agreed(cast, meeting, "a", due=TODAY, program=program)
    make_physical(program, 55, "2026-08", at(dt.date(2026, 9, 3)))
    AgendaItem.objects.create(
        body=body, meeting=meeting, title="P-1", program=program, pictured_at=at(JULY),
        picture={"kind": "program", "stage": "planning", "physical": "40.5"},
    )  # fmt: skip
    found = movements_after([meeting], today=TODAY)[meeting.pk][0]
    assert (found.stage.before, found.stage.now) == ("planning", "execution")
    assert (found.physical.before, found.physical.now) == (Decimal("40.5"), 55)


def _set_time(entry: Entry, moment: dt.datetime) -> None:
    with unprotected():
        Entry.objects.filter(pk=entry.pk).update(at=moment)


def test_what_is_not_known_has_not_moved(cast: Cast, body: MeetingBody, plan: MasterPlan) -> None:
    meeting = make_meeting(body, JULY)
    program = make_program(plan, "P-1")
    agreed(cast, meeting, "a", due=TODAY, program=program)
    make_physical(program, 55, "2026-08", at(dt.date(2026, 9, 3)))
    found = movements_after([meeting], today=TODAY)[meeting.pk][0]
    assert (found.physical.before, found.physical.now, found.has_moved) == (None, 55, False)


# Pages --------------------------------------------------------------------------------------------------------------


def grown(cast: Cast, body: MeetingBody, plan: MasterPlan, meetings: int) -> None:
    for number in range(meetings):
        meeting = make_meeting(body, JULY + dt.timedelta(days=number), title=f"Rakor {number}")
        program = make_program(plan, f"P-{number}")
        agreed(cast, meeting, f"Aksi {number}", due=dt.date(2026, 8, 1), program=program)


@pytest.mark.parametrize("meetings", [2, 15])
def test_the_page_of_effect_costs_the_same_however_many_meetings(
    cast: Cast, body: MeetingBody, plan: MasterPlan, signed_in: SignIn, meetings: int
) -> None:
    grown(cast, body, plan, meetings)
    browser = signed_in(cast.bima)
    browser.get("/meetings/effect/")
    with CaptureQueriesContext(connection) as made:
        page = browser.get("/meetings/effect/")
    assert len(made) <= 22
    assert page.status_code == 200
    assert f"Rakor {meetings - 1}" in page.content.decode()


def test_the_files_have_what_the_page_has(cast: Cast, body: MeetingBody, plan: MasterPlan, signed_in: SignIn) -> None:
    grown(cast, body, plan, 2)
    browser = signed_in(cast.oka)
    lines = b"".join(browser.get("/meetings/effect/?format=csv&year=2026").streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert lines[1].split(",")[:7] == ["Tim Pelaksana", "Rakor 1", "2026-07-08", "1", "0", "0", "1"]
    agencies = b"".join(browser.get("/meetings/effect/?format=csv&of=agencies").streaming_content).decode().splitlines()
    assert agencies[1].split(",")[:7] == ["DLH", "2", "0", "0", "2", "0", "0.0"]


def test_the_page_of_a_meeting_says_what_came_of_it(cast: Cast, body: MeetingBody, signed_in: SignIn) -> None:
    meeting = make_meeting(body, JULY)
    make_meeting(body, AUGUST)
    agreed(cast, meeting, "Aksi", due=dt.date(2026, 8, 1))
    page = signed_in(cast.wati).get(f"/en/meetings/{meeting.pk}/").content.decode()
    assert "0 of 1 action was done and verified by the next meeting on 11 August 2026." in page
    cancelled = make_meeting(body, AUGUST, state="cancelled", began_at=None)
    assert 'id="came"' not in signed_in(cast.wati).get(f"/meetings/{cancelled.pk}/").content.decode()


def test_the_dashboard_leads_to_who_has_not_met_in_time(
    cast: Cast, body: MeetingBody, plan: MasterPlan, signed_in: SignIn
) -> None:
    make_meeting(body, JULY)
    lines = coordination_lines(TODAY)
    assert lines[0].is_late
    assert "60" in lines[0].text  # 91 days after 7 July, less the 31 of its rhythm
    dashboard = signed_in(cast.bima).get("/dashboard/").content.decode()
    assert 'hx-get="/meetings/coordination/"' in dashboard
    assert "Tim Pelaksana" in signed_in(cast.bima).get("/meetings/coordination/").content.decode()
    assert "/meetings/coordination/" not in Client().get("/dashboard/").content.decode()


def test_the_dashboard_tells_of_a_meeting_once_it_is_over(cast: Cast, body: MeetingBody) -> None:
    over = make_meeting(body, JULY)
    make_meeting(body, AUGUST, state="in_session", ended_at=None, title="Sedang berlangsung")
    titles = [one.title for one in coordination_lines(TODAY)]
    assert over.title in titles
    assert "Sedang berlangsung" not in titles


def test_the_lines_for_the_dashboard_cost_few_queries(cast: Cast, body: MeetingBody) -> None:
    meeting = make_meeting(body, JULY)
    for name in range(5):
        agreed(cast, meeting, str(name), due=dt.date(2026, 8, 1))
    with CaptureQueriesContext(connection) as made:
        assert len(coordination_lines(TODAY)) == 3
    assert len(made) <= 7


# The list and the calendar ------------------------------------------------------------------------------------------


def test_meetings_are_found_by_body_state_year_and_words(cast: Cast, body: MeetingBody, signed_in: SignIn) -> None:
    council = make_body(cast, "council", name="Dewan")
    first = make_meeting(body, JULY, title="Rakor Juli", state="signed_off")
    make_meeting(council, dt.date(2025, 7, 7), title="Sidang", place="Gedung")
    secret = AgendaItem.objects.create(body=body, meeting=first, title="Rahasia", is_confidential=True)
    agreed(cast, first, "Mangrove ditanam", due=TODAY)
    hidden = agreed(cast, first, "Harga lahan", due=TODAY)
    Action.objects.filter(pk=hidden.pk).update(item=secret)
    browser = signed_in(cast.wati)

    def found(query: str) -> list[str]:
        return [one.title for one in browser.get(f"/meetings/?{query}").context["page"]]

    assert found("") == ["Rakor Juli", "Sidang"]
    assert found("body=council") == ["Sidang"]
    assert found("state=signed_off") == ["Rakor Juli"]
    assert found("year=2025") == ["Sidang"]
    assert found("q=mangrove") == ["Rakor Juli"]
    assert found("q=gedung") == ["Sidang"]
    assert found("q=lahan") == []
    assert found("body=nobody&year=abc") == ["Rakor Juli", "Sidang"]  # what is no choice narrows nothing
    assert "No meeting fits" in browser.get("/en/meetings/?q=zzz").content.decode()


def test_a_month_shows_its_meetings_on_their_days(cast: Cast, body: MeetingBody, signed_in: SignIn) -> None:
    make_meeting(body, OCTOBER, title="Rakor Oktober")
    make_meeting(body, dt.date(2026, 9, 29), title="Akhir September")
    # Just before midnight in the regency is the day after in UTC minus some hours; it stays on its own day.
    late = make_meeting(body, dt.date(2026, 10, 31), title="Malam")
    Meeting.objects.filter(pk=late.pk).update(
        starts_at=at(dt.date(2026, 10, 31), 23, 30), ends_at=at(dt.date(2026, 11, 1))
    )
    browser = signed_in(cast.wati)

    page = browser.get("/en/meetings/calendar/?month=2026-10")

    assert page.context["title"] == "2 meetings in October 2026"
    days = {day.day: [one.title for one in day.meetings] for week in page.context["weeks"] for day in week}
    assert days[OCTOBER] == ["Rakor Oktober"]
    assert days[dt.date(2026, 9, 29)] == ["Akhir September"]
    assert days[dt.date(2026, 10, 31)] == ["Malam"]
    html = page.content.decode()
    assert "?month=2026-09" in html
    assert "?month=2026-11" in html
    assert browser.get("/en/meetings/calendar/?month=2026-11").context["title"] == "No meeting in November 2026"


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "abc", "9999-12", "2026-Q1", "0001-01"])
def test_what_is_no_month_shows_this_one(cast: Cast, signed_in: SignIn, month: str) -> None:
    page = signed_in(cast.wati).get("/meetings/calendar/", {"month": month})
    assert str(page.context["month"]) == "2026-10"


@pytest.mark.parametrize("address", ["calendar", "effect", "coordination", "matrix"])
def test_pages_are_for_people_with_a_role(cast: Cast, signed_in: SignIn, address: str) -> None:
    page = f"/meetings/{address}/"
    assert Client().get(page)["Location"].startswith("/account/sign-in/")
    nobody = User.objects.create_user("nobody@serumpun.example", "a-veranda-in-the-afternoon", name="Nobody")
    assert signed_in(nobody).get(page).status_code == 404
    assert signed_in(cast.wati).post(page).status_code == 405
    assert signed_in(cast.wati).get(page).status_code == 200
