"""Count what requests have cost, from several threads."""

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
    """How many of the calls also answered for other boards."""

    def since(self, before: Usage) -> Usage:
        """Return the usage since an earlier reading."""
        return Usage(
            self.calls - before.calls,
            self.complexity - before.complexity,
            self.waits - before.waits,
            self.shared - before.shared,
        )


class Meter:
    """Counts usage and the remaining patience with refusals, from several threads."""

    def __init__(self, patience: Patience) -> None:
        self._lock = threading.Lock()
        self._usage = Usage()
        self._patience = patience
        self._until = 0.0

    @property
    def usage(self) -> Usage:
        """The usage so far."""
        with self._lock:
            return self._usage

    @property
    def patience(self) -> Patience:
        """The patience left."""
        with self._lock:
            return self._patience

    def called(self, points: int | None) -> None:
        """Count one call."""
        with self._lock:
            u = self._usage
            self._usage = replace(u, calls=u.calls + 1, complexity=u.complexity + (points or 0))

    def add(self, usage: Usage) -> None:
        """Add what another meter counted."""
        with self._lock:
            u = self._usage
            self._usage = Usage(
                u.calls + usage.calls,
                u.complexity + usage.complexity,
                u.waits + usage.waits,
                u.shared + usage.shared,
            )

    def waited(self, seconds: float, now: float, *, refused: bool) -> None:
        """Count a wait that begins at `now`. Parallel waits of several threads count once."""
        with self._lock:
            new = max(0.0, now + seconds - max(now, self._until))
            self._until = max(self._until, now + seconds)
            self._usage = replace(self._usage, waits=self._usage.waits + new)
            if refused:
                left = self._patience.seconds - max(new, charge(seconds) - seconds)
                self._patience = replace(self._patience, seconds=left)
