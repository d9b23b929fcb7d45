"""Which boards are looked at next, and when, within a day's calls. Decided here, done elsewhere.

A board is looked at the more often the more changes on it and the less a look costs, and never
more often than asked. What a day allows is spread over what is left of it, so that calls last
until they come back, at 00:00 UTC.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

MEMORY = 0.3
"""Weight of the newest look in what is known of a board's changes and price."""
LEAST_PRICE = 0.01
"""Calls. What a board pays of a request that a hundred share."""
EARLY = 1 / 3
"""Of the shortest pause: boards that are due so soon are looked at together with one that is."""
RATE_AT_REST = 0.05
"""Changes an hour of a board that never changed yet: it may begin to."""
LONGEST_PAUSE = timedelta(hours=1)
"""After a failure the pause doubles up to this."""
DAWN = timedelta(minutes=15)
"""After midnight here: it may still be the day before at monday, whose clock is another."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A board as it was met so far. Times are UTC."""

    name: str
    looked_at: datetime | None = None
    """When its last look began, which is how old its data are."""
    changes_an_hour: float = 1.0
    calls: float = 1.0
    """Calls that a look takes, with its part of those that it shares."""
    failures: int = 0
    """Looks that failed since the last that did not."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of one look at a board."""

    calls: float = 0
    changed: int | None = None
    """Items, and whatever else makes a build worth it; None where the look failed."""
    shared: int = 0
    """Of the calls, those that other boards of the same turn shared."""
    day_is_over: bool = False
    """monday gives no more calls today."""


@dataclass(frozen=True, slots=True)
class Day:
    """The calls of one UTC day: those spent, and how many there are; None: as many as wanted."""

    date: str = ""
    spent: int = 0
    allowed: int | None = None
    is_over: bool = False
    others: tuple[Day, ...] = ()
    """Days that it was before. A clock that is set back comes to one of them again."""

    def at(self, now: datetime) -> Day:
        """The day that it is now; one that was not met before has spent nothing."""
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
        # What was looked at later than now was so before the clock was set back.
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
    """How long each board rests between two looks, so that these calls last for the rest.

    The time that data are old is least in sum where a board's pause grows with the root of its
    price and shrinks with the root of its changes. What is left by those that must not come as
    often as that is for the others.
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
    """The pause that is asked for; of a board that fails, a longer one."""
    if not board.failures:
        return every
    doubled: timedelta = every * 2 ** min(board.failures, 10)
    return max(every, min(LONGEST_PAUSE, doubled))


def after(board: Watched, look: Look, begun: datetime, part: float = 0.0) -> Watched:
    """The board as it is known after a look that began then; `part` is its part of shared calls."""
    if look.changed is None:
        calls = max(board.calls, look.calls)
        return replace(board, looked_at=begun, failures=board.failures + 1, calls=calls)
    rate = board.changes_an_hour
    if board.looked_at is not None:
        hours = max((begun - board.looked_at).total_seconds(), 1) / 3600
        rate += MEMORY * (look.changed / hours - rate)
    calls = look.calls - look.shared + part
    # A load in full, or a day's sweep, says little of what the next look costs.
    calls = min(calls, board.calls + MEMORY * (calls - board.calls))
    return Watched(board.name, begun, rate, calls)


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
    spent: Callable[[], int]
    """Calls that reached monday so far, those of looks that failed among them."""
    build: Callable[[tuple[str, ...]], Collection[str]] | None
    """Build these boards' tables; those of which that failed."""
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    models: Callable[[str], object]
    """What the files say from which a board's tables are built, to be compared."""
    unbuilt: set[str]
    """Boards that changed, or may have, since their tables were built."""
    seen: dict[str, object] = field(default_factory=dict)
    """`models` of boards as they were at the last look."""
    told: str = ""
    """The day of which was said that its calls are used up."""

    def follow(self, names: Iterable[str]) -> None:
        """Watch these boards from now on."""
        self.boards = {name: self.boards.get(name, Watched(name)) for name in names}
        self.unbuilt &= self.boards.keys()
        self.seen = {name: files for name, files in self.seen.items() if name in self.boards}

    def turn(self) -> None:
        """One look, or one wait."""
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
        # A refusal at the edge of two days may be of the one before, by monday's clock.
        is_dawn = day.date != self.day.date or timedelta(days=1) - until_midnight(begun) < DAWN
        refused = not is_dawn and any(look.day_is_over for look in found.values())
        self.day = replace(day, spent=day.spent + calls, is_over=day.is_over or refused)
        self._take_in(turn.boards, found, begun, calls)
        self._build(turn.boards)

    def _tell_of_the_end(self) -> None:
        """Say once a day that no more boards are looked at."""
        if self.day.left < 1 and self.told != self.day.date:
            self.told = self.day.date
            log.warning("the calls of this day are used up; boards are looked at from 00:00 UTC on")

    def _take_in(
        self, names: Sequence[str], found: Mapping[str, Look], begun: datetime, calls: int
    ) -> None:
        """What looks that took so many calls together tell of each board."""
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
            # At the first look nothing is seen: what an earlier process left unbuilt is not known.
            models = self.models(name)
            if look.changed or self.seen.get(name) != models:
                self.unbuilt.add(name)
            self.seen[name] = models

    def _build(self, names: Iterable[str]) -> None:
        """Build what changed of these boards; what fails is built again after its next look."""
        due = tuple(sorted(self.unbuilt.intersection(names)))
        if self.build is not None and due:
            self.unbuilt -= set(due) - set(self.build(due))
