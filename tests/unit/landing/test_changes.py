"""What loads write to raw_monday._changes, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from loader.errors import IncompleteLoad
from loader.landing.contract import Landing
from loader.landing.open import open_landing
from tests.sqlserver.connection import needs_sql_server
from tests.unit.landing.case import FIRST_ID, Place, record, rows


def full(landing: Landing, load_id: str, items: int = 20, board: str = "orders") -> None:
    """Run a full load of items 0, 1, 2 and so on."""
    landing.start_load(record(load_id, board))
    with landing.begin(board) as incoming:
        incoming.append(rows(range(items)))
        incoming.replace(items, record(load_id, board, status="complete", items=items))
    landing.finish_load(record(load_id, board, status="complete", items=items))


def changed(
    landing: Landing,
    load_id: str,
    touched: range,
    gone: Collection[int] = (),
    items: int = 20,
    text: str = "",
) -> None:
    """Run an incremental load."""
    landing.start_load(record(load_id))
    done = record(load_id, status="complete", kind="changed", items=items)
    with landing.begin("orders") as incoming:
        incoming.append(rows(touched, text or load_id))
        incoming.merge(len(touched), [FIRST_ID + n for n in gone], done)
    landing.finish_load(done)


def noted(place: Place, board: str = "orders") -> list[tuple[object, ...]]:
    """Return load, item (counted from 0; None for the load itself) and kind, in order."""
    found = place.read(
        f"select load_id, item_id - {FIRST_ID}, kind from raw_monday._changes "
        f"where board = '{board}' order by seq, item_id"
    )
    return [(load, None if item == -FIRST_ID else item, kind) for load, item, kind in found]


def built(place: Place, model: str, state: str | None, day: int) -> None:
    """Record a build of a table."""
    used = "null" if state is None else f"'{state}'"
    place.run(
        "insert into raw_monday._builds "
        "(build_id, model, table_name, started_at, ended_at, status, state) values "
        f"('{model}{day}', '{model}', 't', '2026-11-{day}', '2026-11-{day}', 'complete', {used})"
    )


def test_a_load_of_changes_leaves_the_items_that_it_touched(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        full(landing, "a")
        full(landing, "other", board="tasks")
        changed(landing, "b", range(3, 5), gone=[7], items=19)
        changed(landing, "c", range(0), items=19)
        changed(landing, "d", range(4, 5), items=19)
        changed(landing, "e", range(4, 6), items=19, text="d")

    assert noted(place) == [
        ("a", None, "all"),
        ("b", None, "items"), ("b", 3, "changed"), ("b", 4, "changed"), ("b", 7, "gone"),
        ("c", None, "items"),
        ("d", None, "items"), ("d", 4, "changed"),
        ("e", None, "items"), ("e", 5, "changed"),
    ]  # fmt: skip
    assert noted(place, "tasks") == [("other", None, "all")]


def test_a_full_load_takes_the_place_of_all_that_was_noted(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        full(landing, "a")
        changed(landing, "b", range(3))
        full(landing, "c")
        changed(landing, "d", range(1))

    assert noted(place) == [("c", None, "all"), ("d", None, "items"), ("d", 0, "changed")]


def test_what_is_refused_is_not_noted(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        full(landing, "a")

        def fail() -> None:
            raise IncompleteLoad("as if the process had ended here")

        landing.start_load(record("b"))
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(2)))
            with pytest.raises(IncompleteLoad):
                incoming.merge(2, (), record("b", status="complete"), fail)
        landing.finish_load(record("b", status="failed"))
        changed(landing, "c", range(2))

    assert noted(place)[:2] == [("a", None, "all"), ("c", None, "items")]


def test_behind_a_load_that_is_not_noted_any_item_may_have_changed(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        full(landing, "a")
        changed(landing, "b", range(2))
        landing.start_load(record("of an earlier version"))
        landing.finish_load(record("of an earlier version", status="complete", kind="changed"))
        changed(landing, "c", range(2))

    assert noted(place) == [("c", None, "all")]


def test_more_than_the_board_has_items_is_not_kept(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        full(landing, "a")
        changed(landing, "b", range(15))
        changed(landing, "c", range(6))

    assert noted(place) == [("c", None, "all")]


def test_it_stays_until_every_table_was_built_from_it(place: Place) -> None:
    with open_landing(place.warehouse) as landing:
        full(landing, "a")
        changed(landing, "b", range(1))
        changed(landing, "c", range(2))
    built(place, "orders", "a", 20)
    built(place, "orders", "c", 21)
    built(place, "orders__links", "b", 21)
    built(place, "orders_2", "a", 21)
    with open_landing(place.warehouse) as landing:
        changed(landing, "d", range(1))
    assert noted(place) == [
        ("b", None, "items"),
        ("c", None, "items"), ("c", 0, "changed"), ("c", 1, "changed"),
        ("d", None, "items"), ("d", 0, "changed"),
    ]  # fmt: skip

    built(place, "orders", "gone long ago", 22)
    built(place, "orders__links", None, 22)
    with open_landing(place.warehouse) as landing:
        changed(landing, "e", range(0))
    assert len(noted(place)) == 7


def test_a_warehouse_of_an_earlier_version_gets_what_it_lacks(place: Place) -> None:
    if place.engine == "sqlserver":
        needs_sql_server("one `alter table ... add` makes one column there")
    with open_landing(place.warehouse) as landing:
        full(landing, "a")
    place.run("drop table raw_monday._changes")
    place.run("drop table raw_monday._builds")
    place.run(
        "create table raw_monday._builds (model varchar(9), status varchar(9), started_at date)"
    )
    with open_landing(place.warehouse) as landing:
        changed(landing, "b", range(1))

    assert noted(place) == [("b", None, "all")]
    assert place.read("select state, fingerprint from raw_monday._builds") == []
