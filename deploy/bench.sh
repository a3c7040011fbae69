#!/usr/bin/env bash
# Measures, in one run each, what can be compared:
#
#   deploy/bench.sh drain [COUNT]      deliveries per second of the engine, and of a bare libcurl
#                                      multi loop that posts the same documents to the same server
#   deploy/bench.sh contracts [COUNT]  referrals per second that one core expresses and validates by
#                                      each contract, and where the time goes
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    drain | contracts) ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
count=${2:-3000}
concurrency=64

if [ "$1" = contracts ]; then
    deploy/install-libraries.sh
    swift build -c release --product contracts-bench
    swift build -c release --product partner-sandbox
    bin=$(swift build -c release --show-bin-path)
    referrals=$(mktemp)
    trap 'rm -f "$referrals"' EXIT
    "$bin/partner-sandbox" referrals --count "$count" --seed 1 >"$referrals"
    for contract in Contracts/*/*/projection.jq; do
        name=$(dirname "${contract#Contracts/}")
        "$bin/contracts-bench" Contracts "$name" "$referrals"
    done
    exit 0
fi

deploy/install-libraries.sh --bench
swift build -c release --product referral-sync
swift build -c release --product partner-sandbox
bin=$(swift build -c release --show-bin-path)

work=$(mktemp -d)
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT

"$bin/partner-sandbox" certificates "$work/certificates" >/dev/null
"$bin/partner-sandbox" referrals --count "$count" --seed 1 >"$work/referrals.ndjson"

# A server that gives a true receipt and does nothing else, so that the engine is what is measured.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$work/nginx.conf" <<NGINX
pid $work/nginx.pid;
error_log $work/nginx.error;
worker_processes 1;
daemon off;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy;
    fastcgi_temp_path $work/fastcgi; uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
    server {
        listen 127.0.0.1:$port ssl http2;
        ssl_certificate $work/certificates/server.pem;
        ssl_certificate_key $work/certificates/server.key;
        ssl_client_certificate $work/certificates/ca.pem;
        ssl_verify_client on;
        keepalive_requests 10000000;
        location / {
            default_type application/json;
            return 201 '{"receiptId":"bench","receivedAt":"2026-11-24T00:00:00Z","contentDigest":"\$http_content_digest"}';
        }
    }
}
NGINX
/usr/sbin/nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
pids+=($!)

mkdir -p "$work/partners"
cat >"$work/settings.yaml" <<YAML
store: sqlite:store.sqlite
keyFile: key
socket: socket
contracts: $PWD/Contracts
log:
  level: error
YAML
cat >"$work/partners/bench.yaml" <<YAML
title: Bench
kind: childrens-social-care
contract: childrens-social-care/1.0
covers:
  everything: true
address: https://localhost:$port/referrals
internal: true
idempotent: true
concurrency: $concurrency
tls:
  certificateAuthority: certificates/ca.pem
  certificate: certificates/referral-sync.pem
  key: certificates/referral-sync.key
YAML
sed -i "s|certificates/|$work/certificates/|" "$work/partners/bench.yaml"
sync=("$bin/referral-sync")
now() { date +%s.%N; }

begin=$(now)
"${sync[@]}" submit --settings "$work/settings.yaml" "$work/referrals.ndjson" >/dev/null 2>&1
submitted=$(now)

begin_drain=$(now)
"${sync[@]}" run --settings "$work/settings.yaml" 2>"$work/run.log" &
service=$!
pids+=("$service")
delivered=0
while [ "$delivered" -lt "$count" ]; do
    delivered=$("${sync[@]}" queue --settings "$work/settings.yaml" --json 2>/dev/null \
        | python3 -c 'import json, sys; print(json.load(sys.stdin)["totals"]["delivered"])' || echo 0)
    kill -0 "$service"
    sleep 0.2
done
drained=$(now)
kill "$service" && wait "$service" 2>/dev/null || true

# The same documents, made by the same projection.
jq -c '.id = "0b7e2a54-6f0e-4c3b-9a51-3f8f7f2f6a01" | .version //= 1 | .marking //= "OFFICIAL-SENSITIVE"' \
    "$work/referrals.ndjson" >"$work/canonical.ndjson"
contract=Contracts/childrens-social-care/1.0
codes=$(for file in "$contract"/codes/*.json; do
    jq -c --arg stem "$(basename "$file" .json)" '{($stem): .}' "$file"
done | jq -cs add)
jq -c --argjson codes "$codes" -f "$contract/projection.jq" "$work/canonical.ndjson" >"$work/bodies"
gcc -O2 -o "$work/drain" deploy/bench/drain.c -lcurl
read -r accepted total seconds < <("$work/drain" "https://localhost:$port/referrals" \
    "$work/certificates/ca.pem" "$work/certificates/referral-sync.pem" \
    "$work/certificates/referral-sync.key" "$work/bodies" "$concurrency")

python3 - "$count" "$begin" "$submitted" "$begin_drain" "$drained" "$accepted" "$total" "$seconds" <<'PYTHON'
import sys
count, begin, submitted, begin_drain, drained, accepted, total, seconds = map(float, sys.argv[1:])
assert accepted == total == count, "the yardstick lost requests"
engine = count / (drained - begin_drain)
bare = count / seconds
print(f"submit   {count / (submitted - begin):8.0f} referrals/s (command line, from start to end)")
print(f"engine   {engine:8.0f} deliveries/s (from the start of `run` to the last receipt kept)")
print(f"libcurl  {bare:8.0f} requests/s (bare multi loop, same documents, same server)")
print(f"ratio    {engine / bare:8.2f}")
PYTHON
