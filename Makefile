# Roost, in a few words: `make demo` shows it, `make test` proves it. `make` alone lists the rest.
# Nothing here needs root, and no Node: everything is installed into .venv and node_modules.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory --no-builtin-rules
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# What is imported a hundred times by tests, and by each command, is compiled once.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
PORT ?=
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
# A stamp is an empty file that says "this step is done"; it is older than its step's sources when they change.
STAMPS := $(VENV)/stamps
PIP_WORDS := -m pip install --quiet --quiet --no-input --disable-pip-version-check
PIP := $(BIN)/python $(PIP_WORDS)
# The npm of .venv is found first when it is there: see stamps/node.
NPM_CI := PATH="$(BIN):$$PATH" npm ci --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
NODE := PATH="$(BIN):$$PATH" node
PYTEST := $(BIN)/python -m pytest
CODE := app.py constellations messaging sleepovers tests
# A package appears when its feature does.
CODE_HERE := $(wildcard $(CODE))
FRONT_END := $(shell find static -path static/node_modules -prune -o -path static/built -prune -o -type f -print)
OUTPUT := tests/output
# What decides about money and about who sees a child has no untested branch.
BEYOND_DOUBT := tests/beyond_doubt.toml
# What is typed and sent that nobody asked for, and what is planted in the database.
ODD := tests/test_odd_input.py tests/test_odd_events.py tests/test_typed_words.py tests/test_planted.py tests/browser/test_planted_words.py
COVERED := $(BIN)/coverage report --rcfile=$(BEYOND_DOUBT)

.PHONY: help setup demo test lint types unit proof coverage faults soak bench attack sbom test-setup browser docs pictures lock clean

help:  ## list these commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' Makefile \
	  | while IFS='|' read -r name words; do printf '%-14s %s\n' "$$name" "$$words"; done

# --- Set-up -----------------------------------------------------------------------------------------------------------

setup: $(STAMPS)/roost $(STAMPS)/front-end  ## install everything that Roost needs to run
	@echo 'Roost is set up. Its commands: .venv/bin/roost --help'

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { >&2 echo \
	  'Roost needs Python 3.11 or newer, and "$(PYTHON)" is not. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { >&2 echo \
	  'This Python has no "venv". Install it (on Debian and Ubuntu: the package python3-venv), then try again.'; exit 1; }
	@echo 'Making the environment in .venv ...'
	@$(PYTHON) -m venv "$(VENV)"
	@mkdir -p "$(STAMPS)" && touch "$@"

$(STAMPS)/python: requirements.txt | $(STAMPS)/venv
	@echo 'Installing the Python packages ...'
	@$(PIP) --require-hashes --requirement requirements.txt
	@touch "$@"

# Again when a package folder appears: an editable install knows only the packages it saw.
$(STAMPS)/roost: pyproject.toml $(wildcard app.py */__init__.py) $(STAMPS)/python
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch "$@"

# The machine's Node where it is new enough, else the one that comes as a Python package.
$(STAMPS)/node: requirements-node.txt | $(STAMPS)/venv
	@if node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 17) ? 0 : 1)' 2>/dev/null \
	  && npm --version >/dev/null 2>&1; then :; else \
	  echo 'Installing Node (this machine has none, or an older one than 22.17) ...'; \
	  $(PIP) --require-hashes --requirement requirements-node.txt; fi
	@touch "$@"

$(STAMPS)/npm: static/package.json static/package-lock.json $(STAMPS)/node
	@echo 'Installing the front-end packages ...'
	@cd static && $(NPM_CI)
	@touch "$@"

$(STAMPS)/front-end: $(FRONT_END) $(STAMPS)/npm
	@echo 'Building the front end ...'
	@cd static && $(NODE) build.mjs
	@touch "$@"

# --- Running ----------------------------------------------------------------------------------------------------------

define FIND_PORT
import socket
for port in (8000, 8080, 0):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(probe.getsockname()[1])
        break
endef
export FIND_PORT

demo: setup  ## serve the demo service, on a free port or on PORT=8000
	@port='$(PORT)'; port="$${port:-$$($(BIN)/python -c "$$FIND_PORT")}"; export PUBLIC_URL="http://127.0.0.1:$$port"; \
	  $(BIN)/roost init; $(BIN)/roost demo; exec $(BIN)/roost serve --port "$$port"

# --- Proving ----------------------------------------------------------------------------------------------------------

test: lint  ## lint, types, and all tests on SQLite and PostgreSQL (half an hour on two cores; the aim is ten minutes)
	@$(MAKE) --jobs=2 types test-setup
	@$(MAKE) unit

test-setup: setup $(STAMPS)/test $(STAMPS)/clients browser

$(STAMPS)/test: requirements-test.txt $(STAMPS)/python
	@echo 'Installing what the tests need ...'
	@$(PIP) --require-hashes --requirement requirements-test.txt
	@touch "$@"

$(STAMPS)/clients: tests/clients/package-lock.json $(STAMPS)/node
	@echo 'Installing a reader of calendars for the tests ...'
	@cd tests/clients && $(NPM_CI)
	@touch "$@"

# Looked for each time: a browser may have come or gone. The tests look for themselves, and fail if there is none.
browser: $(STAMPS)/test $(STAMPS)/node
	@$(BIN)/python -m tests.browser.chromium || $(MAKE) $(STAMPS)/chromium

$(STAMPS)/chromium: tests/browser/package-lock.json tests/browser/unpack.mjs $(STAMPS)/node
	@echo 'Installing a Chromium for the browser tests ...'
	@cd tests/browser && $(NPM_CI) && $(NODE) unpack.mjs
	@touch "$@"

