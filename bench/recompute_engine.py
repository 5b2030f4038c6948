"""How long the engine takes to work out every indicator for every area and month, without any database.

    python bench/recompute_engine.py
    python bench/recompute_engine.py --indicators 50 --series 90

500 indicators for 58 areas and 60 months from 3 million observations, given as an Arrow table. What reading and
writing a database adds is in bench/recompute.py. Prints a table and writes var/bench/recompute-engine.json.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pyarrow as pa  # noqa: E402 - after the path above, with what it goes to

from serambi.engines.columns import coded, column  # noqa: E402
from serambi.engines.duckdb import Engine  # noqa: E402
from serambi.methods.formula.areas import Area, AreaTree  # noqa: E402
from serambi.methods.formula.build import Builder  # noqa: E402
from serambi.methods.formula.catalog import Catalog, Indicator, Series  # noqa: E402
from serambi.methods.formula.check import Checker  # noqa: E402
from serambi.methods.periods import Period, span  # noqa: E402

MONTHS = span(Period.parse("2020-01"), Period.parse("2024-12"))
DISTRICTS, VILLAGES = 4, 53

# How many of a hundred indicators are like this.
FORMULAS = (
    (30, "100 * {a} / {b}"),
    (10, "{a}"),
    (10, "100 * ({a} - previous({a})) / previous({a})"),
    (10, "year_to_date({a}) / year_to_date({b})"),
    (10, "{a} - same_period_last_year({a})"),
    (10, "if({a} > 500, round({b} / {c}, 2), coalesce({c}, 0))"),
    (5, "mean_over_areas({a} / {b})"),
    (5, "1000 * per_capita({a})"),
    (5, "({a} + {b} + {c}) / 3"),
    (5, "floor(100 * {a} / ({a} + {b})) + sqrt({c})"),
)


def areas() -> AreaTree:
    villages = [
        Area(f"64.09.{place % DISTRICTS + 1:02d}.{1001 + place}", f"64.09.{place % DISTRICTS + 1:02d}")
        for place in range(VILLAGES)
    ]
    districts = [Area(f"64.09.{number:02d}", "64.09") for number in range(1, DISTRICTS + 1)]
    return AreaTree([Area("64.09"), *districts, *villages])


def observations(tree: AreaTree, codes: list[str]) -> pa.Table:
    """Return a figure for every series, village and month; a tenth of them marked."""
    villages = sorted(code for code in tree if not tree.children(code))
    counts = len(codes), len(villages), len(MONTHS)
    series, area, month = (axis.ravel().astype(np.int32) for axis in np.indices(counts, dtype=np.int32))
    chance = np.random.default_rng(2024)
    return pa.table(
        {
            "series": coded(series, codes),
            "area": coded(area, villages),
            "period": coded(month, [str(period) for period in MONTHS]),
            "value": column(np.round(chance.random(len(series)) * 1000, 2)),
            "marks": column((chance.random(len(series)) < 0.1).astype(np.int32)),
        }
    )


def catalog(codes: list[str], count: int) -> Catalog:
    chance = random.Random(2024)
    texts = [text for share, text in FORMULAS for _ in range(share)]
    indicators = []
    for number in range(count):
        a, b, c = chance.sample(codes, 3)
        indicators.append(Indicator(f"indicator_{number}", texts[number % len(texts)].format(a=a, b=b, c=c)))
    return Catalog([Series("population"), *(Series(code) for code in codes if code != "population")], indicators)


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--indicators", type=int, default=500)
    options.add_argument("--series", type=int, default=944)
    options.add_argument("--json", type=Path, default=ROOT / "var" / "bench" / "recompute-engine.json")
    given = options.parse_args()
    tree = areas()
    codes = ["population", *(f"series_{number}" for number in range(1, given.series))]
    known = catalog(codes, given.indicators)
    table = observations(tree, codes)
    before = memory_mb()

    begun = time.perf_counter()
    builder = Builder(Checker(known))
    flows = {name: builder.indicator(name) for name in known.indicators}
    read = time.perf_counter()
    values = 0
    with Engine(table, areas=tree) as engine:
        loaded = time.perf_counter()
        for batch in engine.grid(flows, areas=sorted(tree), periods=MONTHS):
            values += batch.num_rows
    ended = time.perf_counter()

    found = {
        "cores": os.cpu_count(),
        "indicators": given.indicators,
        "areas": len(tree),
        "months": len(MONTHS),
        "observations": table.num_rows,
        "values": values,
        "formulas_seconds": round(read - begun, 2),
        "loading_seconds": round(loaded - read, 2),
        "computing_seconds": round(ended - loaded, 2),
        "memory_before_mb": round(before),
        "memory_most_mb": round(memory_mb()),
    }
    for name, value in found.items():
        print(f"{name.replace('_', ' '):20} {value:>12,}")
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
