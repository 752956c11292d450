# make graph: the five pages of seeds/ -> outputs/. Everything else is listed by `make help`.
PYTHON ?= python3
OUT    ?= outputs
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup graph test check score bench diff baseline spark lock clean

help:     ## this list
	@sed -n 's/^\([a-z]*\): *[^#]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14

setup: $(READY) ## .venv with the locked dependencies and this project

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed; make PYTHON=/path/to/python3.11 names another one" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

graph: $(READY) ## build seeds/ into outputs/
	$(BIN)/kg build seeds --out $(OUT)

test: $(READY) ## pytest
	$(BIN)/python -m pytest

check: $(READY) ## ruff, mypy, pytest
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

score: $(READY) ## the annotated pages, each built alone, against tests/gold/
	$(BIN)/python tests/gold/run.py

bench: $(READY) ## characters per second, beside jieba's tagger
	$(BIN)/python benchmarks/bench.py

diff: $(READY) ## what the change since REV (HEAD) did to real text: names and facts gained and lost
	$(BIN)/python benchmarks/diff.py $(or $(REV),HEAD)

baseline: $(READY) ## take the tables of seeds/ as the new tests/baseline/: review the diff
	$(BIN)/kg build seeds --out $(OUT)
	mkdir -p tests/baseline
	cp $(OUT)/nodes.csv $(OUT)/edges.csv tests/baseline/

spark: $(READY) ## PySpark into .venv (400 MB; Java 17 must be there) and the tests that need it
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements-spark.lock
	$(BIN)/python -m pytest -rs tests/test_spark.py

LOCK = uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --upgrade --quiet pyproject.toml

lock:     ## resolve the lock files anew (needs uv)
	$(LOCK) --extra dev -o requirements.lock
	$(LOCK) --extra spark -c requirements.lock -o requirements-spark.lock

clean:    ## remove what the above made
	rm -rf $(VENV) $(OUT) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
