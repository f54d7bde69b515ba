# make drill   set everything up in .venv and drill
# make run     set everything up in .venv and serve the chat platforms that are set up
# make test    set everything up in .venv and run the tests
# make check   lint, format, strict types, import rules
# make lock    lock the versions again after a change of dependencies in pyproject.toml (needs uv)

PYTHON ?= $(firstword $(foreach v,3.13 3.12 3.11,$(if $(shell python$(v) -c 'print(1)' 2>/dev/null),python$(v))) python3)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
ARGS ?=

ifeq ($(UV),)
new_venv = $(PYTHON) -m venv .venv
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
new_venv = uv venv --quiet --allow-existing --python $(PYTHON) .venv
install = uv pip install --quiet --python $(BIN)/python
endif

.PHONY: drill run test check format lock clean

drill: .venv/.run
	@$(BIN)/mlsd drill $(ARGS)

run: .venv/.run
	@$(BIN)/mlsd run

test: .venv/.dev
	@$(BIN)/python -m pytest $(ARGS)

check: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: .venv/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

.venv/.python:
	@echo "Setting up .venv (once; about a minute)…" >&2
	@$(new_venv)
	@touch $@

.venv/.run: .venv/.python requirements.lock pyproject.toml
	@$(install) --require-hashes -r requirements.lock
	@$(install) --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Installing the test tools into .venv…" >&2
	@$(install) --require-hashes -r requirements-dev.lock
	@touch $@
