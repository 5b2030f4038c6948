"""How long it takes until indicators show what was observed: everything anew, and after one changed figure.

    python bench/recompute.py                      on a SQLite file of its own
    DATABASE_URL=postgresql://… python bench/recompute.py      in a database of its own, made and dropped there
    python bench/recompute.py --indicators 50      smaller; also --areas, --months, --observations

500 indicators for 58 areas and 60 months (1.7 million values) from 3 million observations. Nothing outside a temporary
folder (or the temporary database) is touched. Prints a table and writes var/bench/recompute-sqlite.json or
recompute-postgresql.json.
"""

# ruff: noqa: PLC0415 - Django is imported once the environment of a child process is set

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
FORMULAS = (
    (60, "100 * {a} / {b}", "%"),
    (8, "1000 * per_capita({a})", "ton/orang"),
    (8, "100 * ({a} - same_period_last_year({a})) / same_period_last_year({a})", "%"),
    (6, "year_to_date({a})", "ton"),
    (6, "{a} / previous({a}) - 1", ""),
    (5, "100 * min(1, coalesce({a}, 0) / {b})", "%"),
    (4, "if({a} > {b}, {a} - {b}, 0)", "ton"),
    (3, "100 * {i}", ""),
)


def main() -> None:
    options = _options()
    if options.measure:
        _django()
        print(json.dumps(MEASURES[options.measure](options)))
        return
    with tempfile.TemporaryDirectory(prefix="serambi-bench-") as folder, _database() as url:
        os.environ |= {"SERAMBI_MODE": "test", "SERAMBI_STATE": folder, "PYTHONPATH": str(ROOT)}
        if url:
            os.environ["DATABASE_URL"] = url
        result = {name: _child(name, options) for name in MEASURES}
    _show(result)
    kind = "postgresql" if result["generate"]["database"] == "postgresql" else "sqlite"
    target = ROOT / "var" / "bench" / f"recompute-{kind}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"cores": os.cpu_count(), **result}, indent=1) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indicators", type=int, default=500)
    parser.add_argument("--areas", type=int, default=58)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--observations", type=int, default=3_000_000)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--measure", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    return parser.parse_args()


