"""How members answered a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from serambi.apps.meetings.models import Ballot, BodyMember, Choice, Meeting, Vote
from serambi.apps.meetings.permissions import sees_confidential


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members answered what. members: how many may."""

    yes: int
    no: int
    abstain: int
    members: int

    @property
    def answered(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def missing(self) -> int:
        return max(self.members - self.answered, 0)


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """A member and what they answered, None while they did not."""

    seat: BodyMember
    ballot: Ballot | None


def tally_of(vote: Vote) -> Tally:
    """Count the answers to a question. Two queries."""
    counts = Counter(vote.ballots.values_list("choice", flat=True))
    members = BodyMember.objects.filter(body=vote.meeting.body_id).count()
    return Tally(counts[Choice.YES], counts[Choice.NO], counts[Choice.ABSTAIN], members)


def answers_to(vote: Vote) -> list[SeatAnswer]:
    """Return every member with their answer, in the order of the body. Two queries."""
    ballots = {(one.organization_id, one.user_id): one for one in vote.ballots.all()}
    seats = BodyMember.objects.filter(body=vote.meeting.body_id).select_related("organization", "user")
    return [SeatAnswer(seat, ballots.get((seat.organization_id, seat.user_id))) for seat in seats]


def running_vote(meeting: Meeting) -> Vote | None:
    """Return the question that members answer now."""
    return meeting.votes.filter(closed_at=None).select_related("item", "meeting").first()


def get_vote_for(user: Any, meeting: Meeting, pk: int) -> Vote:
    """Return a vote of a meeting; raise Http404 when there is none that the person may see."""
    found = meeting.votes.filter(pk=pk).select_related("item", "meeting").first()
    hidden = found is not None and found.item is not None and found.item.is_confidential
    if found is None or (hidden and not sees_confidential(user, meeting)):
        raise Http404(pk)
    return found
