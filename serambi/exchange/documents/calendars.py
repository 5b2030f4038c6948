"""An invitation as iCalendar, from which a calendar takes the meeting, its changes and its end (RFC 5545, 5546)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
    from .calendar_files import written_feed  # noqa: PLC0415 - its libraries are for whoever makes a document

    return written_feed(meetings, name=name, stamped=stamped)


def request_of(invitation: Invitation, *, stamped: dt.datetime) -> bytes:
    """Return the file that asks people to come; stamped: the moment it is made."""
    return _written("REQUEST", "CONFIRMED", invitation, stamped)


def cancellation_of(invitation: Invitation, *, stamped: dt.datetime) -> bytes:
    """Return the file that takes the meeting out of calendars; its sequence is higher than of what was sent before."""
    return _written("CANCEL", "CANCELLED", invitation, stamped)


def _written(method: str, status: str, invitation: Invitation, stamped: dt.datetime) -> bytes:
    from .calendar_files import written_invitation  # noqa: PLC0415 - its libraries are for whoever makes a document

    return written_invitation(method, status, invitation, stamped)
