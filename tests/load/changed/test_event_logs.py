"""monday's activity log of a board: entries that were read stay landed, and none comes twice."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from loader.errors import LoaderError
from loader.load.event_logs import OVERLAP
from tests.load.changed.lab import BOARD, Case, Lab, duckdb_lab
from tests.load.changed.world import BOARD_ID, EDITS, FIRST, clock_of, world
from tests.monday_server import Account, Edits, Fault, MondayServer, Request, Strike
from tests.monday_server.activity import LogEntry
from tests.project import UserProject

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))
EVENTS = f"select event_id, ticks, event, entity, user_id, data from raw_monday.{BOARD}__activity"


def recent(account: Account) -> Account:
    """Return the same account, ten days before this machine's time."""
    clock_of(account).now = datetime.now(UTC).replace(microsecond=123_456) - timedelta(days=10)
    return account


def asking(lab: Lab) -> Lab:
    lab.settings("board_id:", "activity: true\nboard_id:")
    return lab


def events(lab: Lab) -> list[tuple[Any, ...]]:
    return sorted(lab.query(EVENTS))


def written(account: Account) -> list[tuple[Any, ...]]:
    """Return the entries of the board's log, as they are landed."""
    return sorted(
        (e.id, e.ticks, e.event, e.entity, e.user_id, e.data)
        for e in account.log.entries.get(BOARD_ID, ())
    )


@pytest.fixture
def logged(case: Case) -> Case:
    """Return a case whose board file requests the log."""
    recent(case.account)
    asking(case.lab)
    return case


def edit(account: Account, name: str, n: int) -> None:
    EDITS[name](Edits(account), n)
    clock_of(account).move(1)


def test_the_log_lands_as_it_came_and_goes_on_from_the_last_event(logged: Case) -> None:
    account = logged.account
    edit(account, "set", 1)
    edit(account, "move", 2)
    account.log.write(BOARD_ID, "an_event_of_2031", {"odd": ["\U0001f680", 1.50]}, "-4")
    logged.lab.load()
    assert events(logged.lab) == written(account)
    edit(account, "set", 3)
    clock_of(account).move(3_600)
    new = set(written(account)) - set(events(logged.lab))
    assert (len(new), logged.lab.load(changed=True).news) == (1, 1)
    edit(account, "status", 3)
    operations = logged.changed()
    assert operations.count("Activity") == 1
    assert events(logged.lab) == written(account)
    assert logged.last()["events_read"] == len(written(account))
    logged.lab.load()
    assert events(logged.lab) == written(account)


def test_any_day_with_lag_and_doubles_ends_as_one_load_does(
    deployed: UserProject, tmp_path: Path
) -> None:
    """Entries appear up to fifty minutes late, in any order, while pages are read."""
    rng = Random(18)
    with MondayServer(recent(world())) as api:
        account = api.account
        account.log.lag = lambda: timedelta(minutes=rng.choice([0, 0, 0, 5, 50]))
        follower = asking(duckdb_lab(deployed, tmp_path / "follower", api))
        witness = asking(duckdb_lab(deployed, tmp_path / "witness", api))
        follower.load()
        for _ in range(4):
            for _ in range(25):
                name = rng.choice(sorted(name for name in EDITS if "column" not in name))
                edit(account, name, rng.randrange(40))
                clock_of(account).move(rng.choice([0, 1, 60]))
            api.edit_at = {
                number: lambda found: Edits(found).set_cell(FIRST, "text_1", f"{rng.random()}")
                for number in range(len(api.requests), len(api.requests) + 9)
            }
            follower.load(changed=True)
        api.edit_at = {}
        clock_of(account).move(OVERLAP.total_seconds() - 60)
        follower.load(changed=True)
        witness.load()
        assert events(follower) == events(witness) == written(account)


def is_of_log(request: Request) -> bool:
    return request.operation == "Activity"


def entry(number: int, when: datetime, name: str = "id") -> LogEntry:
    ticks = int(when.timestamp()) * 10_000_000 + number % 9_973
    data = json.dumps({"board_id": BOARD_ID, "pulse_id": number})
    return LogEntry(f"{name}-{number}", "update_column_value", "pulse", ticks, "7", data, when)


