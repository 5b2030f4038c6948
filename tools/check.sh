#!/usr/bin/env bash
# Every check of the source, then every test: on SQLite, on a PostgreSQL of our own, and in a browser.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH" SERAMBI_MODE=test
# Tests are read by six processes; what one of them has compiled the others need not compile again.
unset PYTHONDONTWRITEBYTECODE
mkdir -p var
failed=()

told() {
  local name=$1 status=$2 seconds=$3 log=$4
  if [ "$status" = 0 ]; then
    printf '  ok    %-34s %4d s\n' "$name" "$seconds"
  else
    printf '  FAIL  %-34s %4d s\n' "$name" "$seconds"
    cat "$log"
    failed+=("$name")
  fi
}

step() {
  local name=$1 started=$SECONDS
  shift
  "$@" >var/check.log 2>&1
  told "$name" $? $((SECONDS - started)) var/check.log
}

echo "Source"
# The longest of them goes on beside the others, and beside the first tests where one processor has nothing to do.
types_started=$SECONDS
{ mypy >var/check-types.log 2>&1; echo "$? $((SECONDS - types_started))" >var/check-types.told; } &
types=$!
step "style (ruff)" ruff check --output-format=concise .
step "format (ruff)" ruff format --check --quiet .
step "layers (import-linter)" lint-imports --no-cache
step "templates (djlint)" djlint serambi --lint --quiet
step "migrations" serambi makemigrations --check --dry-run
step "translations" python tools/messages.py check
step "pages (tsc, eslint, prettier, vitest)" npm --prefix frontend run --silent check
types_told() {
  local status seconds
  wait "$types"
  read -r status seconds <var/check-types.told
  told "types (mypy)" "$status" "$seconds" var/check-types.log
}
[ "${1:-}" = lint ] && { types_told; [ ${#failed[@]} = 0 ]; exit; }

echo "Tests on SQLite"
pytest -n 2 -q -m "not e2e" || failed+=("tests on SQLite")
types_told

echo "Tests on PostgreSQL"
if python tools/postgresql.py --available; then
  # All but those that ask no database, and the tables of pages, which ask both alike.
  python tools/postgresql.py -- pytest -n 2 -q -m "not e2e" --ignore=serambi/methods --ignore=serambi/engines \
    --ignore=serambi/ui --ignore=serambi/files --ignore=serambi/exchange/tables --ignore=serambi/exchange/formula_cases \
    --ignore=tests/architecture --ignore=tests/documentation || failed+=("tests on PostgreSQL")
else
  printf '\n  !!  NOT TESTED ON POSTGRESQL: no PostgreSQL binaries were found.\n'
  printf '  !!  Install Debian'"'"'s postgresql and run make test again.\n\n'
fi

echo "Tests in a browser"
# Only the files that have such tests: reading all the others takes each worker ten seconds.
in_browser=$(grep -rlE 'mark\.e2e\b' --include='*.py' tests serambi)
if command -v chromium >/dev/null; then
  if ! pytest -n 2 -q -m e2e $in_browser; then
    # A browser beside another on two cores is sometimes late; what fails is asked again alone, and said.
    printf '\n  !!  Tests in a browser failed; those that did are run once more, one at a time.\n\n'
    pytest -q -m e2e --last-failed --last-failed-no-failures none $in_browser || failed+=("tests in a browser")
  fi
else
  printf '\n  !!  NOT TESTED IN A BROWSER: chromium was not found.\n\n'
fi

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nFailed: %s\n' "${failed[*]}"
  exit 1
fi
printf '\nEverything passed.\n'
