# Two commands for a newcomer: `make demo` and `make test`. They need Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test run bench install check format browser clean

demo: install
	$(BIN)/python -m bot demo

# Side by side: much of a test on the simulated Discord is waiting.
test: install browser check
	$(BIN)/python -m pytest -n auto --dist worksteal

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.alembic_check

run: install
	$(BIN)/python -m bot run

bench: install
	$(BIN)/python -m tests.perf

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[demo,dev]'
	touch $(STAMP)

# The browser test needs Chromium: the system's, else Playwright's, else Debian's package where we may install it.
browser: install
	$(BIN)/python -m tests.browser.install

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
