"""The loop of a worker: takes what is queued, looks after what others left, and ends when it is told to."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from types import FrameType
from typing import Any

from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from serambi.apps.jobs import board
from serambi.apps.jobs.clock import carry_out_due, know_duties
from serambi.apps.jobs.recovery import recover
from serambi.apps.jobs.running import Current

log = logging.getLogger(__name__)

BACKEND = "default"
# The bell is looked at ten times a second; the queue itself now and then, should a bell be missed.
_BELL_SECONDS = 0.1
_QUEUE_SECONDS = 2.0
_RECOVER_SECONDS = 2.0
_CLOCK_SECONDS = 10.0
_PARENT_SECONDS = 1.0


class Worker:
    """Carries out one task at a time, oldest first; any number of workers share a queue."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:64]
        self._ending = threading.Event()
        self._recovered_at = self._clock_at = float("-inf")
        self._queue = QueueWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def end(self) -> None:
        """End after the task in hand, which is put into the queue again at its next safe point if its kind allows."""
        self._ending.set()
        Current.interrupt()

    def run(self) -> None:
        """Work until told to end."""
        while not self._ending.is_set():
            ring = board.last_ring()
            try:
                worked = self.step()
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
                log.info("the database is kept by another writer")
                worked = False
            if not worked:
                self._wait(ring)

    def step(self) -> bool:
        """Look after lost jobs and at the clock when it is time, then carry out one task; False when there was none."""
        close_old_connections()
        if time.monotonic() - self._recovered_at > _RECOVER_SECONDS:
            self._recovered_at = time.monotonic()
            recover()
        self._look_at_the_clock()
        found = self._take()
        if found is None:
            return False
        self._queue.run_task(found)
        return True

    def _look_at_the_clock(self) -> None:
        if self._clock_at == float("-inf"):
            know_duties(timezone.now())
        if time.monotonic() - self._clock_at > _CLOCK_SECONDS:
            self._clock_at = time.monotonic()
            carry_out_due()

    def _take(self) -> DBTaskResult[..., Any] | None:
        ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
        if not ready.exists():  # looking first keeps an idle worker from ever asking for the write lock
            return None
        with exclusive_transaction():
            found = ready.get_locked()
            if found is not None:
                found.claim(self.name)
        return found

    def _wait(self, ring: int) -> None:
        until = time.monotonic() + _QUEUE_SECONDS
        while time.monotonic() < until and board.last_ring() == ring:
            if self._ending.wait(_BELL_SECONDS):
                return


def listen_to_signals(worker: Worker) -> None:
    """End the worker on Ctrl-C and on SIGTERM; a second one ends the process at once."""

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        worker.end()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)


def end_with_parent() -> None:
    """Tell this process to end when the one that started it is gone, however that died."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
