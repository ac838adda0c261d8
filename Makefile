# Thin names over plain commands: `make` lists them.
# Needs Python 3.11 and make; everything else goes into .venv.

PORT ?= 8000
PYTHON ?= $(firstword $(shell command -v python3.11 python3 2>/dev/null))
ARGS ?=

bin := .venv/bin
python := $(bin)/python
manage := $(python) manage.py
runtime := .venv/.runtime
tools := .venv/.tools
compiled := var/.catalogs

.DEFAULT_GOAL := help
.PHONY: help run test check lint templates types contracts dependencies database deployment french
.PHONY: fix bench migrations catalogs populate clean

help: ## List these names
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1 \t\2/' | expand -t 20

run: $(runtime) $(compiled) ## Serve on http://localhost:8000 (PORT=… changes it), with the demo organisation and the jobs
	PYTHONUNBUFFERED=1 $(manage) start --port $(PORT)

test: $(tools) $(compiled) ## Run the whole suite; the last lines say what was not run and why (ARGS="-k ballot" narrows it)
	$(bin)/pytest $(ARGS)

check: lint templates types contracts dependencies database deployment french ## Everything that is not a test (make -k check goes on after a fault)

lint: $(tools)
	$(bin)/ruff check .
	$(bin)/ruff format --check .

templates: $(tools)
	$(bin)/djlint --lint --quiet templates

types: $(tools)
	$(bin)/mypy .

contracts: $(tools)
	$(bin)/lint-imports

dependencies: $(tools)
	$(bin)/deptry .

database: $(tools)
	$(manage) makemigrations --check --dry-run

deployment: $(tools)
	$(manage) check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=intranet.config.settings.production ALLOWED_HOSTS=traverse.example \
	  SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  $(manage) check --deploy --fail-level WARNING

french: $(tools)
	$(manage) catalogs check

fix: $(tools) ## Mend what tools can mend: lint, format
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

bench: $(tools) $(compiled) ## Measure the main pages beside a bare one (ARGS="--agents 6000" chooses the size)
	$(python) bench/run.py $(ARGS)

migrations: $(runtime) ## Write the migrations that the models ask for
	$(manage) makemigrations $(ARGS)

catalogs: $(runtime) ## Collect messages into the French catalogs, then compile them (ARGS="ideas" for one area)
	$(manage) catalogs update $(ARGS)
	$(manage) catalogs compile

populate: $(runtime) $(compiled) ## Fill an empty database: make populate ARGS="--agents 6000"
	$(manage) migrate -v0
	$(manage) populate $(ARGS)

clean: ## Remove the environment, the local database and everything made here
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info

# Two stamps: what serves, and the tools besides. They are made again when the lists of dependencies change.
$(python):
	$(PYTHON) -m venv .venv

$(runtime): pyproject.toml constraints.txt | $(python)
	$(python) -m pip install --quiet --disable-pip-version-check -c constraints.txt --editable .
	@touch $@

$(tools): pyproject.toml constraints.txt | $(python)
	$(python) -m pip install --quiet --disable-pip-version-check -c constraints.txt --editable '.[dev]'
	@touch $(runtime) $@

$(compiled): $(wildcard locale/*/fr/LC_MESSAGES/django.po) | $(runtime)
	$(manage) catalogs compile
	@mkdir -p $(@D) && touch $@
