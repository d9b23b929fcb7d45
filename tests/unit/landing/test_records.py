"""The records of loads, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from loader.errors import IncompleteLoad
from loader.landing.open import open_landing
from loader.landing.records import KILLED
from loader.landing.table_state import table_state
from tests.unit.landing.case import ENDED_AT, Place, load, record, rows


def test_the_record_of_a_load_is_written_with_its_table(place: Place) -> None:
    done = record(
        status="complete",
        ended_at=ENDED_AT,
        items=2,
        rows=6,
        calls=4,
        complexity=5_000_000_000,
        waits=1.5,
        drift='{"added":["🚀"]}',
    )
    with open_landing(place.warehouse) as landing:
        landing.start_load(record())
        assert landing.last_loads("orders") == (record(),)
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(2)))
            incoming.replace(2, done)
        landing.finish_load(done)
        assert landing.last_loads("orders") == (done,)
        assert landing.last_loads("other") == ()


def test_the_record_of_a_merge_is_written_with_it(place: Place) -> None:
    load(place, range(2))
    done = record(status="complete", ended_at=ENDED_AT)
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1]))
        incoming.merge(1, [], done)
        assert landing.last_loads("orders") == (done,)


def test_a_failed_check_writes_no_record(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        landing.start_load(record())
        with landing.begin("orders") as incoming, pytest.raises(IncompleteLoad):
            incoming.replace(1, record(status="complete"))
        failed = record(status="failed", ended_at=ENDED_AT, error="🚀 'x'")
        landing.finish_load(failed)

        assert landing.last_loads("orders") == (failed,)


def test_the_newest_load_is_the_last_one_whatever_the_clock_says(place: Place) -> None:
    """The second load ran on a machine whose clock is two days ahead."""
    with open_landing(place.warehouse) as landing:
        for load_id, day, kind in (("a", 1, "full"), ("b", 3, "full"), ("c", 2, "changed")):
            started = record(load_id, started_at=datetime(2026, 11, day, tzinfo=UTC), kind=kind)
            landing.start_load(started)
            landing.finish_load(replace(started, status="complete"))
        landing.start_load(record("other", board="other"))

        assert [one.load_id for one in landing.last_loads("orders")] == ["c", "b", "a"]
        assert [one.load_id for one in landing.last_loads("orders", limit=1)] == ["c"]
        last, full = landing.last_complete("orders"), landing.last_complete("orders", "full")
        assert last is not None
        assert full is not None
        assert (last.load_id, full.load_id) == ("c", "b")


def test_loads_that_an_earlier_version_recorded_are_the_older_ones(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        for load_id, day in (("old", 1), ("ahead", 28)):
            landing.start_load(record(load_id, started_at=datetime(2026, 11, day, tzinfo=UTC)))
            landing.finish_load(record(load_id, started_at=datetime(2026, 11, day, tzinfo=UTC)))
    if place.engine == "sqlserver":
        place.run("drop index if exists [IX_loads] on raw_monday._loads")
    place.run("alter table raw_monday._loads drop column seq")
    with open_landing(place.warehouse, read_only=True) as landing:
        assert [one.load_id for one in landing.last_loads("orders")] == ["ahead", "old"]

    with open_landing(place.warehouse) as landing:
        landing.start_load(record("new", started_at=datetime(2026, 11, 2, tzinfo=UTC)))
        assert [one.load_id for one in landing.last_loads("orders")] == ["new", "ahead", "old"]


def test_the_record_of_an_ended_load_keeps_its_place(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        landing.start_load(record("first"))
        landing.finish_load(record("first", status="failed"))
        landing.start_load(record("second"))
        landing.finish_load(record("second", status="failed"))
        landing.finish_load(record("first", status="failed", error="told late"))

        assert [one.load_id for one in landing.last_loads("orders")] == ["second", "first"]


DIGITS = "(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"
NUMBERS = (
    "select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n "
    f"from {DIGITS} as a(d) cross join {DIGITS} as b(d) cross join {DIGITS} as c(d) "
    f"cross join {DIGITS} as e(d) cross join (values (0), (1)) as f(d)"
)
"""Selects 1 to 20,000 on both engines."""


def test_old_records_go_but_those_that_later_loads_build_on(place: Place) -> None:
    """Of 12,000 loads, the newest 10,000 stay, and the last good ones before them."""
    with open_landing(place.warehouse):
        pass
    place.run(
        "insert into raw_monday._loads (load_id, board, board_id, started_at, status, kind, "
        "watermark, seq) select concat('load-', n), 'orders', 1, '2026-01-01T00:00:00', "
        "case when n in (2, 3, 4, 5) then 'complete' else 'failed' end, "
        "case when n in (2, 3) then 'full' else 'changed' end, "
        f"case when n in (4, 5) then 'w' end, n from ({NUMBERS}) as numbers where n <= 12000"
    )
    place.run(
        "update raw_monday._loads set started_at = '2025-12-31T00:00:00' where load_id = 'load-4'"
    )
    place.run(
        "insert into raw_monday._loads (load_id, board, board_id, started_at, status, seq) "
        "values ('other', 'other', 2, '2020-01-01T00:00:00', 'complete', 1)"
    )

    for number in range(3):
        with open_landing(place.warehouse) as landing:
            landing.start_load(record(f"new-{number}"))
            last, full = landing.last_complete("orders"), landing.last_complete("orders", "full")
            assert last is not None
            assert full is not None
            assert (last.load_id, full.load_id) == ("load-5", "load-3")
            assert landing.watermark_met("orders", "w") == datetime(2025, 12, 31, tzinfo=UTC)

    old = place.read("select load_id from raw_monday._loads where seq <= 2003")
    assert {row[0] for row in old} == {"load-3", "load-4", "load-5", "other"}
    assert place.read("select count(*) from raw_monday._loads where board = 'orders'") == [
        (10_003,)
    ]


def test_a_load_that_was_killed_is_told_from_one_that_runs(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        landing.start_load(record("killed"))
        landing.begin("orders").append(rows(range(3)))
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.last_loads("orders") == (record("killed", status="failed", error=KILLED),)
        assert table_state(landing, "orders", table="orders", schema="main").incoming_exists

    with open_landing(place.warehouse) as landing:
        landing.start_load(record("next"))
        assert set(landing.last_loads("orders")) == {
            record("killed", status="failed", error=KILLED),
            record("next"),
        }
        assert not table_state(landing, "orders", table="orders", schema="main").incoming_exists
