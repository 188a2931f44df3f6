# `make demo` translates an example story and shows the pairs. `make test` runs ruff, mypy, import-linter and the quick
# tests, `make test-slow` the tests marked `slow`, `make test-all` everything. `make docs` builds the documentation in
# docs-site/; `make man` writes man pages that `man align` finds while .venv is active; `make bench` measures beside other
# tools (benchmarks/README.md). All make .venv first. The tests run in as many processes as there are cores, in 4 at most;
# `make test WORKERS=0` runs them in one.
PYTHON ?= python3
WORKERS ?= logical
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test test-slow test-all bench docs man clean

demo: .venv/.installed
	$(BIN)/align translate examples/port.txt --to ru -o demo-output/port.tmx -o demo-output/port.jsonl --show

define CHECKS
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
$(BIN)/lint-imports --no-cache --no-logo
endef
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist worksteal

test: .venv/.installed-test
	$(CHECKS)
	$(PYTEST) -m "not slow"

test-slow: .venv/.installed-test
	$(PYTEST) -m slow

test-all: .venv/.installed-test
	$(CHECKS)
	$(PYTEST)

bench: .venv/.installed-bench
	$(BIN)/python benchmarks/peers.py

docs: .venv/.installed-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

man: .venv/.installed
	$(BIN)/python docs/tools/manual.py .venv/share/man/man1

.venv/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	touch $@

.venv/.installed-test: .venv/.installed
	$(BIN)/pip install --quiet --editable '.[test,plot,docs]'
	touch $@

.venv/.installed-bench: .venv/.installed-test benchmarks/environment.py
	$(BIN)/pip install --quiet --editable '.[bench]'
	$(BIN)/python benchmarks/environment.py
	touch $@

clean:
	rm -rf .venv demo-output docs-site build dist *.egg-info
