"""Answers that come from memory after a set time, so that a stand-in is never the bottleneck."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class Replay(ThreadingHTTPServer):
    """Answers from memory what it has once asked `origin`."""

    def __init__(self, origin: str, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.origin = origin
        self.delay = self.pace = delay
        self.known: dict[bytes, bytes] = {}
        self.requests: list[bytes] = []
        self.times: list[tuple[float, float]] = []
        """When each request came and when it was answered, by time.monotonic()."""
        self.asked = requests.Session()


class Answer(BaseHTTPRequestHandler):
    """One request to `Replay`."""

    protocol_version = "HTTP/1.1"
    server: Replay

    def do_POST(self) -> None:
        came = time.monotonic()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(body)
        if body in self.server.known:
            time.sleep(self.server.delay)
        else:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host",)}
            answer = self.server.asked.post(self.server.origin, body, headers=headers)
            self.server.known[body] = answer.content
        content = self.server.known[body]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.server.times.append((came, time.monotonic()))

    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


@contextmanager
def replaying(origin: str, delay: float) -> Iterator[tuple[Replay, str]]:
    server = Replay(origin, delay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/v2"
    finally:
        server.shutdown()
        server.server_close()
