# The commands of a developer's day. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run dev test bench bench-guidance bench-files bench-open-data bench-publications bench-harvest bench-search check messages
SHELL := /bin/sh

# An interpreter of 3.11 or newer; only used to make the virtual environment.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

help: ## List the commands
	@echo "make run              is all that is needed for a first look. The others:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /make \1#/' \
		| awk -F'#' '{ printf "%-25s%s\n", $$1, $$2 }'
	@echo "Settings: PORT=8001 make run · DATABASE_URL=postgres://… make run ·"
	@echo "          TEST_DATABASE_URL=postgres://… make test · make test ARGS='tests/home -x'"

run: .venv/.ready ## Serve the whole site with demo content, as in production: http://127.0.0.1:8000/
	@PYTHONPATH=site exec $(BIN)/python -m portal.launch run --end-with-parent

dev: .venv/.ready ## The same with a server that reloads on change and shows errors
	@PYTHONPATH=site exec $(BIN)/python -m portal.launch dev --end-with-parent

test: .venv/.ready-tests var/schemas/.ready ## Run every test that this machine can run
	@exec $(BIN)/python tests/suite.py $(ARGS)

bench: .venv/.ready var/bench-venv/.ready ## Measure the help form beside django-helpdesk's, under load, and in bytes
	@PYTHONPATH=site exec $(BIN)/python -m tests.performance var/bench-venv/bin/python

bench-guidance: .venv/.ready-tests ## Measure lists of guidance with 100 countries and 60 steps in two languages
	@PYTHONPATH=site:. exec $(BIN)/python -m tests.performance.guidance_lists

bench-open-data: .venv/.ready-tests ## Measure tables of 100,000 values beside a view that makes them whole
	@PYTHONPATH=site:. exec $(BIN)/python -m tests.performance.open_data_at_scale

bench-files: .venv/.ready-tests ## Measure pages of the site while the worker reads a PDF of 200 pages
	@PYTHONPATH=site:. exec $(BIN)/python -m tests.performance.file_reading

bench-publications: .venv/.ready-tests ## Measure the list of 10,000 publications beside the stock way to list documents
	@PYTHONPATH=site:. exec $(BIN)/python -m tests.performance.publication_list

bench-harvest: .venv/.ready-tests ## Measure a harvest of 10,000 publications beside a stock list of documents
	@PYTHONPATH=site:. exec $(BIN)/python -m tests.performance.publications_harvest

bench-search: .venv/.ready-tests ## Measure searches among 10,000 pages beside the stock search view
	@PYTHONPATH=site:. exec $(BIN)/python -m tests.performance.search_at_scale

check: .venv/.ready-tests ## Check style, migrations, translations and deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MANAGE) messages compile
	$(MANAGE) messages check
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run
	@echo "Deployment settings, with throw-away keys:"
	@key=$$($(MANAGE) make_key) && DJANGO_SETTINGS_MODULE=portal.settings.production \
		SECRET_KEY="$$key$$key" FIELD_ENCRYPTION_KEYS="check:$$key" FIELD_HASHING_KEY="$$key" \
		ALLOWED_HOSTS=www.example.org SITE_URL=https://www.example.org HTTPS=on \
		$(MANAGE) check --deploy --fail-level WARNING

messages: .venv/.ready ## Collect the interface's English texts into locale/ for translation
	$(MANAGE) messages extract

.venv/.ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	@echo "Installing what the site runs on into .venv: a minute or two …"
	@$(PYTHON) -m venv .venv || { echo "On Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

.venv/.ready-tests: tests/requirements.txt .venv/.ready
	@echo "Installing the tools for tests into .venv: less than a minute …"
	@$(BIN)/pip install --quiet -r tests/requirements.txt
	@touch $@

# Official schemas that the site's answers are checked against. The packages that carry them are
# unpacked beside the environment, and nothing of them is imported: one wants an lxml of 2018, and
# one leaves its schema out when it is installed.
var/schemas/.ready: tests/schemas.txt
	@echo "Fetching official schemas into var/schemas: a few seconds …"
	@rm -rf var/schemas
	@$(BIN)/pip download --quiet --no-deps --dest var/schemas -r $<
	@cd var/schemas && for each in *.tar.gz; do tar -xzf $$each || exit 1; done
	@cd var/schemas && for each in *.whl; do ../../$(BIN)/python -m zipfile -e $$each . || exit 1; done
	@touch $@

# What `make bench` compares with has an environment of its own.
var/bench-venv/.ready: tests/performance/requirements.txt
	@echo "Installing django-helpdesk into var/bench-venv: less than a minute …"
	@$(PYTHON) -m venv var/bench-venv
	@var/bench-venv/bin/pip install --quiet -r $<
	@touch $@
