# The front desk. `make run` to use Hallway, `make test` to trust it, `make help` for the rest.
# Everything here also runs in CI, word for word.

PYTHON ?= $(shell scripts/python)
SETUP := $(PYTHON) scripts/setup.py
SERVER := cd server && ../.hallway/venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run dev test nightly bench bundle check format contract lock setup clean reset

help: ## Explain every target
	@echo "Hallway: make <target>"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

run: ## Install, build, start everything and print the address (HALLWAY_PORT=3000; Ctrl-C stops it)
	@exec $(SETUP) run

dev: ## The same from source: pages reload as you edit them (restart it for Python changes)
	@exec $(SETUP) dev

test: ## All tests: Python, scenarios, web, browser; ends with "N passed, N failed, N skipped" (ONLY=web runs one suite)
	@$(SETUP) dev-setup
	@exec $(PYTHON) scripts/suites.py $(if $(CLOCK),--clock $(CLOCK)) $(ONLY)

nightly: ## The long tests: 10,000 GraphQL cases against graphql-core, minutes of fuzzing (SEED=n), all tests at shifted clocks (CLOCK=, ONLY=)
	@$(SETUP) dev-setup
	@$(SERVER) -m tests.quickgraph.differential --cases 10000 --seed $(or $(SEED),$(shell date +%Y%m%d0000))
	@$(SERVER) -m tests.fuzz.campaign --seconds $(or $(FUZZ),240) --seed $(or $(SEED),$(shell date +%Y%m%d0000))
	@HALLWAY_E2E_ALL=1 exec $(PYTHON) scripts/suites.py --clock $(or $(CLOCK),every) $(ONLY)

BENCHES := pages/run pages/opening pages/views realtime/run realtime/venue graphql/run graphql/gateway chat/group_commit database/reads database/growth events/agenda
bench: ## Measure, by WHAT=realtime/run or another program in bench/ (docs/performance.md); ARGS=--help says what it takes
	@test -n "$(WHAT)" || { echo "make bench WHAT=<one of: $(BENCHES)> [ARGS=--quick]"; exit 2; }
	@$(SETUP) dev-setup
	@cd server && PYTHONPATH=. exec ../.hallway/venv/bin/python ../bench/$(WHAT).py $(ARGS)

bundle: ## What each route of the web ships, in kB as served, against web/bundle-budget.json (ROUTE=/login: of which libraries)
	@$(SETUP) check-setup
	@cd web && node scripts/bundle.mjs $(if $(ROUTE),'--route=$(ROUTE)')

check: ## Formatters, linters, types, import rules, whether contract/ is up to date and pages are within their budgets
	@$(SETUP) check-setup
	@exec $(PYTHON) scripts/checks.py

format: ## Format Python and the web in place
	@$(SETUP) check-setup
	@$(SERVER) -m ruff format . && ../.hallway/venv/bin/python -m ruff check --fix .
	@cd web && npm run --silent format

contract: ## Write contract/ (GraphQL schema, socket messages) anew from the code, and the web's types from it
	@$(SETUP) check-setup
	@$(SERVER) -m hallway contract
	@cd web && npm run --silent codegen

lock: ## Resolve the dependencies again after a change in server/pyproject.toml or web/package.json (needs uv)
	@exec $(SETUP) lock

setup: ## Only install and build, as `run` does first
	@exec $(SETUP) setup

clean: ## Remove what was installed and built; the data stays
	@exec $(SETUP) clean

reset: ## Remove the data of the embedded shape, after asking
	@exec $(SETUP) reset
