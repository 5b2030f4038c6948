"""Writing the letter of a meeting and choosing who gets it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import create_recorded, record, snapshot
from serambi.apps.meetings import queries
from serambi.apps.meetings.errors import (
    ChangedMeanwhile,
    GuestNameless,
    HasTheLetter,
    InvitedAlready,
    LetterMissing,
    LetterOver,
    NotACoordinator,
)
from serambi.apps.meetings.models import Invitation, InvitationLetter, Meeting
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.services.sending import RECORDED
from serambi.apps.meetings.workflow import TO_COME


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter says beside when and where; see `InvitationLetter`."""

    number: str
    day: dt.date | None
    sifat: str
    hal: str
    lampiran: str = ""
    opening: str = ""
    closing: str = ""
    dress: str = ""
    copies: str = ""
    signatory: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited beside the members: an organization, a person with an account, or a name.

    name: as the letter says it, "" for the name that the organization or person has. address: the place after `di`.
    """

    who: Organization | User | None = None
    name: str = ""
    address: str = ""
    email: str = ""


@transaction.atomic
def keep_letter(meeting: Meeting, facts: LetterFacts, *, by: Any, seen: int | None = None) -> InvitationLetter:
    """Write the letter of a meeting, or change it, and return it; the first time the members of the body are invited.

    seen: the version that was looked at. Raises NotACoordinator, LetterOver, ChangedMeanwhile.
    """
    held_to_come(meeting, by=by)
    letter = InvitationLetter.objects.select_for_update().filter(meeting=meeting).first()
    if letter is None:
        letter = InvitationLetter.objects.create(meeting=meeting, **asdict(facts))
        record(Verb.CREATED, letter, by=by, after=snapshot(letter))
        _invite_members(meeting, by=by)
        return letter
    if seen is not None and letter.version != seen:
        raise ChangedMeanwhile
    before = snapshot(letter)
    for name, value in asdict(facts).items():
        setattr(letter, name, value)
    letter.version += 1
    letter.save()
    record(Verb.CHANGED, letter, by=by, before=before, after=snapshot(letter))
    return letter


@transaction.atomic
def invite_members(meeting: Meeting, *, by: Any) -> int:
    """Invite the members of the body who are not invited; returns how many. Raises NotACoordinator, LetterOver."""
    held_to_come(meeting, by=by)
    return _invite_members(meeting, by=by)


def _invite_members(meeting: Meeting, *, by: Any) -> int:
    made = [
        Invitation(meeting=meeting, organization=one.organization, user=one.user)
        for one in queries.members_to_invite(meeting)
    ]
    if made:
        create_recorded(made, by=by)
    return len(made)


@transaction.atomic
def invite_guest(meeting: Meeting, guest: Guest, *, by: Any) -> Invitation:
    """Invite somebody beside the members, who does not count for the quorum, and return the invitation.

    Raises NotACoordinator, LetterOver, LetterMissing, GuestNameless, InvitedAlready.
    """
    held_to_come(meeting, by=by)
    if queries.letter_of(meeting) is None:
        raise LetterMissing
    if guest.who is None and not guest.name.strip():
        raise GuestNameless
    made = Invitation(meeting=meeting, counts_for_quorum=False, **_columns(guest))
    if isinstance(guest.who, Organization):
        made.organization = guest.who
    elif guest.who is not None:
        made.user = guest.who
    _refuse_twice(made)
    made.save()
    record(Verb.CREATED, made, by=by, after=snapshot(made, RECORDED))
    return made


@transaction.atomic
def change_invitation(invitation: Invitation, guest: Guest, *, by: Any, seen: int | None = None) -> Invitation:
    """Change how the letter names a receiver and the address it is sent to; who it is stays.

    Raises NotACoordinator, LetterOver, ChangedMeanwhile, GuestNameless.
    """
    held_to_come(invitation.meeting, by=by)
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    if current.organization_id is None and current.user_id is None and not guest.name.strip():
        raise GuestNameless
    before = snapshot(current, RECORDED)
    for name, value in _columns(guest).items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, RECORDED))
    return current


@transaction.atomic
def remove_invitation(invitation: Invitation, *, by: Any) -> None:
    """Take somebody off the list who has no letter yet. Raises NotACoordinator, LetterOver, HasTheLetter."""
    held_to_come(invitation.meeting, by=by)
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.sent_sequence is not None:
        raise HasTheLetter(name=current.receiver)
    record(Verb.DELETED, current, by=by, before=snapshot(current, RECORDED))
    current.delete()


@transaction.atomic
def end_link(invitation: Invitation, *, by: Any) -> None:
    """Let the personal link of an invitation answer nothing any more. Raises NotACoordinator."""
    if not can_arrange(by):
        raise NotACoordinator
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.token_digest:
        current.token_digest = ""
        current.version += 1
        current.save()
        record(Verb.CHANGED, current, by=by, before={"has_link": True}, after={"has_link": False})


def held_to_come(meeting: Meeting, *, by: Any) -> Meeting:
    """Return a meeting, held until the transaction ends, to which people may still be invited.

    Raises NotACoordinator and LetterOver.
    """
    if not can_arrange(by):
        raise NotACoordinator
    current = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if current.state not in TO_COME:
        raise LetterOver(state=current.get_state_display())
    return current


def _columns(guest: Guest) -> dict[str, str]:
    return {"name": guest.name.strip(), "address": guest.address.strip(), "email": guest.email.strip()}


def _refuse_twice(made: Invitation) -> None:
    known = Invitation.objects.filter(meeting=made.meeting_id)
    if made.organization_id is not None:
        known = known.filter(organization=made.organization_id)
    elif made.user_id is not None:
        known = known.filter(user=made.user_id)
    else:
        known = known.filter(organization=None, user=None, name__iexact=made.name, email__iexact=made.email)
    if known.exists():
        raise InvitedAlready(name=made.receiver)
