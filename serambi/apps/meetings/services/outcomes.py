"""What is recorded under an item while the room talks about it; sent again, it is there once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction

from serambi.apps.meetings.models import Action, AgendaItem, Decision, Meeting
from serambi.apps.meetings.services.actions import ActionFacts, record_action
from serambi.apps.meetings.services.decisions import DecisionFacts, record_decision
from serambi.apps.meetings.services.minutes import held_for_minutes


@transaction.atomic
def record_item_decision(
    meeting: Meeting, item: AgendaItem | None, facts: DecisionFacts, *, by: Any, today: dt.date
) -> Decision:
    """Record what was decided under an item, and return it.

    The same words under the same item are one decision with one number, however often a shaky line sends them. Raises
    NotANoteTaker and what `record_decision` raises.
    """
    current = held_for_minutes(meeting, by=by)
    known = current.decisions.filter(item=item, text=facts.text.strip()).first()
    if known is not None:
        return known
    return record_decision(replace(facts, meeting=current, item=item), by=by, today=today)


@transaction.atomic
def record_item_action(
    meeting: Meeting, item: AgendaItem | None, facts: ActionFacts, *, by: Any, today: dt.date
) -> Action:
    """Record what was agreed to be done under an item, and return it; once for the same words, agency and day.

    Raises NotANoteTaker and what `record_action` raises.
    """
    current = held_for_minutes(meeting, by=by)
    known = current.actions.filter(item=item, agency=facts.agency, due_on=facts.due_on, text=facts.text.strip()).first()
    if known is not None:
        return known
    return record_action(replace(facts, meeting=current, item=item), by=by, today=today)
