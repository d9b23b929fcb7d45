"""What a load may rely on, the same on DuckDB and on a T-SQL server."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from loader.board.model import Cell, Item
from loader.errors import IncompleteLoad, WarehouseLocked
from loader.landing.open import open_landing
from loader.landing.rows import rows_of
from tests.unit.landing.case import FIRST_ID, Place, load, record, rows

ALL = "select item_id, column_id, column_type, text, value, fields from raw_monday.orders"


def counts(place: Place) -> tuple[object, ...]:
    """Return rows, items and the smallest text of the text column in the raw table."""
    return place.read(
        "select count(*), count(distinct item_id), "
        "min(case when column_id = 'text_1' then text end) from raw_monday.orders"
    )[0]


STANDING = {"_builds", "_users", "_teams", "_column_labels", "_columns", "_told", "_changes"}
"""Tables for builds and dimensions, which are created with the schema."""


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
        for n, text in enumerate(("", " ", "\U0001f680"))
    ]
    types = {"text_1": "text", "numeric_2": "numbers"}
    with open_landing(place.warehouse) as landing, landing.begin("orders") as incoming:
        incoming.append(rows_of(items, frozenset(), types, keeps_nul=landing.keeps_nul))
        incoming.replace(3)
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.filled("orders") == {"name": 3, "text_1": 2, "numeric_2": 2}
        assert landing.filled("other") == {}


def test_the_database_says_which_names_are_the_same(place: Place) -> None:
    names = ["Price", "Cost", "PRICE", "it's ]", "\u05e9\u05dc\u05d5\u05dd \U0001f680", "IT'S ]"]
    with open_landing(place.warehouse, read_only=True) as landing:
        assert landing.same_names(names) == ((0, 2), (3, 5))
        assert landing.same_names([]) == ()
