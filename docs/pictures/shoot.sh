#!/usr/bin/env bash
# Takes the picture of the README anew: the first screen and the zone of the example's brief (needs chromium).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
brief="$PWD/out/spring-2025.html"
[ -f "$brief" ] || make demo
profile="$(mktemp -d)"
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync \
  --hide-scrollbars --user-data-dir="$profile" --window-size=1100,1250 \
  --screenshot="$PWD/docs/pictures/brief.png" "file://$brief" 2>/dev/null
echo "docs/pictures/brief.png"
