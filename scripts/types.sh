#!/usr/bin/env bash
# The API's description and the TypeScript types made from it: `write` makes them, `check` fails when they are stale.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp)
trap 'rm -f "$fresh" "$fresh.ts"' EXIT
cargo run --quiet --release --locked -p plenary -- openapi > "$fresh"
web/node_modules/.bin/openapi-typescript "$fresh" --output "$fresh.ts" > /dev/null
case "${1:-check}" in
  write)
    cp "$fresh" web/src/lib/api/openapi.json
    cp "$fresh.ts" web/src/lib/api/schema.d.ts
    ;;
  check)
    cmp -s "$fresh" web/src/lib/api/openapi.json && cmp -s "$fresh.ts" web/src/lib/api/schema.d.ts || {
      echo "web/src/lib/api is older than the API: run 'make types' and commit the result." >&2
      exit 1
    }
    ;;
  *) echo "usage: scripts/types.sh write|check" >&2; exit 2 ;;
esac
