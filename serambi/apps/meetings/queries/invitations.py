"""Who is invited to a meeting, by which letter, and what they answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role
from serambi.apps.meetings.models import Answer, BodyMember, Invitation, InvitationLetter, Meeting
from serambi.apps.meetings.permissions import can_answer, can_arrange
from serambi.apps.notifications.services import Stranger
from serambi.apps.progress.queries import People

Receiver = User | Stranger
# What of a meeting a letter tells; a change of any of it is worth a letter of its own.
TOLD = ("title", "starts_at", "ends_at", "place", "link")


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """How many were invited and what they answered. sent: how many have a letter."""

    invited: int
    sent: int
    comes: int
    delegate: int
    declines: int
    none: int


def letter_of(meeting: Meeting) -> InvitationLetter | None:
    return InvitationLetter.objects.filter(meeting=meeting).first()


def invitations_of(meeting: Meeting) -> list[Invitation]:
    """Return who is invited, in the order in which they were added, with whom each is. One query."""
    return list(meeting.invitations.select_related("organization", "user"))


def count_answers(invitations: Sequence[Invitation]) -> AnswerCounts:
    counted = Counter(one.answer for one in invitations)
    sent = sum(one.sent_sequence is not None for one in invitations)
    return AnswerCounts(
        invited=len(invitations),
        sent=sent,
        comes=counted[Answer.COMES],
        delegate=counted[Answer.DELEGATE],
        declines=counted[Answer.DECLINES],
        none=counted[Answer.NONE],
    )


def receivers_of(invitations: Sequence[Invitation], *, today: dt.date) -> dict[int, list[Receiver]]:
    """Return to whom each invitation is sent, by its number; nobody where there is neither a person nor an address.

    For an organization these are its officers and its head, their stand-ins too, and the address that was written
    beside it; the same person stands there once. Two queries.
    """
    people = People(today)
    found: dict[int, list[Receiver]] = {}
    for one in invitations:
        accounts: list[User] = []
        if one.user is not None:
            accounts = [one.user] if one.user.is_active else []
        elif one.organization_id is not None:
            ids = people.at(Role.OFFICER, one.organization_id) | people.at(Role.HEAD, one.organization_id)
            accounts = [people.users[pk] for pk in sorted(ids)]
        known = {account.email.casefold() for account in accounts}
        strangers = [Stranger(one.receiver, one.email)] if one.email and one.email.casefold() not in known else []
        found[one.pk] = [*accounts, *strangers]
    return found


def told_of(meeting: Meeting) -> dict[str, str]:
    """Return what a letter tells of a meeting, as it is kept beside the letter once sent."""
    return {name: _plain(getattr(meeting, name)) for name in TOLD}


def _plain(value: Any) -> str:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else str(value)


def has_changed(meeting: Meeting, letter: InvitationLetter) -> bool:
    """Tell whether time, place or name of a meeting are other than in the letter that was sent last."""
    now = told_of(meeting)
    return bool(letter.told) and any(letter.told.get(name) != now[name] for name in TOLD)


def waits_for_letter(invitation: Invitation, letter: InvitationLetter) -> bool:
    """Tell whether somebody has not got the letter as it was sent last."""
    return invitation.sent_sequence is None or invitation.sent_sequence < letter.sequence


def members_to_invite(meeting: Meeting) -> list[BodyMember]:
    """Return the members of the body who are not invited. Two queries."""
    invited = set(meeting.invitations.values_list("organization_id", "user_id"))
    members = BodyMember.objects.filter(body=meeting.body_id).select_related("organization", "user")
    return [one for one in members if (one.organization_id, one.user_id) not in invited]


def get_invitation_for(user: Any, meeting: Meeting, pk: int) -> Invitation:
    """Return an invitation for whoever arranges meetings; raise Http404 for everybody else."""
    found = _invitation(meeting.pk, pk) if can_arrange(user) else None
    if found is None:
        raise Http404(pk)
    return found


def get_answer_for(user: Any, meeting: int, pk: int, *, today: dt.date) -> Invitation:
    """Return an invitation for whoever answers it; raise Http404 for everybody else."""
    found = _invitation(meeting, pk)
    if found is None or not can_answer(user, found, today=today):
        raise Http404(pk)
    return found


def _invitation(meeting: int, pk: int) -> Invitation | None:
    known = Invitation.objects.select_related("meeting__body", "organization", "user")
    return known.filter(meeting=meeting, pk=pk).first()
