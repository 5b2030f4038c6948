"""How long the pages of the register take with a small and a large plan.

    python bench/register.py                          150 and 2,500 programs, a table
    python bench/register.py --programs 2500 --runs 50 --json var/bench-register.json

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty),
fills it, and asks for the pages through the test client: the time is the server's, of one request after another, the
first three left out. Nothing here is random: a second run has the same rows.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.frame import (
    Result,
    coordinator,
    main,
    page,
    signed_in,
    start_django,  # noqa: F401 - other measurements fill their database with these rows
)

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
    fill(programs)
    from django.test import Client

    person = signed_in(coordinator())
    asked = [(what, person, address) for what, address in PAGES.items()]
    asked.append(("list, signed out", Client(), PAGES["list"]))
    return [page(programs, what, client, address, runs) for what, client, address in asked]


if __name__ == "__main__":
    main(__doc__ or "", __file__, measure, runs=30)
