"""Servers for tests: in a temporary folder, on loopback, ended with the program that began them."""
import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")


def server_user():
    """Whom the servers run as: PostgreSQL refuses to be root."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def owned_by_server(path):
    if os.geteuid() == 0:
        shutil.chown(path, server_user().pw_uid, server_user().pw_gid)
    return path


def new_folder(path=None):
    """A folder that only the servers' user (and root) may enter."""
    if path is None:
        return owned_by_server(Path(tempfile.mkdtemp(prefix="referral-sync-postgres-")))
    path.mkdir(mode=0o700)
    return owned_by_server(path)


def free_ports(count):
    """Ports of 127.0.0.1 that nobody listens on, below those given to outgoing connections."""
    ports = []
    for port in random.sample(range(20000, 32000), 2000):
        with socket.socket() as candidate:
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise RuntimeError("no free ports")


def command_as_server(command, when_we_die=None):
    """The command as the servers' user; `when_we_die` is the signal that it then gets."""
    prefix = ["setpriv"]
    if os.geteuid() == 0:
        user = server_user()
        prefix += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    if when_we_die:
        prefix += ["--pdeathsig", when_we_die]
    return [*prefix, "--", *map(str, command)]


def environment(folder, **more):
    """Nothing of the caller's, whose PG…, PATRONI_… and ETCD_… would change the servers."""
    return {"PATH": f"{POSTGRES_BIN}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", **more}


def run(command, folder):
    """Runs a short command as the servers' user."""
    done = subprocess.run(
        command_as_server(command), cwd=folder, env=environment(folder), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} ended with {done.returncode}:\n{done.stdout}")


def begin(command, folder, when_we_die="TERM", **more):
    """Begins a server; what it says goes to `log` in its folder.

    It gets `when_we_die` when the thread that calls this ends, so that nothing outlives a
    program that was killed.
    """
    with open(folder / "log", "ab") as log:
        return subprocess.Popen(
            command_as_server(command, when_we_die), cwd=folder, env=environment(folder, **more),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def psql(port, user, database, *arguments):
    """What psql prints, without decoration."""
    done = subprocess.run(
        [POSTGRES_BIN / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", *arguments,
         f"host=127.0.0.1 port={port} user={user} dbname={database} connect_timeout=5"],
        text=True, capture_output=True, env=environment("/"), stdin=subprocess.DEVNULL, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip()


def postmaster_pid(data):
    """The process that the data folder belongs to, if there is one."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return None


def wait_until(what, condition, seconds):
    """Looks ten times a second; says what it waited for when that does not come."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.1)
    return result


def send(pid, sign):
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        pass


def servers_in(folder):
    """The servers that work in a folder, as the system lists them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = Path(os.readlink(process / "cwd"))
            program = Path(os.readlink(process / "exe")).name
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        # Not the shell or pager of somebody who looks around in there.
        ours = program.startswith(("postgres", "pg_", "initdb", "python", "etcd"))
        if ours and state != "Z" and (place == folder or folder in place.parents):
            found.append(int(process.name))
    return [pid for pid in found if pid != os.getpid()]


def remove(folder):
    """Kills what still works in the folder, then removes it."""
    for _ in range(100):
        left = servers_in(folder)
        if not left:
            break
        for pid in left:
            send(pid, signal.SIGKILL)
        time.sleep(0.05)
    # Side by side: where each deleted file waits for the disk, one by one took ten times as long.
    with ThreadPoolExecutor() as pool:
        list(pool.map(remove_one, folder.iterdir()))
    folder.rmdir()


def remove_one(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def show_logs(folder):
    """The ends of all logs, for the reader of a start that failed."""
    for log in sorted(folder.rglob("log")):
        if log.is_file():
            print(f"== {log.parent.name}", *log.read_text(errors="replace").splitlines()[-30:],
                  sep="\n", file=sys.stderr)


def run_until_told(server, answer=None):
    """Runs the server until standard input ends or SIGTERM comes; then it is gone.

    Standard output has one line of JSON when it is up, and one for each line of input.
    """
    def leave(*_):
        hold()
        raise SystemExit(0)

    def hold():
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)

    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, leave)
    with server:
        print(json.dumps(server.description()), flush=True)
        for line in sys.stdin:
            if answer and line.strip():
                print(json.dumps(answer(line.strip())), flush=True)
        hold()
