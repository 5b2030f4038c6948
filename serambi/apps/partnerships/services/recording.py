"""Recording what a partner promised, changing it, and in which parts it is to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.partnerships import errors
from serambi.apps.partnerships.amounts import exact_text
from serambi.apps.partnerships.models import Commitment, CommitmentKind, Instalment
from serambi.apps.partnerships.permissions import can_record
from serambi.apps.partnerships.services.writing import held, keep, tell
from serambi.apps.partnerships.workflow import RECORD
from serambi.apps.plans.models import Activity, Program
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """What a partner promised. promised: rupiah where the kind is money, else so many of `unit`; None is not said."""

    title: str
    organization: Organization
    agency: Organization
    kind: str
    promised_on: dt.date
    promise: str = ""
    promised: Decimal | None = None
    unit: str = ""
    program: Program | None = None
    activity: Activity | None = None
    due_on: dt.date | None = None
    contact_name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is promised, due on a day."""

    due_on: dt.date
    amount: Decimal
    note: str = ""


@transaction.atomic
def record_commitment(facts: CommitmentFacts, *, by: Any, today: dt.date) -> Commitment:
    """Record what a partner promised, and return it. It may be overdue already: old promises are recorded too.

    Raises NotACoordinator, TitleMissing, NotAPartner, NotAnAgency, OtherProgram, UnitMissing, NothingPromised,
    DaysBackward, PromisedLater.
    """
    if not can_record(by):
        raise errors.NotACoordinator
    _check(facts, today=today)
    now = timezone.now()
    columns = _columns(facts)
    made = Commitment.objects.create(
        next_due_on=facts.due_on, state_since=now, recorded_by=by, recorded_at=now, **columns
    )
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    tell(made, RECORD, before=made.state, by=by)
    return made


@transaction.atomic
def change_commitment(
    commitment: Commitment, facts: CommitmentFacts, *, reason: str, by: Any, today: dt.date, seen: int | None
) -> Commitment:
    """Change what is known of an open commitment, for a reason, and return it.

    What deliveries are counted in stays once there are some; parts have to fit what is promised now. Raises what
    `record_commitment` raises, Settled, MeasureFixed, PartsDiffer, PartAfterEnd, PartBeforePromise, NothingSaid,
    ChangedMeanwhile.
    """
    if not can_record(by):
        raise errors.NotACoordinator
    _check(facts, today=today)
    current = held(commitment, seen=seen)
    if not current.is_open:
        raise errors.Settled(state=current.get_state_display())
    if not reason.strip():
        raise errors.NothingSaid
    before = snapshot(current)
    columns = _columns(facts)
    is_other_measure = (columns["kind"] == CommitmentKind.MONEY, columns["unit"]) != (current.is_money, current.unit)
    if is_other_measure and current.deliveries.standing().filter(amount__isnull=False).exists():
        raise errors.MeasureFixed
    for name, value in columns.items():
        setattr(current, name, value)
    _check_parts(current, [Part(one.due_on, one.amount) for one in current.instalments.all()])
    keep(current)
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current), reason=reason.strip())
    return current


@transaction.atomic
def set_parts(commitment: Commitment, parts: Sequence[Part], *, by: Any, seen: int | None = None) -> Commitment:
    """Let a commitment be due in these parts and no others; none: all of it on its last day. Return it.

    Raises NotACoordinator, Settled, NotMeasured, PartIncomplete, PartsDiffer, PartAfterEnd, PartBeforePromise,
    ChangedMeanwhile.
    """
    if not can_record(by):
        raise errors.NotACoordinator
    current = held(commitment, seen=seen)
    if not current.is_open:
        raise errors.Settled(state=current.get_state_display())
    _check_parts(current, parts)
    before = _parts_told(current)
    current.instalments.all().delete()
    Instalment.objects.bulk_create(
        Instalment(commitment=current, due_on=one.due_on, amount=one.amount, note=one.note.strip()) for one in parts
    )
    keep(current)
    record(Verb.CHANGED, current, by=by, before=before, after=_parts_told(current))
    return current


def _parts_told(commitment: Commitment) -> dict[str, Any]:
    rows = commitment.instalments.order_by("due_on", "pk").values_list("due_on", "amount", "note")
    return {"instalments": [[day.isoformat(), str(amount), note] for day, amount, note in rows]}


def _check_parts(commitment: Commitment, parts: Sequence[Part]) -> None:
    """Refuse parts that are not what is promised, or not in its time."""
    if not parts:
        return
    if commitment.promised is None:
        raise errors.NotMeasured
    if any(one.amount <= 0 for one in parts):
        raise errors.PartIncomplete
    total = sum((one.amount for one in parts), Decimal(0))
    if total != commitment.promised:
        told = {"parts": total, "promised": commitment.promised}
        raise errors.PartsDiffer(**{name: exact_text(amount, commitment.unit) for name, amount in told.items()})
    last, first = max(one.due_on for one in parts), min(one.due_on for one in parts)
    if commitment.due_on is not None and last > commitment.due_on:
        raise errors.PartAfterEnd(day=formats.day(last), last=formats.day(commitment.due_on))
    if first < commitment.promised_on:
        raise errors.PartBeforePromise(day=formats.day(first), first=formats.day(commitment.promised_on))


def _check(facts: CommitmentFacts, *, today: dt.date) -> None:
    if not facts.title.strip():
        raise errors.TitleMissing
    if facts.organization.sector == Sector.GOVERNMENT:
        raise errors.NotAPartner(organization=facts.organization.name)
    if facts.agency.sector != Sector.GOVERNMENT:
        raise errors.NotAnAgency(organization=facts.agency.name)
    if facts.activity is not None and (facts.program is None or facts.activity.program_id != facts.program.pk):
        raise errors.OtherProgram(activity=facts.activity.name)
    if facts.promised is not None and facts.promised <= 0:
        raise errors.NothingPromised
    if facts.kind != CommitmentKind.MONEY and facts.promised is not None and not facts.unit.strip():
        raise errors.UnitMissing
    if facts.promised_on > today:
        raise errors.PromisedLater
    if facts.due_on is not None and facts.due_on < facts.promised_on:
        raise errors.DaysBackward(day=formats.day(facts.promised_on))


def _columns(facts: CommitmentFacts) -> dict[str, Any]:
    found = {one.name: getattr(facts, one.name) for one in fields(facts)}
    for name, value in found.items():
        if isinstance(value, str):
            found[name] = value.strip()
    # Money is counted in rupiah, whatever a form still holds from another kind.
    found["unit"] = "" if facts.kind == CommitmentKind.MONEY else found["unit"]
    return found
