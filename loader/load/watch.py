"""Which boards are looked at next, and when, within a day's calls. Decided here, done elsewhere.

A board is looked at the more often the more changes on it and the less a look costs, and never
more often than asked. What a day allows is spread over what is left of it, so that calls last
until they come back, at 00:00 UTC.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

MEMORY = 0.3
"""Weight of the newest look in what is known of a board's changes and price."""
LEAST_PRICE = 0.1
"""Calls. A board whose requests others paid for is not free."""
RATE_AT_REST = 0.05
"""Changes an hour of a board that never changed yet: it may begin to."""
LONGEST_PAUSE = timedelta(hours=1)
"""After a failure the pause doubles up to this."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A board as it was met so far. Times are UTC."""

    name: str
    looked_at: datetime | None = None
    changes_an_hour: float = 1.0
    calls: float = 1.0
    """Calls that a look takes."""
    failures: int = 0
    """Looks that failed since the last that did not."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one look at a board. `changed` is None where it failed."""

    calls: int = 0
    changed: int | None = None
    day_is_over: bool = False
    """monday gives no more calls today."""


@dataclass(frozen=True, slots=True)
class Day:
    """The calls of one UTC day: those spent, and how many there are; None: as many as wanted."""

    date: str = ""
    spent: int = 0
    allowed: int | None = None
    is_over: bool = False

    def at(self, now: datetime) -> Day:
        """The day that it is now; a new one has spent nothing."""
        date = now.astimezone(UTC).date().isoformat()
        return self if date == self.date else Day(date, allowed=self.allowed)

    @property
    def left(self) -> float:
        """Calls that may still be spent."""
        if self.is_over:
            return 0.0
        return math.inf if self.allowed is None else max(0, self.allowed - self.spent)


@dataclass(frozen=True, slots=True)
class Turn:
    """Boards to look at now, the longest waiting first; without any, how long to wait."""

    boards: tuple[str, ...]
    wait: timedelta = timedelta()


def next_turn(boards: Iterable[Watched], day: Day, now: datetime, every: timedelta) -> Turn:
    """Decide. Boards that are due together are given together, for they share requests."""
    watched = list(boards)
    if day.left < 1:
        return Turn((), until_midnight(now))
    times = intervals(watched, day.left, until_midnight(now), every)
    due_at = {
        board.name: now if board.looked_at is None else board.looked_at + times[board.name]
        for board in watched
    }
    due = sorted((name for name in due_at if due_at[name] <= now), key=lambda n: (due_at[n], n))
    if not due:
        return Turn((), min(due_at.values()) - now)
    prices = {board.name: board.calls for board in watched}
    chosen: list[str] = []
    price = 0.0
    for name in due:
        price += prices[name]
        if chosen and price > day.left:
            break
        chosen.append(name)
    return Turn(tuple(chosen))


def intervals(
    boards: Sequence[Watched], calls: float, rest: timedelta, every: timedelta
) -> Mapping[str, timedelta]:
    """How long each board rests between two looks, so that these calls last for the rest.

    The time that data are old is least in sum where a board's pause grows with the root of its
    price and shrinks with the root of its changes.
    """
    weights = {
        b.name: math.sqrt(max(b.calls, LEAST_PRICE) / (b.changes_an_hour + RATE_AT_REST))
        for b in boards
    }
    demand = sum(max(b.calls, LEAST_PRICE) / weights[b.name] for b in boards)
    stretch = 0.0 if calls == math.inf else demand * rest.total_seconds() / max(calls, 1)
    found = {}
    for board in boards:
        pause = max(every, timedelta(seconds=stretch * weights[board.name]))
        if board.failures:
            pause = max(pause, min(LONGEST_PAUSE, every * 2 ** min(board.failures, 10)))
        found[board.name] = pause
    return found


def after(board: Watched, look: Look, now: datetime) -> Watched:
    """The board as it is known after a look."""
    if look.changed is None:
        return replace(board, looked_at=now, failures=board.failures + 1)
    rate = board.changes_an_hour
    if board.looked_at is not None:
        hours = max((now - board.looked_at).total_seconds(), 1) / 3600
        rate += MEMORY * (look.changed / hours - rate)
    calls = board.calls + MEMORY * (look.calls - board.calls)
    return Watched(board.name, now, rate, calls)


def until_midnight(now: datetime) -> timedelta:
    """Until monday's calls come back."""
    here = now.astimezone(UTC)
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - here


@dataclass(slots=True)
class Watch:
    """Looks at boards for as long as it runs. What it does it is handed: looks, builds, time."""

    boards: dict[str, Watched]
    day: Day
    every: timedelta
    look: Callable[[tuple[str, ...]], Mapping[str, Look]]
    """Look at these boards; those that are not in the answer failed."""
    build: Callable[[tuple[str, ...]], bool] | None
    """Build these boards' tables; whether that succeeded."""
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    unbuilt: set[str]
    """Boards that changed, or may have, since their tables were built."""

    def turn(self) -> None:
        """One look, or one wait."""
        now = self.clock()
        self.day = self.day.at(now)
        turn = next_turn(self.boards.values(), self.day, now, self.every)
        if not turn.boards:
            self.sleep(max(1.0, turn.wait.total_seconds()))
            return
        found = self.look(turn.boards)
        now = self.clock()
        self.day = self.day.at(now)
        for name in turn.boards:
            look = found.get(name, Look())
            # What an earlier process left unbuilt is not known here.
            is_first = self.boards[name].looked_at is None and look.changed is not None
            self.boards[name] = after(self.boards[name], look, now)
            spent = self.day.spent + look.calls
            over = self.day.is_over or look.day_is_over
            self.day = replace(self.day, spent=spent, is_over=over)
            if look.changed or is_first:
                self.unbuilt.add(name)
        if self.build is not None and self.unbuilt and self.build(tuple(sorted(self.unbuilt))):
            self.unbuilt.clear()
