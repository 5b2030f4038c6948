"""Measure jobs: how many trivial ones two workers carry out, how soon one begins, what telling costs.

    python bench/jobs.py                                   SQLite in a folder of its own
    DATABASE_URL=postgresql://… python bench/jobs.py       in a database of its own, made and dropped there

Writes var/bench/jobs-sqlite.json or jobs-postgresql.json.
"""

# ruff: noqa: PLC0415 - Django is imported once the environment of a child process is set

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WORKERS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--alone", type=int, default=20, help="jobs that are started one by one, for the latency")
    parser.add_argument("--role", choices=["worker"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role == "worker":
        _worker()
        return
    with _Database() as kind:
        result = {"database": kind, **_measure(options.jobs, options.alone)}
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"jobs-{kind}.json").write_text(json.dumps(result, indent=2))
    for name, value in result.items():
        print(f"{name:>34}  {value}")


class _Database:
    """A state folder of its own, and on a server a database of its own."""

    def __enter__(self) -> str:
        self.state = tempfile.TemporaryDirectory(prefix="serambi-jobs-")
        os.environ.update(SERAMBI_MODE="trial", SERAMBI_STATE=self.state.name)
        self.server = os.environ.get("DATABASE_URL", "")
        if not self.server.startswith("postgres"):
            os.environ.pop("DATABASE_URL", None)
            return "sqlite"
        import psycopg

        self.name = f"serambi_jobs_{os.getpid()}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}"')
        os.environ["DATABASE_URL"] = urlsplit(self.server)._replace(path=f"/{self.name}").geturl()
        return "postgresql"

    def __exit__(self, *_error: object) -> None:
        if self.server.startswith("postgres"):
            import psycopg

            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self.state.cleanup()


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings"
    import django

    django.setup()
    from serambi.apps.jobs.kinds import JobResult, work

    @work("bench.trivial", title="Nothing")
    def trivial(progress: Any, *, by: Any) -> JobResult:
        progress.tell(1, 1)
        return JobResult()


def _worker() -> None:
    _django()
    from serambi.apps.jobs.worker import Worker, end_with_parent, listen_to_signals

    worker = Worker()
    listen_to_signals(worker)
    end_with_parent()
    worker.run()


def _measure(count: int, alone: int) -> dict[str, Any]:
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    queued = _start(count)
    workers = [
        subprocess.Popen([sys.executable, __file__, "--role=worker"], env={**os.environ, "PYTHONPATH": str(ROOT)})
        for _number in range(WORKERS)
    ]
    try:
        _wait_until_done()
        throughput = _throughput(count)
        waits = [_one_alone() for _number in range(alone)]
        memory = [_resident(worker.pid) for worker in workers]
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()
    return {
        "jobs": count,
        "queueing one, ms": round(1000 * queued / count, 2),
        "carried out each second": round(throughput, 1),
        "start to running, median ms": round(1000 * statistics.median(waits), 1),
        "start to running, longest ms": round(1000 * max(waits), 1),
        "memory of a worker, MB": round(max(memory)),
        **_telling(),
    }


def _start(count: int) -> float:
    from serambi.apps.jobs.services import start

    begun = time.perf_counter()
    for _number in range(count):
        start("bench.trivial", by=None)
    return time.perf_counter() - begun


def _wait_until_done() -> None:
    from serambi.apps.jobs.models import Job

    while Job.objects.open().exists():
        time.sleep(0.05)


def _throughput(count: int) -> float:
    """Return jobs per second from the first beginning to the last end, without the start of the processes."""
    from django.db.models import Max, Min

    from serambi.apps.jobs.models import Job

    found = Job.objects.aggregate(first=Min("started_at"), last=Max("ended_at"))
    return count / (found["last"] - found["first"]).total_seconds()


def _one_alone() -> float:
    from serambi.apps.jobs.services import start

    job = start("bench.trivial", by=None)
    _wait_until_done()
    job.refresh_from_db()
    return (job.started_at - job.queued_at).total_seconds()


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _telling() -> dict[str, float]:
    """Return what telling costs the work, writing what was told, and a reader of it, in microseconds."""
    import uuid

    from serambi.apps.jobs import board
    from serambi.apps.jobs.progress import Progress

    job, told = uuid.uuid4(), {"done": 12_345, "total": 50_000, "sentence": {"text": "Rows", "facts": {}, "many": ""}}
    progress = Progress(job)
    board.ring()
    return {
        "telling, µs": _each(lambda: progress.tell(1, 2, "Rows"), 100_000),
        "writing what was told, µs": _each(lambda: board.tell(job, told), 2_000),
        "reading it, µs": _each(lambda: board.told(job), 2_000),
    }


def _each(call: Any, times: int) -> float:
    begun = time.perf_counter()
    for _number in range(times):
        call()
    return round(1e6 * (time.perf_counter() - begun) / times, 2)


if __name__ == "__main__":
    main()
