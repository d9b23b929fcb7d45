"""Each red board is reported once until it is ok again: thirty boards over a month."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loader.board.board_file import BoardFile
from loader.deployment.alerts import alerts
from loader.deployment.health import health_of
from loader.landing.id_rows import ToldRow
from loader.landing.overview import BoardRecords
from loader.landing.records import BuildRecord, LoadRecord

START = datetime(2026, 11, 1, tzinfo=UTC)
BOARDS = tuple(BoardFile(f"board_{n}", n, f"Board {n}", f"b{n}", (), ()) for n in range(1, 31))


def a_day(records: BoardRecords, at: datetime, chance: random.Random) -> BoardRecords:
    """Return the records after a day's load and build: most succeed, some fail, some never run."""
    what = chance.choices(("good", "load fails", "build fails", "silence"), (85, 5, 4, 6))[0]
    if what == "silence":
        return records
    ended = at + timedelta(minutes=9)
    load = LoadRecord(f"l{at:%d}", "b", 1, at, ended, "complete", items=3)
    if what == "load fails":
        load = replace(load, status="failed", error="no answer")
        return replace(records, last_load=load, last_result=load)
    status = "failed" if what == "build fails" else "complete"
    build = BuildRecord(f"b{at:%d}", "b", "t", at, ended, status, 3, None, "checks")
    builds = (build, *records.builds[:1])
    return BoardRecords(load, load, load, builds)


def test_every_red_board_is_told_exactly_once_until_it_is_ok() -> None:
    chance = random.Random(7)
    records = {board.name: BoardRecords() for board in BOARDS}
    told: dict[str, ToldRow] = {}
    red: set[str] = set()
    episodes = messages = 0
    for hour in range(30 * 24):
        now = START + timedelta(hours=hour)
        for board in BOARDS:
            if now.hour == board.board_id % 24:
                records[board.name] = a_day(records[board.name], now, chance)
        states = {b.name: health_of(b, records[b.name], now).state for b in BOARDS}
        found = alerts(states, told, now)
        turned = {name for name, state in states.items() if state != "ok"} - red
        assert {row.board for row in found.told} == turned
        assert {row.board for row in found.well} == {n for n in red if states[n] == "ok"}
        told = {name: row for name, row in told.items() if row not in found.well}
        told |= {row.board: row for row in found.told}
        red = {name for name, state in states.items() if state != "ok"}
        assert set(told) == red
        episodes += len(turned)
        messages += len(found.told)
    assert episodes == messages > len(BOARDS)


def test_a_board_that_nobody_asked_about_stays_as_it_was() -> None:
    before = {"a": ToldRow("a", "late", START)}
    found = alerts({"b": "failed"}, before, START)
    assert (found.told, found.well) == ((ToldRow("b", "failed", START),), ())


def test_a_red_board_that_changes_its_state_is_not_told_again() -> None:
    before = {"a": ToldRow("a", "late", START)}
    assert alerts({"a": "failed"}, before, START).told == ()


def test_a_board_that_was_removed_is_forgotten() -> None:
    before = {"a": ToldRow("a", "late", START)}
    assert alerts({"a": "removed"}, before, START).well == (before["a"],)


def test_an_unreadable_file_of_another_databases_board_is_told_once() -> None:
    """While a file is unreadable, its board's database is unknown and another one counts it."""
    red = {"a": ToldRow("a", "failed", START)}
    assert alerts({"a": "unreadable"}, {}, START, {}, red) == alerts({}, {}, START)
    (told,) = alerts({"a": "unreadable"}, {}, START).told
    mended = alerts({"b": "ok"}, {"a": told}, START, elsewhere={"a": "ok"})
    assert mended.well == (told,)
