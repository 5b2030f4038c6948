"""Reading decisions and actions; what a person may not reach is not there for them."""

from serambi.apps.meetings.queries.actions import (
    ActionCounts,
    WantedActions,
    actions,
    actions_of_program,
    actions_waiting_for,
    count_actions,
    get_action_for,
    moves_open_to,
    timeline,
)
from serambi.apps.meetings.queries.decisions import (
    WantedDecisions,
    chain_of,
    decision_named,
    decision_years,
    decisions,
    decisions_of_program,
    get_decision_for,
)

__all__ = [
    "ActionCounts",
    "WantedActions",
    "WantedDecisions",
    "actions",
    "actions_of_program",
    "actions_waiting_for",
    "chain_of",
    "count_actions",
    "decision_named",
    "decision_years",
    "decisions",
    "decisions_of_program",
    "get_action_for",
    "get_decision_for",
    "moves_open_to",
    "timeline",
]
