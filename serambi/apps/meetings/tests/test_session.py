"""A meeting while it is held: item by item, the minutes of several people, and what a screen asks for."""

from __future__ import annotations

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
from serambi.apps.meetings.models import (
    Action,
    AgendaItem,
    BodyMember,
    Decision,
    Meeting,
    MeetingBody,
    Minute,
)
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, make_action, make_body, moved, planned
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
SCRIPT = {"HTTP_X_NOTES": "script"}


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    return make_body(cast)


@pytest.fixture
def meeting(cast: Cast, body: MeetingBody) -> Meeting:
    """Return a meeting in session with an open item, a confidential one and one about a program."""
    program = make_program(make_plan(cast.region), "LING-1", name="Bank sampah", lead=cast.dlh)
    made = planned(cast, body)
    services.add_item(made, ItemFacts("Pembukaan", minutes=5), by=cast.rani)
    services.add_item(made, ItemFacts("Mutasi pejabat", is_confidential=True), by=cast.rani)
    services.add_item(made, ItemFacts(kind="program", program=program, reason="Fisik tertinggal"), by=cast.rani)
    return moved(cast, made, "invite", "begin")


def items_of(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.agenda_items.order_by("position"))


def now_of(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


# Item by item -------------------------------------------------------------------------------------------------------


def test_the_room_goes_from_item_to_item_and_freezes_what_it_saw(cast: Cast, meeting: Meeting) -> None:
    first, second, third = items_of(meeting)
    assert services.next_item(meeting, by=cast.rani, seen=None) == first
    assert services.begin_item(meeting, third, by=cast.rani) == third
    first.refresh_from_db()
    assert first.ended_at is not None
    # What was left out comes next; then nothing waits, and the last one ends.
    assert services.next_item(meeting, by=cast.rani, seen=third.pk) == second
    assert services.next_item(meeting, by=cast.rani, seen=second.pk) is None

    third.refresh_from_db()
    assert third.picture["kind"] == "program"
    assert now_of(meeting).current_item is None
    assert now_of(meeting).pulse > meeting.pulse


def test_two_who_press_at_once_skip_nothing(cast: Cast, meeting: Meeting) -> None:
    first = services.next_item(meeting, by=cast.rani, seen=None)
    with pytest.raises(errors.ItemMovedOn):
        services.next_item(meeting, by=cast.rani, seen=None)

    assert now_of(meeting).current_item == first


def test_an_item_taken_up_again_begins_anew(cast: Cast, meeting: Meeting) -> None:
    first, _second, third = items_of(meeting)
    for one in (first, third, first):
        services.begin_item(meeting, one, by=cast.rani)

    first.refresh_from_db()
    assert first.ended_at is None
    entries = Entry.objects.filter(object_type="meetings.agendaitem", object_id=str(first.pk), verb=Verb.CHANGED)
    assert entries.count() == 3


def test_only_note_takers_hold_the_meeting_and_only_in_session(cast: Cast, meeting: Meeting) -> None:
    first = items_of(meeting)[0]
    for person in (cast.oka, cast.vera, cast.bima, cast.wati):
        with pytest.raises(errors.NotANoteTaker):
            services.begin_item(meeting, first, by=person)
    BodyMember.objects.create(body=meeting.body, user=cast.wati, role="secretary")
    services.begin_item(meeting, first, by=cast.wati)
    moved(cast, meeting, "close")

    for act in (
        lambda: services.begin_item(meeting, first, by=cast.rani),
        lambda: services.next_item(meeting, by=cast.rani, seen=None),
        lambda: services.bring_up(meeting, "Lain-lain", minutes=5, by=cast.rani),
    ):
        with pytest.raises(errors.NotInSession):
            act()


def test_closing_ends_the_item_under_discussion(cast: Cast, meeting: Meeting) -> None:
    item = services.begin_item(meeting, items_of(meeting)[2], by=cast.rani)
    closed = moved(cast, meeting, "close")

    item.refresh_from_db()
    assert closed.ended_at == item.ended_at
    assert (closed.current_item, item.picture["kind"]) == (None, "program")


def test_what_comes_up_is_put_at_the_end(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    address = f"/meetings/{meeting.pk}/notes/item/"
    browser = signed_in(cast.rani)
    assert browser.post(address, {"title": " ", "minutes": "5"}).status_code == 422
    assert browser.post(address, {"title": "Banjir di Hilir", "minutes": "5"}).status_code == 302

    assert items_of(meeting)[-1].title == "Banjir di Hilir"


def test_the_minutes_name_who_chairs(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    given = {"chair": "Sekda", "chair_position": "Ketua", "note_taker": "Rani", "note_taker_position": ""}
    assert signed_in(cast.rani).post(f"/meetings/{meeting.pk}/notes/people/", given).status_code == 302

    assert "Sekda" in signed_in(cast.oka).get(f"/meetings/{meeting.pk}/minutes/").content.decode()


# The minutes --------------------------------------------------------------------------------------------------------


def test_a_paragraph_is_written_once_however_often_it_is_sent(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/minutes/write/"
    item = items_of(meeting)[0]
    given = {"text": "DLH menjelaskan.", "item": item.pk, "key": "a1"}
    answers = [browser.post(address, given, **SCRIPT).json() for _again in range(3)]

    assert answers[0] == answers[1] == answers[2]
    minute = Minute.objects.get()
    assert (minute.item, minute.author, minute.version) == (item, cast.rani, 1)
    # What was swallowed by the line is still one paragraph when the meeting has gone on meanwhile.
    moved(cast, meeting, "close", "circulate", "sign-off")
    assert browser.post(address, given, **SCRIPT).json() == answers[0]
    assert browser.post(address, {**given, "key": "a2"}, **SCRIPT).status_code == 422


def test_who_saves_an_older_version_is_shown_both(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    minute = services.write_minute(meeting, "Satu.", by=cast.rani)
    BodyMember.objects.create(body=meeting.body, user=cast.wati, role="secretary")
    address = f"/meetings/{meeting.pk}/minutes/{minute.pk}/"
    wati, rani = signed_in(cast.wati), signed_in(cast.rani)
    assert wati.post(address, {"text": "Dua.", "seen": "1"}, **SCRIPT).json() == {"id": minute.pk, "version": 2}

    answer = rani.post(address, {"text": "Tiga.", "seen": "1"}, **SCRIPT)
    assert (answer.status_code, answer.json()) == (409, {"conflict": {"text": "Dua.", "version": 2, "by": "Wati"}})
    page = rani.post(address, {"text": "Tiga.", "seen": "1"})
    assert page.status_code == 409
    assert all(text in page.content.decode() for text in ("Dua.", "Tiga.", "Wati", 'value="2"'))
    # The answer to what was saved already may have been lost: the same text again is no conflict.
    assert wati.post(address, {"text": "Dua.", "seen": "1"}, **SCRIPT).json()["version"] == 2
    assert rani.post(address, {"text": "Tiga.", "seen": "2"}).status_code == 302
    assert Minute.objects.get().text == "Tiga."


def test_a_paragraph_is_removed_after_a_question_and_stays_in_the_record(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    minute = services.write_minute(meeting, "Keliru.", by=cast.rani)
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/minutes/{minute.pk}/remove/"
    assert "Keliru." in browser.get(address).content.decode()
    assert browser.post(address, {"seen": "7"}).status_code == 302
    assert Minute.objects.exists()

    assert browser.post(address, {"seen": "1"}).status_code == 302
    assert not Minute.objects.exists()
    entry = Entry.objects.get(object_type="meetings.minute", verb=Verb.REMOVED)
    assert entry.before["text"] == "Keliru."
    gone = browser.post(address.removesuffix("remove/"), {"text": "Lagi", "seen": "1"}, **SCRIPT)
    assert gone.status_code == 410


@pytest.mark.parametrize("state", ["draft", "invited", "circulated", "signed_off", "cancelled"])
def test_minutes_are_written_in_session_and_after_closing(cast: Cast, meeting: Meeting, state: str) -> None:
    minute = services.write_minute(meeting, "Satu.", by=cast.rani)
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    refusal = errors.MinutesSealed if state == "signed_off" else errors.MinutesClosed

    for act in (
        lambda: services.write_minute(meeting, "Dua.", by=cast.rani),
        lambda: services.change_minute(minute, "Dua.", by=cast.rani, seen=1),
        lambda: services.remove_minute(minute, by=cast.rani, seen=1),
        lambda: services.name_people(
            meeting, chair="A", chair_position="", note_taker="", note_taker_position="", by=cast.rani
        ),
    ):
        with pytest.raises(refusal):
            act()


def test_outcomes_are_recorded_once_under_their_item(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    item = items_of(meeting)[2]
    BodyMember.objects.create(body=meeting.body, user=cast.wati, role="secretary")
    browser = signed_in(cast.wati)
    address = f"/meetings/{meeting.pk}/notes"
    for _again in range(2):
        given = {"text": "Tiga titik dipindah.", "basis": "Kesiapan lahan"}
        assert browser.post(f"{address}/decision/?item={item.pk}", given, **SCRIPT).status_code == 200
    decision = Decision.objects.get()
    assert (decision.item, decision.program, decision.decided_by) == (item, item.program, "Tim Pelaksana")

    form = browser.get(f"{address}/action/?item={item.pk}", **SCRIPT).content.decode()
    assert f'value="{cast.dlh.pk}" selected' in form
    for _again in range(2):
        given = {"text": "Adendum", "agency": cast.dlh.pk, "due_on": "2026-10-24", "decision": decision.pk}
        assert browser.post(f"{address}/action/?item={item.pk}", given).status_code == 302
    action = Action.objects.get()
    assert (action.item, action.decision, action.program, action.origin) == (item, decision, item.program, "decision")
    wrong = browser.post(f"{address}/action/", {"text": "", "agency": cast.dlh.pk, "due_on": "2026-10-01"}, **SCRIPT)
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()


# The screens --------------------------------------------------------------------------------------------------------


def test_a_screen_that_is_up_to_date_asks_one_query(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser, address = signed_in(cast.wati), f"/meetings/{meeting.pk}/live/?screen=room"
    tag = browser.get(address)["ETag"]

    def asked(**headers: Any) -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as found:
            status = browser.get(address, **headers).status_code
        of_the_session = ("django_session", '"accounts_user"')
        return status, [one["sql"] for one in found if not any(table in one["sql"] for table in of_the_session)]

    status, statements = asked(HTTP_IF_NONE_MATCH=tag)
    assert (status, len(statements)) == (304, 1)
    assert "pulse" in statements[0]
    # Compressing on the way marks a tag as weak; it is the same one.
    assert asked(HTTP_IF_NONE_MATCH=f"W/{tag}")[0] == 304

    services.write_minute(meeting, "Baru.", by=cast.rani)
    answer = browser.get(address, HTTP_IF_NONE_MATCH=tag)
    assert (answer.status_code, "Baru." in answer.content.decode()) == (200, True)


def test_a_tag_is_worth_nothing_to_anybody_else(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    address = f"/meetings/{meeting.pk}/live/"
    tag = signed_in(cast.wati).get(address)["ETag"]

    assert signed_in(cast.oka).get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200
    assert Client().get(address, HTTP_IF_NONE_MATCH=tag).status_code == 302
    assert signed_in(cast.wati).get(f"{address}?screen=notes", HTTP_IF_NONE_MATCH=tag).status_code == 404
    assert signed_in(cast.wati).get(f"{address}?screen=lain").status_code == 404


def test_a_screen_asks_the_same_however_long_the_meeting_is(cast: Cast, meeting: Meeting) -> None:
    services.begin_item(meeting, items_of(meeting)[2], by=cast.rani)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.room_of(now_of(meeting), confidential=True, now=timezone.now())
        return len(asked)

    services.write_minute(meeting, "Satu.", by=cast.rani, item=items_of(meeting)[2])
    make_action(cast, "Aksi", meeting=meeting, item=items_of(meeting)[2])
    few = count()
    for number in range(6):
        services.bring_up(meeting, f"Butir {number}", minutes=5, by=cast.rani)
        services.write_minute(meeting, f"Alinea {number}", by=cast.rani, item=items_of(meeting)[-1])
        make_action(cast, f"Aksi {number}", meeting=meeting, item=items_of(meeting)[-1])

    assert count() == few


def test_what_is_confidential_is_on_no_screen_of_a_guest(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    secret = items_of(meeting)[1]
    services.begin_item(meeting, secret, by=cast.rani)
    services.write_minute(meeting, "Nama calon.", by=cast.rani, item=secret)
    make_action(cast, "Surat rahasia", meeting=meeting, item=secret)
    guest = signed_in(cast.oka)

    for address in ("room/", "live/", "minutes/"):
        page = guest.get(f"/meetings/{meeting.pk}/{address}").content.decode()
        for hidden in ("Mutasi pejabat", "Nama calon.", "Surat rahasia"):
            assert hidden not in page, address
    assert "Nama calon." in signed_in(cast.rani).get(f"/meetings/{meeting.pk}/room/").content.decode()
    minute = Minute.objects.get()
    assert guest.get(f"/meetings/{meeting.pk}/minutes/corrections/?minute={minute.pk}").status_code == 404


def test_the_wall_names_no_confidential_item_before_it_is_talked_about(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    """A projector is signed in as the coordinator, and read by everybody in the room."""
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/live/?screen=room"
    _first, secret, _third = items_of(meeting)
    listed = browser.get(address).content.decode()
    assert secret.title not in listed
    assert "Butir rahasia" in listed
    services.begin_item(meeting, secret, by=cast.rani)
    assert secret.title in browser.get(address).content.decode()


def test_the_screens_show_the_item_its_reason_and_its_minutes(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    item = services.begin_item(meeting, items_of(meeting)[2], by=cast.rani)
    services.write_minute(meeting, "DLH menjelaskan.", by=cast.rani, item=item)
    for screen in ("room", "notes"):
        page = signed_in(cast.rani).get(f"/meetings/{meeting.pk}/{screen}/").content.decode()
        assert "Bank sampah" in page
        assert "DLH menjelaskan." in page
    assert "Fisik tertinggal" in signed_in(cast.wati).get(f"/meetings/{meeting.pk}/room/").content.decode()


@pytest.mark.parametrize("address", ["notes/", "notes/item/", "notes/people/", "notes/decision/", "notes/vote/"])
def test_the_desk_is_not_there_for_others(cast: Cast, meeting: Meeting, signed_in: SignIn, address: str) -> None:
    place = f"/meetings/{meeting.pk}/{address}"

    assert Client().get(place).status_code == 302
    for person in (cast.oka, cast.hadi, cast.sari, cast.vera, cast.bima, cast.wati):
        assert signed_in(person).get(place).status_code == 404
    assert signed_in(cast.rani).get(place).status_code == 200


def test_going_on_is_answered_to_a_script_and_to_a_page(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/notes/"
    first, second, _third = items_of(meeting)
    assert browser.post(f"{address}next/", {"seen": ""}, **SCRIPT).status_code == 204
    assert browser.post(f"{address}next/", {"seen": ""}, **SCRIPT).status_code == 204  # somebody was quicker
    assert now_of(meeting).current_item == first
    assert browser.post(f"{address}begin/", {"item": second.pk})["Location"] == address
    assert now_of(meeting).current_item == second
    assert browser.get(f"{address}begin/").status_code == 405
    assert browser.post(f"{address}begin/", {"item": "0"}).status_code == 404
    moved(cast, meeting, "close")
    assert browser.post(f"{address}next/", {"seen": ""}, **SCRIPT).status_code == 422


def test_the_page_of_a_meeting_leads_to_its_screens(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    page = signed_in(cast.rani).get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"/meetings/{meeting.pk}/notes/" in page
    page = signed_in(cast.wati).get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"/meetings/{meeting.pk}/notes/" not in page
    assert f"/meetings/{meeting.pk}/room/" in page
