"""Citizen reports are assigned, answered and moved along their table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization, Role
from serambi.apps.agencies.permissions import standing
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, record_many, snapshot
from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.clocks import due_dates
from serambi.apps.citizen_reports.models import CitizenReport, ReportStep, State
from serambi.apps.citizen_reports.models.reports import RECORDED
from serambi.apps.citizen_reports.permissions import BY_WHOM, can_assign, can_handle, can_link_program
from serambi.apps.citizen_reports.workflow import (
    ACCEPT,
    ASSIGN,
    BEGIN,
    HAND_BACK,
    OPEN,
    REOPEN_FOR,
    WHO_TEXT,
    Asks,
    Move,
    Who,
    move_named,
)
from serambi.apps.plans.models import Program

NOTED, ERASED = "note", "erase"


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What goes with a move. words: to the resident; note: for colleagues; the rest as the move asks for it."""

    words: str = ""
    note: str = ""
    agency: Organization | None = None
    clock: str = ""
    passed_to: str = ""
    original: CitizenReport | None = None


@transaction.atomic
def move_citizen_report(
    report: CitizenReport, name: str, facts: MoveFacts, *, by: Any, now: dt.datetime, seen: int | None = None
) -> CitizenReport:
    """Make one move of the table and return the report as it is now.

    seen: the version that the person looked at; None does not ask. Raises MoveNotOpen, NotYours, ChangedMeanwhile,
    WordsMissing, NoteMissing, NoAgencyYet, AgencyMissing, ReceiverMissing, OriginalUnknown, SameAsItself.
    """
    current = _held(report, seen=seen)
    move = _checked(current, name, facts, by=by)
    if move.name == REOPEN_FOR:
        return open_again(current, move, words=facts.words.strip(), by=by, now=now, note=facts.note)
    before = snapshot(current, RECORDED)
    _apply(current, move, facts, now)
    _save_step(current, move, facts, by=by, now=now)
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, RECORDED))
    return current


def open_again(
    current: CitizenReport, move: Move, *, words: str, by: Any, now: dt.datetime, note: str = ""
) -> CitizenReport:
    """Let a closed report that is held begin anew: its clocks start again, what was judged is judged again."""
    before = snapshot(current, RECORDED)
    current.answer_due_on, current.due_on = due_dates(timezone.localtime(now).date(), current.clock)
    current.answered_at = current.closed_at = None
    current.duplicate_of, current.passed_to = None, ""
    current.is_solved, current.judged_at, current.judgement = None, None, ""
    current.times_reopened += 1
    current.state, current.state_since = move.after, now
    _save_step(current, move, MoveFacts(words=words, note=note), by=by, now=now, before=before["state"])
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current, RECORDED))
    return current


@transaction.atomic
def assign_many(
    ids: Collection[int], agency: Organization | None, *, words: str, by: Any, now: dt.datetime
) -> list[CitizenReport]:
    """Assign the open ones of these reports to an agency, with the same words; those of it already stay as they are.

    Raises NotACoordinator, AgencyMissing, WordsMissing, NothingChosen.
    """
    if not can_assign(by):
        raise errors.NotACoordinator
    if agency is None:
        raise errors.AgencyMissing
    if not words.strip():
        raise errors.WordsMissing
    found = list(CitizenReport.objects.select_for_update().filter(pk__in=ids, state__in=OPEN).order_by("pk"))
    found = [one for one in found if one.agency_id != agency.pk or one.state == State.RECEIVED]
    if not found:
        raise errors.NothingChosen
    rows, steps = [], []
    facts = MoveFacts(words=words, agency=agency)
    for one in found:
        move, before = move_named(ASSIGN, one.state), snapshot(one, RECORDED)
        if move is None:  # the table has it for every state that is open
            raise errors.MoveNotOpen(state=one.get_state_display())
        _apply(one, move, facts, now)
        one.version += 1
        steps.append(_step(one, move, facts, by=by, now=now, before=before["state"]))
        rows.append((one, before, snapshot(one, RECORDED)))
    columns = ["state", "state_since", "agency", "answered_at", "days_to_answer", "version"]
    CitizenReport.objects.bulk_update(found, columns, batch_size=200)
    ReportStep.objects.bulk_create(steps)
    record_many(Verb.CHANGED, rows, by=by)
    return found


@transaction.atomic
def add_note(report: CitizenReport, note: str, *, by: Any, now: dt.datetime) -> ReportStep:
    """Leave a note for colleagues, which the resident never sees. Raises NotYours, NoteMissing."""
    if not can_handle(by, report):
        raise errors.NotYours(who=WHO_TEXT[Who.HANDLER])
    if not note.strip():
        raise errors.NoteMissing
    step = ReportStep.objects.create(
        report=report, move=NOTED, before=report.state, after=report.state, by=by, agency=_agency(by, report), at=now,
        note=note.strip(),
    )  # fmt: skip
    record(Verb.CHANGED, report, by=by, after={"note": True})
    return step


