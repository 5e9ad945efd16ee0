#!/usr/bin/env bash
# Licences, sources and duplicates of the crates, by deny.toml; advisories where their database is at hand.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v cargo-deny > /dev/null; then
  echo "== installing cargo-deny (five minutes, once)"
  # Outside the project's target folder, so that a clean build does not build it again.
  cargo install --quiet --locked cargo-deny --version 0.20.2
fi
# It reads every crate of the lock file, those of other platforms too, which no build has fetched.
cargo fetch --quiet --locked
cargo deny --offline --log-level error check licenses bans sources
# The advisory database comes from a git server, which not every machine reaches.
if [ -d "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs" ]; then
  cargo deny --offline --log-level error check advisories
else
  echo "cargo-deny: no advisory database on this machine; 'cargo deny fetch' gets it"
fi
