#!/usr/bin/env bash
# Puts what Tests/ContractsTests/Fhir/validate.py and Tests/JSONSchemaTests/Differential/generate.py
# need into a folder (default .build-suites): Python packages into python/, and HL7's JSON schema of
# FHIR R4 into fhir/fhir.schema.json.
#
# fhirkit-rs holds the resources of R4 (4.0.1). fhir.resources holds those of R4B, in which every
# resource that we send is the same; it also lists the codes of most required code sets.
# The schema comes inside the Python package fhirstore, which is not installed.
set -euo pipefail

packages=(
    jsonschema==4.26.0 attrs==26.1.0 jsonschema-specifications==2025.9.1 referencing==0.37.0
    rpds-py==2026.9.1 typing-extensions==4.16.0
    fhirkit-rs==0.1.0
    fhir.resources==8.3.0 fhir-core==1.1.12 pydantic==2.14.4 pydantic-core==2.50.5
    annotated-types==0.8.0 typing-inspection==0.4.5
)
schema_source=fhirstore==0.4.8
schema_checksum=574dea8798a92e6b77f66243d052b40152636d4b6aa0873a0224da1cef9c4809
folder=${1:-"$(cd "$(dirname "$0")/.." && pwd)/.build-suites"}

stamp="$(python3 -c 'import sys; print(sys.version_info[:2])') ${packages[*]}"
if [ "$(cat "$folder/python/version" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$folder/python"
    # Without --no-deps, pip compares the pins with packages installed elsewhere, and complains.
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
        --no-deps --no-compile --only-binary :all: --target "$folder/python" "${packages[@]}"
    # Written last: a folder without it is not complete.
    echo "$stamp" >"$folder/python/version"
fi

schema="$folder/fhir/fhir.schema.json"
schema_is_right() { echo "$schema_checksum  $1" | sha256sum --check --status 2>/dev/null; }
if schema_is_right "$schema"; then exit 0; fi

download=$(mktemp -d)
trap 'rm -rf "$download"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$download" "$schema_source"
python3 -m zipfile --extract "$download"/fhirstore-*.whl "$download"
schema_is_right "$download/fhirstore/schema/fhir.schema.json" \
    || { echo "$schema_source does not hold the expected fhir.schema.json" >&2; exit 1; }
mkdir -p "$folder/fhir"
mv "$download/fhirstore/schema/fhir.schema.json" "$schema"
