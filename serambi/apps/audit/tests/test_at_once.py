"""Several processes write and seal at once; the chain has every committed entry, once, without a gap."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.tables import kept_database, kept_tables

ROOT = Path(__file__).parents[4]
WRITERS, ROUNDS = 3, 20
WRITER = """
import sys
import django
django.setup()
from django.db import transaction
from serambi.apps.audit.addresses import CURRENT
from serambi.apps.audit.models import ChainHead, Verb
from serambi.apps.audit.services import record, record_many

writer, rounds = int(sys.argv[1]), int(sys.argv[2])
CURRENT.set(f"203.0.113.{writer}")
for number in range(rounds):
    thing = ChainHead(pk=number, seq=number)
    record(Verb.CHANGED, thing, by=None, after={"writer": writer, "number": number})
    try:
        with transaction.atomic():
            record(Verb.CHANGED, thing, by=None, after={"writer": writer, "number": "rolled back"})
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with transaction.atomic():
        record_many(Verb.LOADED, [(thing, {}, {"n": n}) for n in range(3)], by=None)
        record(Verb.CHANGED, thing, by=None)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return the environment of processes that share a database of their own, with every table."""
    if connection.vendor == "sqlite":
        shutil.copyfile(kept_tables(), tmp_path / "record.sqlite3")
        url = f"sqlite:///{tmp_path}/record.sqlite3"
    else:
        told = connection.settings_dict
        name = f"record_{os.getpid()}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {kept_database()}")
        host = told["HOST"] or told.get("OPTIONS", {}).get("host", "")
        url = f"postgresql://{told['USER']}@/{name}?host={host}"
    return {**os.environ, "SERAMBI_MODE": "test", "SERAMBI_STATE": str(tmp_path), "DATABASE_URL": url,
             "DJANGO_SETTINGS_MODULE": "serambi.config.settings", "PYTHONPATH": str(ROOT)}  # fmt: skip


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_leave_one_chain(environment: dict[str, str]) -> None:
    arguments = [sys.executable, "-c", WRITER]
    writers = [
        subprocess.Popen(
            [*arguments, str(n), str(ROUNDS)], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for n in range(WRITERS)
    ]
    for writer in writers:
        _out, error = writer.communicate(timeout=120)
        assert writer.returncode == 0, error

    outcome = json.loads(run(environment, "-m", "serambi", "audit", "verify", "--json"))
    written = WRITERS * ROUNDS * 5
    assert (outcome["ok"], outcome["waiting"]) == (True, 0)
    assert (outcome["count"], outcome["last"]) == (written, written)
