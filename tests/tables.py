"""The tables of the tests, made once by all migrations and copied from then on.

Playing 83 migrations takes longer than a thousand tests. For SQLite the copy is kept in `var/test` under the hash of
every migration that made it, so that another migration, or another version of a library with tables, makes it anew. On
PostgreSQL it is a database of the server beside those of the tests, under the same hash, and goes with the server.
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
from urllib.parse import urlsplit

import django
import psycopg
from django.apps import apps
from django.conf import settings
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


def _migrate(folder: str, **environment: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    subprocess.run(
        [sys.executable, "-m", "serambi", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={**kept, "SERAMBI_MODE": "test", "SERAMBI_STATE": folder, **environment},
        check=True,
    )


def _make(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        _migrate(folder)
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


def kept_database() -> str:
    """Return the name of a database with every table on the server of DATABASE_URL, as `kept_tables` does a file."""
    server, name = os.environ["DATABASE_URL"], f"serambi_tables_{_fingerprint()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(83)")  # until the connection is closed
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            older = "SELECT datname FROM pg_database WHERE datname LIKE 'serambi_tables_%'"
            for (one,) in connection.execute(older).fetchall():
                connection.execute(f'DROP DATABASE "{one}"')
            # It gets its name when it is whole: one that somebody interrupted is made anew.
            connection.execute(f'CREATE DATABASE "{name}_begun"')
            FOLDER.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
                _migrate(folder, DATABASE_URL=urlsplit(server)._replace(path=f"/{name}_begun").geturl())
            connection.execute(f'ALTER DATABASE "{name}_begun" RENAME TO "{name}"')
    return name


@contextmanager
def copied_database() -> Iterator[None]:
    """Let Django begin the database of the tests as a copy of the one above; it then finds every migration done."""
    test = settings.DATABASES["default"]["TEST"]
    test["TEMPLATE"] = kept_database()
    try:
        yield
    finally:
        del test["TEMPLATE"]


def _has_tables(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def copy_to(state: Path) -> None:
    """Put the tables where a Serambi with that state folder finds them."""
    shutil.copyfile(kept_tables(), state / "serambi.sqlite3")
