"""How long adopting, reading and comparing versions of a plan takes, and changing many programs at once.

    python bench/versions.py                    150 and 2,500 programs, a table
    python bench/versions.py --programs 2500 --runs 10 --json var/bench-versions.json

Makes a database of its own as `bench/register.py` does and fills it with the same rows; then adopts a version, changes
the descriptions of a tenth of the programs and the ceilings of a fifth, adopts the next, and changes all of them.
"First" is what the first reader after a change pays; what follows is kept. Nothing here is random.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.frame import Result, coordinator, main, page, signed_in
from bench.register import fill

PAGES = {
    "versions": "/plan/versions/",
    "version 1": "/plan/versions/1/",
    "version 1, searched": "/plan/versions/1/?q=nomor+77",
    "version 1, whole texts": "/plan/versions/1/?texts=on",
    "version 1, checked": "/plan/versions/1/check/",
    "version 1 as JSON": "/plan/versions/1/file/",
    "1 and 2": "/plan/versions/compare/?before=1&after=2",
    "1 and 2, one pillar": "/plan/versions/compare/?before=1&after=2&pillar=living",
    "1 and 2 as CSV": "/plan/versions/compare/table/?before=1&after=2",
    "2 and now": "/plan/versions/compare/?before=2&after=now",
    "program over versions": "/plan/programs/P-0001/versions/",
    "list, choosing": "/plan/programs/?select=on",
    "list, other columns": "/plan/programs/?col=code&col=sipd&col=weight",
    "bulk edit, all chosen": "/plan/bulk/?all=on",
}


def prepare() -> list[tuple[str, float]]:
    """Adopt two versions and change everything after; return what took how many milliseconds."""
    from django.db.models import F

    from serambi.apps.plans import services
    from serambi.apps.plans.models import BudgetLine, MasterPlan, Program

    plan = MasterPlan.objects.get()
    found = []
    for number in ("1", "2"):
        version = services.open_version(plan, by=None, number=number, reason="Amended")
        found.append((f"adopt version {number}", once(lambda v=version: services.adopt_version(v, by=None))))
        if number == "1":
            keys = list(Program.objects.order_by("pk").values_list("pk", flat=True))
            Program.objects.filter(pk__in=keys[::10]).update(description="Uraian yang lain dari semula. " * 6)
            BudgetLine.objects.filter(program__in=keys[::5]).update(ceiling=F("ceiling") + 100)
    Program.objects.update(horizon="long")
    return found


def first_readings() -> list[tuple[str, float]]:
    from serambi.apps.plans.models import MasterPlan, PlanVersion
    from serambi.apps.plans.queries.comparisons import compare_versions, compare_with_now
    from serambi.apps.plans.queries.pictures import picture_of

    versions = {one.position: one for one in PlanVersion.objects.select_related("text")}
    plan = MasterPlan.objects.get()
    now = picture_of(plan)
    return [
        ("read the register, first", once(lambda: picture_of(plan))),
        ("compare 1 and 2, first", once(lambda: compare_versions(versions[1], versions[2]))),
        ("compare 2 and now, all differ, first", once(lambda: compare_with_now(versions[2], now, state=None))),
    ]


def bulk_edit() -> list[tuple[str, float]]:
    """Change the lead and the dates of every program, and take it back."""
    import datetime as dt

    from serambi.apps.agencies.models import Organization
    from serambi.apps.plans import services
    from serambi.apps.plans.models import BulkEdit, MasterPlan, Program

    plan, today = MasterPlan.objects.get(), dt.date(2026, 11, 23)
    settings: services.BulkSettings = {
        "shift_months": 6,
        "is_quick_win": True,
        "add": Organization.objects.create(abbreviation="BARU", name="Dinas Baru"),
    }
    programs = list(Program.objects.only("pk"))
    fingerprint = services.preview_bulk_edit(programs, settings, today=today).fingerprint

    def apply() -> None:
        services.apply_bulk_edit(plan, programs, settings, by=None, today=today, fingerprint=fingerprint, summary="All")

    return [
        ("bulk edit, preview", once(lambda: services.preview_bulk_edit(programs, settings, today=today))),
        ("bulk edit, apply", once(apply)),
        ("bulk edit, take back", once(lambda: services.take_back_bulk_edit(BulkEdit.objects.get(), by=None))),
    ]


def once(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def measure(programs: int, runs: int) -> list[Result]:
    fill(programs)
    from serambi.apps.plans.models import VersionText

    found = [Result(programs, what, took, took, 0, 0) for what, took in prepare() + first_readings() + bulk_edit()]
    size = sum(len(body) for body in VersionText.objects.values_list("body", flat=True)) / 1000
    found.append(Result(programs, "texts of both versions", 0, 0, 0, size))
    client = signed_in(coordinator())
    return found + [page(programs, what, client, address, runs) for what, address in PAGES.items()]


if __name__ == "__main__":
    main(__doc__ or "", __file__, measure, runs=10)
