"""How long a large table of programs takes to be compared, loaded, changed and taken back.

    python bench/loading.py                          2,500 programs with 500 indicators
    python bench/loading.py --programs 5000 --indicators 1000 --json var/bench/loading.json

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty). The
table is made in memory, as it stands after reading: five years of rupiah for every program, five targets and a baseline
for every indicator. Scores of the plan's quarters are there, so that what follows from a load is measured with it.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.register import FIRST_YEAR, TODAY, YEARS, _make_plan, start_django


def make_table(programs: int, indicators: int, *, changed: bool = False) -> Any:
    """Return a table as it was understood; changed: with another name and another first amount for every program."""
    from serambi.exchange.tables.book import Place
    from serambi.exchange.tables.understanding import Quantity, Understood, UnderstoodIndicator, UnderstoodProgram

    def quantity(number: int) -> Quantity:
        return Quantity(Decimal(number), "", str(number))

    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    every = max(1, programs // max(indicators, 1))
    rows = []
    for number in range(programs):
        place = Place("RPJMD", number + 4, 1)
        funds = {year: Decimal(1_000_000 * (number + year)) for year in years}
        if changed:
            funds[FIRST_YEAR] += 1
        measured = UnderstoodIndicator(
            Place("RPJMD", number + 4, 3),
            f"Persentase layanan nomor {number}",
            "Persen",
            quantity(40),
            {year: quantity(50 + year - FIRST_YEAR + int(changed)) for year in years},
        )
        rows.append(
            UnderstoodProgram(
                place,
                f"1.{number // 50:02}.{number % 50:02}",
                f"Program {'baru ' if changed else ''}{number}",
                indicators=(measured,) if number % every == 0 and number // every < indicators else (),
                funds=funds,
            )
        )
    totals = {year: sum((row.funds[year] for row in rows), Decimal(0)) for year in years}
    return Understood(tuple(rows), programs, totals)


def measure(programs: int, indicators: int) -> dict[str, float]:
    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization
    from serambi.apps.evaluation.services import recompute_all
    from serambi.exchange.imports.choices import Choices, Placing
    from serambi.exchange.imports.proposal import propose
    from serambi.exchange.imports.services import LoadedFile, load
    from serambi.exchange.imports.undo import undo

    plan, _parts = _make_plan()
    recompute_all(plan, today=TODAY)
    user = User.objects.create_user("rani@serumpun.example", "a-veranda-in-the-afternoon", name="Rani")
    agency = Organization.objects.create(abbreviation="DISKOMINFO", name="Dinas Komunikasi dan Informatika")
    Membership.objects.create(user=user, organization=agency, role="coordinator")
    choices = Choices(placing=Placing("living", "living-1"), layout="RPJMD")
    file = LoadedFile("rpjmd.xlsx", "0" * 64, 1)
    table, other = make_table(programs, indicators), make_table(programs, indicators, changed=True)
    found: dict[str, float] = {}

    def timed(what: str, act: Callable[[], Any]) -> Any:
        begin = time.perf_counter()
        result = act()
        found[what] = round(time.perf_counter() - begin, 2)
        return result

    proposal = timed("compare with an empty register", lambda: propose(table, plan, choices))
    first = timed("load", lambda: load(proposal, file=file, by=user))
    again = timed("compare again", lambda: propose(table, plan, choices))
    if not again.is_empty:
        sys.exit(f"loading twice is not nothing: {again.counts}")
    changes = propose(other, plan, replace(choices))
    second = timed("load changes of every program and target", lambda: load(changes, file=file, by=user))
    timed("take the changes back", lambda: undo(second, by=user))
    timed("take the load back", lambda: undo(first, by=user))
    found["peak memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=2500)
    parser.add_argument("--indicators", type=int, default=500)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        found = measure(options.programs, options.indicators)
    for what, value in found.items():
        print(f"{what:44}{value:10,.2f}")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
