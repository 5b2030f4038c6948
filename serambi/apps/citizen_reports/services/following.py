"""What whoever holds the private link does with their report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from serambi.apps.attachments import services as attachments
from serambi.apps.attachments.errors import FileRefused
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.queries import counts_of
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import acting_unseen, record, snapshot
from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.models import CitizenReport, ReportStep
from serambi.apps.citizen_reports.models.reports import RECORDED
from serambi.apps.citizen_reports.services.handling import erase_person, open_again
from serambi.apps.citizen_reports.services.receiving import MOST_PHOTOGRAPHS
from serambi.apps.citizen_reports.workflow import REOPEN, REOPEN_DAYS, move_named
from serambi.ui import formats

JUDGED = "judge"


@acting_unseen()
def add_photograph(report: CitizenReport, file: UploadedFile[Any], *, today: dt.date) -> Attachment:
    """Take a photograph for an open report; it is shown without anything that the camera wrote into it.

    Raises EnoughPhotographs, NotAPhotograph, MoveNotOpen, and what `attachments.services.attach` raises.
    """
    if not report.is_open:
        raise errors.MoveNotOpen(state=report.get_state_display())
    name = _shown(file)
    have = counts_of({CitizenReport: [report.pk]}).get((CitizenReport, report.pk))
    if have is not None and have.count >= MOST_PHOTOGRAPHS:
        raise errors.EnoughPhotographs(most=MOST_PHOTOGRAPHS, name=name)
    try:
        return _attached(report, file, today=today)
    except errors.NotAPhotograph as refusal:
        attachments.note_refusal(report, refusal, name=name, size=file.size or 0, by=None)
        raise


def _attached(report: CitizenReport, file: UploadedFile[Any], *, today: dt.date) -> Attachment:
    """Attach a file unless it is something else than a picture, of which then nothing is kept."""
    refused: FileRefused | None = None
    with transaction.atomic():
        try:
            made = attachments.attach(report, file, by=None, today=today)
        except FileRefused as refusal:
            refused = refusal  # raised below, so that its entry in the record stays
        else:
            if not made.stored.is_picture:
                raise errors.NotAPhotograph(name=_shown(file))
    if refused is not None:
        raise refused
    return made


def _shown(file: UploadedFile[Any]) -> str:
    """Return the name of a file without what does not show."""
    return "".join(letter for letter in str(file.name or "") if letter.isprintable())[:80]


@acting_unseen()
@transaction.atomic
def reopen(report: CitizenReport, reason: str, *, now: dt.datetime) -> CitizenReport:
    """Open a closed report again for its resident, within fourteen days.

    Raises MoveNotOpen, WordsMissing, ReopenedTooLate.
    """
    current = CitizenReport.objects.select_for_update().get(pk=report.pk)
    move = move_named(REOPEN, current.state)
    until = current.reopens_until()
    if move is None or until is None or current.closed_at is None:
        raise errors.MoveNotOpen(state=current.get_state_display())
    if not reason.strip():
        raise errors.WordsMissing
    if now > until:
        day = formats.day(timezone.localtime(current.closed_at).date())
        raise errors.ReopenedTooLate(day=day, days=REOPEN_DAYS, report=current.code)
    return open_again(current, move, words=reason.strip(), by=None, now=now)


@acting_unseen()
@transaction.atomic
def judge(report: CitizenReport, *, is_solved: bool, words: str, now: dt.datetime) -> CitizenReport:
    """Keep what the resident says of a closed report: whether it is solved. Raises NotClosedYet."""
    current = CitizenReport.objects.select_for_update().get(pk=report.pk)
    if current.is_open:
        raise errors.NotClosedYet
    before = snapshot(current, RECORDED)
    current.is_solved, current.judgement, current.judged_at = is_solved, words.strip(), now
    current.version += 1
    current.save(update_fields=["is_solved", "judgement", "judged_at", "version"])
    ReportStep.objects.create(
        report=current, move=JUDGED, before=current.state, after=current.state, at=now, words=words.strip()
    )
    record(Verb.CHANGED, current, by=None, before=before, after=snapshot(current, RECORDED))
    return current


@acting_unseen()
def erase_mine(report: CitizenReport, *, now: dt.datetime) -> CitizenReport:
    """Erase who reported it, because they want it themselves. Raises NothingToErase."""
    return erase_person(report, by=None, now=now)
