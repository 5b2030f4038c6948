"""Moving commitments along their table, and what came of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.partnerships import errors
from serambi.apps.partnerships.models import Commitment, CommitmentState, Delivery
from serambi.apps.partnerships.permissions import BY_WHOM, stands_in_for
from serambi.apps.partnerships.queries.commitments import has_evidence, recorders_of
from serambi.apps.partnerships.services.writing import held, keep, tell
from serambi.apps.partnerships.workflow import (
    CANCEL,
    DELIVER,
    DELIVERIES_CHANGE,
    FINISH,
    SIGN,
    WHO_TEXT,
    WITH_OWN_PAGE,
    WITHDRAW,
    Move,
    Who,
    move_named,
)
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What was signed, and when. number: "" where it has none."""

    agreement_type: str
    agreed_on: dt.date
    agreement_number: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryFacts:
    """What came on a day. amount: None where the commitment is not counted. handover: number of the record (BAST)."""

    delivered_on: dt.date
    amount: Decimal | None = None
    what: str = ""
    handover: str = ""


@transaction.atomic
def sign_commitment(
    commitment: Commitment, facts: AgreementFacts, *, by: Any, today: dt.date, seen: int | None = None
) -> Commitment:
    """Record the agreement that a pledge became, and return the commitment.

    Raises MoveNotOpen, NotYours, AgreementMissing, AgreedLater, ChangedMeanwhile.
    """
    current = held(commitment, seen=seen)
    move = _checked(current, SIGN, by=by, today=today)
    if not facts.agreement_type:
        raise errors.AgreementMissing
    if facts.agreed_on > today:
        raise errors.AgreedLater
    before = snapshot(current)
    current.agreement_type, current.agreed_on = facts.agreement_type, facts.agreed_on
    current.agreement_number = facts.agreement_number.strip()
    _go(current, move, move.after or current.state, before=before, by=by, today=today, said=current.agreement_number)
    return current


@transaction.atomic
def record_delivery(
    commitment: Commitment, facts: DeliveryFacts, *, by: Any, today: dt.date, seen: int | None = None
) -> Delivery:
    """Record what came, and return it. More than was promised may come.

    Raises MoveNotOpen, NotYours, DeliveredLater, DeliveredBefore, AmountMissing, WhatMissing, ChangedMeanwhile.
    """
    current = held(commitment, seen=seen)
    move = _checked(current, DELIVER, by=by, today=today)
    if facts.delivered_on > today:
        raise errors.DeliveredLater
    if facts.delivered_on < current.promised_on:
        raise errors.DeliveredBefore(day=formats.day(current.promised_on))
    if current.is_measured and (facts.amount is None or facts.amount <= 0):
        raise errors.AmountMissing
    if not current.is_measured and not facts.what.strip():
        raise errors.WhatMissing
    before = snapshot(current)
    made = Delivery.objects.create(
        commitment=current,
        delivered_on=facts.delivered_on,
        amount=facts.amount if current.is_measured else None,
        what=facts.what.strip(),
        handover=facts.handover.strip(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    _go(
        current, move, move.after or current.state, before=before, by=by, today=today, said=made.what, delivery=made
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_delivery(delivery: Delivery, *, reason: str, by: Any, today: dt.date) -> Commitment:
    """Take out a delivery that was recorded by mistake; it is kept with the reason, and counts no more.

    Without any other the commitment is signed again; what was said to be delivered is not any more. Raises TakenOut,
    MoveNotOpen, NotTheirDelivery, NothingSaid.
    """
    current = held(delivery.commitment, seen=None)
    own = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if own.withdrawn_at is not None:
        raise errors.TakenOut
    if current.state not in DELIVERIES_CHANGE:
        raise errors.MoveNotOpen(state=current.get_state_display())
    if not (is_coordinator(by) or (own.recorded_by_id == by.pk and BY_WHOM[Who.PARTIES](by, current, today))):
        raise errors.NotTheirDelivery
    if not reason.strip():
        raise errors.NothingSaid
    before = snapshot(own)
    own.withdrawn_at, own.withdrawn_by, own.withdrawn_because = timezone.now(), by, reason.strip()
    own.save()
    record(Verb.WITHDRAWN, own, by=by, before=before, after=snapshot(own), reason=reason.strip())
    earlier, was = snapshot(current), current.state
    left = current.deliveries.standing().exists()
    current.state = CommitmentState.PARTLY if left else CommitmentState.SIGNED
    if current.state != was:
        current.state_since = own.withdrawn_at
    current.finished_by, current.without_evidence = None, ""
    keep(current)
    tell(current, WITHDRAW, before=was, by=by, said=reason.strip(), delivery=own)
    record(Verb.CHANGED, current, by=by, before=earlier, after=snapshot(current), reason=reason.strip())
    return current


@transaction.atomic
def move_commitment(
    commitment: Commitment,
    name: str,
    *,
    by: Any,
    today: dt.date,
    said: str = "",
    without_evidence: str = "",
    seen: int | None = None,
) -> Commitment:
    """Make one move of the table that asks for no more than a sentence, and return the commitment as it is now.

    said: what was delivered, or why. without_evidence: why no file proves it. seen: the version that the person looked
    at; None does not ask. Raises MoveNotOpen, NotYours, OwnWork, NothingSaid, NoEvidence, ChangedMeanwhile.
    """
    current = held(commitment, seen=seen)
    move = _checked(current, name, by=by, today=today)
    if name in WITH_OWN_PAGE:
        raise errors.MoveNotOpen(state=current.get_state_display())
    if move.asks and not said.strip():
        raise errors.NothingSaid
    before = snapshot(current)
    if move.name == FINISH:
        proved = has_evidence(current)
        if not proved and not without_evidence.strip():
            raise errors.NoEvidence
        current.finished_by = by
        current.without_evidence = "" if proved else without_evidence.strip()
    _go(current, move, move.after or _before_cancelling(current), before=before, by=by, today=today, said=said.strip())
    return current


def _go(
    commitment: Commitment,
    move: Move,
    after: str,
    *,
    before: dict[str, Any],
    by: Any,
    today: dt.date,
    said: str,
    delivery: Delivery | None = None,
) -> None:
    """Put a commitment into its new state and write it down. before: as it was, for the record."""
    was = commitment.state
    instead_of = stands_in_for(by, commitment, move.who, today=today)
    commitment.state = after
    if after != was:
        commitment.state_since = timezone.now()
    keep(commitment)
    tell(commitment, move.name, before=was, by=by, said=said, delivery=delivery, on_behalf_of=instead_of)
    reason = said if delivery is None and move.asks else ""
    record(Verb.CHANGED, commitment, by=by, before=before, after=snapshot(commitment), reason=reason)


def _checked(commitment: Commitment, name: str, *, by: Any, today: dt.date) -> Move:
    """Return the move if the table and its person allow it now."""
    move = move_named(name, commitment.state)
    if move is None:
        raise errors.MoveNotOpen(state=commitment.get_state_display())
    if not BY_WHOM[move.who](by, commitment, today):
        raise errors.NotYours(who=WHO_TEXT[move.who])
    if move.who is Who.VERIFIER and by.pk in recorders_of(commitment):
        raise errors.OwnWork
    return move


def _before_cancelling(commitment: Commitment) -> str:
    """Return where a cancelled commitment stood before."""
    last = commitment.moves.filter(move=CANCEL).order_by("-at", "-pk").first()
    return last.before if last is not None else CommitmentState.PLEDGED
