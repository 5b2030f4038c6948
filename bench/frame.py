"""What the measurements of pages share: Django on a database of its own, times, a process for each size, a table."""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client


@dataclass(frozen=True)
class Result:
    """How long something takes with that many programs; processor_ms: of the server, queries included."""

    programs: int
    what: str
    median_ms: float
    p95_ms: float
    queries: int
    kilobytes: float
    processor_ms: float = 0


def start_django(folder: str) -> None:
    """Set Django up with an empty database in the folder, or the one that DATABASE_URL names."""
    os.environ.setdefault("SERAMBI_MODE", "test")
    os.environ["SERAMBI_STATE"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@dataclass(frozen=True)
class Times:
    """Of runs of the same thing, in milliseconds; processor: the mean of what it takes of one."""

    median: float
    p95: float
    processor: float


def timed(act: Callable[[], object], runs: int, *, before: Callable[[], None] = lambda: None) -> Times:
    """Return how long it takes, after three runs that are not counted. before: done before each, outside its time."""
    times, processor = [], 0.0
    for number in range(runs + 3):
        before()
        begin, used = time.perf_counter(), time.process_time()
        act()
        if number >= 3:
            times.append((time.perf_counter() - begin) * 1000)
            processor += (time.process_time() - used) * 1000
    return Times(statistics.median(times), sorted(times)[max(0, round(0.95 * len(times)) - 1)], processor / runs)


def counted(act: Callable[[], object]) -> int:
    """Return how many statements it sends to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def coordinator() -> Any:
    """Return somebody who coordinates, made anew."""
    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization

    user = User.objects.create_user("rani@serumpun.example", "a-veranda-in-the-afternoon", name="Rani")
    Membership.objects.create(user=user, organization=Organization.objects.all()[0], role="coordinator")
    return user


def signed_in(user: Any) -> Client:
    """Return a browser in which that person has signed in."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    return client


def asking(client: Client, address: str) -> Callable[[], bytes]:
    """Return what asks for a page and gives its bytes; the program ends where the page is refused."""

    def ask() -> bytes:
        answer: Any = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
        return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)

    return ask


def page(
    programs: int,
    what: str,
    client: Client,
    address: str,
    runs: int,
    *,
    before: Callable[[], None] = lambda: None,
) -> Result:
    """Measure one page."""
    ask = asking(client, address)
    size = len(ask()) / 1000
    times = timed(ask, runs, before=before)
    before()
    return Result(programs, what, times.median, times.p95, counted(ask), size, times.processor)


def main(text: str, script: str, measure: Callable[[int, int], list[Result]], *, runs: int) -> None:
    """Measure each size in a process of its own, so that one does not warm the other, and print a table.

    text: what the program is for. script: its file. measure: takes a number of programs and of runs, in a new folder.
    """
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, nargs="+", default=[150, 2500])
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        with tempfile.TemporaryDirectory() as folder:
            start_django(folder)
            print(json.dumps([asdict(row) for row in measure(options.programs[0], options.runs)]))
        return
    results: list[Result] = []
    for programs in options.programs:
        command = [sys.executable, script, "--child", "--programs", str(programs), "--runs", str(options.runs)]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        results += [Result(**row) for row in json.loads(answer.stdout)]
    _print(results)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps([asdict(row) for row in results], indent=2) + "\n", encoding="utf-8")


def _print(results: list[Result]) -> None:
    print(f"{'programs':>8}  {'what':44}{'median ms':>10}{'p95 ms':>9}{'processor ms':>14}{'queries':>9}{'kB':>8}")
    for row in results:
        print(
            f"{row.programs:8}  {row.what:44}{row.median_ms:10.1f}{row.p95_ms:9.1f}{row.processor_ms:14.1f}"
            f"{row.queries:9}{row.kilobytes:8.0f}"
        )
