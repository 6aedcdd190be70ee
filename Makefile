# Two commands matter: `make up` runs Packgrid, `make test` passes its tests. Each does all of its own set-up.
# They need git, make and a Python 3.9 or newer as python3; uv comes from the machine or is put into .tools by pip.

SHELL := /bin/sh
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
BIN := .venv/bin
LOCKS := requirements/run.txt requirements/dev.txt

.PHONY: up test fuzz check bench lock clean
.DELETE_ON_ERROR:

up: .venv/run.stamp
	@exec $(BIN)/packgrid up

# As many tests at a time as there are processors. Compiled modules are kept, because many tests start the program.
test: .venv/dev.stamp
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n auto --dist loadscope --no-loadscope-reorder

# A minute of odd requests to every route; a failure says how to send them again.
fuzz: .venv/dev.stamp
	$(BIN)/pytest tests/fuzz --fuzz-seconds=60

check: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/python .ci/dead_code.py
	$(BIN)/python .ci/sizes.py
	$(BIN)/python .ci/page_reads.py
	@.ci/audit $(BIN)

# Half an hour; ROWS="1 3" measures some rows, ROWS=--quick all of them roughly.
bench: .venv/bench.stamp
	@exec $(BIN)/packgrid bench $(ROWS)

# Locks carry hashes and no addresses: whoever installs asks the index that their own tools are configured for.
lock: $(UV)
	$(UV) pip compile -q --universal --python-version 3.12 --generate-hashes --no-header pyproject.toml -o requirements/run.txt
	$(UV) pip compile -q --universal --python-version 3.12 --generate-hashes --no-header pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	$(UV) pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --group bench -c requirements/dev.txt -o requirements/bench.txt

clean:
	rm -rf .venv .tools

.tools/bin/uv:
	@echo "Getting uv into .tools ..."
	@python3 -m pip install -q --disable-pip-version-check --target .tools uv 2>/dev/null \
	  || { python3 -m venv .tools && .tools/bin/python -m pip install -q --disable-pip-version-check uv; }

# The Python of .python-version if the machine has it, else any from 3.12 on, else uv fetches one.
.venv/made.stamp: | $(UV)
	@$(UV) venv -q --clear --no-python-downloads .venv 2>/dev/null \
	  || $(UV) venv -q --clear --no-python-downloads --python '>=3.12' .venv 2>/dev/null \
	  || $(UV) venv -q --clear .venv \
	  || { echo "No Python 3.12 or newer was found, and uv could not download one. Install one, and run make again."; exit 1; }
	@touch $@

.venv/run.stamp: requirements/run.txt pyproject.toml .venv/made.stamp
	@echo "Installing what Packgrid needs ..."
	@$(UV) pip install -q --python .venv --require-hashes -r requirements/run.txt
	@$(UV) pip install -q --python .venv --no-deps -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing what the tests need ..."
	@$(UV) pip install -q --compile-bytecode --python .venv --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bench.stamp: requirements/bench.txt .venv/dev.stamp
	@echo "Installing what the benchmarks need ..."
	@$(UV) pip install -q --python .venv --require-hashes -r requirements/bench.txt
	@touch $@
