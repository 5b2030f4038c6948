"""Money and work of many budget lines as one: what was spent, how far the work is, and how far behind its plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from serambi.methods.scoring.numbers import Number, exact
from serambi.methods.scoring.roll_up import Child, RollUp, roll_up

_NOTHING = Decimal(0)
# As many digits as Python's own decimals: what a ratio that does not end is cut to, far below what anybody reads.
_RATIO = Context(prec=28)


@dataclass(frozen=True, slots=True)
class Spending:
    """Sums over budget lines, in rupiah.

    lines, reported: how many lines there are, and of how many a realization is known.
    ceiling: of all lines; None where there is no line. realization: of the reported lines; None where there is none.
    reported_ceiling: of the reported lines; None where there is none.
    """

    lines: int
    reported: int
    ceiling: Decimal | None
    realization: Decimal | None
    reported_ceiling: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        return percent_spent(self.realization, ceiling=self.reported_ceiling)


def spending(lines: Iterable[tuple[Decimal, Decimal | None]]) -> Spending:
    """Return the sums over lines of a ceiling and a realization.

    A line whose realization is None stays in the ceiling but is left out of both sums of the percentage: it is not
    known to be nothing. The percentage is a ratio of sums, never a mean of percentages, in which a line of a million
    would count as much as one of a billion.

    Source: realization over ceiling as regencies' own monitoring reports it (SP2D kumulatif / pagu); the rule for what
    is missing is this project's (docs/methods/budget-roll-up.md).

    >>> total = spending([(Decimal(1_000), Decimal(900)), (Decimal(9_000), Decimal(100)), (Decimal(5_000), None)])
    >>> total.percent, total.ceiling, total.lines - total.reported
    (Decimal('10'), Decimal('15000'), 1)
    """
    given = list(lines)
    reported = [(ceiling, spent) for ceiling, spent in given if spent is not None]
    return Spending(
        lines=len(given),
        reported=len(reported),
        ceiling=sum((ceiling for ceiling, _ in given), _NOTHING) if given else None,
        realization=sum((spent for _, spent in reported), _NOTHING) if reported else None,
        reported_ceiling=sum((ceiling for ceiling, _ in reported), _NOTHING) if reported else None,
    )


def percent_spent(realization: Decimal | None, *, ceiling: Decimal | None) -> Decimal | None:
    """Return a sum of realizations in percent of the sum of their ceilings.

    None where nothing is known, or where the ceiling is zero.

    >>> percent_spent(Decimal(250), ceiling=Decimal(1_000)), percent_spent(Decimal(5), ceiling=Decimal(0))
    (Decimal('25'), None)
    """
    if realization is None or not ceiling:
        return None
    return _RATIO.divide(realization * 100, ceiling)


def physical_progress(parts: Iterable[tuple[Hashable, Decimal, Number | None]]) -> RollUp:
    """Return how far the work of several parts is in percent, each weighted by its ceiling (fisik tertimbang).

    parts: what the caller knows a part by, its ceiling in rupiah (at least 0), its progress in percent or None.
    A part whose progress is not known is left out, its ceiling too; `coverage` says how much of all ceilings is left.
    A part without a ceiling has no weight. Where nothing is known, or no known part has a ceiling, the value is None.

    Source: weighted physical progress (FT) of regencies' monitoring: sum of weight times progress, weight = ceiling
    over the sum of ceilings.

    >>> parts = [("road", Decimal(900), 50), ("training", Decimal(100), 100), ("survey", Decimal(0), 9)]
    >>> both = physical_progress(parts)
    >>> both.value, both.coverage, [part.share for part in both.contributions]
    (55.0, 1.0, [0.9, 0.1, 0.0])
    >>> physical_progress([("road", Decimal(900), 50), ("training", Decimal(100), None)]).coverage
    0.9
    """
    return roll_up([Child(key, progress, ceiling) for key, ceiling, progress in parts])


def deviation(realization: Number | None, *, target: Number | None) -> Decimal | None:
    """Return realization minus target, in percentage points; negative is behind. None where either is missing.

    >>> deviation(42.5, target=50), deviation(None, target=50)
    (Decimal('-7.5'), None)
    """
    reached, planned = exact(realization), exact(target)
    return None if reached is None or planned is None else reached - planned


class DeviationStatus(StrEnum):
    NOT_STARTED = "not_started"
    SAFE = "safe"
    ATTENTION = "attention"
    CRITICAL = "critical"


def deviation_status(
    realization: Number | None, *, target: Number | None, safe_from: Number = 0, attention_from: Number = -10
) -> DeviationStatus | None:
    """Return how a deviation is to be taken; None where realization or target is missing.

    safe_from, attention_from: the lowest deviation, in points and included, that is safe (AMAN) and that wants
    attention (PERHATIAN); below is critical (KRITIS). Where both target and realization are 0, nothing was to be done
    yet and nothing was (BELUM MULAI).

    Raises ValueError when attention_from lies above safe_from.

    Source: the rule of one regency's own monitoring application, seen in its public source; no regulation is known to
    set these thresholds, so that they are parameters.

    >>> [str(deviation_status(done, target=50)) for done in (50, 40, 39.9)]
    ['safe', 'attention', 'critical']
    >>> str(deviation_status(0, target=0)), deviation_status(None, target=50)
    ('not_started', None)
    """
    upper, lower = exact(safe_from), exact(attention_from)
    if upper is None or lower is None or lower > upper:
        raise ValueError(f"attention begins at {attention_from}, above where it is safe, {safe_from}")
    points = deviation(realization, target=target)
    if points is None:
        return None
    if exact(realization) == exact(target) == 0:
        return DeviationStatus.NOT_STARTED
    if points >= upper:
        return DeviationStatus.SAFE
    return DeviationStatus.ATTENTION if points >= lower else DeviationStatus.CRITICAL
