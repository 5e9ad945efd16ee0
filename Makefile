# The four commands to know: demo, test, lint, bench. Everything else is a step of theirs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO := cargo
PLENARY := target/release/plenary

.PHONY: help demo test lint bench packages web build e2e types

help:
	@echo "make demo    a live summit on http://localhost:8080  (ARGS='--seconds 60 --check' checks it without a person)"
	@echo "make test    every test: Rust, web, browser stories, and the demo watched by a real viewer"
	@echo "make lint    formatting, warnings, licences, types, the invariants of ARCHITECTURE.md"
	@echo "make bench   measurements, written to target/bench.json"

demo: build
	$(PLENARY) demo $(ARGS)

test: build
	@echo "== Rust tests"
	$(CARGO) test --release --locked --workspace
	@echo "== Web tests"
	cd web && npm test --silent
	@echo "== Browser stories"
	cd e2e && npm test --silent
	@echo "== The demo, watched by a real viewer"
	$(PLENARY) demo --seconds 30 --check --port 0 --data target/demo-check

lint: packages web/node_modules/.installed e2e/node_modules/.installed web/build/.built
	$(CARGO) fmt --all --check
	@echo "== clippy (the first run checks the relay's tree, which takes some minutes)"
	$(CARGO) clippy --release --locked --workspace --all-targets -- -D warnings
	scripts/deny.sh
	scripts/types.sh check
	cd web && npm run --silent check && npm run --silent lint

bench: build
	$(PLENARY) bench $(ARGS)

# What Debian provides: installed when missing, skipped when present.
packages:
	@scripts/packages.sh

web: web/build/.built

build: packages web/build/.built
	@echo "== cargo build (the first one takes about ten minutes on two cores: the relay's tree)"
	$(CARGO) build --release --locked

# The description of the API and the TypeScript types made from it.
types: build
	scripts/types.sh write

web/node_modules/.installed: web/package-lock.json
	@echo "== npm ci in web (a minute when nothing is cached)"
	cd web && npm ci --no-audit --no-fund
	@touch $@

e2e/node_modules/.installed: e2e/package-lock.json
	@echo "== npm ci in e2e"
	cd e2e && npm ci --no-audit --no-fund
	@touch $@

WEB_SOURCES := $(shell find web -type f \( -path 'web/src/*' -o -path 'web/static/*' -o -path 'web/messages/*' -o -path 'web/project.inlang/settings.json' \) -not -path '*/paraglide/*' 2>/dev/null) \
	$(wildcard web/*.ts web/*.js web/package.json)

web/build/.built: web/node_modules/.installed $(WEB_SOURCES)
	@echo "== the web app"
	cd web && npm run --silent build
	@touch $@

test: e2e/node_modules/.installed web/node_modules/.installed
