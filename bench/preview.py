"""How long the pages of a large table on the way take, before it is loaded.

    python bench/preview.py                          50,000 rows: 10,000 programs with five indicators each
    python bench/preview.py --rows 5000 --runs 20 --json var/bench/preview.json

The workbook is that of bench/import_table.py with a doubt in every program. It is sent, read and compared as a
person sends it, with a database of its own (SQLite, or the one that DATABASE_URL names, which must be empty); then each
page is asked for through the test client, one after another: time by the clock and of the processor, the first answer
left out. Nothing here is random.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

LIMIT_MS = 300.0
PAGES = {
    "preview": "",
    "to be looked at": "to-look-at/",
    "to be looked at, page 40": "to-look-at/?state=open&page=40",
    "to be looked at, searched": "to-look-at/?q=layanan+777",
    "changes": "changes/",
    "changes, targets, page 900": "changes/?show=aims&page=900",
    "changes, searched": "changes/?show=aims&q=layanan+777",
    "stated sums": "sums/",
    "not loaded": "not-loaded/",
    "rows and the register": "rows/",
    "rows, searched": "rows/?q=layanan+777",
    "places": "places/",
    "accept all doubts": "to-look-at/accept/",
}


def measure(rows: int, runs: int, folder: str) -> dict[str, Any]:
    from bench.import_table import write_workbook
    from bench.register import _make_plan, start_django

    start_django(folder)
    from django.test import Client
    from django.urls import reverse

    from serambi.apps.accounts.models import User
    from serambi.apps.agencies.models import Membership, Organization
    from serambi.exchange.imports.choices import Choices, Placing
    from serambi.exchange.uploads import services
    from serambi.exchange.uploads.prepared import prepare, preview_if_quick

    plan, _parts = _make_plan()
    user = User.objects.create_user("rani@serumpun.example", "a-veranda-in-the-afternoon", name="Rani")
    agency = Organization.objects.create(abbreviation="DISKOMINFO", name="Dinas Komunikasi dan Informatika Kabupaten")
    Membership.objects.create(user=user, organization=agency, role="coordinator")
    path = Path(folder, "rpjmd.xlsx")
    write_workbook(path, rows)
    upload = services.take_unread(services.Sent(path.name, path.read_bytes()), by=user)
    found: dict[str, Any] = {"rows": rows}
    begin, worked = time.perf_counter(), time.process_time()
    services.read_upload(upload, by=user)
    services.change_choices(upload, lambda _it: Choices(placing=Placing("living", "living-1"), source="RPJMD"), by=user)
    prepare(upload, plan)
    found["read and compare, s"] = round(time.perf_counter() - begin, 1)
    found["read and compare, s of a processor"] = round(time.process_time() - worked, 1)
    found["peak memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    with preview_if_quick(upload, plan) as kept:
        if kept is None:
            sys.exit("what was compared is not kept")
        found["problems"] = sum(kept.overview.problems.values())
        found["changes"] = sum(kept.overview.changes.values())
    browser = Client()
    browser.force_login(user)
    here = reverse("imports:preview", args=[upload.pk])
    found["pages"] = {name: _page(browser, here + part, runs) for name, part in PAGES.items()}
    return found


def _page(browser: Any, address: str, runs: int) -> dict[str, float]:
    clock, processor = [], []
    for number in range(runs + 1):
        begin, worked = time.perf_counter(), time.process_time()
        answer = browser.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
        if number:
            clock.append(1000 * (time.perf_counter() - begin))
            processor.append(1000 * (time.process_time() - worked))
    return {
        "median ms": round(statistics.median(clock), 1),
        "p95 ms": round(sorted(clock)[int(0.95 * (len(clock) - 1))], 1),
        "processor ms": round(statistics.median(processor), 1),
        "kB": round(len(answer.content) / 1000, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SERAMBI_STATE"] = folder
        found = measure(options.rows, options.runs, folder)
    for what, value in found.items():
        if what != "pages":
            print(f"{what:44}{value:>12,}")
    for name, page in found["pages"].items():
        print(f"{name:44}" + "".join(f"{value:>10,.1f} {unit}" for unit, value in page.items()))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    slow = [name for name, page in found["pages"].items() if page["processor ms"] > LIMIT_MS]
    if slow:
        sys.exit(f"slower than {LIMIT_MS:.0f} ms of a processor: {', '.join(slow)}")


if __name__ == "__main__":
    main()
