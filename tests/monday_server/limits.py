"""Rate limits: points a minute, calls a day, concurrent requests.

`clock` counts seconds; a test can supply its own. `minute` is the length of a minute, so that tests
need not wait for real ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Literal


@dataclass(slots=True)
class Limits:
    """The limits of one account; the defaults are those of a Pro plan."""

    complexity_query: int = 5_000_000
    complexity_minute: int = 10_000_000
    requests_minute: int = 2_500
    concurrency: int = 100
    daily: int = 10_000
    daily_used: float = 0
    formula_values_minute: int = 10_000
    formula_columns: int = 5
    minute: float = 60.0
    cursor_lifetime: float = 3600.0
    window: Literal["sliding", "fixed"] = "sliding"
    headers: bool = True


@dataclass(frozen=True, slots=True)
class Spent:
    """The answer of `complexity`: points before, of, and after this query."""

    before: int
    query: int
    after: int
    reset_in: int


class Minute:
    """A budget per minute: sliding, or refilled completely once a minute has passed."""

    def __init__(
        self,
        size: Callable[[], int],
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self.size = size
        self.limits = limits
        self.clock = clock
        self._spent: deque[tuple[float, float]] = deque()
        self._sum = 0.0

    def left(self) -> int:
        """Return what can still be spent now."""
        self._forget()
        return max(0, int(self.size() - self._sum))

    def spend(self, amount: float) -> None:
        self._forget()
        self._spent.append((self.clock(), amount))
        self._sum += amount

    def reset_in(self) -> float:
        """Return the seconds until the budget is full again; a full minute if nothing is spent."""
        self._forget()
        if not self._spent:
            return self.limits.minute
        last = self._spent[0 if self.limits.window == "fixed" else -1]
        return max(0.0, last[0] + self.limits.minute - self.clock())

    def wait_for(self, amount: float) -> float:
        """Return the seconds until `amount` can be spent."""
        missing = amount - self.left()
        if missing <= 0:
            return 0.0
        if self.limits.window == "fixed":
            return self.reset_in()
        for moment, spent in self._spent:
            missing -= spent
            if missing <= 0:
                return max(0.0, moment + self.limits.minute - self.clock())
        return self.limits.minute

    def hint(self, amount: float) -> float:
        """Return `retry_in_seconds`: rounded up to whole seconds if minutes are real ones."""
        wait = self.wait_for(amount)
        if self.limits.minute >= 10:
            return max(1, ceil(wait))
        return ceil(wait * 1000 + 1) / 1000

    def _forget(self) -> None:
        edge = self.clock() - self.limits.minute
        if self.limits.window == "fixed":
            if self._spent and self._spent[0][0] <= edge:
                self._spent.clear()
                self._sum = 0.0
            return
        while self._spent and self._spent[0][0] <= edge:
            self._sum -= self._spent.popleft()[1]


class Ledger:
    """All counters of one server."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.complexity = Minute(lambda: limits.complexity_minute, limits, clock)
        self.requests = Minute(lambda: limits.requests_minute, limits, clock)
        self.formulas = Minute(lambda: limits.formula_values_minute, limits, clock)
        self.in_flight = 0
        self.most_in_flight = 0
        self.day = float(limits.daily_used)

    def headers(self) -> dict[str, str]:
        """Return `RateLimit` and `RateLimit-Policy` as in the documentation."""
        limits = self.limits
        if not limits.headers:
            return {}
        wide = max(1, ceil(limits.minute))
        policy = (
            f'"minuteRate";q={limits.requests_minute};w={wide}, '
            f'"concurrency";q={limits.concurrency};qu="concurrent-requests", '
            f'"complexityMinute";q={limits.complexity_minute};w={wide};qu="content-bytes"'
        )
        left = (
            f'"minuteRate";r={self.requests.left()}, '
            f'"concurrency";r={max(0, limits.concurrency - self.in_flight)}, '
            f'"complexityMinute";r={self.complexity.left()};t={ceil(self.complexity.reset_in())}'
        )
        return {"RateLimit-Policy": policy, "RateLimit": left}
