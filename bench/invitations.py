"""How long sending 40 invitations takes, and whether each goes out exactly once when its worker is killed meanwhile.

    python bench/invitations.py                                   on a SQLite file of its own
    python tools/postgresql.py -- python bench/invitations.py     in a PostgreSQL database of its own
    python bench/invitations.py --receivers 8 --kills 2           smaller

Each receiver is an organization with an officer and a head. First the job alone; then, for a second meeting, the same
work in a process that is killed (SIGKILL) again and again after a few letters and begun anew. Prints a table and writes
var/bench/invitations-sqlite.json or invitations-postgresql.json; ends with status 1 when a letter was sent twice or not
at all, or the 40 took five seconds or more.
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

LIMIT_S = 5.0
LIMIT_RECEIVERS = 40


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
        result = {"receivers": options.receivers, **_part("generate", options)}
        if not options.out:
            result |= _part("alone", options)
        result |= {"kills": _killed(options), **_part("count", options)}
    kind = "postgresql" if result.pop("database") == "postgresql" else "sqlite"
    for name, value in result.items():
        print(f"{name:<28} {value}")
    target = options.out or ROOT / "var" / "bench" / f"invitations-{kind}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"cores": os.cpu_count(), **result}, indent=1) + "\n")
    is_slow = options.receivers <= LIMIT_RECEIVERS and result.get("alone_s", 0) >= LIMIT_S
    if result["sent_twice"] or result["not_sent"] or result["files_missing"] or is_slow:
        sys.exit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--receivers", type=int, default=LIMIT_RECEIVERS)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--out", type=Path, help="only kill, take no time, and write the figures there")
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    return parser.parse_args()


def _command(name: str, options: argparse.Namespace) -> list[str]:
    return [sys.executable, "-m", "bench.invitations", "--part", name, "--receivers", str(options.receivers)]


def _part(name: str, options: argparse.Namespace) -> dict[str, Any]:
    done = subprocess.run(_command(name, options), cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _killed(options: argparse.Namespace) -> int:
    """Kill the process after one to four of the letters it says it begins, then let one end by itself."""
    chance = random.Random(7)
    for kill in range(options.kills):
        worker = subprocess.Popen(_command("send", options), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _line in range(chance.randint(1, 4)):
            if worker.stdout is None or not worker.stdout.readline().startswith("letter"):
                worker.communicate()
                return kill
        time.sleep(chance.uniform(0, 0.08))  # somewhere in making the letter or in writing it down
        worker.kill()
        worker.communicate()
    subprocess.run(_command("send", options), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return int(options.kills)


# In a child process -------------------------------------------------------------------------------------------------


def _django() -> None:
    # The settings of the tests that kill workers: a queue in the database, so that a job waits until it is run here.
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.workers.settings"
    import django

    django.setup()


def _generate(options: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization, Role
    from serambi.apps.meetings import services
    from serambi.apps.meetings.models import AgendaItem
    from serambi.apps.meetings.services import LetterFacts, MeetingFacts

    call_command("migrate", run_syncdb=True, verbosity=0)
    organizations = Organization.objects.bulk_create(
        [Organization(abbreviation=f"OPD{n}", name=f"Dinas Urusan {n}") for n in range(options.receivers)]
    )
    people = User.objects.bulk_create(
        [User(email=f"p{n}@bench.example", name=f"Person {n}") for n in range(2 * options.receivers)]
    )
    by = User.objects.create_user("coordinator@bench.example", name="Coordinator")
    Membership.objects.create(user=by, organization=organizations[0], role=Role.COORDINATOR)
    Membership.objects.bulk_create(
        [
            Membership(user=user, organization=organizations[n // 2], role=Role.HEAD if n % 2 else Role.OFFICER)
            for n, user in enumerate(people)
        ]
    )
    body = services.create_body({"code": "tim", "name": "Tim", "usual_title": "Rakor"}, by=by)
    for organization in organizations:
        services.add_member(body, organization, role="member", by=by)
    for number in range(2):
        starts = timezone.now() + dt.timedelta(days=7 + number)
        planned = MeetingFacts(f"Rakor {number}", starts, 120, place="Aula")
        meeting = services.plan_meeting(body, planned, by=by)
        AgendaItem.objects.bulk_create(
            [AgendaItem(body=body, meeting=meeting, title=f"Pokok bahasan {n}", position=n) for n in range(8)]
        )
        services.keep_letter(meeting, LetterFacts("005/1", starts.date(), "penting", "Undangan"), by=by)
    return {"database": connection.vendor}


def _job(number: int) -> Any:
    """Return the job that sends the letter of one of the two meetings, begun the first time it is asked for."""
    from django.utils import timezone

    from serambi.apps.accounts.models import User
    from serambi.apps.jobs.models import Job
    from serambi.apps.meetings import services
    from serambi.apps.meetings.models import Meeting

    meeting = Meeting.objects.order_by("pk")[number]
    known = Job.objects.filter(subject=meeting.title).first()
    if known is not None:
        return known
    by, now = User.objects.get(email="coordinator@bench.example"), timezone.now()
    return services.send_invitations(meeting, by=by, today=timezone.localdate(now), now=now)


def _alone(options: argparse.Namespace) -> dict[str, Any]:
    from serambi.apps.jobs import running

    job = _job(0)
    began, used = time.monotonic(), time.process_time()
    running.run(job.public_id)
    took, used = time.monotonic() - began, time.process_time() - used
    job.refresh_from_db()
    each = round(1000 * took / options.receivers)
    return {"alone_s": round(took, 2), "processor_s": round(used, 2), "each_ms": each, "state": job.state}


def _send(options: argparse.Namespace) -> dict[str, Any]:
    """Do the work of the second job, saying before each letter that it begins."""
    from serambi.apps.jobs.services import Progress, Sentence
    from serambi.exchange.papers import sending

    class Saying(Progress):
        def tell(self, done: int, total: int | None = None, sentence: Sentence | str = "") -> None:
            print(f"letter {done}", flush=True)
            super().tell(done, total, sentence)

    job = _job(1)
    sending.send_invitations(Saying(job.public_id), by=job.owner, **job.arguments)
    return {}


def _count(options: argparse.Namespace) -> dict[str, Any]:
    from collections import Counter

    from serambi.apps.accounts.models import User
    from serambi.apps.meetings.models import Invitation, Meeting
    from serambi.apps.notifications.models import Delivery, Message

    counted = {"sent_twice": 0, "not_sent": 0, "files_missing": 0}
    for meeting in Meeting.objects.filter(letter__sent_at__isnull=False):
        keys = [f"invitation:{pk}:0:" for pk in Invitation.objects.filter(meeting=meeting).values_list("pk", flat=True)]
        told = [one for one in Message.objects.prefetch_related("enclosures") if one.key.startswith(tuple(keys))]
        times = Counter(one.user_id for one in told)
        counted["sent_twice"] += sum(times.values()) - len(times)
        counted["not_sent"] += User.objects.filter(email__startswith="p").count() - len(times)
        counted["not_sent"] += Invitation.objects.filter(meeting=meeting, sent_sequence=None).count()
        counted["files_missing"] += sum(len(one.enclosures.all()) != 2 for one in told)
    return {**counted, "messages": Message.objects.count(), "deliveries": Delivery.objects.count()}


PARTS = {"generate": _generate, "alone": _alone, "send": _send, "count": _count}

if __name__ == "__main__":
    main()
