# `make run` and `make test` need nothing but Python 3.11+ with venv; the rest follows from them.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DEV := $(if $(shell command -v java),spark,dev)
ON_POSTGRES := $(BIN)/python tools/on_postgres.py $(BIN)/pytest -n 2 -m 'django_db and not big'
SOURCES := src tests tools bench conftest.py
step = @printf '\n== %s\n' '$(1)'; began=$$(date +%s); $(2) && printf '   %s: %s s\n' '$(1)' $$(( $$(date +%s) - began ))
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench features messages docs look

help: ## what this file can do
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

run: .venv/run.stamp ## the application with three made-up firms; says where to look (PORT=8001, DATA=folder)
	$(BIN)/plon up --demo --port $(or $(PORT),8000) --data $(or $(DATA),plon-data)

test: .venv/dev.stamp ## all tests; those of the database on PostgreSQL, too, where one answers
	$(BIN)/pytest -n 2
	$(ON_POSTGRES)

check: .venv/dev.stamp ## exactly what CI runs
	$(call step,form,$(BIN)/ruff format --check $(SOURCES))
	$(call step,lint,$(BIN)/ruff check $(SOURCES))
	$(call step,types,$(BIN)/mypy src tests tools conftest.py)
	$(call step,walls,$(BIN)/lint-imports --no-cache)
	$(call step,templates,$(BIN)/djlint src --check --lint --quiet)
	$(call step,messages,$(BIN)/python tools/messages.py --check)
	$(call step,reference,$(BIN)/python tools/reference.py --check)
	$(call step,tests,$(BIN)/pytest -n 2 --cov --cov-report=json:coverage.json --cov-report=)
	$(call step,postgres,$(ON_POSTGRES))
	$(call step,coverage,$(BIN)/python tools/coverage_floor.py coverage.json)

fix: .venv/dev.stamp ## put the code in order
	$(BIN)/ruff check --fix $(SOURCES); $(BIN)/ruff format $(SOURCES); $(BIN)/djlint src --reformat --quiet

features: .venv/dev.stamp ## which features of docs/features.csv are proven, by domain
	$(BIN)/python tools/features.py
messages: .venv/dev.stamp ## read the sources for messages; say what lacks a translation
	$(BIN)/python tools/messages.py
docs: .venv/dev.stamp ## write the reference pages anew
	$(BIN)/python tools/reference.py
look: .venv/dev.stamp ## pictures of every page in look/: two languages, two themes, two widths
	$(BIN)/python -m tools.look

bench: .venv/dev.stamp .venv-peers/stamp ## measure beside peers; writes docs/performance.md
	$(BIN)/python -m bench.application.table
	$(BIN)/python -m bench

.venv/run.stamp: requirements/run.txt pyproject.toml $(wildcard src/plon/lifetime/kernel/*.[ch])
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Plon needs Python 3.11 or newer")' && echo 'Installing packages: a minute or two.'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r $<
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable . && touch $@

.venv/dev.stamp: requirements/$(DEV).txt .venv/run.stamp
	$(BIN)/pip install --quiet --require-hashes -r $< && touch $@

.venv-peers/stamp: requirements/peers.txt
	$(PYTHON) -m venv .venv-peers; .venv-peers/bin/pip install --quiet --require-hashes -r $< && touch $@
