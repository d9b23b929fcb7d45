"""When a request may be sent and how much it may ask for. Pure: every `now` is given.

Three allowances bound a request: complexity points and requests of monday's minute, as its
answers report them, and formula values, which only we can count. A request is sent when all
three hold it beside what is in flight; what it will cost is learned from earlier answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from loader.monday import limits
from loader.monday.http.rate_headers import Rate

MIN_PAGE = 25
"""Below this many items a page is not made smaller for the sake of time."""

ROUNDING_SECONDS = 0.9
"""monday's resets are whole seconds, perhaps rounded down: this much later is certain."""

UNCONFIRMED_COST_FACTOR = 2.0
"""How far a cost that no answer has confirmed may be off, as a factor."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One allowance of the minute as last reported. None is unknown; times in clock seconds."""

    left: float | None = None
    limit: float | None = None
    full_at: float | None = None

    def refilled(self, now: float) -> Bucket:
        """The bucket at `now`: full again once its reset has passed."""
        if self.full_at is None or now < self.full_at:
            return self
        return replace(self, left=self.limit, full_at=None)

    def reported(
        self, left: float, limit: float | None, resets_in: float | None, now: float
    ) -> Bucket:
        """Take in a report. Answers overtake each other, so within one window the least counts.

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
        """Seconds until `cost` fits beside what is `reserved` in flight; 0 is now.

        inf means: only when something in flight has come back. A cost above the whole limit
        waits for a full bucket and is then left to the server to judge.
        """
        state = self.refilled(now)
        if state.left is None or cost + reserved <= state.left:
            return 0.0
        if reserved > 0 and (cost <= state.left or state.full_at is None):
            return math.inf
        return 0.0 if state.full_at is None else max(0.0, state.full_at - now)


@dataclass(frozen=True, slots=True)
class Window:
    """What was spent in the last `seconds`, counted by ourselves: (time, amount) entries."""

    seconds: float
    limit: int
    spent: tuple[tuple[float, int], ...] = ()

    def live(self, now: float) -> Window:
        """Without what has left the window."""
        kept = tuple(e for e in self.spent if now - e[0] < self.seconds + 0.5)
        return replace(self, spent=kept)

    def free(self, now: float) -> int:
        """What may still be spent at `now`."""
        return self.limit - sum(amount for _, amount in self.live(now).spent)

    def wait(self, amount: int, now: float) -> float:
        """Seconds until `amount` fits; one larger than the limit waits for an empty window."""
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
        """With `amount` spent at `now`."""
        live = self.live(now)
        return replace(live, spent=(*live.spent, (now, amount)))


@dataclass(frozen=True, slots=True)
class Costs:
    """Points that queries cost, learned from answers: per query text, a fixed and an item part.

    A query that was not sent yet is priced as another with the same weight of an item, the
    first page as the next ones; else by `factor`, monday's price over the published weights, as
    last seen. None: nothing is known but the weights.
    """

    factor: float | None = None
    seen: tuple[tuple[str, int, float], ...] = ()
    """(query text, weight and points of an item): of the last answers, newest last, a few kept."""

    def expected(self, text: str, fixed: int, per_item: int, limit: int) -> float:
        """Points that this query will cost with `limit`, on the high side."""
        texts = {seen: points for seen, _, points in self.seen}
        alike = {weight: points for _, weight, points in self.seen}
        known = texts.get(text, alike.get(per_item))
        if known is not None:
            return fixed + known * max(limit, 1)
        return fixed + (self.factor or 1.0) * per_item * limit

    def learned(self, text: str, fixed: int, per_item: int, limit: int, cost: int) -> Costs:
        """Take in what an answer cost. Queries without items teach nothing."""
        if not per_item or limit < 1:
            return self
        points = max(cost - fixed, 0) / limit if cost > fixed else cost / limit
        kept = tuple(e for e in self.seen if e[0] != text)[-31:]
        return Costs(points / per_item, (*kept, (text, per_item, points)))


def page_size(wanted: int, expected_full: float, known: bool, points: Bucket, now: float) -> int:
    """How many items to ask for, at most `wanted`, by what `wanted` is expected to cost.

    A page has to fit one query's maximum and a whole minute's points; pages are otherwise as
    large as asked, for calls of the day are scarcer than points. A cost not yet confirmed
    by an answer must also fit twice over into what is left right now, so that the first page
    of a small account is not refused.
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
    """Take in a header's report of a limit; a missing reset is taken as the whole window."""
    if rate.left is None:
        return bucket if rate.limit is None else replace(bucket, limit=rate.limit)
    resets_in = rate.resets_in
    if resets_in is None and bucket.refilled(now).full_at is None:
        resets_in = rate.window or limits.MINUTE_SECONDS
    return bucket.reported(rate.left, rate.limit, resets_in, now)
