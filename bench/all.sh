#!/usr/bin/env bash
# Every measurement, one after another, on a quiet machine; the tables go to docs/reference/performance.md by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
mkdir -p var/bench
for bench in formula formula_door recompute_engine recompute dashboard register grid versions agenda reading loading workbook import_table \
  load_observations deadline alike_pictures audit jobs reminders documents serving live; do
  printf '\n== bench/%s.py\n' "$bench"
  python "bench/$bench.py"
done
for bench in recompute audit load_observations deadline jobs reminders; do
  printf '\n== bench/%s.py on PostgreSQL\n' "$bench"
  python tools/postgresql.py -- python "bench/$bench.py"
done
