# build: check and build everything. test: under five minutes. test-long: mutations, fuzzing,
# reproducibility. lock: pin the newest dependencies. See CONTRIBUTING.md.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

.PHONY: build test test-long format bench release lock clean
.DELETE_ON_ERROR:

build: .venv/installed
	$(BIN)/morocco-returns build

test: .venv/installed-extra
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/morocco-returns format --check
	$(BIN)/pytest --numprocesses=2 --dist worksteal -m "not long"

test-long: .venv/installed-extra
	$(BIN)/pytest --numprocesses=2 --dist worksteal -m long -rP

format: .venv/installed
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/morocco-returns format

bench: .venv/installed
	$(BIN)/python bench/bench_check.py --long
	$(BIN)/python bench/bench_reconcile.py --long
	$(BIN)/python bench/bench_printed.py
	$(BIN)/python bench/bench_censored.py --long
	$(BIN)/python bench/bench_site.py

# make release VERSION=x.y.z; docs/release-checklist.md says what comes before and after.
release: .venv/installed
	$(BIN)/morocco-returns release $(VERSION)

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/installed-extra: .venv/installed requirements-extra.lock
	$(PIP) --no-build-isolation -r requirements-extra.lock
	touch $@

# Datasette stands alone: nothing else needs it, and it needs much that nothing else does.
.venv-datasette/installed: requirements-datasette.lock
	$(PYTHON) -m venv .venv-datasette
	.venv-datasette/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes \
		--only-binary :all: -r requirements-datasette.lock
	touch $@

# Needs uv; one lock for all systems. The extra group lives apart: it needs source-only packages.
lock:
	uv pip compile pyproject.toml --extra site --group dev --universal --generate-hashes \
		--python-version 3.11 --no-header --quiet --output-file requirements.lock
	uv pip compile --group extra --constraint requirements.lock --universal --generate-hashes \
		--python-version 3.11 --no-header --quiet --output-file requirements-extra.lock
	uv pip compile --group datasette --universal --generate-hashes \
		--python-version 3.11 --no-header --quiet --output-file requirements-datasette.lock

clean:
	rm -rf .venv .venv-datasette dist
