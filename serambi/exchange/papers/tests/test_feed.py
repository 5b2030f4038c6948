"""The private calendar: who gets which meetings, read by another library, and how the address is revoked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership
from serambi.apps.audit.models import Entry
from serambi.apps.meetings.models import AgendaItem, BodyMember, CalendarFeed, Invitation, InvitationLetter
from serambi.apps.meetings.services import make_feed, revoke_feed
from serambi.apps.meetings.tests.builders import TODAY
from serambi.apps.meetings.tests.held import make_body, make_meeting
from tests.cast import Cast

SignIn = Callable[[User], Client]
COMING = dt.date(2026, 10, 15)


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


def events(token: str) -> dict[str, dict[str, object]]:
    answer = Client().get(f"/meetings/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    found = Calendar.from_ical(answer.content)
    assert found["METHOD"] == "PUBLISH"
    return {str(one["SUMMARY"]): one for one in found.walk("VEVENT")}


def test_a_person_gets_the_meetings_of_their_bodies_and_invitations(cast: Cast) -> None:
    team, council = make_body(cast), make_body(cast, "council", name="Dewan")
    BodyMember.objects.create(body=team, organization=cast.dlh)
    coming = make_meeting(team, COMING, title="Rakor", state="invited", began_at=None, place="Aula")
    InvitationLetter.objects.create(meeting=coming, sequence=3)
    AgendaItem.objects.create(body=team, meeting=coming, title="Acara rahasia", is_confidential=True)
    make_meeting(team, COMING, title="Dibatalkan", state="cancelled", began_at=None)
    make_meeting(team, COMING, title="Konsep", state="draft", began_at=None)
    make_meeting(team, dt.date(2026, 1, 5), title="Lama")
    make_meeting(council, COMING, title="Sidang", state="invited", began_at=None)
    guest = make_meeting(council, COMING, title="Undangan", state="invited", began_at=None)
    Invitation.objects.create(meeting=guest, user=cast.oka)

    found = events(make_feed(cast.oka))

    assert set(found) == {"Rakor", "Dibatalkan", "Undangan"}
    rakor = found["Rakor"]
    assert rakor["SEQUENCE"] == 3
    assert rakor["DTSTART"].dt == dt.datetime(2026, 10, 15, 9, tzinfo=ZoneInfo("Asia/Makassar"))  # type: ignore[attr-defined]  # a date
    assert (str(rakor["LOCATION"]), str(rakor["STATUS"])) == ("Aula", "CONFIRMED")
    assert str(found["Dibatalkan"]["STATUS"]) == "CANCELLED"
    assert b"rahasia" not in Client().get(f"/meetings/calendar/{make_feed(cast.oka)}.ics").content
    assert set(events(make_feed(cast.rani))) == {"Rakor", "Dibatalkan", "Konsep", "Sidang", "Undangan"}


def test_an_address_is_made_shown_once_and_revoked(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.wati)
    assert browser.get("/meetings/calendar/subscribe/").status_code == 200
    assert not CalendarFeed.objects.exists()

    first = browser.post("/meetings/calendar/subscribe/").context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    assert events(first) == {}
    assert first not in browser.get("/meetings/calendar/subscribe/").content.decode()
    assert first not in "".join(str(one.after) + str(one.before) for one in Entry.objects.all())
    second = browser.post("/meetings/calendar/subscribe/").context["address"].rsplit("/", 1)[1].removesuffix(".ics")
    assert Client().get(f"/meetings/calendar/{first}.ics").status_code == 404
    assert events(second) == {}
    browser.post("/meetings/calendar/revoke/")
    assert Client().get(f"/meetings/calendar/{second}.ics").status_code == 404


def test_whoever_lost_their_role_or_account_reads_nothing_more(cast: Cast) -> None:
    token = make_feed(cast.wati)
    User.objects.filter(pk=cast.wati.pk).update(is_active=False)
    assert Client().get(f"/meetings/calendar/{token}.ics").status_code == 404
    token = make_feed(cast.oka)
    Membership.objects.filter(user=cast.oka).delete()
    assert Client().get(f"/meetings/calendar/{token}.ics").status_code == 404
    assert Client().post(f"/meetings/calendar/{token}.ics").status_code == 405


def test_nothing_happens_where_there_is_no_address(cast: Cast) -> None:
    revoke_feed(cast.sari)
    assert not CalendarFeed.objects.exists()
