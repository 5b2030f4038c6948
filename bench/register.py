"""How long the pages of the register take with a small and a large plan.

    python bench/register.py                          150 and 2,500 programs, a table
    python bench/register.py --programs 2500 --runs 50 --json var/bench-register.json

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty),
fills it, and asks for the pages through the test client: the time is the server's, of one request after another, the
first three left out. Nothing here is random: a second run has the same rows.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

TODAY = dt.date(2026, 11, 23)
FIRST_YEAR, YEARS = 2022, 5
DISTRICTS, VILLAGES, ORGANIZATIONS = 4, 54, 36
PILLARS = ("governance", "society", "branding", "environment", "economy", "living")
STAGES = ("execution", "planning", "not_started", "in_use", "unreported", "preparation", "done", "execution")
FUNDS = ("apbd_dau", "apbd_pad", "csr", "village")
HORIZONS = ("short", "medium", "long")

PAGES = {
    "list": "/plan/programs/",
    "list, page 3": "/plan/programs/?page=3",
    "list, searched": "/plan/programs/?q=pelayanan+7",
    "list, late by ceiling": "/plan/programs/?late=on&sort=-ceiling",
    "list, by realization": "/plan/programs/?sort=-realization",
    "list, filtered": "/plan/programs/?pillar=living&location=90.01.01&year=2025",
    "timeline": "/plan/timeline/",
    "timeline, all open": "/plan/timeline/?open=all&span=2026",
    "timeline, late by end": "/plan/timeline/?late=on&sort=-end&page=3",
    "board": "/plan/board/",
    "board, filtered": "/plan/board/?pillar=living&location=90.01.01&year=2025",
    "timeline as CSV": "/plan/timeline.csv",
    "list as Excel": "/plan/programs.xlsx",
    "master plan": "/plan/",
    "new program": "/plan/programs/create/",
    "CSV of all": "/plan/programs.csv",
}


@dataclass(frozen=True)
class Result:
    programs: int
    what: str
    median_ms: float
    p95_ms: float
    queries: int
    kilobytes: float


def start_django(folder: str) -> None:
    os.environ.setdefault("SERAMBI_MODE", "test")
    os.environ["SERAMBI_STATE"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(programs: int) -> None:
    """Write a plan of that many programs, each with activities, milestones, money, places, a mission and partners."""
    from serambi.apps.agencies.models import Organization
    from serambi.apps.plans.models import (
        Activity,
        BudgetLine,
        Dependency,
        Milestone,
        Mission,
        Participation,
        Program,
        Risk,
    )
    from serambi.apps.regions.models import Area

    organizations = Organization.objects.bulk_create(
        Organization(abbreviation=f"OPD-{n:02}", name=f"Dinas Urusan Pemerintahan {n}") for n in range(ORGANIZATIONS)
    )
    plan, parts = _make_plan()
    villages = list(Area.objects.filter(level=4).order_by("code"))
    missions = Mission.objects.bulk_create(
        Mission(plan=plan, development_plan="RPJMD", number=n, text=f"Misi {n}") for n in range(1, 7)
    )
    rows = Program.objects.bulk_create(
        Program(
            plan=plan,
            pillar=parts[n % 18].pillar,
            sub_dimension=parts[n % 18] if n % 25 else None,
            code=f"P-{n:04}",
            name=f"Program pelayanan nomor {n} untuk warga",
            description="Uraian program yang menjelaskan apa yang dikerjakan dan bagi siapa. " * 4,
            lead=organizations[n % ORGANIZATIONS] if n % 40 else None,
            horizon=HORIZONS[n % 3],
            is_quick_win=n % 30 == 0,
            stage=STAGES[n % 8],
            stage_note="Catatan tahap. " * 5,
            starts_on=dt.date(FIRST_YEAR + n % 4, 1 + n % 12, 1),
            ends_on=dt.date(FIRST_YEAR + 4 + n % 3, 1 + n % 12, 28),
            is_illustration=n % 50 == 0,
        )
        for n in range(programs)
    )
    activities = Activity.objects.bulk_create(
        Activity(
            program=program,
            name=f"Kegiatan {n}",
            position=n,
            stage="planning" if n else "execution",
            starts_on=dt.date(FIRST_YEAR + n, 1 + index % 12, 1),
            ends_on=dt.date(FIRST_YEAR + 1 + n * 2, 1 + index % 12, 1),
        )
        for index, program in enumerate(rows)
        for n in range(3)
    )
    Dependency.objects.bulk_create(
        Dependency(activity=after, predecessor=before, lag_days=index % 20)
        for index, (before, after) in enumerate(pairwise(activities))
        if index % 3 != 2 or index % 30 == 2  # in a program the one after the other, and now and then across programs
    )
    Milestone.objects.bulk_create(
        Milestone(
            activity=activity,
            name=f"Tonggak {n}",
            due_on=TODAY + dt.timedelta(days=(index * 7 + n * 90) % 1200 - 600),
            reached_on=TODAY - dt.timedelta(days=700) if (index * 7 + n * 90) % 1200 < 590 else None,
        )
        for index, activity in enumerate(activities)
        for n in range(2)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            program=program,
            year=FIRST_YEAR + n,
            fund_source=FUNDS[(index + n) % 4],
            ceiling=Decimal((index * 7919 + n * 104729) % 900_000 * 10_000),
            realization=Decimal((index * 7919 + n * 104729) % 800_000 * 10_000) if n < 3 else None,
        )
        for index, program in enumerate(rows)
        for n in range(YEARS)
    )
    Risk.objects.bulk_create(
        Risk(program=program, description="Lahan belum bebas", likelihood=1 + n % 5, impact=1 + n % 4)
        for n, program in enumerate(rows)
    )
    Participation.objects.bulk_create(
        Participation(program=program, organization=organizations[(n + k) % ORGANIZATIONS])
        for n, program in enumerate(rows)
        for k in (1, 2)
    )
    places, alignments = Program.locations.through, Program.missions.through
    places.objects.bulk_create(
        places(program=program, area=villages[(n + k) % VILLAGES]) for n, program in enumerate(rows) for k in range(3)
    )
    alignments.objects.bulk_create(
        alignments(program=program, mission=missions[n % 6]) for n, program in enumerate(rows)
    )


def _make_plan() -> tuple[Any, list[Any]]:
    from serambi.apps.plans.models import MasterPlan, Pillar, SubDimension
    from serambi.apps.regions.models import Area

    province = Area.objects.create(code="90", name="Nusa Serumpun", kind="province")
    region = Area.objects.create(code="90.01", name="Kabupaten Serumpun", kind="regency", parent=province)
    for district in range(1, DISTRICTS + 1):
        above = Area.objects.create(
            code=f"90.01.{district:02}", name=f"Kecamatan {district}", kind="district", parent=region
        )
        for village in range(VILLAGES)[district - 1 :: DISTRICTS]:
            Area.objects.create(
                code=f"{above.code}.{2001 + village}", name=f"Desa {village}", kind="village", parent=above
            )
    plan = MasterPlan.objects.create(
        region=region,
        name="Masterplan Smart City",
        start_year=FIRST_YEAR,
        end_year=FIRST_YEAR + YEARS - 1,
        is_current=True,
        is_published=True,
    )
    pillars = [
        Pillar.objects.create(plan=plan, code=code, name=f"Smart {code.title()}", position=position)
        for position, code in enumerate(PILLARS, start=1)
    ]
    return plan, [
        SubDimension.objects.create(pillar=pillar, code=f"{pillar.code}-{n}", name=f"Bagian {n}", position=n)
        for pillar in pillars
        for n in (1, 2, 3)
    ]


def measure(programs: int, runs: int) -> list[Result]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization

    user = User.objects.create_user("rani@serumpun.example", "a-veranda-in-the-afternoon", name="Rani")
    Membership.objects.create(user=user, organization=Organization.objects.all()[0], role="coordinator")
    signed_in, nobody = Client(), Client()
    signed_in.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    asked = [(what, signed_in, address) for what, address in PAGES.items()]
    asked.append(("list, signed out", nobody, PAGES["list"]))
    found = []
    for what, client, address in asked:

        def ask(client: Client = client, address: str = address) -> bytes:
            answer = client.get(address)
            if answer.status_code != 200:
                sys.exit(f"{address} answered {answer.status_code}")
            return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]

        size = len(ask()) / 1000
        median, p95 = timed(ask, runs)
        with CaptureQueriesContext(connection) as queries:
            ask()
        found.append(Result(programs, what, median, p95, len(queries), size))
    return found


def timed(act: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return median and 95th percentile in milliseconds after three runs that are not counted."""
    times = []
    for number in range(runs + 3):
        begin = time.perf_counter()
        act()
        if number >= 3:
            times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def bench_in_new_process(programs: int, runs: int) -> list[Result]:
    """Measure in a child, so that each size has a database and a process of its own."""
    import subprocess

    command = [sys.executable, __file__, "--child", "--programs", str(programs), "--runs", str(runs)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return [Result(**row) for row in json.loads(answer.stdout)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, nargs="+", default=[150, 2500])
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        with tempfile.TemporaryDirectory() as folder:
            start_django(folder)
            fill(options.programs[0])
            print(json.dumps([asdict(row) for row in measure(options.programs[0], options.runs)]))
        return
    results = [row for programs in options.programs for row in bench_in_new_process(programs, options.runs)]
    print(f"{'programs':>8}  {'page':24}{'median ms':>10}{'p95 ms':>9}{'queries':>9}{'kB':>8}")
    for row in results:
        print(
            f"{row.programs:8}  {row.what:24}{row.median_ms:10.1f}{row.p95_ms:9.1f}{row.queries:9}{row.kilobytes:8.0f}"
        )
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps([asdict(row) for row in results], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
