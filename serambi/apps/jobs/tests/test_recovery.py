"""Jobs that nobody runs any more although they say so, and jobs that fell out of the queue."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.jobs import board
from serambi.apps.jobs.kinds import Manner
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.progress import Progress
from serambi.apps.jobs.recovery import DEATHS, recover

Register = Callable[..., str]


@pytest.fixture(autouse=True)
def _in_english(db: None) -> None:
    translation.activate("en")


def nothing(progress: Progress, *, by: User | None) -> None: ...


def abandoned(kind: str, **fields: object) -> Job:
    """Return a job that says that it runs, and that no process holds."""
    now = timezone.now()
    values = {"kind": kind, "state": State.RUNNING, "attempt": 1, "language": "en", "queued_at": now, "started_at": now}
    return Job.objects.create(**{**values, **fields})


def looked_after(job: Job) -> Job:
    recover()
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("manner", [Manner.WHOLE, Manner.REPEATABLE])
def test_what_may_be_repeated_is_queued_again(registered: Register, manner: Manner) -> None:
    job = looked_after(abandoned(registered(nothing, manner=manner)))

    assert (job.state, job.deaths, job.started_at) == (State.QUEUED, 1, None)


def test_what_may_not_stays_stopped_with_what_it_told_last(registered: Register) -> None:
    job = abandoned(registered(nothing, manner=Manner.ONCE))
    with board.held(job.public_id):
        board.tell(job.public_id, {"done": 3, "total": 9, "sentence": {}})
    looked_after(job)

    assert (job.state, job.done, job.total) == (State.STOPPED, 3, 9)
    assert "Part of it may have been done" in job.failure
    assert job.heartbeat_at is not None
    assert not list(board.folder().glob(f"{job.public_id}*"))


def test_a_job_that_is_held_is_left_alone(registered: Register) -> None:
    job = abandoned(registered(nothing))
    with board.held(job.public_id):
        assert recover() == 0

    assert looked_after(job).state == State.QUEUED


def test_a_job_that_takes_its_worker_with_it_is_not_tried_for_ever(registered: Register) -> None:
    job = looked_after(abandoned(registered(nothing), attempt=7, deaths=DEATHS - 1))

    assert job.state == State.FAILED
    assert "3 times" in job.failure


def test_work_that_this_version_does_not_know_is_not_begun_again() -> None:
    assert looked_after(abandoned("tests.gone")).state == State.STOPPED


def test_a_waiting_job_that_fell_out_of_the_queue_is_queued_anew(registered: Register) -> None:
    lost = abandoned(registered(nothing), state=State.QUEUED, started_at=None, queue_entry=uuid.uuid4())
    with board.held(lost.public_id):  # a worker has just taken it from the queue
        assert recover() == 0

    assert recover() == 1
    assert recover() == 0
    lost.refresh_from_db()
    assert lost.state == State.QUEUED
