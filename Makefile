# Every target sets up what it needs; nothing else has to be there but Python 3.11 or newer.
# `make` alone lists them.

PYTHON ?= python3
PROJECT ?= .
OUT ?= out
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A plain path in place of a finder: a folder that is called voc, as a clone is, does not stand before the package.
EDITABLE := --config-settings editable_mode=compat --editable
# Which torch the extras take: a plain one brings what a GPU needs, several GB.
TORCH ?= torch

.DEFAULT_GOAL := help
.PHONY: help install analyze test extras check format lint types imports planted benchmark evaluate models examples demo clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.installed  ## make .venv with voc in it

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "voc needs Python 3.11 or newer; $(PYTHON) is older. Say which one: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Setting up .venv (once, a few minutes) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) $(EDITABLE) '.[fast]'
	@touch $@

.venv/.developing: .venv/.installed
	@echo "Adding what tests and checks need ..." >&2
	@$(PIP) $(EDITABLE) '.[fast,dev]'
	@touch $@

analyze: .venv/.installed  ## analyze PROJECT=dir into OUT=dir; without them the demo, into out/
	@$(BIN)/voc analyze $(PROJECT) --out $(OUT)

test: .venv/.developing  ## run the tests
	@$(BIN)/python -m pytest

.venv/.extras: .venv/.developing
	@echo "Adding torch, an encoder and Spark (large) ..." >&2
	@$(PIP) '$(TORCH)'
	@$(PIP) $(EDITABLE) '.[fast,dev,e5,spark]'
	@touch $@

extras: .venv/.extras  ## run the tests that `make test` skips: tiers that need torch, tables that need Spark (and Java)
	@$(BIN)/python -m pytest tests/test_encoder.py tests/test_embed.py tests/test_train.py tests/test_engine.py

check: .venv/.developing format lint types imports test  ## format, lint, types, import direction, tests

format: .venv/.developing  ## is the code formatted?
	@$(BIN)/ruff format --check --quiet .

lint: .venv/.developing  ## is the code clean?
	@$(BIN)/ruff check --quiet .

types: .venv/.developing  ## are the types right?
	@$(BIN)/mypy

imports: .venv/.developing  ## do imports go one way?
	@$(BIN)/lint-imports

planted: .venv/.developing  ## what is found in worlds with known truth, and what is found where nothing is
	@$(BIN)/python -m benchmarks.planted --baselines

benchmark: .venv/.developing  ## texts a second, side by side with other ways, on the data in VOC_DATA
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.classify_speed $(VOC_DATA)
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.phrases_speed $(VOC_DATA)
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.whole_speed $(VOC_DATA)
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.masking_speed $(VOC_DATA)

evaluate: .venv/.developing  ## score MODEL on the labels in GOLD=dir (texts.csv, labels.csv) and on the public sets in SETS=dir
	@$(BIN)/voc evaluate $(GOLD) $(if $(SETS),--sets $(SETS)) $(if $(MODEL),--model $(MODEL))

models: .venv/.developing  ## build the shipped model again from its sources; SETS=dir holds the open sets
	@OMP_NUM_THREADS=1 $(BIN)/python -m training $(SETS)

examples: .venv/.installed  ## run the examples on the data in VOC_DATA and write what they print into their pages
	@$(BIN)/python examples/run.py

demo: .venv/.installed  ## write the demo company again into voc/data/demo
	@$(BIN)/voc demo voc/data/demo

clean:  ## remove what was made
	@rm -rf .venv out build dist *.egg-info
