"""What people do with decisions and actions."""

from serambi.apps.meetings.services.actions import ActionFacts, change_action, move_action, record_action
from serambi.apps.meetings.services.decisions import DecisionFacts, correct_decision, record_decision

__all__ = [
    "ActionFacts",
    "DecisionFacts",
    "change_action",
    "correct_decision",
    "move_action",
    "record_action",
    "record_decision",
]
