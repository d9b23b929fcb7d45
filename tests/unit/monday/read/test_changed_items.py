"""Reads changed items, single items wherever they are, and people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from loader.board.model import Item
from loader.board.spellings import moment
from loader.errors import BoardChanged
from loader.monday.api import Changes, Monday
from tests.load.faults.boards import BOARD_ID, FIRST_ITEM, account
from tests.load.faults.following import monday_of, plan_of
from tests.monday_server import Account, Board, Column, Group, MondayServer, demo_account
from tests.monday_server.edits import Edits
from tests.monday_server.multilevel import multilevel_board

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    """A server's clock that advances by a minute each time it is read."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@contextmanager
def changes(
    server: MondayServer, board_id: int = BOARD_ID, batch_size: int = 5
) -> Iterator[Changes]:
    monday: Monday = monday_of(server)
    try:
        board = monday.board(board_id)
        server.forget()
        yield monday.changes(plan_of(board, batch_size=batch_size))
    finally:
        monday.close()


def edited(items: int, formulas: int = 0) -> Account:
    """Return an account whose small board had items 0, 1, 2, ... edited one after the other."""
    world = account(formulas=formulas)
    world.now = Clock()
    for n in range(items):
        Edits(world).set_cell(FIRST_ITEM + n, "text_1", f"new {n}")
    return world


@pytest.mark.parametrize("formulas", [0, 3, 6])
def test_the_newest_come_first_until_they_are_old(formulas: int) -> None:
    with MondayServer(edited(12, formulas)) as server, changes(server) as found:
        pages = list(found.newest(NOON))
        numbers = [[item.id - FIRST_ITEM for item in page] for page in pages]
        assert numbers[0] == [11, 10, 9, 8, 7]
        assert numbers[1] == [6, 5, 4, 3, 2]
        assert numbers[2][:2] == [1, 0]
        assert len(pages) == 3
        first: Item = pages[0][0]
        assert [c.column_id for c in first.cells] == [
            "text_1", "numbers_1", *(f"formula_{n}" for n in range(formulas))
        ]  # fmt: skip
        assert first.cells[0].text == "new 11"


def test_a_board_at_rest_costs_one_page() -> None:
    with MondayServer(edited(3)) as server, changes(server) as found:
        since = NOON + timedelta(days=1)
        assert len(list(found.newest(since))) == 1
        assert len(server.requests) == 1


def test_boards_with_levels_have_no_newest() -> None:
    world = Account([multilevel_board()])
    (board_id,) = world.boards
    with MondayServer(world) as server, changes(server, board_id) as found:
        assert list(found.newest(NOON)) == []


@pytest.mark.parametrize("formulas", [0, 6])
def test_where_items_are(formulas: int) -> None:
    world = account(formulas=formulas)
    Edits(world).archive_item(FIRST_ITEM)
    Edits(world).delete_item(FIRST_ITEM + 1)
    with MondayServer(world) as server, changes(server) as found:
        (batch,) = found.located([FIRST_ITEM, FIRST_ITEM + 1, FIRST_ITEM + 2, 1])
        assert [(one.item.id - FIRST_ITEM, one.place) for one in batch] == [
            (0, "archived"),
            (1, "deleted"),
            (2, "here"),
        ]
        assert [len(one.item.cells) for one in batch] == [2 + formulas] * 3


def test_items_of_another_board_are_moved() -> None:
    world = demo_account(10)
    other = next(b for b in world.boards.values() if b.id != BOARD_ID and b.items)
    world.boards[BOARD_ID] = account().boards[BOARD_ID]
    with MondayServer(world) as server, changes(server) as found:
        (batch,) = found.located([min(other.items)])
        assert [(one.place, one.item.cells) for one in batch] == [("moved", ())]


def test_a_column_may_be_another_on_the_board_that_an_item_moved_to() -> None:
    world = account()
    columns = [Column("name", "Name", "name"), Column("text_1", "Note", "numbers")]
    world.boards[7] = Board(7, "Other", columns, [Group("all", "All")], {})
    with MondayServer(world) as server, changes(server) as found:
        server.edit.move_item_to_board(FIRST_ITEM, 7)
        (batch,) = found.located([FIRST_ITEM, FIRST_ITEM + 1])
        assert sorted((one.place, len(one.item.cells)) for one in batch) == [
            ("here", 2),
            ("moved", 0),
        ]


def test_a_column_that_leaves_meanwhile_is_never_a_column_of_nulls() -> None:
    with MondayServer(edited(3)) as server, changes(server) as found:
        server.edit.remove_column(BOARD_ID, "text_1")
        with pytest.raises(BoardChanged, match="text_1"):
            list(found.located([FIRST_ITEM]))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T12:00:00Z",
        "2026-11-23T14:00:00+02:00",
        "2026-11-23T12:00:00",
        "2026-11-23 12:00:00 +0000",
        "2026-11-23 12:00:00 UTC",
        "2026-11-23T12:00:00.0000000+00:00",
    ],
)
def test_moments(text: str) -> None:
    found = moment(text)
    assert found == NOON
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text", [None, "", "soon", "20261123", "2026-02-30", "0001-01-01T00:00:00+02:00"]
)
def test_what_is_no_moment(text: str | None) -> None:
    assert moment(text) is None


def test_people_and_teams_by_their_ids() -> None:
    world = demo_account(10)
    asked, teams = sorted(world.users)[:2], sorted(world.teams)
    with MondayServer(world) as server:
        monday = monday_of(server)
        found, groups = monday.people([*asked, 1], teams)
        assert [(u.id, u.name) for u in found] == [(i, world.users[i].name) for i in asked]
        assert {t.id: t.name for t in groups} == {i: world.teams[i].name for i in teams}
        for user in found:
            assert set(user.team_ids) == {
                t.id for t in world.teams.values() if user.id in t.user_ids
            }
        assert monday.people(asked, [])[1] == []
        assert monday.people([], teams)[0] == []
        assert len(server.requests) == 3
        monday.close()
