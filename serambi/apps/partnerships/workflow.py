"""The way of a commitment as a table of moves: from where, to where, by whom, and with what said.

Plain data: what a person may do next is read from this table alone, by the pages, the services and the tests. That a
commitment is overdue is no state: it follows from the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommitmentState(models.TextChoices):
    """How far a commitment has come. DELIVERED is what its parties say, VERIFIED what somebody else has seen."""

    PLEDGED = "pledged", pgettext_lazy("commitment", "Pledged")
    SIGNED = "signed", pgettext_lazy("commitment", "Signed")
    PARTLY = "partly", pgettext_lazy("commitment", "Partly delivered")
    DELIVERED = "delivered", pgettext_lazy("commitment", "Delivered, to be verified")
    VERIFIED = "verified", pgettext_lazy("commitment", "Verified")
    CANCELLED = "cancelled", pgettext_lazy("commitment", "Cancelled")


# Something of it is still to come.
OPEN = (CommitmentState.PLEDGED, CommitmentState.SIGNED, CommitmentState.PARTLY)
# An agreement is there, so that deliveries are recorded.
TAKES_DELIVERIES = (CommitmentState.SIGNED, CommitmentState.PARTLY)
# A delivery can still be found to be wrong.
DELIVERIES_CHANGE = (CommitmentState.PARTLY, CommitmentState.DELIVERED)


class Who(StrEnum):
    """Who makes a move; `permissions.BY_WHOM` has the predicate of each."""

    AGENCY = "agency"  # the agency that looks after it, or the coordinator
    PARTIES = "parties"  # these, or the partner's own people
    VERIFIER = "verifier"  # a verifier or the coordinator, but never who recorded what is to be verified
    COORDINATOR = "coordinator"


WHO_TEXT: Mapping[Who, str | Promise] = {
    Who.AGENCY: _("the agency that looks after it"),
    Who.PARTIES: _("the agency that looks after it, or the partner"),
    Who.VERIFIER: _("a verifier"),
    Who.COORDINATOR: _("the coordinator"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    after: None where it stood before it was cancelled. action: the verb of its button. done: what the timeline says of
    it. asks: what is to be said with it.
    """

    name: str
    before: CommitmentState
    after: CommitmentState | None
    who: Who
    action: str | Promise
    done: str | Promise
    asks: str | Promise = ""


RECORD = "record"
SIGN = "sign"
DELIVER = "deliver"
WITHDRAW = "withdraw"
FINISH = "finish"
TAKE_BACK = "take-back"
VERIFY = "verify"
RETURN = "return"
CANCEL = "cancel"
REOPEN = "reopen"
# These have a page of their own, because more than a sentence is asked.
WITH_OWN_PAGE = (SIGN, DELIVER)

_WHY = _("Reason")
_State = CommitmentState
_CORRECT, _CORRECTED = _("Correct the agreement"), _("corrected the agreement")
_DELIVER, _DELIVERED = _("Record a delivery"), pgettext_lazy("commitment", "recorded a delivery")
_CANCEL, _CANCELLED = _("Cancel the commitment"), pgettext_lazy("commitment", "cancelled it")
_REOPEN, _REOPENED = pgettext_lazy("commitment", "Open it again"), pgettext_lazy("commitment", "opened it again")

MOVES: tuple[Move, ...] = (
    Move(SIGN, _State.PLEDGED, _State.SIGNED, Who.AGENCY, _("Record the agreement"), _("recorded the agreement")),
    Move(DELIVER, _State.SIGNED, _State.PARTLY, Who.PARTIES, _DELIVER, _DELIVERED),
    Move(DELIVER, _State.PARTLY, _State.PARTLY, Who.PARTIES, _DELIVER, _DELIVERED),
    Move(FINISH, _State.PARTLY, _State.DELIVERED, Who.PARTIES, _("Say that it is delivered"),
         _("said that it is delivered"), _("What was delivered, and why less where it is less")),
    Move(TAKE_BACK, _State.DELIVERED, _State.PARTLY, Who.PARTIES, pgettext_lazy("commitment", "Take it back"),
         pgettext_lazy("commitment", "took it back"), _WHY),
    Move(VERIFY, _State.DELIVERED, _State.VERIFIED, Who.VERIFIER, pgettext_lazy("commitment", "Verify"),
         pgettext_lazy("commitment", "verified it")),
    Move(RETURN, _State.DELIVERED, _State.PARTLY, Who.VERIFIER, pgettext_lazy("commitment", "Return it"),
         pgettext_lazy("commitment", "returned it"), _WHY),
    Move(SIGN, _State.SIGNED, _State.SIGNED, Who.AGENCY, _CORRECT, _CORRECTED),
    Move(SIGN, _State.PARTLY, _State.PARTLY, Who.AGENCY, _CORRECT, _CORRECTED),
    Move(CANCEL, _State.PLEDGED, _State.CANCELLED, Who.COORDINATOR, _CANCEL, _CANCELLED, _WHY),
    Move(CANCEL, _State.SIGNED, _State.CANCELLED, Who.COORDINATOR, _CANCEL, _CANCELLED, _WHY),
    Move(CANCEL, _State.PARTLY, _State.CANCELLED, Who.COORDINATOR, _CANCEL, _CANCELLED, _WHY),
    Move(REOPEN, _State.VERIFIED, _State.PARTLY, Who.COORDINATOR, _REOPEN, _REOPENED, _WHY),
    Move(REOPEN, _State.CANCELLED, None, Who.COORDINATOR, _REOPEN, _REOPENED, _WHY),
)  # fmt: skip


def is_minor(move: Move) -> bool:
    """Tell whether a move is not the way of a commitment but a correction of it."""
    return move.name == CANCEL or (move.name == SIGN and move.before != CommitmentState.PLEDGED)


# What happened besides the moves of the table, for the timeline.
BESIDES: Mapping[str, str | Promise] = {
    RECORD: pgettext_lazy("commitment", "recorded it"),
    WITHDRAW: _("took a delivery out"),
}


def moves_from(state: str) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.before == state)


def move_named(name: str, state: str) -> Move | None:
    """Return the move of that name from a state; None where the table has none."""
    return next((move for move in moves_from(state) if move.name == name), None)
