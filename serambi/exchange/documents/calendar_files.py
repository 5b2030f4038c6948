"""A calendar written as iCalendar, by the library that few requests need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from .calendars import Invitation, Invited
from .texts import cleaned, line

PRODUCT = "-//Serambi//Rakor//ID"


def written_feed(meetings: Iterable[Invitation], *, name: str, stamped: dt.datetime) -> bytes:
    """Return the file of `calendars.feed_of`."""
    calendar = _begun("PUBLISH")
    calendar.add("x-wr-calname", line(name))
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in meetings:
        calendar.add_component(_event("CANCELLED" if one.is_cancelled else "CONFIRMED", one, stamped))
    return bytes(calendar.to_ical())


def written_invitation(method: str, status: str, invitation: Invitation, stamped: dt.datetime) -> bytes:
    """Return the file of one invitation. method, status: as RFC 5546 names them."""
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
