# make demo, make test: what the README says. make lint, make bench, make soak, make messages: for those who change podpusher.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Bytecode is compiled once, at install: without it every start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint bench soak messages catalogues browser clean

$(VENV)/.demo: pyproject.toml constraints.txt locales/hatch_build.py
	@test -x $(BIN)/pip || { echo 'Making $(VENV)…' && $(PYTHON) -m venv $(VENV); }
	@echo 'Installing podpusher into $(VENV)…'
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[sandbox]'
	@touch $@

$(VENV)/.test: $(VENV)/.demo
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

catalogues: $(VENV)/.demo
	@$(BIN)/python locales/catalogues.py compile

demo: $(VENV)/.demo catalogues
	@$(BIN)/podpusher demo
	@command -v podpusher > /dev/null || echo 'Until it is installed (pipx install .), podpusher is $(BIN)/podpusher here.'

test: $(VENV)/.test catalogues browser
	$(BIN)/python -m pytest -n $(WORKERS) -m 'not bench and not soak' $(TESTS)
	$(MAKE) --no-print-directory lint

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test catalogues
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m compileall -q podpusher_cli
	$(BIN)/python -m pytest -m bench -p no:xdist -s tests/bench

soak: $(VENV)/.test catalogues
	$(BIN)/python -m pytest -n $(WORKERS) -m soak --timeout 7200 tests

messages: $(VENV)/.test
	$(BIN)/python locales/catalogues.py update

# A browser, a Secret Service and an OAuth server for the tests: what is there is used; else Debian's, Playwright's, npm's.
browser: $(VENV)/.test
	@$(BIN)/python tests/support/machine.py

clean:
	rm -rf $(VENV) podpusher_cli/_locale dist
