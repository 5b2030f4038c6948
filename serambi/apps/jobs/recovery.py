"""Jobs whose worker died: begun again, or told to be stopped, as their kind says."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from serambi.apps.jobs import board
from serambi.apps.jobs.kinds import Manner, find_kind
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.tasks import put_in_queue, queue_again

log = logging.getLogger(__name__)

# A job that takes its worker with it (memory, a crash in a library) must not do so for ever.
ATTEMPTS = 3


def recover() -> int:
    """Look after every job that nobody runs any more although it says so, or that fell out of the queue.

    Any number of processes may do so at once. Returns how many jobs were put into the queue again or ended.
    """
    return sum(_recover(job) for job in Job.objects.filter(state=State.RUNNING)) + _queue_lost()


def _recover(job: Job) -> int:
    with board.held(job.public_id) as mine:
        if not mine:
            return 0
        # Read again: between the list and the lock it may have ended, or be at another attempt.
        now = Job.objects.filter(pk=job.pk, state=State.RUNNING).first()
        if now is None:
            return 0
        kind = find_kind(now.kind)
        log.warning("the worker of job %s (%s, attempt %s) died", now.public_id, now.kind, now.attempt)
        with translation.override(now.language or None):
            if kind is None or kind.manner is Manner.ONCE:
                return _end(now, State.STOPPED, _maybe_in_part())
            if now.attempt >= ATTEMPTS:
                return _end(now, State.FAILED, _too_often(now.attempt))
        return int(queue_again(now.public_id, attempt=now.attempt))


def _maybe_in_part() -> str:
    return _(
        "The server stopped in the middle, and this work is not begun again by itself. Part of it may have been done: "
        "look at what is there before you start it again."
    )


def _too_often(times: int) -> str:
    return _(
        "The server stopped in the middle of it %(times)s times, so it is not tried again. Nothing was kept that was "
        "not finished. Tell whoever runs the server; a smaller file may help."
    ) % {"times": times}


def _end(job: Job, state: State, failure: str) -> int:
    now = timezone.now()
    told = board.told(job.public_id)
    last = board.last_sign(job.public_id)
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempt=job.attempt)
    ended = mine.update(state=state, failure=failure, ended_at=now, heartbeat_at=last, **told)
    if ended:
        board.clear(job.public_id)
    return ended


def _queue_lost() -> int:
    """Queue again what a worker took from the queue without ever beginning it."""
    waiting = DBTaskResult.objects.filter(pk=OuterRef("queue_entry"), status=TaskResultStatus.READY)
    lost = Job.objects.filter(~Exists(waiting), state=State.QUEUED, queue_entry__isnull=False)
    count = 0
    for job in lost:
        with board.held(job.public_id) as mine:
            if mine:
                count += _queue_anew(job)
    return count


def _queue_anew(job: Job) -> int:
    with transaction.atomic():
        same = Job.objects.filter(pk=job.pk, state=State.QUEUED, queue_entry=job.queue_entry)
        if not same.update(queue_entry=None):
            return 0
        put_in_queue(job)
    return 1
