#!/usr/bin/env bash
# Installs the system libraries that the build needs; with --tests also what the tests need, with
# --bench what the measurements need, with --cluster what a PostgreSQL cluster needs.
set -euo pipefail

packages=(libcurl4-openssl-dev libjq-dev libpq-dev libsqlite3-dev pkg-config)
case "${1:-}" in
    --tests) packages+=(openssl postgresql-15 python3 python3-aiosmtpd python3-pip systemd) ;;
    --bench) packages+=(gcc jq nginx-light postgresql-15 python3) ;;
    --cluster) packages+=(etcd-server patroni postgresql-15 python3 python3-etcd python3-idna) ;;
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
# Servers for tests are started in temporary folders; Debian would start another beside them.
if [[ " ${missing[*]} " == *" postgresql-15 "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    run mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | run tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
