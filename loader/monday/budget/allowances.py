"""Decide when a request may be sent and how much it may ask for. Pure: `now` is a parameter.

Three allowances limit a request: the complexity points and the requests of monday's minute, as its
answers report them, and formula values, which only we can count. A request is sent when all three
have room for it besides what is in flight; its cost is estimated from earlier answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from loader.monday import limits
from loader.monday.http.rate_headers import Rate

MIN_PAGE = 25
"""Pages of this many items are not made smaller to save time."""

ROUNDING_SECONDS = 0.9
"""monday's resets are whole seconds, perhaps rounded down; this much later they are certain."""

UNCONFIRMED_COST_FACTOR = 2.0
"""The factor by which a cost not yet confirmed by an answer may be wrong."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One allowance of the minute as last reported. None is unknown; times in clock seconds."""

    left: float | None = None
    limit: float | None = None
    full_at: float | None = None

    def refilled(self, now: float) -> Bucket:
        """Return the bucket at `now`: full again once its reset has passed."""
        if self.full_at is None or now < self.full_at:
            return self
        return replace(self, left=self.limit, full_at=None)

    def reported(
        self, left: float, limit: float | None, resets_in: float | None, now: float
    ) -> Bucket:
        """Apply a report. Answers overtake each other, so within one window the lowest counts.

        A reset more than two seconds later than the known one is a new (or sliding) window.
        """
        known = self.refilled(now)
        full_at = known.full_at if resets_in is None else now + resets_in + ROUNDING_SECONDS
        same = known.full_at is not None and full_at is not None and full_at - known.full_at <= 2
        if same and known.left is not None:
            left = min(left, known.left)
            full_at = max(known.full_at or 0, full_at or 0)
        return Bucket(left, max(limit or 0, known.limit or 0, left) or None, full_at)

    def wait(self, cost: float, reserved: float, now: float) -> float:
        """Return the seconds until `cost` fits besides what is `reserved` in flight; 0 means now.

        inf means: only after a request in flight has returned. A cost above the whole limit waits
        for a full bucket; the server then decides.
        """
        state = self.refilled(now)
        if state.left is None or cost + reserved <= state.left:
            return 0.0
        if reserved > 0 and (cost <= state.left or state.full_at is None):
            return math.inf
        return 0.0 if state.full_at is None else max(0.0, state.full_at - now)


@dataclass(frozen=True, slots=True)
class Window:
    """What was spent in the last `seconds`, by our own count, as (time, amount) entries."""

    seconds: float
    limit: int
    spent: tuple[tuple[float, int], ...] = ()

    def live(self, now: float) -> Window:
        """Return the window without expired entries."""
        kept = tuple(e for e in self.spent if now - e[0] < self.seconds + 0.5)
        return replace(self, spent=kept)

    def free(self, now: float) -> int:
        """Return what may still be spent at `now`."""
        return self.limit - sum(amount for _, amount in self.live(now).spent)

    def wait(self, amount: int, now: float) -> float:
        """Return the seconds until `amount` fits; above the limit it waits for an empty window."""
        entries = self.live(now).spent
        over = sum(a for _, a in entries) + amount - self.limit
        seconds = 0.0
        for time, spent in entries:
            if over <= 0:
                break
            over -= spent
            seconds = time + self.seconds + 0.5 - now
        return max(0.0, seconds)

    def add(self, amount: int, now: float) -> Window:
        """Return the window with `amount` spent at `now`."""
        live = self.live(now)
        return replace(live, spent=(*live.spent, (now, amount)))


@dataclass(frozen=True, slots=True)
class Costs:
    """Points that queries cost, learned from answers: per query text, a fixed and an item part.

    A query not sent before gets the price of another with the same weight per item, such as the
    next pages of a first page; otherwise `factor` applies: monday's last seen price relative to the
    published weights. None: only the weights are known.
    """

    factor: float | None = None
    seen: tuple[tuple[str, int, float], ...] = ()
    """(query text, weight and points per item) of the last few answers, newest last."""

    def expected(self, text: str, fixed: int, per_item: int, limit: int) -> float:
        """Return the points that this query will cost with `limit`, rather too many."""
        texts = {seen: points for seen, _, points in self.seen}
        alike = {weight: points for _, weight, points in self.seen}
        known = texts.get(text, alike.get(per_item))
        if known is not None:
            return fixed + known * max(limit, 1)
        return fixed + (self.factor or 1.0) * per_item * limit

    def learned(self, text: str, fixed: int, per_item: int, limit: int, cost: int) -> Costs:
        """Apply what an answer cost. Queries without items teach nothing."""
        if not per_item or limit < 1:
            return self
        points = max(cost - fixed, 0) / limit if cost > fixed else cost / limit
        kept = tuple(e for e in self.seen if e[0] != text)[-31:]
        return Costs(points / per_item, (*kept, (text, per_item, points)))


def page_size(wanted: int, expected_full: float, known: bool, points: Bucket, now: float) -> int:
    """Return how many items to ask for, at most `wanted`, given the expected cost of `wanted`.

    A page must fit into one query's maximum and a whole minute's points. Otherwise pages are as
    large as requested, since daily calls are scarcer than points. Twice a cost not yet confirmed by
    an answer must also fit into what is left now, so that a small account's first page is not
    refused.
    """
    wanted = max(1, wanted)
    if expected_full <= 0:
        return wanted
    state = points.refilled(now)
    cap = min(limits.QUERY_POINTS, state.limit or math.inf) * 0.95
    if not known:
        cap = min(cap, max(state.left or math.inf, cap / 4)) / UNCONFIRMED_COST_FACTOR
    if expected_full <= cap:
        return wanted
    return max(min(MIN_PAGE, wanted), min(wanted, int(wanted * cap / expected_full)))


def bucket_after(bucket: Bucket, rate: Rate, now: float) -> Bucket:
    """Apply a header's report of a limit; without a reset, assume the whole window."""
    if rate.left is None:
        return bucket if rate.limit is None else replace(bucket, limit=rate.limit)
    resets_in = rate.resets_in
    if resets_in is None and bucket.refilled(now).full_at is None:
        resets_in = rate.window or limits.MINUTE_SECONDS
    return bucket.reported(rate.left, rate.limit, resets_in, now)
