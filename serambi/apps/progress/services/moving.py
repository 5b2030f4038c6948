"""Moving a report along the table of moves: one door for every move, with its history and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.progress.errors import (
    ChangedMeanwhile,
    LateReasonMissing,
    MoveNotOpen,
    NotAnsweredAnew,
    NotExplained,
    NothingChosen,
    NotYours,
    ReasonMissing,
)
from serambi.apps.progress.models import Check, ProgressReport, ReportItem, ReportMove, State
from serambi.apps.progress.permissions import BY_WHOM, stands_in_for
from serambi.apps.progress.queries.lines import ReportLines, read_lines
from serambi.apps.progress.queries.moves import hindrance
from serambi.apps.progress.queries.names import item_name
from serambi.apps.progress.queries.reports import reports
from serambi.apps.progress.services import writing
from serambi.apps.progress.services.filling import keep_items
from serambi.apps.progress.workflow import (
    ACCEPT,
    ASK_FOR_CORRECTION,
    CORRECT,
    SUBMIT,
    SUBMIT_AS_HEAD,
    VERIFY,
    WHO_TEXT,
    Move,
    move_named,
)
from serambi.ui import formats

_SENDING = {SUBMIT, SUBMIT_AS_HEAD}
_CHECKED = ["check_state", "check_reason", "first_check", "checked_by", "checked_at"]


@transaction.atomic
def move_report(
    report: ProgressReport,
    name: str,
    *,
    by: Any,
    today: dt.date,
    reason: str = "",
    seen: int | None = None,
) -> ProgressReport:
    """Make one move of the table and return the report as it is now.

    seen: the version that the person looked at; None does not ask. Raises MoveNotOpen where the table has no such move
    from here, NotYours, the hindrance of a guard, ReasonMissing, LateReasonMissing, ChangedMeanwhile; and when it is
    sent in NotAnsweredAnew for what came back and stayed as it was, NotExplained for what is doubtful without a remark.
    """
    current = held(report, seen=seen)
    sent = _counted(current, today) if name in _SENDING else None
    move = checked_move(current, name, by=by, today=today, reason=reason)
    if sent is not None:
        _send(current, sent, by=by, today=today, reason=reason)
    if name == VERIFY:
        accept_items(current, by=by)
    make(current, move, by=by, today=today, reason=reason)
    if move.after == State.RETURNED:
        open_what_came_back(current)
    if name in _SENDING:
        writing.write_preliminary(current, by=by)
    if name == ACCEPT or (name == VERIFY and not current.reporting_period.cycle.has_second_level):
        writing.write_final(current, by=by, today=today)
    return current


@transaction.atomic
def begin_correction(
    report: ProgressReport, keys: Collection[str], *, by: Any, today: dt.date, reason: str, name: str = CORRECT
) -> ProgressReport:
    """Open some items of a verified report for the agency again, and return it.

    What was published stays until the correction is verified in its turn. name: CORRECT for the agency itself,
    ASK_FOR_CORRECTION for a verifier. Raises what `move_report` raises, and NothingChosen.
    """
    if name not in {CORRECT, ASK_FOR_CORRECTION}:
        raise MoveNotOpen(state=State(report.state).label)
    current = held(report)
    move = checked_move(current, name, by=by, today=today, reason=reason)
    count = return_items(current, dict.fromkeys(keys, reason), by=by)
    make(current, move, by=by, today=today, reason=reason, facts={"returned": count})
    return current


# What every move is made of -----------------------------------------------------------------------------------------


def held(report: ProgressReport, *, seen: int | None = None) -> ProgressReport:
    """Return the report as it is now, held until the transaction ends; raise ChangedMeanwhile for another version."""
    current = reports().select_for_update(of=("self",)).get(pk=report.pk)
    if seen is not None and current.version != seen:
        raise ChangedMeanwhile
    return current


def checked_move(report: ProgressReport, name: str, *, by: Any, today: dt.date, reason: str) -> Move:
    """Return the move if the table, its person and its guards allow it now."""
    move = move_named(name, report.state)
    if move is None:
        raise MoveNotOpen(state=State(report.state).label)
    if not BY_WHOM[move.who](by, report, today):
        raise NotYours(who=WHO_TEXT[move.who])
    found = hindrance(move, report, by, today=today)
    if found is not None:
        raise found
    if move.needs_reason and not reason.strip():
        raise ReasonMissing
    return move


def make(
    report: ProgressReport,
    move: Move,
    *,
    by: Any,
    today: dt.date,
    reason: str,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Put the report where the move leads, and write it into its history and into the record."""
    now = timezone.now()
    before = {"state": report.state}
    report.state, report.state_since = move.after, now
    report.version += 1
    if move.name in _SENDING:
        report.submitted_by = by
        report.first_submitted_at = report.first_submitted_at or now
    if move.after == State.APPROVED:
        report.approved_by = by
    if move.after == State.VERIFIED:
        report.verified_by = by
    report.save()
    ReportMove.objects.create(
        report=report,
        move=move.name,
        before=move.before,
        after=move.after,
        by=by,
        on_behalf_of_id=stands_in_for(by, report, move.who, today=today),
        at=now,
        reason=reason.strip(),
        facts=dict(facts or {}),
    )
    record(
        Verb.CHANGED,
        report,
        by=by,
        before=before,
        after={"state": report.state, **(facts or {})},
        reason=reason.strip(),
    )


