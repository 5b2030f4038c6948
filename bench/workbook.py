"""How long the workbook takes, and how much memory: 2,500 programs, 500 indicators, 50,000 figures.

    python bench/workbook.py                                    a table
    python bench/workbook.py --programs 100 --figures 2000 --json var/bench-workbook.json

Makes a database of its own in a temporary folder. Each step runs in a process of its own, so that the memory is that
step's; Django and an idle connection are in it.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

STEPS = ("export", "read", "compare", "change", "load")
TODAY = dt.date(2026, 11, 23)


def start_django(folder: str) -> None:
    os.environ.setdefault("SERAMBI_MODE", "test")
    os.environ["SERAMBI_STATE"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    import django

    django.setup()


def fill(programs: int, indicators: int, figures: int) -> None:
    """Write the register of `bench/register.py` with as many indicators, targets and figures as asked for."""
    from django.core.management import call_command
    from django.utils import timezone

    from bench import register
    from serambi.apps.indicators.models import Indicator, Target
    from serambi.apps.observations.models import Observation, Series
    from serambi.apps.regions.models import Area
    from serambi.methods.periods import Frequency, Period

    call_command("migrate", verbosity=0)
    register.fill(programs)
    villages = list(Area.objects.filter(level=4).order_by("code"))
    months = [Period.of(dt.date(2021 + n // 12, 1 + n % 12, 1), Frequency.MONTH) for n in range(60)]
    per_series = len(villages) * len(months)
    series = Series.objects.bulk_create(
        Series(code=f"count.n{n}", name=f"Hitungan {n}", unit="orang", area_level=4)
        for n in range(-(-figures // per_series))
    )
    now = timezone.now()
    Observation.objects.bulk_create(
        (
            Observation(
                series=series[n // per_series], area=villages[n % len(villages)],
                period=months[n % per_series // len(villages)], value=Decimal(n * 7919 % 100_000) / 100, is_final=True,
                source="Laporan bulanan", recorded_at=now,
                period_start=months[n % per_series // len(villages)].start,
                period_end=months[n % per_series // len(villages)].end,
            )
            for n in range(figures)
        ),
        batch_size=2000,
    )  # fmt: skip
    made = Indicator.objects.bulk_create(
        Indicator(code=f"rate_{n}", name=f"Tingkat {n}", formula=series[n % len(series)].code, unit="orang")
        for n in range(indicators)
    )
    home = Area.objects.get(level=2)
    year = Period.parse("2026")
    Target.objects.bulk_create(
        Target(indicator=one, area=home, period=year, period_start=year.start, period_end=year.end, value=n)
        for n, one in enumerate(made)
    )


def run(step: str, file: Path) -> int:
    """Do one step and return how many rows it saw."""
    from serambi.apps.plans.queries.objects import current_plan
    from serambi.exchange.workbook.compare import compare
    from serambi.exchange.workbook.export import export_workbook
    from serambi.exchange.workbook.read import read_workbook
    from serambi.exchange.workbook.register import Register

    if step == "export":
        return sum(export_workbook(file, by=None, language="id").values())
    if step == "change":
        return load_changed(file)
    if step == "load":
        return load_anew(file)
    book = read_workbook(file)
    if step == "read":
        return sum(len(sheet.rows) for sheet in book.sheets.values())
    found = compare(book, Register(current_plan(), None))
    if not found.is_empty or found.problems:
        raise SystemExit("a workbook that nobody touched must change nothing")
    return sum(sheet.unchanged for sheet in found.sheets.values())


def take_for_real() -> None:
    """Take the marks of an illustration away: rows with one cannot be loaded as new."""
    from django.apps import apps

    for model in apps.get_models():
        if "is_illustration" in {field.name for field in model._meta.fields}:
            model._default_manager.update(is_illustration=False)
    # A stage that nobody reported has no day on which somebody did.
    apps.get_model("plans.Program").objects.filter(stage="unreported").update(stage_changed_on=None, stage_note="")


def load_changed(file: Path) -> int:
    """Load the workbook after every name of a program was changed in the database, and return how many rows change."""
    from django.db.models import Value
    from django.db.models.functions import Concat

    from serambi.apps.plans.models import Program
    from serambi.exchange.workbook.load import load_workbook
    from serambi.exchange.workbook.read import read_workbook

    Program.objects.update(name=Concat("name", Value(" lama")))
    outcome = load_workbook(read_workbook(file), by=None, today=TODAY)
    if not outcome.is_loaded:
        raise SystemExit(str(outcome.comparison.problems[:3]))
    return sum(len(sheet.changed) for sheet in outcome.comparison.sheets.values())


def load_anew(file: Path) -> int:
    """Load the workbook into a register that was emptied, and return how many rows are new."""
    from serambi.apps.indicators.models import Indicator, Target
    from serambi.apps.observations.models import Observation, Series
    from serambi.apps.plans.models import Program
    from serambi.exchange.workbook.load import load_workbook
    from serambi.exchange.workbook.read import read_workbook

    for table in (Observation, Target, Indicator, Series, Program):
        table.objects.all().delete()
    started = time.perf_counter()
    outcome = load_workbook(read_workbook(file), by=None, today=TODAY)
    if not outcome.is_loaded:
        raise SystemExit(str(outcome.comparison.problems[:3]))
    print(f"without emptying {time.perf_counter() - started:.1f} s", file=sys.stderr)
    return sum(len(sheet.new) for sheet in outcome.comparison.sheets.values())


def measure(step: str, folder: str) -> None:
    start_django(folder)
    started = time.perf_counter()
    rows = run(step, Path(folder, "register.xlsx"))
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {"step": step, "rows": rows, "seconds": round(seconds, 2), "cpu": round(used.ru_utime + used.ru_stime, 2)}
    print(json.dumps({**found, "peak_mb": round(used.ru_maxrss / 1024)}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=int, default=2500)
    parser.add_argument("--indicators", type=int, default=500)
    parser.add_argument("--figures", type=int, default=50_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        measure(given.step, given.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        start_django(folder)
        fill(given.programs, given.indicators, given.figures)
        take_for_real()
        results = []
        for step in given.steps:
            command = [sys.executable, __file__, "--step", step, "--folder", folder]
            results.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
        size = Path(folder, "register.xlsx").stat().st_size / 1e6
    print(f"{'step':10}{'rows':>10}{'seconds':>10}{'of CPU':>10}{'peak MB':>10}")
    for one in results:
        print(f"{one['step']:10}{one['rows']:>10,}{one['seconds']:>10}{one['cpu']:>10}{one['peak_mb']:>10}")
    print(f"the file has {size:.1f} MB; reading is part of comparing")
    if given.json:
        given.json.write_text(json.dumps({"file_mb": size, "steps": results}, indent=1))


if __name__ == "__main__":
    main()
