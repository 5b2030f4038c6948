"""What people type about meetings, decisions and actions, and what they look for."""

from serambi.apps.meetings.forms.actions import ActionForm, MoveForm
from serambi.apps.meetings.forms.agenda import DismissForm, ItemForm, RulesForm, SectionForm
from serambi.apps.meetings.forms.bodies import BodyForm, MeetingForm, MeetingMoveForm, MemberForm
from serambi.apps.meetings.forms.decisions import DecisionForm
from serambi.apps.meetings.forms.filters import ActionFilter, DecisionFilter

__all__ = [
    "ActionFilter",
    "ActionForm",
    "BodyForm",
    "DecisionFilter",
    "DecisionForm",
    "DismissForm",
    "ItemForm",
    "MeetingForm",
    "MeetingMoveForm",
    "MemberForm",
    "MoveForm",
    "RulesForm",
    "SectionForm",
]
