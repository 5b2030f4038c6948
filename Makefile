# Serambi: `make run` tries it, `make test` checks it. Each sets up what it needs, and only what is missing.

PORT ?= 8000
HOST ?= 127.0.0.1
STATE ?= var
export SERAMBI_STATE := $(abspath $(STATE))
BIN := .venv/bin

.PHONY: run test lint format bench messages lock clean help

help:
	@echo "make run      try Serambi at http://$(HOST):$(PORT) (PORT=8123 for another port)"
	@echo "make test     every test, on SQLite and PostgreSQL, and in a browser"
	@echo "make lint     the checks of the source alone"
	@echo "make format   put the source in order"
	@echo "make bench    measure speed and memory (about an hour)"
	@echo "make messages read new words into the translations"
	@echo "make lock     choose versions of the libraries again"
	@echo "make clean    remove everything that was made here, the trial's data too"

run:
	@tools/setup.sh run
	@SERAMBI_MODE=trial exec $(BIN)/serambi trial --host $(HOST) --port $(PORT)

test:
	@tools/setup.sh test
	@tools/check.sh

lint:
	@tools/setup.sh test
	@tools/check.sh lint

format:
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@npm --prefix frontend run --silent format

bench:
	@tools/setup.sh test
	@bench/all.sh

messages:
	@$(BIN)/python tools/messages.py update

lock:
	@tools/lock.sh

clean:
	@rm -rf .venv var frontend/node_modules serambi/ui/static/built *.egg-info
