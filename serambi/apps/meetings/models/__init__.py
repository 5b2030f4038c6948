"""Bodies, their meetings, decisions and the actions that follow from them."""

from serambi.apps.meetings.models.actions import Action, ActionMove, Origin, Priority
from serambi.apps.meetings.models.bodies import BodyKind, BodyMember, MeetingBody, MemberRole
from serambi.apps.meetings.models.decisions import Decision, DecisionYear
from serambi.apps.meetings.models.meetings import Meeting, MeetingMove
from serambi.apps.meetings.workflow import ActionState, MeetingState

__all__ = [
    "Action",
    "ActionMove",
    "ActionState",
    "BodyKind",
    "BodyMember",
    "Decision",
    "DecisionYear",
    "Meeting",
    "MeetingBody",
    "MeetingMove",
    "MeetingState",
    "MemberRole",
    "Origin",
    "Priority",
]
