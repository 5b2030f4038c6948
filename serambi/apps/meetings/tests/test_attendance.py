"""Signing in by the code in the room, the secretary's list, and what a photograph sent home cannot do."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.meetings import check_in_codes, errors, queries, services
from serambi.apps.meetings.check_in_codes import WINDOW
from serambi.apps.meetings.models import Answer, Attendance, BodyMember, CheckIn, Invitation, Meeting, MeetingState
from serambi.apps.meetings.services import Arrival
from serambi.apps.meetings.signatures import LONGEST, is_drawn, strokes_of
from serambi.apps.meetings.views import check_in
from tests.cast import Cast, make_user
from tests.invitations.invited import BEGINS, asked, make_sent, stand_at

SignIn = Callable[[User], Client]
KEY = "kunci-formulir-0001"
SIGNATURE = "M10 20L30.5 40L60 18M80 90L90 100"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    stand_at(monkeypatch, BEGINS)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return make_sent(cast)


def scanned(meeting: Meeting, *, at: dt.datetime = BEGINS, browser: Client | None = None) -> tuple[Client, int]:
    """Open the address of the code that was shown at a moment; return the browser and what was answered."""
    browser = browser or Client()
    answer = browser.get(f"/meetings/{meeting.pk}/check-in/{check_in_codes.code_at(meeting.pk, at)}/")
    return browser, answer.status_code


def sent(browser: Client, meeting: Meeting, **given: Any) -> Any:
    typed = {"name": "Ayu", "position": "Kabid", "instance": "Universitas", "client_key": KEY, **given}
    return browser.post(f"/meetings/{meeting.pk}/check-in/", typed)


# The code -----------------------------------------------------------------------------------------------------------


def test_a_code_is_taken_while_it_is_shown_and_one_window_longer() -> None:
    start = dt.datetime.fromtimestamp(int(WINDOW.total_seconds()) * 1000, dt.UTC)
    code = check_in_codes.code_at(7, start)

    assert check_in_codes.is_current(7, code, start + WINDOW * 2 - dt.timedelta(seconds=1))
    assert not check_in_codes.is_current(7, code, start + WINDOW * 2)
    assert not check_in_codes.is_current(7, code, start - dt.timedelta(seconds=1))
    assert not check_in_codes.is_current(8, code, start)
    assert code != check_in_codes.code_at(7, start + WINDOW)


def test_a_photograph_of_the_code_opens_nothing(meeting: Meeting) -> None:
    assert scanned(meeting)[1] == 200
    browser, status = scanned(meeting, at=BEGINS - WINDOW * 2)
    assert status == 410
    assert sent(browser, meeting).status_code == 410
    assert scanned(meeting, at=BEGINS + WINDOW)[1] == 410  # not shown yet
    assert not Attendance.objects.exists()


def test_the_code_of_another_meeting_or_an_invented_one_opens_nothing(meeting: Meeting) -> None:
    other = check_in_codes.code_at(meeting.pk + 1, BEGINS)
    assert Client().get(f"/meetings/{meeting.pk}/check-in/{other}/").status_code == 410
    assert Client().get(f"/meetings/{meeting.pk}/check-in/00000000000000000000/").status_code == 410
    assert Client().get(f"/meetings/{meeting.pk + 1}/check-in/{other}/").status_code == 410


def test_nobody_sends_the_form_without_having_scanned(meeting: Meeting) -> None:
    assert sent(Client(), meeting).status_code == 410
    browser, _status = scanned(meeting)
    name = f"{check_in.COOKIE}_{meeting.pk}"
    browser.cookies[name] = browser.cookies[name].value[:-2] + "xx"
    assert sent(browser, meeting).status_code == 410
    assert not Attendance.objects.exists()


def test_the_form_may_be_filled_in_after_the_code_changed_but_not_for_ever(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, _status = scanned(meeting)
    stand_at(monkeypatch, BEGINS + WINDOW * 4)
    assert sent(browser, meeting).status_code == 200

    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + 601)
    assert sent(browser, meeting, name="Budi", client_key=KEY + "b").status_code == 410
    assert [one.name for one in Attendance.objects.all()] == ["Ayu"]


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CLOSED, MeetingState.CANCELLED])
def test_a_meeting_that_is_not_held_takes_nobody(meeting: Meeting, state: str) -> None:
    browser, _status = scanned(meeting)
    Meeting.objects.update(state=state)
    assert scanned(meeting)[1] == 410
    assert sent(browser, meeting).status_code == 410


def test_signing_in_opens_on_the_day(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    before = BEGINS - dt.timedelta(days=1)
    stand_at(monkeypatch, before)
    assert scanned(meeting, at=before)[1] == 410
    with pytest.raises(errors.CheckInClosed):
        services.check_in(meeting, Arrival("Ayu", instance="X"), by=None, now=before)


# Signing in ---------------------------------------------------------------------------------------------------------


def test_somebody_signs_in_for_the_organization_with_a_signature(cast: Cast, meeting: Meeting) -> None:
    browser, _status = scanned(meeting)
    invitation = asked(meeting, cast.dlh)

    page = sent(browser, meeting, invitation=str(invitation.pk), instance="", signature=SIGNATURE)

    assert "Ayu" in page.content.decode()
    made = Attendance.objects.get()
    assert (made.organization, made.invitation, made.how) == (cast.dlh, invitation, CheckIn.CODE)
    assert made.signature == SIGNATURE
    assert queries.quorum_of(meeting) == queries.Quorum(2, 3, 1, False)
    meeting.refresh_from_db()
    assert meeting.pulse == 1


def test_the_same_form_twice_is_one_line_and_so_is_the_same_person(meeting: Meeting) -> None:
    browser, _status = scanned(meeting)
    assert sent(browser, meeting).status_code == 200
    assert sent(browser, meeting).status_code == 200
    assert sent(browser, meeting, client_key=KEY + "x", name=" AYU ", signature=SIGNATURE).status_code == 200

    made = Attendance.objects.get()
    assert (made.name, made.signature) == ("Ayu", SIGNATURE)
    assert sent(browser, meeting, client_key=KEY + "y", instance="Kampus lain").status_code == 200
    assert Attendance.objects.count() == 2


def test_a_signature_is_never_drawn_over(meeting: Meeting) -> None:
    browser, _status = scanned(meeting)
    sent(browser, meeting, signature=SIGNATURE)
    sent(browser, meeting, signature="M1 1L2 2", client_key=KEY + "x")
    assert Attendance.objects.get().signature == SIGNATURE


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"instance": ""}, "instance"),
        ({"signature": "M10 20L<script>"}, "signature"),
        ({"signature": "M301 20"}, "signature"),
        ({"client_key": "short"}, "client_key"),
        ({"invitation": "999999"}, "invitation"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(meeting: Meeting, wrong: dict[str, str], field: str) -> None:
    browser, _status = scanned(meeting)
    answer = sent(browser, meeting, **wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Attendance.objects.exists()


def test_a_walk_in_from_a_known_office_counts_as_it(cast: Cast, meeting: Meeting) -> None:
    browser, _status = scanned(meeting)
    sent(browser, meeting, instance="dinkes")
    assert Attendance.objects.get().organization == cast.dinkes
    assert queries.quorum_of(meeting).present == 1


def test_whoever_has_signed_in_on_the_phone_finds_the_form_filled_in(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    code = check_in_codes.code_at(meeting.pk, BEGINS)
    browser = signed_in(cast.oka)
    form = browser.get(f"/meetings/{meeting.pk}/check-in/{code}/").context["form"]

    assert (form["name"].value(), form["invitation"].value()) == ("Oka", str(asked(meeting, cast.dlh).pk))
    sent(browser, meeting, name="Oka", invitation=form["invitation"].value(), instance="")
    assert Attendance.objects.get().user == cast.oka


def test_a_flood_is_slowed_down(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_in, "MOST_SENT_BY_ONE", 2)
    monkeypatch.setattr(check_in, "MOST_SCANS", 3)
    browser, _status = scanned(meeting)
    given = [sent(browser, meeting, name=f"Orang {n}", client_key=f"{KEY}{n}").status_code for n in range(3)]
    assert given == [200, 200, 429]
    assert [scanned(meeting)[1] for _time in range(3)] == [200, 200, 429]
    assert Attendance.objects.count() == 2


# Without a letter --------------------------------------------------------------------------------------------------


@pytest.fixture
def uninvited(meeting: Meeting) -> Meeting:
    """A meeting whose members came together without a letter."""
    meeting.invitations.all().delete()
    return meeting


def member_of(meeting: Meeting, who: Any) -> BodyMember:
    members = queries.members_without_letter(meeting)
    return next(one for one in members if who in (one.organization, one.user))


def test_where_nobody_was_invited_people_come_for_the_members(cast: Cast, uninvited: Meeting) -> None:
    browser, _status = scanned(uninvited)
    member = member_of(uninvited, cast.dlh)
    for key in ("a", "b"):
        given = {"member": str(member.pk), "instance": "", "client_key": KEY + key}
        assert sent(browser, uninvited, **given).status_code == 200
    own = member_of(uninvited, cast.bima)
    assert sent(browser, uninvited, name="Bima", member=str(own.pk), client_key=KEY + "c").status_code == 200

    there = queries.attendance_of(uninvited)
    assert [(one.name, one.organization, one.user, one.instance) for one in there] == [
        ("Ayu", cast.dlh, None, ""),
        ("Bima", None, cast.bima, ""),
    ]
    assert queries.quorum_of(uninvited) == queries.Quorum(2, 3, 2, True)


def test_the_form_asks_for_invitations_or_members_and_never_for_both(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    address = f"/meetings/{meeting.pk}/check-in/{check_in_codes.code_at(meeting.pk, BEGINS)}/"
    asked_for = Client().get(address).context["form"]
    assert ("invitation" in asked_for.fields, "member" in asked_for.fields) == (True, False)
    assert queries.members_without_letter(meeting) == []

    meeting.invitations.all().delete()
    members = signed_in(cast.oka).get(address).context["form"]
    assert ("invitation" in members.fields, "member" in members.fields) == (False, True)
    assert members["member"].value() == str(member_of(meeting, cast.dlh).pk)

    meeting.body.members.all().delete()
    nobody = Client().get(address)
    assert {"invitation", "member"} & set(nobody.context["form"].fields) == set()
    assert "on the list above" not in nobody.content.decode()


def test_one_tap_says_that_a_member_is_there(cast: Cast, uninvited: Meeting, signed_in: SignIn) -> None:
    browser, page = signed_in(cast.rani), f"/meetings/{uninvited.pk}/attendance/"
    member = member_of(uninvited, cast.dlh)
    for _tap in range(2):
        browser.post(f"{page}member/{member.pk}/")

    made = Attendance.objects.get()
    assert (made.name, made.organization, made.how, made.noted_by) == (
        cast.dlh.name, cast.dlh, CheckIn.NOTED, cast.rani,
    )  # fmt: skip
    awaited = browser.get(page).context["awaited_members"]
    assert [one.name for one in awaited] == [cast.dinkes.name, "Bima"]
    assert browser.post(f"{page}member/999999/").status_code == 404
    assert signed_in(cast.oka).post(f"{page}member/{member.pk}/").status_code == 404
    assert browser.get(f"{page}member/{member.pk}/").status_code == 405


def test_a_member_has_no_seat_beside_invitations(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    member = BodyMember.objects.get(body=meeting.body, organization=cast.dlh)
    page = f"/meetings/{meeting.pk}/attendance/member/{member.pk}/"
    assert signed_in(cast.rani).post(page).status_code == 404


# The screen ---------------------------------------------------------------------------------------------------------


def test_the_screen_is_for_who_keeps_the_list_and_changes_by_itself(
    cast: Cast, meeting: Meeting, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = make_user("Tari", role="officer", organization=cast.dinkes)  # type: ignore[arg-type]  # a role by its code
    services.add_member(meeting.body, secretary, role="secretary", by=cast.rani)
    address = f"/meetings/{meeting.pk}/check-in/screen/"

    shown = signed_in(secretary).get(address)
    assert check_in_codes.code_at(meeting.pk, BEGINS) in shown.context["address"]
    assert "hx-get" in shown.content.decode()
    stand_at(monkeypatch, BEGINS + WINDOW)
    later = signed_in(cast.rani).get(f"{address}code/")
    assert later.context["address"] != shown.context["address"]
    assert "<html" not in later.content.decode()
    assert "no-store" in later["Cache-Control"]
    for who in (cast.hadi, cast.bima):
        assert signed_in(who).get(address).status_code == 404
        assert signed_in(who).get(f"{address}code/").status_code == 404
    assert Client().get(address).status_code == 302


def test_the_code_leads_to_the_form(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    address = signed_in(cast.rani).get(f"/meetings/{meeting.pk}/check-in/screen/").context["address"]
    assert Client().get(urlsplit(address).path).status_code == 200


def test_the_part_that_changes_costs_little(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/check-in/screen/code/"
    browser.get(address)
    with CaptureQueriesContext(connection) as made:
        browser.get(address)
    assert len(made) <= 10


# The secretary ------------------------------------------------------------------------------------------------------


def test_one_tap_says_that_somebody_is_there_as_they_answered(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    Invitation.objects.filter(organization=cast.dlh).update(answer=Answer.DELEGATE, who="Ayu", position="Kabid")
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/attendance/invited/"

    for who in (cast.dlh, cast.dlh, cast.bima, cast.dinkes):
        browser.post(f"{address}{asked(meeting, who).pk}/")

    there = queries.attendance_of(meeting)
    assert [(one.name, one.position) for one in there] == [("Ayu", "Kabid"), ("Bima", ""), (cast.dinkes.name, "")]
    assert {one.how for one in there} == {CheckIn.NOTED}
    assert queries.quorum_of(meeting) == queries.Quorum(2, 3, 3, True)


def test_a_walk_in_is_written_down_and_removed_after_asking(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/attendance/"
    assert browser.post(address, {"name": "Budi"}).status_code == 422
    browser.post(address, {"name": "Budi", "instance": "Warga"})
    made = Attendance.objects.get()

    assert made.noted_by == cast.rani
    assert "Budi" in browser.get(f"{address}{made.pk}/remove/").content.decode()
    assert Attendance.objects.exists()
    browser.post(f"{address}{made.pk}/remove/")
    assert not Attendance.objects.exists()
    assert browser.post(f"{address}{made.pk}/remove/").status_code == 404


def test_only_the_secretary_keeps_the_list_until_the_minutes_go_out(cast: Cast, meeting: Meeting) -> None:
    invitation = asked(meeting, cast.dlh)
    with pytest.raises(errors.NotTheSecretary):
        services.note_invited(invitation, by=cast.oka, now=BEGINS)
    made = services.note_invited(invitation, by=cast.rani, now=BEGINS)
    with pytest.raises(errors.NotTheSecretary):
        services.remove_attendance(made, by=cast.oka)
    Meeting.objects.update(state=MeetingState.CLOSED)
    services.note_invited(asked(meeting, cast.bima), by=cast.rani, now=BEGINS)
    Meeting.objects.update(state=MeetingState.CIRCULATED)
    with pytest.raises(errors.CheckInClosed):
        services.note_invited(asked(meeting, cast.dinkes), by=cast.rani, now=BEGINS)
    with pytest.raises(errors.CheckInClosed):
        services.remove_attendance(made, by=cast.rani)


def test_the_list_is_a_file_too(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    services.note_invited(asked(meeting, cast.dlh), by=cast.rani, now=BEGINS)
    answer = signed_in(cast.rani).get(f"/meetings/{meeting.pk}/attendance/?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]  # it streams
    assert text.splitlines()[1].startswith(cast.dlh.name)
    assert timezone.localtime(BEGINS).isoformat(timespec="minutes") in text
    assert signed_in(cast.oka).get(f"/meetings/{meeting.pk}/attendance/?format=csv").status_code == 404


def test_names_stand_apart_in_the_record_and_drawings_not_at_all(cast: Cast, meeting: Meeting) -> None:
    given = Arrival("Nama Rahasia", "Jabatan Rahasia", "Kampus", signature=SIGNATURE)
    services.check_in(meeting, given, by=None, now=BEGINS)

    entry = Entry.objects.get(object_type="meetings.attendance")
    told = f"{entry.object_name} {entry.before} {entry.after}"
    assert "Rahasia" not in told
    assert SIGNATURE not in told
    assert {"object_name", "after.name", "after.position"} <= set(entry.commitments)
    assert "after.signature" not in entry.commitments


# The drawing --------------------------------------------------------------------------------------------------------


def test_a_drawing_is_lines_in_a_box_and_nothing_else() -> None:
    assert is_drawn(SIGNATURE)
    assert strokes_of(SIGNATURE) == [[(10, 20), (30.5, 40), (60, 18)], [(80, 90), (90, 100)]]
    for bad in ("", "L1 1", "M1 1Z", "M1 1 L2 2", "M300.5 1", "M1 121", "M1 1" + "L2 2" * LONGEST, "M-1 2"):
        assert not is_drawn(bad)
