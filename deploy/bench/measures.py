"""The measurements of the engine: deploy/bench.sh says what each prints."""

import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

from installation import CONTRACT, Installation, Unix, free_port

PROGRAMS, PROJECT = sys.argv[1:3]


def line(name, *parts):
    print(f"{name:<10}", *parts, flush=True)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def referrals(place, count, seed=1):
    return place.sandbox("referrals", "--count", str(count), "--seed", str(seed))


# Drain


def drain(count=20_000, concurrency=64):
    """How fast a queue is delivered, beside a bare libcurl multi loop with the same documents."""
    with Installation(PROGRAMS, PROJECT) as place:
        documents, submit = queued(place, count, concurrency)
        engine, busy = delivered(place, count)
        bare = bare_libcurl(place, documents, count, concurrency)
        line("submit", f"{submit:8.0f} referrals/s (command line, from start to end)")
        line("drain", f"{engine:8.0f} deliveries/s, {1e6 * busy / count:.0f} µs of processor each;",
             f"bare libcurl {bare:.0f} requests/s; ratio {engine / bare:.2f} (aim 0.25, then 0.4)")


def protection(count=20_000, rounds=2):
    """The same with sealing and wiping and, in a trial build, without, in turn."""
    rates = {True: [], False: []}
    for is_protected in [True, False] * rounds:
        if not is_protected:
            os.environ["UNPROTECTED_TRIAL"] = "1"
        with Installation(PROGRAMS, PROJECT) as place:
            queued(place, count, 64)
            rates[is_protected].append(delivered(place, count)[0])
        os.environ.pop("UNPROTECTED_TRIAL", None)
    on, off = (statistics.mean(rates[key]) for key in (True, False))
    line("protection", f"{on:.0f} deliveries/s, without it {off:.0f}/s; ratio {on / off:.2f} (aim 0.8)")


def queued(place, count, concurrency):
    """Queues referrals for one partner while nothing runs; returns their file, and how many a second."""
    place.start_nginx()
    place.add_partner("bench", concurrency=concurrency)
    # The first start checks the contracts; that is measured by `bench.sh contracts`.
    place.run()
    place.stop()
    documents = place.folder / "referrals.ndjson"
    documents.write_bytes(referrals(place, count))
    begin = time.monotonic()
    place.sync("submit", documents)
    return documents, count / (time.monotonic() - begin)


def delivered(place, count):
    """Delivers what is queued; returns how much a second from when the service answers, and the seconds
    of processor that it took from its start."""
    place.run()
    begin, before = time.monotonic(), place.delivered()
    place.wait_until_delivered(count)
    rate = (count - before) / (time.monotonic() - begin)
    busy = place.processor_seconds()
    place.stop()
    return rate, busy


def bare_libcurl(place, documents, count, concurrency):
    contract = f"{PROJECT}/Contracts/{CONTRACT}"
    codes = {
        name.removesuffix(".json"): json.load(open(f"{contract}/codes/{name}"))
        for name in os.listdir(f"{contract}/codes")
    }
    canonical = '.id = "0b7e2a54-6f0e-4c3b-9a51-3f8f7f2f6a01" | .version //= 1 | ' \
        '.marking //= "OFFICIAL-SENSITIVE"'
    (place.folder / "canonical.ndjson").write_bytes(
        subprocess.run(["jq", "-c", canonical, documents], check=True, capture_output=True).stdout
    )
    (place.folder / "bodies").write_bytes(
        subprocess.run(
            ["jq", "-c", "--argjson", "codes", json.dumps(codes), "-f",
             f"{contract}/projection.jq", place.folder / "canonical.ndjson"],
            check=True, capture_output=True,
        ).stdout
    )
    subprocess.run(
        ["gcc", "-O2", "-o", place.folder / "drain", f"{PROJECT}/deploy/bench/drain.c", "-lcurl"],
        check=True,
    )
    return statistics.median(bare_run(place, count, concurrency) for _ in range(3))


def bare_run(place, count, concurrency):
    certificates = place.folder / "certificates"
    accepted, total, seconds, again = subprocess.run(
        [place.folder / "drain", f"https://localhost:{place.port}/bench", certificates / "ca.pem",
         certificates / "referral-sync.pem", certificates / "referral-sync.key",
         place.folder / "bodies", str(concurrency)],
        check=True, capture_output=True, text=True,
    ).stdout.split()
    if not int(accepted) == int(total) == count:
        raise SystemExit("the yardstick lost requests")
    if int(again):
        line("", f"the bare loop posted {again} again")
    return count / float(seconds)


