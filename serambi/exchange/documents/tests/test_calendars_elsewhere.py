"""Calendar files read by a library that had no part in writing them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import vobject

from serambi.exchange.documents.calendars import cancellation_of, feed_of, request_of

from .test_calendars import INVITATION
from .world import MADE, SITTING


def test_another_library_reads_the_invitation() -> None:
    calendar = vobject.readOne(request_of(INVITATION, stamped=MADE).decode())
    assert calendar.validate(raiseException=True)
    event = calendar.vevent
    assert (calendar.method.value, event.status.value) == ("REQUEST", "CONFIRMED")
    assert (event.uid.value, event.sequence.value) == ("rakor-17@serumpun.example", "2")
    assert (event.summary.value, event.location.value) == (INVITATION.summary, INVITATION.place)
    assert (event.description.value, event.url.value) == (INVITATION.description, INVITATION.link)
    # Its own reading of the zone that the file brings along, and not that of the computer.
    assert event.dtstart.value == SITTING.starts
    assert event.dtend.value.utcoffset() == dt.timedelta(hours=8)
    assert event.dtend.value - event.dtstart.value == dt.timedelta(hours=2)
    assert event.organizer.value == "mailto:kominfo@serumpun.example"
    people = [(one.value, one.params["ROLE"], one.params["CN"]) for one in event.attendee_list]
    assert people == [
        ("mailto:rani@serumpun.example", ["REQ-PARTICIPANT"], ["Rani Contoh"]),
        ("mailto:budi@serumpun.example", ["OPT-PARTICIPANT"], ["Budi Contoh"]),
    ]


def test_another_library_reads_the_cancellation() -> None:
    calendar = vobject.readOne(cancellation_of(replace(INVITATION, sequence=3), stamped=MADE).decode())
    event = calendar.vevent
    assert (calendar.method.value, event.status.value, event.sequence.value) == ("CANCEL", "CANCELLED", "3")
    assert event.uid.value == INVITATION.uid


def test_another_library_reads_the_calendar_to_subscribe_to() -> None:
    first = replace(INVITATION, organizer=None, invited=())
    later = replace(first, uid="rakor-18@serumpun.example", is_cancelled=True)
    calendar = vobject.readOne(feed_of([first, later], name="Rapat saya", stamped=MADE).decode())
    found = {one.uid.value: (one.dtstart.value, one.status.value) for one in calendar.vevent_list}
    assert found == {
        "rakor-17@serumpun.example": (SITTING.starts, "CONFIRMED"),
        "rakor-18@serumpun.example": (SITTING.starts, "CANCELLED"),
    }
    assert not any("attendee" in one.contents for one in calendar.vevent_list)
