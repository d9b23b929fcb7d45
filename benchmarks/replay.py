"""Serves answers from memory after a set time, so that a stand-in is never the bottleneck."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

PAGE = 500
EMPTY = 0.25
"""The share of a page's delay for an answer without items: 250 of 1,000 ms, plus 1.5 ms an item."""


class Replay(ThreadingHTTPServer):
    """Answers from memory whatever `origin` has answered once.

    A page of 500 items takes `delay` seconds, and an answer without items a quarter of that.
    """

    def __init__(self, origin: str, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.origin = origin
        self.delay = self.pace = delay
        self.known: dict[bytes, bytes] = {}
        self.shares: dict[bytes, float] = {}
        """The share of the delay that each known answer takes."""
        self.requests: list[bytes] = []
        self.times: list[tuple[float, float]] = []
        """The times of arrival and answer of each request, by time.monotonic()."""
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
            time.sleep(self.server.delay * self.server.shares[body])
        else:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host",)}
            answer = self.server.asked.post(self.server.origin, body, headers=headers)
            self.server.shares[body] = EMPTY + (1 - EMPTY) * items_in(answer.json()) / PAGE
            self.server.known[body] = answer.content
        content = self.server.known[body]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.server.times.append((came, time.monotonic()))

    def log_message(self, *_: object) -> None:
        """Log no requests."""


def items_in(answer: Any) -> int:
    """Return the number of items in the pages of an answer."""
    if isinstance(answer, list):
        return sum(map(items_in, answer))
    if not isinstance(answer, dict):
        return 0
    items = answer.get("items") if "cursor" in answer else None
    return len(items) if items is not None else sum(map(items_in, answer.values()))


@contextmanager
def replaying(origin: str, delay: float) -> Iterator[tuple[Replay, str]]:
    server = Replay(origin, delay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/v2"
    finally:
        server.shutdown()
        server.server_close()
