"""Boards with levels: complete under both meanings of `allItems`, with rolled-up cells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from loader.board.model import Board, Cell
from loader.monday.api import Page, ReadPlan
from tests.load.faults.following import ATTRIBUTES, follow, monday_of, plan_of
from tests.monday_server import Account, MondayServer, Quirks
from tests.monday_server.data import Group
from tests.monday_server.edits import Edits
from tests.monday_server.expected import expected_table
from tests.monday_server.fault_catalogue import FAULTS
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
        got = follow(monday.read(plan_of(monday.board(board.id))))
        monday.close()
    assert set(got.rows) == {i.id for i in board.active_items()}


@pytest.mark.parametrize("reading", ["flat", "rules"])
@pytest.mark.parametrize("counted", [True, False], ids=["all counted", "parents counted"])
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "unlisted"])
def test_items_at_the_top_of_an_archived_group_come_too(
    reading: Literal["flat", "rules"], counted: bool, listed: bool
) -> None:
    """A count that leaves subitems out is reached without them, so it proves nothing by itself."""
    account = Account([multilevel_board()])
    board = next(iter(account.boards.values()))
    board.groups.append(Group("old", "Old", archived=True))
    for item in [i for i in board.active_items() if i.parent_id is None][:3]:
        item.group_id = "old"
    quirks = Quirks(all_items=reading, count_subitems=counted, archived_groups=listed)
    with MondayServer(account, quirks=quirks) as server:
        monday = monday_of(server)
        got = follow(monday.read(with_parents(monday.board(board.id))))
        monday.close()
    assert set(got.rows) == {i.id for i in board.active_items()}


@pytest.mark.parametrize("reading", ["flat", "rules"])
@pytest.mark.parametrize("counted", [True, False], ids=["all counted", "parents counted"])
@pytest.mark.parametrize("at", [2, 3, 30], ids=["before", "early", "late"])
def test_items_that_go_into_a_group_made_meanwhile_are_not_missed(
    reading: Literal["flat", "rules"], counted: bool, at: int
) -> None:
    """The query rule that reads all levels lists only the groups found at discovery."""
    account = Account([multilevel_board()])
    board_id = next(iter(account.boards))
    moved = [i.id for i in account.board(board_id).active_items()][-9:]

    def into_new_group(account: Account) -> None:
        edit = Edits(account)
        edit.add_group(board_id, Group("late", "Late"))
        for item_id in moved:
            edit.move_item(item_id, "late")

    quirks = Quirks(all_items=reading, count_subitems=counted)
    with MondayServer(account, quirks=quirks, edit_at={at: into_new_group}) as server:
        monday = monday_of(server)
        got = follow(monday.read(with_parents(monday.board(board_id), batch_size=3)))
        monday.close()
    assert "late" in {i.group_id for i in account.board(board_id).active_items()}
    assert set(got.rows) == {i.id for i in account.board(board_id).active_items()}


@pytest.mark.parametrize("reading", ["flat", "rules"])
def test_a_change_in_the_second_of_the_last_one_is_met(reading: Literal["flat", "rules"]) -> None:
    """monday's dates are whole seconds, so the board's date does not show such a change."""
    account = Account([multilevel_board()])
    board = next(iter(account.boards.values()))
    moment = datetime.now(UTC).replace(microsecond=0)
    account.now = lambda: moment
    board.updated_at = moment
    parents = {i.parent_id for i in board.active_items()}
    first = next(i.id for i in board.active_items() if i.parent_id and i.id not in parents)
    quirks = Quirks(all_items=reading, count_subitems=False)
    edits = {8: lambda account: Edits(account).delete_item(first)}
    with MondayServer(account, quirks=quirks, edit_at=edits) as server:
        monday = monday_of(server)
        got = follow(monday.read(with_parents(monday.board(board.id), batch_size=3)))
        monday.close()
    assert set(got.rows) == {i.id for i in board.active_items()}


def test_a_rule_that_may_not_name_an_archived_group_is_done_without() -> None:
    account = Account([multilevel_board()])
    board = next(iter(account.boards.values()))
    board.groups.append(Group("old", "Old", archived=True))
    for item in [i for i in board.active_items() if i.parent_id is None][:3]:
        item.group_id = "old"
    once = replace(FAULTS["query_rejected"], lasting=False)
    quirks = Quirks(archived_groups=True)
    with MondayServer(account, quirks=quirks, faults={3: once}) as server:
        monday = monday_of(server)
        got = follow(monday.read(with_parents(monday.board(board.id))))
        monday.close()
        assert server.requests[2].variables["groups"] == ["old"]
    assert set(got.rows) == {i.id for i in board.active_items()}


def with_parents(board: Board, **options: int) -> ReadPlan:
    """Return a plan of everything, including parents."""
    return replace(plan_of(board, **options), attributes=ATTRIBUTES | {"__parent_item__"})


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
