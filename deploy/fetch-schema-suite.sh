#!/usr/bin/env bash
# Puts the official JSON-Schema-Test-Suite into a folder (default .build-suites/json-schema).
#
# It comes inside the source distribution of the Python package jsonschema.
set -euo pipefail

version=4.26.0
checksum=0c26707e2efad8aa1bfc5b7ce170f3fccc2e4918ff85989ba9ffa9facb2be326
folder=${1:-"$(cd "$(dirname "$0")/.." && pwd)/.build-suites/json-schema"}

if [ "$(cat "$folder/version" 2>/dev/null)" = "$version" ]; then exit 0; fi

download=$(mktemp -d)
trap 'rm -rf "$download"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps \
    --no-binary jsonschema --dest "$download" "jsonschema==$version"
archive="$download/jsonschema-$version.tar.gz"
echo "$checksum  $archive" | sha256sum --check --quiet

mkdir -p "$folder"
tar --extract --gzip --file "$archive" --directory "$folder" --strip-components=2 \
    "jsonschema-$version/json/tests/draft2020-12" "jsonschema-$version/json/remotes"
# Written last: a folder without it is not complete.
echo "$version" >"$folder/version"
