# `make demo` translates an example story and shows the pairs. `make test` runs ruff, mypy, import-linter and the quick
# tests, `make test-slow` the tests marked `slow`, `make test-all` everything, `make test-long` the tests that draw their
# cases with several times as many, `make coverage` all tests, and tells which lines of align/ none has run. `make docs`
# builds the documentation in docs-site/; `make man` writes man pages that `man align` finds while .venv is active; `make
# bench` measures beside other tools (benchmarks/README.md). All make .venv first. The tests run in as many processes as
# there are cores, in 4 at most; `make test WORKERS=0` runs them in one.
PYTHON ?= python3
WORKERS ?= logical
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONDONTWRITEBYTECODE # which would have each of hundreds of processes that tests start compile align again
PIP := $(BIN)/pip install --quiet

CPU_TORCH ?= https://download.pytorch.org/whl/cpu
FROM_CPU_TORCH := $(if $(CPU_TORCH),--extra-index-url $(CPU_TORCH))

.PHONY: demo test test-slow test-all test-long coverage bench docs man conversion lock install-locked audit hooks clean

demo: .venv/.installed
	$(BIN)/align translate examples/port.txt --to ru -o demo-output/port.tmx -o demo-output/port.jsonl --show

define CHECKS
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
$(BIN)/lint-imports --no-cache --no-logo
endef
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist worksteal

SELECT ?= -m "not slow"
test: .venv/.installed-test
	$(CHECKS)
	$(PYTEST) $(SELECT)

test-slow: .venv/.installed-test
	$(PYTEST) -m slow

test-all: .venv/.installed-test
	$(CHECKS)
	$(PYTEST)

LONG := tests/fuzz tests/review/test_random_edits.py tests/review/test_random_rearrangements.py \
  tests/faults/test_killed_moments.py

test-long: export ALIGN_FUZZ = 10000
test-long: export ALIGN_EDIT_CASES = 2000
test-long: export ALIGN_REARRANGEMENT_CASES = 2000
test-long: export ALIGN_ALL_MOMENTS = 1
test-long: .venv/.installed-test
	$(PYTEST) $(LONG)

coverage: .venv/.installed-test
	$(PYTEST) --cov --cov-report=term

bench: .venv/.installed-bench
	$(BIN)/python benchmarks/peers.py

docs: .venv/.installed-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

man: .venv/.installed
	$(BIN)/python docs/tools/manual.py .venv/share/man/man1

# The starter's conversion, which is shipped: after a change of its weights. Training renews it itself.
conversion: .venv/.installed
	$(BIN)/python -c 'import pathlib, align.checkpoints.conversion as c; print(c.converted(pathlib.Path("models/en-ru-starter")))'

# What is installed, to the byte: for Linux on x86-64, Python 3.11 and PyTorch's build for the CPU. `make lock` takes the
# newest versions that pyproject.toml allows; `make install-locked` makes .venv of them, and `make test` then uses that.
lock: .venv/.installed-test
	$(PIP) 'pip-tools>=7.5'
	mkdir -p requirements
	$(LOCK) -o requirements/lock.txt pyproject.toml
	$(LOCK) --extra test --extra plot --extra docs --build-deps-for editable -c requirements/lock.txt \
	  -o requirements/lock-dev.txt pyproject.toml
	$(BIN)/python requirements/lean.py
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe \
  --strip-extras --no-emit-options --no-emit-index-url --no-emit-find-links $(FROM_CPU_TORCH)

install-locked:
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes $(FROM_CPU_TORCH) -r requirements/lock-dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch .venv/.installed .venv/.installed-test

# Known faults of the packages in the lock files, from an environment of its own, so that the tool adds nothing to .venv.
audit:
	test -x .venv-audit/bin/pip-audit || ($(PYTHON) -m venv .venv-audit && .venv-audit/bin/pip install --quiet 'pip-audit>=2.7')
	.venv-audit/bin/pip-audit --require-hashes --disable-pip -r requirements/lock.txt -r requirements/lock-dev.txt

hooks: .venv/.installed-test
	$(PIP) 'pre-commit>=4' 'pre-commit-hooks>=5'
	$(BIN)/pre-commit install

.venv/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

.venv/.installed-test: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --editable '.[test,plot,docs]'
	touch .venv/.installed $@

.venv/.installed-bench: .venv/.installed-test benchmarks/environment.py
	$(PIP) --editable '.[bench]'
	$(BIN)/python benchmarks/environment.py
	touch $@

clean:
	rm -rf .venv .venv-audit demo-output docs-site build dist *.egg-info
