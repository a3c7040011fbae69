#!/usr/bin/env python3
"""Three PostgreSQL under Patroni, and three etcd, for tests of a failover.

Prints {"url", "nodes"} when a synchronous standby is there. It takes the settings of
`patroni/*.example.yaml`, without TLS and passwords and with a short lease, on free ports of
127.0.0.1 in a temporary folder, until standard input ends or SIGTERM comes. Lines on standard
input, each answered by one line of JSON:

  primary        the primary, or null while there is none
  kill-primary   SIGKILL for the primary and its Patroni; says which, and begins it again 5 s later,
                 when another is the primary (after 15 s in any case)
  state          the members, as Patroni sees them
"""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import servers

HERE = Path(__file__).resolve().parent
SETUP = HERE / "setup.sql"
NAMES = ("db1", "db2", "db3")
TRUST = [
    "local all all trust",
    "host replication all 127.0.0.1/32 trust",
    "host all all 127.0.0.1/32 trust",
]


class Node:
    """One member: its Patroni, and the PostgreSQL that this looks after."""

    def __init__(self, name, folder, port, api_port):
        self.name, self.folder, self.port, self.api_port = name, folder, port, api_port
        self.data = folder / "data"
        self.process = None

    def begin(self):
        self.process = servers.begin(["patroni", self.folder / "patroni.json"], self.folder)

    def kill(self):
        if self.process and self.process.poll() is None:
            # The group: also a pg_basebackup or pg_rewind that Patroni has begun.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, path):
        """Patroni's answer as (status, JSON), or (None, None)."""
        try:
            address = f"http://127.0.0.1:{self.api_port}{path}"
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, None
        except (OSError, ValueError):
            return None, None

    def description(self):
        return {"name": self.name, "port": self.port,
                "patroni_pid": self.process.pid if self.process else None,
                "postgres_pid": servers.postmaster_pid(self.data), "data": str(self.data)}