def test_more_events_than_monday_gives_of_a_span_are_read_in_several(
    deployed: UserProject, tmp_path: Path
) -> None:
    count = 100_000 if WHOLE else 21_500
    with MondayServer(recent(world())) as api:
        start = clock_of(api.account).now - timedelta(days=200)
        log = [entry(n, start + timedelta(seconds=n // 3)) for n in range(count)]
        api.account.log.entries[BOARD_ID] = log
        lab = asking(duckdb_lab(deployed, tmp_path / "home", api))
        lab.load()
        assert events(lab) == written(api.account)
        calls = [r for r in api.requests if r.operation == "Activity"]
        assert len(calls) <= count // 1_000 + count // 10_000 + 1


def test_an_entry_that_monday_leaves_null_ends_no_page(
    logged: Case, caplog: pytest.LogCaptureFixture
) -> None:
    start = clock_of(logged.account).now - timedelta(days=2)
    logged.account.log.entries[BOARD_ID] = [
        entry(n, start + timedelta(seconds=n)) for n in range(1_005)
    ]

    def nulled(scene: Any) -> Any:
        body = scene.true_body()
        body["data"]["boards"][0]["activity_logs"][0] = None
        return scene.json(body)

    logged.api.strikes.append(Strike(Fault("a null entry", nulled), when=is_of_log))
    logged.lab.load()
    missing = set(written(logged.account)) - set(events(logged.lab))
    assert len(missing) == 1
    assert "monday left 1 entries of its activity log empty" in caplog.text


def test_a_second_with_too_many_events_is_told_and_lands_nothing(logged: Case) -> None:
    when = clock_of(logged.account).now
    crowded = [entry(n, when) for n in range(10_001)]
    logged.account.log.entries[BOARD_ID] = crowded
    with pytest.raises(LoaderError, match="more than 10,000 events between"):
        logged.lab.load()
    assert logged.lab.query(TABLES) == []


def test_a_dry_run_counts_the_calls_of_the_log(deployed: UserProject, tmp_path: Path) -> None:
    with MondayServer(recent(world())) as api:
        lab = duckdb_lab(deployed, tmp_path / "home", api)
        before = lab.project.ok("monday-load", BOARD, "--dry-run", "--json")
        asking(lab)
        after = lab.project.ok("monday-load", BOARD, "--dry-run", "--json")
        calls = [json.loads(said.out)[0]["calls"] for said in (before, after)]
        assert calls[1] == calls[0] + 1
        assert not [r for r in api.requests if r.operation == "Activity"]


TABLES = "select table_name from information_schema.tables where table_name like '%__activity'"


def test_what_monday_has_forgotten_stays_and_a_gap_is_told(
    logged: Case, caplog: pytest.LogCaptureFixture
) -> None:
    account = logged.account
    edit(account, "set", 1)
    logged.lab.load()
    assert "monday's activity log begins at 20" in caplog.text
    before = events(logged.lab)
    account.log.keeps = timedelta(days=1)
    clock_of(account).move(3 * 86_400)
    logged.changed()
    assert "no longer has" not in caplog.text, "the board was at rest, and its log followed"
    logged.lab.pass_time(3 * 86_400)
    edit(account, "set", 2)
    logged.lab.load()
    assert "no longer has the last known event, of 20" in caplog.text
    assert {e.event for e in account.log.shown(BOARD_ID)} == {"update_column_value"}
    assert len(account.log.shown(BOARD_ID)) == 1
    assert set(before) < set(events(logged.lab))
    assert events(logged.lab) == written(account)


@pytest.mark.parametrize("moment", ["null", "unusable id", "unusable time"])
def test_a_log_that_cannot_be_read_fails_the_load_and_keeps_the_last(
    logged: Case, moment: str
) -> None:
    account = logged.account
    edit(account, "set", 1)
    logged.lab.load()
    before = events(logged.lab), logged.lab.raw(), len(logged.lab.loads())
    edit(account, "set", 2)
    broken = {
        "null": Fault("null", lambda scene: scene.json(_without_log(scene.true_body()))),
        "unusable id": _spoiled("id", "an id\n"),
        "unusable time": _spoiled("created_at", "soon"),
    }[moment]
    logged.api.strikes.append(Strike(broken, when=is_of_log))
    with pytest.raises(LoaderError, match=r"null for the activity log|no usable"):
        logged.lab.load()
    assert (events(logged.lab), logged.lab.raw(), len(logged.lab.loads())) == before
    logged.api.strikes.clear()
    logged.lab.load(changed=True)
    assert events(logged.lab) == written(account)


def _without_log(body: Any) -> Any:
    body["data"]["boards"][0]["activity_logs"] = None
    return body


def _spoiled(key: str, value: str) -> Fault:
    def act(scene: Any) -> Any:
        body = scene.true_body()
        body["data"]["boards"][0]["activity_logs"][-1][key] = value
        return scene.json(body)

    return Fault(f"spoiled {key}", act)
