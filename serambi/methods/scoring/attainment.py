"""How far one target was reached."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from serambi.methods.scoring.numbers import EXACT, Number, exact

_FULL = Decimal(100)
_NONE = Decimal(0)


class Polarity(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


def attainment(
    realization: Number | None, *, target: Number, polarity: str = Polarity.HIGHER, upper: Number | None = None
) -> float | None:
    """Return how far a target was reached, in percent, unrounded and without a limit on either side.

    realization, target, upper: in the indicator's own unit. A missing realization has no attainment: None.
    polarity: `higher`: R / T. `lower`: (2T − R) / T, so that a tenth above the target costs what a tenth below it
        costs elsewhere. `range`: 100 from target to upper, both included; outside, the distance from the nearest
        bound relative to that bound is taken off. Without upper the range is the target alone.

    A target below zero is measured by its size, so that better is always more: a loss of 1 where a loss of 2 was
    allowed (higher is better) is 150. A target, or a bound, of zero has no parts: what reaches it is 100, what does
    not is 0. The result can be negative (three times a target that should not be passed) and above 100; what joins
    several attainments decides how much of that counts.

    Raises ValueError when upper lies below target, or the polarity is unknown.

    Source: the two formulas of government performance reports since Keputusan Kepala LAN 239/IX/6/8/2003, as regencies
    still publish them; range, zero and negative targets are this project's, since the source leaves them open
    (docs/methods/attainment.md says why).

    >>> attainment(75, target=100)
    75.0
    >>> attainment(12, target=10, polarity="lower")
    80.0
    >>> attainment(6, target=7, polarity="range", upper=9), attainment(8, target=7, polarity="range", upper=9)
    (85.71428571428571, 100.0)
    >>> attainment(3, target=0, polarity="lower"), attainment(None, target=5)
    (0.0, None)
    """
    value, lower_end, upper_end = exact(realization), exact(target), exact(upper)
    if lower_end is None:
        raise ValueError(f"a target must be a number, not {target!r}")
    if value is None:
        return None
    match polarity:
        case Polarity.HIGHER:
            return float(_percent(value - lower_end, lower_end))
        case Polarity.LOWER:
            return float(_percent(lower_end - value, lower_end))
        case Polarity.RANGE:
            upper_end = lower_end if upper_end is None else upper_end
            if upper_end < lower_end:
                raise ValueError(f"the range ends ({upper}) before it begins ({target})")
            above_lower = _percent(value - lower_end, lower_end)
            below_upper = _percent(upper_end - value, upper_end)
            return float(min(_FULL, above_lower, below_upper))
    raise ValueError(f"unknown polarity {polarity!r}")


def _percent(better_by: Decimal, bound: Decimal) -> Decimal:
    """Return 100 plus the distance past the bound in percent of the bound; all or nothing where the bound is zero."""
    if bound == 0:
        return _FULL if better_by >= 0 else _NONE
    return EXACT.add(_FULL, EXACT.multiply(_FULL, EXACT.divide(better_by, abs(bound))))
