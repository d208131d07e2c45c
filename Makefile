SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV := $(or $(shell command -v uv 2>/dev/null),var/tools/uv/bin/uv)
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
LOCKED := pyproject.toml uv.lock
NPM := npm --prefix frontend --no-audit --no-fund --loglevel error
FRONTEND := $(shell find frontend/src frontend/public frontend/scripts -type f -not -name '*.test.ts*' 2>/dev/null) \
	$(wildcard frontend/*.json frontend/*.ts frontend/*.cjs frontend/index.html)
SOURCES := allma_site workspaces connections prompts flows executions triggers tests scripts manage.py

.PHONY: help run dev install test lint format types schema api-types unit frontend-unit integration integration-sqlite integration-postgres acceptance properties chaos soak flows e2e e2e-editor e2e-pages screenshots cluster bench docs services browser build

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: .venv/.run-stamp build ## Start Allma on http://127.0.0.1:8000 with SQLite and workers inside
	@exec $(PYTHON) -m allma_site.serve

dev: install ## Start Allma with Vite in front, on http://localhost:5173: pages reload as you change them
	@exec $(PYTHON) -m scripts.dev

install: .venv/.dev-stamp frontend/node_modules/.stamp ## Install everything that development and tests need

build: frontend/dist/.stamp ## Build the pages into frontend/dist

test: ## Check everything, as CI does
	@$(MAKE) --no-print-directory install services browser
	@$(MAKE) --no-print-directory -j3 --output-sync=target types build lint schema
	@$(MAKE) --no-print-directory -j3 --output-sync=target READY=yes $(SUITES)
	@$(MAKE) --no-print-directory -j2 --output-sync=target READY=yes e2e

# The longest first. A browser needs the machine for itself: its tests come after these.
SUITES := integration-postgres acceptance integration-sqlite frontend-unit unit

lint: install ## Style, and the direction of imports
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m ruff format --check $(SOURCES)
	.venv/bin/lint-imports
	$(NPM) run --silent lint

format: install ## Put the code into its style
	$(PYTHON) -m ruff check --fix $(SOURCES)
	$(PYTHON) -m ruff format $(SOURCES)
	$(NPM) run --silent format

types: install ## Types, strictly
	$(PYTHON) -m mypy $(SOURCES)
	$(NPM) run --silent types

schema: install ## Migrations, the OpenAPI document, the wire types and docker-compose.yml agree with the code
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py spectacular --validate --fail-on-warn --file /dev/null
	$(PYTHON) manage.py export_schema --check
	$(NPM) run --silent api-types -- --check
	@scripts/compose.sh

api-types: install ## Make the front end's wire types from the server's OpenAPI document
	$(PYTHON) manage.py export_schema
	$(NPM) run --silent api-types

unit: install ## Tests without a database
	$(PYTEST) tests/unit

frontend-unit: install ## Tests of the front end, and the weight of its build
	$(NPM) run --silent test
	@$(MAKE) --no-print-directory build
	$(NPM) run --silent size

integration: integration-sqlite integration-postgres ## Tests with a database: SQLite, then PostgreSQL and Redis

# What these are about is the same on both databases: they run once, on PostgreSQL.
ON_EITHER := access connections prompts sandbox

integration-sqlite: install services
	$(PYTEST) tests/integration $(ON_EITHER:%=--ignore=tests/integration/%)

integration-postgres: install services
	$(PYTEST) tests/integration --db=postgres

acceptance: install services ## Tests with real processes, killed on purpose
	$(PYTEST) tests/acceptance

properties: install services ## The property tests with new examples each time (elsewhere they are always the same)
	$(PYTEST) tests/unit -m hypothesis --hypothesis-profile=default
	$(PYTEST) tests/integration -m hypothesis --hypothesis-profile=default

chaos: install services ## Faults at random under load for MINUTES (1); SEED repeats a campaign
	$(PYTEST) tests/chaos/test_chaos.py -s

soak: install services ## The same load for MINUTES (1): memory and connections must not grow
	$(PYTEST) tests/chaos/test_soak.py -s

flows: install services ## The sample flows over HTTP, embedded and on PostgreSQL, Redis and two workers
	$(PYTHON) -m scripts.sample_flows
	$(PYTHON) -m scripts.sample_flows --cluster

e2e: e2e-editor e2e-pages ## The pages, in a real browser against a real server

e2e-editor: install build browser
	$(PYTEST) tests/e2e/test_editor_*.py tests/e2e/test_debugger_*.py

e2e-pages: install build browser
	$(PYTEST) tests/e2e --ignore-glob='*/test_editor_*' --ignore-glob='*/test_debugger_*'

screenshots: install build browser ## Pictures of every page for docs/images, in light and dark
	$(PYTHON) -m tests.screenshots

cluster: install services ## PostgreSQL, Redis, one web server and two workers on private ports, until Ctrl-C
	$(PYTHON) -m scripts.cluster

bench: install services ## Measure, beside a raw baseline; BENCH_JSON=file, BENCH_ARGS="--only w2 --repeats 3"
	$(PYTHON) -m tests.bench $(BENCH_ARGS)

docs: install ## The documentation names everything there is, and its links lead somewhere
	$(PYTEST) tests/unit/docs

# READY: they were there a moment ago. What needs nothing but them is not held up behind what needs less.
services:
	$(if $(READY),,@scripts/services.sh)

browser:
	$(if $(READY),,@scripts/services.sh browser)

var/tools/uv/bin/uv:
	@echo "Installing uv into var/tools/uv (once)"
	@python3 -m venv var/tools/uv
	@var/tools/uv/bin/pip install --quiet --disable-pip-version-check uv

frontend/node_modules/.stamp: frontend/package.json frontend/package-lock.json
	@echo "Installing the front end's packages"
	@$(NPM) ci
	@touch $@

frontend/dist/.stamp: $(FRONTEND) | frontend/node_modules/.stamp
	@echo "Building the pages into frontend/dist"
	@$(NPM) run --silent build
	@touch $@

.venv/.run-stamp: $(LOCKED) | $(filter var/tools/uv/bin/uv,$(UV))
	@$(UV) sync --frozen --quiet --no-dev --inexact --compile-bytecode
	@touch $@

.venv/.dev-stamp: $(LOCKED) | $(filter var/tools/uv/bin/uv,$(UV))
	@$(UV) sync --frozen --quiet --compile-bytecode
	@touch $@ .venv/.run-stamp
