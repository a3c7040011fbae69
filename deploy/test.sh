#!/usr/bin/env bash
# The one command before every commit: format, build with the import check, every test.
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-libraries.sh --tests

echo "== format"
swift format lint --strict --parallel --recursive Sources Tests deploy Package.swift

echo "== the unit's exposure"
systemd-analyze security --offline=true --threshold=15 --no-pager deploy/referral-sync.service >/dev/null

echo "== build"
# The check prints "Build complete!" even when it fails: the exit code counts.
swift build --build-tests --explicit-target-dependency-import-check error

echo "== what others say of schemas, FHIR and ordinary text"
deploy/fetch-schema-suite.sh
deploy/fetch-python-checks.sh
deploy/fetch-ordinary-text.sh

echo "== tests"
swift test --skip-build --skip EndToEndTests

echo "== tests of the store on PostgreSQL"
coproc SERVER { exec python3 deploy/postgres/temporary.py --set max_connections=400; }
read -r -u "${SERVER[0]}" server
TEST_POSTGRES=$(python3 -c 'import json, sys; print(json.loads(sys.argv[1])["url"])' "$server")
on_postgres() { TEST_POSTGRES=$TEST_POSTGRES swift test --skip-build "$@"; }
on_postgres --filter 'Database|Vault|Outbox|Intake|DeliveryTests|Acknowledgements|Oversight'

# By themselves: whole installations must not wait for the processor beside the rest.
echo "== tests of the built programs, end to end"
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$((4 * $(nproc)))
swift test --skip-build --filter EndToEndTests

echo "== the same on PostgreSQL"
on_postgres --filter EndToEndTests
