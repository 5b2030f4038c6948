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
from serambi.apps.meetings.services.backlog import bring_item, park_item, park_new, return_cancelled, return_unreached
from serambi.apps.meetings.services.bodies import add_member, change_body, create_body, remove_member
from serambi.apps.meetings.services.decisions import DecisionFacts, correct_decision, record_decision
from serambi.apps.meetings.services.meetings import MeetingFacts, change_meeting, move_meeting, plan_meeting
from serambi.apps.meetings.services.planning import fill_agenda, plan_with_agenda
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.services.suggestions import (
    dismiss_suggestion,
    park_suggestion,
    set_rules,
    take_all_suggestions,
    take_back_dismissal,
    take_suggestion,
)

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
    "bring_item",
    "change_action",
    "change_body",
    "change_item",
    "change_meeting",
    "change_section",
    "correct_decision",
    "create_body",
    "dismiss_suggestion",
    "fill_agenda",
    "freeze",
    "move_action",
    "move_item",
    "move_meeting",
    "move_section",
    "park_item",
    "park_new",
    "park_suggestion",
    "plan_meeting",
    "plan_with_agenda",
    "record_action",
    "record_decision",
    "remove_item",
    "remove_member",
    "remove_section",
    "return_cancelled",
    "return_unreached",
    "set_rules",
    "take_all_suggestions",
    "take_back_dismissal",
    "take_suggestion",
]
