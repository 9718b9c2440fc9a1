# Everything that is done with a checkout. The first target that needs it makes .venv; it is brought up to date whenever
# pyproject.toml or constraints.txt is newer.

PYTHON ?= python3
PYTEST_ARGS ?=

INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

.PHONY: help demo test check bench clean
.DEFAULT_GOAL := help

help: ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile
	@echo "PYTHON=... picks the Python for .venv (3.11 or newer); PYTEST_ARGS=... goes to pytest."

demo: .venv/.runtime ## open the desk of the demo company
	.venv/bin/orderdesk demo

test: .venv/.installed ## run the tests
	.venv/bin/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

check: .venv/.installed ## style, types, and who imports whom
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: .venv/.installed ## measure what must stay fast; docs/performance.md tells it
	.venv/bin/python -m benchmarks

clean: ## remove what was built, .venv too; databases stay
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "orderdesk needs Python 3.11 or newer; $(PYTHON) is not. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments: its ensurepip is missing. On Debian and Ubuntu:" \
	    "apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv

.venv/.runtime: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) .
	@touch $@

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) '.[dev]'
	@touch .venv/.runtime $@
