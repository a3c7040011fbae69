"""A mail server (SMTP, STARTTLS, with a password) and a webhook (HTTPS) for tests.

people.py CERTIFICATES RECORD [MAIL-PORT WEBHOOK-PORT]: prints the ports as JSON, then appends a line to RECORD for everything that
arrives. Calls of the webhook are checked by their signature (RFC 9421) against CERTIFICATES/shared.secret.
"""

import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import re
import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

certificates, record = map(pathlib.Path, sys.argv[1:3])
mail_port, hook_port = map(int, sys.argv[3:5]) if len(sys.argv) > 3 else (0, 0)
lock = threading.Lock()


def tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
    return context


def keep(**line):
    with lock, open(record, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        keep(way="mail", secure=session.ssl is not None, user=session.authenticated,
             sender=envelope.mail_from, to=envelope.rcpt_tos,
             text=envelope.content.decode("utf-8"))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, login):
    return AuthResult(success=(login.login, login.password) == (b"sync", b"let-me-in"))


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        keep(way="webhook", signed=self.is_signed(body), body=json.loads(body),
             key=self.headers["Idempotency-Key"])
        self.send_response(204)
        self.end_headers()

    def is_signed(self, body):
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        if self.headers["Content-Digest"] != f"sha-256=:{digest}:":
            return False
        label, parameters = self.headers["Signature-Input"].split("=", 1)
        values = {"@method": "POST", "@target-uri": f"https://{self.headers['Host']}{self.path}"}
        names = re.findall(r'"([^"]+)"', parameters[:parameters.index(")")])
        lines = [f'"{name}": {values.get(name) or self.headers[name]}' for name in names]
        base = "\n".join(lines + [f'"@signature-params": {parameters}'])
        secret = base64.b64decode((certificates / "shared.secret").read_text())
        mac = base64.b64encode(hmac.new(secret, base.encode(), hashlib.sha256).digest()).decode()
        return self.headers["Signature"] == f"{label}=:{mac}:"

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


mail = Controller(Mailbox(), hostname="127.0.0.1", port=mail_port or free_port(), tls_context=tls(),
                  require_starttls=True, authenticator=authenticate, auth_required=True)
mail.start()
hook = http.server.ThreadingHTTPServer(("127.0.0.1", hook_port), Webhook)
hook.socket = tls().wrap_socket(hook.socket, server_side=True)
print(json.dumps({"mail": mail.port, "hook": hook.server_address[1]}),
      flush=True)
hook.serve_forever()
