# Every target sets up what it needs: a fresh checkout with Python (3.11 or newer) and make is enough.
# Compiled modules are kept: tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint format format-fuzz docs golden tables bench recovery salesforce-corpus fuzz mutants conditions laws cache-laws differential clean

demo: $(READY) ## check and compile the example policies, and say where the schedules lie
	$(BIN)/milepost check policies
	$(BIN)/milepost compile policies --summary

test: $(READY) ## run the test suite
	$(BIN)/pytest -n auto

lint: $(READY) ## style and types
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy

format: $(READY) ## lay the Python code out
	$(BIN)/ruff format src tests benchmarks

format-fuzz: $(READY) ## 100,000 files laid out at random, formatted: same tree, same comments, one canonical form
	cd tests/syntax && ../../$(BIN)/python format_laws.py --files 100000

docs: $(READY) ## write the pages that are generated: one for each check
	$(BIN)/python docs/checks/write.py

golden: $(READY) ## renew golden files; review the difference
	$(BIN)/pytest -q --golden tests

tables: $(READY) ## compile the grammar into the parser's table; JSON Schemas of schedules and settings
	$(BIN)/python -m milepost.syntax.grammar
	$(BIN)/python -m milepost.ir.schema
	$(BIN)/python -m milepost.semantics.configuration_schema

bench: $(READY) ## measure speed; prints medians
	$(BIN)/python benchmarks/run.py

salesforce-corpus: $(READY) ## how much of retrieved Salesforce metadata survives an import and an export
	$(BIN)/python tests/salesforce/corpus.py

recovery: $(READY) ## how well syntax mistakes are reported, over a corpus of seeded mistakes
	$(BIN)/python tests/syntax/recovery_figures.py

fuzz: $(READY) ## a long run over damaged and random input
	$(BIN)/python tests/syntax/fuzz.py --seconds 600

conditions: $(READY) ## 100,000 random questions about conditions, against every case and against z3
	$(BIN)/python tests/semantics/regions/compare.py 100000

mutants: $(READY) ## seed a thousand mistakes into the example policies: how many do the checks find?
	$(BIN)/python tests/checks/mutants.py --count 1000 --seed 1

laws: $(READY) ## the laws of running a schedule, for many policies and cases of chance
	LAWS=1000 $(BIN)/pytest tests/runtime/test_laws.py tests/runtime/test_adopting.py tests/runtime/test_refusals.py

cache-laws: $(READY) ## what is kept from one check to the next never changes a finding: random edits, and every example
	cd tests/cache && ../../$(BIN)/python cache_laws.py --sequences 220 --seed 1

differential: $(READY) ## the clock and the runtime against slow walks that share no code with them
	$(BIN)/python tests/clock/differential.py --cases 100000 --seed 1
	$(BIN)/python tests/runtime/walked.py --cases 20000 --seed 1

clean:
	rm -rf $(VENV) build dist policies/*/build

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $(READY)
