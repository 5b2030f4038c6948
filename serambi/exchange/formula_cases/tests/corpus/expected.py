"""What is expected of a formula at a place.

A fraction such as 10 / 1100 is the exact quotient of what the observations of the world come to.
"""

from __future__ import annotations

from typing import NamedTuple


class Expected(NamedTuple):
    """value: a number, None for no value, or the code of an error as text."""

    formula: str
    area: str
    period: str
    value: float | str | None


def at(area: str, period: str, values: dict[str, float | str | None]) -> list[Expected]:
    return [Expected(formula, area, period, value) for formula, value in values.items()]


def of(formula: str, values: dict[tuple[str, str], float | str | None]) -> list[Expected]:
    return [Expected(formula, area, period, value) for (area, period), value in values.items()]
