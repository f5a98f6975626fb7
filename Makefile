# What one types here. Plain commands for Windows: README.md.
HOST ?= 127.0.0.1
PORT ?= 8501
# The database, the uploaded files and the office's own catalogue rows.
FAHENG_DATA ?= data/local
# Makes .venv.
PYTHON ?= python3
# Runs the browser tests.
CHROMIUM ?= /usr/bin/chromium
export FAHENG_DATA PYTHON CHROMIUM

# Always `python -m …`: the scripts in .venv/bin name the folder they were installed in and break when it is moved.
python := .venv/bin/python
environment := sh .ci/environment

.PHONY: help run test test-quick test-browser lint format audit bench bundle clean

help:
	@echo "make run         start Faheng at http://$(HOST):$(PORT)"
	@echo "make test        every test, in a real browser too"
	@echo "make test-quick  the tests without a browser; make test-browser the others"
	@echo "make lint        check form, types, SQL and the direction of imports"
	@echo "make format      put Python and SQL into form"
	@echo "make audit       look for weak spots in our code and known ones in packages (asks pypi.org)"
	@echo "make bench       measure, and write benchmarks/README.md (ONLY=charts, decks, kills, disk or backups: that section alone)"
	@echo "make bundle      download what a machine without internet needs into wheelhouse/"
	@echo "make clean       remove .venv and caches; data and wheelhouse/ stay"
	@echo "Variables: HOST=$(HOST) PORT=$(PORT) FAHENG_DATA=$(FAHENG_DATA) PYTHON=$(PYTHON)"

run:
	@$(environment) runtime
	@exec $(python) -m faheng serve --host "$(HOST)" --port "$(PORT)"

# One after the other: at once they are slower, for both keep all cores busy, and browser tests run out of time.
test: test-quick test-browser

test-quick:
	@$(environment) dev
	$(python) -m pytest --ignore=tests/browser --numprocesses=auto --dist=worksteal

# The browser first: where both are to be installed, apt works beside pip.
test-browser:
	@sh .ci/install-browser
	@$(environment) dev
	$(python) -m pytest tests/browser --numprocesses=3 --dist=worksteal

lint:
	@$(environment) dev
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m sqlfluff lint --disable-progress-bar queries
	$(python) -m mypy faheng
	$(python) .venv/bin/lint-imports --no-logo

format:
	@$(environment) dev
	$(python) -m ruff check --fix --quiet . || true
	$(python) -m ruff format .
	$(python) -m sqlfluff fix --disable-progress-bar queries

# --strict: a package that could not be looked up fails, or a machine without internet would seem to be clean.
audit:
	@$(environment) dev
	$(python) -m bandit --quiet --recursive --severity-level high faheng pages app.py
	$(python) -m pip_audit --strict --disable-pip --no-deps --requirement requirements.txt

bench:
	@$(environment) dev
	@sh .ci/install-browser
	PYTHONPATH=. $(python) benchmarks/run.py $(if $(ONLY),--only $(ONLY))

bundle:
	@$(environment) bundle

clean:
	rm -rf .venv .venv.lock wheelhouse.part .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
