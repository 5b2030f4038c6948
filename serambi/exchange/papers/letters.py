"""The letter of invitation and its calendar file, filled from a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.meetings.models import Invitation, InvitationLetter, Meeting
from serambi.apps.meetings.queries import TOLD, Receiver
from serambi.apps.notifications.services import Attached, site_address
from serambi.exchange.documents import calendars
from serambi.exchange.documents.calendars import Invited
from serambi.exchange.documents.kinds import OfficialLetter, Recipient
from serambi.exchange.documents.office import Office
from serambi.exchange.documents.parts import Sitting
from serambi.exchange.documents.printing import pdf_of
from serambi.exchange.papers.sittings import ILLUSTRATION

# The words with which a letter begins and ends where nobody wrote others; official letters are in Indonesian.
OPENING = (
    "Dalam rangka pelaksanaan Masterplan Smart City serta tindak lanjut hasil rapat sebelumnya, kami mengundang "
    "Saudara untuk hadir pada:"
)
CLOSING = "Demikian disampaikan, atas perhatian dan kehadiran Saudara diucapkan terima kasih."
SOMEWHERE = "Tempat"
CALENDAR_NAME = "rapat.ics"
MOMENTS = ("starts_at", "ends_at")


def as_told(meeting: Meeting, letter: InvitationLetter) -> Meeting:
    """Return the meeting with time, place and name as the letter that was sent last tells them; it is not saved.

    While a letter goes out somebody may change the meeting: all receivers of one letter read the same.
    """
    for name in TOLD:
        if name in letter.told:
            told = letter.told[name]
            setattr(meeting, name, dt.datetime.fromisoformat(told) if name in MOMENTS else told)
    return meeting


def points_of(meeting: Meeting) -> tuple[str, ...]:
    """Return what comes in which order, without what is confidential: a letter is read by everybody it passes."""
    items = meeting.agenda_items.filter(is_confidential=False).order_by("position", "pk")
    return tuple(items.values_list("title", flat=True))


def official_letter(
    meeting: Meeting,
    letter: InvitationLetter,
    invitations: Sequence[Invitation],
    *,
    office: Office,
    points: tuple[str, ...],
) -> OfficialLetter:
    """Return the letter to these receivers, under the office's letterhead.

    Where the office knows no such signatory any more, the first one signs.
    """
    return OfficialLetter(
        letterhead=office.letterhead,
        number=letter.number,
        sifat=letter.sifat.capitalize(),
        lampiran=letter.lampiran,
        hal=letter.hal,
        place=office.place,
        day=letter.day,
        recipients=tuple(Recipient(one.receiver, one.address or SOMEWHERE) for one in invitations),
        sitting=Sitting(
            starts=meeting.starts_at,
            ends=meeting.ends_at,
            place=meeting.place or meeting.link,
            agenda=meeting.title,
            points=points,
            link=meeting.link if meeting.place else "",
        ),
        signatory=office.signatories.get(letter.signatory, office.signatory),
        opening=letter.opening or OPENING,
        closing=letter.closing or CLOSING,
        dress=letter.dress,
        copies=tuple(line.strip() for line in letter.copies.splitlines() if line.strip()),
        mark=ILLUSTRATION if meeting.is_illustration else "",
    )


def letter_attached(document: OfficialLetter, *, meeting: Meeting, office: Office, made: dt.datetime) -> Attached:
    """Return the letter as it goes with a message."""
    return Attached(
        f"undangan-{timezone.localtime(meeting.starts_at):%Y-%m-%d}.pdf",
        "application/pdf",
        pdf_of(document, made=made, fonts=office.fonts),
    )


def request_attached(meeting: Meeting, to: Receiver, *, sequence: int, made: dt.datetime) -> Attached:
    """Return the calendar file that asks this receiver to come; it names nobody else."""
    content = calendars.request_of(_event(meeting, to, sequence), stamped=made)
    return Attached(CALENDAR_NAME, 'text/calendar; method=REQUEST; charset="utf-8"', content)


def cancellation_attached(meeting: Meeting, to: Receiver, *, sequence: int, made: dt.datetime) -> Attached:
    """Return the calendar file that takes the meeting out of this receiver's calendar."""
    content = calendars.cancellation_of(_event(meeting, to, sequence), stamped=made)
    return Attached(CALENDAR_NAME, 'text/calendar; method=CANCEL; charset="utf-8"', content)


def uid_of(meeting: Meeting) -> str:
    """Return the name of a meeting in calendars, the same in all that is ever sent about it."""
    return f"rakor-{meeting.pk}@{urlsplit(site_address()).hostname or 'localhost'}"


def _event(meeting: Meeting, to: Receiver, sequence: int) -> calendars.Invitation:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    receiver = Invited(to.name, to.email) if isinstance(to, User) else Invited(to.name, to.address)
    return calendars.Invitation(
        uid=uid_of(meeting),
        sequence=sequence,
        summary=meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place or meeting.link,
        organizer=Invited(name or meeting.body.name, address),
        invited=(receiver,),
        link=meeting.link,
    )