# Latency


def submit_evenly(place, documents, per_second):
    """Submits one referral after another at a steady pace; returns when each began, by its ID."""
    connection = Unix(place.folder / "socket")
    began, next_time = {}, time.monotonic()
    for document in documents:
        time.sleep(max(0, next_time - time.monotonic()))
        next_time += 1 / per_second
        moment = time.time()
        answer = place.ask("/v1/referrals", "POST", document, connection)[0]
        began[answer["id"]] = moment
    return began


def waits(place, began):
    """Milliseconds from each submit to the partner's receipt, by partner."""
    found = {}
    for entry in (place.folder / "requests").read_text().splitlines():
        moment, referral, path = entry.split()
        if referral in began:
            found.setdefault(path, []).append(1000 * (float(moment) - began[referral]))
    return found


def latency(seconds=30, per_second=20):
    """From the submit of one referral to the receipt of its one delivery."""
    with Installation(PROGRAMS, PROJECT) as place:
        place.start_nginx(logs=True)
        place.add_partner("bench")
        place.run()
        count = seconds * per_second
        began = submit_evenly(place, referrals(place, count).splitlines(), per_second)
        place.wait_until_delivered(count)
        (times,) = waits(place, began).values()
        line("latency", f"p50 {percentile(times, 0.5):.1f} ms, p99 {percentile(times, 0.99):.1f} ms",
             f"from submit to receipt, {count} at {per_second}/s (aim: p50 under 15 ms)")


# Polls


def polls(partners=100, referrals_each=100, rate=2, seconds=60):
    """What it costs to ask a hundred partners about ten thousand open deliveries, and whether each
    partner's rate is kept: fresh ones, ones that are a day old, and by the partners' lists of answers."""
    for lists in (False, True):
        with Installation(PROGRAMS, PROJECT) as place:
            place.start_nginx(logs=True, answers=True)
            for number in range(partners):
                more = f"rate: {rate}\n"
                if lists:
                    more += f"answersAddress: https://localhost:{place.port}/answers/p{number}\n"
                place.add_partner(f"p{number}", more=more)
            place.run()
            place.ask("/v1/referrals", "POST", referrals(place, referrals_each))
            count = partners * referrals_each
            place.wait_until_delivered(count)
            way = "by lists, " if lists else ""
            asked_about(place, f"{way}minutes old", count, rate, seconds)
            place.stop()
            make_older(place, days=1)
            place.run()
            # From one of the moments at which the old are asked about to the next.
            asked_about(place, f"{way}a day old", count, rate, 256)


def asked_about(place, name, count, rate, seconds):
    time.sleep(20)
    log = place.folder / "requests"
    before, busy, begin = log.stat().st_size, place.processor_seconds(), time.monotonic()
    time.sleep(seconds)
    busy, length = place.processor_seconds() - busy, time.monotonic() - begin
    asked = {}
    for entry in log.read_bytes()[before:].decode().splitlines():
        partner = entry.split()[2].split("/")[2]
        asked[partner] = asked.get(partner, 0) + 1
    line("polls", f"{count} open deliveries, {name}: {sum(asked.values()) / length:.1f} questions/s,",
         f"{100 * busy / length:.2f} % of one processor;",
         f"at most {max(asked.values()) / length:.2f}/s at one partner (a fifth of {rate}/s)")


def make_older(place, days):
    """Makes all deliveries so old: each has been asked about, which left its status document's tag, and
    is due at one of the moments that fall to such, 256 seconds apart, in the next half hour (see
    `PollSchedule`)."""
    def moment():
        return (int(time.time() / 256) + 1 + random.randrange(7)) * 256 * 1000

    store = sqlite3.connect(place.folder / "store.sqlite")
    store.create_function("moment", 0, moment)
    with store:
        store.execute("DROP TRIGGER answer_is_append_only")
        store.execute("UPDATE answer SET received_at = received_at - ?", (days * 86_400_000,))
        store.execute("""UPDATE delivery SET poll_at = moment(), poll_tag = '"none"'""")
    store.close()


# Isolation


