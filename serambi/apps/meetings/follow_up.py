"""Decisions and actions as the page of a program shows them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.evaluation.queries.follow_up import FollowUp, FollowUpLine
from serambi.apps.meetings import queries
from serambi.apps.meetings.models import Action, ActionState, Decision
from serambi.apps.meetings.permissions import can_read, can_record
from serambi.apps.meetings.queries.confidential import CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION
from serambi.apps.plans.models import Program
from serambi.ui import formats


def follow_up(user: Any, program: Program, today: dt.date) -> FollowUp | None:
    """Return what was decided about a program and who does what; None for whoever has no role."""
    if not can_read(user):
        return None
    add = f"{reverse('meetings:action_create')}?{urlencode({'program': program.code})}" if can_record(user) else ""
    # The page keeps what it is given by role, so that members of a body are shown no more here than others.
    no_action, no_decision = (None, None) if can_record(user) else (CONFIDENTIAL_ACTION, CONFIDENTIAL_DECISION)
    return FollowUp(
        decisions=[_decision(one) for one in queries.decisions_of_program(program, without=no_decision)],
        actions=[_action(one, today) for one in queries.actions_of_program(program, without=no_action)],
        add=add,
    )


def _decision(decision: Decision) -> FollowUpLine:
    later = getattr(decision, "superseded_by", None)
    state = _("from %(day)s") % {"day": formats.day(decision.effective_from)}
    if later is not None:
        state = _("Superseded by %(number)s") % {"number": later.name}
    return FollowUpLine(
        decision.name, decision.text, decision.get_absolute_url(), state, is_illustration=decision.is_illustration
    )


def _action(action: Action, today: dt.date) -> FollowUpLine:
    state = action.get_state_display()
    if action.state == ActionState.OPEN:
        state = _("Due on %(day)s") % {"day": formats.day(action.due_on)}
    return FollowUpLine(
        name=action.agency.abbreviation,
        text=str(action),
        address=action.get_absolute_url(),
        state=state,
        is_late=action.days_late_on(today) > 0,
        is_illustration=action.is_illustration,
    )
