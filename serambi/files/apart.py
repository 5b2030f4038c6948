"""Work on a file of somebody else in a process apart, with a limit of memory and of time.

A library that reads a broken or malicious file may ask for all memory, never end, or end the process it runs in. It may
do that to a process of its own, but not to the one that serves people.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence


class EndedApart(Exception):
    """The process apart ended without an answer, or did not end in time."""


def run_apart(module: str, *arguments: str, content: bytes = b"", seconds: float) -> bytes:
    """Run a module of ours as a program and return what it writes; raise EndedApart when it fails or takes too long.

    content: what it reads from its standard input. It is to call `limit_memory` before it opens anything.
    """
    command: Sequence[str] = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RUST_BACKTRACE": "0"}
    try:
        answer = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, check=True, timeout=seconds, env=environment
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise EndedApart from error
    return answer.stdout


def limit_memory(count: int) -> None:
    """Let this process have that many bytes at most, and leave no picture of its memory when it is ended."""
    resource.setrlimit(resource.RLIMIT_AS, (count, count))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
