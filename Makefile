# make run opens the portal, make test proves it. On Windows, the README has two lines for each.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: run test bench
run: .venv/ready
	@LOG_LEVEL=$${LOG_LEVEL:-warning} $(BIN)/python -m pages._web

test: .venv/ready-for-tests
	@$(BIN)/python tests/everything.py

.venv/ready: requirements.txt | .venv/bin/python
	@echo "Installing what the portal needs; the first time this takes a minute or two." >&2
	@$(PIP) -r requirements.txt >&2
	@touch $@

.venv/ready-for-tests: tests/requirements.txt requirements.txt | .venv/bin/python
	@echo "Installing what the portal and its tests need; the first time this takes a minute or two." >&2
	@$(PIP) -r tests/requirements.txt >&2
	@touch $@ .venv/ready

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("The portal needs Python 3.11 or newer. If you have one under another name: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv >&2

bench: .venv/ready-for-bench
	@$(BIN)/python -m tests.benchmarks.charts.speed
	@$(BIN)/python -m tests.benchmarks.series.limits
	@$(BIN)/python -m tests.benchmarks.plan_store.saves
	@$(BIN)/python -m tests.benchmarks.portal.people

.venv/ready-for-bench: tests/benchmarks/requirements.txt requirements.txt | .venv/bin/python
	@echo "Installing what the benchmark compares with." >&2
	@$(PIP) -r tests/benchmarks/requirements.txt >&2
	@touch $@ .venv/ready
