"""How fast a table of observations of a gigabyte is loaded, and how much memory that takes.

    python bench/load_observations.py                       1 GB, a table
    python bench/load_observations.py --megabytes 100 --shuffled --json var/bench/load-observations.json
    python tools/postgresql.py -- python bench/load_observations.py

Makes a database of its own in a temporary folder (SQLite, or the one that DATABASE_URL names, which must be empty) with
60 areas and as many monthly series as the file needs. The load runs in a process of its own, so that the memory is that
of the load; what PostgreSQL's server takes is not in it. Then the same file is loaded again, which changes nothing, and
one in which every fiftieth row is refused, which loads nothing.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

DISTRICTS, VILLAGES, MONTHS, FIRST_YEAR = 5, 54, 240, 2006
BYTES_A_ROW = 76
LIMITS = {"rows/s": 50_000, "MB": 500}


def make_places(series: int) -> None:
    from serambi.apps.observations.models import Series
    from serambi.apps.regions.models import Area

    region = Area.objects.create(code="64.09", name="Kabupaten", kind="regency")
    for number in range(VILLAGES):
        code = f"64.09.{1 + number % DISTRICTS:02}"
        district, _made = Area.objects.get_or_create(
            code=code, defaults={"name": f"Kecamatan {code}", "kind": "district", "parent": region}
        )
        Area.objects.create(code=f"{code}.{2001 + number}", name=f"Desa {number}", kind="village", parent=district)
    Series.objects.bulk_create(
        Series(code=f"count.n{number:05}", name=f"Hitungan {number}", unit="orang", area_level=4, minimum=0)
        for number in range(series)
    )


def write_file(path: Path, series: int, *, shuffled: bool, refused: bool = False) -> int:
    """Write the figures by series, area and month, or by month first, as a system would that exports every month."""
    from serambi.apps.regions.models import Area

    areas = list(Area.objects.order_by("code").values_list("code", flat=True))
    months = [f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02}" for number in range(MONTHS)]
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("series,area,period,value,quality,origin,source\n")
        for rows in _rows(series, areas, months, shuffled=shuffled):
            lines = []
            for one, area, month in rows:
                count += 1
                value = "-1" if refused and count % 50 == 0 else f"{count * 7919 % 10_000_000 / 100:.2f}"
                lines.append(f"count.n{one:05},{area},{month},{value},measured,agency,Laporan bulanan\n")
            file.writelines(lines)
    return count


def _rows(series: int, areas: list[str], months: list[str], *, shuffled: bool) -> Iterator[list[tuple[int, str, str]]]:
    if shuffled:
        for month in months:
            for area in areas:
                yield [(one, area, month) for one in range(series)]
    else:
        for one in range(series):
            yield [(one, area, month) for area in areas for month in months]


def load(path: Path) -> None:
    """Load one file in this process and print what it took, as JSON."""
    from bench.workbook import start_django

    start_django(os.environ["SERAMBI_STATE"])
    from django.utils import timezone

    from serambi.exchange.observations_csv.load import Wishes, load_observations_file

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    start = time.perf_counter()
    outcome = load_observations_file(
        path, name=path.name, by=None, today=timezone.localdate(), rejects=path.with_suffix(".rejects"),
        wishes=Wishes(is_final=True),
    )  # fmt: skip
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    result = {
        "rows": outcome.rows, "new": outcome.new, "unchanged": outcome.unchanged, "rejected": outcome.rejected,
        "loaded": outcome.is_loaded, "seconds": round(seconds, 1), "rows_a_second": round(outcome.rows / seconds),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1), "megabytes": round(used.ru_maxrss / 1000),
        "megabytes_before": round(before), "stages": outcome.seconds,
    }  # fmt: skip
    print(json.dumps(result))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--shuffled", action="store_true", help="by month instead of by series")
    parser.add_argument("--first-only", action="store_true", help="load once, not again and not with refused rows")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        load(options.load)
        return
    with tempfile.TemporaryDirectory() as folder:
        from bench.register import start_django

        start_django(folder)
        series = max(1, options.megabytes * 1_000_000 // (BYTES_A_ROW * (1 + DISTRICTS + VILLAGES) * MONTHS))
        make_places(series)
        file, bad = Path(folder, "figures.csv"), Path(folder, "refused.csv")
        write_file(file, series, shuffled=options.shuffled)
        megabytes = file.stat().st_size / 1e6
        steps = {"load": file}
        if not options.first_only:
            write_file(bad, series, shuffled=options.shuffled, refused=True)
            steps |= {"load again": file, "every fiftieth row refused": bad}
        from django.db import connection

        print(
            f"{connection.vendor}, {megabytes:,.0f} MB, {series} series, load of the machine {os.getloadavg()[0]:.1f}"
        )
        print(f"{'':28}{'rows':>12}{'new':>12}{'rejected':>10}{'s':>8}{'of a core':>10}{'rows/s':>10}{'MB':>7}")
        found = {}
        for what, path in steps.items():
            one = found[what] = _in_a_process(path)
            print(
                f"{what:28}{one['rows']:12,}{one['new']:12,}{one['rejected']:10,}{one['seconds']:8,.1f}"
                f"{one['processor_seconds']:10,.1f}{one['rows_a_second']:10,}{one['megabytes']:7,}   {one['stages']}",
                flush=True,
            )
    print(f"wanted: more than {LIMITS['rows/s']:,} rows/s; memory that does not grow with the file")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        content = {"database": connection.vendor, "file_megabytes": round(megabytes), "results": found}
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _in_a_process(path: Path) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, __file__, "--load", str(path)], check=True, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    found: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
