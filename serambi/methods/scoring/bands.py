"""The named class of an attainment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from serambi.methods.scoring.numbers import Number, exact


@dataclass(frozen=True, slots=True)
class Bound:
    """Where a band begins, in percent; None has no beginning. includes: whether the bound itself is in the band."""

    code: str
    lower: Decimal | None
    includes: bool = True


# Permendagri 86/2017, scale of the grades of performance: 91 and more, 76-90, 66-75, 51-65, 50 and less. It is written
# for whole numbers; unrounded values are placed by the lower bounds, and since 50 and less is very low, whatever is
# above 50 is at least low.
PERMENDAGRI_86_2017 = (
    Bound("very_high", Decimal(91)),
    Bound("high", Decimal(76)),
    Bound("medium", Decimal(66)),
    Bound("low", Decimal(50), includes=False),
    Bound("very_low", None),
)


def band(attainment: Number | None, bands: Iterable[Bound] = PERMENDAGRI_86_2017) -> str | None:
    """Return the code of the band with the highest lower bound that the attainment meets.

    attainment: in percent and unrounded: 90.5 is below 91, so it is high and not very high.
    bands: in any order. None when the attainment is missing, or lies below every band.

    Source: Permendagri 86/2017, scale of the grades of performance (skala nilai peringkat kinerja).

    >>> band(91), band(90.5), band(50.0001), band(50)
    ('very_high', 'high', 'low', 'very_low')
    """
    value = exact(attainment)
    if value is None:
        return None
    best: Bound | None = None
    for candidate in bands:
        if candidate.lower is not None and not (
            value > candidate.lower or (candidate.includes and value == candidate.lower)
        ):
            continue
        if best is None or best.lower is None or (candidate.lower is not None and candidate.lower > best.lower):
            best = candidate
    return None if best is None else best.code
