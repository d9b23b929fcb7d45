"""What a load may rely on, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loader.board.board_file import AttributeEntry, BoardFile, ColumnEntry
from loader.board.column_register import RegisteredColumn
from loader.board.model import Cell, Item
from loader.errors import IncompleteLoad, WarehouseLocked
from loader.landing.id_tables import ColumnRow
from loader.landing.open import open_landing
from loader.landing.records import KILLED
from loader.landing.register import register_in, rows_to_write
from loader.landing.rows import rows_of
from loader.landing.table_state import table_state
from tests.unit.landing.case import FIRST_ID, Place, place_in, record, rows

ALL = "select item_id, column_id, column_type, text, value, fields from raw_monday.orders"
ENDED_AT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


@pytest.fixture(params=["duckdb", pytest.param("sqlserver", marks=pytest.mark.sqlserver)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place_in(request.param, tmp_path / "project") as found:
        yield found


def load(place: Place, numbers: range, text: str = "t") -> None:
    """One complete load of these items."""
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(numbers, text))
        incoming.replace(len(numbers))


def counts(place: Place) -> tuple[object, ...]:
    """Rows, items and the smallest text of the text column in the raw table."""
    return place.read(
        "select count(*), count(distinct item_id), "
        "min(case when column_id = 'text_1' then text end) from raw_monday.orders"
    )[0]


STANDING = {"_builds", "_users", "_teams", "_column_labels", "_columns", "_told"}
"""Tables that are made with the schema, for builds and dimensions."""


def tables(place: Place) -> set[str]:
    found = place.read(
        "select table_name from information_schema.tables where table_schema = 'raw_monday'"
    )
    return {str(row[0]).lower() for row in found} - STANDING


def test_a_load_lands_every_row_as_it_came(place: Place) -> None:
    items = [
        Item(
            FIRST_ID,
            "שלום 🚀 ' ; drop table x --",
            cells=(
                Cell("text_1", "text", "", '""'),
                Cell("numeric_2", "numbers", None, None, '{"a":"\U0001f468\u200d\U0001f469"}'),
            ),
        )
    ]
    began = datetime.now(UTC).replace(microsecond=0)
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(
            rows_of(
                items,
                frozenset(),
                {"text_1": "text", "numeric_2": "numbers"},
                keeps_nul=landing.keeps_nul,
            )
        )
        assert incoming.rows == 3
        incoming.replace(1)

    assert sorted(place.read(ALL), key=str) == sorted(
        [
            (FIRST_ID, "name", "name", "שלום 🚀 ' ; drop table x --", None, None),
            (FIRST_ID, "text_1", "text", "", '""', None),
            (FIRST_ID, "numeric_2", "numbers", None, None, '{"a":"\U0001f468\u200d\U0001f469"}'),
        ],
        key=str,
    )
    [(loaded_at,)] = place.read("select distinct loaded_at from raw_monday.orders")
    assert isinstance(loaded_at, datetime)
    assert began <= loaded_at.replace(tzinfo=UTC) <= datetime.now(UTC)


def test_long_texts_arrive_whole(place: Place) -> None:
    texts = [
        character * length
        for character in ("x", "é", "🚀", "\\", '"')
        for length in (1_999, 2_000, 2_001, 4_000, 4_001, 100_000)
    ]
    items = [
        Item(number, text, cells=(Cell("text_1", "text", text, f'"{text}"', text),))
        for number, text in enumerate([*texts, "short"])
    ]
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows_of(items, frozenset(), {"text_1": "text"}, keeps_nul=True))
        incoming.replace(len(items))

    found = {
        (row[0], row[1]): row[2:]
        for row in place.read(
            "select item_id, column_id, text, value, fields from raw_monday.orders"
        )
    }
    assert len(found) == 2 * len(items)
    for number, text in enumerate(texts):
        assert found[number, "name"] == (text, None, None)
        assert found[number, "text_1"] == (text, f'"{text}"', text)


def test_what_the_engine_cannot_store_is_replaced_and_the_rest_kept(place: Place) -> None:
    cell = Cell("text_1", "text", "a\0b\ud800c", None)
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        keeps_nul = landing.keeps_nul
        batch = rows_of(
            [Item(1, "x", cells=(cell,))], frozenset(), {"text_1": "text"}, keeps_nul=keeps_nul
        )
        incoming.append(batch)
        incoming.replace(1)

    stored = place.read("select text from raw_monday.orders where column_id = 'text_1'")
    assert stored == [("a\0b\ufffdc" if keeps_nul else "a\ufffdb\ufffdc",)]
    assert batch.losses == {"text_1": 1}


def test_an_empty_board_lands_as_an_empty_table(place: Place) -> None:
    load(place, range(3))
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([]))
        incoming.replace(0)

    assert counts(place) == (0, 0, None)


def test_a_new_load_takes_the_place_of_the_old_one(place: Place) -> None:
    load(place, range(10), "old")
    load(place, range(5, 12), "new")

    assert counts(place) == (21, 7, "new")
    assert tables(place) == {"_loads", "orders"}


def test_the_raw_table_has_its_primary_key(place: Place) -> None:
    load(place, range(2))
    with pytest.raises(Exception, match=r"(?i)duplicate key|violation of primary key"):
        place.run("insert into raw_monday.orders select * from raw_monday.orders")


def test_items_can_be_removed_again_while_loading(place: Place) -> None:
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(10), "first"))
        incoming.delete([FIRST_ID + 2, FIRST_ID + 3, 5])
        incoming.delete([])
        incoming.append(rows([2], "second"))
        assert incoming.rows == 27
        incoming.replace(9)

    assert counts(place) == (27, 9, "first")


def test_a_load_can_start_over(place: Place) -> None:
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(10), "first"))
        incoming.clear()
        incoming.append(rows(range(4), "second"))
        incoming.replace(4)

    assert counts(place) == (12, 4, "second")


def test_too_few_items_leave_the_last_load(place: Place) -> None:
    load(place, range(10), "old")
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows(range(8), "new"))
        with pytest.raises(IncompleteLoad) as caught:
            incoming.replace(9)

    assert str(caught.value) == (
        "Board orders: 8 items where 9 were fetched. The last complete load stays; "
        "run `monday-load orders` again."
    )
    assert counts(place) == (30, 10, "old")
    assert tables(place) == {"_loads", "orders"}


def test_an_item_without_its_name_leaves_the_last_load(place: Place) -> None:
    load(place, range(2), "old")
    batch = rows([1, 2])
    for column in (
        batch.item_ids,
        batch.column_ids,
        batch.column_types,
        batch.texts,
        batch.values,
        batch.fields,
    ):
        del column[0]
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(batch)
        with pytest.raises(IncompleteLoad, match="1 items without their name"):
            incoming.replace(2)

    assert counts(place) == (6, 2, "old")


def test_an_item_that_comes_twice_is_refused(place: Place) -> None:
    load(place, range(2), "old")
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1, 2]))
        with pytest.raises(IncompleteLoad, match="Board orders: an item arrived twice"):
            incoming.append(rows([2, 3]))

    assert counts(place) == (6, 2, "old")


def test_an_abandoned_load_leaves_nothing_behind(place: Place) -> None:
    load(place, range(2), "old")

    def interrupted() -> None:
        with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
            incoming.append(rows(range(9), "new"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert counts(place) == (6, 2, "old")
    assert tables(place) == {"_loads", "orders"}


def test_changes_take_the_place_of_their_items_and_gone_ones_leave(place: Place) -> None:
    load(place, range(10), "old")
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([3, 4, 20], "new"))
        incoming.merge(3, [FIRST_ID + 7, FIRST_ID + 8, 99])
        assert landing.item_ids("orders") == {FIRST_ID + n for n in (0, 1, 2, 3, 4, 5, 6, 9, 20)}

    assert counts(place) == (27, 9, "new")
    assert place.read(
        "select count(*) from raw_monday.orders where column_id = 'text_1' and text = 'new'"
    ) == [(3,)]
    assert tables(place) == {"_loads", "orders"}


def test_a_merge_needs_a_complete_load_before_it(place: Place) -> None:
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows([1]))
        with pytest.raises(IncompleteLoad, match="without --changed first"):
            incoming.merge(1, [])


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
    """The second ran on a machine whose clock is two days ahead."""
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
"""1 to 20,000, on both engines."""


def test_old_records_go_but_those_that_later_loads_build_on(place: Place) -> None:
    """Of 12,000 loads the newest 10,000 stay, and the last good ones before them."""
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


def test_two_loads_of_one_board_do_not_mix(place: Place) -> None:
    with (
        open_landing(place.warehouse) as first,
        open_landing(place.warehouse) as second,
        first.begin("orders") as incoming,
    ):
        incoming.append(rows(range(3)))
        with pytest.raises(WarehouseLocked, match="Board orders is being loaded"):
            second.begin("orders")
        with pytest.raises(WarehouseLocked, match="Board orders is being loaded"):
            second.start_load(record())
        with second.begin("items") as other:
            other.append(rows(range(2)))
            other.replace(2)
        incoming.replace(3)

    assert counts(place) == (9, 3, "t")


def test_a_board_is_free_again_when_its_load_has_ended(place: Place) -> None:
    with open_landing(place.warehouse) as first, open_landing(place.warehouse) as second:
        first.start_load(record("one"))
        first.finish_load(record("one", status="failed"))
        second.start_load(record("two"))
        second.close()
        first.start_load(record("three"))


def test_several_boards_load_side_by_side(place: Place) -> None:
    failures: list[BaseException] = []

    def one(board: str, size: int) -> None:
        try:
            with open_landing(place.warehouse) as landing:
                landing.start_load(record(board, board))
                with landing.begin(board) as incoming:
                    for start in range(0, size, 50):
                        incoming.append(rows(range(start, start + 50)))
                    incoming.replace(size, record(board, board, status="complete"))
                landing.finish_load(record(board, board, status="complete"))
        except BaseException as exc:
            failures.append(exc)

    threads = [
        threading.Thread(target=one, args=(f"board_{number}", 50 * (number + 1)))
        for number in range(4)
    ]
    with open_landing(place.warehouse):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failures == []
    for number in range(4):
        assert place.read(f"select count(*) from raw_monday.board_{number}") == [
            (150 * (number + 1),)
        ]


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
        "insert into raw_monday._builds values ('b1', 'orders', 'monday.orders', "
        "'2026-11-23T06:00:00', '2026-11-23T06:01:00', 'complete', 2, '{\"Qty\":1}', 'OK'), "
        "('b0', 'orders', 'monday.orders', '2026-11-22T06:00:00', '2026-11-22T06:01:00', "
        "'failed', null, null, null)"
    )

    with open_landing(place.warehouse, read_only=True) as landing:
        state = table_state(landing, "orders", table="orders", schema="monday")

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
    built = "'complete', 2, null, 'OK'"
    place.run(
        "insert into raw_monday._builds values "
        + ", ".join(
            f"('{n}', 'orders', 'monday.orders', '2026-11-{day}T06:00:00', "
            f"'2026-11-{day}T06:01:00', {built})"
            for n, day in (("b1", 21), ("b3", 23), ("b2", 22))
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
    assert [build.build_id for build in found["orders"].builds] == ["b3", "b2"]
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


REGISTER = (
    RegisteredColumn(
        "text_1",
        ("Note", "Nöte \U0001f680 ]\"'"),
        ColumnEntry("text_1", "text", "Note", "Note", "approved", aliases=("N",)),
        None,
    ),
    RegisteredColumn("__group__", ("Group",), AttributeEntry("__group__", "Group", "approved")),
)


def register_rows(
    register: tuple[RegisteredColumn, ...], before: tuple[RegisteredColumn, ...] = ()
) -> tuple[ColumnRow, ...]:
    board = BoardFile("orders", 7, "Orders", "orders", (), ())
    return rows_to_write(board, register, before, load_id="l1", now=ENDED_AT)


def test_what_a_load_decides_comes_with_its_rows_or_not_at_all(place: Place) -> None:
    def fail() -> None:
        landing.dimensions.write_columns(register_rows(REGISTER))
        raise IncompleteLoad("as if the process had ended here")

    with open_landing(place.warehouse) as landing:
        assert landing.dimensions.labels("orders") == ()  # a load reads them first, which makes all
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            with pytest.raises(IncompleteLoad):
                incoming.replace(3, also=fail)
        assert landing.columns("orders") == ()
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            written = register_rows(REGISTER)
            incoming.replace(3, also=lambda: landing.dimensions.write_columns(written))
        assert set(register_in(landing.columns("orders"), 7)) == set(REGISTER)
        assert register_in(landing.columns("orders"), 8) == ()
        changed = (replace(REGISTER[0], filed=REGISTER[0].decided), REGISTER[1])
        rewritten = register_rows(changed, REGISTER)
        assert len(rewritten) == 1
        with landing.begin("orders") as incoming:
            incoming.append(rows(range(3)))
            incoming.replace(3, also=lambda: landing.dimensions.write_columns(rewritten))
    with open_landing(place.warehouse, read_only=True) as landing:
        assert set(register_in(landing.columns("orders"), 7)) == set(changed)


def test_a_warehouse_that_nothing_was_loaded_into_has_no_register(place: Place) -> None:
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.columns("orders") == ()


def test_filled_cells_are_counted_by_column(place: Place) -> None:
    items = [
        Item(
            FIRST_ID + n,
            "x",
            cells=(
                Cell("text_1", "text", text, f'"{text}"'),
                Cell("numeric_2", "numbers", None, "1" if n else None),
            ),
        )
        for n, text in enumerate(("", "a", "b"))
    ]
    types = {"text_1": "text", "numeric_2": "numbers"}
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows_of(items, frozenset(), types, keeps_nul=landing.keeps_nul))
        incoming.replace(3)
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.filled("orders") == {"name": 3, "text_1": 2, "numeric_2": 2}
        assert landing.filled("other") == {}
