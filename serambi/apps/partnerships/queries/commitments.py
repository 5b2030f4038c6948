"""The ledger of commitments: whose, how far, since when, and what a person may do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import Http404

from serambi.apps.attachments.queries import counts_of
from serambi.apps.partnerships.errors import OwnWork, PartnershipError
from serambi.apps.partnerships.models import (
    Commitment,
    CommitmentMove,
    CommitmentQuerySet,
    CommitmentState,
    Delivery,
    Instalment,
)
from serambi.apps.partnerships.permissions import BY_WHOM, can_check, can_read, works_at
from serambi.apps.partnerships.workflow import OPEN, Move, Who, moves_from

_ORDER = {
    "due": "next_due_on",
    "partner": "organization__name",
    "state": "state_rank",
    "title": "title",
    "promised": "promised_on",
}
_LAST = 9
_ABOUT = ("organization", "agency", "program")
# Somebody should bring something by a day, or say that all of it came.
PRESSING = Q(state__in=OPEN, next_due_on__isnull=False) | Q(state=CommitmentState.PARTLY)


@dataclass(frozen=True, slots=True)
class WantedCommitments:
    """What somebody looks for.

    whose: `mine` (of the person's organizations), `check` (waits for the person to verify it) or "". state: one of the
    states, `open`, `overdue`, `all`, or "" for all that are not cancelled. sector: of the partner. partner, agency: an
    abbreviation. program, pillar: a code.
    """

    text: str = ""
    whose: str = ""
    state: str = ""
    kind: str = ""
    sector: str = ""
    partner: str = ""
    agency: str = ""
    program: str = ""
    pillar: str = ""
    sort: str = ""


def commitments(wanted: WantedCommitments, user: Any, *, today: dt.date) -> CommitmentQuerySet:
    """Return the commitments somebody looks for, the most urgent first."""
    found = _whose(_in_state(Commitment.objects.visible_to(user), wanted.state, today), wanted.whose, user, today)
    exact = {
        "kind": wanted.kind,
        "organization__sector": wanted.sector,
        "organization__abbreviation__iexact": wanted.partner,
        "agency__abbreviation__iexact": wanted.agency,
        "program__code": wanted.program,
        "program__pillar__code": wanted.pillar,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    for word in wanted.text.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(promise__icontains=word)
            | Q(agreement_number__icontains=word)
            | Q(organization__name__icontains=word)
            | Q(organization__abbreviation__icontains=word)
            | Q(agency__abbreviation__icontains=word)
            | Q(program__name__icontains=word)
            | Q(program__code__iexact=word)
        )
    return _ranked(found).select_related(*_ABOUT).order_by(*_order(wanted.sort))


def _in_state(found: CommitmentQuerySet, state: str, today: dt.date) -> CommitmentQuerySet:
    match state:
        case "all":
            return found
        case "open":
            return found.open()
        case "overdue":
            return found.overdue_on(today)
        case known if known in CommitmentState.values:
            return found.filter(state=known)
    return found.exclude(state=CommitmentState.CANCELLED)


def _whose(found: CommitmentQuerySet, whose: str, user: Any, today: dt.date) -> CommitmentQuerySet:
    match whose:
        case "mine":
            mine = works_at(user, today=today)
            return found.filter(Q(agency__in=mine) | Q(organization__in=mine))
        case "check":
            return found.filter(to_verify(user)) if can_check(user, today=today) else found.none()
    return found


def to_verify(user: Any) -> Q:
    """Return which commitments wait to be verified by somebody other than who recorded what came."""
    own = Delivery.objects.standing().filter(recorded_by_id=user.pk).values("commitment_id")
    return Q(state=CommitmentState.DELIVERED) & ~Q(finished_by_id=user.pk) & ~Q(pk__in=own)


def _ranked(found: CommitmentQuerySet) -> CommitmentQuerySet:
    states = [When(state=state, then=Value(rank)) for rank, state in enumerate(CommitmentState.values)]
    return found.annotate(
        state_rank=Case(*states, default=Value(_LAST)),
        open_rank=Case(When(state__in=OPEN, then=Value(0)), default=F("state_rank")),
    )


def _order(sort: str) -> list[Any]:
    column = _ORDER.get(sort.removeprefix("-"))
    due = F("next_due_on").asc(nulls_last=True)
    if column is None:
        return ["open_rank", due, "pk"]
    named = F(column)
    first = named.desc(nulls_last=True) if sort.startswith("-") else named.asc(nulls_last=True)
    return [first, due, "pk"]


def get_commitment_for(user: Any, pk: int) -> Commitment:
    """Return a commitment; raise Http404 when there is none that the person may see."""
    found = Commitment.objects.visible_to(user).select_related(
        *_ABOUT, "program__pillar", "activity", "finished_by", "recorded_by"
    )
    commitment = found.filter(pk=pk).first()
    if commitment is None:
        raise Http404(pk)
    return commitment


def get_delivery_for(user: Any, commitment: Commitment, pk: int) -> Delivery:
    """Return a delivery of a commitment that was got for the same person; raise Http404 when it has none such."""
    found = commitment.deliveries.select_related("commitment").filter(pk=pk).first() if can_read(user) else None
    if found is None:
        raise Http404(pk)
    return found


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that is this person's to make; hindrance: why not this very person, None where nothing is in the way."""

    move: Move
    hindrance: PartnershipError | None


def moves_open_to(commitment: Commitment, user: Any, *, today: dt.date) -> list[OpenMove]:
    """Return the moves that a person may make from where the commitment stands, in the order of the table."""
    open_to = [move for move in moves_from(commitment.state) if BY_WHOM[move.who](user, commitment, today)]
    is_own = any(move.who is Who.VERIFIER for move in open_to) and user.pk in recorders_of(commitment)
    return [OpenMove(move, OwnWork() if is_own and move.who is Who.VERIFIER else None) for move in open_to]


def recorders_of(commitment: Commitment) -> frozenset[int | None]:
    """Return the ids of who recorded what is to be verified: the deliveries that count, and that it is all."""
    found = commitment.deliveries.standing().values_list("recorded_by_id", flat=True)
    return frozenset({commitment.finished_by_id, *found}) - {None}


def has_evidence(commitment: Commitment) -> bool:
    """Tell whether a file proves any delivery that counts; the agreement proves none."""
    ids = list(commitment.deliveries.standing().values_list("pk", flat=True))
    return bool(ids) and bool(counts_of({Delivery: ids}))


def deliveries_of(commitment: Commitment) -> list[Delivery]:
    """Return what came, the last first; what was taken out stands among it."""
    return list(commitment.deliveries.select_related("recorded_by", "withdrawn_by", "commitment"))


def parts_of(commitment: Commitment) -> list[Instalment]:
    return list(commitment.instalments.all())


def timeline(commitment: Commitment) -> list[CommitmentMove]:
    """Return what happened to a commitment, latest first."""
    return list(commitment.moves.select_related("by", "on_behalf_of", "delivery"))


def commitments_waiting_for(user: Any, *, today: dt.date) -> QuerySet[Commitment]:
    """Return what a person has to see to: what their organizations are to deliver or receive, and what to verify.

    Without a day nothing presses, so what has none is absent unless some of it came or it waits to be verified.
    """
    mine = works_at(user, today=today)
    waiting = PRESSING & (Q(agency__in=mine) | Q(organization__in=mine))
    if can_check(user, today=today):
        waiting |= to_verify(user)
    found = Commitment.objects.visible_to(user).filter(waiting)
    return _ranked(found).select_related(*_ABOUT).order_by(*_order(""))
