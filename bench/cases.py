"""Cases of any size for `serambi formula`, always the same for the same size."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

DISTRICTS = 4
VILLAGES = 53
YEARS = range(2015, 2025)

# Each with places for series; `{a}` and `{b}` add up, `{m}` is a mean and `{l}` the latest.
FORMULAS = (
    "100 * {a} / {b}",
    "{a} - previous({a})",
    "100 * ({a} - same_period_last_year({a})) / same_period_last_year({a})",
    "year_to_date({a}) / year_to_date({b})",
    "1000 * per_capita({a})",
    "round(100 * {a} / ({a} + {b}), 2)",
    "if({m} > 50, {a}, coalesce({b}, 0))",
    "mean_over_areas({a} / {b})",
    "max_over_areas({a}) - min_over_areas({a})",
    "coalesce({l}, previous({l}), 0)",
    "(max({a}, {b}) - min({a}, {b})) / max({a}, {b})",
    "sqrt({a} ^ 2 + {b} ^ 2)",
    "count_over_areas(if({m} < 40, 1, coalesce(0 / 0, {m} / 0)))",
    "mean({a}, area) / mean({b})",
    "if(is_missing({a}) or {b} == 0, 0, floor({a} / {b}))",
    "log10(1 + {a}) * ({m} + {l}) / 2",
)


def make_case(*, observation_count: int, request_count: int, series_count: int = 160) -> dict[str, Any]:
    """Return a case of monthly figures of villages, with requests all different in formula, area or period.

    A third of the requests ask an indicator, the others a formula written for them.
    """
    chance = random.Random(20240101)
    areas = [{"code": "64.09", "parent": None}]
    areas += [{"code": f"64.09.{number:02d}", "parent": "64.09"} for number in range(1, DISTRICTS + 1)]
    villages = [f"64.09.{place % DISTRICTS + 1:02d}.{1001 + place}" for place in range(VILLAGES)]
    areas += [{"code": village, "parent": village[:8]} for village in villages]
    kinds = {"a": ("sum", "sum"), "b": ("sum", "sum"), "m": ("mean", "mean"), "l": ("last", "sum")}
    by_kind: dict[str, list[str]] = {kind: [] for kind in kinds}
    series = [{"code": "population", "unit": "orang", "over_time": "last", "over_area": "sum"}]
    for number in range(series_count - 1):
        kind = list(kinds)[number % len(kinds)]
        over_time, over_area = kinds[kind]
        by_kind[kind].append(f"{kind}.series_{number}")
        series.append({"code": by_kind[kind][-1], "over_time": over_time, "over_area": over_area})
    months = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
    periods = [*months, *map(str, YEARS), *(f"{year}-Q{quarter}" for year in YEARS for quarter in range(1, 5))]
    places = [(one["code"], village, month) for one in series for month in months for village in villages]
    # Evenly through all series, areas and months, so that some are missing everywhere.
    chosen = (places[number * len(places) // observation_count] for number in range(observation_count))
    observations = [
        {"series": code, "area": area, "period": month, "value": round(chance.uniform(0, 100), 2)}
        for code, area, month in chosen
    ]

    def written() -> str:
        names = {kind: chance.choice(several) for kind, several in by_kind.items()}
        return chance.choice(FORMULAS).format(**names)

    indicators = {f"indicator.number_{number}": written() for number in range(request_count // 3)}
    requests: list[dict[str, str]] = [{"indicator": name} for name in indicators]
    while len(requests) < request_count:
        requests.append({"formula": f"{written()} + 0 * {len(requests)}"})
    for request in requests:
        request["area"] = chance.choice(areas)["code"] or ""
        request["period"] = chance.choice(periods)
    return {
        "areas": areas,
        "series": series,
        "indicators": indicators,
        "observations": observations,
        "requests": requests,
    }


def write_case(path: Path, *, observation_count: int, request_count: int) -> Path:
    """Write the case as JSON unless the file is there already; return the path."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        case = make_case(observation_count=observation_count, request_count=request_count)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(case), "utf-8")
        part.rename(path)
    return path