def isolation(seconds=40, per_second=5, lanes=10):
    """What nine lanes suffer when the tenth partner takes no connection and refuses none."""
    results = {}
    for is_holed in (False, True):
        with Installation(PROGRAMS, PROJECT) as place, BlackHole() as hole:
            place.start_nginx(logs=True)
            for number in range(lanes):
                last = number == lanes - 1
                place.add_partner(f"bench-{number}", hole.port if last and is_holed else None)
            place.run()
            count = seconds * per_second
            began = submit_evenly(place, referrals(place, count).splitlines(), per_second)
            place.wait_until_delivered(count * (lanes - 1 if is_holed else lanes))
            times = [
                wait for path, waits in waits(place, began).items()
                if path != f"/bench-{lanes - 1}" for wait in waits
            ]
            results[is_holed] = (percentile(times, 0.5), percentile(times, 0.99), len(times))
    (p50, p99, count), (holed_p50, holed_p99, _) = results[False], results[True]
    line("isolation", f"p99 of {lanes - 1} lanes {holed_p99:.1f} ms with the last black-holed, "
         f"{p99:.1f} ms without; ratio {holed_p99 / p99:.2f} (aim under 1.2);",
         f"p50 {holed_p50:.1f} and {p50:.1f} ms; {count} deliveries each")


class BlackHole:
    """A port whose queue of connections is full, so that the kernel answers nobody."""

    def __enter__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.callers = [socket.socket() for _ in range(2)]
        for caller in self.callers:
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", self.port))
        return self

    def __exit__(self, *_):
        for caller in self.callers:
            caller.close()
        self.listener.close()


# Idle and size

TABLES = {
    # A copy differs in what must be unique, and refers to the copies of what it referred to.
    "referral": ("id", "source_reference"),
    "delivery": ("id", "referral_id", "idempotency_key"),
    "delivery_body": ("delivery",),
    "attempt": ("delivery",),
    "answer": ("id", "delivery"),
}


def multiply(place, copies):
    """Copies every referral with all that hangs on it, row by row the same size."""
    store = sqlite3.connect(place.folder / "store.sqlite", isolation_level=None)
    store.execute("PRAGMA synchronous = OFF")
    store.execute("CREATE TEMPORARY TABLE copy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                  "SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n", (copies,))
    store.execute("BEGIN")
    for table, renamed in TABLES.items():
        columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
        values = [f"{name} || '-' || i" if name in renamed else name for name in columns]
        store.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table}, copy")
    store.execute("COMMIT")
    store.close()


def queue_all(place):
    """Makes every delivery wait for its next attempt, tomorrow."""
    store = sqlite3.connect(place.folder / "store.sqlite", isolation_level=None)
    tomorrow = int((time.time() + 86_400) * 1000)
    store.execute("PRAGMA synchronous = OFF")
    store.execute("UPDATE delivery SET state = 'queued', due_at = ?1, poll_at = NULL, "
                  "answer_due_at = NULL, horizon_at = ?1 + 86400000", (tomorrow,))
    store.close()


def question_times(place, path, count=200):
    connection = Unix(place.folder / "socket")
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        place.ask(path, connection=connection)
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def rest(place, name, seconds=60):
    time.sleep(5)  # what the start left to do
    begin = place.processor_seconds()
    time.sleep(seconds)
    share = (place.processor_seconds() - begin) / seconds
    line("idle", f"{100 * share:.2f} % of a core over {seconds} s (aim under 0.5 %),",
         f"{place.resident_mebibytes():.0f} MiB resident, {name}")


