"""Virtual time that advances only by waiting, for loads that would wait for minutes."""

from __future__ import annotations

import threading


class VirtualTime:
    """`clock` and `sleep` for a client, and the clock of its server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0.0

    def clock(self) -> float:
        """Return the seconds since the start."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Advance the time by `seconds` for all users, without waiting."""
        with self._lock:
            self._now += seconds
