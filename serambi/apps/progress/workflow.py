"""The way of a report as a table of moves: from where, to where, by whom, and with what said.

Plain data: what a person may do next is read from this table alone, by the pages, the services and the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far a report has come. VERIFIED is final where no second level accepts; ACCEPTED always is."""

    DRAFT = "draft", pgettext_lazy("progress", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("progress", "Submitted")
    APPROVED = "approved", pgettext_lazy("progress", "Approved")
    RETURNED = "returned", pgettext_lazy("progress", "Returned")
    VERIFIED = "verified", pgettext_lazy("progress", "Verified")
    ACCEPTED = "accepted", pgettext_lazy("progress", "Accepted")


class Who(StrEnum):
    """Who makes a move; `permissions.BY_WHOM` has the predicate of each."""

    AGENCY = "agency"  # an officer or the head of the agency, or who stands in for one
    HEAD = "head"  # the head of the agency, or who stands in
    HEAD_IN_PERSON = "head_in_person"  # the head alone: whoever stands in does not approve what they sent
    VERIFIER = "verifier"  # a verifier or the coordinator, or who stands in
    ACCEPTOR = "acceptor"  # somebody of the organization that accepts at the second level
    COORDINATOR = "coordinator"


WHO_TEXT: Mapping[Who, str | Promise] = {
    Who.AGENCY: _("the agency"),
    Who.HEAD: _("the head of the agency"),
    Who.HEAD_IN_PERSON: _("the head of the agency in person"),
    Who.VERIFIER: _("a verifier"),
    Who.ACCEPTOR: _("whoever accepts at the second level"),
    Who.COORDINATOR: _("the coordinator"),
}


class Guard(StrEnum):
    """What must be so beside who asks; `queries.moves` tells of each whether it is."""

    COMPLETE = "complete"  # every item is answered, and what is doubtful is explained
    TAKES_REPORTS = "takes_reports"  # the period is open, or the report was sent in before it closed
    NOT_SUBMITTER = "not_submitter"  # the person did not submit it
    NOT_INVOLVED = "not_involved"  # the person neither submitted nor approved it
    SECOND_LEVEL = "second_level"  # an organization accepts what was verified


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    action: the verb of its button. done: what the timeline says of it. needs_reason: whether nobody may do it silently.
    """

    name: str
    before: State
    after: State
    who: Who
    action: str | Promise
    done: str | Promise
    needs_reason: bool = False
    guards: frozenset[Guard] = field(default_factory=frozenset)


_SEND = frozenset({Guard.COMPLETE, Guard.TAKES_REPORTS})
_FIRST_CHECK = frozenset({Guard.NOT_INVOLVED})
_SECOND_CHECK = frozenset({Guard.SECOND_LEVEL, Guard.NOT_INVOLVED})

SUBMIT = "submit"
SUBMIT_AS_HEAD = "submit-as-head"
RECALL = "recall"
APPROVE = "approve"
TAKE_BACK_APPROVAL = "take-back-approval"
RETURN_AS_HEAD = "return-as-head"
VERIFY = "verify"
RETURN = "return"
ACCEPT = "accept"
RETURN_AS_ACCEPTOR = "return-as-acceptor"
CORRECT = "correct"
ASK_FOR_CORRECTION = "ask-for-correction"
SEND_BACK = "send-back"

MOVES: tuple[Move, ...] = (
    Move(SUBMIT, State.DRAFT, State.SUBMITTED, Who.AGENCY, _("Submit the report"), _("submitted"), guards=_SEND),
    Move(SUBMIT, State.RETURNED, State.SUBMITTED, Who.AGENCY, _("Submit the report"), _("submitted again"),
         guards=_SEND),
    Move(SUBMIT_AS_HEAD, State.DRAFT, State.APPROVED, Who.HEAD_IN_PERSON, _("Submit and approve"),
         _("submitted and approved"), guards=_SEND),
    Move(SUBMIT_AS_HEAD, State.RETURNED, State.APPROVED, Who.HEAD_IN_PERSON, _("Submit and approve"),
         _("submitted again and approved"), guards=_SEND),
    Move(APPROVE, State.SUBMITTED, State.APPROVED, Who.HEAD, _("Approve"), _("approved"),
         guards=frozenset({Guard.NOT_SUBMITTER})),
    Move(RETURN_AS_HEAD, State.SUBMITTED, State.RETURNED, Who.HEAD, _("Return to the officer"), _("returned"),
         needs_reason=True),
    Move(SEND_BACK, State.SUBMITTED, State.RETURNED, Who.COORDINATOR, _("Return to the agency"), _("returned"),
         needs_reason=True),
    Move(RECALL, State.SUBMITTED, State.DRAFT, Who.AGENCY, _("Recall it"), _("recalled")),
    Move(TAKE_BACK_APPROVAL, State.APPROVED, State.SUBMITTED, Who.HEAD, _("Take back the approval"),
         _("took back the approval"), needs_reason=True),
    Move(VERIFY, State.APPROVED, State.VERIFIED, Who.VERIFIER, _("Verify"), _("verified"), guards=_FIRST_CHECK),
    Move(RETURN, State.APPROVED, State.RETURNED, Who.VERIFIER, _("Return to the agency"), _("returned"),
         needs_reason=True, guards=_FIRST_CHECK),
    Move(ACCEPT, State.VERIFIED, State.ACCEPTED, Who.ACCEPTOR, _("Accept"), _("accepted"), guards=_SECOND_CHECK),
    Move(RETURN_AS_ACCEPTOR, State.VERIFIED, State.RETURNED, Who.ACCEPTOR, _("Return to the agency"), _("returned"),
         needs_reason=True, guards=_SECOND_CHECK),
    Move(CORRECT, State.VERIFIED, State.RETURNED, Who.AGENCY, _("Correct it"), _("began a correction"),
         needs_reason=True),
    Move(CORRECT, State.ACCEPTED, State.RETURNED, Who.AGENCY, _("Correct it"), _("began a correction"),
         needs_reason=True),
    Move(ASK_FOR_CORRECTION, State.VERIFIED, State.RETURNED, Who.VERIFIER, _("Ask for a correction"),
         _("asked for a correction"), needs_reason=True),
    Move(ASK_FOR_CORRECTION, State.ACCEPTED, State.RETURNED, Who.VERIFIER, _("Ask for a correction"),
         _("asked for a correction"), needs_reason=True),
)  # fmt: skip

# Where the agency writes; where it waits for its head, a verifier or the second level.
WITH_THE_AGENCY = frozenset({State.DRAFT, State.RETURNED})
SENT = frozenset({State.SUBMITTED, State.APPROVED, State.VERIFIED, State.ACCEPTED})


def moves_from(state: str) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.before == state)


def move_named(name: str, state: str) -> Move | None:
    """Return the move of that name from a state; None where the table has none."""
    return next((move for move in moves_from(state) if move.name == name), None)


def is_final(state: str, *, has_second_level: bool) -> bool:
    """Tell whether a report in this state waits for nobody."""
    return state == State.ACCEPTED or (state == State.VERIFIED and not has_second_level)
