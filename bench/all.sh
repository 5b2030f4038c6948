#!/usr/bin/env bash
# Every measurement, one after another, on a quiet machine; the tables go to docs/reference/performance.md by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
mkdir -p var/bench
for bench in formula formula_door recompute_engine recompute dashboard register grid reading loading workbook serving \
  reminders; do
  printf '\n== %s\n' "$bench"
  python "bench/$bench.py"
done
printf '\n== bench/jobs.py\n'
python bench/jobs.py
for bench in bench/recompute.py bench/jobs.py; do
  printf '\n== %s on PostgreSQL\n' "$bench"
  python tools/postgresql.py -- python "$bench"
done
