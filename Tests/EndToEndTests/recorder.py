"""Stands between a service and an agency and keeps every byte that passes, as a capture of the network would.

recorder.py PORT RECORD: prints its own port, then passes connections on to PORT of this machine.
"""

import socket
import sys
import threading

target, record = int(sys.argv[1]), open(sys.argv[2], "ab", buffering=0)


def pass_on(source, sink):
    try:
        while part := source.recv(1 << 16):
            record.write(part)
            sink.sendall(part)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    while True:
        client, _ = server.accept()
        agency = socket.create_connection(("127.0.0.1", target))
        for ends in ((client, agency), (agency, client)):
            threading.Thread(target=pass_on, args=ends, daemon=True).start()
