# Everything runs in .venv, which the first target makes and the next ones reuse.
# `make` alone lists the targets.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOST ?= 127.0.0.1
PORT ?= 8000
# Recorded feeds, for bench and bundle: the folder beside this one, where there is one.
FEEDS ?= $(wildcard ../shared/data)

# The first Python on the path that is new enough; `make PYTHON=/path/to/python serve` chooses another.
PYTHON ?= $(shell for name in python3 python python3.11 python3.12 python3.13 python3.14; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)

# Tests start many processes: what one of them has compiled, the next ones find.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup serve test slow check format bench bundle services clean feeds

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv and install Modeldex in it, for working on it

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Modeldex needs Python 3.11 or later, and none was found on the path" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@# Dependency groups need a pip of 2025.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $(READY)

serve: $(READY) ## serve the bundled catalog at http://127.0.0.1:8000
	@exec $(BIN)/modeldex serve --host $(HOST) --port $(PORT)

test: $(READY) ## run the fast tests, which need nothing installed: a minute on two cores
	$(BIN)/python -m pytest -q -m "not services and not slow" --numprocesses auto --dist loadfile

slow: $(READY) ## run the rest of what the fast tests have a sample of: every recording, every page
	$(BIN)/python -m pytest -q -m "slow and not services" --numprocesses auto --dist loadfile

services: $(READY) ## run the tests that need PostgreSQL, Chromium and the providers' SDKs
	$(BIN)/python -m pytest -q -m services

check: $(READY) ## lint, formatting, types and the direction between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(READY) ## format, and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: feeds $(READY) ## measure with the recorded feeds in FEEDS: a refresh, the reads, pages, the static site, and how true it all is
	$(BIN)/python -m tests.bench "$(FEEDS)"

bundle: feeds $(READY) ## rebuild the bundled catalog from the recorded feeds in FEEDS, and the examples in the README
	$(BIN)/python -m registry.refresh.replay "$(FEEDS)"
	$(BIN)/python -m tests.readme

feeds:
	@test -n "$(FEEDS)" || { echo "This needs recorded feeds: say where they are, as in \`make $(MAKECMDGOALS) FEEDS=FOLDER\`" >&2; exit 1; }
	@test -d "$(FEEDS)/models_dev" -o -d "$(FEEDS)/litellm" -o -d "$(FEEDS)/genai_prices" || \
		{ echo "$(FEEDS) holds no recorded feeds: there is no models_dev, litellm or genai_prices in it" >&2; exit 1; }

clean: ## remove what was built here
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