@transaction.atomic
def link_program(reports: Collection[CitizenReport], program: Program | None, *, by: Any) -> int:
    """Say which program takes care of these reports, or that none does; return how many changed.

    Raises NotACoordinator.
    """
    if not can_link_program(by):
        raise errors.NotACoordinator
    wanted = [one.pk for one in reports]
    found = list(CitizenReport.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    changed = [one for one in found if one.program_id != (program.pk if program is not None else None)]
    rows = []
    for one in changed:
        before = snapshot(one, RECORDED)
        one.program = program
        one.version += 1
        rows.append((one, before, snapshot(one, RECORDED)))
    CitizenReport.objects.bulk_update(changed, ["program", "version"], batch_size=200)
    record_many(Verb.CHANGED, rows, by=by)
    return len(changed)


@transaction.atomic
def erase_person(report: CitizenReport, *, by: Any, now: dt.datetime) -> CitizenReport:
    """Erase name, contact and position of a report for good; the report itself stays.

    by: None for the resident who holds the link. Raises NotYours, NothingToErase.
    """
    current = _held(report, seen=None)
    if by is not None and not can_handle(by, current):
        raise errors.NotYours(who=WHO_TEXT[Who.HANDLER])
    if not current.knows_somebody:
        raise errors.NothingToErase
    current.reporter_name = current.contact = ""
    current.latitude = current.longitude = None
    current.erased_at = now
    current.version += 1
    current.save()
    ReportStep.objects.create(
        report=current,
        move=ERASED,
        before=current.state,
        after=current.state,
        by=by,
        agency=_agency(by, current),
        at=now,
    )
    record(Verb.CHANGED, current, by=by, after={"erased_at": now.isoformat()})
    return current


# What they share ----------------------------------------------------------------------------------------------------


def _held(report: CitizenReport, *, seen: int | None) -> CitizenReport:
    current = CitizenReport.objects.select_for_update(of=("self",)).select_related("category").get(pk=report.pk)
    if seen is not None and current.version != seen:
        raise errors.ChangedMeanwhile
    return current


def _checked(report: CitizenReport, name: str, facts: MoveFacts, *, by: Any) -> Move:
    """Return the move if the table, its person and what was said allow it now."""
    move = move_named(name, report.state)
    if move is None:
        raise errors.MoveNotOpen(state=report.get_state_display())
    if not BY_WHOM[move.who](by, report):
        raise errors.NotYours(who=WHO_TEXT[move.who])
    if move.words and not facts.words.strip():
        raise errors.WordsMissing
    if move.needs_note and not facts.note.strip():
        raise errors.NoteMissing
    if move.name in {ACCEPT, BEGIN} and report.agency_id is None:
        raise errors.NoAgencyYet
    if move.asks is Asks.AGENCY and facts.agency is None:
        raise errors.AgencyMissing
    if move.asks is Asks.RECEIVER and not facts.passed_to.strip():
        raise errors.ReceiverMissing
    if move.asks is Asks.ORIGINAL:
        _check_original(report, facts.original)
    return move


def _check_original(report: CitizenReport, original: CitizenReport | None) -> None:
    if original is None:
        raise errors.OriginalUnknown(code="")
    if report.pk in {original.pk, original.duplicate_of_id}:
        raise errors.SameAsItself


def _apply(report: CitizenReport, move: Move, facts: MoveFacts, now: dt.datetime) -> None:
    """Change the columns of a report as the move says; nothing is saved."""
    if move.before != move.after:
        report.state, report.state_since = move.after, now
    if facts.clock and facts.clock != report.clock:
        report.clock = facts.clock
        since = timezone.localtime(report.received_at).date()
        report.answer_due_on, report.due_on = due_dates(since, facts.clock)
    if move.asks is Asks.AGENCY:
        report.agency = facts.agency
    elif move.name == HAND_BACK:
        report.agency = None
    report.passed_to = facts.passed_to.strip() if move.asks is Asks.RECEIVER else report.passed_to
    report.duplicate_of = facts.original if move.asks is Asks.ORIGINAL else report.duplicate_of
    if move.words and report.answered_at is None:
        report.answered_at = now
        if report.days_to_answer is None:
            received = timezone.localtime(report.received_at).date()
            report.days_to_answer = max((timezone.localtime(now).date() - received).days, 0)
    if move.after not in OPEN:
        report.closed_at = now


def _save_step(
    report: CitizenReport, move: Move, facts: MoveFacts, *, by: Any, now: dt.datetime, before: str = ""
) -> None:
    report.version += 1
    report.save()
    _step(report, move, facts, by=by, now=now, before=before).save()


def _step(
    report: CitizenReport, move: Move, facts: MoveFacts, *, by: Any, now: dt.datetime, before: str = ""
) -> ReportStep:
    return ReportStep(
        report=report,
        move=move.name,
        before=before or move.before,
        after=move.after,
        by=by,
        agency=_agency(by, report),
        at=now,
        words=facts.words.strip(),
        note=facts.note.strip(),
    )


def _agency(by: Any, report: CitizenReport) -> str:
    """Return for which agency a person acts: the one in charge when it is theirs; "" for the resident."""
    if by is None:
        return ""
    found = standing(by)
    if report.agency is not None and report.agency.pk in found.at(Role.OFFICER, Role.HEAD, Role.COORDINATOR):
        return report.agency.abbreviation
    return found.foremost[1] if found.foremost is not None else ""
