"""Pages, cursors, filters, hierarchy scopes and the limits of ids."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from . import Account, Limits, MondayServer, Quirks, demo_account, text_board
from .asking import ITEMS, NEXT, all_ids, ask, page, post, problem
from .demo import FIRST_ORDER
from .demo_columns import ORDERS_ID
from .generated import BIG_BOARD_ID
from .multilevel import MULTILEVEL_ID, multilevel_board


def test_pages_hold_every_active_item_once() -> None:
    account = demo_account(1200)
    with MondayServer(account) as server:
        server.edit.archive_item(FIRST_ORDER)
        server.edit.delete_item(FIRST_ORDER + 7)
        ids = all_ids(server, ORDERS_ID)
        count = ask(server, f"{{ boards(ids: [{ORDERS_ID}]) {{ items_count }} }}")
    assert sorted(ids) == [FIRST_ORDER + 7 * n for n in range(2, 1200)]
    assert count["boards"][0]["items_count"] == 1198
    assert [request.page for request in server.pages_served] == [1, 2, 3]


def test_default_limit_is_25_everywhere() -> None:
    ids = ", ".join(str(FIRST_ORDER + 7 * n) for n in range(40))
    with MondayServer(demo_account(60)) as server:
        found = ask(
            server,
            f"{{ items(ids: [{ids}]) {{ id }} boards(ids: [{ORDERS_ID}]) "
            "{ items_page { items { id } } } }",
        )
        with_limit = ask(server, f"{{ items(ids: [{ids}], limit: 100) {{ id }} }}")
    assert len(found["items"]) == 25
    assert len(found["boards"][0]["items_page"]["items"]) == 25
    assert len(with_limit["items"]) == 40


def test_a_page_holds_at_most_500() -> None:
    with MondayServer(demo_account(10)) as server:
        entry = problem(server, ITEMS, board=[ORDERS_ID], limit=501)
    assert entry["extensions"]["code"] == "InvalidArgumentException"


def test_items_takes_at_most_100_ids() -> None:
    with MondayServer(demo_account(10)) as server:
        ids = list(range(101))
        entry = problem(server, "query ($i: [ID!]) { items(ids: $i) { id } }", i=ids)
    assert "at most 100 ids" in entry["message"]


def test_items_by_id_shows_archived_and_deleted_ones() -> None:
    with MondayServer(demo_account(10)) as server:
        server.edit.archive_item(FIRST_ORDER)
        server.edit.delete_item(FIRST_ORDER + 7)
        query = "query ($i: [ID!]) { items(ids: $i, limit: 100) { id state } }"
        found = ask(server, query, i=[FIRST_ORDER, FIRST_ORDER + 7, 5])
    assert [item["state"] for item in found["items"]] == ["archived", "deleted"]


def test_unknown_boards_are_left_out_without_an_error() -> None:
    with MondayServer(demo_account(10)) as server:
        assert ask(server, "{ boards(ids: [1]) { id } }") == {"boards": []}
        found = ask(server, f"{{ boards(ids: [1, {ORDERS_ID}]) {{ id }} }}")
    assert found == {"boards": [{"id": str(ORDERS_ID)}]}


def test_name_and_auto_number_have_no_cells_and_archived_columns_neither() -> None:
    with MondayServer(demo_account(10)) as server:
        cells = page(server, ORDERS_ID, 1)["items"][0]["column_values"]
    ids = {cell["id"] for cell in cells}
    assert not ids & {"name", "auto_number_1", "numeric_old"}
    assert len(ids) == 52


def test_cursor_lives_from_the_first_page_on() -> None:
    now = [1000.0]
    server = MondayServer(demo_account(30), clock=lambda: now[0])
    with server:
        cursor = page(server, ORDERS_ID, 10)["cursor"]
        now[0] += 3000
        cursor = ask(server, NEXT, cursor=cursor, limit=10)["next_items_page"]["cursor"]
        now[0] += 601
        answer = post(server, NEXT, cursor=cursor, limit=10)
    assert answer.status_code == 200
    entry = answer.json()["errors"][0]
    assert entry["extensions"]["code"] == "CursorException"
    assert entry["message"].startswith("CursorExpiredError")


def test_one_cursor_gives_one_page_however_often() -> None:
    with MondayServer(demo_account(30)) as server:
        cursor = page(server, ORDERS_ID, 10)["cursor"]
        once = ask(server, NEXT, cursor=cursor, limit=10)["next_items_page"]["items"]
        again = ask(server, NEXT, cursor=cursor, limit=10)["next_items_page"]["items"]
    assert once == again


def test_cursor_and_query_params_together_are_refused() -> None:
    query = """query ($c: String) { boards(limit: 1) {
      items_page(limit: 5, cursor: $c, query_params: {rules: []}) { cursor } } }"""
    with MondayServer(demo_account(30)) as server:
        cursor = page(server, ORDERS_ID, 10)["cursor"]
        assert "but not both" in problem(server, query, c=cursor)["message"]


def test_items_that_leave_while_someone_pages_shift_the_rest() -> None:
    account = demo_account(30)
    with MondayServer(account) as server:
        cursor = page(server, ORDERS_ID, 10)["cursor"]
        server.edit.delete_item(FIRST_ORDER)
        rest = ask(server, NEXT, cursor=cursor, limit=500)["next_items_page"]["items"]
    assert len(rest) == 19


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ({"column_id": "group", "compare_value": ["topics"]}, 10),
        ({"column_id": "group", "compare_value": ["topics"], "operator": "not_any_of"}, 30),
        ({"column_id": "name", "compare_value": "Style 1007", "operator": "contains_text"}, 1),
        ({"column_id": "status", "compare_value": ["Done"]}, 0),
        (
            {
                "column_id": "__last_updated__",
                "compare_value": ["2026-11-01", "2026-11-02"],
                "operator": "between",
                "compare_attribute": "UPDATED_AT",
            },
            1,
        ),
        ({"column_id": "__last_updated__", "compare_value": ["TODAY"]}, 1),
        (
            {
                "column_id": "__last_updated__",
                "compare_value": ["EXACT", "2026-11-02"],
                "operator": "greater_than_or_equals",
            },
            1,
        ),
        (
            {
                "column_id": "__last_updated__",
                "compare_value": ["DAYS", 7],
                "operator": "within_the_last",
            },
            1,
        ),
        ({"column_id": "__last_updated__", "compare_value": ["LAST_WEEK"]}, 0),
    ],
)
def test_rules(rule: dict[str, Any], count: int) -> None:
    account = demo_account(40)
    account.now = lambda: datetime(2026, 11, 2, 15, tzinfo=UTC)
    with MondayServer(account) as server:
        server.edit.rename_item(FIRST_ORDER, "Changed")
        assert len(page(server, ORDERS_ID, ask={"rules": [rule]})["items"]) == count


def test_order_by_last_updated_descending() -> None:
    account = demo_account(40)
    order = {"order_by": [{"column_id": "__last_updated__", "direction": "desc"}]}
    with MondayServer(account) as server:
        ids = all_ids(server, ORDERS_ID, 7, ask=order)
    items = account.boards[ORDERS_ID].items
    times = [items[item_id].updated_at for item_id in ids]
    assert times == sorted(times, reverse=True)
    assert len(ids) == 40


def test_group_pages_and_lazy_boards() -> None:
    query = """query ($board: [ID!]) { boards(ids: $board, limit: 1) { items_count
      groups { id items_page(limit: 500) { cursor items { id } } } } }"""
    board = text_board(1000, 2, groups=8, lazy=True)
    with MondayServer(board) as server:
        found = ask(server, query, board=[BIG_BOARD_ID])["boards"][0]
        whole = all_ids(server, BIG_BOARD_ID, 300)
    by_group = [item["id"] for group in found["groups"] for item in group["items_page"]["items"]]
    assert [int(i) for i in by_group] == whole == list(board.items)
    assert found["items_count"] == 1000


ALL_GROUPS = {"rules": [{"column_id": "group", "compare_value": ["group_0", "group_1"]}]}


@pytest.mark.parametrize(
    ("reading", "scope", "query", "whole"),
    [
        ("flat", "allItems", None, True),
        ("rules", "allItems", None, None),
        ("rules", "allItems", ALL_GROUPS, True),
        ("flat", "allItems", ALL_GROUPS, True),
        ("flat", None, None, False),
    ],
)
def test_multi_level_scopes(reading: Any, scope: Any, query: Any, whole: bool | None) -> None:
    board = multilevel_board()
    tops = sum(item.parent_id is None for item in board.items.values())
    with MondayServer(board, quirks=Quirks(all_items=reading)) as server:
        ids = all_ids(server, MULTILEVEL_ID, scope=scope, ask=query)
    assert len(ids) == {True: len(board.items), False: tops, None: 0}[whole]
    assert len(board.items) > tops


def test_columns_come_back_by_capability() -> None:
    query = """query ($board: [ID!]) { boards(ids: $board) {
      plain: columns(capabilities: [null]) { id } default: columns { id }
      rolled: columns(capabilities: [CALCULATED]) { id }
      all: columns(capabilities: [null, CALCULATED, VISIBILITY]) { id } } }"""
    with MondayServer(multilevel_board()) as server:
        board = ask(server, query, board=[MULTILEVEL_ID])["boards"][0]
    assert {name: len(columns) for name, columns in board.items()} == {
        "plain": 3,
        "default": 3,
        "rolled": 4,
        "all": 8,
    }


def test_boards_lists_multi_level_ones_only_when_asked() -> None:
    with MondayServer(Account([multilevel_board()])) as server:
        assert ask(server, "{ boards(limit: 9) { id } }")["boards"] == []
        by_type = "{ boards(limit: 9, hierarchy_types: [classic, multi_level]) { id } }"
        assert len(ask(server, by_type)["boards"]) == 1


def test_deleted_board_while_paging_looks_like_the_end() -> None:
    with MondayServer(demo_account(30), limits=Limits()) as server:
        cursor = page(server, ORDERS_ID, 10)["cursor"]
        server.edit.set_board_state(ORDERS_ID, "deleted")
        last = ask(server, NEXT, cursor=cursor, limit=10)["next_items_page"]
        assert ask(server, f"{{ boards(ids: [{ORDERS_ID}]) {{ id }} }}") == {"boards": []}
    assert last == {"cursor": None, "items": []}
