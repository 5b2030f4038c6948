"""Processes of `test_crash.py`: `work` is a worker; `control` reads commands, one JSON list a line, and answers each.

Its kinds of work wait in the middle until the test says to go on, so that the test kills it there, not a moment later.
"""

# ruff: noqa: E402 - Django is set up before the models are imported

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.apps.jobs.tests.crash_settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.jobs import services
from serambi.apps.jobs.kinds import JobResult, Manner, work
from serambi.apps.jobs.models import Job
from serambi.apps.jobs.progress import Progress
from serambi.apps.jobs.queries import card
from serambi.apps.jobs.worker import Worker, end_with_parent, listen_to_signals

GATE = Path(settings.STATE) / "gate"


def _write_and_wait(progress: Progress, *, name: str) -> JobResult:
    User.objects.create_user(f"{name}-{os.getpid()}@serumpun.example", name=name)
    progress.tell(1, 2, f"written by {os.getpid()}")
    while not GATE.exists():
        time.sleep(0.02)
        progress.check()
    return JobResult("done")


@work("crash.whole", title="Whole")
def whole(progress: Progress, *, by: User | None, name: str) -> JobResult:
    return _write_and_wait(progress, name=name)


@work("crash.once", title="Once", manner=Manner.ONCE)
def once(progress: Progress, *, by: User | None, name: str) -> JobResult:
    return _write_and_wait(progress, name=name)


def control() -> None:
    """Make the tables, then start and stop jobs and tell how they are."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    coordinator = User.objects.create_user("rani@serumpun.example", name="Rani")
    for line in sys.stdin:
        command, *given = json.loads(line)
        answer = {"start": _start, "stop": _stop, "show": _show}[command](coordinator, *given)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _start(by: User, kind: str, name: str) -> str:
    with translation.override("en"):
        return str(services.start(kind, by=by, arguments={"name": name}).public_id)


def _stop(by: User, job: str) -> None:
    services.stop(Job.objects.get(public_id=job), by=by)


def _show(by: User, job: str) -> dict[str, object]:
    found = Job.objects.get(public_id=job)
    return {
        "state": found.state,
        "attempt": found.attempt,
        "failure": found.failure,
        "told": card(found, by, now=timezone.now()).sentence,
        "written": sorted(User.objects.filter(name=found.arguments["name"]).values_list("email", flat=True)),
    }


def main() -> None:
    if sys.argv[1] == "control":
        control()
        return
    worker = Worker()
    listen_to_signals(worker)
    end_with_parent()
    worker.run()


if __name__ == "__main__":
    main()
