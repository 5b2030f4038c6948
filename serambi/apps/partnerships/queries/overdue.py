"""Commitments of which something should be there and is not: for agendas, reminders, and whoever asks what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.queries.amounts import Balance, balances

_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class OverdueCommitment:
    """A commitment with the days since the first thing that is missing was due, and which share of the promise is.

    share: 0 to 1, exact; 1 where it is not counted, since nobody can say that less is missing.
    """

    commitment: Commitment
    balance: Balance
    days_late: int
    share: Decimal
    is_counted: bool


def overdue_commitments(today: dt.date, *, programs: Iterable[int] | None = None) -> list[OverdueCommitment]:
    """Return what is overdue and not delivered, by how many days, the longest first; three queries.

    programs: the ids of those whose commitments are asked for; None for all, also those of no program.
    """
    found = Commitment.objects.overdue_on(today)
    if programs is not None:
        found = found.filter(program_id__in=programs)
    return _read(found.select_related("organization", "agency", "program"), today)


def commitments_by_id(ids: Collection[int]) -> dict[int, tuple[Commitment, Balance]]:
    """Return commitments with how they stand, by their ids; three queries, none where none is asked for."""
    if not ids:
        return {}
    found = list(Commitment.objects.filter(pk__in=ids).select_related("organization", "agency", "program"))
    stand = balances(found)
    return {one.pk: (one, stand[one.pk]) for one in found}


def _read(found: Iterable[Commitment], today: dt.date) -> list[OverdueCommitment]:
    given = list(found)
    stand = balances(given)
    late = []
    for one in given:
        share = stand[one.pk].share_missing_on(today)
        if share is None or share > 0:
            late.append(
                OverdueCommitment(
                    one, stand[one.pk], one.days_late_on(today), _WHOLE if share is None else share, share is not None
                )
            )
    return sorted(late, key=lambda one: (-one.days_late, one.commitment.pk))
