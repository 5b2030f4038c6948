"""Taking away what nobody needs any more: jobs that ended long ago, their places in the queue, files left behind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from serambi.apps.jobs import board
from serambi.apps.jobs.models import OPEN, Job

KEPT_DAYS = 30
_FILES_DAYS = 1


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many of each were taken away."""

    jobs: int
    queue_entries: int
    files: int


def clean(now: dt.datetime) -> Cleaned:
    """Take away jobs that ended 30 days ago or earlier, and what belongs to no job any more."""
    limit = now - dt.timedelta(days=KEPT_DAYS)
    jobs, _by_table = Job.objects.exclude(state__in=OPEN).filter(ended_at__lt=limit).delete()
    # A task whose worker died keeps saying that it runs; its job was looked after long ago.
    old = Q(finished_at__lt=limit) | Q(finished_at__isnull=True, started_at__lt=limit)
    entries, _by_table = DBTaskResult.objects.filter(old).delete()
    return Cleaned(jobs, entries, _clean_files(now))


def _clean_files(now: dt.datetime) -> int:
    open_jobs = {str(job) for job in Job.objects.open().values_list("public_id", flat=True)}
    limit = (now - dt.timedelta(days=_FILES_DAYS)).timestamp()
    count = 0
    for path in board.folder().glob("*.*"):
        if _is_of_a_job(path.stem) and path.stem not in open_jobs and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _is_of_a_job(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
