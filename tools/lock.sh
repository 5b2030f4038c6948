#!/usr/bin/env bash
# Choose the newest versions that requirements/*.in allow, and write them down with their hashes.
set -euo pipefail
cd "$(dirname "$0")/.."
flags=(--quiet --upgrade --generate-hashes --allow-unsafe --no-header --strip-extras
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host)
.venv/bin/pip-compile "${flags[@]}" --output-file requirements/run.txt requirements/run.in
.venv/bin/pip-compile "${flags[@]}" --constraint requirements/run.txt --output-file requirements/dev.txt requirements/dev.in