class LocalCluster:
    """The cluster; `with LocalCluster() as cluster` starts and stops it."""

    def __init__(self, lease_seconds=5):
        self.lease_seconds = lease_seconds
        self.nodes, self.etcds, self.revivals = [], [], []
        self.stopping = threading.Event()

    def start(self):
        self.folder = servers.new_folder()
        try:
            self._start_etcd()
            self._start_patroni()
        except BaseException as error:
            # Not when somebody only wants it to end.
            if isinstance(error, Exception):
                servers.show_logs(self.folder)
            self.stop()
            raise

    def primary(self):
        """The member that is the primary now, or None."""
        node = self._primary_node()
        return node and node.description()

    def kill_primary(self, begin_again_after=5):
        """Kills the primary as a power cut would; says which, or None if there is none."""
        node = self._primary_node()
        if node is None:
            return None
        killed = node.description()
        node.kill()
        if killed["postgres_pid"]:
            servers.send(killed["postgres_pid"], signal.SIGKILL)
        revival = threading.Thread(target=self._revive, args=(node, begin_again_after), daemon=True)
        self.revivals.append(revival)
        revival.start()
        return killed

    def state(self):
        """The members as Patroni's /cluster lists them, or None while nobody answers."""
        for node in self.nodes:
            status, answer = node.ask("/cluster")
            if status == 200:
                return answer
        return None

    def has_synchronous_standby(self):
        """Whether a primary and a synchronous standby are there and every member runs."""
        members = (self.state() or {}).get("members", [])
        roles = sorted(member["role"] for member in members)
        return (roles == ["leader", "replica", "sync_standby"]
                and all(member["state"] in ("running", "streaming") for member in members))

    def wait_for_synchronous_standby(self, seconds=120):
        servers.wait_until("a synchronous standby", self.has_synchronous_standby, seconds)

    def stop(self):
        """Ends every process; the data are not needed any more, so nothing is waited for."""
        self.stopping.set()
        for revival in self.revivals:
            revival.join()
        for node in self.nodes:
            node.kill()
            if postmaster := servers.postmaster_pid(node.data):
                servers.send(postmaster, signal.SIGQUIT)
        for etcd in self.etcds:
            etcd.kill()
            etcd.wait()
        servers.remove(self.folder)

    def description(self):
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return {"url": f"postgresql://referral_sync_owner@{hosts}/referral_sync"
                       "?target_session_attrs=read-write",
                "nodes": [node.description() for node in self.nodes]}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def _primary_node(self):
        return next((node for node in self.nodes if node.ask("/primary")[0] == 200), None)

    def _revive(self, node, seconds):
        # The thread stays until the end: the Patroni that it begins would be told to end with it.
        # It waits for another primary: back too early, it would find its own lease and go on.
        end = time.monotonic() + seconds + 2 * self.lease_seconds
        self.stopping.wait(seconds)
        while not self.stopping.wait(0.1) and time.monotonic() < end and not self._primary_node():
            pass
        if not self.stopping.is_set():
            node.begin()
        self.stopping.wait()

    def _start_etcd(self):
        ports = servers.free_ports(6)
        self.etcd_ports, peer_ports = ports[:3], ports[3:]
        peers = [f"http://127.0.0.1:{port}" for port in peer_ports]
        for name, port, peer in zip(NAMES, self.etcd_ports, peers):
            folder = servers.new_folder(self.folder / f"etcd-{name}")
            settings = example("etcd")
            del settings["client-transport-security"], settings["peer-transport-security"]
            client = f"http://127.0.0.1:{port}"
            settings |= {
                "name": name, "data-dir": str(folder / "data"),
                "listen-peer-urls": peer, "initial-advertise-peer-urls": peer,
                "listen-client-urls": client, "advertise-client-urls": client,
                "initial-cluster": ",".join(f"{a}={b}" for a, b in zip(NAMES, peers)),
            }
            write(folder / "etcd.json", settings)
            self.etcds.append(
                servers.begin(["etcd", "--config-file", folder / "etcd.json"], folder))
        servers.wait_until("etcd", self._etcd_is_healthy, 60)

    def _etcd_is_healthy(self):
        try:
            for port in self.etcd_ports:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                    if json.load(answer).get("health") != "true":
                        return False
        except (OSError, ValueError):
            return False
        return True

    def _start_patroni(self):
        ports = servers.free_ports(6)
        for name, port, api_port in zip(NAMES, ports[:3], ports[3:]):
            folder = servers.new_folder(self.folder / name)
            node = Node(name, folder, port, api_port)
            write(folder / "patroni.json", self._settings(node))
            self.nodes.append(node)
        for node in self.nodes:
            node.begin()
        self.wait_for_synchronous_standby()
        servers.psql(self._primary_node().port, "postgres", "postgres", "-f", str(SETUP))
        # libpq asks no further host when one does not know the database yet.
        servers.wait_until("the database on every member", self._knows_the_database, 30)

    def _knows_the_database(self):
        try:
            return all(servers.psql(node.port, "referral_sync", "referral_sync", "-c", "SELECT 1")
                       for node in self.nodes)
        except RuntimeError:
            return False

    def _settings(self, node):
        """The example's settings with what differs on one machine, for a short time."""
        settings = example("node")
        del settings["ctl"]
        settings["watchdog"] = {"mode": "off"}
        settings["name"] = node.name
        settings["etcd3"] = {"hosts": [f"127.0.0.1:{port}" for port in self.etcd_ports]}
        api = f"127.0.0.1:{node.api_port}"
        settings["restapi"] = {"listen": api, "connect_address": api}

        common = settings["bootstrap"]["dcs"]
        # loop_wait + 2 * retry_timeout may not be more than the lease.
        common |= {"ttl": self.lease_seconds, "loop_wait": 1,
                   "retry_timeout": (self.lease_seconds - 1) // 2}
        common["postgresql"]["pg_hba"] = TRUST
        parameters = common["postgresql"]["parameters"]
        for name in [name for name in parameters if name.startswith("ssl")]:
            del parameters[name]
        parameters["shared_buffers"] = "32MB"

        address = f"127.0.0.1:{node.port}"
        settings["postgresql"] |= {
            "listen": address, "connect_address": address, "bin_dir": str(servers.POSTGRES_BIN),
            "data_dir": str(node.data), "pgpass": str(node.folder / "pgpass"),
            "authentication": {role: {"username": login["username"]} for role, login
                               in settings["postgresql"]["authentication"].items()},
            # The socket lies in the node's folder; what only this machine has stays out of etcd.
            "parameters": {"unix_socket_directories": str(node.folder)},
        }
        return settings


def example(name):
    """An example's settings, read with the YAML library of Patroni's own Python."""
    patroni = shutil.which("patroni")
    python = re.match(r"#!\s*(\S+)", Path(patroni).read_text()).group(1)
    convert = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)"
    text = (HERE / "patroni" / f"{name}.example.yaml").read_text()
    return json.loads(subprocess.run(
        [python, "-c", convert], input=text, text=True, capture_output=True, check=True).stdout)


def write(path, settings):
    """JSON is YAML too."""
    path.write_text(json.dumps(settings, indent=2))
    servers.owned_by_server(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--lease", type=int, default=5, metavar="SECONDS",
                        help="Patroni's ttl; a longer one bears a busier machine (default 5)")
    cluster = LocalCluster(parser.parse_args().lease)
    answers = {"primary": cluster.primary, "kill-primary": cluster.kill_primary,
               "state": cluster.state}

    def answer(line):
        if line not in answers:
            return {"error": f"not a command: {line}; there are {', '.join(answers)}"}
        return answers[line]()

    servers.run_until_told(cluster, answer)


if __name__ == "__main__":
    main()
