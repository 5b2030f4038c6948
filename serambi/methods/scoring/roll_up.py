"""How several values become one: a weighted mean of what is known, with how much of the weight that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from serambi.methods.scoring.numbers import EXACT, Number, exact

_ZERO = Decimal(0)


class Child(NamedTuple):
    """One value to be joined.

    key: what the caller knows it by. value: None is missing. weight: at least 0, in any unit.
    coverage: 0 to 1, the share of what stands under this value that is known; 1 for a value that was measured.
    """

    key: object
    value: Number | None
    weight: Number = 1
    coverage: Number = 1


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one child adds to the joined value.

    counted: the value after ceiling and floor; None when it is missing.
    share: the weight as a part of the weights that count (0 to 1); 0 for what is missing.
    points: counted times share; the points of all children add up to the joined value.
    """

    key: object
    value: float | None
    counted: float | None
    weight: float
    share: float
    points: float | None

    @property
    def is_limited(self) -> bool:
        """Tell whether ceiling or floor changed the value."""
        return self.value is not None and self.counted != self.value


@dataclass(frozen=True, slots=True)
class RollUp:
    """A joined value (None when nothing is known), the share of weight that it rests on, and what each child adds."""

    value: float | None
    coverage: float
    contributions: tuple[Contribution, ...]


def join(
    children: Iterable[tuple[object, Number | None, Number, Number]],
    *,
    ceiling: Number | None = None,
    floor: Number | None = None,
) -> tuple[float | None, float]:
    """Return the weighted mean of the known values and the coverage; `roll_up` without its explanation.

    The arithmetic is exact until the end, so the order of the children changes nothing.

    >>> join([("a", 80.0, 1, 1), ("b", None, 1, 1), ("c", 50.0, 2, 1)])
    (60.0, 0.75)
    """
    top, bottom = exact(ceiling), exact(floor)
    total = known = covered = weighted = _ZERO
    for _key, value, weight, coverage in children:
        # Ten thousands of children pass through here when a plan is joined, so that a weight is not made exact twice.
        share = weight if type(weight) is Decimal else exact(weight) or _ZERO
        if share < 0:
            raise ValueError(f"a weight is at least 0, not {weight}")
        total += share
        amount = exact(value)
        if amount is None:
            continue
        known += share
        covered = EXACT.add(covered, share) if coverage == 1 else EXACT.fma(share, exact(coverage) or _ZERO, covered)
        if top is not None and amount > top:
            amount = top
        elif bottom is not None and amount < bottom:
            amount = bottom
        weighted = EXACT.fma(share, amount, weighted)
    if known == 0:
        return None, 0.0
    return float(EXACT.divide(weighted, known)), float(EXACT.divide(covered, total))


def roll_up(children: Sequence[Child], *, ceiling: Number | None = None, floor: Number | None = None) -> RollUp:
    """Return the weighted mean of the known values with everything that it rests on.

    A missing value is left out, its weight too; coverage says how much of the weight is left. Where no weight is
    left, there is no value and the coverage is 0. ceiling, floor: how much a value counts at most and at least.

    Raises ValueError for a weight below zero.

    Source: OECD and JRC (2008), "Handbook on Constructing Composite Indicators", pp. 31-33 (linear aggregation) and
    24 (a missing value left out and told, not imputed).

    The evaluation of Kota Kediri in 2022, whose components and weights were published and whose result was 3.31:

    >>> parts = [("baseline", 3.60, 10), ("output", 3.21, 20), ("outcome", 3.23, 30), ("impact", 3.07, 20),
    ...          ("quick win", 3.65, 20)]
    >>> roll_up([Child(*part) for part in parts]).value
    3.315
    """
    value, coverage = join(children, ceiling=ceiling, floor=floor)
    top, bottom = exact(ceiling), exact(floor)
    known = sum((exact(child.weight) or _ZERO for child in children if exact(child.value) is not None), _ZERO)
    return RollUp(value, coverage, tuple(_contribution(child, known, top, bottom) for child in children))


def _contribution(child: Child, known: Decimal, top: Decimal | None, bottom: Decimal | None) -> Contribution:
    amount, weight = exact(child.value), exact(child.weight) or _ZERO
    if amount is None:
        return Contribution(child.key, None, None, float(weight), 0.0, None)
    counted = _limited(amount, top, bottom)
    share = EXACT.divide(weight, known) if known else _ZERO
    points = float(EXACT.multiply(counted, share))
    return Contribution(child.key, float(amount), float(counted), float(weight), float(share), points)


def _limited(value: Decimal, top: Decimal | None, bottom: Decimal | None) -> Decimal:
    if top is not None and value > top:
        return top
    if bottom is not None and value < bottom:
        return bottom
    return value


def outcome(running: int, *, planned: int) -> float | None:
    """Return the programs that run in percent of the programs that were planned; None when none was planned.

    The ministry's own headline of a pillar. Kebumen 2022, Branding: six of seven.

    Source: Diskominfo Kebumen (2022), published outcome form of the evaluation (ppid.kebumenkab.go.id 7015).

    >>> round(outcome(6, planned=7), 2)
    85.71
    """
    if not 0 <= running <= planned:
        raise ValueError(f"{running} of {planned} programs cannot run")
    return float(EXACT.divide(EXACT.multiply(Decimal(100), Decimal(running)), Decimal(planned))) if planned else None
