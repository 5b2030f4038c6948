"""XLS files are read in a process apart, with a limit of memory and of time.

calamine asks for as much memory as an XLS file says it needs, and where the system has not that much, the whole process
ends at once. XLSX is read here in the process: what it may ask for is known before (see `worksheets`).
"""

from __future__ import annotations

import pickle
import sys
from typing import Final

from serambi.exchange.tables.raw_sheets import RawSheet, raw_sheets
from serambi.files.apart import EndedApart, limit_memory, run_apart

__all__ = ["EndedApart", "raw_sheets_apart"]

SECONDS: Final = 60
MEMORY_BYTES: Final = 2_000_000_000


def raw_sheets_apart(content: bytes) -> list[RawSheet]:
    """Return what `raw_sheets` returns; raise EndedApart when the file cannot be read."""
    found: list[RawSheet] = pickle.loads(  # noqa: S301 - written by the function below
        run_apart(__name__, content=content, seconds=SECONDS)
    )
    return found


def main() -> None:
    """Read a workbook from the standard input and write its sheets to the standard output."""
    limit_memory(MEMORY_BYTES)
    found = raw_sheets(sys.stdin.buffer.read())
    pickle.dump(found, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
