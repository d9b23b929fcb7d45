"""What happens to boards in a month, and which of them the documentation says must be reported.

`KnownBoard` is written from docs/commands.md ("monday-board list", "check"), not from the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

Hours = float
"""Hours since the month began."""

HAPPENS: Mapping[str, int] = {
    "good": 64, "refused": 6, "build fails": 5, "no build": 4, "silence": 6, "broken file": 4,
    "drift": 4, "pending": 3, "losses": 4,
}  # fmt: skip
"""What can happen to a board on a day, with weights."""
FAULTS = ("daily_429", "token_revoked", "http_500_always", "unauthorized_403", "html_200_always")
"""What monday answers for the whole of some days."""
LATE_AFTER: tuple[tuple[str | None, Hours], ...] = (
    (None, 50),
    ("{warn: 26h, error: 30h}", 30),
    ("{warn: 40h, error: 3d}", 72),
    ("{warn: 19h, error: 20h}", 20),
)
"""`freshness` in a board file, and the age in hours after which its board is late."""
LONGEST_SILENCE = 5


@dataclass(frozen=True)
class Day:
    """What happens on one day: an API fault for all boards or None, and an event per board."""

    fault: str | None
    boards: Mapping[str, str]


def days_of(count: int, boards: list[str], seed: int) -> list[Day]:
    """Return the days; the first is good, so that every board begins green."""
    chance = Random(seed)
    silent = dict.fromkeys(boards, 0)
    days = [Day(None, dict.fromkeys(boards, "good"))]
    for number in range(1, count):
        happens = {}
        for board in boards:
            chosen = chance.choices(list(HAPPENS), list(HAPPENS.values()))[0]
            if silent[board]:
                chosen = "silence"
            elif chosen == "silence":
                silent[board] = chance.randint(1, LONGEST_SILENCE)
            silent[board] -= chosen == "silence"
            happens[board] = chosen
        fault = FAULTS[number // 6 % len(FAULTS)] if number % 6 == 3 else None
        days.append(Day(fault, happens))
    return days


@dataclass
class KnownBoard:
    """A board as known to a person who saw everything that happened to it."""

    late_after: Hours
    is_readable: bool = True
    load_failed: bool = False
    loaded_at: Hours | None = None
    build_failed: bool = False
    built_at: Hours | None = None
    losses: list[int] = field(default_factory=lambda: [0, 0])
    """Conversion losses of each successful build, newest last."""
    drifted: bool = False
    """The board changed on monday, and its board file in Git lacks the change."""
    pending: bool = False
    """A column waits for a decision."""
    told: bool = False
    """The board was reported as red and has not been green since."""

    def states(self, now: Hours) -> set[str]:
        """Return every fitting state but ok; an empty set means that the board is green."""
        if not self.is_readable:
            return {"unreadable"}
        found = set()
        if self.load_failed or self.build_failed:
            found.add("failed")
        if self.loaded_at is None:
            found.add("never loaded")
        if self.built_at is None:
            found.add("never built")
        ends = (self.loaded_at, self.built_at)
        if any(end is not None and now - end > self.late_after for end in ends):
            found.add("late")
        return found

    @property
    def loses_more(self) -> bool:
        """Whether the last build had more conversion losses than the one before."""
        return self.losses[-1] > self.losses[-2]

    def load(self, now: Hours, *, complete: bool) -> None:
        self.load_failed = not complete
        if complete:
            self.loaded_at = now

    def build(self, now: Hours, *, complete: bool, losses: int = 0) -> None:
        self.build_failed = not complete
        self.built_at = now
        if complete:
            self.losses.append(losses)


def to_tell(boards: Mapping[str, KnownBoard], asked: list[str], now: Hours) -> set[str]:
    """Return the boards in `asked` to report now: red, and not reported since they were green."""
    found = set()
    for name in asked:
        board = boards[name]
        is_red = bool(board.states(now))
        if is_red and not board.told:
            found.add(name)
        board.told = is_red
    return found
