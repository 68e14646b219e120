#!/usr/bin/env bash
# Keeps the starter of the release that is checked out as starters/<release>.zip. A starter that was released is never changed.
set -euo pipefail
cd "$(dirname "$0")/.."

release="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
kept="starters/$release.zip"
if [ -e "$kept" ]; then
  echo "$kept is there already: a released starter is never changed. Is the version in Cargo.toml the next one?" >&2
  exit 1
fi
git archive --format=zip -9 --output="$kept" HEAD handbook.toml handbook-dc.toml content forms
echo "Kept the starter of $release in $kept. Commit it."
