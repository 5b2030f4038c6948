"""How long `serambi formula` takes, from starting the process to its last byte.

    python bench/formula_door.py
    python bench/formula_door.py --observations 100000 --requests 100 --runs 5

DuckDB answers 1,000 requests over a million observations; the definition answers one request over none, which is what
starting it costs. Before that, both engines answer the same smaller case, and every value has to agree to nine digits.
Prints a table and writes var/bench/formula-door.json; the generated cases stay in var/bench.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.cases import write_case  # noqa: E402 - found through the line above

COMPARED = 20_000
NOTHING = {"areas": [{"code": "R"}], "series": [], "observations": [], "requests": []}


def run(case: Path, engine: str) -> tuple[float, float, list[dict[str, Any]]]:
    """Return the seconds one process takes, its largest memory in MB, and its results."""
    program = "import sys; sys.argv[0] = 'serambi'; from serambi.config.command_line import main; main()"
    output = case.with_suffix(f".{engine}.result.json")
    with case.open("rb") as given, output.open("wb") as taken:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", program, "formula", "--engine", engine], stdin=given, stdout=taken, cwd=ROOT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
    if status:
        raise SystemExit(f"serambi formula ended with {os.waitstatus_to_exitcode(status)}")
    results = json.loads(output.read_text("utf-8"))["results"]
    output.unlink()
    return seconds, usage.ru_maxrss / 1000, results


def largest_difference(case: Path) -> float:
    """Return by how much the engines differ at most, relative to the value; missing must be missing in both."""
    exact, fast = (run(case, engine)[2] for engine in ("reference", "duckdb"))
    largest = 0.0
    for first, second in zip(exact, fast, strict=True):
        one, other = first.get("value"), second.get("value")
        if one is None or other is None:
            if first.get("value") != second.get("value") or first.get("error") != second.get("error"):
                raise SystemExit(f"The engines disagree: {first} and {second}")
            continue
        largest = max(largest, 0.0 if one == other else abs(one - other) / max(abs(one), abs(other)))
    if not math.isfinite(largest) or largest > 1e-9:
        raise SystemExit(f"The engines differ by {largest}")
    return largest


def prepare(folder: Path, observation_count: int, request_count: int) -> tuple[Path, float]:
    """Return the case to measure, and by how much the engines differ on a smaller one."""
    small, large = (
        write_case(folder / f"case-{count}-{request_count}.json", observation_count=count, request_count=request_count)
        for count in (COMPARED, observation_count)
    )
    return large, largest_difference(small)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--observations", type=int, default=1_000_000)
    options.add_argument("--requests", type=int, default=1_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--json", type=Path, default=ROOT / "var" / "bench" / "formula-door.json")
    given = options.parse_args()
    folder = given.json.parent
    # In a process of its own: what it takes would count as memory of every process started after it.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        large, difference = apart.submit(prepare, folder, given.observations, given.requests).result()
    empty = folder / "case-empty.json"
    empty.write_text(json.dumps(NOTHING), "utf-8")
    rows = []
    for what, case, engine in (
        (f"{given.requests:,} requests, {given.observations:,} observations, duckdb", large, "duckdb"),
        ("nothing asked, duckdb", empty, "duckdb"),
        ("nothing asked, reference", empty, "reference"),
    ):
        measured = [run(case, engine) for _ in range(given.runs)]
        seconds = sorted(one[0] for one in measured)
        results = measured[0][2]
        rows.append(
            {
                "what": what,
                "median_seconds": round(statistics.median(seconds), 3),
                "least_seconds": round(seconds[0], 3),
                "most_seconds": round(seconds[-1], 3),
                "memory_mb": round(max(one[1] for one in measured)),
                "values": sum(one.get("value") is not None for one in results),
                "errors": sum("error" in one for one in results),
            }
        )
    width = max(len(row["what"]) for row in rows)
    print(f"{'':{width}}  median    least     most   memory")
    for row in rows:
        times = "  ".join(f"{row[key]:5.2f} s" for key in ("median_seconds", "least_seconds", "most_seconds"))
        print(f"{row['what']:{width}}  {times}  {row['memory_mb']:4} MB")
    print(f"largest difference of the engines over {COMPARED:,} observations: {difference:.1e} of the value")
    found = {"cores": os.cpu_count(), "largest_difference": difference, "rows": rows}
    given.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
