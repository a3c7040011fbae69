"""Measurements and trials of services that share one PostgreSQL: deploy/bench.sh says what each prints."""

import collections
import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "postgres"))

from installation import Installation  # noqa: E402
from local_cluster import LocalCluster  # noqa: E402
from temporary import TemporaryPostgres  # noqa: E402

PROGRAMS, PROJECT = sys.argv[1:3]


def line(name, *parts):
    print(f"{name:<10}", *parts, flush=True)


def server():
    """PostgreSQL as it comes, with room for the sessions of several services."""
    return TemporaryPostgres(["max_connections=200", "shared_buffers=512MB"])


def new_store(url):
    schema = f"trial_{time.time_ns()}"
    subprocess.run(["psql", "-qX", url, "-c", f"CREATE SCHEMA {schema}"], check=True)
    return f"{url}?options=-csearch_path%3D{schema}"


def sql(store, query):
    """The rows of a query as lists of texts."""
    lines = subprocess.run(["psql", "-qXAt", "-F", "\t", store, "-c", query], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    return [line.split("\t") for line in lines]


def submit(place, count, seed=1):
    documents = place.folder / f"referrals-{seed}.ndjson"
    documents.write_bytes(place.sandbox("referrals", "--count", str(count), "--seed", str(seed)))
    begin = time.monotonic()
    place.sync("submit", documents)
    return count / (time.monotonic() - begin)


# Postgres


def drain_with(url, workers, count, held=None):
    """Submits and drains a queue to eight partners; with a transaction held open for the whole run."""
    store = new_store(url)
    with Installation(PROGRAMS, PROJECT, store) as place:
        place.start_nginx()
        for number in range(8):
            place.add_partner(f"bench-{number}", concurrency=16)
        place.run()
        place.stop()
        holder = None
        if held:
            holder = subprocess.Popen(["psql", "-qXAt", url], stdin=subprocess.PIPE,
                                      stdout=subprocess.DEVNULL, text=True)
            holder.stdin.write("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class LIMIT 1;\n")
            holder.stdin.flush()
        submits = submit(place, count // 8)
        begin = time.monotonic()
        for number in range(workers):
            place.run(f"socket-{number}")
        place.wait_until_delivered(count)
        drains = count / (time.monotonic() - begin)
        if holder:
            holder.kill()
            holder.wait()
    return submits, drains


def drain_sqlite(count):
    with Installation(PROGRAMS, PROJECT) as place:
        place.start_nginx()
        for number in range(8):
            place.add_partner(f"bench-{number}", concurrency=16)
        place.run()
        place.stop()
        submits = submit(place, count // 8)
        begin = time.monotonic()
        place.run()
        place.wait_until_delivered(count)
        return submits, count / (time.monotonic() - begin)


def postgres(count=20_000):
    """What PostgreSQL makes of it, beside SQLite; and with a transaction held open."""
    sqlite_submits, sqlite_drains = drain_sqlite(count)
    line("sqlite", f"{sqlite_submits:6.0f} referrals/s submitted, {sqlite_drains:6.0f} deliveries/s")
    with server() as postgres:
        url = postgres.description()["url"]
        for workers in (1, 2, 4):
            submits, drains = drain_with(url, workers, count)
            line(f"workers {workers}", f"{submits:6.0f} referrals/s submitted,",
                 f"{drains:6.0f} deliveries/s; ratio to SQLite {submits / sqlite_submits:.2f} and "
                 f"{drains / sqlite_drains:.2f}")
    held()


def held(count=20_000):
    """What a transaction costs that is held open for the whole run; each run has a server of its own,
    because autovacuum would go on with the tables of the run before."""
    rates = {False: [], True: []}
    for is_held in (False, True) * 3:
        with server() as postgres:
            rates[is_held].append(drain_with(postgres.description()["url"], 2, count, is_held)[1])
    quiet, slowed = (statistics.median(rates[is_held]) for is_held in (False, True))
    line("held", f"{slowed:.0f} deliveries/s with a transaction held open, {quiet:.0f} without;",
         f"ratio {slowed / quiet:.2f} (aim 0.90), by the medians of three runs")


def tables(count=1_000_000):
    """How large the tables are after a million deliveries."""
    with server() as postgres:
        store = new_store(postgres.description()["url"])
        with Installation(PROGRAMS, PROJECT, store) as place:
            place.start_nginx()
            for number in range(8):
                place.add_partner(f"bench-{number}", concurrency=16)
            place.run()
            submit(place, count // 8)
            place.wait_until_delivered(count, seconds=count // 100)
            place.stop()
        for name, rows, table, indexes, dead in sql(store, """
                SELECT relname, n_live_tup, pg_table_size(relid) / 1000000,
                    pg_indexes_size(relid) / 1000000, n_dead_tup
                FROM pg_stat_user_tables WHERE schemaname = current_schema()
                AND pg_total_relation_size(relid) > 1000000 ORDER BY pg_total_relation_size(relid) DESC"""):
            line("tables", f"{name:<14} {rows:>8} rows, {table:>5} MB and {indexes:>5} MB of indexes,",
                 f"{dead} dead rows")


# Trials


def start_sandbox(place, partners, rate):
    names = [f"agency-{number}" for number in range(partners)]
    place.start(
        str(place.programs / "partner-sandbox"), "serve", "--port", "0",
        "--certificates", str(place.folder / "certificates"),
        "--contracts", f"{PROJECT}/Contracts", "--data", str(place.folder / "sandbox"),
        "--ready-file", str(place.folder / "address"), "--decide-after", "90000s",
        *(word for name in names for word in ("--agency", f"{name}=education/1.0")),
    )
    while not (place.folder / "address").exists():
        time.sleep(0.05)
    port = (place.folder / "address").read_text().strip().rpartition(":")[2]
    for name in names:
        path = f"agencies/{name}/referrals"
        place.add_partner(name, port, path=path, contract="education/1.0", more=f"rate: {rate}\n"
                          f"statusAddress: https://localhost:{port}/{path}/{{key}}\n")
    with open(place.folder / "settings.yaml", "a") as settings:
        settings.write("delivery:\n  retry:\n    base: 100ms\n    cap: 2s\nanswers:\n  poll: 24h\n")


def journal(place):
    """What each key came to, and how many requests each partner got in each second."""
    sent, taken, seconds = collections.Counter(), collections.Counter(), collections.Counter()
    for file in (place.folder / "sandbox").glob("*.journal.ndjson"):
        for text in file.open():
            entry = json.loads(text)
            sent[entry["key"]] += 1
            taken[entry["key"]] += entry["effective"]
            seconds[file.name, entry["at"][:19]] += 1
    return sent, taken, seconds


def judge(place, store, deliveries, rate):
    """Says what came of every delivery; ends the program when one was lost or taken on twice."""
    sent, taken, seconds = journal(place)
    keys = [key for key, in sql(store, "SELECT idempotency_key FROM delivery")]
    lost = sum(taken[key] == 0 for key in keys)
    doubled = sum(taken[key] > 1 for key in keys)
    repeats = sum(sent[key] - 1 for key in keys if sent[key])
    late = sql(store, "SELECT count(*) FROM attempt WHERE late = 1")[0][0]
    uncertain = sql(store, "SELECT count(*) FROM attempt WHERE outcome = 'uncertain'")[0][0]
    line("", f"{len(keys)} deliveries in the store, {deliveries} expected; {lost} lost, "
         f"{doubled} taken on twice, {repeats} sent again;")
    line("", f"{uncertain} attempts uncertain, {late} late outcomes kept as evidence;",
         f"at most {max(seconds.values())} requests in one second at one partner (rate {rate})")
    if lost or doubled or len(keys) != deliveries:
        raise SystemExit("a delivery was lost or taken on twice")


def workers(deliveries=20_000, partners=8, rate=40, every=10, seed=1):
    """Four services on one PostgreSQL; every ten seconds one is killed and begun again, and another is
    stopped until all that it held is another's, then goes on."""
    dice = random.Random(seed)
    with server() as postgres:
        store = new_store(postgres.description()["url"])
        with Installation(PROGRAMS, PROJECT, store) as place:
            start_sandbox(place, partners, rate)
            services = {f"socket-{number}": place.run(f"socket-{number}") for number in range(4)}
            watched = "socket-0"
            submit(place, deliveries // partners)
            begin, events, sleepers = time.monotonic(), [], {}
            next_event = begin + every
            while place.delivered(watched) < deliveries:
                time.sleep(0.2)
                now = time.monotonic()
                for name in [name for name, end in sleepers.items() if end <= now]:
                    services[name].send_signal(signal.SIGCONT)
                    del sleepers[name]
                if now - begin > 900:
                    raise SystemExit("not all were delivered in 900 s")
                if now < next_event:
                    continue
                next_event += every
                victim, sleeper = dice.sample(sorted(set(services) - set(sleepers) - {watched}), 2) \
                    if len(sleepers) == 0 else (dice.choice(
                        sorted(set(services) - set(sleepers) - {watched})), None)
                services[victim].kill()
                services[victim].wait()
                services[victim] = place.run(victim)
                if sleeper:
                    services[sleeper].send_signal(signal.SIGSTOP)
                    sleepers[sleeper] = now + 18
                events.append((victim, sleeper))
            seconds = time.monotonic() - begin
            for name in sleepers:
                services[name].send_signal(signal.SIGCONT)
            time.sleep(3)
            for service in services.values():
                service.send_signal(signal.SIGTERM)
            for service in services.values():
                service.wait()
            stopped = sum(sleeper is not None for _, sleeper in events)
            line("workers", f"{deliveries} deliveries by 4 services in {seconds:.0f} s,",
                 f"{len(events)} killed, {stopped} stopped for 18 s")
            judge(place, store, deliveries, rate)


def failover(deliveries=9_000, partners=6, rate=15, kills=3):
    """A cluster of three under Patroni loses its primary three times while a queue is drained and
    referrals go on coming."""
    with LocalCluster() as cluster:
        owner = cluster.description()["url"]
        store = owner.replace("referral_sync_owner@", "referral_sync@")
        with Installation(PROGRAMS, PROJECT, store) as place:
            with open(place.folder / "settings.yaml", "a") as settings:
                settings.write("postgresql:\n  standby: required\n")
            start_sandbox(place, partners, rate)
            place.sync("store", "migrate", "--store", owner)
            documents = place.sandbox("referrals", "--count", str(deliveries // partners)).splitlines()
            queued, coming = documents[:-600], documents[-600:]
            (place.folder / "queued").write_bytes(b"\n".join(queued))
            place.sync("submit", place.folder / "queued")
            place.run("socket-0")
            place.run("socket-1")
            stop, waits = threading.Event(), []
            acknowledged = [json.loads(document)["sourceReference"] for document in queued]
            submitter = threading.Thread(
                target=submit_steadily, args=(place, coming, acknowledged, stop))
            submitter.start()
            for _ in range(kills):
                time.sleep(15)
                before = place.delivered_by_journal()
                killed = cluster.kill_primary()
                begin = time.monotonic()
                while place.delivered_by_journal() < before + 20:
                    if time.monotonic() - begin > 120:
                        raise SystemExit("nothing was delivered for two minutes after a kill")
                    time.sleep(0.1)
                waits.append(time.monotonic() - begin)
                line("failover", f"primary {killed['name']} killed; deliveries went on "
                     f"{waits[-1]:.1f} s later")
            submitter.join()
            stop.set()
            found = wait_for_store(place, len(acknowledged) * partners)
            line("failover", f"{len(acknowledged)} referrals acknowledged, {found} deliveries made")
            stored = {row[0] for row in sql(store, "SELECT source_reference FROM referral")}
            missing = [reference for reference in acknowledged if reference not in stored]
            line("", f"{len(missing)} acknowledged referrals missing")
            if missing:
                raise SystemExit("an acknowledged referral was lost")
            judge(place, store, len(stored) * partners, rate)


def upgrade(older, partners=4, rate=25, count=500):
    """A service of an older build and one of this one work on one store; the newer brings the schema up
    to date while the older is at work, and referrals are submitted to both."""
    with server() as postgres:
        store = new_store(postgres.description()["url"])
        steps = "SELECT max(number) FROM schema_migration"
        with Installation(PROGRAMS, PROJECT, store) as place:
            start_sandbox(place, partners, rate)
            place.programs = pathlib.Path(older)
            old = place.run("socket-old")
            documents = place.sandbox("referrals", "--count", str(3 * count)).splitlines()
            submit_to(place, "socket-old", documents[:count])
            before = sql(store, steps)[0][0]
            place.programs = pathlib.Path(PROGRAMS)
            place.run("socket-new")
            after = sql(store, steps)[0][0]
            at = sql(store, "SELECT (extract(epoch FROM now()) * 1000)::bigint")[0][0]
            submit_to(place, "socket-new", documents[count:2 * count])
            place.programs = pathlib.Path(older)
            submit_to(place, "socket-old", documents[2 * count:])
            place.programs = pathlib.Path(PROGRAMS)
            place.wait_until_delivered(3 * count * partners)
            if old.poll() is not None:
                raise SystemExit("the older service ended")
            made = sql(store, f"SELECT count(*) FROM attempt WHERE started_at > {at} GROUP BY worker")
            line("upgrade", f"schema {before} became {after} while the older service was at work;",
                 "attempts after that by", " and ".join(row[0] for row in made))
            if len(made) != 2 or before == after:
                raise SystemExit("the two were not both at work, or there was nothing to upgrade")
            judge(place, store, 3 * count * partners, rate)


def submit_to(place, socket, documents):
    subprocess.run(
        [place.programs / "referral-sync", "submit", "-", "--settings",
         place.folder / "settings.yaml"], input=b"\n".join(documents), check=True, capture_output=True,
        env=os.environ | {"REFERRAL_SYNC_SOCKET": str(place.folder / socket)})


def submit_steadily(place, documents, acknowledged, stop):
    """Five referrals a second; what was not acknowledged is submitted again, as its user would."""
    for document in documents:
        reference = json.loads(document)["sourceReference"]
        end = time.monotonic() + 180
        while time.monotonic() < end and not stop.is_set():
            done = subprocess.run(
                [place.programs / "referral-sync", "submit", "-", "--settings",
                 place.folder / "settings.yaml"],
                input=document, capture_output=True, env=os.environ | {
                    "REFERRAL_SYNC_SOCKET": str(place.folder / "socket-0")})
            time.sleep(0.15)
            if done.returncode == 0:
                acknowledged.append(reference)
                break


def wait_for_store(place, deliveries):
    end = time.monotonic() + 240
    while place.delivered("socket-0") < deliveries:
        if time.monotonic() > end:
            raise SystemExit(f"only {place.delivered('socket-0')} of {deliveries} were delivered")
        time.sleep(0.2)
    return place.delivered("socket-0")


MEASURES = {"postgres": postgres, "held": held, "tables": tables, "workers": workers,
            "failover": failover, "upgrade": upgrade}

if __name__ == "__main__":
    for name in sys.argv[3:]:
        measure, _, count = name.partition("=")
        MEASURES[measure](*([int(count) if count.isdigit() else count] if count else []))
