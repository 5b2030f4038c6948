"""Commitments of which something should be there and is not, for agendas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.queries.amounts import Balance, balances, balances_by_id

_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class OverdueCommitment:
    """A commitment by its id, with the days since the first thing that is missing was due, and which share is missing.

    share: of the promise, 0 to 1, exact; 1 where it is not counted, since nobody can say that less is missing.
    """

    pk: int
    days_late: int
    share: Decimal
    is_counted: bool


def overdue_commitments(today: dt.date, *, programs: Iterable[int] | None = None) -> list[OverdueCommitment]:
    """Return what is overdue and not delivered, the longest first; four queries, one where nothing is.

    programs: the ids of those whose commitments are asked for; None for all, also those of no program.
    """
    found = Commitment.objects.overdue_on(today)
    if programs is not None:
        found = found.filter(program_id__in=programs)
    since = {pk: day for pk, day in found.order_by().values_list("pk", "next_due_on") if day is not None}
    late = []
    for pk, balance in balances_by_id(found).items() if since else ():
        share = balance.share_missing_on(today)
        if pk in since and (share is None or share > 0):  # it may have become overdue between the two questions
            days = (today - since[pk]).days
            late.append(OverdueCommitment(pk, days, _WHOLE if share is None else share, share is not None))
    return sorted(late, key=lambda one: (-one.days_late, one.pk))


def commitments_by_id(ids: Collection[int]) -> dict[int, tuple[Commitment, Balance]]:
    """Return commitments with how they stand, by their ids; three queries, none where none is asked for."""
    if not ids:
        return {}
    found = list(Commitment.objects.filter(pk__in=ids).select_related("organization", "agency", "program"))
    stand = balances(found)
    return {one.pk: (one, stand[one.pk]) for one in found}
