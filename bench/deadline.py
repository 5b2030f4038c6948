"""Whether forty agencies can report at once in the last minutes, and whether anything is lost or doubled.

    python bench/deadline.py                                    on a SQLite file of its own
    python tools/postgresql.py -- python bench/deadline.py      in a PostgreSQL database of its own
    python bench/deadline.py --agencies 4 --people 15 --seconds 20

40 agencies with 60 figures each and 150 people who have signed in, against `serambi serve` with two worker processes.
The work of ten minutes is done in four (`--seconds`). Everybody opens what is due and the form and saves three figures
at a time; every tenth save is sent again with the same key, every tenth twice at the same moment, of every tenth the
connection is cut before the answer, after which it is sent again. Who is last of an agency submits the report, twice.

Then what was sent is held against what is kept: every figure with its value, once, in the report and in the data; as
many receipts and entries in the record as different forms; one submission an agency. Times are those of the visitor,
from sending to the last byte. Writes var/bench/deadline-sqlite.json or deadline-postgresql.json and ends with status 1
when an answer was an error or anything is lost or doubled.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.recompute import _database as own_database  # noqa: E402 - found once the repository is on the path

FIGURES, DISTRICTS, AT_ONCE = 60, 4, 3
PERIOD = "2026-Q3"
WANTED_P95_MS = 400.0
_TOKEN = "d" * 32


@dataclass
class Person:
    """Somebody who reports. shares: the figures they fill in, three at a time, by key."""

    session: str
    agency: str
    shares: list[dict[str, str]]


@dataclass
class Measured:
    """What the answers were. times: milliseconds by kind of request."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    cut: int = 0
    repeated: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, kind: str, milliseconds: float, status: int, wanted: int = 200) -> None:
        with self.lock:
            self.times[kind].append(milliseconds)
            if status != wanted:
                self.errors.append(f"{kind}: {status}")


# The regency --------------------------------------------------------------------------------------------------------


