"""The way of an action as a table of moves: from where, to where, by whom, and with what said.

Plain data: what a person may do next is read from this table alone, by the pages, the services and the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActionState(models.TextChoices):
    """How far an action has come. DONE is what its agency says, VERIFIED what somebody else has seen."""

    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done, to be verified")
    VERIFIED = "verified", pgettext_lazy("action", "Verified")
    CANCELLED = "cancelled", pgettext_lazy("action", "Cancelled")


class Who(StrEnum):
    """Who makes a move; `permissions.BY_WHOM` has the predicate of each."""

    OWNER = "owner"  # an officer or the head of the agency, who stands in for one, or the person named
    VERIFIER = "verifier"  # a verifier or the coordinator, but never who said that it is done
    COORDINATOR = "coordinator"


WHO_TEXT: Mapping[Who, str | Promise] = {
    Who.OWNER: _("the agency"),
    Who.VERIFIER: _("a verifier"),
    Who.COORDINATOR: _("the coordinator"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    action: the verb of its button. done: what the timeline says of it. asks: what is to be said with it.
    """

    name: str
    before: ActionState
    after: ActionState
    who: Who
    action: str | Promise
    done: str | Promise
    asks: str | Promise = ""


FINISH = "finish"
TAKE_BACK = "take-back"
VERIFY = "verify"
RETURN = "return"
CANCEL = "cancel"
REOPEN = "reopen"

_WHY = _("Reason")

MOVES: tuple[Move, ...] = (
    Move(FINISH, ActionState.OPEN, ActionState.DONE, Who.OWNER, _("Say that it is done"), _("said that it is done"),
         _("What was done")),
    Move(TAKE_BACK, ActionState.DONE, ActionState.OPEN, Who.OWNER, _("Take it back"), _("took it back"), _WHY),
    Move(VERIFY, ActionState.DONE, ActionState.VERIFIED, Who.VERIFIER, pgettext_lazy("action", "Verify"),
         pgettext_lazy("action", "verified it")),
    Move(RETURN, ActionState.DONE, ActionState.OPEN, Who.VERIFIER, pgettext_lazy("action", "Return it"),
         pgettext_lazy("action", "returned it"), _WHY),
    Move(CANCEL, ActionState.OPEN, ActionState.CANCELLED, Who.COORDINATOR, _("Cancel the action"),
         pgettext_lazy("action", "cancelled it"), _WHY),
    Move(REOPEN, ActionState.VERIFIED, ActionState.OPEN, Who.COORDINATOR, _("Open it again"), _("opened it again"),
         _WHY),
    Move(REOPEN, ActionState.CANCELLED, ActionState.OPEN, Who.COORDINATOR, _("Open it again"), _("opened it again"),
         _WHY),
)  # fmt: skip


class MeetingState(models.TextChoices):
    """How far a meeting has come; SIGNED_OFF and CANCELLED are final."""

    DRAFT = "draft", pgettext_lazy("meeting", "Draft")
    INVITED = "invited", pgettext_lazy("meeting", "Invited")
    IN_SESSION = "in_session", pgettext_lazy("meeting", "In session")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")
    CIRCULATED = "circulated", pgettext_lazy("meeting", "Minutes circulated")
    SIGNED_OFF = "signed_off", pgettext_lazy("meeting", "Signed off")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


@dataclass(frozen=True, slots=True)
class MeetingMove:
    """One line of the table of meetings; the coordinator makes all of them."""

    name: str
    before: MeetingState
    after: MeetingState
    action: str | Promise
    done: str | Promise
    needs_reason: bool = False


BEGIN = "begin"
CLOSE = "close"
CIRCULATE = "circulate"
SIGN_OFF = "sign-off"

MEETING_MOVES: tuple[MeetingMove, ...] = (
    MeetingMove("invite", MeetingState.DRAFT, MeetingState.INVITED, _("Mark as invited"), _("invited to it")),
    MeetingMove(BEGIN, MeetingState.INVITED, MeetingState.IN_SESSION, _("Begin the meeting"), _("began it")),
    MeetingMove(CLOSE, MeetingState.IN_SESSION, MeetingState.CLOSED, _("Close the meeting"), _("closed it")),
    MeetingMove(CIRCULATE, MeetingState.CLOSED, MeetingState.CIRCULATED, _("Circulate the minutes"),
                _("circulated the minutes")),
    MeetingMove(SIGN_OFF, MeetingState.CIRCULATED, MeetingState.SIGNED_OFF, _("Sign off the minutes"),
                _("signed off the minutes")),
    MeetingMove("correct", MeetingState.CIRCULATED, MeetingState.CLOSED, _("Correct the minutes"),
                _("took the minutes back to correct them"), needs_reason=True),
    MeetingMove(CANCEL, MeetingState.DRAFT, MeetingState.CANCELLED, _("Cancel the meeting"),
                pgettext_lazy("meeting", "cancelled it"), needs_reason=True),
    MeetingMove(CANCEL, MeetingState.INVITED, MeetingState.CANCELLED, _("Cancel the meeting"),
                pgettext_lazy("meeting", "cancelled it"), needs_reason=True),
)  # fmt: skip

# A meeting whose day and place may still change.
TO_COME = (MeetingState.DRAFT, MeetingState.INVITED)
# The agenda changes until the meeting is closed: what comes up in the room is put on it too.
AGENDA_CHANGES = (*TO_COME, MeetingState.IN_SESSION)
# What a meeting in one of these decides is recorded for it.
RECORDS_OUTCOMES = (MeetingState.IN_SESSION, MeetingState.CLOSED)
# From here on there are minutes to read.
HAS_MINUTES = (MeetingState.IN_SESSION, MeetingState.CLOSED, MeetingState.CIRCULATED, MeetingState.SIGNED_OFF)
# Its minutes are read by more people than those who write them.
MINUTES_ARE_OUT = (MeetingState.CIRCULATED, MeetingState.SIGNED_OFF)
# It has been held, so that there is something to report.
HELD = (MeetingState.CLOSED, *MINUTES_ARE_OUT)


def meeting_moves_from(state: str) -> tuple[MeetingMove, ...]:
    return tuple(move for move in MEETING_MOVES if move.before == state)


def meeting_move_named(name: str, state: str) -> MeetingMove | None:
    """Return the move of that name from a state; None where the table has none."""
    return next((move for move in meeting_moves_from(state) if move.name == name), None)


# Somebody still has to do something about these.
UNSETTLED = (ActionState.OPEN, ActionState.DONE)


def moves_from(state: str) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.before == state)


def move_named(name: str, state: str) -> Move | None:
    """Return the move of that name from a state; None where the table has none."""
    return next((move for move in moves_from(state) if move.name == name), None)
