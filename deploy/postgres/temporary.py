#!/usr/bin/env python3
"""One PostgreSQL 15 for tests: `temporary.py [--set NAME=VALUE …]`.

Prints {"url", "pid", "data"} when it is up. It listens on a free port of 127.0.0.1 and lets
anyone there in without a password. It lives in a temporary folder until standard input ends or
SIGTERM comes; then the server and the folder are gone.
"""
import argparse
import signal
import subprocess

import servers


class TemporaryPostgres:
    """One server, with fsync as in production: the service checks for it."""

    def __init__(self, parameters=()):
        self.parameters = parameters

    def start(self):
        self.folder = servers.new_folder()
        try:
            self._start()
        except BaseException as error:
            # Not when somebody only wants it to end.
            if isinstance(error, Exception):
                servers.show_logs(self.folder)
            self.stop()
            raise

    def _start(self):
        self.data = self.folder / "data"
        self.port = servers.free_ports(1)[0]
        servers.run(
            [servers.POSTGRES_BIN / "initdb", "--pgdata", self.data, "--username", "postgres",
             "--auth", "trust", "--encoding", "UTF8", "--data-checksums"], self.folder)
        # The address is said last, so that no parameter opens it to the network.
        parameters = [*self.parameters, "listen_addresses=127.0.0.1", f"port={self.port}",
                      f"unix_socket_directories={self.folder}"]
        self.process = servers.begin(
            [servers.POSTGRES_BIN / "postgres", "-D", self.data,
             *(word for parameter in parameters for word in ("-c", parameter))],
            self.folder, when_we_die="INT")
        servers.wait_until("PostgreSQL", self._is_up, 60)

    def _is_up(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {self.process.returncode}")
        try:
            return servers.psql(self.port, "postgres", "postgres", "-c", "SELECT 1") == "1"
        except (RuntimeError, subprocess.TimeoutExpired):
            return False

    def stop(self):
        process = getattr(self, "process", None)
        if process and process.poll() is None:
            # Fast shutdown: clients are thrown out, what was committed is written.
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        servers.remove(self.folder)

    def description(self):
        return {"url": f"postgresql://postgres@127.0.0.1:{self.port}/postgres",
                "pid": self.process.pid, "data": str(self.data)}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[],
                        help="a parameter of the server, as in postgresql.conf; repeatable")
    servers.run_until_told(TemporaryPostgres(parser.parse_args().set))


if __name__ == "__main__":
    main()
