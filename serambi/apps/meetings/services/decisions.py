"""Recording decisions, each with the next number of its year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.meetings.errors import (
    AlreadySuperseded,
    ChangedMeanwhile,
    DecidedInFuture,
    DecisionSealed,
    EffectiveBeforeDecided,
    NoOutcomesNow,
    NotACoordinator,
    NothingSaid,
    SupersedesLater,
    TextMissing,
    YearFixed,
)
from serambi.apps.meetings.models import AgendaItem, Decision, DecisionYear, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_record, may_record_in
from serambi.apps.meetings.services.pulse import beat
from serambi.apps.meetings.workflow import RECORDS_OUTCOMES
from serambi.apps.plans.models import Program
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What is recorded of a decision. effective_from: None from the day on which it was made."""

    text: str
    decided_by: str
    decided_on: dt.date
    basis: str = ""
    effective_from: dt.date | None = None
    program: Program | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None


@transaction.atomic
def record_decision(facts: DecisionFacts, *, by: Any, today: dt.date, supersedes: Decision | None = None) -> Decision:
    """Record a decision under the next number of the year in which it was made, and return it.

    supersedes: the decision that it replaces; that one stays in the register and leads here. Raises NotACoordinator,
    TextMissing, DecidedInFuture, EffectiveBeforeDecided, AlreadySuperseded, SupersedesLater, NoOutcomesNow.
    """
    _check(facts, by=by, today=today)
    refuse_outcomes_of(facts.meeting)
    replaced = None
    if supersedes is not None:
        replaced = Decision.objects.select_for_update().get(pk=supersedes.pk)
        later = Decision.objects.filter(supersedes=replaced).first()
        if later is not None:
            raise AlreadySuperseded(number=replaced.name, by=later.name)
        if replaced.decided_on > facts.decided_on:
            raise SupersedesLater(number=replaced.name, day=formats.day(replaced.decided_on))
    year = facts.decided_on.year
    decision = Decision.objects.create(
        year=year,
        number=_next_number(year),
        supersedes=replaced,
        recorded_by=by,
        recorded_at=timezone.now(),
        **_columns(facts),
    )
    record(Verb.CREATED, decision, by=by, after=snapshot(decision))
    if facts.meeting is not None:
        beat(facts.meeting.pk)
    return decision


@transaction.atomic
def correct_decision(
    decision: Decision, facts: DecisionFacts, *, reason: str, by: Any, today: dt.date, seen: int | None = None
) -> Decision:
    """Correct how a decision was written down, and return it; what it was before stays in the record with the reason.

    A decision that is itself changed is superseded by a new one instead. Raises what `record_decision` raises,
    ChangedMeanwhile, DecisionSealed, YearFixed, NothingSaid.
    """
    if not can_record(by):
        raise NotACoordinator
    _check(facts, by=by, today=today)
    current = Decision.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=decision.pk)
    if current.meeting is not None and current.meeting.state == MeetingState.SIGNED_OFF:
        raise DecisionSealed
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    if facts.decided_on.year != current.year:
        raise YearFixed(year=current.year)
    if not reason.strip():
        raise NothingSaid
    before = snapshot(current)
    for name, value in (_columns(facts) | {"meeting": current.meeting, "item": current.item}).items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current), reason=reason.strip())
    return current


def _check(facts: DecisionFacts, *, by: Any, today: dt.date) -> None:
    if not may_record_in(by, facts.meeting):
        raise NotACoordinator
    if not facts.text.strip():
        raise TextMissing
    if facts.decided_on > today:
        raise DecidedInFuture(day=formats.day(facts.decided_on))
    if facts.effective_from is not None and facts.effective_from < facts.decided_on:
        raise EffectiveBeforeDecided(day=formats.day(facts.decided_on))


def refuse_outcomes_of(meeting: Meeting | None) -> None:
    """Raise NoOutcomesNow for a meeting that is neither in session nor closed now; held until the transaction ends."""
    if meeting is None:
        return
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state not in RECORDS_OUTCOMES:
        raise NoOutcomesNow(state=current.get_state_display())


def _columns(facts: DecisionFacts) -> dict[str, Any]:
    return {
        "text": facts.text.strip(),
        "basis": facts.basis.strip(),
        "decided_by": facts.decided_by.strip(),
        "decided_on": facts.decided_on,
        "effective_from": facts.effective_from or facts.decided_on,
        "program": facts.program,
        "meeting": facts.meeting,
        "item": facts.item,
    }


def _next_number(year: int) -> int:
    DecisionYear.objects.get_or_create(year=year)
    counter = DecisionYear.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
