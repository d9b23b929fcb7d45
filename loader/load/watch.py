"""Decide which boards to look at next, and when, within a day's calls.

A board is looked at more often the more it changes and the less a look costs, but never more often
than asked. The day's remaining calls are spread over the rest of the day, so that they last until
the quota resets at 00:00 UTC.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

MEMORY = 0.3
"""Weight of the newest look in the running averages of a board's changes and cost."""
LEAST_PRICE = 0.01
"""In calls: a board's share of a request that a hundred boards share."""
EARLY = 1 / 3
"""A part of the shortest pause: boards due this soon are looked at along with a due one."""
RATE_AT_REST = 0.05
"""Assumed changes per hour of a board without any changes so far: it may begin to change."""
LONGEST_PAUSE = timedelta(hours=1)
"""The pause doubles after each failure, up to this."""
DAWN = timedelta(minutes=15)
"""This soon after midnight by our clock, it may still be the day before by monday's."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a board so far. Times are UTC."""

    name: str
    looked_at: datetime | None = None
    """When its last look began; its data are as old as that."""
    changes_an_hour: float = 1.0
    calls: float = 1.0
    """Calls that a look takes, including the board's part of shared ones."""
    failures: int = 0
    """Consecutive failed looks."""


@dataclass(frozen=True, slots=True)
class Look:
    """Result of one look at a board."""

    calls: float = 0
    changed: int | None = None
    """Changed items and anything else that needs a build; None if the look failed."""
    shared: int = 0
    """How many of the calls were shared with other boards of the same turn."""
    day_is_over: bool = False
    """monday allows no more calls today."""


@dataclass(frozen=True, slots=True)
class Day:
    """The calls of one UTC day: those spent and those allowed; None allows any number."""

    date: str = ""
    spent: int = 0
    allowed: int | None = None
    is_over: bool = False
    others: tuple[Day, ...] = ()
    """Earlier days; a clock that is set back returns to one of them."""

    def at(self, now: datetime) -> Day:
        """Return the day of `now`; a day not seen before has spent nothing."""
        date = now.astimezone(UTC).date().isoformat()
        if date == self.date:
            return self
        others = (replace(self, others=()), *self.others)[:3]
        met = [day for day in others if day.date == date]
        return replace((met or [Day(date, allowed=self.allowed)])[0], others=others)

    @property
    def left(self) -> float:
        """Calls that may still be spent."""
        if self.is_over:
            return 0.0
        return math.inf if self.allowed is None else max(0, self.allowed - self.spent)


@dataclass(frozen=True, slots=True)
class Turn:
    """Boards to look at now, the longest waiting first; if none, how long to wait."""

    boards: tuple[str, ...]
    wait: timedelta = timedelta()


def next_turn(boards: Iterable[Watched], day: Day, now: datetime, every: timedelta) -> Turn:
    """Decide the next turn. Boards that are due together share requests."""
    watched = list(boards)
    if day.left < 1:
        return Turn((), until_midnight(now))
    times = intervals(watched, day.left, until_midnight(now), every)
    due_at = {
        # A look in the future means that the clock was set back since.
        board.name: now
        if board.looked_at is None or board.looked_at > now
        else board.looked_at + times[board.name]
        for board in watched
    }
    first = min(due_at.values())
    if first > now:
        return Turn((), first - now)
    soon = now + every * EARLY
    due = sorted((name for name in due_at if due_at[name] <= soon), key=lambda n: (due_at[n], n))
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
    """Return how long each board rests between two looks, so that `calls` last for `rest`.

    The total age of the data is least if a board's pause grows with the square root of its cost and
    shrinks with the square root of its change rate. Calls saved by boards that must not be looked
    at as often as that go to the others.
    """
    found = {b.name: _least_pause(b, every) for b in boards}
    stretched = [] if calls == math.inf else list(boards)
    left, seconds = max(calls, 1.0), rest.total_seconds()
    while stretched:
        demand = sum(_price(b) / _weight(b) for b in stretched)
        pauses = {
            b.name: timedelta(seconds=demand * seconds / left * _weight(b)) for b in stretched
        }
        longer = [b for b in stretched if pauses[b.name] > found[b.name]]
        if len(longer) == len(stretched):
            return found | pauses
        left -= sum(_price(b) * (rest / found[b.name]) for b in stretched if b not in longer)
        stretched = longer
    return found


def _price(board: Watched) -> float:
    return max(board.calls, LEAST_PRICE)


def _weight(board: Watched) -> float:
    return math.sqrt(_price(board) / (board.changes_an_hour + RATE_AT_REST))


