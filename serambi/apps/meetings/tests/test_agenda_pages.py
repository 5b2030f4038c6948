"""The pages of an agenda: keeping it, what is proposed, the backlog and the rule; and who sees what of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.models import AgendaItem, AgendaSection, BodyMember, Dismissal, ItemKind, Meeting
from serambi.apps.meetings.models import SuggestionRule as Rule
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, held_meeting, make_action, make_body, moved, planned
from serambi.apps.plans.models import MasterPlan, Program, Stage
from tests.cast import Cast, make_indicator, make_plan, make_program

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    make_plan(cast.region)
    return planned(cast)


@pytest.fixture
def late(cast: Cast, meeting: Meeting) -> Program:
    plan = MasterPlan.objects.get()
    facts = {"stage": Stage.EXECUTION, "ends_on": TODAY - dt.timedelta(days=73), "lead": cast.dlh}
    return make_program(plan, "LING-1", name="Bank sampah", **facts)


def at(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/agenda/{rest}"


def add(cast: Cast, meeting: Meeting, title: str, **facts: object) -> AgendaItem:
    return services.add_item(meeting, ItemFacts(title=title, **facts), by=cast.rani)  # type: ignore[arg-type]


def test_planning_a_meeting_leaves_an_agenda_to_look_at(cast: Cast, late: Program, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    given = {"title": "Rakor TW III", "on": "2026-10-08", "at": "09:00", "minutes": "120"}

    answer = browser.post("/meetings/bodies/team/new/", given)

    page = browser.get(f"{answer['Location']}agenda/").content.decode()
    assert "Pembukaan dan pengesahan agenda" in page
    assert 'href="/programs/LING-1/"' in page
    assert "Agenda memakai 25 dari 120 menit" in page
    assert "Bank sampah" in signed_in(cast.wati).get(answer["Location"]).content.decode()


def test_a_meeting_without_an_agenda_gets_one(cast: Cast, meeting: Meeting, late: Program, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    page = browser.get(at(meeting)).content.decode()
    assert at(meeting, "make/") in page

    page = browser.post(at(meeting, "make/"), follow=True).content.decode()

    assert [one.title for one in queries.agenda_of(meeting, cast.rani)][1] == late.name
    assert at(meeting, "make/") not in page


def test_an_item_is_added_changed_moved_and_taken_off(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    section = services.add_section(meeting, "Pembukaan", by=cast.rani)
    given = {"kind": "topic", "title": "Sambutan Bupati", "minutes": "15", "section": section.pk,
             "presenter_name": "Bupati", "is_standing": "on"}  # fmt: skip

    answer = browser.post(at(meeting, "items/new/"), given)

    item = AgendaItem.objects.get()
    assert answer["Location"] == f"{at(meeting)}#item-{item.pk}"
    assert (item.section, item.minutes, item.presenter_name, item.is_standing) == (section, 15, "Bupati", True)
    assert 'value="Sambutan Bupati"' in browser.get(at(meeting, f"items/{item.pk}/change/")).content.decode()
    browser.post(at(meeting, f"items/{item.pk}/change/"), {**given, "minutes": "20", "seen": "1"})
    stale = browser.post(at(meeting, f"items/{item.pk}/change/"), {**given, "seen": "1"})
    assert stale.status_code == 422
    browser.post(at(meeting, f"items/{item.pk}/move/"), {"to": "down"})
    item.refresh_from_db()
    assert (item.minutes, item.section) == (20, None)
    assert browser.get(at(meeting, f"items/{item.pk}/remove/")).status_code == 200
    assert AgendaItem.objects.exists()
    browser.post(at(meeting, f"items/{item.pk}/remove/"))
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "topic"}, "title"),
        ({"kind": "program"}, "program"),
        ({"kind": "program", "program": "TIADA"}, "program"),
        ({"kind": "indicator", "indicator": "tiada"}, "indicator"),
        ({"kind": "action"}, "action"),
        ({"kind": "report"}, "organization"),
        ({"kind": "topic", "title": "A", "minutes": "0"}, "minutes"),
        ({"kind": "commitment", "title": "A"}, "commitment"),
        ({"kind": "commitment", "commitment": "7"}, "commitment"),
        ({"kind": "voices", "title": "A"}, "pile"),
        ({"kind": "voices", "pile": "nowhere"}, "pile"),
        ({"kind": "nonsense", "title": "A"}, "kind"),
    ],
)
def test_what_is_wrong_with_an_item_stands_beside_its_field(
    cast: Cast, meeting: Meeting, signed_in: SignIn, given: dict[str, str], field: str
) -> None:
    answer = signed_in(cast.rani).post(at(meeting, "items/new/"), {"minutes": "10", **given})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not AgendaItem.objects.exists()


def test_sections_are_added_changed_moved_and_removed(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    assert browser.post(at(meeting, "sections/new/"), {"title": " "}).status_code == 422
    for title in ("Pembukaan", "Penutup"):
        browser.post(at(meeting, "sections/new/"), {"title": title, "receives": "figures"})
    first, last = queries.sections_of(meeting)
    browser.post(at(meeting, f"sections/{last.pk}/move/"), {"to": "up"})
    browser.post(at(meeting, f"sections/{first.pk}/change/"), {"title": "Mula", "receives": ""})
    assert [(one.title, one.receives) for one in queries.sections_of(meeting)] == [
        ("Penutup", "figures"), ("Mula", ""),
    ]  # fmt: skip
    assert browser.post(at(meeting, f"sections/{last.pk}/move/"), {"to": "sideways"}).status_code == 404
    browser.post(at(meeting, f"sections/{last.pk}/remove/"))
    assert AgendaSection.objects.count() == 1


def test_proposals_are_taken_parked_left_out_and_proposed_again(
    cast: Cast, meeting: Meeting, late: Program, signed_in: SignIn
) -> None:
    browser = signed_in(cast.rani)
    key = {"key": f"behind:{late.pk}"}
    page = browser.get(at(meeting)).content.decode()
    assert "Seharusnya selesai 25 Juli 2026, 73 hari lalu." in page
    assert "Urutan 1: terlambat 73 hari, dibagi 365, dikali 100, paling banyak 100: 20,0" in page

    assert browser.post(at(meeting, "proposals/leave-out/"), key).status_code == 422
    told = browser.post(at(meeting, "proposals/leave-out/"), {**key, "reason": "Sudah dibahas"}, follow=True)
    dismissal = Dismissal.objects.get()
    undo = at(meeting, f"proposals/{dismissal.pk}/back/")
    assert told.content.decode().count(undo) == 2  # with the message, and in the list of what was left out
    gone = browser.get(at(meeting, "proposals/leave-out/"), key, follow=True).content.decode()
    assert "tidak diusulkan lagi" in gone
    browser.post(undo)
    browser.post(at(meeting, "proposals/park/"), key)
    assert [one.program for one in queries.backlog_of(meeting.body, cast.rani)] == [late]
    AgendaItem.objects.all().delete()
    browser.post(at(meeting, "proposals/take-all/"))
    assert [one.program for one in queries.agenda_of(meeting, cast.rani)] == [late]
    again = browser.post(at(meeting, "proposals/take/"), key, follow=True)
    assert "tidak diusulkan lagi" in again.content.decode()
    assert AgendaItem.objects.count() == 1


def test_a_parked_item_is_brought_into_a_meeting(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser, address = signed_in(cast.rani), "/meetings/bodies/team/backlog/"
    browser.post(f"{address}new/", {"kind": "topic", "title": "Perbup", "minutes": "10"})
    item = AgendaItem.objects.get()
    browser.post(f"{address}{item.pk}/change/", {"kind": "topic", "title": "Perbup baru", "minutes": "5", "seen": "1"})
    assert "Perbup baru" in signed_in(cast.wati).get(address).content.decode()
    other = planned(cast, make_body(cast, "council", name="Dewan"))
    assert browser.post(f"{address}{item.pk}/bring/", {"meeting": other.pk}).status_code == 404

    browser.post(f"{address}{item.pk}/bring/", {"meeting": meeting.pk})

    assert queries.agenda_of(meeting, cast.rani) == [item]
    browser.post(at(meeting, f"items/{item.pk}/park/"))
    browser.post(f"{address}{item.pk}/remove/")
    assert not AgendaItem.objects.exists()
    assert "Tidak ada yang ditunda" in browser.get(address).content.decode()


def test_the_rule_is_read_by_everybody_and_set_by_the_coordinator(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    page = browser.get("/meetings/proposals/")
    given = {name: str(field.initial).replace(".", ",") for name, field in page.context["form"].fields.items()}
    assert browser.post("/meetings/proposals/", {**given, "behind-weight": "11"}).status_code == 422

    browser.post("/meetings/proposals/", {**given, "behind-weight": "2,5", "report-at_most": "0"})

    assert {one.code: (str(one.weight), one.at_most) for one in Rule.objects.all()} == {
        "behind": ("2.50", 6), "report": ("1.00", 0),
    }  # fmt: skip
    assert "2,50" in signed_in(cast.wati).get("/meetings/proposals/").content.decode()
    assert signed_in(cast.oka).post("/meetings/proposals/", given).status_code == 403


def test_what_is_confidential_is_for_members_and_the_coordinator(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    add(cast, meeting, "Lahan sengketa", is_confidential=True)
    services.park_new(meeting.body, ItemFacts(title="Lahan nanti", is_confidential=True), by=cast.rani)
    BodyMember.objects.create(body=meeting.body, organization=cast.dlh)
    for person, is_shown in ((cast.rani, True), (cast.hadi, True), (cast.oka, False), (cast.wati, False)):
        browser = signed_in(person)
        for address in (at(meeting), meeting.get_absolute_url(), "/meetings/bodies/team/backlog/"):
            assert ("Lahan" in browser.get(address).content.decode()) == is_shown, (person, address)


def test_the_agenda_of_a_closed_meeting_is_read_and_not_changed(
    cast: Cast, meeting: Meeting, late: Program, signed_in: SignIn
) -> None:
    item = add(cast, meeting, "", kind=ItemKind.PROGRAM, program=late)
    services.freeze(item, by=cast.rani, today=TODAY)
    Program.objects.filter(pk=late.pk).update(stage=Stage.DONE)
    moved(cast, meeting, "invite", "begin", "close")
    browser = signed_in(cast.rani)

    page = browser.get(at(meeting)).content.decode()

    assert "Seperti ditampilkan" in page
    assert page.index("Pelaksanaan") < page.index("Selesai")
    assert 'value="up"' not in page
    for rest in ("items/new/", f"items/{item.pk}/change/", f"items/{item.pk}/remove/", "proposals/leave-out/"):
        assert browser.get(at(meeting, rest)).status_code == 404
    told = browser.post(at(meeting, "proposals/take-all/"), follow=True).content.decode()
    assert "Agendanya tidak diubah lagi" in told


def test_the_pages_cost_as_many_queries_for_many_items_as_for_few(
    cast: Cast, meeting: Meeting, late: Program, signed_in: SignIn
) -> None:
    before = held_meeting(cast, meeting.body)
    browser = signed_in(cast.rani)

    def more(number: int) -> None:
        add(cast, meeting, "", kind=ItemKind.PROGRAM, program=make_program(late.plan, f"P{number}", lead=cast.dlh))
        add(cast, meeting, "", kind=ItemKind.INDICATOR, indicator=make_indicator(f"i{number}", "a"))
        add(cast, meeting, "", kind=ItemKind.ACTION, action=make_action(cast, f"A{number}", meeting=before))
        services.park_new(meeting.body, ItemFacts(title=f"T{number}"), by=cast.rani)

    counts: list[list[int]] = []
    for numbers in ([0], range(1, 5)):
        for number in numbers:
            more(number)
        found = []
        for address in (at(meeting), meeting.get_absolute_url(), "/meetings/bodies/team/backlog/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            found.append(len(captured))
        counts.append(found)
    assert counts[0] == counts[1]
    assert counts[1][0] <= 60
