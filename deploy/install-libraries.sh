#!/usr/bin/env bash
# Installs the system libraries that the build needs; with --tests also what the tests need, with
# --bench what the measurements need.
set -euo pipefail

packages=(libcurl4-openssl-dev libjq-dev libsqlite3-dev pkg-config)
case "${1:-}" in
    --tests) packages+=(python3 python3-pip) ;;
    --bench) packages+=(gcc jq nginx-light python3) ;;
esac

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed \
        || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "installing: ${missing[*]}" >&2
run() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
run apt-get update -qq
run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