class _database:  # noqa: N801 - used like a function
    """A database of its own on the server that DATABASE_URL names, or nothing when it names none."""

    def __enter__(self) -> str:
        self.server = os.environ.get("DATABASE_URL", "")
        if not self.server.startswith("postgres"):
            os.environ.pop("DATABASE_URL", None)
            return ""
        import psycopg

        self.name = f"serambi_bench_{os.getpid()}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}"')
        return urlsplit(self.server)._replace(path=f"/{self.name}").geturl()

    def __exit__(self, *_error: object) -> None:
        if self.server.startswith("postgres"):
            import psycopg

            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def _child(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Run one measure in a process of its own, so that its peak memory is its own."""
    arguments = [f"--{key}={value}" for key, value in vars(options).items() if key != "measure"]
    done = subprocess.run(
        [sys.executable, __file__, *arguments, f"--measure={name}"], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _django() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings"
    import django

    django.setup()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# The data -------------------------------------------------------------------------------------------------------------


def generate(options: argparse.Namespace) -> dict[str, Any]:
    """Make the regency: areas, series with monthly figures of every area, indicators, yearly targets."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from serambi.apps.indicators.models import Indicator, Target
    from serambi.apps.observations.models import AreaLevel, Observation, Series
    from serambi.methods.periods import Period
    from tests.cast import make_area, make_organization, make_plan, make_user

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    areas = _areas(options.areas, make_area)
    organization = make_organization("BENCH", "Bench")
    from serambi.apps.agencies.models import Role

    make_user("Bench", role=Role.COORDINATOR, organization=organization)
    make_plan(areas[0])
    months = [Period.parse(f"{2021 + number // 12}-{number % 12 + 1:02d}") for number in range(options.months)]
    count = max(2, options.observations // (len(areas) * len(months)))
    Series.objects.bulk_create(
        [
            Series(
                code="population" if number == 0 else f"bench.s{number}",
                name=f"Series {number}",
                unit="orang" if number == 0 else "ton",
                over_time="last" if number == 0 else "sum",
                area_level=AreaLevel.VILLAGE,
            )
            for number in range(count)
        ]
    )
    series = list(Series.objects.order_by("id").values_list("id", "code"))
    with transaction.atomic():
        written = _observations(connection, Observation, series, [area.pk for area in areas], months)
    formulas = _formulas([code for _, code in series[1:]], options.indicators)
    Indicator.objects.bulk_create(
        [
            Indicator(
                code=f"bench_i{number}", name=f"Indicator {number}", formula=formula, unit=unit,
                area_level=AreaLevel.VILLAGE, frequency="month",
            )
            for number, (formula, unit) in enumerate(formulas)
        ]
    )  # fmt: skip
    years = [Period.parse(str(year)) for year in range(2021, 2021 + options.months // 12)]
    Target.objects.bulk_create(
        [
            Target(
                indicator=indicator, area=areas[0], period=year, period_start=year.start, period_end=year.end, value=80
            )
            for indicator in Indicator.objects.all()
            for year in years
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "database": connection.vendor,
        "series": len(series),
        "observations": written,
        "indicators": options.indicators,
        "areas": len(areas),
        "months": len(months),
        "seconds": round(time.perf_counter() - start, 1),
    }


def _areas(count: int, make_area: Any) -> list[Any]:
    from serambi.apps.regions.models import AreaKind

    region = make_area("90.01", "Bench", AreaKind.REGENCY)
    districts = [make_area(f"90.01.{n:02d}", f"D{n}", AreaKind.DISTRICT, region) for n in range(1, 5)]
    villages = [
        make_area(f"{districts[n % 4].code}.{2001 + n}", f"V{n}", AreaKind.VILLAGE, districts[n % 4])
        for n in range(count - 5)
    ]
    return [region, *districts, *villages]


def _observations(connection: Any, model: Any, series: list[Any], areas: list[int], months: list[Any]) -> int:
    """Write one figure for each series, area and month; those of the last month are preliminary."""
    columns = (
        "series_id", "area_id", "period", "period_start", "period_end", "value", "is_final", "quality", "origin",
        "source", "source_url", "note", "revision", "recorded_at", "is_illustration",
    )  # fmt: skip
    final, not_final, recorded = (True, False, "2026-01-05 09:00:00+00:00")

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, (identity, code) in enumerate(series):
            level = 40_000 if code == "population" else 1000
            for month_number, month in enumerate(months):
                text, first, last = str(month), month.start.isoformat(), month.end.isoformat()
                is_final = not_final if month_number == len(months) - 1 else final
                for place, area in enumerate(areas):
                    value = level + (number * 7919 + month_number * 104729 + place * 1299709) % 9973 / 10
                    yield (
                        identity, area, text, first, last, value, is_final, "measured", "agency", "", "", "", 1,
                        recorded, False,
                    )  # fmt: skip

    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows():
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows())  # noqa: S608 - ours
    return len(series) * len(areas) * len(months)


def _formulas(codes: list[str], count: int) -> list[tuple[str, str]]:
    """Return that many formulas with their units, the kinds of FORMULAS evenly spread."""
    pattern = [(text, unit) for share, text, unit in FORMULAS for _ in range(share)]
    found: list[tuple[str, str]] = []
    for number in range(count):
        # 37 has no divisor in common with the hundred patterns.
        text, unit = pattern[number * 37 % len(pattern)]
        a, b = codes[2 * number % len(codes)], codes[(2 * number + 1) % len(codes)]
        if "{i}" in text:
            unit = found[-1][1] if found else ""
        found.append((text.format(a=a, b=b, i=f"bench_i{number - 1}") if found else a, unit if found else "ton"))
    return found


# The measures ---------------------------------------------------------------------------------------------------------


def recompute(_options: argparse.Namespace) -> dict[str, Any]:
    """Compute everything, twice: into an empty table and over what is there."""
    from serambi.apps.indicators.models import IndicatorState, IndicatorValue
    from serambi.apps.indicators.services import recompute_all

    before = _peak()
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        recompute_all()
        seconds.append(round(time.perf_counter() - start, 1))
    return {
        "seconds": seconds,
        "values": IndicatorValue.objects.count(),
        "problems": IndicatorState.objects.exclude(problem="").count(),
        "peak_mb": round(_peak()),
        "peak_before_mb": round(before),
    }


def save(options: argparse.Namespace) -> dict[str, Any]:
    """Change one figure after another the way a form does, and time each until its transaction has ended."""
    from decimal import Decimal

    from django.test.utils import CaptureQueriesContext

    from serambi.apps.accounts.models import User
    from serambi.apps.evaluation import services as evaluation
    from serambi.apps.indicators import services as indicators
    from serambi.apps.observations import services as observations
    from serambi.apps.observations.models import Observation, Origin, Quality
    from serambi.apps.plans.models import MasterPlan

    observations.on_change(indicators.refresh_after)
    indicators.on_change(evaluation.refresh_after_values)
    moved: list[int] = []
    indicators.on_change(lambda changed: moved.append(len(changed.indicator_ids)))
    evaluation.recompute_all(MasterPlan.objects.get(), today=dt.date(2026, 1, 15))
    by = User.objects.get()
    total = Observation.objects.count()
    first = Observation.objects.order_by("id").values_list("id", flat=True)[0]
    seconds = []
    from django.db import connection

    queries = 0
    for number in range(options.saves + 3):
        # A step near the golden section of the whole reaches series, months and areas of every kind.
        place = first + (number + 1) * int(total * 0.618_034) % total
        found = Observation.objects.select_related("series", "area").get(pk=place)
        if number == options.saves + 2:  # of the first series after the population, which an indicator uses
            place = first + options.areas * options.months + 5
            found = Observation.objects.select_related("series", "area").get(pk=place)
        if number == options.saves + 1:
            found = Observation.objects.select_related("series", "area").get(pk=first + 29 * options.areas + 7)

        def change(found: Observation = found) -> None:
            observations.record_value(
                found.series, area=found.area, period=found.period, value=found.value + Decimal("1.5"), by=by,
                is_final=True, quality=Quality.MEASURED, origin=Origin.AGENCY, reason="typing error",
            )  # fmt: skip

        if number == options.saves + 2:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                change()
            queries = len(captured)
            continue
        start = time.perf_counter()
        change()
        seconds.append(time.perf_counter() - start)
    shared = seconds.pop()
    warm = sorted(seconds[2:])
    return {
        "first_ms": round(1000 * seconds[0], 1),
        "median_ms": round(1000 * statistics.median(warm), 1),
        "p95_ms": round(1000 * warm[int(len(warm) * 0.95)], 1),
        "most_ms": round(1000 * warm[-1], 1),
        "queries": queries,
        "moved_indicators": statistics.median(moved),
        "shared_ms": round(1000 * shared, 1),
        "shared_by": max(moved),
        "peak_mb": round(_peak()),
    }


MEASURES = {"generate": generate, "recompute": recompute, "save": save}


def _show(result: dict[str, Any]) -> None:
    made, full, one = result["generate"], result["recompute"], result["save"]
    rows = [
        ("database", made["database"]),
        ("observations", f"{made['observations']:,}"),
        (
            "series · indicators · areas · months",
            f"{made['series']} · {made['indicators']} · {made['areas']} · {made['months']}",
        ),
        ("values", f"{full['values']:,}" + (f", {full['problems']} indicators failed" if full["problems"] else "")),
        ("full recompute, empty table", f"{full['seconds'][0]} s"),
        ("full recompute, over what is there", f"{full['seconds'][1]} s"),
        ("peak memory", f"{full['peak_mb']} MB"),
        ("saving one figure, first in a process", f"{one['first_ms']} ms"),
        ("saving one figure, median", f"{one['median_ms']} ms"),
        ("saving one figure, 95 of 100", f"{one['p95_ms']} ms"),
        (f"saving a figure that {one['shared_by']} indicators use", f"{one['shared_ms']} ms"),
        ("queries of a save", one["queries"]),
    ]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        print(f"{label:<{width}}  {value}")


if __name__ == "__main__":
    main()
