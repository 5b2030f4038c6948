"""How long a workbook of 50,000 rows takes to be understood and loaded, and how much memory.

    python bench/import_table.py                     50,000 rows: 10,000 programs with five indicators each
    python bench/import_table.py --rows 5000 --json var/bench/import-table.json

The workbook is a table as regencies write it: three merged rows of headings, a program with rows of further indicators
below it, target and rupiah of five years in pairs, an agency. It is read, understood, compared with an empty register
and loaded in a process of its own with a database of its own (SQLite, or the one that DATABASE_URL names, which must be
empty), so that the memory is that of the import. Then the record is checked and the load taken back, each in a process
of its own. Nothing here is random.
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
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

YEARS, INDICATORS = range(2024, 2029), 5
LIMITS = {"seconds": 60, "megabytes": 500}


def write_workbook(path: Path, rows: int) -> None:
    from xlsxwriter import Workbook

    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("RPJMD")
        heads = ["Kode", "Program Prioritas", "Indikator Program", "Satuan", "Kondisi Awal"]
        top = [*heads, "Kinerja dan Pendanaan", *[None] * (2 * len(YEARS) - 1), "OPD"]
        sheet.write_row(0, 0, top)
        sheet.write_row(1, len(heads), [text for year in YEARS for text in (f"Tahun {year}", None)])
        sheet.write_row(2, len(heads), ["Target", "Rp"] * len(YEARS))
        for number in range(rows):
            program, place = divmod(number, INDICATORS)
            is_first = place == 0
            row: list[Any] = [
                f"{1 + program // 2500}.{program // 50 % 50:02}.{program % 50:02}" if is_first else None,
                f"Program layanan {program}" if is_first else None,
                f"Persentase layanan {program} bagian {place}", "Persen", "40",
            ]  # fmt: skip
            for year in YEARS:
                row += [50 + year - YEARS[0] + place, 1_000_000 * (program + year) if is_first else None]
            sheet.write_row(3 + number, 0, [*row, "Dinas Komunikasi dan Informatika" if is_first else None])


def measure(path: Path) -> dict[str, float]:
    from bench.register import _make_plan, start_django

    start_django(os.environ["SERAMBI_STATE"])
    from serambi.apps.agencies.models import Organization
    from serambi.apps.audit.models import Entry
    from serambi.exchange.imports.services import load
    from serambi.exchange.imports.unattended import file_of, propose_unattended
    from serambi.exchange.tables.programs import find_layouts, understand
    from serambi.exchange.tables.reading import read_book

    plan, _parts = _make_plan()
    organizations = [("DISKOMINFO", "Dinas Komunikasi dan Informatika")]
    for abbreviation, name in organizations:
        Organization.objects.create(abbreviation=abbreviation, name=name)
    found: dict[str, float] = {"MB before": _megabytes()}

    def timed(what: str, act: Callable[[], Any]) -> Any:
        begin, worked = time.perf_counter(), time.process_time()
        result = act()
        found[f"{what}, s"] = round(time.perf_counter() - begin, 2)
        found[f"{what}, s of a processor"] = round(time.process_time() - worked, 2)
        found[f"{what}, MB"] = _megabytes()
        return result

    def understood() -> Any:
        book = read_book(path.read_bytes(), name=path.name)
        found["read, MB"] = _megabytes()
        return understand(book, find_layouts(book), organizations=organizations)

    table = timed("read and understand", understood)
    proposal = timed(
        "compare with the register",
        partial(propose_unattended, table, plan, place="living/living-1", accept_doubts=True),
    )
    for problem in proposal.errors[:5]:
        print(problem.message, file=sys.stderr)
    del table  # who loads needs it no more
    made = timed("load", lambda: load(proposal, file=file_of(path), by=None))
    found |= {f"{kind}": count for kind, count in made.counts.items()}
    found |= {"entries in the record": Entry.objects.count()}
    return found


def take_back() -> dict[str, float]:
    from bench.register import start_django

    start_django(os.environ["SERAMBI_STATE"])
    from serambi.apps.indicators.models import Indicator, Target
    from serambi.apps.plans.models import BudgetLine, Program
    from serambi.exchange.imports.undo import undo
    from serambi.exchange.models import Load

    begin, worked = time.perf_counter(), time.process_time()
    done = undo(Load.objects.get(), by=None)
    found = {
        "take back, s": round(time.perf_counter() - begin, 2),
        "take back, s of a processor": round(time.process_time() - worked, 2),
        "take back, MB": _megabytes(),
    }
    if done.conflicts or any(model.objects.exists() for model in (Program, BudgetLine, Indicator, Target)):
        raise SystemExit("taking back must leave nothing")
    return found


def check() -> dict[str, float]:
    from bench.register import start_django

    start_django(os.environ["SERAMBI_STATE"])
    from serambi.apps.audit import sealing, verifying

    begin = time.process_time()
    sealing.seal()
    sealed, begin = time.process_time() - begin, time.process_time()
    outcome = verifying.verify()
    if not outcome.is_good:
        raise SystemExit(str(outcome.findings[:3]))
    return {
        "seal what waits, s of a processor": round(sealed, 2),
        "check the record, s of a processor": round(time.process_time() - begin, 2),
        "entries checked": outcome.count,
    }


def _megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--step", default="load", help=argparse.SUPPRESS)
    parser.add_argument("--load-only", action="store_true", help="neither check the record nor take the load back")
    options = parser.parse_args()
    if options.file:
        print(json.dumps({"load": lambda: measure(options.file), "undo": take_back, "check": check}[options.step]()))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rpjmd.xlsx")
        write_workbook(path, options.rows)
        environment = {**os.environ, "SERAMBI_STATE": folder}
        found = {"rows": options.rows, "file, MB": round(path.stat().st_size / 1e6, 1)}
        for step in ("load",) if options.load_only else ("load", "check", "undo"):
            command = [sys.executable, __file__, "--file", str(path), "--step", step]
            ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
            told = json.loads(ran.stdout.splitlines()[-1])
            found |= told
            print(json.dumps(told), file=sys.stderr)
    for what, value in found.items():
        print(f"{what:36}{value:12,.2f}")
    print(f"load of the machine {os.getloadavg()[0]:.1f}; wanted: {LIMITS['seconds']} s, {LIMITS['megabytes']} MB")
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
