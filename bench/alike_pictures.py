"""Measure how long it takes to find whether a photograph was used before, among 100,000.

    python bench/alike_pictures.py [--count 100000]

Hashes are random and every hundredth has a copy that differs in up to seven bits, so what is found is known. The search
by bands (`attachments.similar`) is compared with reading every hash.
"""

# ruff: noqa: PLC0415 - Django is set up with a database of its own before anything that needs it is imported

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("SERAMBI_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as state:
        os.environ["SERAMBI_STATE"] = state
        print(json.dumps(measure(count)))


def measure(count: int) -> dict[str, object]:
    import django

    django.setup()
    import numpy as np
    from django.core.management import call_command

    from serambi.apps.attachments.models import StoredFile
    from serambi.apps.attachments.similar import DISTANCE, columns, distance, near

    call_command("migrate", verbosity=0)
    dice = np.random.default_rng(2026)
    hashes = [int(bits) for bits in dice.integers(0, 2**63, count)]
    for number in range(0, count - 1, 100):
        copy = hashes[number]
        for bit in dice.choice(64, int(dice.integers(0, DISTANCE + 1)), replace=False):
            copy ^= 1 << int(bit)
        hashes[number + 1] = copy
    started = time.perf_counter()
    StoredFile.objects.bulk_create(
        (StoredFile(digest=f"{n:064x}", kind="jpeg", size=1, **columns(bits)) for n, bits in enumerate(hashes)),
        batch_size=500,
    )
    loading = time.perf_counter() - started
    times, candidates, missed, scans = [], [], 0, []
    for number in range(0, count - 1, max(count // 200 // 100 * 100, 100)):
        started = time.perf_counter()
        rows = list(StoredFile.objects.filter(near([hashes[number]])).values_list("pk", "hash_bits"))
        found = {bits for _, bits in rows if distance(hashes[number], bits) <= DISTANCE}
        times.append(time.perf_counter() - started)
        candidates.append(len(rows))
        missed += len({columns(hashes[number + step])["hash_bits"] for step in (0, 1)} - found)
    for _ in range(5):
        started = time.perf_counter()
        every = np.array(list(StoredFile.objects.values_list("hash_bits", flat=True)), dtype=np.int64)
        int((np.bitwise_count(every ^ np.int64(columns(hashes[0])["hash_bits"])) <= DISTANCE).sum())
        scans.append(time.perf_counter() - started)
    return {
        "pictures": count,
        "searches": len(times),
        "loading_s": round(loading, 2),
        "search_median_ms": round(sorted(times)[len(times) // 2] * 1000, 2),
        "search_p95_ms": round(sorted(times)[int(len(times) * 0.95)] * 1000, 2),
        "candidates_mean": round(sum(candidates) / len(candidates), 1),
        "missed": missed,
        "reading_every_hash_ms": round(min(scans) * 1000, 1),
    }


if __name__ == "__main__":
    main()
