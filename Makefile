# Two commands on a fresh machine with Python 3.11, make and git: `make demo` and `make test`.
PYTHON ?= python3.11
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The rooms that judge: functions of values, tested without a store, a network or a process (but `coranto extract`'s).
PURE := model text language parse extract dedupe topic score teach story heat
COMMA := ,
PURE_TESTS := $(wildcard $(PURE:%=tests/%))
PURE_MORE := tests/decide tests/notify tests/cli/test_cluster.py
PURE_FILES := $(subst $() ,$(COMMA),$(PURE:%=src/coranto/%/*))
# Percent of branches and lines that tests must reach; see CONTRIBUTING.md.
LEAST ?= 92
LEAST_PURE ?= 98

.PHONY: demo test quick pure rest coverage check lint types contracts docs package lock clean help

help:  ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

demo: .venv/desk  ## a whole newsroom and its desk, with a fictional press, on this machine alone; ARGS="--port 8001" for another port
	$(BIN)/coranto demo $(ARGS)

test: .venv/dev  ## every test
	$(BIN)/pytest $(ARGS)

quick: .venv/dev  ## the tests of the rooms that judge, in less than a minute
	$(BIN)/pytest -m "not slow" $(PURE_TESTS) $(ARGS)

pure: .venv/dev  ## the tests of the rooms that judge, and that they reach their branches
	$(BIN)/coverage erase
	$(BIN)/pytest --cov --cov-report= -m "not slow" $(PURE_TESTS) $(PURE_MORE)
	$(BIN)/coverage report --include='$(PURE_FILES)' --fail-under=$(LEAST_PURE)

rest: .venv/dev  ## the tests that `make pure` leaves out
	$(BIN)/pytest $(patsubst %,--ignore=%,$(PURE_TESTS) $(PURE_MORE)) $(ARGS)
	$(BIN)/pytest -m slow $(PURE_TESTS) $(PURE_MORE) $(ARGS)

coverage: .venv/dev  ## every test, and how much of the code they reach
	$(BIN)/coverage erase
	$(BIN)/pytest --cov --cov-report= $(ARGS)
	$(BIN)/coverage report --include='$(PURE_FILES)' --fail-under=$(LEAST_PURE)
	$(BIN)/coverage report --fail-under=$(LEAST)

check: lint types contracts docs  ## everything that is checked besides the tests

lint: .venv/dev  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev  ## types
	$(BIN)/mypy

contracts: .venv/dev  ## which folder may know which
	$(BIN)/lint-imports

docs: .venv/dev  ## the documentation, warnings are errors
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

package: .venv/run  ## wheel and sdist in dist/, the same bytes at every build
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

lock: .venv/dev  ## renew the lock files
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -c requirements/run.txt --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -c requirements/dev.txt --extra desk pyproject.toml -o requirements/desk.txt
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -c requirements/dev.txt --extra desk --extra fast --extra mail --extra mcp --extra pictures --extra postgres --extra sealed pyproject.toml -o requirements/image.txt
	$(BIN)/uv pip compile -q --upgrade --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" requirements/build.in -o requirements/build.txt

.venv/bin/python:
	$(PYTHON) -m venv .venv

# --only-binary is not asked for: a platform without a wheel may still build one.
.venv/run: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/desk: requirements/desk.txt .venv/run
	$(BIN)/pip install -q --require-hashes -r requirements/desk.txt
	@touch $@

.venv/dev: requirements/dev.txt .venv/run
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

clean:  ## the environment and everything built
	rm -rf .venv dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
