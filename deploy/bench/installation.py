"""An installation in a temporary folder: certificates, settings, partners, and a server of nginx that
gives a true receipt and does nothing else, so that the engine is what is measured."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

CONTRACT = "childrens-social-care/1.0"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Unix(http.client.HTTPConnection):
    """HTTP over the service's socket."""

    def __init__(self, path):
        super().__init__("localhost")
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Installation:
    def __init__(self, programs, project, store="sqlite:store.sqlite"):
        self.programs, self.project = pathlib.Path(programs), pathlib.Path(project)
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name)
        self.started = []
        self.service = None
        (self.folder / "partners").mkdir()
        self.sandbox("certificates", self.folder / "certificates")
        (self.folder / "settings.yaml").write_text(
            f"store: {store}\nkeyFile: key\nsocket: socket\n"
            f"contracts: {self.project}/Contracts\nlog:\n  level: error\n"
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.started:
            if process.poll() is None:
                process.terminate()
        for process in self.started:
            process.wait()
        self._folder.cleanup()

    # Programs

    def sandbox(self, *arguments):
        return subprocess.run(
            [self.programs / "partner-sandbox", *arguments], check=True, capture_output=True
        ).stdout

    def sync(self, command, *arguments, check=True):
        return subprocess.run(
            [self.programs / "referral-sync", command, *arguments,
             "--settings", self.folder / "settings.yaml"],
            check=check, capture_output=True,
        ).stdout

    def start(self, *arguments, **options):
        process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, **options)
        self.started.append(process)
        return process

    def start_nginx(self, logs=False, answers=False):
        """With answers each receipt names a status address, and there is a list of answers; none ever comes."""
        status = "/status$uri/$request_id" if answers else '""'
        port = free_port()
        folder, certificates = self.folder, self.folder / "certificates"
        log = f"access_log {folder}/requests times" if logs else "access_log off"
        (folder / "nginx.conf").write_text(f"""
pid {folder}/nginx.pid;
error_log {folder}/nginx.error;
worker_processes 1;
daemon off;
events {{ worker_connections 1024; }}
http {{
    log_format times '$msec $http_x_correlation_id $uri';
    {log};
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate {certificates}/server.pem;
        ssl_certificate_key {certificates}/server.key;
        ssl_client_certificate {certificates}/ca.pem;
        ssl_verify_client on;
        keepalive_requests 10000000;
        location /status/ {{
            default_type application/json;
            add_header ETag '"none"';
            if ($http_if_none_match = '"none"') {{ return 304; }}
            return 200 '{{"receiptId":"bench","answers":[]}}';
        }}
        location /answers/ {{
            default_type application/json;
            return 200 '{{"answers":[],"next":"0"}}';
        }}
        location / {{
            default_type application/json;
            add_header Location {status};
            return 201 '{{"receiptId":"bench","receivedAt":"2026-11-24T00:00:00Z","contentDigest":"$http_content_digest"}}';
        }}
    }}
}}
""")
        self.start("/usr/sbin/nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf")
        self.port = port

    def add_partner(self, name, port=None, concurrency=8, path=None, contract=CONTRACT, more=""):
        certificates = self.folder / "certificates"
        (self.folder / f"partners/{name}.yaml").write_text(
            f"title: {name}\nkind: other\ncontract: {contract}\ncovers:\n  everything: true\n"
            f"address: https://localhost:{port or self.port}/{path or name}\n"
            f"internal: true\nidempotent: true\nconcurrency: {concurrency}\ntls:\n"
            f"  certificateAuthority: {certificates}/ca.pem\n"
            f"  certificate: {certificates}/referral-sync.pem\n"
            f"  key: {certificates}/referral-sync.key\n{more}"
        )

    # The service

    def run(self, socket="socket"):
        """Starts background sync and waits until it answers; several need a socket each."""
        self.socket = socket
        service = self.service = self.start(
            str(self.programs / "referral-sync"), "run", "--settings",
            str(self.folder / "settings.yaml"),
            env=os.environ | {"REFERRAL_SYNC_SOCKET": str(self.folder / socket)},
        )
        for _ in range(1200):
            if service.poll() is not None:
                raise SystemExit("referral-sync run ended; see it with log.level info")
            try:
                self.ask("/v1/health", connection=Unix(self.folder / socket))
                return service
            except OSError:
                time.sleep(0.05)
        raise SystemExit("referral-sync run did not answer within a minute")

    def stop(self):
        self.service.send_signal(signal.SIGTERM)
        self.service.wait()

    def ask(self, path, method="GET", body=None, connection=None):
        connection = connection or Unix(self.folder / self.socket)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise SystemExit(f"{path}: {response.status} {content.decode()}")
        return [json.loads(line) for line in content.splitlines()]

    def delivered(self, socket=None):
        socket = socket or self.socket
        return self.ask("/v1/queue", connection=Unix(self.folder / socket))[0]["totals"]["delivered"]

    def delivered_by_journal(self):
        return sum(
            file.read_bytes().count(b"\n")
            for file in (self.folder / "sandbox").glob("*.journal.ndjson")
        )

    def wait_until_delivered(self, count, seconds=600):
        """Waits for a bounded time until so many deliveries have their receipts."""
        end = time.monotonic() + seconds
        while self.delivered() < count:
            if time.monotonic() > end:
                raise SystemExit(f"not all of {count} were delivered in {seconds} s")
            time.sleep(0.1)

    # What the kernel says of the service

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.service.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mebibytes(self):
        for line in pathlib.Path(f"/proc/{self.service.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0
