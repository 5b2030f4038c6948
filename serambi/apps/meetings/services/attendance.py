"""Writing down who is at a meeting: by the code in the room, or by its secretary."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    ArrivalFromNowhere,
    ArrivalNameless,
    CheckInClosed,
    NotTheSecretary,
    SignatureUnreadable,
)
from serambi.apps.meetings.models import Answer, Attendance, BodyMember, CheckIn, Invitation, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_take_minutes
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.signatures import is_drawn

# Who came may still be put right by the secretary once the meeting is closed.
_BY_CODE = (MeetingState.INVITED, MeetingState.IN_SESSION)
_NOTED = (*_BY_CODE, MeetingState.CLOSED)
# The drawing itself stays out of the record: it is kept once, on the line, and goes when the line goes.
_RECORDED = ("meeting", "invitation", "organization", "user", "name", "position", "instance", "how", "at")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What somebody writes who is there.

    invitation, member: by what they come, at most one of the two; a member only where the meeting invited nobody.
    instance: for which office, where they come by neither. signature: an SVG path (`signatures`), "" without one.
    client_key: of the form, the same when it is sent again.
    """

    name: str = ""
    position: str = ""
    instance: str = ""
    invitation: Invitation | None = None
    member: BodyMember | None = None
    signature: str = ""
    client_key: str = ""

    @property
    def seat(self) -> Invitation | BodyMember | None:
        """Return by what they come: an organization or a person that is asked for."""
        return self.invitation if self.invitation is not None else self.member


@transaction.atomic
def check_in(meeting: Meeting, arrival: Arrival, *, by: Any, now: dt.datetime) -> Attendance:
    """Write somebody down who scanned the code, and return their line; the same person again is the same line.

    by: who has signed in on the phone, None for nobody. Raises CheckInClosed, ArrivalNameless, ArrivalFromNowhere,
    SignatureUnreadable.
    """
    current = _held(meeting)
    known = _sent_before(current, arrival)
    if known is not None:
        return known
    if not takes_arrivals(current, now=now):
        raise CheckInClosed
    if arrival.signature and not is_drawn(arrival.signature):
        raise SignatureUnreadable
    return _written(current, arrival, how=CheckIn.CODE, by=None, account=by, now=now)


@transaction.atomic
def note_arrival(meeting: Meeting, arrival: Arrival, *, by: Any, now: dt.datetime) -> Attendance:
    """Write somebody down as the secretary of the meeting, and return their line.

    Raises NotTheSecretary, CheckInClosed, ArrivalNameless, ArrivalFromNowhere.
    """
    current = _held_by_secretary(meeting, by=by, now=now)
    return _written(current, arrival, how=CheckIn.NOTED, by=by, account=None, now=now)


@transaction.atomic
def note_invited(invitation: Invitation, *, by: Any, now: dt.datetime) -> Attendance:
    """Write down that whoever an invitation names was there, and return the line, the one that is there already first.

    Who comes is as answered, else the person invited, else the organization itself. Raises NotTheSecretary,
    CheckInClosed.
    """
    current = _held_by_secretary(invitation.meeting, by=by, now=now)
    there = Attendance.objects.filter(meeting=current, invitation=invitation).first()
    if there is not None:
        return there
    is_named = invitation.answer in (Answer.COMES, Answer.DELEGATE) and bool(invitation.who)
    arrival = Arrival(
        name=invitation.who if is_named else invitation.receiver,
        position=invitation.position if is_named else "",
        invitation=invitation,
    )
    return _written(current, arrival, how=CheckIn.NOTED, by=by, account=None, now=now)


@transaction.atomic
def note_member(meeting: Meeting, member: BodyMember, *, by: Any, now: dt.datetime) -> Attendance:
    """Write down that a member of the body was there where nobody was invited; the line that is there already first.

    Raises NotTheSecretary, CheckInClosed.
    """
    current = _held_by_secretary(meeting, by=by, now=now)
    there = Attendance.objects.filter(
        meeting=current, invitation=None, organization=member.organization_id, user=member.user_id
    ).first()
    if there is not None:
        return there
    return _written(current, Arrival(name=member.name, member=member), how=CheckIn.NOTED, by=by, account=None, now=now)


