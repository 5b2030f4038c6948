"""Jobs as pages and other apps ask for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.jobs import board
from serambi.apps.jobs.duties import Registered, registered_duties
from serambi.apps.jobs.models import Duty, Job, JobQuerySet, State
from serambi.apps.jobs.permissions import can_see, can_stop, oversees
from serambi.apps.jobs.sentences import written
from serambi.ui import formats

# A running job without a sign of life for so long is told to be silent; a worker leaves one every two seconds.
SILENT_AFTER = dt.timedelta(seconds=20)
# A duty that is due for longer than this is late: no worker runs, or all of them are busy.
LATE_AFTER = dt.timedelta(minutes=10)
_MARKS = {"queued": "todo", "running": "doing", "done": "done", "failed": "late", "stopped": "todo"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the list. everybody: also jobs of others, for whoever may see them."""

    state: str = ""
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A job as a page shows it.

    percent: 0 to 100, of a job that is not done at most 99; None when nobody knows how much there is. figures: how much
    is done, in words. sentence: what it does or what came of it. elapsed: how long it waits, runs or ran. silent: how
    long the worker has given no sign of life, "" when it has. url: where to go on to, "" for nowhere.
    """

    job: Job
    title: str
    percent: int | None
    figures: str
    sentence: str
    elapsed: str
    may_stop: bool
    stop_is_asked: bool
    silent: str
    url: str
    url_label: str

    @property
    def mark(self) -> str:
        """Return which of the marks of a state it wears."""
        return _MARKS[self.job.state]


def get_job_for(user: Any, public_id: UUID) -> Job:
    """Return a job; one query for its owner. Raises Job.DoesNotExist for one that the person may not see, too."""
    job = Job.objects.select_related("owner").get(public_id=public_id)
    if not can_see(user, job):
        raise Job.DoesNotExist
    return job


def jobs_for(user: Any, wanted: Wanted) -> JobQuerySet:
    """Return the jobs that a person looks for, latest first."""
    found = Job.objects.visible_to(user) if wanted.everybody and oversees(user) else Job.objects.filter(owner=user)
    if wanted.state:
        found = found.filter(state=wanted.state)
    return found.select_related("owner").defer("arguments").order_by("-queued_at", "-pk")


def card(job: Job, user: Any, *, now: dt.datetime) -> Card:
    """Return what is to be shown of a job; it asks the database nothing."""
    told = _told(job)
    done, total = told["done"], told["total"]
    running = job.state == State.RUNNING
    sign = board.last_sign(job.public_id) if running else None
    quiet = now - sign if sign is not None else dt.timedelta()
    asked = job.is_open and board.stop_is_asked(job.public_id)
    return Card(
        job=job,
        title=str(job),
        percent=_percent(job, done, total),
        figures=_figures(done, total),
        sentence=_sentence(job, told["sentence"]),
        elapsed=duration(_elapsed(job, now)),
        may_stop=can_stop(user, job) and not asked,
        stop_is_asked=asked,
        silent=duration(quiet) if running and quiet > SILENT_AFTER else "",
        url=_url(job),
        url_label=_(job.result.get("page_label") or "Go on") if job.result else "",
    )


def _told(job: Job) -> dict[str, Any]:
    kept = {"done": job.done, "total": job.total, "sentence": job.sentence}
    return {**kept, **board.told(job.public_id)} if job.state == State.RUNNING else kept


def _percent(job: Job, done: int, total: int | None) -> int | None:
    if job.state == State.DONE:
        return 100
    if job.state == State.QUEUED:
        return 0
    return None if not total else min(done * 100 // total, 99)


def _figures(done: int, total: int | None) -> str:
    if total:
        return _("%(done)s of %(total)s") % {"done": formats.number(done, 0), "total": formats.number(total, 0)}
    return formats.number(done, 0) if done else ""


def _sentence(job: Job, told: dict[str, Any]) -> str:
    if job.failure:
        return job.failure
    return written(job.result.get("sentence", {})) if job.state == State.DONE else written(told)


def _url(job: Job) -> str:
    page = job.result.get("page", "") if job.result else ""
    try:
        return reverse(page, kwargs=job.result["page_arguments"]) if page else ""
    except NoReverseMatch:  # a page of an older version of the program
        return ""


def _elapsed(job: Job, now: dt.datetime) -> dt.timedelta:
    return (job.ended_at or now) - (job.started_at or job.queued_at)


def duration(length: dt.timedelta) -> str:
    """Return how long something took, to the second below an hour and to the minute above."""
    seconds = max(int(length.total_seconds()), 0)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": formats.number(hours, 0), "minutes": minutes}
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds % 60}
    return _("%(seconds)s s") % {"seconds": seconds}


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty as its page shows it.

    schedule: in words. sentence: what came of it last. late: it should have been carried out by now.
    """

    duty: Duty
    title: str
    schedule: str
    sentence: str
    late: bool


def duty_rows(*, now: dt.datetime) -> list[DutyRow]:
    """Return every duty of this version of the program, the one that is due next first."""
    duties = registered_duties()
    rows = Duty.objects.filter(name__in=duties).order_by("next_due_at", "name")
    return [_duty_row(duties[row.name], row, now) for row in rows]


def _duty_row(duty: Registered, row: Duty, now: dt.datetime) -> DutyRow:
    sentence = written(row.sentence)
    if row.reference:
        sentence = _("Something went wrong that we did not expect. Number in the log: %(reference)s") % {
            "reference": row.reference
        }
    return DutyRow(row, str(duty.title), _schedule(duty), sentence, now - row.next_due_at > LATE_AFTER)


def _schedule(duty: Registered) -> str:
    if duty.every is not None:
        return _("every %(time)s") % {"time": duration(duty.every)}
    at = duty.at or dt.time.min
    day = dt.datetime.combine(dt.date(2000, 1, 1), at, tzinfo=timezone.get_default_timezone())
    return _("each day at %(time)s") % {"time": formats.clock(day)}
