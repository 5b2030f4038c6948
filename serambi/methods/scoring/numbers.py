"""Exact numbers for short sums: what comes in as a double is read as the decimal that people would write."""

from __future__ import annotations

import math
from decimal import Context, Decimal

Number = Decimal | float | int

# Sixty digits hold every product of a weight (7 digits) and a double (17) and the sums of thousands of them exactly;
# what a division leaves over lies far below the last digit of the double that is returned.
EXACT = Context(prec=60)


def exact(value: Number | None) -> Decimal | None:
    """Return the number as a decimal, or None for what is missing, infinite or not a number.

    A double becomes the shortest decimal that names it, so 0.1 is a tenth and 0.91 of a target is 91 percent of it.

    >>> exact(0.1)
    Decimal('0.1')
    """
    if value is None:
        return None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return Decimal(value)
