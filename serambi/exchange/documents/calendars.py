"""An invitation as iCalendar, from which a calendar takes the meeting, its changes and its end (RFC 5545, 5546)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from .texts import cleaned, line

PRODUCT = "-//Serambi//Rakor//ID"


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody the invitation goes to."""

    name: str
    email: str
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting as calendars know it.

    uid: the same for all that is ever sent about this meeting, for example `rakor-17@serambi.example`. sequence: 0
    first, one more for each change that people must hear of, a cancellation included. starts, ends: aware. organizer:
    None in a calendar to subscribe to.
    """

    uid: str
    sequence: int
    summary: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    organizer: Invited | None
    invited: Sequence[Invited] = ()
    description: str = ""
    link: str = ""
    is_cancelled: bool = False


def feed_of(meetings: Iterable[Invitation], *, name: str, stamped: dt.datetime) -> bytes:
    """Return a calendar to subscribe to, which a calendar program fetches again and again (METHOD PUBLISH).

    stamped: the moment it is made. Who else is invited is not in it.
    """
    calendar = _begun("PUBLISH")
    calendar.add("x-wr-calname", line(name))
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in meetings:
        calendar.add_component(_event("CANCELLED" if one.is_cancelled else "CONFIRMED", one, stamped))
    return bytes(calendar.to_ical())


def request_of(invitation: Invitation, *, stamped: dt.datetime) -> bytes:
    """Return the file that asks people to come; stamped: the moment it is made."""
    return _calendar("REQUEST", "CONFIRMED", invitation, stamped)


def cancellation_of(invitation: Invitation, *, stamped: dt.datetime) -> bytes:
    """Return the file that takes the meeting out of calendars; its sequence is higher than of what was sent before."""
    return _calendar("CANCEL", "CANCELLED", invitation, stamped)


def _calendar(method: str, status: str, invitation: Invitation, stamped: dt.datetime) -> bytes:
    calendar = _begun(method)
    calendar.add_component(_event(status, invitation, stamped))
    return bytes(calendar.to_ical())


def _begun(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    zone = timezone.get_current_timezone_name()
    calendar.add_component(Timezone.from_tzid(zone, first_date=dt.date(1970, 1, 1), last_date=dt.date(2038, 1, 1)))
    return calendar


def _event(status: str, invitation: Invitation, stamped: dt.datetime) -> Event:
    event = Event()
    event.add("uid", line(invitation.uid))
    event.add("dtstamp", stamped.astimezone(dt.UTC))
    event.add("sequence", invitation.sequence)
    event.add("status", status)
    event.add("summary", line(invitation.summary))
    event.add("dtstart", timezone.localtime(invitation.starts))
    event.add("dtend", timezone.localtime(invitation.ends))
    event.add("location", line(invitation.place))
    if invitation.description:
        event.add("description", cleaned(invitation.description))
    if invitation.link:
        event.add("url", line(invitation.link))
    if invitation.organizer is not None:
        event.add("organizer", _address(invitation.organizer), encode=False)
    for one in invitation.invited:
        event.add("attendee", _attendee(one), encode=False)
    return event


def _address(one: Invited) -> vCalAddress:
    address = vCalAddress(f"mailto:{line(one.email)}")
    # A quotation mark cannot stand in a parameter (RFC 5545, 3.2).
    address.params["CN"] = vText(line(one.name).replace('"', "'"))
    return address


def _attendee(one: Invited) -> vCalAddress:
    address = _address(one)
    address.params["ROLE"] = vText("REQ-PARTICIPANT" if one.is_required else "OPT-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address
