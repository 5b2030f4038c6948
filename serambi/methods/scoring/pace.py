"""Where a number will be if it goes on as it went, and how fast it would have to go."""

from __future__ import annotations

from decimal import Decimal

from serambi.methods.scoring.numbers import EXACT, Number, exact


def at_this_pace(first: Number | None, last: Number | None, *, steps: int, ahead: int) -> Decimal | None:
    """Return the value after so many more steps, each moving it as much as the steps so far did on average.

    A straight line through two values and no forecast: it knows nothing of seasons, limits or chance, and says only
    what follows from going on alike.

    first, last: two values in one unit, last the later. steps: periods between them, at least 1. ahead: periods from
    last to the one that is asked for, at least 0. None where a value is missing.

    Raises ValueError when steps is below 1 or ahead below 0.

    >>> at_this_pace(62, 68, steps=2, ahead=1)
    Decimal('71')
    >>> at_this_pace(None, 68, steps=2, ahead=1) is None
    True
    """
    if steps < 1 or ahead < 0:
        raise ValueError(f"no line leads over {steps} steps to {ahead} ahead")
    begin, end = exact(first), exact(last)
    if begin is None or end is None:
        return None
    return EXACT.add(end, EXACT.divide(EXACT.multiply(end - begin, Decimal(ahead)), Decimal(steps)))


def pace(first: Number | None, last: Number | None, *, steps: int) -> Decimal | None:
    """Return by how much a value moved in a step on average; None where one is missing or there was no step.

    >>> pace(62, 68, steps=2), pace(62, 68, steps=0)
    (Decimal('3'), None)
    """
    begin, end = exact(first), exact(last)
    if begin is None or end is None or steps < 1:
        return None
    return EXACT.divide(end - begin, Decimal(steps))


def even_share(gone: int, whole: int) -> Decimal | None:
    """Return how much of a span is over, in percent, 0 before it and 100 after it; None where it has no length.

    gone, whole: days (or other equal steps) since its beginning and in all of it.

    >>> even_share(73, 365), even_share(400, 365), even_share(-5, 365), even_share(1, 0)
    (Decimal('20'), Decimal('100'), Decimal('0'), None)
    """
    if whole < 1:
        return None
    return EXACT.divide(Decimal(100 * min(max(gone, 0), whole)), Decimal(whole))
