"""The way of a citizen report as a table of moves: from where, to where, by whom, and what has to be said.

Plain data: what a person may do next is read from this table alone, by the pages, the services and the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far a citizen report has come."""

    RECEIVED = "received", pgettext_lazy("citizen report", "Received")
    ASSIGNED = "assigned", pgettext_lazy("citizen report", "Assigned")
    IN_WORK = "in_work", pgettext_lazy("citizen report", "In work")
    SOLVED = "solved", pgettext_lazy("citizen report", "Answered and solved")
    DECLINED = "declined", pgettext_lazy("citizen report", "Declined")
    PASSED_ON = "passed_on", pgettext_lazy("citizen report", "Passed on")
    DUPLICATE = "duplicate", pgettext_lazy("citizen report", "Same as another")


OPEN = frozenset({State.RECEIVED, State.ASSIGNED, State.IN_WORK})
CLOSED = frozenset(State) - OPEN


class Clock(models.TextChoices):
    """How long an answer may take, in working days of the office, as SP4N-LAPOR! has it (KemenPANRB, 2018)."""

    ORDINARY = "ordinary", _("Question or ordinary complaint: 5 working days")
    DISPUTE = "dispute", _("Dispute, without a check on site: 14 working days")
    ON_SITE = "on_site", _("Dispute, with a check on site: 60 working days")


FIRST_ANSWER_DAYS = 3
DAYS: Mapping[str, int] = {Clock.ORDINARY: 5, Clock.DISPUTE: 14, Clock.ON_SITE: 60}
# So long a resident may say that it is not solved after all.
REOPEN_DAYS = 14


class Who(StrEnum):
    """Who makes a move; `permissions.BY_WHOM` has the predicate of each."""

    HANDLER = "handler"  # the people of the agency that it is assigned to, and the coordinator
    COORDINATOR = "coordinator"
    RESIDENT = "resident"  # whoever holds the private link


WHO_TEXT: Mapping[Who, str | Promise] = {
    Who.HANDLER: _("the agency in charge"),
    Who.COORDINATOR: _("the coordinator"),
    Who.RESIDENT: _("the resident who reported it"),
}


class Asks(Enum):
    """What a move needs besides its name."""

    NOTHING = "nothing"
    AGENCY = "agency"  # who takes it over
    RECEIVER = "receiver"  # to whom outside it is passed on
    ORIGINAL = "original"  # which report it is the same as


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    action: the verb of its button. done: what the timeline says of it. words: what is said to the resident, as the form
    asks for it; "" where the resident is told nothing. needs_note: whether an internal note says why.
    """

    name: str
    before: State
    after: State
    who: Who
    action: str | Promise
    done: str | Promise
    words: str | Promise = ""
    needs_note: bool = False
    asks: Asks = Asks.NOTHING


ACCEPT = "accept"
ASSIGN = "assign"
BEGIN = "begin"
TELL = "tell"
SOLVE = "solve"
HAND_BACK = "hand-back"
DECLINE = "decline"
PASS_ON = "pass-on"  # noqa: S105 - a move, no password
SAME_AS = "same-as"
REOPEN = "reopen"
REOPEN_FOR = "reopen-for"

_NEXT = _("What happens now, in words to the resident")
_R, _A, _W, _S = State.RECEIVED, State.ASSIGNED, State.IN_WORK, State.SOLVED

MOVES: tuple[Move, ...] = (
    Move(ACCEPT, _R, _A, Who.HANDLER, _("Accept it"), _("accepted it"), _NEXT),
    Move(BEGIN, _A, _W, Who.HANDLER, _("Begin the work"), _("began the work"), _NEXT),
    *(Move(SOLVE, state, _S, Who.HANDLER, _("Answer and close"), _("answered and closed it"),
           _("The answer, in words to the resident: what was done, or why not")) for state in (_W, _A, _R)),
    *(Move(TELL, state, state, Who.HANDLER, _("Write to the resident"), _("wrote"),
           _("What there is to tell the resident")) for state in (_A, _W)),
    *(Move(ASSIGN, state, _A, Who.COORDINATOR, _("Assign to an agency"), _("assigned it"), _NEXT, asks=Asks.AGENCY)
      for state in (_R, _A, _W)),
    *(Move(HAND_BACK, state, _R, Who.HANDLER, _("Hand back to the coordinator"), _("handed it back"), needs_note=True)
      for state in (_R, _A)),
    *(Move(PASS_ON, state, State.PASSED_ON, Who.HANDLER, _("Pass on to somebody else"), _("passed it on"),
           _("Who takes care of it now and how to reach them, in words to the resident"), asks=Asks.RECEIVER)
      for state in (_R, _A)),
    *(Move(SAME_AS, state, State.DUPLICATE, Who.HANDLER, _("Same as another report"),
           _("took it for the same as another"), _("What the resident should know"), asks=Asks.ORIGINAL)
      for state in (_R, _A)),
    *(Move(DECLINE, state, State.DECLINED, Who.HANDLER, _("Decline it"), _("declined it"),
           _("Why, in words to the resident")) for state in (_R, _A, _W)),
    *(Move(REOPEN, state, _R, Who.RESIDENT, _("Open it again"), _("opened it again"), _("What is still not right"))
      for state in (_S, State.DECLINED, State.PASSED_ON, State.DUPLICATE)),
    *(Move(REOPEN_FOR, state, _R, Who.COORDINATOR, _("Open it again"), _("opened it again"),
           _("Why, in words to the resident"))
      for state in (_S, State.DECLINED, State.PASSED_ON, State.DUPLICATE)),
)  # fmt: skip


def moves_from(state: str) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.before == state)


def move_named(name: str, state: str) -> Move | None:
    """Return the move of that name from a state; None where the table has none."""
    return next((move for move in moves_from(state) if move.name == name), None)
