#!/usr/bin/env bash
# Installs each package for Linux into an empty place, and builds the starter with it: packaging/test.sh PACKAGES
set -euo pipefail
packages="$(cd "$1" && pwd)"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT

# With nothing of the account's: an empty home, and no program but the system's.
try() {
  local name="$1" program="$2"
  (
    cd "$place"
    env -i HOME="$place/home-$name" PATH=/usr/bin:/bin "$program" init "book-$name" 2>/dev/null
    env -i HOME="$place/home-$name" PATH=/usr/bin:/bin "$program" build "book-$name" --no-pdf 2>/dev/null
  )
  test -f "$place/book-$name/public/index.html"
  test -f "$place/book-$name/starter.toml"
  echo "$name: installed, and the starter is built"
}

mkdir "$place/archive"
tar -xzf "$packages"/clausebook-*-linux-*.tar.gz -C "$place/archive" --strip-components 1
for file in README.txt NOTICES.txt clausebook.cdx.json LICENSE-MIT completions/clausebook.bash man1/clausebook.1 man1/clausebook-build.1; do
  test -s "$place/archive/$file"
done
try archive "$place/archive/clausebook"

dpkg-deb --extract "$packages"/clausebook_*.deb "$place/debian"
dpkg-deb --info "$packages"/clausebook_*.deb control >/dev/null
try debian "$place/debian/usr/bin/clausebook"

python3 -m venv "$place/python"
"$place/python/bin/pip" install --quiet --disable-pip-version-check --no-index "$packages"/clausebook-*.whl
try wheel "$place/python/bin/clausebook"

(cd "$packages" && sha256sum --check --quiet SHA256SUMS-*)
