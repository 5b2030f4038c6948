"""The tables of the tests, made once by all migrations and copied from then on.

Playing 83 migrations takes longer than a thousand tests. The copy is kept in `var/test` under the hash of every
migration that made it, so that another migration, or another version of a library with tables, makes it anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db.backends.signals import connection_created

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "test"


def kept_tables() -> Path:
    """Return a SQLite file with every table and no row of ours, made by the first who asks; others wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"tables-{_fingerprint()}.sqlite3"
    with (FOLDER / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for older in FOLDER.glob("tables-*.sqlite3"):
                older.unlink()
            _make(path)
    return path


def _fingerprint() -> str:
    """Return a hash of all that decides the tables."""
    found = hashlib.sha256(f"{sys.version} {django.__version__} {sqlite3.sqlite_version}".encode())
    for app in apps.get_app_configs():
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            found.update(f"{app.label} {file.name}".encode())
            found.update(file.read_bytes())
    found.update(inspect.getsource(sys.modules[__name__]).encode())
    return found.hexdigest()[:16]


def _make(path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        subprocess.run(
            [sys.executable, "-m", "serambi", "migrate", "--verbosity=0"],
            cwd=ROOT,
            env={**kept, "SERAMBI_MODE": "test", "SERAMBI_STATE": folder},
            check=True,
        )
        made = Path(folder, "serambi.sqlite3")
        with sqlite3.connect(made) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # one file, that can be copied and read by many
        database.close()
        made.rename(path)


@contextmanager
def copied_tables() -> Iterator[None]:
    """Fill the database in memory that Django opens for the tests; it then finds every migration done."""
    source = sqlite3.connect(f"file:{kept_tables()}?mode=ro&immutable=1", uri=True)

    def fill(connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite" and connection.is_in_memory_db() and not _has_tables(connection.connection):
            source.backup(connection.connection)

    connection_created.connect(fill)
    try:
        yield
    finally:
        connection_created.disconnect(fill)
        source.close()


def _has_tables(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def copy_to(state: Path) -> None:
    """Put the tables where a Serambi with that state folder finds them."""
    shutil.copyfile(kept_tables(), state / "serambi.sqlite3")
