"""Carrying out one job, from the moment a worker takes it to its end."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import acting_from, record
from serambi.apps.jobs import board
from serambi.apps.jobs.kinds import JobResult, Kind, Manner, Outcome, find_kind
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.progress import Interrupted, Progress, Stopped, watched
from serambi.apps.jobs.sentences import sentence_of
from serambi.ui.refusals import Refusal

log = logging.getLogger(__name__)

_TRIES = 5
Value = TypeVar("Value")


class Superseded(Exception):
    """The job was ended or begun again by somebody else; what this attempt wrote is rolled back."""


class Current:
    """What this process is carrying out, so that a signal can interrupt it."""

    progress: Progress | None = None

    @classmethod
    def interrupt(cls) -> bool:
        """Make the job in hand give way at its next safe point; False when there is none, or it must not be cut."""
        if cls.progress is None:
            return False
        cls.progress.interrupt()
        return True


def run(job: UUID) -> bool:
    """Carry out a queued job; nothing happens when it is not queued any more or another process has it.

    Returns True when it was interrupted and has to be put into the queue again.
    """
    with board.held(job) as mine:
        if not mine:
            return False
        taken = _patiently(lambda: _take(job))
        if taken is None:
            return False
        with translation.override(taken.language or None), acting_from(taken.address):
            interrupted = _carry_out(taken)
        if not interrupted:
            board.clear(job)
        return interrupted


def _take(public_id: UUID) -> Job | None:
    asked = board.asked_to_stop(public_id)
    with transaction.atomic():
        now = timezone.now()
        found = Job.objects.filter(public_id=public_id, state=State.QUEUED)
        if not found.update(state=State.RUNNING, attempt=F("attempt") + 1, started_at=now, heartbeat_at=now):
            return None
        job = Job.objects.select_related("owner").get(public_id=public_id)
        if asked is not None:
            _stop(job, asked)
    if asked is not None:
        board.clear(public_id)
        return None
    board.forget_told(public_id)
    return job


def _carry_out(job: Job) -> bool:
    kind = find_kind(job.kind)
    if kind is None:
        log.error("job %s is of the unknown kind %s", job.public_id, job.kind)
        _fail(job, _("This version of the program does not know this kind of work."))
        return False
    progress = Progress(job.public_id)
    if kind.manner is not Manner.ONCE:
        Current.progress = progress
    try:
        with watched(progress, job.public_id):
            _do_or_tell_why_not(job, kind, progress)
    except Interrupted:
        return True
    except Superseded:
        log.warning("attempt %s of job %s ended after the job was given to another", job.attempt, job.public_id)
    finally:
        Current.progress = None
    return False


def _do_or_tell_why_not(job: Job, kind: Kind, progress: Progress) -> None:
    try:
        _do(job, kind, progress)
    except (Interrupted, Superseded):
        raise
    except Stopped:
        _patiently(lambda: _stop(job, board.asked_to_stop(job.public_id) or {}, progress))
    except Refusal as refusal:
        told = str(refusal)
        _patiently(lambda: _fail(job, told, progress))
    except Exception:  # noqa: BLE001 - whatever a kind of work does wrong ends its job, never the worker
        _fail_unexpectedly(job, progress)


def _do(job: Job, kind: Kind, progress: Progress) -> None:
    """Carry out the work; its last step and the job's end are one transaction."""

    def begin() -> Outcome:
        return kind.run(progress, by=job.owner, **job.arguments)

    if kind.manner is Manner.WHOLE:
        with transaction.atomic():
            _finish(job, begin(), progress)
        return
    outcome = begin()
    with transaction.atomic():
        _finish(job, outcome, progress)


def _finish(job: Job, outcome: Outcome, progress: Progress) -> None:
    result = outcome() if callable(outcome) else outcome
    _end(job, State.DONE, progress, result=_plain(result or JobResult()))


def _plain(result: JobResult) -> dict[str, Any]:
    return {
        "sentence": sentence_of(result.sentence).plain(),
        "page": result.page,
        "page_arguments": dict(result.page_arguments),
        "page_label": result.page_label,
        "details": dict(result.details),
    }


def _stop(job: Job, asked: dict[str, Any], progress: Progress | None = None) -> None:
    by = User.objects.filter(pk=asked["by"]).first() if "by" in asked else None
    with transaction.atomic():
        _end(job, State.STOPPED, progress, failure=stopped_by(by))
        record_stop(job, State.RUNNING if progress else State.QUEUED, by=by, address=asked.get("address"))


def stopped_by(person: User | None) -> str:
    return _("%(person)s stopped it; nothing of it was kept that was not finished.") % {"person": person or "–"}


def record_stop(job: Job, before: State, *, by: User | None, address: str | None = None) -> None:
    record(
        Verb.CHANGED, job, by=by, before={"state": str(before)}, after={"state": str(State.STOPPED)}, address=address
    )


def _fail(job: Job, told: str, progress: Progress | None = None, *, reference: str = "") -> None:
    with transaction.atomic():
        _end(job, State.FAILED, progress, failure=told, reference=reference)


def _fail_unexpectedly(job: Job, progress: Progress) -> None:
    reference = secrets.token_hex(4).upper()
    log.exception("job %s (%s) failed, reference %s", job.public_id, job.kind, reference)
    told = _(
        "Something went wrong that we did not expect; nothing was changed. Give this number to whoever runs the "
        "server: %(reference)s"
    )
    kind = find_kind(job.kind)
    if kind is not None and kind.manner is not Manner.WHOLE:
        told = _(
            "Something went wrong that we did not expect, and part of the work may have been done. Give this number to "
            "whoever runs the server: %(reference)s"
        )
    _patiently(lambda: _fail(job, told % {"reference": reference}, progress, reference=reference))


def _end(job: Job, state: State, progress: Progress | None, **fields: Any) -> None:
    """End this attempt of the job. Raises Superseded when it is no longer this attempt that runs."""
    now = timezone.now()
    told = progress.told if progress is not None else {}
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempt=job.attempt)
    if not mine.update(state=state, ended_at=now, heartbeat_at=now, **told, **fields):
        raise Superseded


def _patiently(write: Callable[[], Value]) -> Value:
    """Return what a short write returns, trying again while another one keeps the database; SQLite has one writer."""
    for _try in range(_TRIES - 1):
        try:
            return write()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
    return write()
