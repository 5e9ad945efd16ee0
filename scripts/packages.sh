#!/usr/bin/env bash
# Installs what Plenary needs from Debian: each package only when it is missing.
set -euo pipefail

# command or file that shows it is there : package
wanted=(
  /usr/bin/chromium:chromium      # browser stories
  /usr/bin/ffmpeg:ffmpeg          # recorded speeches in, AAC out
  /usr/bin/espeak-ng:espeak-ng    # voices of the demo's speakers
  /usr/bin/nasm:nasm              # openh264 is several times slower without it
  /usr/bin/mold:mold              # linker
  /usr/bin/clang:clang            # drives mold
  /usr/bin/cmake:cmake            # aws-lc
  /usr/bin/pkg-config:pkg-config
)

missing=()
for entry in "${wanted[@]}"; do
  [ -e "${entry%%:*}" ] || missing+=("${entry##*:}")
done
for tool in cargo node npm; do
  command -v "$tool" > /dev/null || { echo "Plenary needs $tool: install Rust 1.95 or later from https://rustup.rs and Node.js 20 or later." >&2; exit 1; }
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get > /dev/null; then
  echo "Plenary needs these programs, and this is not Debian: ${missing[*]}. Install them and start again." >&2
  exit 1
fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
echo "== installing from Debian: ${missing[*]} (a few minutes)"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