@transaction.atomic
def remove_attendance(attendance: Attendance, *, by: Any) -> None:
    """Take a line off the list. Raises NotTheSecretary and CheckInClosed."""
    current = _held(attendance.meeting)
    if not can_take_minutes(by, current):
        raise NotTheSecretary
    if current.state not in _NOTED:
        raise CheckInClosed
    there = Attendance.objects.filter(pk=attendance.pk).first()
    if there is None:
        return
    record(Verb.DELETED, there, by=by, before=snapshot(there, _RECORDED))
    there.delete()
    beat(current.pk)


def takes_arrivals(meeting: Meeting, *, now: dt.datetime) -> bool:
    """Tell whether people sign in by the code: from the day of the meeting until it is closed."""
    return meeting.state in _BY_CODE and _has_come(meeting, now)


def takes_notes_of_arrivals(meeting: Meeting, *, now: dt.datetime) -> bool:
    """Tell whether the secretary writes people down: until the minutes go out."""
    return meeting.state in _NOTED and _has_come(meeting, now)


def _has_come(meeting: Meeting, now: dt.datetime) -> bool:
    return timezone.localtime(now).date() >= timezone.localtime(meeting.starts_at).date()


def _held(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)


def _held_by_secretary(meeting: Meeting, *, by: Any, now: dt.datetime) -> Meeting:
    current = _held(meeting)
    if not can_take_minutes(by, current):
        raise NotTheSecretary
    if not takes_notes_of_arrivals(current, now=now):
        raise CheckInClosed
    return current


def _sent_before(meeting: Meeting, arrival: Arrival) -> Attendance | None:
    key = arrival.client_key
    return Attendance.objects.filter(meeting=meeting, client_key=key).first() if key else None


def _written(
    meeting: Meeting, arrival: Arrival, *, how: CheckIn, by: Any, account: User | None, now: dt.datetime
) -> Attendance:
    seat = arrival.seat
    name = arrival.name.strip() or (str(seat) if seat is not None and seat.organization_id is None else "")
    if not name:
        raise ArrivalNameless
    instance = arrival.instance.strip()
    if seat is None and not instance:
        raise ArrivalFromNowhere
    known = _same_person(meeting, arrival, name, instance)
    if known is not None:
        return _signed(known, arrival.signature)
    made = Attendance.objects.create(
        meeting=meeting,
        invitation=arrival.invitation,
        organization=seat.organization if seat is not None else _organization_named(instance),
        user=seat.user if seat is not None and seat.user_id is not None else _own(account, name),
        name=name,
        position=arrival.position.strip(),
        instance="" if seat is not None else instance,
        how=how,
        at=now,
        signature=arrival.signature,
        client_key=arrival.client_key,
        noted_by=by,
    )
    record(Verb.CREATED, made, by=by or account, after=snapshot(made, _RECORDED))
    beat(meeting.pk)
    return made


def _same_person(meeting: Meeting, arrival: Arrival, name: str, instance: str) -> Attendance | None:
    """Return the line of the same name for the same office: a form that is filled in twice makes no second one."""
    there = Attendance.objects.filter(meeting=meeting, name__iexact=name, invitation=arrival.invitation)
    if arrival.invitation is not None:
        return there.first()
    member = arrival.member
    if member is None:
        return there.filter(instance__iexact=instance).first()
    is_person = member.user_id is not None
    own = Q(user=member.user_id) if is_person else Q(organization=member.organization_id)
    return there.filter(own, instance="").first()


def _signed(known: Attendance, signature: str) -> Attendance:
    """Return a line with the signature that it lacked; one that is there is never drawn over."""
    if signature and not known.signature:
        known.signature = signature
        known.save(update_fields=["signature"])
        record(Verb.CHANGED, known, by=None, before={"is_signed": False}, after={"is_signed": True})
        beat(known.meeting_id)
    return known


def _organization_named(instance: str) -> Organization | None:
    """Return the organization that somebody wrote by its name or abbreviation."""
    return Organization.objects.filter(Q(abbreviation__iexact=instance) | Q(name__iexact=instance)).first()


def _own(account: User | None, name: str) -> User | None:
    """Return the account of the phone where it signs in for itself and not for somebody beside it."""
    return account if account is not None and account.name.casefold() == name.casefold() else None
