#!/usr/bin/env bash
# Measures, in one run each, what can be compared:
#
#   deploy/bench.sh engine             all of these, one after another:
#   deploy/bench.sh drain              20,000 queued deliveries over mutual TLS, beside a bare libcurl
#                                      multi loop that posts the same documents to the same server
#   deploy/bench.sh protection         the drain beside that of a trial build that seals nothing
#   deploy/bench.sh latency            from submit to receipt at 20 referrals a second
#   deploy/bench.sh isolation          nine lanes with the tenth partner black-holed, and without
#   deploy/bench.sh size               rest, queue and status with 1,000 and with 1,000,000 deliveries
#   deploy/bench.sh polls              what asking about 10,000 open deliveries of 100 partners costs
#   deploy/bench.sh cuts               a million requests through a proxy that resets connections
#   deploy/bench.sh postgres           submits and deliveries a second on PostgreSQL with 1, 2 and 4
#                                      services, and with a transaction held open, beside SQLite
#   deploy/bench.sh tables             how large PostgreSQL's tables are after a million deliveries
#   deploy/bench.sh workers            four services on one PostgreSQL, killed and stopped in turn
#   deploy/bench.sh failover           a cluster of three loses its primary three times
#   deploy/bench.sh upgrade FOLDER     a service of an older build, whose programs are in the folder,
#                                      works on while this one brings the schema up to date
#   deploy/bench.sh audit              entries a second into the audit log, and the size of a proof
#   deploy/bench.sh contracts [COUNT]  referrals per second that one core expresses and validates by
#                                      each contract, and where the time goes
set -euo pipefail
cd "$(dirname "$0")/.."

build() { for product in "$@"; do swift build -c release --product "$product" >&2; done; }

case "${1:-}" in
    engine) measures=(drain latency isolation size) ;;
    drain | latency | isolation | size | polls | cuts) measures=("$1") ;;
    postgres | tables | workers | failover | upgrade)
        deploy/install-libraries.sh --bench
        [ "$1" != failover ] || deploy/install-libraries.sh --cluster
        build referral-sync partner-sandbox
        exec python3 deploy/bench/shared.py "$(swift build -c release --show-bin-path)" "$PWD" "$1${2:+=$2}"
        ;;
    protection)
        deploy/install-libraries.sh --bench
        trial=(-c release --scratch-path .build-trials -Xswiftc -DTRIALS)
        for product in referral-sync partner-sandbox; do
            swift build "${trial[@]}" --product "$product" >&2
        done
        exec python3 deploy/bench/measures.py "$(swift build "${trial[@]}" --show-bin-path)" "$PWD" protection
        ;;
    audit)
        deploy/install-libraries.sh
        build audit-bench
        exec "$(swift build -c release --show-bin-path)/audit-bench"
        ;;
    contracts)
        deploy/install-libraries.sh
        build contracts-bench partner-sandbox
        bin=$(swift build -c release --show-bin-path)
        referrals=$(mktemp)
        trap 'rm -f "$referrals"' EXIT
        "$bin/partner-sandbox" referrals --count "${2:-3000}" --seed 1 >"$referrals"
        for contract in Contracts/*/*/projection.jq; do
            name=$(dirname "${contract#Contracts/}")
            "$bin/contracts-bench" Contracts "$name" "$referrals"
        done
        exit 0
        ;;
    *) sed -n '2,23s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac

deploy/install-libraries.sh --bench
build referral-sync partner-sandbox
python3 deploy/bench/measures.py "$(swift build -c release --show-bin-path)" "$PWD" "${measures[@]}"
