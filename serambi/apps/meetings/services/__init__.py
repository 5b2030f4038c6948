"""What people do with bodies, meetings, decisions and actions."""

from serambi.apps.meetings.services.actions import ActionFacts, change_action, move_action, record_action
from serambi.apps.meetings.services.bodies import add_member, change_body, create_body, remove_member
from serambi.apps.meetings.services.decisions import DecisionFacts, correct_decision, record_decision
from serambi.apps.meetings.services.feeds import make_feed, revoke_feed
from serambi.apps.meetings.services.meetings import MeetingFacts, change_meeting, move_meeting, plan_meeting
from serambi.apps.meetings.services.papers import PaperFacts, choose_photograph, take_out_photograph, write_paper
from serambi.apps.meetings.services.pulse import beat

__all__ = [
    "ActionFacts",
    "DecisionFacts",
    "MeetingFacts",
    "PaperFacts",
    "add_member",
    "beat",
    "change_action",
    "change_body",
    "change_meeting",
    "choose_photograph",
    "correct_decision",
    "create_body",
    "make_feed",
    "move_action",
    "move_meeting",
    "plan_meeting",
    "record_action",
    "record_decision",
    "remove_member",
    "revoke_feed",
    "take_out_photograph",
    "write_paper",
]
