"""A worker that is told to end, and what it takes from the queue; killing real ones is in `tests/workers`."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from serambi.apps.accounts.models import User
from serambi.apps.jobs import worker as worker_module
from serambi.apps.jobs.models import Duty, Job, State
from serambi.apps.jobs.progress import Progress
from serambi.apps.jobs.services import start, stop
from serambi.apps.jobs.worker import Worker, listen_to_signals
from tests.cast import Cast

Register = Callable[..., str]


def nothing(progress: Progress, *, by: User | None) -> None: ...


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the connection of the test open, however old it is: its transaction is in it."""
    monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)


@pytest.fixture
def queue(settings: Any, cast: Cast) -> None:
    """Jobs wait in the database, as they do outside tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def handlers() -> Iterator[None]:
    """Give the signals back to whoever had them."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_it_carries_out_what_waits_oldest_first_and_then_ends(queue: None, cast: Cast, registered: Register) -> None:
    order: list[str] = []

    def note(progress: Progress, *, by: User | None, name: str) -> None:
        order.append(name)

    kind = registered(note)
    jobs = [start(kind, by=cast.oka, arguments={"name": name}) for name in ("first", "second", "third")]
    assert DBTaskResult.objects.count() == 3
    stop(jobs[1], by=cast.oka)
    call_command("worker", "--once", stdout=io.StringIO())

    assert order == ["first", "third"]
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == [State.DONE, State.STOPPED, State.DONE]
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_it_looks_at_the_clock(queue: None) -> None:
    assert not Worker().step()

    assert Duty.objects.filter(name="jobs.clean").exists()


def test_the_same_signal_again_ends_it_once_and_at_its_next_task(
    queue: None, registered: Register, handlers: None
) -> None:
    job = start(registered(nothing), by=None)
    worker = Worker()
    listen_to_signals(worker)
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)  # as the one above tells it too
    worker.run()

    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_a_signal_much_later_ends_the_process_at_once(
    queue: None, handlers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []
    listen_to_signals(Worker())
    monkeypatch.setattr(worker_module, "_SAME_SECONDS", -1.0)
    os.kill(os.getpid(), signal.SIGTERM)

    def kill(process: int, number: int) -> None:
        killed.append(number)

    monkeypatch.setattr(os, "kill", kill)
    signal.raise_signal(signal.SIGTERM)

    assert killed == [signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
