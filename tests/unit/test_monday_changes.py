"""Loads of changes only leave the same rows as a full read; and where people are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.monday.api import Complete, Event, Gone, Page
from tests.faults.boards import BOARD_ID, FIRST_ITEM, account
from tests.faults.following import Followed, follow, monday_of, plan_of
from tests.monday_server import Account, MondayServer, demo_account
from tests.monday_server.edits import Edits
from tests.monday_server.multilevel import multilevel_board

Edit = Callable[[Edits, int], Any]
EDITS: dict[str, Edit] = {
    "set": lambda e, n: e.set_cell(FIRST_ITEM + n % 20, "text_1", f"new {n}"),
    "clear": lambda e, n: e.clear_cell(FIRST_ITEM + n % 20, "numbers_1"),
    "rename": lambda e, n: e.rename_item(FIRST_ITEM + n % 20, f"Renamed {n}"),
    "move": lambda e, n: e.move_item(FIRST_ITEM + n % 20, f"group_{n % 4}"),
    "delete": lambda e, n: e.delete_item(FIRST_ITEM + n % 20),
    "archive": lambda e, n: e.archive_item(FIRST_ITEM + n % 20),
    "restore": lambda e, n: e.restore_item(FIRST_ITEM + n % 20),
    "add": lambda e, n: e.add_item(BOARD_ID, f"Added {n}", {"text_1": "x"}, top=bool(n % 2)),
}
steps = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 99)), max_size=5),
    min_size=1,
    max_size=3,
)


def merge(rows: dict[int, Any], events: Iterable[Event]) -> Complete:
    """Follow the events of a load of changes, on rows that were landed before."""
    ended = None
    for event in events:
        assert ended is None
        match event:
            case Page(items):
                for item in items:
                    rows.pop(item.id, None)
                new = follow([Page(items), Complete(len(items), None)])
                rows.update(new.rows)
            case Gone(ids):
                for item_id in ids:
                    rows.pop(item_id, None)
            case Complete():
                ended = event
            case _:
                raise AssertionError(event)
    assert ended is not None
    assert ended.items == len(rows)
    return ended


def full(monday: Any, board_id: int = BOARD_ID, batch: int = 5) -> Followed:
    return follow(monday.read(plan_of(monday.board(board_id), batch_size=batch)))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.sampled_from([0, 2, 6]))
def test_any_edits_leave_the_same_rows_as_a_full_read(
    plan: list[list[tuple[str, int]]], formulas: int
) -> None:
    with MondayServer(account(formulas=formulas)) as server:
        monday = monday_of(server)
        rows = full(monday).rows
        for edits in plan:
            since = server.account.now() - timedelta(seconds=1)
            for name, n in edits:
                EDITS[name](Edits(server.account), n)
            board = monday.board(BOARD_ID)
            merge(rows, monday.changes(plan_of(board, batch_size=5), since, set(rows)))
            assert rows == full(monday).rows
        monday.close()


def test_a_board_at_rest_costs_a_sweep_and_one_call() -> None:
    with MondayServer(account(1200)) as server:
        monday = monday_of(server)
        rows = full(monday, batch=500).rows
        since = server.account.now()
        board = monday.board(BOARD_ID)
        server.forget()
        ended = merge(rows, monday.changes(plan_of(board), since, set(rows)))
        monday.close()
        assert (ended.items, ended.sweeps) == (1200, 1)
        assert len(server.requests) == 4


def test_a_board_with_levels_is_read_to_its_end() -> None:
    world = Account([multilevel_board()])
    with MondayServer(world) as server:
        monday = monday_of(server)
        (board_id,) = world.boards
        rows = full(monday, board_id).rows
        since = world.now() - timedelta(seconds=1)
        Edits(world).set_cell(max(rows), "text_1", "changed")
        Edits(world).delete_item(min(rows))
        board = monday.board(board_id)
        merge(rows, monday.changes(plan_of(board, batch_size=7), since, set(rows)))
        assert rows == full(monday, board_id).rows
        monday.close()


@pytest.mark.parametrize("number", [2, 3])
def test_edits_while_changes_are_read_are_caught_by_the_next_load(number: int) -> None:
    edit = {number + 7: lambda a: Edits(a).delete_item(FIRST_ITEM + 3)}
    with MondayServer(account(), edit_at=edit) as server:
        monday = monday_of(server)
        rows = full(monday).rows
        since = server.account.now() - timedelta(seconds=1)
        for n in range(12):
            Edits(server.account).set_cell(FIRST_ITEM + n, "text_1", f"new {n}")
        board = monday.board(BOARD_ID)
        merge(rows, monday.changes(plan_of(board, batch_size=5), since, set(rows)))
        assert rows == full(monday).rows
        monday.close()


def test_where_items_went() -> None:
    with MondayServer(account()) as server:
        monday = monday_of(server)
        board = monday.board(BOARD_ID)
        Edits(server.account).archive_item(FIRST_ITEM)
        Edits(server.account).delete_item(FIRST_ITEM + 1)
        ids = [FIRST_ITEM, FIRST_ITEM + 1, FIRST_ITEM + 2, 1]
        assert monday.states(board, ids) == {
            FIRST_ITEM: "archived",
            FIRST_ITEM + 1: "deleted",
            FIRST_ITEM + 2: "active",
        }
        (found,) = monday.by_id(plan_of(board), [FIRST_ITEM])
        assert [(i.id, i.name, len(i.cells)) for i in found] == [(FIRST_ITEM, "Item 0", 2)]
        monday.close()


def test_people_and_teams() -> None:
    world = demo_account(10)
    with MondayServer(world) as server:
        monday = monday_of(server)
        found = {u.id: u for u in monday.users()}
        teams = {t.id: t.name for t in monday.teams()}
        monday.close()
    assert {i: u.name for i, u in found.items()} == {u.id: u.name for u in world.users.values()}
    assert teams == {t.id: t.name for t in world.teams.values()}
    for team in world.teams.values():
        assert set(team.user_ids) == {i for i, u in found.items() if team.id in u.team_ids}
