"""Checking reports: item by item, or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from serambi.apps.progress.errors import ChangedMeanwhile, MoveNotOpen, ProgressError, ReasonMissing
from serambi.apps.progress.models import ProgressReport, State
from serambi.apps.progress.services import writing
from serambi.apps.progress.services.moving import accept_items, checked_move, held, make, move_report, return_items
from serambi.apps.progress.workflow import ACCEPT, RETURN, RETURN_AS_ACCEPTOR, VERIFY


@transaction.atomic
def check_report(
    report: ProgressReport, returned: Mapping[str, str], *, by: Any, today: dt.date, seen: int, note: str = ""
) -> ProgressReport:
    """Return some items of a report to the agency, each with its reason, accept the others, and return the report.

    Without any, all are accepted: it is verified, or accepted at the second level. What is accepted enters the register
    at once, unless a second level has still to look at it. returned: the reasons by the keys of the items. note: what
    is said about the whole. Raises what `move_report` raises, and ReasonMissing for an item without one.
    """
    current = held(report, seen=seen)
    first = current.state == State.APPROVED
    if not returned:
        return move_report(current, VERIFY if first else ACCEPT, by=by, today=today, reason=note, seen=seen)
    if not all(reason.strip() for reason in returned.values()):
        raise ReasonMissing
    said = note.strip() or "; ".join(dict.fromkeys(reason.strip() for reason in returned.values()))
    move = checked_move(current, RETURN if first else RETURN_AS_ACCEPTOR, by=by, today=today, reason=said)
    accept_items(current, by=by, but=returned)
    count = return_items(current, returned, by=by)
    facts = {"returned": count, "accepted": current.asked - count}
    make(current, move, by=by, today=today, reason=said, facts=facts)
    if not first or not current.reporting_period.cycle.has_second_level:
        writing.write_final(current, by=by, today=today)
    return current


def verify_many(
    chosen: Sequence[tuple[ProgressReport, int]], *, by: Any, today: dt.date
) -> list[tuple[ProgressReport, ProgressError | None]]:
    """Verify, or accept at the second level, several reports as a whole, each in its own transaction.

    chosen: with the version that the person saw. Returns each with what kept it from being verified, None where it was.
    """
    results: list[tuple[ProgressReport, ProgressError | None]] = []
    for report, seen in chosen:
        try:
            if report.state not in {State.APPROVED, State.VERIFIED}:
                raise ChangedMeanwhile if report.version != seen else MoveNotOpen(state=State(report.state).label)
            name = VERIFY if report.state == State.APPROVED else ACCEPT
            results.append((move_report(report, name, by=by, today=today, seen=seen), None))
        except ProgressError as error:
            results.append((report, error))
    return results
