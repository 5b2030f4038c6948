"""Starting work in the background and stopping it; what other apps need to register work of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from serambi.apps.accounts.models import User
from serambi.apps.audit.services import current_address
from serambi.apps.jobs import board
from serambi.apps.jobs.duties import duty
from serambi.apps.jobs.errors import AlreadyEnded, OthersJob
from serambi.apps.jobs.kinds import JobResult, Manner, Outcome, find_kind, work
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.permissions import can_see
from serambi.apps.jobs.progress import Progress, Stopped
from serambi.apps.jobs.running import record_stop, stopped_by
from serambi.apps.jobs.sentences import Sentence, counted_sentence
from serambi.apps.jobs.tasks import put_in_queue

__all__ = [
    "JobResult",
    "Manner",
    "Outcome",
    "Progress",
    "Sentence",
    "Stopped",
    "counted_sentence",
    "duty",
    "start",
    "stop",
    "work",
]


def start(kind: str, *, by: User | None, arguments: Mapping[str, Any] | None = None, subject: str = "") -> Job:
    """Queue a piece of work; it begins after the transaction around commits, and never if that is rolled back.

    by: who started it, None for the program. arguments: JSON values, given to the work by name. subject: what it is
    about, for people to tell their jobs apart. The app that calls this records it.

    Raises LookupError for a kind that nobody registered, and TypeError for arguments that are no JSON.
    """
    if find_kind(kind) is None:
        raise LookupError(f"no work is registered as {kind}")
    values = json.loads(json.dumps(dict(arguments or {})))
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            subject=subject[:200],
            owner=by,
            language=get_language() or "",
            address=current_address(),
            arguments=values,
            queued_at=timezone.now(),
        )
        put_in_queue(job)
    return job


def stop(job: Job, *, by: User) -> None:
    """Stop a job that waits, or ask a running one to stop at its next safe point.

    Asking works at once even while the job keeps the database. Raises OthersJob and AlreadyEnded.
    """
    if not can_see(by, job):
        raise OthersJob
    if not job.is_open:
        raise AlreadyEnded
    board.ask_to_stop(job.public_id, {"by": by.pk, "address": current_address()})
    try:
        stopped = _stop_waiting(job, by=by)
    except OperationalError:  # another job keeps the database; a worker finds that stopping was asked
        return
    if stopped or not Job.objects.filter(pk=job.pk).open().exists():
        board.clear(job.public_id)


def _stop_waiting(job: Job, *, by: User) -> bool:
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
        if not waiting.update(state=State.STOPPED, ended_at=timezone.now(), failure=stopped_by(by)):
            return False
        record_stop(job, State.QUEUED, by=by)
    return True
