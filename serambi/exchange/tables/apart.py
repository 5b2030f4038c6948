"""XLS files are read in a process apart, with a limit of memory and of time.

calamine asks for as much memory as an XLS file says it needs, and where the system has not that much, the whole process
ends at once. A broken file may end a process, but not the one that serves people. XLSX is read here in the process:
what it may ask for is known before (see `worksheets`).
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from typing import Final

from serambi.exchange.tables.raw_sheets import RawSheet, raw_sheets

SECONDS: Final = 60
MEMORY_BYTES: Final = 2_000_000_000


class EndedApart(Exception):
    """The process apart ended without an answer, or did not end in time."""


def raw_sheets_apart(content: bytes) -> list[RawSheet]:
    """Return what `raw_sheets` returns; raise EndedApart when the file cannot be read."""
    command = [sys.executable, "-m", __name__]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RUST_BACKTRACE": "0"}
    try:
        answer = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, check=True, timeout=SECONDS, env=environment
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise EndedApart from error
    found: list[RawSheet] = pickle.loads(answer.stdout)  # noqa: S301 - written by the function below
    return found


def main() -> None:
    """Read a workbook from the standard input and write its sheets to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = raw_sheets(sys.stdin.buffer.read())
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
