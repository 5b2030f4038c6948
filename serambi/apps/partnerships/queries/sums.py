"""Sums over commitments: money with money, and each unit with itself; ratios are of sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from serambi.apps.partnerships.amounts import amount_text, exact_text
from serambi.apps.partnerships.models import Commitment, CommitmentQuerySet, CommitmentState, Delivery

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MeasureSum:
    """What commitments counted in the same way add up to. unit: "" for rupiah.

    promised: of those that say how much; None where none does. delivered: of all; None where nothing came. verified:
    what came of those that somebody verified. counted: what came of those that say how much. unsaid: how many of them
    do not say how much.
    """

    unit: str
    commitments: int
    promised: Decimal | None
    delivered: Decimal | None
    verified: Decimal | None
    counted: Decimal | None
    unsaid: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Return what came in percent of what was promised, of those alone that say how much; None where none does."""
        return None if not self.promised else 100 * (self.counted or _ZERO) / self.promised

    def say(self, amount: Decimal | None) -> str:
        return amount_text(amount, self.unit)

    def say_exactly(self, amount: Decimal | None) -> str:
        return exact_text(amount, self.unit)


@dataclass(frozen=True, slots=True)
class Sums:
    """How many commitments there are and what they add up to; what was cancelled is in none of it.

    money: None where none is in rupiah. others: by unit, those with most commitments first. uncounted: how many say
    neither an amount nor a unit.
    """

    commitments: int
    overdue: int
    money: MeasureSum | None
    others: tuple[MeasureSum, ...]
    uncounted: int
    illustrations: int = 0


def sums_of(found: CommitmentQuerySet, *, overdue: Q) -> Sums:
    """Return the sums over these commitments, with two queries. overdue: which of them are."""
    kept = Commitment.objects.filter(pk__in=found.order_by().values("pk")).exclude(state=CommitmentState.CANCELLED)
    groups = kept.order_by().values("kind", "unit").annotate(
        every=Count("pk"),
        total=Sum("promised"),
        unsaid=Count("pk", filter=Q(promised__isnull=True)),
        late=Count("pk", filter=overdue),
        examples=Count("pk", filter=Q(is_illustration=True)),
    )  # fmt: skip
    came = _came(kept)
    promised: dict[str, list[Decimal]] = defaultdict(list)
    every: dict[str, int] = defaultdict(int)
    unsaid: dict[str, int] = defaultdict(int)
    uncounted = late = examples = 0
    for row in groups:
        late, examples = late + row["late"], examples + row["examples"]
        if row["kind"] != "money" and not row["unit"]:
            uncounted += row["every"]
            continue
        unit = row["unit"]
        every[unit] += row["every"]
        unsaid[unit] += row["unsaid"]
        if row["total"] is not None:
            promised[unit].append(row["total"])
    measures = {
        unit: MeasureSum(
            unit=unit,
            commitments=count,
            promised=sum(promised[unit], _ZERO) if promised[unit] else None,
            unsaid=unsaid[unit],
            **came.get(unit, {"delivered": None, "verified": None, "counted": None}),
        )
        for unit, count in every.items()
    }
    money = measures.pop("", None)
    others = sorted(measures.values(), key=lambda one: (-one.commitments, one.unit))
    return Sums(sum(every.values()) + uncounted, late, money, tuple(others), uncounted, examples)


def _came(kept: CommitmentQuerySet) -> dict[str, dict[str, Any]]:
    """Return what came by unit: all of it, what was verified of it, and what is held against a promise."""
    rows = (
        Delivery.objects.standing()
        .filter(commitment__in=kept.order_by().values("pk"), amount__isnull=False)
        .order_by()
        .values("commitment__unit")
        .annotate(
            delivered=Sum("amount"),
            verified=Sum("amount", filter=Q(commitment__state=CommitmentState.VERIFIED)),
            counted=Sum("amount", filter=Q(commitment__promised__isnull=False)),
        )
    )
    return {row["commitment__unit"]: {name: row[name] for name in ("delivered", "verified", "counted")} for row in rows}
