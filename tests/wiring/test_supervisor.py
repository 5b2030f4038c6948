"""The process that keeps the web server and the workers running; its children here are small shell scripts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Only a bound against hanging for ever; what is waited for is looked at all the time.
PATIENCE_SECONDS = 30
STAYS = "echo $$ >> {file}; exec sleep 600"

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return how to start a supervisor of shell scripts that write their number into files of their own."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(**scripts: str) -> subprocess.Popen[bytes]:
        given: list[str] = []
        for name, script in scripts.items():
            given += ["--", "sh", "-c", script.format(file=tmp_path / name)]
        command = [sys.executable, "-m", "serambi.config.supervisor", *given]
        started.append(subprocess.Popen(command, cwd=ROOT))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def numbers(path: Path, count: int) -> list[int]:
    """Return the numbers of the processes that wrote theirs, once there are so many."""
    found: list[int] = []

    def enough() -> bool:
        nonlocal found
        found = [int(line) for line in path.read_text().split()] if path.exists() else []
        return len(found) >= count

    wait_until(enough)
    return found


def wait_until(found: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not found():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_gone(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def test_a_worker_that_dies_is_started_again_and_a_signal_ends_all(start: Start, tmp_path: Path) -> None:
    supervisor = start(server=STAYS, worker=STAYS)
    server, first = numbers(tmp_path / "server", 1)[0], numbers(tmp_path / "worker", 1)[0]
    os.kill(first, signal.SIGKILL)
    second = numbers(tmp_path / "worker", 2)[1]
    assert not is_gone(server)
    # Ctrl-C in a terminal goes to a whole group: children in groups of their own are told to end once, by us.
    assert os.getpgid(server) == server != os.getpgid(supervisor.pid)

    supervisor.terminate()
    assert supervisor.wait(PATIENCE_SECONDS) == 0
    assert is_gone(server)
    assert is_gone(second)


def test_when_the_server_ends_everything_ends_with_its_status(start: Start, tmp_path: Path) -> None:
    supervisor = start(server="while [ ! -e {file} ]; do sleep 0.02; done; exit 3", worker=STAYS)
    worker = numbers(tmp_path / "worker", 1)[0]
    (tmp_path / "server").touch()

    assert supervisor.wait(PATIENCE_SECONDS) == 3
    assert is_gone(worker)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system ends children with their parent on Linux")
def test_nothing_is_left_behind_when_it_is_killed(start: Start, tmp_path: Path) -> None:
    supervisor = start(server=STAYS, worker=STAYS)
    children = [numbers(tmp_path / name, 1)[0] for name in ("server", "worker")]
    supervisor.kill()

    wait_until(lambda: all(map(is_gone, children)))


def test_it_says_what_it_needs(start: Start) -> None:
    assert start().wait(PATIENCE_SECONDS) == 2
