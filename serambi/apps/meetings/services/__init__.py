"""What people do with bodies, meetings, decisions and actions."""

from serambi.apps.meetings.services.actions import ActionFacts, change_action, move_action, record_action
from serambi.apps.meetings.services.agenda import (
    DOWN,
    UP,
    ItemFacts,
    add_item,
    add_section,
    change_item,
    change_section,
    freeze,
    move_item,
    move_section,
    remove_item,
    remove_section,
)
from serambi.apps.meetings.services.bodies import add_member, change_body, create_body, remove_member
from serambi.apps.meetings.services.decisions import DecisionFacts, correct_decision, record_decision
from serambi.apps.meetings.services.meetings import MeetingFacts, change_meeting, move_meeting, plan_meeting
from serambi.apps.meetings.services.pulse import beat

__all__ = [
    "DOWN",
    "UP",
    "ActionFacts",
    "DecisionFacts",
    "ItemFacts",
    "MeetingFacts",
    "add_item",
    "add_member",
    "add_section",
    "beat",
    "change_action",
    "change_body",
    "change_item",
    "change_meeting",
    "change_section",
    "correct_decision",
    "create_body",
    "freeze",
    "move_action",
    "move_item",
    "move_meeting",
    "move_section",
    "plan_meeting",
    "record_action",
    "record_decision",
    "remove_item",
    "remove_member",
    "remove_section",
]
