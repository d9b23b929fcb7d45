"""Boards with levels: whole in both readings of `allItems`, and rolled-up cells with them."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from loader.board import Cell
from loader.monday.api import Page, ReadPlan
from tests.faults.following import ATTRIBUTES, follow, monday_of, plan_of
from tests.monday_server import Account, MondayServer, Quirks
from tests.monday_server.expected import expected_table
from tests.monday_server.multilevel import multilevel_board


@pytest.mark.parametrize("reading", ["flat", "rules"])
@pytest.mark.parametrize("counted", [True, False], ids=["all counted", "parents counted"])
@pytest.mark.parametrize("batch", [500, 3])
def test_every_level_comes_whatever_all_items_means(
    reading: Literal["flat", "rules"], counted: bool, batch: int
) -> None:
    account = Account([multilevel_board()])
    quirks = Quirks(all_items=reading, count_subitems=counted)
    with MondayServer(account, quirks=quirks) as server:
        monday = monday_of(server)
        board = monday.board(next(iter(account.boards)))
        assert board.hierarchy == "multi_level"
        got = follow(monday.read(plan_of(board, batch_size=batch, workers=4)))
        monday.close()
        there = {i.id for i in account.board(board.id).active_items()}
        assert set(got.rows) == there
        assert got.complete is not None
        assert got.complete.sweeps == 0
        assert len(server.requests) == 1 + -(-len(there) // batch)


@pytest.mark.parametrize("reading", ["flat", "rules"])
def test_items_of_groups_that_are_not_there_any_more_come_too(
    reading: Literal["flat", "rules"],
) -> None:
    account = Account([multilevel_board()])
    board = next(iter(account.boards.values()))
    board.group("group_1").archived = True
    with MondayServer(account, quirks=Quirks(all_items=reading)) as server:
        monday = monday_of(server)
        for item in board.active_items():  # without the rule, some accounts give those at the top
            if reading == "rules" and item.parent_id is not None:
                item.group_id = "group_0"
        got = follow(monday.read(plan_of(monday.board(board.id))))
        monday.close()
    assert set(got.rows) == {i.id for i in board.active_items()}


def test_parents_and_rolled_up_cells() -> None:
    account = Account([multilevel_board()])
    with MondayServer(account) as server:
        monday = monday_of(server)
        board = monday.board(next(iter(account.boards)))
        plan = plan_of(board)
        attributes = ATTRIBUTES | {"__parent_item__"}
        events = monday.read(ReadPlan(board, plan.columns, attributes))
        items = [i for event in events if isinstance(event, Page) for i in event.items]
        monday.close()
    stored = account.board(board.id).items
    assert {i.id: i.parent_id for i in items} == {i.id: stored[i.id].parent_id for i in items}
    assert any(i.parent_id for i in items)
    shown = expected_table(account, board.id)
    for column in (c for c in board.columns if c.type == "status" and c.rollup):
        for item in items:
            cell = next(c for c in item.cells if c.column_id == column.id)
            assert cell.text == shown[item.id][column.id], (item.id, column.id)
            assert isinstance(cell, Cell)
            assert "battery_value" in json.loads(cell.fields or "{}")
