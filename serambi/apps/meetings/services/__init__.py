"""What people do with bodies, meetings, decisions and actions."""

from serambi.apps.meetings.services.actions import ActionFacts, change_action, move_action, record_action
from serambi.apps.meetings.services.attendance import (
    Arrival,
    check_in,
    note_arrival,
    note_invited,
    remove_attendance,
    takes_arrivals,
    takes_notes_of_arrivals,
)
from serambi.apps.meetings.services.bodies import add_member, change_body, create_body, remove_member
from serambi.apps.meetings.services.decisions import DecisionFacts, correct_decision, record_decision
from serambi.apps.meetings.services.invitations import (
    AnswerFacts,
    answer_by_link,
    answer_invitation,
    remind_unanswered,
    send_invitations,
    takes_answers,
)
from serambi.apps.meetings.services.letters import (
    Guest,
    LetterFacts,
    change_invitation,
    end_link,
    invite_guest,
    invite_members,
    keep_letter,
    remove_invitation,
)
from serambi.apps.meetings.services.meetings import MeetingFacts, change_meeting, move_meeting, plan_meeting
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.services.sending import (
    SEND,
    SEND_CANCELLATION,
    hand_over,
    left_to_cancel,
    left_to_send,
    take_back,
)

__all__ = [
    "SEND",
    "SEND_CANCELLATION",
    "ActionFacts",
    "AnswerFacts",
    "Arrival",
    "DecisionFacts",
    "Guest",
    "LetterFacts",
    "MeetingFacts",
    "add_member",
    "answer_by_link",
    "answer_invitation",
    "beat",
    "change_action",
    "change_body",
    "change_invitation",
    "change_meeting",
    "check_in",
    "correct_decision",
    "create_body",
    "end_link",
    "hand_over",
    "invite_guest",
    "invite_members",
    "keep_letter",
    "left_to_cancel",
    "left_to_send",
    "move_action",
    "move_meeting",
    "note_arrival",
    "note_invited",
    "plan_meeting",
    "record_action",
    "record_decision",
    "remind_unanswered",
    "remove_attendance",
    "remove_invitation",
    "remove_member",
    "send_invitations",
    "take_back",
    "takes_answers",
    "takes_arrivals",
    "takes_notes_of_arrivals",
]
