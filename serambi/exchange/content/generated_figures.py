"""Figures for the illustration: made up, and the same on every machine.

A month's figure depends on nothing but the series' own row, the area, and the month, so the window may move with the
calendar and every figure inside it stays what it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from hashlib import blake2b

from serambi.methods.periods import Frequency, Period

ORIGIN = Period.parse("2023-01")  # where growth and shares begin to count
SHARE_MONTHS = 48  # how long a share takes from its start to its end


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the figures of one series go.

    base: an ordinary month of an ordinary area. growth: per year, 0.05 is five percent. season: half the height of
    the yearly wave, as a part of base. of: the code of the series it is a share of, with share_start in the month of
    ORIGIN and share_end SHARE_MONTHS later (both from 0 to 1); base, growth and season do not count then.
    silent: the share of area-months that nobody reported. whole: no decimals.
    """

    code: str
    base: float
    growth: float
    season: float
    of: str
    share_start: float
    share_end: float
    silent: float
    whole: bool


def figures(
    patterns: dict[str, Pattern], code: str, area: str, months: list[Period]
) -> Iterator[tuple[Period, Decimal]]:
    """Yield the series' figures for an area, month by month; months that nobody reported are left out."""
    pattern = patterns[code]
    for month in months:
        if chance("silent", code, area, str(month)) >= pattern.silent:
            yield month, _figure(patterns, code, area, month)


def chance(*names: str) -> float:
    """Return a number from 0 to below 1 that is always the same for the same names."""
    digest = blake2b("|".join(names).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def _figure(patterns: dict[str, Pattern], code: str, area: str, month: Period) -> Decimal:
    pattern = patterns[code]
    elapsed = (month.start.year - ORIGIN.start.year) * 12 + month.start.month - ORIGIN.start.month
    noise = 1 + 0.08 * (chance("noise", code, area, str(month)) - 0.5)
    if pattern.of:
        whole = float(_figure(patterns, pattern.of, area, month))
        done = min(1.0, max(0.0, elapsed / SHARE_MONTHS))
        share = pattern.share_start + (pattern.share_end - pattern.share_start) * done
        here = 1 + 0.3 * (chance("place", code, area) - 0.5)  # some villages are ahead of others
        value = whole * min(1.0, share * here * noise)
    else:
        size = 0.5 + 1.3 * chance("size", pattern.code.split(".")[0], area)
        wave = 1 + pattern.season * math.sin((month.start.month - 4) / 12 * 2 * math.pi)
        value = pattern.base * size * (1 + pattern.growth) ** (elapsed / 12) * wave * noise
    step = Decimal(1) if pattern.whole else Decimal("0.1")
    return Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP)


def last_complete(today_month: Period, count: int) -> list[Period]:
    """Return that many whole months before the given month, earliest first."""
    if today_month.frequency is not Frequency.MONTH:
        raise ValueError("the illustration counts in months")
    return [today_month.shift(-back) for back in range(count, 0, -1)]
