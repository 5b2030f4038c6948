"""Every state answers who may do what next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from serambi.apps.progress.errors import (
    NoSecondLevel,
    NotComplete,
    OwnReport,
    PeriodClosed,
    PeriodNotOpen,
    ProgressError,
)
from serambi.apps.progress.models import ProgressReport
from serambi.apps.progress.permissions import BY_WHOM
from serambi.apps.progress.workflow import Guard, Move, moves_from
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that is this person's to make; hindrance: what has to be so first, None where nothing is in the way."""

    move: Move
    hindrance: ProgressError | None


def moves_open_to(report: ProgressReport, user: Any, *, today: dt.date) -> list[OpenMove]:
    """Return the moves that a person may make from where the report stands, in the order of the table.

    A second level that is not configured offers nothing. Two queries at most, none when the person was asked before.
    """
    found = []
    for move in moves_from(report.state):
        if not BY_WHOM[move.who](user, report, today):
            continue
        if Guard.SECOND_LEVEL in move.guards and not report.reporting_period.cycle.has_second_level:
            continue
        found.append(OpenMove(move, hindrance(move, report, user, today=today)))
    return found


def may_move(report: ProgressReport, user: Any, name: str, *, today: dt.date) -> bool:
    """Tell whether the person may make that move now."""
    return any(one.move.name == name and one.hindrance is None for one in moves_open_to(report, user, today=today))


def hindrance(move: Move, report: ProgressReport, user: Any, *, today: dt.date) -> ProgressError | None:
    """Return the first thing that keeps a move from being made, None where nothing does."""
    for guard in Guard:
        if guard in move.guards:
            found = _hindered(guard, report, user, today)
            if found is not None:
                return found
    return None


def _hindered(guard: Guard, report: ProgressReport, user: Any, today: dt.date) -> ProgressError | None:
    me = getattr(user, "pk", None)
    match guard:
        case Guard.COMPLETE if not report.is_complete:
            return NotComplete(open=report.asked - report.answered, asked=report.asked)
        case Guard.TAKES_REPORTS if report.first_submitted_at is None:
            return _out_of_time(report, today)
        case Guard.NOT_SUBMITTER if report.submitted_by_id == me:
            return OwnReport()
        case Guard.NOT_INVOLVED if me in {report.submitted_by_id, report.approved_by_id}:
            return OwnReport()
        case Guard.SECOND_LEVEL if not report.reporting_period.cycle.has_second_level:
            return NoSecondLevel()
    return None


def _out_of_time(report: ProgressReport, today: dt.date) -> ProgressError | None:
    period = report.reporting_period
    if period.takes_reports_on(today):
        return None
    name = formats.period(period.period)
    if today < period.opens_on:
        return PeriodNotOpen(period=name, day=formats.day(period.opens_on))
    return PeriodClosed(period=name, day=formats.day(period.last_day))
