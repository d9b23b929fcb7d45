"""Hold back requests until the account's budget has room, as `allowances.py` decides.

All requests of all boards and threads of a command pass through one limiter.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from loader import errors
from loader.errors import ApiError
from loader.monday import limits
from loader.monday.budget import allowances
from loader.monday.budget.allowances import Bucket, Costs, Window
from loader.monday.budget.retry import Retry
from loader.monday.graphql.queries import Query
from loader.monday.http.client import Answer

WAIT_MARGIN_SECONDS = 0.02
"""Added to a wait that the server asked for, in seconds, so that its clock has passed it too."""

CANCEL_POLL_SECONDS = 0.25
"""How often a waiting thread checks whether its load was cancelled, in seconds."""

UNTOLD_SECONDS = 0.05
"""Waits shorter than this are not reported."""


class Cancelled(Exception):
    """The load that a request belongs to has ended."""


class RateLimiter:
    """The account's budget as last reported, shared by all threads that use the token.

    `minute` is the length of monday's minute in seconds, `formula_values` the number it computes in
    one; tests shorten them together with their server's.
    """

    def __init__(
        self,
        *,
        minute: float = limits.MINUTE_SECONDS,
        formula_values: int = limits.FORMULA_VALUES_A_MINUTE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._room = threading.Condition()
        self._points = Bucket()
        self._requests = Bucket()
        self.formula_values = formula_values
        self._formulas = Window(minute, formula_values)
        self._costs = Costs()
        self._reserved = 0.0
        self._in_flight = 0
        self._parallel: float = math.inf
        self._blocked_until = 0.0
        self._ended = threading.Event()
        self.met = False
        """Whether monday has answered at all."""
        self.calls = 0
        """Requests that reached monday, including refused ones."""
        self.calls_left: int | None = None
        """Calls left today, as last reported and counted since; None if unknown."""

    def end(self) -> None:
        """Let no more requests begin and nobody wait: the process was told to end."""
        self._ended.set()

    def unless_ended(self) -> None:
        """Raise KeyboardInterrupt, like the main thread, once the process was told to end."""
        if self._ended.is_set():
            raise KeyboardInterrupt

    def expected(self, query: Query, limit: int) -> float:
        """Return the points that a query is expected to cost."""
        with self._room:
            return self._costs.expected(query.key, query.fixed, query.per_item, limit)

    def page_size(self, query: Query, wanted: int) -> int:
        """Return how many items to ask for with this query, at most `wanted`."""
        with self._room:
            full = self._costs.expected(query.key, query.fixed, query.per_item, wanted)
            known = self._costs.factor is not None
            return allowances.page_size(wanted, full, known, self._points, self.clock())

    def minute_points(self) -> float | None:
        """Return the points of a whole minute, if answers have told."""
        with self._room:
            return self._points.limit

    def formulas_free(self) -> int:
        """Return the number of formula values that may still be requested in this minute."""
        with self._room:
            return self._formulas.free(self.clock())

    def enter(
        self,
        query: Query,
        limit: int,
        values: int,
        cancel: threading.Event,
        waits: Callable[[float, str], None],
    ) -> float:
        """Wait for room and take it; return the points set aside for the request.

        `values` is the number of formula values requested. `waits` is called with the seconds and
        the reason before each wait, and refuses a wait by raising. Raise Cancelled if `cancel` is
        set during a wait, and what `unless_ended` raises.
        """
        told = 0.0
        while not cancel.is_set():
            self.unless_ended()
            with self._room:
                now = self.clock()
                cost = self._costs.expected(query.key, query.fixed, query.per_item, limit)
                seconds, reason = self._decide(cost, values, now)
                if seconds <= 0:
                    self._take(cost, values, now)
                    return cost
                if seconds == math.inf:
                    self._room.wait(CANCEL_POLL_SECONDS)
                    continue
            if seconds >= UNTOLD_SECONDS and now + seconds > told + CANCEL_POLL_SECONDS:
                waits(seconds, reason)
                told = now + seconds
            self.pause(min(seconds, CANCEL_POLL_SECONDS), cancel)
        raise Cancelled

    def _take(self, cost: float, values: int, now: float) -> None:
        self._reserved += cost
        self._in_flight += 1
        if values:
            self._formulas = self._formulas.add(values, now)

    def pause(self, seconds: float, cancel: threading.Event) -> None:
        """Wait this many seconds. Raise Cancelled if `cancel` is set meanwhile."""
        until = self.clock() + seconds
        while (left := until - self.clock()) > 0:
            self.unless_ended()
            if cancel.is_set():
                raise Cancelled
            self._sleep(min(left, CANCEL_POLL_SECONDS))

    def leave(self, cost: float) -> None:
        """Give back what `enter` set aside."""
        with self._room:
            self._reserved -= cost
            self._in_flight -= 1
            if self.calls_left is not None:
                self.calls_left = max(0, self.calls_left - 1)
            self._room.notify_all()

    def learn(self, query: Query, limit: int, answer: Answer) -> None:
        """Apply what an answer says about limits and costs."""
        with self._room:
            now = self.clock()
            self.met = True
            self.calls += 1
            rates, told = answer.rates, answer.complexity
            self._requests = allowances.bucket_after(self._requests, rates.minute, now)
            if rates.daily.left is not None:
                self.calls_left = rates.daily.left + 1  # `leave` counts this call once more
            if rates.concurrency.limit:
                self._parallel = min(self._parallel, rates.concurrency.limit)
            if told is None:
                self._points = allowances.bucket_after(self._points, rates.complexity, now)
                return
            known = max(told.before, rates.complexity.limit or 0)
            self._points = self._points.reported(told.after, known, told.resets_in, now)
            self._costs = self._costs.learned(
                query.key, query.fixed, query.per_item, limit, told.query
            )

    def refused(self, error: ApiError, wait: Retry | None) -> None:
        """Hold all requests back after a refusal that concerns the whole account.

        Another board's request would be refused too, and refused ones count. After too many
        concurrent requests, send half as many at a time: monday rarely says how many it accepts.
        """
        with self._room:
            if not isinstance(error, errors.NetworkError):
                self.met = True
            self.calls += not isinstance(error, errors.NetworkError) or isinstance(
                error, errors.TimedOut
            )
            if isinstance(error, errors.ConcurrencyLimitReached):
                self._parallel = max(1, min(self._parallel, self._in_flight) // 2)
            if wait and wait.account:
                until = self.clock() + wait.seconds + WAIT_MARGIN_SECONDS
                self._blocked_until = max(self._blocked_until, until)

    def _decide(self, cost: float, values: int, now: float) -> tuple[float, str]:
        """Return the longest wait that applies, in seconds, and its reason; inf: until an answer.

        Requests in flight count with their expected cost, because no answer has told their real
        cost yet; otherwise threads that ask at the same time would all see the same room.
        """
        if self._in_flight >= self._parallel:
            return math.inf, "requests at one time"
        flying = self._in_flight
        choices = (
            (self._blocked_until - now, "monday asked for it"),
            (self._points.wait(cost, self._reserved, now), "complexity of the minute"),
            (self._requests.wait(1, flying, now), "requests of the minute"),
            (self._formulas.wait(values, now) if values else 0.0, "formula values of the minute"),
        )
        return max(choices)
