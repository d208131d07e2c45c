SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV := $(or $(shell command -v uv 2>/dev/null),var/tools/uv/bin/uv)
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
LOCKED := pyproject.toml uv.lock
SOURCES := allma_site workspaces connections prompts flows executions triggers tests scripts manage.py

.PHONY: help run dev test lint format types schema unit integration acceptance chaos soak flows e2e cluster bench docs services browser

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: .venv/.run-stamp ## Start Allma on http://127.0.0.1:8000 with SQLite and workers inside
	@exec $(PYTHON) -m allma_site.serve

dev: .venv/.dev-stamp ## Install everything that development and tests need
	@echo "Ready: $(PYTHON)"

test: lint types schema unit integration acceptance flows e2e ## Check everything, as CI does

lint: dev ## Style, and the direction of imports
	$(PYTHON) -m ruff check $(SOURCES)
	$(PYTHON) -m ruff format --check $(SOURCES)
	.venv/bin/lint-imports

format: dev ## Put the code into its style
	$(PYTHON) -m ruff check --fix $(SOURCES)
	$(PYTHON) -m ruff format $(SOURCES)

types: dev ## Types, strictly
	$(PYTHON) -m mypy $(SOURCES)

schema: dev ## Migrations, the OpenAPI document and docker-compose.yml agree with the code
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py spectacular --validate --fail-on-warn --file /dev/null
	@scripts/compose.sh

unit: dev ## Tests without a database
	$(PYTEST) tests/unit

integration: dev services ## Tests with a database: SQLite, then PostgreSQL and Redis
	$(PYTEST) tests/integration
	$(PYTEST) tests/integration --db=postgres

acceptance: dev services ## Tests with real processes, killed on purpose
	$(PYTEST) tests/acceptance

chaos: dev services ## Faults at random under load for MINUTES (1); SEED repeats a campaign
	$(PYTEST) tests/chaos/test_chaos.py -s

soak: dev services ## The same load for MINUTES (1): memory and connections must not grow
	$(PYTEST) tests/chaos/test_soak.py -s

flows: dev services ## The sample flows over HTTP, embedded and on PostgreSQL, Redis and two workers
	$(PYTHON) -m scripts.sample_flows
	$(PYTHON) -m scripts.sample_flows --cluster

e2e: dev browser ## The pages, in a real browser against a real server
	$(PYTEST) tests/e2e

cluster: dev services ## PostgreSQL, Redis, one web server and two workers on private ports, until Ctrl-C
	$(PYTHON) -m scripts.cluster

bench: dev services ## Measure, beside a raw baseline; BENCH_JSON=file, BENCH_ARGS="--only w2 --repeats 3"
	$(PYTHON) -m tests.bench $(BENCH_ARGS)

docs: dev ## The documentation names everything there is, and its links lead somewhere
	$(PYTEST) tests/unit/docs

services:
	@scripts/services.sh

browser:
	@scripts/services.sh browser

var/tools/uv/bin/uv:
	@echo "Installing uv into var/tools/uv (once)"
	@python3 -m venv var/tools/uv
	@var/tools/uv/bin/pip install --quiet --disable-pip-version-check uv

.venv/.run-stamp: $(LOCKED) | $(filter var/tools/uv/bin/uv,$(UV))
	@$(UV) sync --frozen --quiet --no-dev --inexact --compile-bytecode
	@touch $@

.venv/.dev-stamp: $(LOCKED) | $(filter var/tools/uv/bin/uv,$(UV))
	@$(UV) sync --frozen --quiet --compile-bytecode
	@touch $@ .venv/.run-stamp
