"""A day of watching boards, in virtual time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from loader.landing.records import LoadRecord
from loader.load.incremental_rules import Landed, why_sweep
from loader.load.watch import Day, Look, Turn, Watch, Watched, intervals, next_turn
from loader.monday.limits import ITEMS_A_PAGE, QUERY_POINTS
from loader.monday.read.shared_requests import ITEMS_A_LOOK, batches
from tests.unit.load.test_plan import board_file

MORNING = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
EVERY = timedelta(minutes=5)


class World:
    """Simulates boards, each with its rate of changes per hour, a network that may fail, and time.

    `alike` boards share one call, and all boards that changed share one more.
    """

    def __init__(
        self,
        rates: dict[str, float],
        calls: int,
        build: bool = True,
        every: timedelta = EVERY,
        alike: int = 10,
        seconds: float = 2.0,
    ) -> None:
        self.now = MORNING
        self.rates = rates
        self.alike, self.seconds = alike, seconds
        self.asked: dict[str, datetime] = {}
        self.oldest: dict[str, timedelta] = {}
        self.seen = dict.fromkeys(rates, MORNING)
        self.looks: dict[str, list[datetime]] = {name: [] for name in rates}
        self.calls: dict[str, int] = {}
        self.built: list[tuple[str, ...]] = []
        self.is_away: Callable[[datetime], bool] = lambda now: False
        self.unbuildable: set[str] = set()
        self.failing: dict[str, int] = {}
        self.models: dict[str, int] = {}
        self.watch = Watch(
            boards={name: Watched(name) for name in rates},
            day=Day(allowed=calls),
            every=every,
            look=self.look,
            spent=lambda: sum(self.calls.values()),
            build=self.build if build else None,
            clock=lambda: self.now,
            sleep=self.sleep,
            models=lambda name: self.models.get(name, 0),
            unbuilt=set(),
        )

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def look(self, names: tuple[str, ...]) -> dict[str, Look]:
        """Look at boards in one turn; the first of those that share a call is charged for it."""
        begun = self.now
        self.sleep(self.seconds * len(names))
        if self.is_away(self.now):
            return {}
        found = {}
        told = 0
        for place, name in enumerate(names):
            if name in self.failing:
                self.spend(self.failing[name])
                self.looks[name].append(self.now)
                continue
            hours = max(0.0, (self.now - self.seen[name]).total_seconds() / 3600)
            changed = int(self.rates[name] * hours)
            self.seen[name] = self.now if changed or not self.rates[name] else self.seen[name]
            spent = (place % self.alike == 0) + (bool(changed) and not told)
            told += bool(changed)
            found[name] = Look(spent, changed, spent)
            old = self.now - self.asked.get(name, begun)
            self.oldest[name] = max(old, self.oldest.get(name, old))
            self.asked[name] = begun
            self.spend(spent)
            self.looks[name].append(self.now)
        return found

    def spend(self, calls: int) -> None:
        day = self.now.date().isoformat()
        self.calls[day] = self.calls.get(day, 0) + calls

    def build(self, names: tuple[str, ...]) -> set[str]:
        self.built.append(names)
        return self.unbuildable.intersection(names)

    def run(self, hours: float) -> None:
        end = self.now + timedelta(hours=hours)
        while self.now < end:
            self.watch.turn()

    def longest_pause(self, name: str) -> timedelta:
        times = [MORNING, *self.looks[name]]
        return max(b - a for a, b in pairwise(times))


PAGES = 100
"""Pages of a board of 50,000 items."""


class LargeWorld(World):
    """Boards of `PAGES` pages, all swept just before the start, then by the rules of a load."""

    def __init__(self, ids: range, sweep: str | None = None) -> None:
        super().__init__(dict.fromkeys(map(str, ids), 0.0), calls=5_000, every=EVERY * 6)
        plain = board_file()
        self.files = {
            str(ident): replace(plain, board_id=ident, load=replace(plain.load, sweep=sweep))
            for ident in ids
        }
        self.swept = {name: [MORNING - timedelta(minutes=1)] for name in self.files}
        self.by_hour: Counter[int] = Counter()

    def look(self, names: tuple[str, ...]) -> dict[str, Look]:
        found = {}
        for name in names:
            self.sleep(self.seconds)
            record = LoadRecord("l", name, 1, MORNING, swept_at=self.swept[name][-1].isoformat())
            why = why_sweep(Landed(last=record), self.files[name], PAGES, self.now)
            spent = 4 if why is None else 3 + PAGES
            if why is not None:
                self.swept[name].append(self.now)
            self.by_hour[(self.now - MORNING) // timedelta(hours=1)] += spent
            self.spend(spent)
            found[name] = Look(spent, 0)
        return found


@pytest.mark.parametrize(("sweep", "every", "times"), [(None, 24, 2), ("12h", 12, 4)])
@pytest.mark.parametrize("ids", [range(8_709_134_400, 8_709_134_410), range(5_000, 9_999, 541)])
def test_sweeps_of_large_boards_are_spread_over_the_day(
    ids: range, sweep: str | None, every: int, times: int
) -> None:
    world = LargeWorld(ids, sweep)
    world.run(48)
    at_rest = len(ids) * 4 * 3
    assert max(world.by_hour.values()) <= at_rest + 24 / every * 2 * PAGES
    for swept in world.swept.values():
        assert len(swept) == 1 + times
        gaps = [later - earlier for earlier, later in pairwise(swept)]
        assert max(gaps) < timedelta(hours=every + 1)


def boards(count: int) -> dict[str, float]:
    return {f"b{n:02}": (20.0 if n < 5 else 0.0) for n in range(count)}


def test_a_day_keeps_to_its_calls_and_looks_where_much_changes() -> None:
    world = World(boards(40), calls=1000)
    world.run(48)
    assert len(world.calls) >= 2
    assert all(spent <= 1000 for spent in world.calls.values())
    busy, calm = len(world.looks["b00"]), len(world.looks["b30"])
    assert busy > 2 * calm > 10
    assert world.longest_pause("b30") < timedelta(hours=4)
    assert world.longest_pause("b00") < timedelta(minutes=60)
    first, *later = world.built
    assert set(first) == set(world.rates), "what an earlier process left unbuilt is not known"
    assert {name for names in later for name in names} == set(sorted(world.rates)[:5])


def test_a_standard_plan_keeps_a_hundred_boards_within_a_quarter_of_an_hour() -> None:
    rates = {f"b{n:03}": (20.0 if n < 5 else 1.0 if n < 15 else 0.0) for n in range(100)}
    weighed = [(name, 12_600.0, ITEMS_A_PAGE) for name in rates]
    alike = len(batches(weighed, QUERY_POINTS / 2, ITEMS_A_LOOK)[0])
    world = World(rates, 1000, every=timedelta(minutes=12), alike=alike, seconds=0.5)
    world.run(48)
    assert len(world.calls) >= 2
    assert max(world.calls.values()) <= 1000
    assert max(world.oldest.values()) <= timedelta(minutes=15)


def test_with_calls_to_spare_every_board_is_looked_at_as_often_as_asked() -> None:
    world = World(boards(10), calls=100_000)
    world.run(24)
    assert all(world.longest_pause(name) < timedelta(minutes=7) for name in world.rates)
    assert len(world.looks["b09"]) <= 24 * 12


def test_a_network_that_was_away_is_tried_again_and_again() -> None:
    world = World(boards(3), calls=1000)
    gone = (MORNING + timedelta(hours=5), MORNING + timedelta(hours=9))
    world.is_away = lambda now: gone[0] <= now < gone[1]
    world.run(24)
    for name in world.rates:
        back = next(at for at in world.looks[name] if at >= gone[1])
        assert back - gone[1] < timedelta(minutes=90)
        assert world.looks[name][-1] > MORNING + timedelta(hours=23)


def test_a_day_whose_calls_are_used_up_ends_at_midnight(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World(boards(2), calls=1000)
    world.watch.day = Day("2026-11-27", spent=1000, allowed=1000)
    world.now = MORNING + timedelta(hours=20)
    world.run(5)
    assert world.looks["b00"][0].date().isoformat() == "2026-11-28"
    assert [r.message for r in caplog.records if "used up" in r.message] == [
        "the calls of this day are used up; boards are looked at from 00:00 UTC on"
    ]


def test_what_monday_refuses_for_the_day_waits_for_the_next_one() -> None:
    world = World({"a": 1.0}, calls=1000)
    world.now += timedelta(hours=1)
    world.watch.look = lambda names: {"a": Look(1, None, day_is_over=True)}
    world.watch.turn()
    now = world.now
    world.watch.turn()
    assert world.now.date() > now.date()
    assert world.now.hour == 0


@pytest.mark.parametrize(
    ("begun", "seconds"), [("23:58:50", 120), ("00:00:00", 2), ("00:09:00", 2)]
)
def test_a_refusal_at_the_edge_of_a_day_costs_none_of_the_new_one(
    begun: str, seconds: float
) -> None:
    """monday's day may end a little later than this machine's day."""
    world = World({"a": 1.0}, calls=1000)
    hour, minute, second = map(int, begun.split(":"))
    world.now += timedelta(hours=hour, minutes=minute, seconds=second)
    look = world.watch.look

    def refused(names: tuple[str, ...]) -> dict[str, Look]:
        world.sleep(seconds)
        world.watch.look = look
        return {"a": Look(1, None, day_is_over=True)}

    world.watch.look = refused
    world.run(2)
    assert world.looks["a"][0] - world.now < timedelta(hours=-1)
    assert not world.watch.day.is_over


def test_a_clock_that_was_ahead_over_midnight_gives_no_calls_twice() -> None:
    world = World({"a": 1.0}, calls=800)
    world.watch.day = Day("2026-11-27", spent=800, allowed=800)
    world.now += timedelta(hours=24, minutes=10)
    world.watch.turn()
    assert world.watch.day.spent >= 1
    world.now -= timedelta(minutes=20)
    before = len(world.looks["a"])
    world.watch.turn()
    assert (world.watch.day.date, world.watch.day.left) == ("2026-11-27", 0)
    assert len(world.looks["a"]) == before
    world.run(1)
    assert world.watch.day.spent > 1, "what the next day has spent already is not forgotten"


def test_a_board_whose_models_were_written_anew_is_built() -> None:
    world = World({"a": 0.0, "b": 0.0}, calls=100_000)
    world.run(1)
    assert world.built == [("a", "b")]
    world.models["b"] = 1
    world.run(1)
    assert world.built == [("a", "b"), ("b",)]


def test_a_build_that_failed_is_made_again() -> None:
    world = World({"a": 60.0}, calls=100_000)
    world.unbuildable = {"a"}
    world.run(2)
    assert world.watch.unbuilt == {"a"}
    world.unbuildable.clear()
    world.run(1)
    assert world.watch.unbuilt == set()


def test_boards_beside_one_that_cannot_be_built_are_built_once() -> None:
    world = World({"broken": 60.0, "calm": 0.0}, calls=100_000)
    world.unbuildable = {"broken"}
    world.run(2)
    assert [names for names in world.built if "calm" in names] == [("broken", "calm")]
    assert len(world.built) > 10


def test_a_board_that_fails_after_many_calls_stays_within_the_day() -> None:
    world = World(boards(10), calls=1000)
    world.failing = {"b00": 60}
    world.run(48)
    assert max(world.calls.values()) <= 1000 + 60
    assert world.longest_pause("b09") < timedelta(hours=4)


def test_a_clock_that_is_set_back_stops_no_look() -> None:
    world = World(boards(2), calls=100_000)
    world.run(1)
    world.now -= timedelta(days=3)
    before = len(world.looks["b01"])
    world.run(0.5)
    assert len(world.looks["b01"]) > before + 3


def test_boards_that_come_and_go_are_followed() -> None:
    world = World({"a": 60.0, "b": 0.0, "c": 0.0}, calls=100_000)
    world.watch.follow(["a", "b"])
    world.unbuildable = {"b"}
    world.run(1)
    assert not world.looks["c"]
    looked = world.watch.boards["a"]
    world.watch.follow(["a", "c"])
    assert world.watch.boards == {"a": looked, "c": Watched("c")}
    assert world.watch.unbuilt == set()


def test_a_board_never_looked_at_comes_at_once_and_boards_come_together() -> None:
    seen = Watched("old", MORNING - timedelta(hours=1), 0.0, 1.0)
    turn = next_turn([seen, Watched("new")], Day(), MORNING, EVERY)
    assert turn == Turn(("old", "new"))
    rested = Watched("old", MORNING - timedelta(minutes=1))
    assert next_turn([rested], Day(), MORNING, EVERY) == Turn((), timedelta(minutes=4))


@pytest.mark.parametrize("calls", [10.0, 200.0, 5000.0])
def test_pauses_keep_within_the_calls_that_are_left(calls: float) -> None:
    some = [Watched(str(n), MORNING, float(n), 1 + n % 4) for n in range(30)]
    rest = timedelta(hours=12)
    pauses = intervals(some, calls, rest, EVERY)
    assert sum(b.calls * (rest / pauses[b.name]) for b in some) <= calls * 1.001
    assert min(pauses.values()) >= EVERY
