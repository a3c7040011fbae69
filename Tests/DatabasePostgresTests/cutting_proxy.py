"""Stands before a PostgreSQL server and cuts the connection at one message of its protocol.

Usage: cutting_proxy.py HOST PORT. Prints its own port. The line `arm N before` on its input cuts all
connections in place of the Nth message from now on, counted over both directions; `arm N after` lets
that message through first; `disarm` cuts nothing. Prints, to each line, how many messages passed
since the last and whether it cut.
"""

import asyncio
import sys


class Proxy:
    def __init__(self, host, port):
        self.target = host, port
        self.passed, self.cut_at, self.after, self.has_cut = 0, None, False, False
        self.open = set()

    async def serve(self, reader, writer):
        other_reader, other_writer = await asyncio.open_connection(*self.target)
        pair = writer, other_writer
        self.open.add(pair)
        await asyncio.gather(
            self.pump(reader, other_writer, starts=True), self.pump(other_reader, writer)
        )
        self.open.discard(pair)
        for end in pair:
            end.close()

    async def pump(self, reader, writer, starts=False):
        try:
            while True:
                # The first messages of a client have no type.
                head = await reader.readexactly(4 if starts else 5)
                length = int.from_bytes(head[-4:], "big")
                message = head + await reader.readexactly(length - 4)
                # A request for encryption is answered by one byte, so none is let through.
                if starts and message[4:8] == bytes([4, 210, 22, 47]):
                    raise SystemExit("use sslmode=disable")
                starts = False
                self.passed += 1
                is_cut = self.passed == self.cut_at
                if not is_cut or self.after:
                    writer.write(message)
                    await writer.drain()
                if is_cut:
                    await asyncio.sleep(0.01)
                    self.cut()
                    return
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    def cut(self):
        self.has_cut, self.cut_at = True, None
        for pair in self.open:
            for end in pair:
                end.transport.abort()

    def command(self, words):
        answer = f"{self.passed} {'cut' if self.has_cut else 'whole'}"
        self.passed, self.has_cut = 0, False
        self.cut_at = int(words[1]) if words[0] == "arm" else None
        self.after = words[-1] == "after"
        return answer


async def main():
    proxy = Proxy(sys.argv[1], int(sys.argv[2]))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(proxy.command(line.split()), flush=True)


asyncio.run(main())
