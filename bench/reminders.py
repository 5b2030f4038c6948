"""How long reminding 2,000 people takes, and whether each is told exactly once when workers are killed meanwhile.

    python bench/reminders.py                                   on a SQLite file of its own
    python tools/postgresql.py -- python bench/reminders.py     in a PostgreSQL database of its own
    python bench/reminders.py --people 500 --kills 10           smaller

Each person has three things due, in one digest. First one worker alone; then, for a later day, two at once, one of
which is killed (SIGKILL) again and again at a random moment and started anew. Prints a table and writes
var/bench/reminders-sqlite.json or reminders-postgresql.json; ends with status 1 when somebody was told twice or not.
"""

# ruff: noqa: PLC0415 - Django is imported once the environment of a child process is set

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.recompute import _database as own_database  # noqa: E402 - found once the repository is on the path

TUESDAY = dt.date(2026, 6, 9)


def main() -> None:
    options = _options()
    if options.part:
        _django()
        print(json.dumps(PARTS[options.part](options)))
        return
    with tempfile.TemporaryDirectory(prefix="serambi-bench-") as folder, own_database() as url:
        os.environ |= {"SERAMBI_MODE": "test", "SERAMBI_STATE": folder, "PYTHONPATH": str(ROOT)}
        if url:
            os.environ["DATABASE_URL"] = url
        result = {"people": options.people, **_part("generate", options), **_part("alone", options)}
        result |= _killed(options)
        result |= _part("count", options)
    kind = "postgresql" if result.pop("database") == "postgresql" else "sqlite"
    for name, value in result.items():
        print(f"{name:<28} {value}")
    target = ROOT / "var" / "bench" / f"reminders-{kind}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"cores": os.cpu_count(), **result}, indent=1) + "\n")
    if result["told_twice"] or result["not_told"]:
        sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    return parser.parse_args()


def _command(name: str, options: argparse.Namespace) -> list[str]:
    return [sys.executable, "-m", "bench.reminders", "--part", name, "--people", str(options.people)]


def _part(name: str, options: argparse.Namespace) -> dict[str, Any]:
    done = subprocess.run(_command(name, options), cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _killed(options: argparse.Namespace) -> dict[str, Any]:
    """Run two workers at once and kill one of them at random, until both have ended by themselves."""
    chance = random.Random(7)
    command, kills, began = _command("later", options), 0, time.monotonic()
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    while any(worker.poll() is None for worker in running):
        time.sleep(chance.uniform(0.5, 4))
        victim = chance.randrange(2)
        if kills < options.kills and running[victim].poll() is None:
            running[victim].kill()
            running[victim].wait()
            kills += 1
            running[victim] = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    # Whoever was killed last left work to the next run.
    last = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return {"kills": kills, "with_kills_s": round(time.monotonic() - began, 1), "last_status": last.returncode}


# In a child process -------------------------------------------------------------------------------------------------


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    import django

    django.setup()


def _due() -> None:
    """Let three things be due from everybody, as an app above would say."""
    from serambi.apps.accounts.models import User
    from serambi.apps.notifications.due import DueItem, due_items_from

    owners = frozenset(User.objects.values_list("pk", flat=True))

    def items(today: dt.date) -> list[DueItem]:
        return [
            DueItem(
                key=str(number),
                due_on=TUESDAY + dt.timedelta(days=7),
                subject={"id": f"Laporan {number}", "en": f"Report {number}"},
                link="/progress/",
                owners=owners,
            )
            for number in range(3)
        ]

    due_items_from("bench", items)


def _generate(options: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from serambi.apps.accounts.models import User

    call_command("migrate", verbosity=0)
    User.objects.bulk_create(
        [User(email=f"p{number}@bench.example", name=f"Person {number}") for number in range(options.people)]
    )
    return {"database": connection.vendor}


def _remind(day: dt.date) -> dict[str, Any]:
    from django.utils import timezone

    from serambi.apps.notifications.reminders import remind

    _due()
    began = time.monotonic()
    run = remind(timezone.make_aware(dt.datetime.combine(day, dt.time(9))))
    return {"told": run.told, "alone_s": round(time.monotonic() - began, 2)}


def _alone(options: argparse.Namespace) -> dict[str, Any]:
    return _remind(TUESDAY)


def _later(options: argparse.Namespace) -> dict[str, Any]:
    """Remind of the next threshold, a day before: a week after the first."""
    return _remind(TUESDAY + dt.timedelta(days=6))


def _count(options: argparse.Namespace) -> dict[str, Any]:
    from collections import Counter

    from serambi.apps.notifications.models import Delivery, Message

    told = Counter(Message.objects.filter(made_at__date__gt=TUESDAY).values_list("user_id", flat=True))
    return {
        "told_once": sum(count == 1 for count in told.values()),
        "told_twice": sum(count > 1 for count in told.values()),
        "not_told": options.people - len(told),
        "deliveries": Delivery.objects.count(),
    }


PARTS = {"generate": _generate, "alone": _alone, "later": _later, "count": _count}

if __name__ == "__main__":
    main()