lint: $(STAMPS)/test  ## find what is badly written
	@$(BIN)/ruff check --quiet $(CODE_HERE)
	@$(BIN)/ruff format --check --quiet $(CODE_HERE)

types: $(STAMPS)/test  ## find what does not fit together
	@$(BIN)/mypy $(CODE_HERE)

# Three at a time on two cores: browsers, databases and servers are waited for.
unit: test-setup
	@$(PYTEST) --numprocesses=3 -m 'not proof and not benchmark and not soak and not attack' --cov --cov-config=$(BEYOND_DOUBT) --cov-report=
	@$(COVERED)

# What `make test` has asked is not asked again, but for what asks more here. The benchmarks run also where a test failed.
proof: test-setup  ## what `make test` leaves out: the other database, all looks, races, faults, benchmarks (the aim is an hour; it takes longer)
	@mkdir -p $(OUTPUT)
	@failed=0; ROOST_LOOKS=every ROOST_ODD_INPUTS=80 ROOST_COUNTS=400 $(PYTEST) --numprocesses=3 \
	  -m '(proof or more) and not benchmark and not soak and not attack' --durations=10 | tee $(OUTPUT)/proof.txt || failed=1; \
	  $(MAKE) bench | tee -a $(OUTPUT)/proof.txt || failed=1; \
	  echo 'This summary is kept in $(OUTPUT)/proof.txt.'; exit $$failed

# To be followed made the tests of claims almost four times as slow, and servers that a proof measures are followed too.
coverage: test-setup  ## follow every line and branch beside SQLite, without a browser: at least 95 %
	@$(PYTEST) --numprocesses=3 -m 'not proof and not browser and not benchmark and not soak and not attack' -k 'not postgresql' --cov --cov-report=term-missing:skip-covered

# One after the other, for each of them has the machine to itself; the table is printed also where one of them failed.
faults: test-setup  ## break everything that can break, and print what it cost beside what it may
	@mkdir -p $(OUTPUT); rm -f $(OUTPUT)/faults.json
	@$(PYTEST) -m faults -n 0 tests; failed=$$?; $(BIN)/python -m tests.faults.figures || failed=1; exit $$failed

soak: test-setup  ## half an hour of mixed load on both set-ups, or ROOST_SOAK_MINUTES; memory must stay flat
	@$(PYTEST) -m soak -n 0 -s tests/soak

bench: test-setup  ## measure; prints a table and writes tests/output/*.json
	@$(PYTEST) -m benchmark -n 0 -s tests/benchmarks

# The tools, each group in an environment of its own, beside Roost's.
$(STAMPS)/attack: requirements-attack.txt requirements-wapiti.txt $(STAMPS)/venv
	@echo 'Installing the tools of the attack ...'
	@for of in attack wapiti; do $(PYTHON) -m venv ".venv-$$of"; \
	  ".venv-$$of/bin/python" $(PIP_WORDS) --require-hashes --requirement "requirements-$$of.txt"; done
	@touch "$@"

attack: test-setup $(STAMPS)/attack  ## set bandit, semgrep, sqlmap, wapiti and odd words on Roost (under half an hour)
	@mkdir -p $(OUTPUT) && rm -f $(OUTPUT)/attack.json
	@began=$$(date +%s); failed=0; $(PYTEST) --numprocesses=2 --dist=loadfile -m attack tests/attack || failed=1; \
	  ROOST_ODD_INPUTS=150 $(PYTEST) --numprocesses=2 $(ODD) || failed=1; \
	  $(BIN)/python -m tests.attack.report $$(( $$(date +%s) - began )) | tee $(OUTPUT)/attack.txt; \
	  echo 'This table is kept in $(OUTPUT)/attack.txt.'; exit $$failed

# --- Upkeep -----------------------------------------------------------------------------------------------------------

# Extras stay written out: a pip that meets one without its version looks for a newer release, and finds it has no hash.
UV := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-strip-extras

docs: $(STAMPS)/roost  ## print docs/permissions.md and docs/governance/retention-schedule.md from the code
	@$(BIN)/python -c 'from constellations.permissions import permissions_page; print(permissions_page(), end="")' > docs/permissions.md
	@$(BIN)/python -c 'from app import PARTS; from constellations.keeping.queries import printed_schedule as p; print(p(PARTS.kept, PARTS.lasting), end="")' \
	  > docs/governance/retention-schedule.md

pictures: test-setup  ## take the pictures of the README again, of the demo service
	@ROOST_PICTURES=yes $(PYTEST) -n 0 -k picture tests/browser/journeys/test_pictures.py

lock: | $(STAMPS)/venv  ## choose the newest allowed versions and write the locks of Python packages again
	@$(PIP) uv
	@$(UV) pyproject.toml --group build --output-file requirements.txt
	@$(UV) pyproject.toml --group build --group test --constraint requirements.txt --output-file requirements-test.txt
	@$(UV) --group node --output-file requirements-node.txt
	@$(UV) --group attack --output-file requirements-attack.txt
	@$(UV) --group wapiti --output-file requirements-wapiti.txt

sbom: $(STAMPS)/test  ## write down what Roost is made of, as CycloneDX, from the locks
	@mkdir -p $(OUTPUT) && $(BIN)/python -m tests.sbom > $(OUTPUT)/sbom.json
	@echo 'It stands in $(OUTPUT)/sbom.json.'

clean:  ## remove everything that was installed or built; a database in instance/ stays
	@rm -rf "$(VENV)" .venv-attack .venv-wapiti static/node_modules static/built tests/browser/node_modules tests/clients/node_modules $(OUTPUT) *.egg-info \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
