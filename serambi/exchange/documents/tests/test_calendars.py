"""Invitations in iCalendar, read back by a library and by a reader of the bare text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import icalendar
import pytest

from serambi.exchange.documents.calendars import Invitation, Invited, cancellation_of, request_of

from .world import MADE, SITTING, ZONE

INVITATION = Invitation(
    uid="rakor-17@serumpun.example",
    sequence=2,
    summary="Rakor Smart City; triwulan I, 2026",
    starts=SITTING.starts,
    ends=SITTING.starts + dt.timedelta(hours=2),
    place="Ruang Serambi, lantai 2",
    organizer=Invited("Diskominfo", "kominfo@serumpun.example"),
    invited=[
        Invited("Rani Contoh", "rani@serumpun.example"),
        Invited("Budi Contoh", "budi@serumpun.example", is_required=False),
    ],
    description="Acara:\n1. Capaian",
    link="https://rapat.example/17",
)


def plain(content: bytes) -> list[tuple[str, str]]:
    """Return names with parameters and values, by RFC 5545 alone: unfold the lines, part them at the first colon."""
    text = content.decode("utf-8")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    unfolded = re.sub("\r\n[ \t]", "", text)
    parted = [re.match(r'((?:[^":]|"[^"]*")*):(.*)', line) for line in unfolded.split("\r\n") if line]
    assert all(parted)
    return [(one[1], one[2]) for one in parted if one]


def test_a_library_reads_the_invitation() -> None:
    calendar = icalendar.Calendar.from_ical(request_of(INVITATION, stamped=MADE))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    (event,) = calendar.walk("VEVENT")
    assert event["UID"] == "rakor-17@serumpun.example"
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == INVITATION.summary
    assert event["DESCRIPTION"] == INVITATION.description
    assert event.start == SITTING.starts
    assert event.end - event.start == dt.timedelta(hours=2)
    assert [str(one) for one in event["ATTENDEE"]] == ["mailto:rani@serumpun.example", "mailto:budi@serumpun.example"]
    assert [one.params["ROLE"] for one in event["ATTENDEE"]] == ["REQ-PARTICIPANT", "OPT-PARTICIPANT"]
    assert {one.params["RSVP"] for one in event["ATTENDEE"]} == {"TRUE"}
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Makassar"
    assert zone.to_tz().utcoffset(SITTING.starts.replace(tzinfo=None)) == dt.timedelta(hours=8)


def test_the_bare_text_says_the_same() -> None:
    lines = plain(request_of(INVITATION, stamped=MADE))
    names = dict(lines)
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    assert names["DTSTART;TZID=Asia/Makassar"] == "20260312T090000"
    assert names["DTEND;TZID=Asia/Makassar"] == "20260312T110000"
    assert names["DTSTAMP"] == "20260302T000000Z"
    assert names["SUMMARY"] == r"Rakor Smart City\; triwulan I\, 2026"
    assert names["LOCATION"] == r"Ruang Serambi\, lantai 2"
    assert names["DESCRIPTION"] == r"Acara:\n1. Capaian"
    assert names["URL"] == "https://rapat.example/17"
    assert ("TZOFFSETTO", "+0800") in lines
    assert sum(name.startswith("ATTENDEE") for name, _value in lines) == 2


def test_a_cancellation_is_of_the_same_meeting() -> None:
    lines = dict(plain(cancellation_of(replace(INVITATION, sequence=3), stamped=MADE)))
    assert (lines["METHOD"], lines["STATUS"], lines["SEQUENCE"]) == ("CANCEL", "CANCELLED", "3")
    assert lines["UID"] == "rakor-17@serumpun.example"


def test_a_meeting_given_in_another_zone_is_at_the_same_moment() -> None:
    utc = replace(INVITATION, starts=SITTING.starts.astimezone(dt.UTC), ends=SITTING.starts + dt.timedelta(hours=2))
    assert dict(plain(request_of(utc, stamped=MADE)))["DTSTART;TZID=Asia/Makassar"] == "20260312T090000"
    assert SITTING.starts.tzinfo is ZONE


@pytest.mark.parametrize(
    "words", ["x\r\nATTENDEE:mailto:evil@x.example", "x\nEND:VEVENT", '"; CN=x', "ü 😀 " * 40, "\x00\x07"]
)
def test_no_text_adds_a_line(words: str) -> None:
    person = Invited(words, "rani@serumpun.example")
    told = replace(
        INVITATION, summary=words, place=words, description=words, link=words, organizer=person, invited=[person]
    )
    usual = replace(INVITATION, invited=[INVITATION.organizer])
    expected = [re.split("[;:]", name)[0] for name, _value in plain(request_of(usual, stamped=MADE))]
    got = [re.split("[;:]", name)[0] for name, _value in plain(request_of(told, stamped=MADE))]
    assert [name for name in got if name not in {"DESCRIPTION", "URL"}] == [
        name for name in expected if name not in {"DESCRIPTION", "URL"}
    ]