def fill(agencies: int, people: int, today: dt.date) -> list[Person]:
    """Write the regency, its agencies with their series and people, and a quarter that is due today."""
    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization
    from serambi.apps.observations.models import Series
    from serambi.apps.progress.models import ReportingCycle
    from serambi.apps.progress.models.periods import period_named
    from serambi.apps.regions.models import Area
    from serambi.methods.periods import Period

    region = Area.objects.create(code="64.09", name="Kabupaten", kind="regency")
    places = [
        Area.objects.create(code=f"64.09.{n:02}", name=f"Kecamatan {n}", kind="district", parent=region)
        for n in range(1, DISTRICTS + 1)
    ]
    cycle = ReportingCycle.objects.create(
        code="quarterly", name="Triwulanan", frequency="quarter", asks_programs=False, asks_money=False,
        asks_figures=True,
    )  # fmt: skip
    period = period_named(cycle, Period.parse(PERIOD))
    period.opens_on, period.due_on = today - dt.timedelta(days=9), today
    period.grace_until = period.closes_on = today + dt.timedelta(days=9)
    period.save()
    everybody: list[Person] = []
    for number in range(agencies):
        agency = Organization.objects.create(abbreviation=f"OPD{number:02}", name=f"Dinas Nomor {number}")
        series = [
            Series.objects.create(
                code=f"s{number}.n{n}", name=f"Seri {number} {n}", unit="ton", area_level=3, producer=agency,
                frequency="quarter",
            )
            for n in range(FIGURES // DISTRICTS)
        ]  # fmt: skip
        keys = [f"figure-{one.pk}-{place.pk}-{PERIOD}" for one in series for place in places]
        figures = {key: f"{1000 * number + at}.25" for at, key in enumerate(keys)}
        count = people // agencies + (number < people % agencies)
        for index in range(count):
            user = User.objects.create_user(f"p{number}.{index}@bench.example", None, name=f"Petugas {number} {index}")
            Membership.objects.create(user=user, organization=agency, role="officer")
            mine = keys[index::count]
            shares = [{key: figures[key] for key in mine[at : at + AT_ONCE]} for at in range(0, len(mine), AT_ONCE)]
            everybody.append(Person(_session(user), agency.abbreviation, shares))
    return everybody


def _session(user: Any) -> str:
    """Return the key of a session in which the person has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "serambi.apps.accounts.backends.PeopleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


# The people ---------------------------------------------------------------------------------------------------------


@dataclass
class Visitor:
    """A person with a browser, whose scripts send the form."""

    person: Person
    port: int
    chance: random.Random
    until: float
    measured: Measured
    left: dict[str, int]  # how many of an agency's people have not finished

    @property
    def form(self) -> str:
        return f"/progress/reports/quarterly/{PERIOD}/{self.person.agency}/form/"

    def work(self) -> None:
        steps = len(self.person.shares) + 3
        begin = time.perf_counter()
        pause = max(self.until - begin, 0.0) / steps
        try:
            self._wait(begin + pause * self.chance.random())
            self.look()
            for index, share in enumerate(self.person.shares, start=1):
                self._wait(begin + pause * (index + self.chance.random()))
                self._save(share)
            with self.measured.lock:
                self.left[self.person.agency] -= 1
                last = self.left[self.person.agency] == 0
            if last:
                self._submit()
        except (OSError, http.client.HTTPException) as error:
            with self.measured.lock:
                self.measured.errors.append(repr(error))

    def look(self) -> None:
        self._get("what is due", "/progress/")
        self._get("the form", self.form)

    def _wait(self, moment: float) -> None:
        time.sleep(max(moment - time.perf_counter(), 0))

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.person.session}; csrftoken={_TOKEN}",
            "X-CSRFToken": _TOKEN,
            "X-Report": "script",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def _get(self, kind: str, path: str) -> None:
        self._ask(kind, "GET", path, None)

    def _ask(self, kind: str, method: str, path: str, body: str | None) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begin = time.perf_counter()
        with contextlib.closing(connection):
            connection.request(method, path, body, self._headers())
            answer = connection.getresponse()
            answer.read()
        self.measured.took(kind, (time.perf_counter() - begin) * 1000, answer.status)

    def _save(self, share: dict[str, str]) -> None:
        body = urlencode(
            {
                "key": str(UUID(int=self.chance.getrandbits(128), version=4)),
                "action": "save",
                **{f"{key}__version": "0" for key in share},
                **{f"{key}__number": value.replace(".", ",") for key, value in share.items()},
            }
        )
        drawn = self.chance.random()
        if drawn < 0.1:
            self._cut(body)
        if 0.1 <= drawn < 0.2:
            other = threading.Thread(target=self._ask, args=("a save, twice at once", "POST", self.form, body))
            other.start()
            self._ask("a save, twice at once", "POST", self.form, body)
            other.join()
        else:
            self._ask("a save", "POST", self.form, body)
        if drawn >= 0.9:
            self._ask("a save again", "POST", self.form, body)
        with self.measured.lock:
            self.measured.repeated += drawn < 0.2 or drawn >= 0.9

    def _cut(self, body: str) -> None:
        """Send a form and hang up before the answer, at a moment of its own."""
        head = f"POST {self.form} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(body)}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in self._headers().items())
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.sendall(f"{head}\r\n{body}".encode())
            time.sleep(self.chance.uniform(0, 0.05))
        with self.measured.lock:
            self.measured.cut += 1

    def _submit(self) -> None:
        body = urlencode({"key": str(UUID(int=self.chance.getrandbits(128), version=4)), "action": "submit"})
        self._ask("the submission", "POST", self.form, body)
        self._ask("the submission again", "POST", self.form, body)


def visit(everybody: list[Person], port: int, seconds: float) -> Measured:
    # A server that has run for a while has everything it needs in memory, on a day like this most of all.
    for _each in range(8):
        Visitor(everybody[0], port, random.Random(0), 0.0, Measured(), {}).look()
    measured, until = Measured(), time.perf_counter() + seconds
    left = dict(Counter(person.agency for person in everybody))
    visitors = [
        Visitor(person, port, random.Random(number), until, measured, left) for number, person in enumerate(everybody)
    ]
    threads = [threading.Thread(target=visitor.work) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return measured


# What is kept -------------------------------------------------------------------------------------------------------


def compare(everybody: list[Person]) -> dict[str, int]:
    """Return how many figures and reports are lost, doubled or not as they were sent; zeros where all is well."""
    from decimal import Decimal

    from serambi.apps.audit.models import Entry
    from serambi.apps.observations.models import Observation
    from serambi.apps.progress.models import ProgressReport, ReportItem, ReportMove, ReportReceipt

    sent = {key: Decimal(value) for one in everybody for share in one.shares for key, value in share.items()}
    forms = sum(len(one.shares) for one in everybody)
    agencies = {one.agency for one in everybody}
    kept = {one.key: one for one in ReportItem.objects.all()}
    data = {f"figure-{one.series_id}-{one.area_id}-{one.period}": one.value for one in Observation.objects.all()}
    reports = ProgressReport.objects.filter(state="submitted", asked=FIGURES, answered=FIGURES)
    moves = Counter(ReportMove.objects.filter(move="submit").values_list("report_id", flat=True))
    saves = [one for one in Entry.objects.filter(object_type="progress.progressreport") if "state" not in one.after]
    return {
        "figures_sent": len(sent),
        "figures_lost": sum(key not in kept for key in sent),
        "figures_doubled": ReportItem.objects.count() - len(kept),
        "figures_different": sum(kept[key].number != value for key, value in sent.items() if key in kept),
        "figures_written_twice": sum(one.version != 1 for one in kept.values()),
        "data_lost_or_different": sum(data.get(key) != value for key, value in sent.items()),
        "data_doubled": Observation.objects.count() - len(data),
        "receipts_missing_or_doubled": abs(ReportReceipt.objects.count() - forms - len(agencies)),
        "entries_missing_or_doubled": abs(len(saves) - forms),
        "reports_not_submitted": len(agencies) - reports.count(),
        "submissions_doubled": sum(count - 1 for count in moves.values()),
    }


# Running ------------------------------------------------------------------------------------------------------------


def start_server(port: int, threads: int) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("serambi")), "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen([*command, "--threads", str(threads)], cwd=ROOT)
    for _try in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return server
        time.sleep(0.2)
    server.terminate()
    raise SystemExit("the server did not start")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    everybody = fill(options.agencies, options.people, timezone.localdate())
    kind = connection.vendor
    connection.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = start_server(port, options.threads)
    try:
        busy, worked = os.getloadavg()[0], _processor_seconds(server.pid)
        began = time.perf_counter()
        measured = visit(everybody, port, options.seconds)
        lasted = time.perf_counter() - began
        worked = _processor_seconds(server.pid) - worked
    finally:
        server.terminate()
        server.wait(30)
    return {
        "database": kind,
        "cores": os.cpu_count(),
        "load_before": round(busy, 1),
        "agencies": options.agencies,
        "people": len(everybody),
        "seconds": round(lasted, 1),
        # What the work costs however busy the machine is with other things: two cores have 1,200 s in ten minutes.
        "server_processor_s": round(worked, 1),
        "cut": measured.cut,
        "sent_again": measured.repeated,
        "requests": sum(map(len, measured.times.values())),
        "errors": len(measured.errors),
        "first_errors": measured.errors[:5],
        **compare(everybody),
        "times": {kind: _summed(times) for kind, times in sorted(measured.times.items())},
        "all": _summed([one for times in measured.times.values() for one in times]),
    }


def _processor_seconds(pid: int) -> float:
    """Return how long the server and its workers have computed so far."""
    server = psutil.Process(pid)
    spent = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return sum(one.user + one.system for one in spent)


def _summed(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    at = {"median_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    found = {name: round(ordered[max(0, round(share * len(ordered)) - 1)], 1) for name, share in at.items()}
    return {"count": len(ordered), **found, "worst_ms": round(ordered[-1], 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agencies", type=int, default=40)
    parser.add_argument("--people", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=240)
    parser.add_argument("--threads", type=int, default=2, help="requests that a worker process answers at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="serambi-bench-") as folder, own_database() as url:
        os.environ |= {"SERAMBI_MODE": "trial", "SERAMBI_STATE": folder, "PYTHONPATH": str(ROOT)}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
        if url:
            os.environ["DATABASE_URL"] = url
        result = measure(options)
        from django.db import connections

        connections.close_all()
    times = {**result.pop("times"), "all": result.pop("all")}
    for name, value in result.items():
        print(f"{name:<30} {value}")
    for name, row in times.items():
        print(f"{name:<24}" + "".join(f" {key} {value:<8}" for key, value in row.items()))
    target = ROOT / "var" / "bench" / f"deadline-{result['database']}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({**result, "times": times}, indent=1) + "\n")
    wrong = [name for name in result if name.endswith(("lost", "doubled", "different", "twice", "submitted"))]
    if result["errors"] or any(result[name] for name in wrong):
        sys.exit(1)


if __name__ == "__main__":
    main()
