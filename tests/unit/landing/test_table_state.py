"""The state of a board in a warehouse, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

from datetime import UTC, datetime

from loader.landing.open import open_landing
from loader.landing.records import KILLED
from loader.landing.table_state import table_state
from tests.unit.landing.case import ENDED_AT, Place, record, rows

BUILT = 'build_id, model, table_name, started_at, ended_at, status, "rows", losses, message'


def test_the_state_of_a_board_without_anything(place: Place) -> None:
    with open_landing(place.warehouse, read_only=True) as landing:
        state = table_state(landing, "orders", table="orders", schema="main")
        assert landing.last_loads("orders") == ()
        assert landing.item_ids("orders") == set()

    assert (state.raw_rows, state.raw_items) == (None, None)
    assert not any(
        (
            state.incoming_exists,
            state.production_exists,
            state.staging_exists,
            state.previous_exists,
            state.last_build,
        )
    )


def test_the_state_of_a_board_that_was_loaded_and_built(place: Place) -> None:
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(4)))
        incoming.replace(4)
    place.run("create schema monday")
    place.run("create table monday.orders (a int)")
    place.run("insert into monday.orders values (1), (2)")
    place.run("create table monday.stg_orders (a int)")
    place.run("create table monday.orders__previous (a int)")
    place.run(
        f"insert into raw_monday._builds ({BUILT}) values ('b1', 'orders', 'monday.orders', "
        "'2026-11-23T06:00:00', '2026-11-23T06:01:00', 'complete', 2, '{\"Qty\":1}', 'OK'), "
        "('b0', 'orders', 'monday.orders', '2026-11-22T06:00:00', '2026-11-22T06:01:00', "
        "'failed', null, null, null)"
    )

    with open_landing(place.warehouse, read_only=True) as landing:
        state = table_state(landing, "orders", table="orders", schema="monday")
        assert landing.overview()["orders"].has_raw_table

    assert (state.raw_rows, state.raw_items) == (12, 4)
    assert state.production_exists
    assert state.production_rows == 2
    assert state.staging_exists
    assert state.previous_exists
    assert state.last_build is not None
    assert state.last_build.build_id == "b1"
    assert state.last_build.ended_at == datetime(2026, 11, 23, 6, 1, tzinfo=UTC)
    assert (state.last_build.rows, state.last_build.losses) == (2, '{"Qty":1}')


def test_an_overview_tells_of_every_board_at_once(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        assert landing.overview() == {}
        for board, load_id, status in (
            ("orders", "a", "complete"), ("orders", "b", "complete"), ("orders", "c", "failed"),
            ("tasks", "d", "failed"),
        ):  # fmt: skip
            landing.start_load(record(load_id, board))
            landing.finish_load(record(load_id, board, status=status, ended_at=ENDED_AT))
        landing.start_load(record("e", "orders"))
        under_way = landing.overview()["orders"]
        landing.finish_load(record("e", "orders", status="failed", ended_at=ENDED_AT))
    place.run(
        f"insert into raw_monday._builds ({BUILT}) values "
        + ", ".join(
            f"('{n}', 'orders', 'monday.orders', '2026-11-{day}T06:00:00', "
            f"'2026-11-{day}T06:01:00', '{status}', 2, null, 'OK')"
            for n, day, status in (
                ("b0", 20, "complete"),
                ("b1", 21, "complete"),
                ("b3", 23, "complete"),
                ("b2", 22, "failed"),
                ("b4", 24, "failed"),
            )
        )
    )
    with open_landing(place.warehouse, read_only=True) as landing:
        found = landing.overview()

    assert set(found) == {"orders", "tasks"}
    assert under_way.last_load == record("e", "orders")
    assert under_way.last_result == record("c", "orders", status="failed", ended_at=ENDED_AT)
    assert [
        one and one.load_id for one in (found["orders"].last_load, found["orders"].last_complete)
    ] == ["e", "b"]
    assert [build.build_id for build in found["orders"].builds] == ["b4", "b3", "b2", "b1"]
    assert found["tasks"].last_complete is None
    assert found["tasks"].last_build is None


def test_an_overview_of_a_warehouse_that_nothing_was_loaded_into_is_empty(place: Place) -> None:
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.overview() == {}
        assert landing.last_builds("orders") == ()


def test_an_overview_knows_a_killed_load_as_failed(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        landing.start_load(record("killed"))
    with open_landing(place.warehouse, read_only=True) as landing:
        found = landing.overview()["orders"]

    assert found.last_result == record("killed", status="failed", error=KILLED)
    assert not found.has_raw_table
