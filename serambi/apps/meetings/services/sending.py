"""Handing letters over: each receiver once for each letter, whatever becomes of the worker meanwhile.

What is sent waits in the outbox of messages. A receiver's messages, and the number of the letter beside the invitation,
are written in one transaction: a worker that is killed leaves each of them with both or with neither, and whoever goes
on finds by that number who is left. The jobs are registered in `serambi.exchange.papers`, which prints the letters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.jobs.models import Job
from serambi.apps.jobs.services import start
from serambi.apps.meetings import answer_links, queries
from serambi.apps.meetings.models import Answer, Invitation, InvitationLetter, Meeting
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.notifications.services import Letter, tell

SEND = "meetings.send_invitations"
SEND_CANCELLATION = "meetings.send_cancellation"
# What the record holds of an invitation; the digest of its link is nobody's business.
RECORDED = (
    "meeting", "organization", "user", "name", "address", "email", "counts_for_quorum", "answer", "who", "position",
    "reason", "sent_sequence",
)  # fmt: skip


def start_sending(meeting: Meeting, letter: InvitationLetter, *, by: Any) -> Job:
    """Begin to send a letter in the background."""
    given = {"meeting": meeting.pk, "sequence": letter.sequence}
    return start(SEND, by=by, arguments=given, subject=meeting.title)


def announce_cancellation(meeting: Meeting, *, by: Any, reason: str) -> Job | None:
    """Begin to tell everybody who has a letter that the meeting is not held; None where nobody has one."""
    letter = InvitationLetter.objects.select_for_update().filter(meeting=meeting, sent_at__isnull=False).first()
    if letter is None:
        return None
    before = snapshot(letter)
    letter.sequence += 1
    letter.version += 1
    letter.save()
    record(Verb.CHANGED, letter, by=by, before=before, after=snapshot(letter), reason=reason)
    given = {"meeting": meeting.pk, "sequence": letter.sequence, "reason": reason}
    return start(SEND_CANCELLATION, by=by, arguments=given, subject=meeting.title)


@transaction.atomic
def hand_over(invitation: Invitation, letters: Sequence[Letter], *, sequence: int, by: Any, now: dt.datetime) -> bool:
    """Send a receiver the letter of this number; False, and nothing is sent, where they have it already.

    An answer that was given to a letter with another time is asked for anew.
    """
    digest = answer_links.digest_for(invitation, sequence)
    return _handed(invitation, letters, sequence=sequence, by=by, now=now, digest=digest)


@transaction.atomic
def take_back(invitation: Invitation, letters: Sequence[Letter], *, sequence: int, by: Any, now: dt.datetime) -> bool:
    """Tell a receiver that the meeting is not held, and end their link; False where they know already."""
    return _handed(invitation, letters, sequence=sequence, by=by, now=now, digest="")


def _handed(
    invitation: Invitation, letters: Sequence[Letter], *, sequence: int, by: Any, now: dt.datetime, digest: str
) -> bool:
    # A later letter, or the end of the meeting, waits for this and then finds who has to hear of it.
    letter = InvitationLetter.objects.select_for_update().filter(meeting=invitation.meeting_id).first()
    current = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if letter is None or letter.sequence != sequence or current is None:
        return False
    if current.sent_sequence is not None and current.sent_sequence >= sequence:
        return False
    before = snapshot(current, RECORDED)
    if digest and current.sent_sequence is not None and current.sent_sequence < letter.told.get("time_since", 0):
        current.answer, current.answered_at, current.answered_by, current.reason = Answer.NONE, None, None, ""
    current.sent_sequence, current.sent_at, current.token_digest = sequence, now, digest
    current.version += 1
    current.save()
    tell(*letters)
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, RECORDED))
    beat(current.meeting_id)
    return True


def left_to_send(meeting: Meeting, sequence: int) -> list[Invitation]:
    """Return who has not got the letter of this number yet. One query."""
    invited = queries.invitations_of(meeting)
    return [one for one in invited if one.sent_sequence is None or one.sent_sequence < sequence]


def left_to_cancel(meeting: Meeting, sequence: int) -> list[Invitation]:
    """Return who has a letter and was not told yet that the meeting is not held. One query."""
    return [one for one in left_to_send(meeting, sequence) if one.sent_sequence is not None]
