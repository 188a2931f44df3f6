# `make demo` translates an example story and shows the pairs; `make test` runs ruff, mypy and pytest. Both make .venv first.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test clean

demo: .venv/.installed
	$(BIN)/align translate examples/port.txt --to ru -o demo-output/port.tmx -o demo-output/port.jsonl --show

test: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

.venv/.installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	touch $@

.venv/.installed-test: .venv/.installed
	$(BIN)/pip install --quiet --editable '.[test,plot]'
	touch $@

clean:
	rm -rf .venv demo-output build dist *.egg-info
