"""The task that stands in the queue for each job, and putting it there."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from serambi.apps.jobs import board, running
from serambi.apps.jobs.models import Job, State


@task()
def perform(job: str) -> None:
    """Carry out one job, by its public number."""
    if running.run(UUID(job)):
        queue_again(UUID(job))


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


def queue_again(public_id: UUID, *, attempt: int | None = None) -> bool:
    """Put a running job into the queue again; False when it has ended or, given one, it is at another attempt."""
    with transaction.atomic():
        found = Job.objects.filter(public_id=public_id, state=State.RUNNING)
        if attempt is not None:
            found = found.filter(attempt=attempt)
        if not found.update(state=State.QUEUED, started_at=None, heartbeat_at=None):
            return False
        put_in_queue(Job.objects.get(public_id=public_id))
    return True