def size(small=1_000, large=1_000_000):
    """The same questions, and rest, with few and with many deliveries."""
    with Installation(PROGRAMS, PROJECT) as place:
        place.start_nginx()
        place.add_partner("bench", concurrency=64)
        documents = referrals(place, small)
        reference = json.loads(documents.splitlines()[0])["sourceReference"]
        place.run()
        rest(place, "nothing queued (aim under 64 MiB)")
        (place.folder / "referrals.ndjson").write_bytes(documents)
        place.sync("submit", place.folder / "referrals.ndjson")
        place.wait_until_delivered(small)
        paths = {"queue": "/v1/queue", "status": f"/v1/referrals/{reference}"}
        few = {name: question_times(place, path) for name, path in paths.items()}
        place.stop()
        multiply(place, large // small - 1)
        place.run()
        for name, path in paths.items():
            many = question_times(place, path)
            line(name, f"{many:.2f} ms with {large} finished, {few[name]:.2f} ms with {small};",
                 f"ratio {many / few[name]:.2f} (aim under 2)")
        place.stop()
        queue_all(place)
        place.run()
        rest(place, f"{large} queued (aim under 128 MiB)")
        bytes = sum(file.stat().st_size for file in place.folder.glob("store.sqlite*"))
        line("store", f"{bytes / large:.0f} bytes for each referral with its delivery")


# Cuts


def cuts(deliveries=1_000_000, partners=8, mean_bytes=40_000, seed=1):
    """Everything through a proxy that resets connections at random bytes: each key is taken on once,
    and whatever was sent twice is explained by an attempt whose outcome was uncertain."""
    with Installation(PROGRAMS, PROJECT) as place:
        with open(place.folder / "settings.yaml", "a") as settings:
            settings.write("delivery:\n  retry:\n    base: 100ms\n    cap: 2s\n"
                           "answers:\n  poll: 24h\n")
        proxy = start_cut_sandbox(place, partners, mean_bytes, seed)
        documents = place.folder / "referrals.ndjson"
        documents.write_bytes(referrals(place, deliveries // partners, seed))
        begin = time.monotonic()
        place.run()
        place.sync("submit", documents)
        place.wait_until_delivered(deliveries, seconds=deliveries // 100 + 600)
        seconds = time.monotonic() - begin
        place.stop()
        proxy.terminate()
        connections, cut, carried = (int(word) for word in proxy.communicate()[0].split())
        sent, taken = journals(place)
        uncertain = uncertain_attempts(place)
        if len(uncertain) != deliveries:
            raise SystemExit(f"{len(uncertain)} deliveries in the store, {deliveries} submitted")
        lost = sum(taken.get(key, 0) == 0 for key in uncertain)
        doubled = sum(count > 1 for count in taken.values())
        repeats = sum(count - 1 for count in sent.values())
        unexplained = sum(max(0, count - 1 - uncertain[key]) for key, count in sent.items())
        line("cuts", f"{sum(sent.values())} requests read by partners for {deliveries} deliveries in "
             f"{seconds:.0f} s, {cut} of {connections} connections cut after {carried >> 20} MiB;",
             f"{lost} lost, {doubled} taken on twice; {repeats} sent again,",
             f"{unexplained} of them without an uncertain attempt before")
        if lost or doubled or unexplained:
            raise SystemExit("a key was not taken on exactly once, or nobody can say why it came again")


def start_cut_sandbox(place, partners, mean_bytes, seed):
    names = [f"agency-{number}" for number in range(partners)]
    sandbox = place.start(
        str(place.programs / "partner-sandbox"), "serve", "--http1", "--port", "0",
        "--certificates", str(place.folder / "certificates"),
        "--contracts", f"{PROJECT}/Contracts", "--data", str(place.folder / "sandbox"),
        "--ready-file", str(place.folder / "address"), "--decide-after", "90000s",
        *(word for name in names for word in ("--agency", f"{name}=education/1.0")),
    )
    while not (place.folder / "address").exists():
        if sandbox.poll() is not None:
            raise SystemExit("the sandbox did not start")
        time.sleep(0.05)
    target = (place.folder / "address").read_text().strip().rpartition(":")[2]
    program = place.folder / "cutting-proxy"
    subprocess.run(["gcc", "-O2", "-o", program, f"{PROJECT}/deploy/bench/cutting-proxy.c"], check=True)
    port = free_port()
    proxy = place.start(str(program), str(port), target, str(mean_bytes), str(seed),
                        stdout=subprocess.PIPE)
    for number, name in enumerate(names):
        path = f"agencies/{name}/referrals"
        # Every other partner can be asked; to the others the same is sent again.
        status = f"statusAddress: https://localhost:{port}/{path}/{{key}}\n" if number % 2 else ""
        place.add_partner(name, port, path=path, contract="education/1.0",
                          more=f'http: "1.1"\n{status}')
    return proxy


def journals(place):
    """How often each key came, and how often it was taken on."""
    sent, taken = {}, {}
    for file in (place.folder / "sandbox").glob("*.journal.ndjson"):
        for text in file.open():
            entry = json.loads(text)
            sent[entry["key"]] = sent.get(entry["key"], 0) + 1
            taken[entry["key"]] = taken.get(entry["key"], 0) + entry["effective"]
    return sent, taken


def uncertain_attempts(place):
    store = sqlite3.connect(place.folder / "store.sqlite")
    return {
        f'{key}': count for key, count in store.execute(
            "SELECT idempotency_key, (SELECT count(*) FROM attempt WHERE attempt.delivery = "
            "delivery.id AND outcome = 'uncertain') FROM delivery"
        )
    }


MEASURES = {"drain": drain, "protection": protection, "latency": latency, "isolation": isolation,
            "size": size, "polls": polls, "cuts": cuts}

if __name__ == "__main__":
    for name in sys.argv[3:]:
        measure, _, count = name.partition("=")
        MEASURES[measure](*([int(count)] if count else []))
