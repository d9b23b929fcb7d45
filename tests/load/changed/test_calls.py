"""The number of calls for boards without changes, counted at the server.

One large board, and boards that fill a page each; both larger with MONDAY_TEST_ALL=1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from loader.monday.limits import ITEMS_A_PAGE
from tests.load.changed.world import Clock, clock_of
from tests.monday_server import Account, Board, Item, Limits, MondayServer, text_board
from tests.monday_server.data import EPOCH
from tests.monday_server.generated import BIG_BOARD_ID, FIRST_ITEM, GeneratedItems
from tests.project import UserProject, make_project

WHOLE = bool(os.environ.get("MONDAY_TEST_ALL"))
LARGE = 50_000 if WHOLE else 2_500
BOARDS = 100 if WHOLE else 3
BOARDS_A_CALL = 20
"""How many boards that fill a page fit into one answer."""
LOOKS_A_DAY = 96
"""One every 15 minutes."""
STANDARD_PLAN = 1_000
"""Calls per day."""


@contextmanager
def served(home: Path, boards: list[Board]) -> Iterator[tuple[UserProject, MondayServer]]:
    """Yield an account without per-minute limits, and a project with all of its boards deployed."""
    account = Account(boards)
    account.now = Clock()
    wide = Limits(complexity_minute=10**9, requests_minute=10**6, daily=10**6)
    with MondayServer(account, limits=wide) as api:
        project = make_project(home, api.url, api.token)
        first = boards[0].id
        project.deploy(first, "b0")
        path = project.dir / "boards" / "b0.yml"
        text = path.read_text(encoding="utf-8")
        for n, board in enumerate(boards[1:], 1):
            own = text.replace(str(first), str(board.id)).replace("b0", f"b{n}")
            path.with_name(f"b{n}.yml").write_text(own, encoding="utf-8")
        yield project, api


def newest_on_top(items: int, number: int = 0) -> Board:
    """Return a board with unique items, edited long ago, in the order in which it lists them."""
    board = text_board(items, 1, 4, BIG_BOARD_ID + number, lazy=True)
    generated = board.items
    assert isinstance(generated, GeneratedItems)
    plain = generated.make

    def make(n: int) -> Item:
        moment = EPOCH - timedelta(minutes=n)
        item = plain(n)
        return replace(item, id=item.id + 1_000 * number, created_at=moment, updated_at=moment)

    generated.make = make
    if number or items <= ITEMS_A_PAGE:
        board.items = {item.id: item for item in map(make, range(items))}
    return board


def changed(project: UserProject, api: MondayServer) -> list[str | None]:
    """Run an incremental load an hour later and return its operations."""
    clock_of(api.account).move(3600)
    earlier = "started_at = started_at - interval 1 hour"
    project.query(f"update raw_monday._loads set {earlier}")
    api.forget()
    project.ok("monday-load", "--all", "--changed")
    return [request.operation for request in api.requests]


@pytest.mark.enumeration
def test_a_large_board_at_rest_costs_four_calls(tmp_path: Path) -> None:
    with served(tmp_path, [newest_on_top(LARGE)]) as (project, api):
        api.forget()
        project.ok("monday-load", "--all")
        assert len(api.requests) > LARGE / ITEMS_A_PAGE
        for _ in range(2):
            assert len(changed(project, api)) <= 4
        held = "select count(*) from raw_monday.b0 where column_id = 'name'"
        assert project.query(held) == [(LARGE,)]
        said = "select complete_by, items from raw_monday._loads where kind = 'changed'"
        assert project.query(said) == [("counts and log", LARGE)] * 2


@pytest.mark.enumeration
@pytest.mark.timeout(900)
def test_boards_that_fill_a_page_share_calls_enough_for_a_standard_plan(tmp_path: Path) -> None:
    looks = -(-BOARDS // BOARDS_A_CALL)
    boards = [newest_on_top(ITEMS_A_PAGE, n) for n in range(BOARDS)]
    with served(tmp_path, boards) as (project, api):
        project.ok("monday-load", "--all")
        changed(project, api)  # checks again what changed shortly before the full load
        assert changed(project, api) == ["Look"] * looks
        for n in range(0, BOARDS, 2):
            api.edit.set_cell(FIRST_ITEM + 1_000 * n, "text_0", f"edited {n}")
        busy = changed(project, api)
        assert busy == ["Look"] * looks + ["Bundle"]
        assert len(busy) * LOOKS_A_DAY <= STANDARD_PLAN
        for n in range(0, BOARDS, 2):
            edited = f"select count(*) from raw_monday.b{n} where text = 'edited {n}'"
            assert project.query(edited) == [(1,)]
