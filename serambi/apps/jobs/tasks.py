"""The task that stands in the queue for each job, and putting it there."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from serambi.apps.jobs import board, running
from serambi.apps.jobs.models import Job, State


@task()
def perform(job: str) -> None:
    """Carry out one job, by its public number."""
    interrupted = running.run(UUID(job))
    if interrupted is not None:
        queue_again(UUID(job), attempt=interrupted)


def put_in_queue(job: Job) -> None:
    """Put a job into the queue; the workers see it when the transaction around commits, and never if it does not."""
    if isinstance(task_backends["default"], ImmediateBackend):  # tests: at once, but not before the commit either
        transaction.on_commit(lambda: _at_once(job.public_id))
        return
    entry = perform.enqueue(str(job.public_id))
    Job.objects.filter(pk=job.pk).update(queue_entry=entry.id)
    transaction.on_commit(board.ring)


def _at_once(public_id: UUID) -> None:
    perform.enqueue(str(public_id))


def queue_again(public_id: UUID, *, attempt: int, died: bool = False) -> bool:
    """Put a running job into the queue again; False when that attempt runs no more.

    died: its worker died of it, perhaps; which is counted.
    """
    with transaction.atomic():
        found = Job.objects.filter(public_id=public_id, state=State.RUNNING, attempt=attempt)
        deaths = F("deaths") + int(died)
        if not found.update(state=State.QUEUED, started_at=None, heartbeat_at=None, deaths=deaths):
            return False
        put_in_queue(Job.objects.get(public_id=public_id))
    return True