def _counted(report: ProgressReport, today: dt.date) -> ReportLines:
    """Return the lines of a report that is to be sent in, and count them: some may be due or recorded only since."""
    found = read_lines(report.reporting_period, report.organization, report, today=today)
    report.asked, report.answered = found.asked, found.answered
    return found


def _send(report: ProgressReport, found: ReportLines, *, by: Any, today: dt.date, reason: str) -> None:
    """Fix what is asked for as it is now, and see that what is doubtful is explained."""
    period = report.reporting_period
    if report.first_submitted_at is None and period.wants_reason_on(today):
        if not reason.strip():
            raise LateReasonMissing(day=formats.day(period.grace_until))
        report.late_because = reason.strip()
    for line in found.unanswered_anew:
        raise NotAnsweredAnew(item=item_name(line.item))
    for line in found.unexplained:
        raise NotExplained(item=item_name(line.item), doubt=line.doubts[0])
    items = [line.item for line in found.lines]
    fresh = [item for item in items if item.is_untouched]
    for item in fresh:  # what was recorded beside the report is answered by whoever sends it in
        item.report, item.answered_by, item.answered_at, item.version = report, by, timezone.now(), 1
    if report.first_submitted_at is None:
        report.items.exclude(pk__in=[item.pk for item in items if not item.is_new]).delete()
        ReportItem.objects.bulk_update([item for item in items if not item.is_new], ["position"], batch_size=500)
    keep_items(fresh)


def accept_items(report: ProgressReport, *, by: Any, but: Collection[str] = ()) -> int:
    """Accept every item that was not accepted yet, and return how many; why one came back before stays with it.

    but: the keys of those that are returned instead.
    """
    waiting = report.items.exclude(check_state=Check.ACCEPTED).exclude(key__in=list(but))
    first = Case(When(first_check=Check.NONE, then=Value(Check.ACCEPTED.value)), default=F("first_check"))
    return waiting.update(check_state=Check.ACCEPTED, first_check=first, checked_by=by, checked_at=timezone.now())


def open_what_came_back(report: ProgressReport) -> None:
    """Open a report that came back as a whole: where every item was accepted before, all are open again."""
    if not report.items.exclude(check_state=Check.ACCEPTED).exists():
        report.items.update(check_state=Check.NONE)


def return_items(report: ProgressReport, reasons: Mapping[str, str], *, by: Any) -> int:
    """Send items back, each with its reason, and return how many; raise NothingChosen for none."""
    items = list(report.items.filter(key__in=reasons))
    if not items:
        raise NothingChosen
    now = timezone.now()
    for item in items:
        item.check_state, item.check_reason = Check.RETURNED, reasons[item.key].strip()
        item.first_check = item.first_check or Check.RETURNED
        item.checked_by, item.checked_at = by, now
    ReportItem.objects.bulk_update(items, _CHECKED, batch_size=100)
    return len(items)
