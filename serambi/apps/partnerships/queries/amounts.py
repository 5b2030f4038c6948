"""What was promised, due and delivered of one commitment, exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from serambi.apps.partnerships.models import Commitment, CommitmentQuerySet, Delivery, Instalment

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Balance:
    """How a commitment stands in numbers, in its own unit.

    promised: None where nobody said how much. delivered: None where nothing that is counted came. parts: days and
    amounts, the first day first.
    """

    promised: Decimal | None
    delivered: Decimal | None
    due_on: dt.date | None
    parts: tuple[tuple[dt.date, Decimal], ...] = ()

    @property
    def came(self) -> Decimal:
        """Return what came as far as it is counted, for sums and comparisons."""
        return self.delivered or NOTHING

    @property
    def missing(self) -> Decimal | None:
        """Return what is still to come, 0 where more came; None where nobody said how much was promised."""
        return None if self.promised is None else max(self.promised - self.came, NOTHING)

    @property
    def beyond(self) -> Decimal:
        """Return by how much more came than was promised; 0 where it did not."""
        return NOTHING if self.promised is None else max(self.came - self.promised, NOTHING)

    @property
    def percent(self) -> Decimal | None:
        """Return what was delivered in percent of the promise, above 100 where more came; None without a promise."""
        return None if self.promised is None else 100 * self.came / self.promised

    @property
    def is_complete(self) -> bool:
        """Tell whether all that was promised has been counted."""
        return self.promised is not None and self.came >= self.promised

    @property
    def next_due_on(self) -> dt.date | None:
        """Return by which day something that is not there yet should come; None where nothing more is expected."""
        if self.is_complete:
            return None
        expected = NOTHING
        for day, amount in self.parts:
            expected += amount
            if self.came < expected:
                return day
        return self.due_on

    @property
    def came_by_part(self) -> tuple[Decimal, ...]:
        """Return how much of each part came, the first ones filled first."""
        left, found = self.came, []
        for _day, amount in self.parts:
            found.append(min(left, amount))
            left -= found[-1]
        return tuple(found)

    def expected_before(self, day: dt.date) -> Decimal | None:
        """Return how much should have come before a day; None where nobody said how much."""
        if self.promised is None:
            return None
        if self.parts:
            return sum((amount for due, amount in self.parts if due < day), NOTHING)
        return self.promised if self.due_on is not None and self.due_on < day else NOTHING

    def share_missing_on(self, day: dt.date) -> Decimal | None:
        """Return which share of the promise should be there and is not, 0 to 1; None where it is not counted."""
        expected = self.expected_before(day)
        if expected is None or self.promised is None:
            return None
        return max(expected - self.came, NOTHING) / self.promised


def balances(commitments: Iterable[Commitment]) -> dict[int, Balance]:
    """Return how commitments stand, by their ids; two queries however many there are."""
    given = list(commitments)
    return _balances(
        [(one.pk, one.promised, one.due_on) for one in given],
        Q(commitment__in=[one.pk for one in given]),
    )


def balances_by_id(found: CommitmentQuerySet) -> dict[int, Balance]:
    """Return how commitments stand that are not read themselves, by their ids; three queries."""
    bare = found.order_by()
    rows = list(bare.values_list("pk", "promised", "due_on"))
    return _balances(rows, Q(commitment__in=bare.values("pk")))


def _balances(rows: Sequence[tuple[int, Decimal | None, dt.date | None]], theirs: Q) -> dict[int, Balance]:
    """Return balances by the ids in the rows. theirs: which deliveries and parts belong to them."""
    deliveries = Delivery.objects.standing().filter(theirs).order_by().values("commitment_id")
    came = dict(deliveries.annotate(total=Sum("amount")).values_list("commitment_id", "total"))
    parts: dict[int, list[tuple[dt.date, Decimal]]] = {}
    found = Instalment.objects.filter(theirs).order_by("due_on", "pk").values_list("commitment_id", "due_on", "amount")
    for pk, day, amount in found:
        parts.setdefault(pk, []).append((day, amount))
    return {pk: Balance(promised, came.get(pk), due_on, tuple(parts.get(pk, ()))) for pk, promised, due_on in rows}


def balance_of(commitment: Commitment) -> Balance:
    """Return how one commitment stands; two queries."""
    return balances([commitment])[commitment.pk]
