"""HTTP/1.1 on 127.0.0.1: reads a request, passes it on, sends the reply unchanged."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .replies import Reply

Answerer = Callable[[str, dict[str, str], bytes], Reply]


class Wire(ThreadingHTTPServer):
    """A threading server that does not wait for idle connections when it closes."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, answer: Answerer) -> None:
        self.answer = answer
        self.seconds_ahead = 0.0
        self.open_sockets: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)

    def server_bind(self) -> None:
        """Bind without a reverse lookup of the host name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print no traceback: tests include clients that disconnect."""

    def close_all(self) -> None:
        """Close the listening socket and every kept-alive connection."""
        self.server_close()
        for sock in list(self.open_sockets):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    """Sends head and body together."""
    server: Wire

    def setup(self) -> None:
        super().setup()
        self.server.open_sockets.add(self.connection)

    def finish(self) -> None:
        self.server.open_sockets.discard(self.connection)
        super().finish()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the `Date` header, by a clock that may differ from this machine's."""
        now = time.time() if timestamp is None else timestamp
        return super().date_time_string(int(now + self.server.seconds_ahead))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._reply(self.rfile.read(length))

    def do_GET(self) -> None:
        self._reply(b"")

    def _reply(self, body: bytes) -> None:
        reply = self.server.answer(self.command, dict(self.headers.items()), body)
        if reply.delay:
            time.sleep(reply.delay)
        if reply.silent:
            self._hang_up()
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut])
        self.wfile.flush()
        if reply.cut is not None:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing, because requests are recorded."""
