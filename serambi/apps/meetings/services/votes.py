"""Putting a question to the members of a body: opening it, answering, and closing it with its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    ChoiceUnknown,
    NoSeat,
    NotInSession,
    QuestionMissing,
    VoteClosed,
    VoteRunning,
)
from serambi.apps.meetings.models import AgendaItem, Ballot, BodyMember, Choice, Meeting, MeetingState, Minute, Vote
from serambi.apps.meetings.permissions import seats_of
from serambi.apps.meetings.queries.attendance import Quorum, quorum_of
from serambi.apps.meetings.queries.votes import Tally, tally_of
from serambi.apps.meetings.services.minutes import held_for_minutes
from serambi.apps.meetings.services.pulse import beat


@transaction.atomic
def open_vote(meeting: Meeting, question: str, *, by: Any, item: AgendaItem | None = None) -> Vote:
    """Put a question to the members, and return it.

    Raises NotANoteTaker, NotInSession, QuestionMissing, VoteRunning.
    """
    current = held_for_minutes(meeting, by=by)
    if current.state != MeetingState.IN_SESSION:
        raise NotInSession(state=current.get_state_display())
    if not question.strip():
        raise QuestionMissing
    running = current.votes.filter(closed_at=None).first()
    if running is not None:
        raise VoteRunning(question=running.question)
    vote = Vote.objects.create(
        meeting=current, item=item, question=question.strip(), opened_at=timezone.now(), opened_by=by
    )
    record(Verb.CREATED, vote, by=by, after=snapshot(vote))
    beat(current.pk)
    return vote


@transaction.atomic
def cast_ballot(vote: Vote, seat: BodyMember, choice: str, *, by: Any) -> Ballot:
    """Answer for a member for whom the person speaks, and return the ballot; an answer changes until the vote closes.

    Raises NoSeat, VoteClosed, ChoiceUnknown.
    """
    # In the order in which whoever takes the minutes holds them, so that nobody waits for the other.
    Meeting.objects.select_for_update().get(pk=vote.meeting_id)
    current = _open(vote)
    if seat.pk not in {one.pk for one in seats_of(by, current.meeting)}:
        raise NoSeat
    return _write(current, seat, choice, by=by)


@transaction.atomic
def record_hands(vote: Vote, choices: Mapping[int, str], *, by: Any) -> list[Ballot]:
    """Write down a show of hands. choices: by the id of the member; who is not named stays as they are.

    Raises NotANoteTaker, VoteClosed, NoSeat, ChoiceUnknown.
    """
    held_for_minutes(vote.meeting, by=by)
    current = _open(vote)
    seats = {one.pk: one for one in BodyMember.objects.filter(body=current.meeting.body_id)}
    if not choices.keys() <= seats.keys():
        raise NoSeat
    return [_write(current, seats[pk], choice, by=by) for pk, choice in choices.items()]


@transaction.atomic
def close_vote(vote: Vote, *, by: Any) -> Minute:
    """Close a vote and write its result into the minutes; return that paragraph. Raises NotANoteTaker, VoteClosed."""
    held_for_minutes(vote.meeting, by=by)
    current = _open(vote)
    before = snapshot(current)
    current.closed_at = timezone.now()
    current.save(update_fields=["closed_at"])
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    minute = Minute.objects.create(
        meeting=current.meeting,
        item=current.item,
        text=result_of(current, tally_of(current), quorum_of(current.meeting)),
        author=by,
        at=current.closed_at,
        client_key=f"vote-{current.pk}",
    )
    record(Verb.CREATED, minute, by=by, after=snapshot(minute))
    beat(current.meeting_id)
    return minute


def result_of(vote: Vote, tally: Tally, quorum: Quorum) -> str:
    """Return the result in sentences, in the language of the office's documents."""
    with translation.override(settings.LANGUAGE_CODE):
        sentences = [
            _(
                "Vote: “%(question)s” In favour %(yes)s, against %(no)s, abstained %(abstain)s; "
                "%(missing)s of %(members)s members did not answer."
            )
            % {
                "question": vote.question,
                "yes": tally.yes,
                "no": tally.no,
                "abstain": tally.abstain,
                "members": tally.members,
                "missing": tally.missing,
            }
        ]
        if quorum.is_met is not None:
            met = _("The quorum was there") if quorum.is_met else _("The quorum was not there")
            sentences.append(
                _("%(met)s: %(present)s of %(members)s, %(needed)s needed.")
                % {"met": met, "present": quorum.present, "members": quorum.members, "needed": quorum.needed}
            )
        return " ".join(sentences)


def _write(vote: Vote, seat: BodyMember, choice: str, *, by: Any) -> Ballot:
    if choice not in Choice.values:
        raise ChoiceUnknown
    whose = {"organization": seat.organization} if seat.organization_id is not None else {"user": seat.user}
    known = vote.ballots.filter(**whose).first()
    if known is not None and known.choice == choice:
        return known
    before = snapshot(known) if known is not None else None
    ballot = known or Ballot(vote=vote, **whose)
    ballot.choice, ballot.given_by, ballot.at = choice, by, timezone.now()
    ballot.save()
    record(Verb.CHANGED if known else Verb.CREATED, ballot, by=by, before=before, after=snapshot(ballot))
    beat(vote.meeting_id)
    return ballot


def _open(vote: Vote) -> Vote:
    """Return the vote as it is now, held, while it is open. Raises VoteClosed."""
    found = Vote.objects.select_for_update(of=("self",)).select_related("meeting", "item").get(pk=vote.pk)
    if found.closed_at is not None:
        raise VoteClosed
    return found
