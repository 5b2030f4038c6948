"""How long the reference evaluator takes where somebody waits for it: when one figure is saved.

Run: python -m bench.formula
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from decimal import Decimal

from serambi.methods.formula import (
    Aggregation,
    Area,
    AreaTree,
    Builder,
    Catalog,
    Checker,
    Evaluator,
    Indicator,
    Observation,
    Series,
)
from serambi.methods.periods import Frequency, Period

FORMULAS = (
    "100 * a / b",
    "a - previous(a)",
    "year_to_date(a) / year_to_date(b)",
    "1000 * per_capita(a)",
    "round(100 * a / b, 1)",
    "2 * c",
    "100 * (a - same_period_last_year(a)) / same_period_last_year(a)",
    "coalesce(a, 0) + b",
    "if(a > b, 1, 0)",
    "mean_over_areas(a / b)",
)
RUNS = 9


def main() -> None:
    """Print how long 10 indicators over 59 areas and 5 periods take from about 2,100 observations."""
    builder = Builder(Checker(_catalog()))
    roots = [builder.indicator(f"i{number}") for number in range(len(FORMULAS))]
    tree, observations = _areas(), _observations()
    periods = [Period.parse(text) for text in ("2023-05", "2023-06", "2023-Q2", "2023-S1", "2023")]
    laying_out, evaluating = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        evaluator = Evaluator(builder, tree, observations)
        between = time.perf_counter()
        values = [
            evaluator.value(root, area=area, period=period) for area in tree for period in periods for root in roots
        ]
        laying_out.append((between - start) * 1000)
        evaluating.append((time.perf_counter() - between) * 1000)
    found = {
        "observations": len(observations),
        "values": len(values),
        "laying out, ms": round(statistics.median(laying_out), 1),
        "evaluating, ms": round(statistics.median(evaluating), 1),
    }
    json.dump(found, sys.stdout, indent=1)
    print()


def _catalog() -> Catalog:
    mean, last = Aggregation.MEAN, Aggregation.LAST
    series = [Series("a"), Series("b"), Series("c", None, mean, mean), Series("population", None, last)]
    return Catalog(series, [Indicator(f"i{number}", formula) for number, formula in enumerate(FORMULAS)])


def _areas() -> AreaTree:
    districts = [Area(f"64.09.{district:02d}", "64.09") for district in range(1, 5)]
    return AreaTree([Area("64.09"), *districts, *(Area(code, code[:8]) for code in _villages())])


def _villages() -> list[str]:
    return [f"64.09.{number % 4 + 1:02d}.{2001 + number}" for number in range(54)]


def _observations() -> list[Observation]:
    chance = random.Random(1)
    months = list(Period.parse("2023").parts(Frequency.MONTH))
    figures = [
        Observation(series, village, month, Decimal(chance.randint(1, 10_000)) / 10)
        for series in ("a", "b", "c")
        for month in months
        for village in _villages()
    ]
    year = Period.parse("2023")
    return figures + [Observation("population", village, year, chance.randint(500, 5000)) for village in _villages()]


if __name__ == "__main__":
    main()
