# The commands to know: demo, serve, test, lint, bench. Everything else is a step of theirs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO := cargo
PLENARY := target/release/plenary

.PHONY: help demo serve test lint bench packages build

help:
	@echo "make demo    a summit with simulated people on http://localhost:8080; ARGS='--seconds 60 --check' checks it"
	@echo "make serve   a summit on http://localhost:8080, kept in target/summit"
	@echo "make test    every test: Rust, web, browser stories"
	@echo "make lint    formatting, warnings, licences, types, the invariants of ARCHITECTURE.md"
	@echo "make bench   what a show costs and how long its pictures take (about 15 minutes), in target/bench.json"

demo: build
	$(PLENARY) demo --data target/demo $(ARGS)

serve: build
	$(PLENARY) serve --data target/summit $(ARGS)

test: build e2e/node_modules/.installed
	@echo "== Rust tests"
	$(CARGO) test --release --locked --workspace
	@echo "== The description of the API"
	@$(PLENARY) openapi | cmp -s - web/src/lib/api/openapi.json || { \
	  echo "web/src/lib/api/openapi.json is older than the API: CONTRIBUTING.md says how to renew it" >&2; exit 1; }
	@echo "== The demo, checked (a minute and a half)"
	$(PLENARY) demo --port 0 --data target/demo-check --seconds 45 --check
	@echo "== Web tests"
	cd web && npm test --silent
	@echo "== Browser stories"
	cd e2e && npm test --silent

lint: packages web/build/.built
	$(CARGO) fmt --all --check
	@echo "== clippy (the first run checks the relay's tree, which takes some minutes)"
	$(CARGO) clippy --release --locked --workspace --all-targets -- -D warnings
	scripts/deny.sh
	cd web && npm run --silent check && npm run --silent lint

# Ten minutes of it count the stage's late frames: leave the machine alone meanwhile.
bench: build
	@echo "== the stock relay, to compare with (a minute)"
	$(CARGO) build --release --locked -p moq-relay
	$(PLENARY) bench --relay target/release/moq-relay --out target/bench.json $(ARGS)

# What Debian provides: installed when missing, skipped when present.
packages:
	@scripts/packages.sh

build: packages web/build/.built
	@echo "== cargo build (the first one takes about ten minutes on two cores: the relay's tree)"
	$(CARGO) build --release --locked

web/node_modules/.installed: web/package-lock.json
	@echo "== npm ci in web (a minute when nothing is cached)"
	cd web && npm ci --no-audit --no-fund --silent
	@touch $@

e2e/node_modules/.installed: e2e/package-lock.json
	@echo "== npm ci in e2e"
	cd e2e && npm ci --no-audit --no-fund --silent
	@touch $@

WEB_SOURCES := $(shell find web -type f \( -path 'web/src/*' -o -path 'web/static/*' -o -path 'web/messages/*' -o -path 'web/scripts/*' -o -path 'web/project.inlang/settings.json' \) -not -path '*/paraglide/*' 2>/dev/null) \
	$(wildcard web/*.ts web/*.js web/package.json)

web/build/.built: web/node_modules/.installed $(WEB_SOURCES)
	@echo "== the web app"
	cd web && npm run --silent build
	@touch $@
