"""Runs the web server and the workers as children of one process: `python -m serambi.config.supervisor`.

The arguments are commands, each after a `--`. The first is the server: when it ends, everything ends, with its exit
status. The others are started again when they end. Ctrl-C and SIGTERM end all of them; when this process itself is
killed, the system (Linux) or the children (`serambi worker --with-parent`) see to it that nothing is left behind.

Knows nothing of Django, so that it takes little memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

# How long children may take to end before they are killed; a worker puts its job back at the next safe point.
GRACE_SECONDS = 10.0
# A child that ends at once is not started again at once: the wait doubles up to the longest one.
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 30.0
HEALTHY_SECONDS = 20.0
_LOOK_SECONDS = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A command that is kept running. wait: how long to wait before it is started the next time, in seconds."""

    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    wait: float = SHORTEST_WAIT

    def start(self, now: float, before: Callable[[], None] | None) -> None:
        # The commands are our own (`serve.py`); the hook only names a signal, and this process has one thread.
        self.process = subprocess.Popen(self.command, preexec_fn=before)  # noqa: S603, PLW1509
        self.started_at = now

    def look(self, now: float) -> int | None:
        """Return the exit status of a child that has ended, None while it runs or waits to be started again."""
        if self.process is None:
            return None
        status = self.process.poll()
        if status is not None:
            lived = now - self.started_at
            self.wait = SHORTEST_WAIT if lived > HEALTHY_SECONDS else min(self.wait * 2, LONGEST_WAIT)
            self.process, self.start_at = None, now + self.wait
        return status


@dataclass
class Supervisor:
    server: Child
    others: list[Child] = field(default_factory=list)
    ending: bool = False

    def run(self) -> int:
        """Keep the children running until the server ends or a signal says so; returns the exit status."""
        signal.signal(signal.SIGINT, self._end)
        signal.signal(signal.SIGTERM, self._end)
        before = end_with_this_process()
        self.server.start(time.monotonic(), before)
        status: int | None = None
        while not self.ending and status is None:
            now = time.monotonic()
            for child in self.others:
                child.look(now)
                if child.process is None and now >= child.start_at:
                    child.start(now, before)
            status = self.server.look(now)
            if status is None:
                time.sleep(_LOOK_SECONDS)
        self._stop_all()
        return 0 if status is None or self.ending else abs(status)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True

    def _stop_all(self) -> None:
        running = [child.process for child in (self.server, *self.others) if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(until - time.monotonic(), 0.0))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def end_with_this_process() -> Callable[[], None] | None:
    """Return what a child does before it begins, so that the system ends it with its parent; None where none does."""
    if not sys.platform.startswith("linux"):
        return None
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getpid()

    def before() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died before the signal was asked for
            os._exit(1)

    return before


def commands(arguments: Sequence[str]) -> list[list[str]]:
    """Return the commands among arguments, each after a `--`.

    >>> commands(["--", "granian", "--port=8000", "--", "serambi", "worker"])
    [['granian', '--port=8000'], ['serambi', 'worker']]
    """
    found: list[list[str]] = []
    for argument in arguments:
        if argument == "--":
            found.append([])
        elif found:
            found[-1].append(argument)
    return [command for command in found if command]


def main() -> int:
    given = commands(sys.argv[1:])
    if not given:
        sys.stderr.write("Name the commands to run, each after a --.\n")
        return 2
    server, *others = (Child(command) for command in given)
    return Supervisor(server, others).run()


if __name__ == "__main__":
    sys.exit(main())
