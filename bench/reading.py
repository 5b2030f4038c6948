"""How long a table of others takes to be read, and how much memory.

    python bench/reading.py                            50,000 rows of 15 columns as XLSX and as CSV, a table
    python bench/reading.py --rows 100000 --json var/bench-reading.json

Each file is read in a process of its own; its peak is that of the whole process, the file and the interpreter included.
Nothing here is random: a second run has the same files.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

HEADS = ["Kode", "Program", "Perangkat daerah", "Indikator", "Satuan", "Kondisi awal", "Catatan"]
HEADS += [f"{kind} {year}" for year in range(2025, 2029) for kind in ("Target", "Pagu")]


@dataclass(frozen=True)
class Result:
    format: str
    rows: int
    columns: int
    megabytes: float
    seconds: float
    peak_megabytes: float


def table(count: int) -> Iterator[list[str | float]]:
    yield list(HEADS)
    for number in range(count - 1):
        row: list[str | float] = [f"{number % 7 + 1}.{number % 40:02}.{number:05}", f"Program pelayanan nomor {number}"]
        row += [
            f"Dinas Urusan {number % 36}",
            f"Persentase layanan {number % 900}",
            "%",
            number % 100,
            f"Baris {number}",
        ]
        for year in range(4):
            row += [round(number % 97 + year / 3, 2), 1_000_000 * (number % 9000) + year]
        yield row


def write(path: Path, count: int) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(table(count))
        return path
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    book.set_properties({"created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)})
    sheet = book.add_worksheet("RPJMD")
    for number, row in enumerate(table(count)):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def read(path: Path) -> Result:
    from serambi.exchange.tables.reading import read_book  # noqa: PLC0415 - loading it belongs to the child's memory

    size = path.stat().st_size / 1e6
    begin = time.perf_counter()
    book = read_book(path.read_bytes(), name=path.name)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    sheet = book.sheets[0]
    return Result(book.format, len(sheet.rows), sheet.width, round(size, 1), round(seconds, 2), round(peak))


def read_in_new_process(path: Path) -> Result:
    answer = subprocess.run(
        [sys.executable, __file__, "--child", str(path)], check=True, capture_output=True, text=True
    )
    return Result(**json.loads(answer.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(asdict(read(options.child))))
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = [write(Path(folder) / f"table.{ending}", options.rows) for ending in ("xlsx", "csv")]
        results = [read_in_new_process(path) for path in paths]
    print(f"{'format':8}{'rows':>9}{'columns':>9}{'file MB':>9}{'seconds':>9}{'peak MB':>9}")
    for row in results:
        print(
            f"{row.format:8}{row.rows:9}{row.columns:9}{row.megabytes:9.1f}{row.seconds:9.2f}{row.peak_megabytes:9.0f}"
        )
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps([asdict(row) for row in results], indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
