"""What people type about meetings, decisions and actions, and what they look for."""

from serambi.apps.meetings.forms.actions import ActionForm, MoveForm
from serambi.apps.meetings.forms.agenda import DismissForm, ItemForm, RulesForm, SectionForm
from serambi.apps.meetings.forms.attendance import ArrivalForm, CheckInForm
from serambi.apps.meetings.forms.bodies import BodyForm, MeetingForm, MeetingMoveForm, MemberForm
from serambi.apps.meetings.forms.decisions import DecisionForm
from serambi.apps.meetings.forms.filters import ActionFilter, DecisionFilter
from serambi.apps.meetings.forms.invitations import AnswerForm, GuestForm, InvitationForm

__all__ = [
    "ActionFilter",
    "ActionForm",
    "AnswerForm",
    "ArrivalForm",
    "BodyForm",
    "CheckInForm",
    "DecisionFilter",
    "DecisionForm",
    "DismissForm",
    "GuestForm",
    "InvitationForm",
    "ItemForm",
    "MeetingForm",
    "MeetingMoveForm",
    "MemberForm",
    "MoveForm",
    "RulesForm",
    "SectionForm",
]
