#!/usr/bin/env bash
# Every measurement, one after another, on a quiet machine; the tables go to docs/reference/performance.md by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
mkdir -p var/bench
for bench in bench/formula.py bench/formula_door.py bench/recompute_engine.py bench/recompute.py bench/dashboard.py \
  bench/register.py bench/serving.py bench/reading.py; do
  bench/register.py bench/grid.py bench/serving.py; do
  bench/register.py bench/loading.py bench/serving.py; do
  printf '\n== %s\n' "$bench"
  python "$bench"
done
printf '\n== bench/recompute.py on PostgreSQL\n'
python tools/postgresql.py -- python bench/recompute.py
printf '\n== bench/audit.py\n'
python bench/audit.py
printf '\n== bench/audit.py on PostgreSQL\n'
python tools/postgresql.py -- python bench/audit.py
