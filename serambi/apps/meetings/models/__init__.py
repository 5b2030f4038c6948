"""Decisions and the actions that follow from them."""

from serambi.apps.meetings.models.actions import Action, ActionMove, Origin, Priority
from serambi.apps.meetings.models.decisions import Decision, DecisionYear
from serambi.apps.meetings.workflow import ActionState

__all__ = ["Action", "ActionMove", "ActionState", "Decision", "DecisionYear", "Origin", "Priority"]
