#!/usr/bin/env bash
# Shows the whole service on this machine: five pretend agencies, 303 invented children.
#
#   deploy/demo.sh          watch the queue drain; Ctrl-C ends everything
#   deploy/demo.sh --exit   end when every delivery is decided; exit code 0 only if so
#   deploy/demo.sh --kill   with --exit: kill the service five times on the way
#
# Everything it makes lies in .demo/, which is made anew each time.
set -euo pipefail
cd "$(dirname "$0")/.."

exit_when_decided=no
kills=0
for argument in "$@"; do
    case "$argument" in
        --exit) exit_when_decided=yes ;;
        --kill) kills=5 ;;
        *) echo "usage: deploy/demo.sh [--exit] [--kill]" >&2; exit 64 ;;
    esac
done

say() { printf '\n== %s\n' "$*"; }

say "system libraries"
deploy/install-libraries.sh

say "build (the first time takes some minutes)"
swift build --product referral-sync
swift build --product partner-sandbox
bin=$(swift build --show-bin-path)

pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
}
trap stop EXIT
trap 'exit 130' INT TERM

rm -rf .demo
mkdir -p .demo/partners .demo/sandbox
demo=$PWD/.demo

say "a demo certificate authority, a server and a client certificate"
"$bin/partner-sandbox" certificates "$demo/certificates"

# The agency that is down at first has a port of its own, which is really closed.
health_port=$((20000 + RANDOM % 10000))
while (exec 3<>"/dev/tcp/127.0.0.1/$health_port") 2>/dev/null; do
    health_port=$((20000 + RANDOM % 10000))
done

say "five pretend agencies over mutual TLS: one fails every tenth request, one is slow, one is down at first"
"$bin/partner-sandbox" serve --port 0 --certificates "$demo/certificates" \
    --contracts Contracts --data "$demo/sandbox" --ready-file "$demo/sandbox/address" \
    --agency northshire-social-care=childrens-social-care/1.0 \
    --agency northshire-schools=education/1.0 \
    --agency "northshire-health=health-fhir/1.0@$health_port" \
    --agency northshire-support=specialist-support/1.0 \
    --agency national-crime=national-crime/1.0 \
    --acknowledge-after 1s --decide-after 3s \
    --fault northshire-social-care:status=503:retry-after=1:every=10 \
    --fault northshire-schools:slow=300ms \
    --fault northshire-health:refuse:for=20s \
    >"$demo/sandbox.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do [ -s "$demo/sandbox/address" ] && break; sleep 0.1; done
address=$(cat "$demo/sandbox/address") || { cat "$demo/sandbox.log" >&2; exit 69; }
echo "$address"

cat >"$demo/settings.yaml" <<YAML
store: sqlite:referral-sync.sqlite
keyFile: key
socket: referral-sync.sock
contracts: ../Contracts
log:
  format: json
delivery:
  retry:
    base: 500ms
    cap: 3s
answers:
  poll: 1s
  pollDecided: 1h
YAML

partner() { # id, title, kind, contract, address, needs agreement
    cat >"$demo/partners/$1.yaml" <<YAML
title: $2
kind: $3
contract: $4
telephone: 01632 960100
needsAgreement: ${6:-false}
covers:
  everything: true
address: $5/agencies/$1/referrals
statusAddress: $5/agencies/$1/referrals/{key}
idempotent: true
internal: true
tls:
  certificateAuthority: ../certificates/ca.pem
  certificate: ../certificates/referral-sync.pem
  key: ../certificates/referral-sync.key
YAML
}
partner northshire-social-care "Northshire children's social care" childrens-social-care childrens-social-care/1.0 "$address"
partner northshire-schools "Northshire schools" education education/1.0 "$address"
partner northshire-health "Northshire health" health health-fhir/1.0 "https://localhost:$health_port"
partner northshire-support "Northshire specialist support" specialist-support specialist-support/1.0 "$address" true
partner national-crime "National crime agency" national-crime national-crime/1.0 "$address"

say "background sync"
sync() {
    "$bin/referral-sync" run --settings "$demo/settings.yaml" >>"$demo/run.log" 2>&1 &
    service=$!
    pids+=("$service")
}
sync

say "submit 303 invented children"
"$bin/partner-sandbox" referrals --count 303 --seed 303 >"$demo/referrals.ndjson"
"$bin/referral-sync" submit --settings "$demo/settings.yaml" "$demo/referrals.ndjson" \
    >"$demo/submitted.txt"
tail -n 3 "$demo/submitted.txt"

for round in $(seq "$kills"); do
    sleep 1.5
    echo "kill -9, number $round"
    kill -KILL "$service" && wait "$service" 2>/dev/null || true
    sync
done

say "the queue"
watch=(queue --settings "$demo/settings.yaml" --watch)
if [ "$exit_when_decided" = yes ]; then
    timeout 300 "$bin/referral-sync" "${watch[@]}" --until-decided
    say "what the agencies received"
    "$bin/partner-sandbox" journal "$demo/sandbox" --check
else
    echo "in another terminal: $bin/referral-sync status --settings $demo/settings.yaml REFERRAL"
    "$bin/referral-sync" "${watch[@]}"
fi
