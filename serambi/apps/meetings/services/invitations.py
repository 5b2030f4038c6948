"""Sending the invitations, answering them, and reminding whoever did not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.jobs.models import Job
from serambi.apps.meetings import notices, queries
from serambi.apps.meetings.errors import (
    AnswersClosed,
    ChangedMeanwhile,
    DeclineReasonMissing,
    DelegateNameless,
    LetterIncomplete,
    LetterMissing,
    MeetingBegan,
    NobodyInvited,
    NobodyToRemind,
    NotACoordinator,
    NothingToSend,
    NotInvited,
    RemindedToday,
)
from serambi.apps.meetings.models import Answer, Invitation, InvitationLetter, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_answer, can_arrange
from serambi.apps.meetings.services.letters import held_to_come
from serambi.apps.meetings.services.meetings import move_meeting
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.services.sending import RECORDED, start_sending
from serambi.apps.notifications.services import tell
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What somebody answers. who, position: of whoever comes. reason: why nobody does."""

    answer: str
    who: str = ""
    position: str = ""
    reason: str = ""


@transaction.atomic
def send_invitations(meeting: Meeting, *, by: Any, today: dt.date, now: dt.datetime) -> Job:
    """Send the letter to everybody who has not got it as it stands, in the background, and return the job.

    The first time the meeting is invited by it. Where time, place or name are other than in the letter before,
    everybody gets the letter once more with the next number, and where the time is, their earlier answers are asked for
    anew. Raises NotACoordinator, LetterOver, LetterMissing, LetterIncomplete, MeetingBegan, NobodyInvited,
    NothingToSend.
    """
    current = held_to_come(meeting, by=by)
    letter = InvitationLetter.objects.select_for_update().filter(meeting=meeting).first()
    if letter is None:
        raise LetterMissing
    _refuse_incomplete(current, letter)
    if now >= current.starts_at:
        raise MeetingBegan(moment=formats.moment(current.starts_at))
    told, has_changed = queries.told_of(current), queries.has_changed(current, letter)
    if not has_changed:
        _refuse_without_need(current, letter, today=today)
    is_other_time = has_changed and any(letter.told.get(name) != told[name] for name in ("starts_at", "ends_at"))
    before = snapshot(letter)
    letter.sequence += has_changed
    since = letter.sequence if is_other_time else letter.told.get("time_since", 0)
    letter.told, letter.sent_at = {**told, "time_since": since}, now
    letter.version += 1
    letter.save()
    record(Verb.CHANGED, letter, by=by, before=before, after=snapshot(letter))
    if current.state == MeetingState.DRAFT:
        move_meeting(current, "invite", by=by, today=today)
    return start_sending(current, letter, by=by)


def _refuse_incomplete(meeting: Meeting, letter: InvitationLetter) -> None:
    needed = {
        _("number of the letter"): letter.number,
        _("date of the letter"): letter.day,
        _("hal"): letter.hal,
        _("place or link of the meeting"): meeting.place or meeting.link,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise LetterIncomplete(what=", ".join(missing))


def _refuse_without_need(meeting: Meeting, letter: InvitationLetter, *, today: dt.date) -> None:
    invited = queries.invitations_of(meeting)
    if not invited:
        raise NobodyInvited
    if letter.sent_at is None:
        return
    receivers = queries.receivers_of(invited, today=today)
    if not any(queries.waits_for_letter(one, letter) and receivers[one.pk] for one in invited):
        raise NothingToSend


@transaction.atomic
def remind_unanswered(meeting: Meeting, *, by: Any, today: dt.date, now: dt.datetime) -> int:
    """Remind everybody who has the letter and has not answered; returns how many invitations. Once a day at most.

    Raises NotACoordinator, LetterMissing, AnswersClosed, RemindedToday, NobodyToRemind.
    """
    if not can_arrange(by):
        raise NotACoordinator
    letter = InvitationLetter.objects.select_for_update().filter(meeting=meeting, sent_at__isnull=False).first()
    if letter is None:
        raise LetterMissing
    if not takes_answers(meeting, now=now):
        raise AnswersClosed
    if letter.reminded_on == today:
        raise RemindedToday
    invited = queries.invitations_of(meeting)
    silent = [one for one in invited if one.sent_sequence is not None and one.answer == Answer.NONE]
    receivers = queries.receivers_of(silent, today=today)
    letters = [notices.reminder(one, to, today=today) for one in silent for to in receivers[one.pk]]
    if not letters:
        raise NobodyToRemind
    before = snapshot(letter)
    letter.reminded_on = today
    letter.version += 1
    letter.save()
    tell(*letters)
    record(Verb.CHANGED, letter, by=by, before=before, after=snapshot(letter))
    return sum(bool(receivers[one.pk]) for one in silent)


def takes_answers(meeting: Meeting, *, now: dt.datetime) -> bool:
    """Tell whether invitations are still answered: from the first letter until the meeting begins."""
    return meeting.state == MeetingState.INVITED and now < meeting.starts_at


@transaction.atomic
def answer_invitation(
    invitation: Invitation, facts: AnswerFacts, *, by: Any, today: dt.date, now: dt.datetime, seen: int | None = None
) -> Invitation:
    """Answer an invitation as somebody who has signed in, and return it; a later answer takes the place of it.

    Raises NotInvited, AnswersClosed, ChangedMeanwhile, DelegateNameless, DeclineReasonMissing.
    """
    if not can_answer(by, invitation, today=today):
        raise NotInvited
    return _answer(invitation, facts, by=by, now=now, seen=seen)


@transaction.atomic
def answer_by_link(invitation: Invitation, facts: AnswerFacts, *, now: dt.datetime) -> Invitation:
    """Answer an invitation as whoever holds its link, and return it.

    invitation: as the link named it a moment ago. Raises AnswersClosed, DelegateNameless, DeclineReasonMissing.
    """
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not current.token_digest or current.token_digest != invitation.token_digest:
        raise AnswersClosed
    return _answer(invitation, facts, by=None, now=now, seen=None)


def _answer(invitation: Invitation, facts: AnswerFacts, *, by: Any, now: dt.datetime, seen: int | None) -> Invitation:
    current = Invitation.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=invitation.pk)
    if not takes_answers(current.meeting, now=now):
        raise AnswersClosed
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    given = _checked(facts)
    before = snapshot(current, RECORDED)
    current.answer, current.answered_at, current.answered_by = given.answer, now, by
    current.who, current.position, current.reason = given.who, given.position, given.reason
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, RECORDED))
    beat(current.meeting_id)
    return current


def _checked(facts: AnswerFacts) -> AnswerFacts:
    """Return the answer with what belongs to it and nothing else."""
    who, position, reason = facts.who.strip(), facts.position.strip(), facts.reason.strip()
    match Answer(facts.answer):
        case Answer.DELEGATE if not who:
            raise DelegateNameless
        case Answer.DECLINES if not reason:
            raise DeclineReasonMissing
        case Answer.DECLINES:
            return AnswerFacts(facts.answer, reason=reason)
    return AnswerFacts(facts.answer, who=who, position=position)
