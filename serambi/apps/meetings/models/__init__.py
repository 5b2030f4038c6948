"""Bodies, their meetings from agenda to minutes, decisions and the actions that follow from them."""

from serambi.apps.meetings.models.actions import Action, ActionMove, Origin, Priority
from serambi.apps.meetings.models.agenda import AgendaItem, AgendaSection, Dismissal, ItemKind, Receives, SuggestionRule
from serambi.apps.meetings.models.bodies import BodyKind, BodyMember, MeetingBody, MemberRole
from serambi.apps.meetings.models.decisions import Decision, DecisionYear
from serambi.apps.meetings.models.feeds import CalendarFeed
from serambi.apps.meetings.models.invitations import Answer, Attendance, CheckIn, Invitation, InvitationLetter, Sifat
from serambi.apps.meetings.models.meetings import Meeting, MeetingMove
from serambi.apps.meetings.models.papers import Paper, PaperKind, Photograph
from serambi.apps.meetings.models.session import (
    Ballot,
    Choice,
    CorrectionState,
    Minute,
    MinutesCorrection,
    SealedMinutes,
    Vote,
)
from serambi.apps.meetings.workflow import ActionState, MeetingState

__all__ = [
    "Action",
    "ActionMove",
    "ActionState",
    "AgendaItem",
    "AgendaSection",
    "Answer",
    "Attendance",
    "Ballot",
    "BodyKind",
    "BodyMember",
    "CalendarFeed",
    "CheckIn",
    "Choice",
    "CorrectionState",
    "Decision",
    "DecisionYear",
    "Dismissal",
    "Invitation",
    "InvitationLetter",
    "ItemKind",
    "Meeting",
    "MeetingBody",
    "MeetingMove",
    "MeetingState",
    "MemberRole",
    "Minute",
    "MinutesCorrection",
    "Origin",
    "Paper",
    "PaperKind",
    "Photograph",
    "Priority",
    "Receives",
    "SealedMinutes",
    "Sifat",
    "SuggestionRule",
    "Vote",
]
