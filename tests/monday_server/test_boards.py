"""The boards for tests, the edits made to them, and what tables should hold."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal

import pytest

from . import (
    Edits,
    MondayServer,
    demo_account,
    expected_links,
    expected_sessions,
    expected_table,
    text_board,
)
from .asking import all_ids, ask, page
from .cells import TYPERS
from .data import Account
from .demo import FIRST_ORDER
from .demo_columns import CUSTOMERS_ID, ORDERS_ID, SUBITEMS_ID
from .expected import ATTRIBUTES
from .hostile import FIRST_HOSTILE, HOSTILE_ID, hostile_board
from .multilevel import FIRST_NODE, MULTILEVEL_ID, multilevel_board
from .random_edits import RandomEdits
from .values import Cell


def test_demo_is_the_same_at_every_build() -> None:
    first = demo_account()
    assert expected_table(first, ORDERS_ID) == expected_table(demo_account(), ORDERS_ID)
    assert len(first.boards[ORDERS_ID].items) == 2000


def test_demo_has_every_type_with_empty_and_filled_cells() -> None:
    account = demo_account(400)
    board = account.boards[ORDERS_ID]
    types = {column.type for column in board.columns}
    assert types >= set(TYPERS)
    table = expected_table(account, ORDERS_ID)
    never_filled = {"direct_doc_1"}
    always = {"formula_late", "creation_log_1", "last_updated_1", "item_id_1", "group_1", "name"}
    for column_id in next(iter(table.values())):
        values = [row[column_id] for row in table.values()]
        assert any(v not in (None, False) for v in values) == (column_id not in never_filled)
        assert any(v in (None, False) for v in values) == (column_id not in always), column_id


def test_demo_holds_the_edges() -> None:
    rows = list(expected_table(demo_account(20), ORDERS_ID).values())
    assert len(rows[0]["text_emoji"]) == 99_999
    assert rows[0]["numeric_fx"] == Decimal("0.123456789012345")
    assert rows[2]["date_booked"] == datetime.fromisoformat("0001-01-01T00:00:01")
    assert rows[3]["date_mkp57"] == date(9999, 12, 31)


def test_demo_subitems_have_parents_and_mirrors_look_through_links() -> None:
    account = demo_account(400)
    parents = {row["__parent_item__"] for row in table_of(account, SUBITEMS_ID).values()}
    assert parents <= set(account.boards[ORDERS_ID].items)
    board = account.boards[ORDERS_ID]
    item = board.items[FIRST_ORDER]
    row = expected_table(account, board, ["connect_b7", "mirror_tier"])[item.id]
    customers = account.boards[CUSTOMERS_ID].items
    names = [customers[i].name for i in item.value("connect_b7")]
    assert row["connect_b7"] == ", ".join(names)
    assert row["mirror_tier"].count(", ") == len(names) - 1


def test_expected_links_follow_the_cells() -> None:
    account = demo_account(30)
    links = expected_links(account, ORDERS_ID)
    first = account.boards[ORDERS_ID].items[FIRST_ORDER]
    mine = [x for x in links if x.item_id == FIRST_ORDER and x.column_id == "connect_b7"]
    assert [link.linked_id for link in mine] == list(first.value("connect_b7"))
    assert [link.position for link in mine] == list(range(len(mine)))
    kinds = {link.kind for link in links}
    assert kinds == {"item", "person", "team", "tag", "label", "asset", "link", "doc"}
    assert all(session.ended_at for session in expected_sessions(account, ORDERS_ID))


def table_of(account: Account, board: int) -> dict[int, dict[str, object]]:
    return expected_table(account, board, ["name", *ATTRIBUTES])


def test_expected_table_of_the_hostile_board_and_its_answers() -> None:
    with MondayServer(hostile_board()) as server:
        items = page(server, HOSTILE_ID)["items"]
        query = f"{{ boards(ids: [{HOSTILE_ID}]) {{ name columns {{ title type }} }} }}"
        board = ask(server, query)["boards"][0]
        table = expected_table(server.account, HOSTILE_ID)
    assert len(items) == len(table) == 40
    assert board["name"].startswith("{{ 7*7 }}")
    assert {"title": "A type of tomorrow", "type": "hologram"} in board["columns"]
    assert table[FIRST_HOSTILE]["text_4"] == "{{ 7*7 }}"
    assert table[FIRST_HOSTILE]["hologram"] == "beam 0"
    assert table[FIRST_HOSTILE + 3]["numbers"] == Decimal("123456789012345.123456789012345")


def test_rollups_of_a_tree() -> None:
    board = multilevel_board()
    account = Account([board])
    table = expected_table(account, board)
    parents = account.children(board)
    tree = next(item for item in board.items.values() if item.id in parents)

    def leaf_costs(item_id: int) -> Decimal:
        below = parents.get(item_id)
        if not below:
            return Decimal(board.items[item_id].value("numbers_cost") or "0")
        return sum((leaf_costs(child.id) for child in below), Decimal(0))

    assert table[tree.id]["numbers_cost"] == leaf_costs(tree.id)
    with MondayServer(account) as server:
        items = page(server, MULTILEVEL_ID, scope="allItems")["items"]
    cells = {cell["id"]: cell for cell in items[0]["column_values"]}
    assert items[0]["id"] == str(FIRST_NODE)
    assert cells["text_1"]["is_leaf"]
    assert cells["status"]["text"] is None
    assert cells["numbers_cost"]["is_leaf"] == (FIRST_NODE not in parents)


def test_edits_show_at_once() -> None:
    account = demo_account(20)
    with MondayServer(account) as server:
        page(server, ORDERS_ID)
        server.edit.set_cell(FIRST_ORDER, "text_drop", "Drop 99")
        server.edit.rename_label(ORDERS_ID, "status", 1, "Finished")
        new = server.edit.add_item(ORDERS_ID, "New", {"status": 1}, top=True)
        items = {int(item["id"]): item for item in page(server, ORDERS_ID)["items"]}
    cells = {cell["id"]: cell for cell in items[FIRST_ORDER]["column_values"]}
    assert cells["text_drop"]["text"] == "Drop 99"
    assert next(iter(items)) == new
    assert next(c for c in items[new]["column_values"] if c["id"] == "status")["text"] == "Finished"


def test_column_edits() -> None:
    account = demo_account(20)
    edit, board = Edits(account), account.boards[ORDERS_ID]
    edit.swap_titles(ORDERS_ID, "text_colour", "text_colour2")
    edit.retype_column(ORDERS_ID, "numbers_qty", "text", convert=str)
    edit.archive_column(ORDERS_ID, "rating_1")
    edit.remove_column(ORDERS_ID, "vote_1")
    assert board.column("text_colour").title == "colour"
    assert board.column("numbers_qty").type == "text"
    assert board.items[FIRST_ORDER + 28].cells["numbers_qty"] == Cell("0")
    row = expected_table(account, board)[FIRST_ORDER]
    assert not {"rating_1", "vote_1"} & set(row)


def test_items_move_between_boards() -> None:
    account = demo_account(20)
    Edits(account).move_item_to_board(FIRST_ORDER, CUSTOMERS_ID)
    assert FIRST_ORDER not in account.boards[ORDERS_ID].items
    assert "status" in account.boards[CUSTOMERS_ID].items[FIRST_ORDER].cells


@pytest.mark.parametrize("seed", range(5))
def test_random_edits_keep_pages_and_expectation_together(seed: int) -> None:
    account = demo_account(50)
    with MondayServer(account) as server:
        edits = RandomEdits(server.edit, ORDERS_ID, seed)
        for _ in range(30):
            edits.step()
        ids = all_ids(server, ORDERS_ID, 20)
    assert sorted(ids) == sorted(expected_table(account, ORDERS_ID))


def test_big_boards_are_made_as_they_are_read() -> None:
    asked: set[int] = set()

    def text(row: int, column: int) -> str:
        asked.add(row)
        return f"r{row} c{column}"

    board = text_board(10**6, 3, lazy=True, text=text)
    with MondayServer(board) as server:
        assert len(page(server, board.id)["items"]) == 500
    assert len(asked) <= 501


def test_program_prints_its_url_and_stops_on_sigterm() -> None:
    command = [sys.executable, "-m", "tests.monday_server", "--token", "T", "--items", "5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        process.terminate()
        assert process.wait(timeout=60) == 0
