"""What requests have cost, counted from several threads."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from loader.monday.budget.retry import Patience, charge


@dataclass(frozen=True, slots=True)
class Usage:
    """What requests have cost so far: calls sent, complexity points, seconds waited."""

    calls: int = 0
    complexity: int = 0
    waits: float = 0.0
    shared: int = 0
    """Calls, of these, that answered other boards too."""

    def since(self, before: Usage) -> Usage:
        """What came on top of an earlier reading."""
        return Usage(
            self.calls - before.calls,
            self.complexity - before.complexity,
            self.waits - before.waits,
            self.shared - before.shared,
        )


class Meter:
    """Counts usage from several threads, and what is left of the patience with refusals."""

    def __init__(self, patience: Patience) -> None:
        self._lock = threading.Lock()
        self._usage = Usage()
        self._patience = patience
        self._until = 0.0

    @property
    def usage(self) -> Usage:
        """So far."""
        with self._lock:
            return self._usage

    @property
    def patience(self) -> Patience:
        """What is left."""
        with self._lock:
            return self._patience

    def called(self, points: int | None) -> None:
        """One call was sent."""
        with self._lock:
            u = self._usage
            self._usage = replace(u, calls=u.calls + 1, complexity=u.complexity + (points or 0))

    def add(self, usage: Usage) -> None:
        """What another meter counted."""
        with self._lock:
            u = self._usage
            self._usage = Usage(
                u.calls + usage.calls,
                u.complexity + usage.complexity,
                u.waits + usage.waits,
                u.shared + usage.shared,
            )

    def waited(self, seconds: float, now: float, *, refused: bool) -> None:
        """A wait begins at `now`. Threads that wait side by side count once."""
        with self._lock:
            new = max(0.0, now + seconds - max(now, self._until))
            self._until = max(self._until, now + seconds)
            self._usage = replace(self._usage, waits=self._usage.waits + new)
            if refused:
                left = self._patience.seconds - max(new, charge(seconds) - seconds)
                self._patience = replace(self._patience, seconds=left)
