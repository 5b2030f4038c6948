#!/usr/bin/env bash
# Set up what `make run` or `make test` needs, and nothing that is there already. Needs no root; with it, `make test`
# also installs Debian's chromium and PostgreSQL where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-run}
say() { printf '%s\n' "$*" >&2; }
fingerprint() { cat "$@" | sha256sum | cut -c1-16; }

python=""
for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
  [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
  if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { say "Serambi needs Python 3.11 or newer with venv (Debian: apt install python3 python3-venv)."; exit 1; }
command -v npm >/dev/null || { say "Serambi needs Node 20 or newer with npm to build its pages."; exit 1; }

# Python: one virtual environment, from the lock with its hashes.
list=requirements/run.txt
[ "$purpose" = test ] && list=requirements/dev.txt
have=.venv/serambi-$purpose-$(fingerprint "$list" pyproject.toml)
if [ ! -e "$have" ]; then
  say "Installing the Python libraries …"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/pip install -qq --disable-pip-version-check --require-hashes --no-deps --requirement "$list"
  .venv/bin/pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --no-index --editable .
  rm -f .venv/serambi-"$purpose"-*
  touch "$have"
fi

# Pages: styles and scripts, built when their source changed.
sources=$(find frontend -path frontend/node_modules -prune -o -type f -print | LC_ALL=C sort)
built=serambi/ui/static/built/.built-$(echo "$sources" | tr '\n' '\0' | xargs -0 cat | sha256sum | cut -c1-16)
modules=frontend/node_modules/.serambi-$(fingerprint frontend/package-lock.json)
if [ ! -e "$modules" ] && { [ ! -e "$built" ] || [ "$purpose" = test ]; }; then
  say "Installing the libraries of the pages …"
  npm --prefix frontend ci --silent --no-audit --no-fund
  touch "$modules"
fi
if [ ! -e "$built" ]; then
  say "Building the pages …"
  npm --prefix frontend run --silent build -- --logLevel warn
  rm -f serambi/ui/static/built/.built-*
  touch "$built"
fi

.venv/bin/python tools/messages.py compile

[ "$purpose" = test ] || exit 0
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing$missing from Debian's packages …"
    mkdir -p var
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } \
      >var/apt.log 2>&1 || say "Could not install$missing (see var/apt.log)."
  else
    say "Not here:$missing. Install with: sudo apt-get install$missing"
  fi
fi
