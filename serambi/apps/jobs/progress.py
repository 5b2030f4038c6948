"""What a running job tells of itself, and hears."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from serambi.apps.jobs import board
from serambi.apps.jobs.sentences import Sentence, sentence_of

# How often what was told is written, and how many of these pass between two signs of life.
_SECONDS = 0.25
_BEATS = 8


class Stopped(BaseException):
    """Raised inside the work when it is to stop: whatever transaction is open is rolled back.

    It is no Exception, so that work which goes on after an error of one row does not go on after this.
    """


class Interrupted(Stopped):
    """The worker ends; the job is begun again by another one, if its kind allows that."""


class Progress:
    """Handed to a piece of work; telling costs about a microsecond, so a row of a table may be told of."""

    def __init__(self, job: UUID) -> None:
        self._job = job
        self._told: dict[str, Any] = {}
        self._written: dict[str, Any] | None = None
        self._stop = False
        self._interrupted = False

    def tell(self, done: int, total: int | None = None, sentence: Sentence | str = "") -> None:
        """Say how far the work is: so many of a total, None when nobody knows how many there are.

        A safe point: raises Stopped here when somebody asked for it. Others see what was told a quarter of a second
        later, also while a transaction is open. An empty sentence keeps the last one.
        """
        said = sentence_of(sentence).plain() if sentence else self._told.get("sentence", {})
        self._told = {"done": done, "total": total, "sentence": said}
        self.check()

    def check(self) -> None:
        """Be a safe point without telling anything."""
        if self._interrupted:
            raise Interrupted
        if self._stop:
            raise Stopped

    def interrupt(self) -> None:
        """Make the next safe point raise Interrupted; called by the worker when it is told to end."""
        self._interrupted = True

    @property
    def told(self) -> dict[str, Any]:
        return self._told

    def look(self) -> None:
        """Write what is new, and hear whether to stop."""
        told = self._told
        if told is not self._written and told:
            board.tell(self._job, told)
            self._written = told
        self._stop = self._stop or board.stop_is_asked(self._job)


@contextmanager
def watched(progress: Progress, job: UUID) -> Iterator[None]:
    """Write what the work tells, leave signs of life and listen, in a thread of its own that knows no database."""
    ended = threading.Event()

    def watch() -> None:
        beat = 0
        while not ended.wait(_SECONDS):
            progress.look()
            beat += 1
            if beat % _BEATS == 0:
                board.live(job)

    progress.look()
    thread = threading.Thread(target=watch, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
