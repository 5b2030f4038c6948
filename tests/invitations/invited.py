"""What the tests of invitations and attendance are made of: a meeting next week, its letter, a clock that stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from serambi.apps.meetings import answer_links, services
from serambi.apps.meetings.models import Invitation, InvitationLetter, Meeting, MeetingState
from serambi.apps.meetings.services import Guest, LetterFacts, MeetingFacts
from tests.cast import Cast

NOW = dt.datetime(2026, 10, 6, 2, 0, tzinfo=dt.UTC)  # 10.00 WITA
TODAY = dt.date(2026, 10, 6)
BEGINS = NOW + dt.timedelta(days=7)
FACTS = LetterFacts(
    number="000.1.5/117/DISKOMINFO/2026",
    day=TODAY,
    sifat="penting",
    hal="Undangan Rakor Smart City",
    dress="Batik",
    copies="Bupati (sebagai laporan)\nSekretaris Daerah",
)


def stand_at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime = NOW) -> None:
    """Let it be this moment for the program."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def make_invited(cast: Cast, *, quorum_percent: int | None = 50) -> Meeting:
    """Return a meeting whose letter is written: DLH and Dinkes are members, and Bima for himself."""
    facts = {"code": "tim", "name": "Tim Pelaksana", "usual_title": "Rakor", "quorum_percent": quorum_percent}
    body = services.create_body(facts, by=cast.rani)
    for who in (cast.dlh, cast.dinkes, cast.bima):
        services.add_member(body, who, role="member", by=cast.rani)
    planned = MeetingFacts("Rakor Smart City", BEGINS, 120, place="Aula Diskominfo")
    meeting = services.plan_meeting(body, planned, by=cast.rani)
    services.keep_letter(meeting, FACTS, by=cast.rani)
    return meeting


def invite(cast: Cast, meeting: Meeting, **guest: Any) -> Invitation:
    return services.invite_guest(meeting, Guest(**guest), by=cast.rani)


def make_sent(cast: Cast) -> Meeting:
    """Return a meeting to which everybody has the letter, without the way through a worker."""
    meeting = make_invited(cast)
    InvitationLetter.objects.filter(meeting=meeting).update(sent_at=NOW)
    for one in meeting.invitations.all():
        digest = answer_links.digest_for(one, 0)
        Invitation.objects.filter(pk=one.pk).update(sent_sequence=0, sent_at=NOW, token_digest=digest)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.INVITED)
    meeting.refresh_from_db()
    return meeting


def asked(meeting: Meeting, who: Any) -> Invitation:
    """Return the invitation of an organization or a person."""
    found = meeting.invitations.select_related("meeting__body", "organization", "user")
    return found.get(organization=who) if hasattr(who, "abbreviation") else found.get(user=who)
