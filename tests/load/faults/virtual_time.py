"""Time that passes only where somebody waits for it, for loads that would wait for minutes."""

from __future__ import annotations

import threading


class VirtualTime:
    """`clock` and `sleep` of a client, and the clock of the server that it talks to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0.0

    def clock(self) -> float:
        """Seconds since the beginning."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass for everybody, at once."""
        with self._lock:
            self._now += seconds
