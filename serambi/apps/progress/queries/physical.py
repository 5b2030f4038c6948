"""How far programs are, in percent, as agencies reported it and somebody verified it.

What counts is what was verified last for a period, however its report stands by now: a correction that is under way
changes nothing before it is verified in its turn. Of several periods the latest one counts that anything was said for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from serambi.apps.plans.models import ProgramQuerySet
from serambi.apps.progress.models import PhysicalProgress, ReportingPeriod


class Physical(NamedTuple):
    """Verified physical progress. number: percent. on: the last day of the period it was reported for."""

    number: Decimal
    on: dt.date


class Verified(NamedTuple):
    """One verification. place: of its period among all, the later the higher. percent: None took it back."""

    place: int
    on: dt.date
    percent: Decimal | None
    verified_at: dt.datetime
    is_illustration: bool


def physical_history(
    programs: Collection[int] | ProgramQuerySet, *, since: dt.date = dt.date.min
) -> dict[int, list[Verified]]:
    """Return every verification of programs by program id, in the order in which they were made; two queries.

    since: only of periods that ended on that day or later.
    """
    chosen: Any = programs.order_by().values("pk") if isinstance(programs, ProgramQuerySet) else list(programs)
    periods = ReportingPeriod.objects.filter(period_end__gte=since).order_by("period_end", "due_on", "pk")
    # The days are few and the verifications many: joined, each of them would carry its day along.
    days = dict(periods.values_list("pk", "period_end"))
    place = {pk: number for number, pk in enumerate(days)}
    rows = (
        PhysicalProgress.objects.filter(program__in=chosen, report__reporting_period__in=list(days))
        .order_by("pk")
        .values_list("program_id", "report__reporting_period_id", "percent", "verified_at", "report__is_illustration")
    )
    found: dict[int, list[Verified]] = {}
    for program, period, percent, verified_at, is_illustration in rows:
        one = Verified(place[period], days[period], percent, verified_at, is_illustration)
        found.setdefault(program, []).append(one)
    return found


def by_period(history: Iterable[Verified], *, before: dt.datetime | None = None) -> list[Verified]:
    """Return what holds for each period, the latest period at the end; what was taken back is left out.

    before: as it was known before that moment.
    """
    holds: dict[int, Verified] = {}
    for one in history:
        if before is None or one.verified_at < before:
            holds[one.place] = one
    return [holds[place] for place in sorted(holds) if holds[place].percent is not None]


def physical_on(history: Iterable[Verified], *, before: dt.datetime | None = None) -> Physical | None:
    """Return how far a program was as it was known before a moment, or as it is known now; None where it is not."""
    known = by_period(history, before=before)
    return Physical(known[-1].percent, known[-1].on) if known and known[-1].percent is not None else None


def dated_progress(programs: Collection[int] | ProgramQuerySet, *, since: dt.date = dt.date.min) -> dict[int, Physical]:
    """Return how far programs are by program id, with the day it holds for; without one they are absent. Two queries.

    since: only what was reported for periods that ended on that day or later.
    """
    histories = physical_history(programs, since=since)
    return {pk: one for pk, history in histories.items() if (one := physical_on(history)) is not None}
