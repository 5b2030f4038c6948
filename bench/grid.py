"""How long a sheet of 54 villages by 12 months takes to show and to save.

    python bench/grid.py                       a table
    python bench/grid.py --runs 20 --json var/bench-grid.json

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty)
with five years of figures of twelve series, twenty indicators made from them, and a plan that they score. Pages are
asked for through the test client, so that the time is the server's, with the listeners of the program: a saved figure
moves its indicators and these the scores. Nothing here is random: a second run has the same rows.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import html
import json
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.register import start_django

YEAR, YEARS, MONTHS = 2025, 5, 12
DISTRICTS, VILLAGES, SERIES, INDICATORS = 4, 54, 12, 20
LIMITS = {"first paint": 150.0, "save 648 new figures": 300.0}


@dataclass(frozen=True)
class Result:
    what: str
    median_ms: float
    worst_ms: float
    queries: int
    kilobytes: float


def fill() -> Any:
    """Write the regency, its figures but those of the sheet, indicators and a plan; return the coordinator."""
    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization, Role
    from serambi.apps.indicators.models import Indicator, ProgramIndicator
    from serambi.apps.observations.models import Series
    from serambi.apps.observations.services import LoadedValue, load_observations
    from serambi.apps.plans.models import MasterPlan, Pillar, Program, SubDimension
    from serambi.apps.regions.models import Area
    from serambi.methods.periods import Period

    region = Area.objects.create(code="64.09", name="Kabupaten", kind="regency")
    districts = [
        Area.objects.create(code=f"64.09.{n:02}", name=f"Kecamatan {n}", kind="district", parent=region)
        for n in range(1, DISTRICTS + 1)
    ]
    villages = [
        Area.objects.create(
            code=f"{districts[n % DISTRICTS].code}.{2001 + n}", name=f"Desa Nomor {n}", kind="village",
            parent=districts[n % DISTRICTS],
        )
        for n in range(VILLAGES)
    ]  # fmt: skip
    agency = Organization.objects.create(abbreviation="DLH", name="Dinas Lingkungan Hidup")
    series = [
        Series.objects.create(code=f"s{n}.amount", name=f"Seri {n}", unit="ton", area_level=4, producer=agency)
        for n in range(SERIES)
    ]
    months = [Period.parse(f"{YEAR - back}-{month:02}") for back in range(YEARS) for month in range(1, 13)]
    load_observations(
        (
            LoadedValue(one.pk, village.pk, month, Decimal(100 + (position * 7 + month.number * 3) % 40))
            for one in series
            for month in months
            for position, village in enumerate(villages)
            if one.code != "s0.amount" or month.year != YEAR  # the sheet is empty at first
        ),
        by=None,
    )
    plan = MasterPlan.objects.create(
        region=region, name="Masterplan", start_year=YEAR - 1, end_year=YEAR + 3, is_current=True, is_published=True
    )
    pillar = Pillar.objects.create(plan=plan, code="environment", name="Smart Environment", position=1)
    part = SubDimension.objects.create(pillar=pillar, code="e-1", name="Sub", position=1)
    for n in range(INDICATORS):
        one, other = series[n % SERIES].code, series[(n + 1) % SERIES].code
        indicator = Indicator.objects.create(
            code=f"share_{n}", name=f"Indikator {n}", unit="%", formula=f"100 * {one} / {other}", area_level=4
        )
        program = Program.objects.create(
            plan=plan, pillar=pillar, sub_dimension=part, code=f"P-{n}", name=f"Program {n}"
        )
        ProgramIndicator.objects.create(program=program, indicator=indicator)
    user = User.objects.create_user("rani@example.test", "a-veranda-in-the-afternoon", name="Rani")
    Membership.objects.create(user=user, organization=agency, role=Role.COORDINATOR)
    from serambi.apps.indicators.services import recompute_all

    recompute_all()
    return user


def measure(runs: int) -> list[Result]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from serambi.apps.indicators.models import IndicatorValue

    user = fill()
    client = Client()
    client.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    address = f"/data/series/s0.amount/grid/?year={YEAR}"
    results = [_timed("first paint", runs, lambda: client.get(address))]
    fields = _fields(client.get(address).content.decode())
    cells = [name for name in fields if name.startswith("c")]
    for what in ("save 648 new figures", "save 648 changed figures"):
        results.append(_saved(what, client, address, cells, runs))
    print(f"{IndicatorValue.objects.filter(period__startswith=str(YEAR)).count()} indicator values of the sheet's year")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    print(f"{len(cells)} cells, {len(asked)} queries to show")
    return results


def _timed(what: str, runs: int, act: Any) -> Result:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _warm in range(3):
        act()
    spent = []
    for _run in range(runs):
        start = time.perf_counter()
        response = act()
        spent.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as asked:
        response = act()
    return Result(what, statistics.median(spent), max(spent), len(asked), len(response.content) / 1000)


def _saved(what: str, client: Any, address: str, cells: list[str], runs: int) -> Result:
    """Save the whole sheet several times: new figures are taken away again in between, outside the time."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from serambi.apps.observations.models import Observation

    spent, queries = [], 0
    for run in range(runs + 1):
        if "new" in what:
            Observation.objects.filter(period_start__year=YEAR).delete()
        fields = _fields(client.get(address).content.decode())
        fields |= {name: str(100 + (index * 7 + run) % 40) for index, name in enumerate(cells)}
        fields |= {"quality": "measured", "origin": "agency", "source": "", "reason": "Ditimbang ulang"}
        with CaptureQueriesContext(connection) as asked:
            if run:  # the first run is counted in queries, the others in time
                asked.__exit__(None, None, None)
            start = time.perf_counter()
            response = client.post(address, fields)
            spent.append((time.perf_counter() - start) * 1000)
        if response.status_code != 302:
            raise SystemExit(re.sub(r"<[^>]*>", " ", response.content.decode())[:3000])
        queries = queries or len(asked)
    return Result(what, statistics.median(spent[1:]), max(spent[1:]), queries, 0)


def _fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input id="c[^"]*" name="([^"]*)" value="([^"]*)"', page)
    hidden = re.findall(r'<input type="hidden" name="(key|base)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in [*found, *hidden]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        results = measure(given.runs)
    print(f"{'what':30} {'median ms':>10} {'worst ms':>10} {'queries':>8} {'kB':>8} {'limit':>7}")
    for one in results:
        limit = LIMITS.get(one.what, 0)
        times = f"{one.median_ms:10.0f} {one.worst_ms:10.0f}"
        print(f"{one.what:30} {times} {one.queries:8} {one.kilobytes:8.0f} {limit:7.0f}")
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in results], indent=2))


if __name__ == "__main__":
    main()
