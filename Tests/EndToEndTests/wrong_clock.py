"""A server (HTTPS) that knows no document and whose clock is wrong: wrong_clock.py CERTIFICATES SECONDS.

Prints its port.
"""

import email.utils
import http.server
import pathlib
import ssl
import sys
import time

certificates, seconds = pathlib.Path(sys.argv[1]), int(sys.argv[2])


class Clock(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(time.time() + seconds, usegmt=True)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Clock)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificates / "server.pem", certificates / "server.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
