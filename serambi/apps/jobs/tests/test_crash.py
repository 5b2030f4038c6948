"""Workers that are killed in the middle of a job, and others that look after what they left; real processes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

SCRIPT = Path(__file__).with_name("crash_worker.py")
ROOT = SCRIPT.parents[4]
# Only a bound against hanging for ever; what is waited for is looked at all the time.
PATIENCE_SECONDS = 60


class Regency:
    """A database of its own with its workers, and a process that starts jobs and tells how they are."""

    def __init__(self, state: Path, database: str) -> None:
        self.state, self.database = state, database
        self.processes: list[subprocess.Popen[str]] = []
        self.control = self._run("control")
        assert self._line() == "ready"

    def _run(self, role: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "SERAMBI_MODE": "test",
            "SERAMBI_STATE": str(self.state),
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "serambi.apps.jobs.tests.crash_settings",
            "DATABASE_URL": self.database,
        }
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), role],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen[str]:
        return self._run("work")

    def _line(self) -> str:
        assert self.control.stdout is not None
        return self.control.stdout.readline().strip()

    def ask(self, *command: str) -> Any:
        assert self.control.stdin is not None
        self.control.stdin.write(json.dumps(command) + "\n")
        self.control.stdin.flush()
        return json.loads(self._line())

    def until(self, job: str, found: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return how the job is as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            shown: dict[str, Any] = self.ask("show", job)
            if found(shown):
                return shown
            time.sleep(0.05)
        raise AssertionError(shown)

    def writer(self, job: str, *, other_than: int = 0) -> int:
        """Return the process that is in the middle of the job, as the job itself tells while nothing is committed."""

        def told(shown: dict[str, Any]) -> bool:
            said = re.search(r"\d+", shown["told"])
            return shown["state"] == "running" and said is not None and int(said[0]) != other_than

        return int(re.findall(r"\d+", self.until(job, told)["told"])[0])

    def let_go(self) -> None:
        (self.state / "gate").touch()

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()


@contextmanager
def own_database() -> Iterator[str]:
    """Give a database on the server that the tests use; nothing where they use none, which means a SQLite file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"serambi_crash_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def regency(tmp_path: Path) -> Iterator[Regency]:
    with own_database() as database:
        made = Regency(tmp_path, database)
        yield made
        made.end()


def test_work_in_one_transaction_happens_exactly_once_whoever_is_killed(regency: Regency) -> None:
    regency.worker(), regency.worker()
    job = regency.ask("start", "crash.whole", "Baru")

    first = regency.writer(job)
    os.kill(first, signal.SIGKILL)
    second = regency.writer(job, other_than=first)
    regency.worker()
    os.kill(second, signal.SIGTERM)  # gives way at its next safe point
    third = regency.writer(job, other_than=second)
    assert len({first, second, third}) == 3
    assert regency.ask("show", job)["written"] == []  # nobody sees what is not committed

    regency.let_go()
    shown = regency.until(job, lambda shown: shown["state"] not in {"queued", "running"})
    assert (shown["state"], shown["attempt"]) == ("done", 3)
    assert shown["written"] == [f"baru-{third}@serumpun.example"]


def test_work_that_must_not_be_repeated_stays_stopped_and_a_running_job_can_be_stopped(regency: Regency) -> None:
    regency.worker(), regency.worker()
    job = regency.ask("start", "crash.once", "Sekali")
    killed = regency.writer(job)
    os.kill(killed, signal.SIGKILL)
    shown = regency.until(job, lambda shown: shown["state"] != "running")

    assert (shown["state"], shown["attempt"]) == ("stopped", 1)
    assert "Part of it may have been done" in shown["failure"]
    assert shown["written"] == [f"sekali-{killed}@serumpun.example"]

    job = regency.ask("start", "crash.whole", "Baru")
    regency.writer(job)
    regency.ask("stop", job)  # asked while the job keeps the database
    shown = regency.until(job, lambda shown: shown["state"] != "running")

    assert (shown["state"], shown["written"]) == ("stopped", [])
    assert "Rani" in shown["failure"]
