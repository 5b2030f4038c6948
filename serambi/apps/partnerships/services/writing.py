"""What every write of a commitment has in common: holding it, what follows from its numbers, and its history."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from serambi.apps.partnerships.errors import ChangedMeanwhile
from serambi.apps.partnerships.models import Commitment, CommitmentMove, Delivery
from serambi.apps.partnerships.queries.amounts import balance_of


def held(commitment: Commitment, *, seen: int | None) -> Commitment:
    """Return the commitment as it is now, held until the transaction ends.

    seen: the version that the person looked at; None does not ask. Raises ChangedMeanwhile.
    """
    found = Commitment.objects.select_for_update(of=("self",)).select_related("agency", "organization", "program")
    current = found.get(pk=commitment.pk)
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    return current


def keep(commitment: Commitment) -> None:
    """Save a commitment with the day that follows from its parts and deliveries."""
    commitment.next_due_on = balance_of(commitment).next_due_on if commitment.is_open else None
    commitment.version += 1
    commitment.save()


def tell(
    commitment: Commitment,
    move: str,
    *,
    before: str,
    by: Any,
    said: str = "",
    delivery: Delivery | None = None,
    on_behalf_of: int | None = None,
) -> None:
    """Write what happened into the history of a commitment, which has its new state already."""
    CommitmentMove.objects.create(
        commitment=commitment,
        move=move,
        before=before,
        after=commitment.state,
        delivery=delivery,
        by=by,
        on_behalf_of_id=on_behalf_of,
        at=timezone.now(),
        said=said,
    )
