"""What is taken away after 30 days, and what stays."""

from __future__ import annotations

import datetime as dt
import io
import os
import uuid

from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from serambi.apps.jobs import board
from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.work import clean_jobs

DAY = dt.timedelta(days=1)


def make_job(state: State, ended: dt.timedelta | None) -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind="tests.count",
        state=state,
        queued_at=now - 40 * DAY,
        ended_at=None if ended is None else now - ended,
    )


def make_entry(status: TaskResultStatus, **times: dt.datetime) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default", status=status, **times
    )


def test_what_ended_30_days_ago_goes_and_everything_else_stays(db: None) -> None:
    now = timezone.now()
    make_job(State.DONE, 31 * DAY), make_job(State.FAILED, 31 * DAY)
    kept = [make_job(State.DONE, 29 * DAY), make_job(State.RUNNING, None), make_job(State.QUEUED, None)]
    make_entry(TaskResultStatus.SUCCESSFUL, finished_at=now - 31 * DAY)
    make_entry(TaskResultStatus.RUNNING, started_at=now - 31 * DAY)  # its worker died
    stays = [
        make_entry(TaskResultStatus.SUCCESSFUL, finished_at=now - 29 * DAY),
        make_entry(TaskResultStatus.RUNNING, started_at=now),
        make_entry(TaskResultStatus.READY),
    ]

    assert clean_jobs(now).facts == {"count": 2}
    assert set(Job.objects.all()) == set(kept)
    assert set(DBTaskResult.objects.all()) == set(stays)


def test_files_of_no_open_job_go_after_a_day(db: None) -> None:
    running, gone, fresh = make_job(State.RUNNING, None).public_id, uuid.uuid4(), uuid.uuid4()
    old = (timezone.now() - 2 * DAY).timestamp()
    for job in (running, gone, fresh):
        with board.held(job):
            board.tell(job, {"done": 1})
    with board.held("duty-jobs.clean"):
        pass
    for path in board.folder().iterdir():
        if str(fresh) not in path.name:
            os.utime(path, (old, old))
    told = io.StringIO()
    call_command("jobs", "clean", stdout=told)

    left = {path.name for path in board.folder().iterdir()}
    assert left == {f"{job}.{kind}" for job in (running, fresh) for kind in ("json", "lock")} | {"duty-jobs.clean.lock"}
    assert "2 berkas" in told.getvalue()
