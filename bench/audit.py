"""What the chained record costs a write, and how long a long one takes to be checked, read and carried over.

    python bench/audit.py                            1 million entries, writes at a plan of 150 programs
    python bench/audit.py --entries 200000 --rounds 50 --json var/bench/audit.json
    python tools/postgresql.py -- python bench/audit.py

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty). A
write is measured three ways in turn, so that other work on the machine hits all alike: without a record, with an entry
and no chain, and as it is. The migration begins with the table of before the chain, filled with as many entries.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.dashboard import fill, start_django

BATCH = 20_000
WAYS = ("without a record", "an entry, no chain", "chained")


@contextmanager
def way(name: str) -> Iterator[None]:
    """Write the record this way meanwhile."""
    from serambi.apps.audit import services
    from serambi.apps.audit.models import Entry

    def plain(drafts: list[Any]) -> list[Any]:
        entries = [draft.entry for draft in drafts]
        if len(entries) == 1:
            entries[0].save(force_insert=True)
        else:
            Entry.objects.bulk_create(entries, batch_size=500)
        return entries

    if name == "chained":
        yield
        return
    write = plain if name == "an entry, no chain" else (lambda drafts: [draft.entry for draft in drafts])
    with patch.object(services, "_write", write), patch.object(services, "origin_of", lambda *_args, **_more: None):
        yield


def _coordinator() -> Any:
    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization

    found = User.objects.filter(name="Rani").first()
    if found is None:
        found = User.objects.create_user("rani@serumpun.example", "a-veranda-in-the-afternoon", name="Rani")
        Membership.objects.create(user=found, organization=Organization.objects.all()[0], role="coordinator")
    return found


def measure_writes(rounds: int, clock: Callable[[], float]) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each write in each way."""
    from django.test import Client
    from django.urls import reverse

    from serambi.apps.audit.models import Verb
    from serambi.apps.audit.services import record_many, snapshot
    from serambi.apps.observations.models import Series
    from serambi.apps.observations.services import record_value
    from serambi.apps.plans.models import Program
    from serambi.apps.plans.services import change_program
    from serambi.apps.regions.models import Area
    from serambi.methods.periods import Period

    user = _coordinator()
    series = list(Series.objects.all()[:50])
    region = Area.objects.get(code="90.01")
    programs = list(Program.objects.all()[:50])
    rows = [(program, snapshot(program)) for program in Program.objects.all()]
    period = Period.parse("2025-03")
    count = iter(range(10**9))

    def save_figure() -> None:
        number = next(count)
        record_value(
            series[number % 50], area=region, period=period, value=Decimal(number % 900), by=user, is_final=True,
            quality="measured", origin="agency", reason="counted again",
        )  # fmt: skip

    def rename() -> None:
        number = next(count)
        change_program(programs[number % 50], by=user, name=f"Program {number}")

    client = Client()
    client.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")

    def report_stage() -> None:
        """Report how far a program is, by its page, as a person does."""
        number = next(count)
        sent = {"stage": ("planning", "execution")[number // 50 % 2], "stage_note": f"{number}"}
        address = reverse("plans:program_stage", args=[programs[number % 50].code])
        if client.post(address, sent).status_code != 302:
            sys.exit("the stage was not taken")

    def change_many() -> None:
        """Change every program at once, with the update that such a change consists of."""
        from django.db import transaction

        number = next(count)
        with transaction.atomic():
            for program, _before in rows:
                program.name = f"Program {number}"
            Program.objects.bulk_update([program for program, _before in rows], ["name"], batch_size=200)
            record_many(Verb.CHANGED, [(p, before, before | {"name": p.name}) for p, before in rows], by=user)

    found: dict[str, dict[str, float]] = {}
    for what, act, times in (
        ("save one figure", save_figure, rounds),
        ("rename a program", rename, rounds),
        ("report a stage by its page", report_stage, rounds),
        (f"change {len(rows)} programs at once", change_many, max(rounds // 10, 5)),
    ):
        taken: dict[str, list[float]] = {name: [] for name in WAYS}
        for turn in range(times + 3):
            for name in WAYS[turn % 3 :] + WAYS[: turn % 3]:
                with way(name):
                    begin = clock()
                    act()
                    spent = (clock() - begin) * 1000
                if turn >= 3:
                    taken[name].append(spent)
        found[what] = {name: statistics.median(values) for name, values in taken.items()}
    return found


def measure_record(entries: int) -> dict[str, float]:
    """Write so many entries as the program writes them, check them all, and read pages of them."""
    from django.conf import settings
    from django.test import Client

    from serambi.apps.accounts.models import User
    from serambi.apps.audit.models import Entry, Verb
    from serambi.apps.audit.sealing import seal
    from serambi.apps.audit.services import record, record_many
    from serambi.apps.audit.verifying import verify
    from serambi.apps.plans.models import Program

    user, program = _coordinator(), Program.objects.all()[0]
    others = [User.objects.create_user(f"p{n}@serumpun.example", None, name=f"Orang {n}") for n in range(40)]
    settings.AUDIT_SEAL_AFTER = 3600.0  # sealed below, so that it is part of the time
    begin, busy = time.perf_counter(), time.process_time()
    for start in range(0, entries, BATCH):
        rows = [(program, {"stage": "planning"}, {"stage": "execution", "n": start + n}) for n in range(BATCH - 2000)]
        record_many(Verb.CHANGED, rows, by=others[start // BATCH % 40])
        people = [
            (other, {"name": "a"}, {"name": "b", "email": f"{n}@x.example"}) for n in range(40) for other in others
        ]
        record_many(Verb.CHANGED, people + people[:400], by=user)
        seal()
    written, wrote = time.perf_counter() - begin, time.process_time() - busy
    busy = time.process_time()
    outcome = verify()
    checked = time.process_time() - busy
    found = {f"write and seal {entries:,} entries, s": written, "… of the processor, s": wrote}
    if not outcome.is_good or outcome.count < entries:
        sys.exit(f"the chain is not whole: {outcome.count} {outcome.findings[:3]}")
    found[f"check {outcome.count:,} entries, s"] = outcome.seconds
    found["… of the processor, in checking, s"] = checked
    begin = time.perf_counter()
    verify(first=outcome.last - 9_999)
    found["check the newest 10,000, s"] = time.perf_counter() - begin
    record(Verb.DELETED, program, by=others[3], reason="Digabung")
    client = Client()
    client.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    middle = Entry.objects.get(seq=outcome.last // 2)
    place = f"{int((middle.at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) / dt.timedelta(microseconds=1))}-{middle.pk}"
    for what, query in {
        "the record": "",
        "the record, in the middle": f"older={place}",
        "the record, one person": f"actor={others[7].pk}",
        "the record, a rare action": "verb=deleted",
        "the record, a kind of object": "kind=accounts.user",
        "the record, an agency": "agency=1",
        "the record, searched (found)": "q=Orang+7",
        "the record, searched (one)": "q=Digabung",
    }.items():
        times = []
        for _turn in range(4):
            begin = time.perf_counter()
            if client.get(f"/audit/?{query}").status_code != 200:
                sys.exit(query)
            times.append((time.perf_counter() - begin) * 1000)
        found[f"{what}, ms"] = statistics.median(times[1:])
    return found


def measure_migration(entries: int) -> dict[str, float]:
    """Carry so many entries of before over into the chain."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:  # there is no way back in the migrations
        for table in ("audit_personalvalue", "audit_entry", "audit_origin", "audit_chainhead", "audit_verification"):
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    call_command("migrate", "audit", "0002", verbosity=0)
    at, change = "2026-01-01 00:00:00", '{"stage": "planning", "text": "Bank sampah"}'
    sql = (
        "INSERT INTO audit_entry (at, actor_id, actor_name, verb, object_type, object_id, object_name, before, after, "
        "reason, address) VALUES (%s, %s, %s, 'changed', %s, %s, %s, %s, %s, '', %s)"
    )
    with connection.cursor() as cursor:
        for start in range(0, entries, BATCH):
            rows = []
            for n in range(start, min(start + BATCH, entries)):
                kind = "accounts.user" if n % 20 == 0 else "plans.program"
                after = '{"name": "Oka", "email": "oka@serumpun.example"}' if n % 20 == 0 else change
                rows.append(
                    (at, n % 60 + 1, f"Orang {n % 60}", kind, str(n), "Program", "{}", after, f"10.0.0.{n % 200}")
                )
            cursor.executemany(sql, rows)
    begin, busy = time.perf_counter(), time.process_time()
    call_command("migrate", verbosity=0)
    return {
        f"carry {entries:,} entries over, s": time.perf_counter() - begin,
        "… of the processor, in carrying over, s": time.process_time() - busy,
    }


def _show(writes: dict[str, dict[str, float]], times: dict[str, float]) -> None:
    print(f"{'write, median ms':32}" + "".join(f"{name:>22}" for name in WAYS) + f"{'of the write':>16}")
    for what, found in writes.items():
        share = (found["chained"] / found["without a record"] - 1) * 100
        print(f"{what:32}" + "".join(f"{found[name]:22.2f}" for name in WAYS) + f"{share:14.1f} %")
    for what, value in times.items():
        print(f"{what:44}{value:10,.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--programs", type=int, default=150)
    parser.add_argument("--only", choices=["writes", "record", "migration"])
    parser.add_argument(
        "--processor", action="store_true", help="count the writer's own processor time, on a busy machine"
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        from django.conf import settings

        settings.AUDIT_SEAL_AFTER = 1.0  # as when it serves
        writes: dict[str, dict[str, float]] = {}
        times: dict[str, float] = {}
        steps: dict[str, Callable[[], Any]] = {
            "migration": lambda: times.update(measure_migration(options.entries)),
            "writes": lambda: writes.update(
                measure_writes(options.rounds, time.thread_time if options.processor else time.perf_counter)
            ),
            "record": lambda: times.update(measure_record(options.entries)),
        }
        if options.only in (None, "migration"):
            steps["migration"]()
        if options.only != "migration":
            fill(options.programs)
        # The writes come last: what they leave without a chain would be found by the check.
        if options.only in (None, "record"):
            steps["record"]()
        if options.only in (None, "writes"):
            steps["writes"]()
    times["peak memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    _show(writes, times)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps({"writes": writes, "times": times}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
