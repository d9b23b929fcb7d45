# Set-up is part of each target: a fresh machine needs Python 3.11+, git and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo docs test test-all test-sqlserver simulate bench lint clean

demo: $(READY)  ## the main workflow against a stand-in for monday's API, on DuckDB
	@$(BIN)/python -m tests.demo

test: lint  ## lint, types and tests; tests over long enumerations take a sample
	$(BIN)/python -m pytest -q -n auto --dist loadfile
	@$(BIN)/python -m tests.sqlserver.report

test-all: lint  ## the same with complete enumerations
	MONDAY_TEST_ALL=1 $(BIN)/python -m pytest -q -n auto --dist loadfile

test-sqlserver: $(READY)  ## the tests that need the server in MONDAY_TEST_SQLSERVER
	$(BIN)/python -m pytest -q -m sqlserver

simulate: $(READY)  ## SEEDS=100 random histories of a board, with kills; SEED=123 replays one
	$(BIN)/python -m tests.simulator $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),100))

bench: $(READY)  ## performance of loads, landing and builds, with baselines
	$(BIN)/python -m benchmarks.bench $(ARGS)

docs: $(READY)  ## the documentation as a site in build/site; a broken link is an error
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "build/site/index.html"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(READY): pyproject.toml constraints.txt
	@echo "setting up $(VENV) (about a minute, once)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .demo build *.egg-info
