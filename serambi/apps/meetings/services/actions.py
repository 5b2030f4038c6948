"""Recording actions and moving them along their table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.attachments.queries import counts_of
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    ActionTextMissing,
    ChangedMeanwhile,
    DueInPast,
    MoveNotOpen,
    NoEvidence,
    NotACoordinator,
    NotAMember,
    NothingSaid,
    NotYours,
    OwnWork,
    Settled,
    SourceMissing,
    SourceYearMissing,
)
from serambi.apps.meetings.models import (
    Action,
    ActionMove,
    ActionState,
    AgendaItem,
    Decision,
    Meeting,
    Origin,
    Priority,
)
from serambi.apps.meetings.permissions import BY_WHOM, can_record, may_record_in, stands_in_for
from serambi.apps.meetings.services.decisions import refuse_outcomes_of
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.workflow import FINISH, WHO_TEXT, Move, Who, move_named
from serambi.apps.plans.models import Program


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What is agreed about an action. person: who does it at the agency; source_year: of an assessment."""

    text: str
    agency: Organization
    due_on: dt.date
    person: User | None = None
    priority: str = Priority.MEDIUM
    origin: str = Origin.DECISION
    decision: Decision | None = None
    source_year: int | None = None
    program: Program | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None


@transaction.atomic
def record_action(facts: ActionFacts, *, by: Any, today: dt.date) -> Action:
    """Record an action for an agency, and return it.

    A recommendation of an earlier year may be due already; nothing else may. Raises NotACoordinator,
    ActionTextMissing, NotAMember, DueInPast, SourceMissing, SourceYearMissing, NoOutcomesNow.
    """
    _check(facts, by=by, today=today)
    refuse_outcomes_of(facts.meeting)
    if facts.origin != Origin.ASSESSMENT and facts.due_on < today:
        raise DueInPast
    now = timezone.now()
    action = Action.objects.create(state_since=now, recorded_by=by, recorded_at=now, **_columns(facts))
    record(Verb.CREATED, action, by=by, after=snapshot(action))
    if action.meeting_id is not None:
        beat(action.meeting_id)
    return action


@transaction.atomic
def change_action(action: Action, facts: ActionFacts, *, reason: str, by: Any, today: dt.date, seen: int) -> Action:
    """Change what was agreed about an open action, for a reason, and return it.

    Raises what `record_action` raises, Settled, ChangedMeanwhile, NothingSaid. A day that has passed may stay.
    """
    if not can_record(by):
        raise NotACoordinator
    _check(facts, by=by, today=today)
    current = _held(action, seen=seen)
    if current.state != ActionState.OPEN:
        raise Settled(state=current.get_state_display())
    if facts.due_on != current.due_on and facts.due_on < today:
        raise DueInPast
    if not reason.strip():
        raise NothingSaid
    before = snapshot(current)
    for name, value in (_columns(facts) | {"meeting": current.meeting, "item": current.item}).items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current), reason=reason.strip())
    return current


@transaction.atomic
def move_action(
    action: Action,
    name: str,
    *,
    by: Any,
    today: dt.date,
    said: str = "",
    without_evidence: str = "",
    seen: int | None = None,
) -> Action:
    """Make one move of the table and return the action as it is now.

    said: what was done, or why. without_evidence: why nothing is attached to what was done. seen: the version that the
    person looked at; None does not ask. Raises MoveNotOpen, NotYours, OwnWork, NothingSaid, NoEvidence,
    ChangedMeanwhile.
    """
    current = _held(action, seen=seen)
    move = _checked(current, name, by=by, today=today, said=said)
    before = snapshot(current)
    if move.name == FINISH:
        count = counts_of({Action: [current.pk]}).get((Action, current.pk))
        if count is None and not without_evidence.strip():
            raise NoEvidence
        current.outcome, current.finished_by = said.strip(), by
        current.without_evidence = "" if count is not None else without_evidence.strip()
    current.state, current.state_since = move.after, timezone.now()
    current.version += 1
    current.save()
    ActionMove.objects.create(
        action=current,
        move=move.name,
        before=move.before,
        after=move.after,
        by=by,
        on_behalf_of_id=stands_in_for(by, current, move.who, today=today),
        at=current.state_since,
        said=said.strip(),
    )
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current), reason=said.strip())
    return current


def _held(action: Action, *, seen: int | None) -> Action:
    current = Action.objects.select_for_update(of=("self",)).select_related("agency").get(pk=action.pk)
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    return current


def _checked(action: Action, name: str, *, by: Any, today: dt.date, said: str) -> Move:
    """Return the move if the table and its person allow it now."""
    move = move_named(name, action.state)
    if move is None:
        raise MoveNotOpen(state=action.get_state_display())
    if not BY_WHOM[move.who](by, action, today):
        raise NotYours(who=WHO_TEXT[move.who])
    if move.who is Who.VERIFIER and action.finished_by_id == by.pk:
        raise OwnWork
    if move.asks and not said.strip():
        raise NothingSaid
    return move


def _check(facts: ActionFacts, *, by: Any, today: dt.date) -> None:
    if not may_record_in(by, facts.meeting):
        raise NotACoordinator
    if not facts.text.strip():
        raise ActionTextMissing
    if facts.origin == Origin.DECISION and facts.decision is None:
        raise SourceMissing
    if facts.origin == Origin.ASSESSMENT and facts.source_year is None:
        raise SourceYearMissing
    if facts.person is not None:
        members = Membership.objects.valid_on(today).filter(organization=facts.agency, user=facts.person)
        if not members.exists():
            raise NotAMember(person=facts.person, organization=facts.agency.abbreviation)


def _columns(facts: ActionFacts) -> dict[str, Any]:
    return {
        "text": facts.text.strip(),
        "agency": facts.agency,
        "person": facts.person,
        "due_on": facts.due_on,
        "priority": facts.priority,
        "origin": facts.origin,
        "decision": facts.decision if facts.origin == Origin.DECISION else None,
        "source_year": facts.source_year if facts.origin == Origin.ASSESSMENT else None,
        "program": facts.program,
        "meeting": facts.meeting or (facts.decision.meeting if facts.decision else None),
        "item": facts.item,
    }
