"""Where a running job and those who wait for it tell each other things while the database is being written.

A job that writes all or nothing keeps its transaction open. What it tells of its progress must be seen before that
ends, and on SQLite nobody else can write until then; so both stand in small files under the state folder
(`docs/decisions/0012-progress-beside-the-database.md`):

- `<job>.lock` is locked by the process that runs the job; the system frees it when that process dies, however it dies.
  Its time of change is the last sign of life.
- `<job>.json` is what was last told, replaced as a whole.
- `<job>.stop` is there when somebody asked to stop.
- `bell` is touched when a job was queued.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    return Path(settings.STATE) / "jobs"


def _path(job: UUID | str, kind: str) -> Path:
    return folder() / f"{job}.{kind}"


# Who runs it --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def held(job: UUID | str) -> Iterator[bool]:
    """Hold a job, or a duty by its name, for this process; False when another process that is alive holds it."""
    path = _path(job, "lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def live(job: UUID) -> None:
    """Leave a sign of life."""
    os.utime(_path(job, "lock"))


def last_sign(job: UUID) -> dt.datetime | None:
    """Return when the process that runs the job last showed that it lives; None when none ever did."""
    with contextlib.suppress(FileNotFoundError):
        return dt.datetime.fromtimestamp(_path(job, "lock").stat().st_mtime, tz=dt.UTC)
    return None


# What it tells ------------------------------------------------------------------------------------------------------


def tell(job: UUID, told: dict[str, Any]) -> None:
    """Write what the job tells; a reader sees the old or the new, never half of it."""
    path = _path(job, "json")
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False))
    fresh.replace(path)


def told(job: UUID) -> dict[str, Any]:
    """Return what the job told last; empty when it has told nothing."""
    with contextlib.suppress(FileNotFoundError):
        found = json.loads(_path(job, "json").read_text())
        return found if isinstance(found, dict) else {}
    return {}


def forget_told(job: UUID) -> None:
    """Take away what an earlier attempt told."""
    _path(job, "json").unlink(missing_ok=True)


# Stopping -----------------------------------------------------------------------------------------------------------


def ask_to_stop(job: UUID, asked: dict[str, Any]) -> None:
    """Ask whoever runs the job to stop it. asked: by whom, for the record."""
    path = _path(job, "stop")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".ask")
    fresh.write_text(json.dumps(asked))
    fresh.replace(path)


def asked_to_stop(job: UUID) -> dict[str, Any] | None:
    """Return who asked to stop the job, or None when nobody did."""
    try:
        found = json.loads(_path(job, "stop").read_text())
    except FileNotFoundError:
        return None
    return found if isinstance(found, dict) else {}


def stop_is_asked(job: UUID) -> bool:
    return _path(job, "stop").exists()


# The bell and the end -----------------------------------------------------------------------------------------------


def ring() -> None:
    """Tell the workers that something was queued."""
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / "bell").touch()


def last_ring() -> int:
    """Return a number that is other after each ring."""
    try:
        return (folder() / "bell").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def clear(job: UUID) -> None:
    """Take away everything about a job that has ended."""
    for kind in ("json", "new", "stop", "ask", "lock"):
        _path(job, kind).unlink(missing_ok=True)