def _least_pause(board: Watched, every: timedelta) -> timedelta:
    """Return the pause that was asked for, or a longer one for a board that fails."""
    if not board.failures:
        return every
    doubled: timedelta = every * 2 ** min(board.failures, 10)
    return max(every, min(LONGEST_PAUSE, doubled))


def after(board: Watched, look: Look, begun: datetime, part: float = 0.0) -> Watched:
    """Return the board as known after a look; `part` is its part of the shared calls."""
    if look.changed is None:
        calls = max(board.calls, look.calls)
        return replace(board, looked_at=begun, failures=board.failures + 1, calls=calls)
    rate = board.changes_an_hour
    if board.looked_at is not None:
        hours = max((begun - board.looked_at).total_seconds(), 1) / 3600
        rate += MEMORY * (look.changed / hours - rate)
    calls = look.calls - look.shared + part
    # A full load or a day's sweep says little about the cost of the next look.
    calls = min(calls, board.calls + MEMORY * (calls - board.calls))
    return Watched(board.name, begun, rate, calls)


def until_midnight(now: datetime) -> timedelta:
    """Return the time until monday's calls reset."""
    here = now.astimezone(UTC)
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - here


@dataclass(slots=True)
class Watch:
    """Looks at boards for as long as it runs. Looks, builds and time are passed in."""

    boards: dict[str, Watched]
    day: Day
    every: timedelta
    look: Callable[[tuple[str, ...]], Mapping[str, Look]]
    """Look at these boards; those missing from the answer failed."""
    spent: Callable[[], int]
    """Calls that have reached monday so far, including those of failed looks."""
    build: Callable[[tuple[str, ...]], Collection[str]] | None
    """Build the tables of these boards; return the boards whose builds failed."""
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    models: Callable[[str], object]
    """Return the content of the files that a board's tables are built from, for comparison."""
    unbuilt: set[str]
    """Boards that have changed, or may have, since their tables were built."""
    seen: dict[str, object] = field(default_factory=dict)
    """`models` of each board at its last look."""
    told: str = ""
    """The day for which it was logged that the calls are used up."""

    def follow(self, names: Iterable[str]) -> None:
        """Watch these boards from now on."""
        self.boards = {name: self.boards.get(name, Watched(name)) for name in names}
        self.unbuilt &= self.boards.keys()
        self.seen = {name: files for name, files in self.seen.items() if name in self.boards}

    def turn(self) -> None:
        """Do one look, or one wait."""
        begun = self.clock()
        self.day = self.day.at(begun)
        turn = next_turn(self.boards.values(), self.day, begun, self.every)
        if not turn.boards:
            self._tell_of_the_end()
            self.sleep(max(1.0, turn.wait.total_seconds()))
            return
        before = self.spent()
        found = self.look(turn.boards)
        calls = self.spent() - before
        day = self.day.at(self.clock())
        # Near midnight, a refusal may be for the day before, by monday's clock.
        is_dawn = day.date != self.day.date or timedelta(days=1) - until_midnight(begun) < DAWN
        refused = not is_dawn and any(look.day_is_over for look in found.values())
        self.day = replace(day, spent=day.spent + calls, is_over=day.is_over or refused)
        self._take_in(turn.boards, found, begun, calls)
        self._build(turn.boards)

    def _tell_of_the_end(self) -> None:
        """Log once a day that no more boards are looked at."""
        if self.day.left < 1 and self.told != self.day.date:
            self.told = self.day.date
            log.warning("the calls of this day are used up; boards are looked at from 00:00 UTC on")

    def _take_in(
        self, names: Sequence[str], found: Mapping[str, Look], begun: datetime, calls: int
    ) -> None:
        """Update each board from looks that took `calls` calls together."""
        looks = {name: found.get(name, Look()) for name in names}
        part = sum(look.shared for look in looks.values()) / len(names)
        failed = [name for name, look in looks.items() if look.changed is None]
        lost = max(0.0, calls - sum(looks[n].calls for n in names if n not in failed))
        for name, look in looks.items():
            if look.changed is None:
                look = replace(look, calls=lost / len(failed))
            self.boards[name] = after(self.boards[name], look, begun, part)
            if look.changed is None:
                continue
            # The first look always builds: an earlier process may have left tables unbuilt.
            models = self.models(name)
            if look.changed or self.seen.get(name) != models:
                self.unbuilt.add(name)
            self.seen[name] = models

    def _build(self, names: Iterable[str]) -> None:
        """Build what changed of these boards; after a failure, try again at the next look."""
        due = tuple(sorted(self.unbuilt.intersection(names)))
        if self.build is not None and due:
            self.unbuilt -= set(due) - set(self.build(due))
