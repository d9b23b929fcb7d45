"""Several boards in one command: loaded concurrently, with one budget, independent failures."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.boards import PLAIN_ID, plain_board
from tests.monday_server import Account, MondayServer, Request
from tests.project import UserProject, make_project

BOARDS = {f"board_{n}": PLAIN_ID + n for n in range(4)}
ITEMS = 1200


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[UserProject, MondayServer]]:
    account = Account([plain_board(ITEMS, board_id) for board_id in BOARDS.values()])
    with MondayServer(account) as server:
        project = make_project(tmp_path_factory.mktemp("several"), server.url, server.token)
        for name, board_id in BOARDS.items():
            project.deploy(board_id, name)
        yield project, server


def items_of(project: UserProject) -> dict[str, int]:
    return {
        name: project.query(f"select count(*) from raw_monday.{name} where column_id = 'name'")[0][
            0
        ]
        for name in BOARDS
    }


def test_boards_load_side_by_side(several: tuple[UserProject, MondayServer]) -> None:
    project, server = several
    server.forget()
    outcome = project.ok("monday-load", "--all", "--max-workers", "4", "-v")
    assert items_of(project) == dict.fromkeys(BOARDS, ITEMS)
    assert "4 of 4 boards loaded" in outcome.out
    assert 2 <= server.ledger.most_in_flight <= 4
    loads = project.query("select board, load_id from raw_monday._loads where status = 'complete'")
    for board, load_id in loads:
        lines = [line for line in outcome.err.splitlines() if f"[{load_id}]" in line]
        assert any("monday" in line for line in lines), board
        others = {name for name in BOARDS if name != board}
        assert not any(re.search(rf"\b{other}\b", line) for line in lines for other in others)


def test_one_that_fails_does_not_stop_the_others(
    several: tuple[UserProject, MondayServer],
) -> None:
    project, server = several
    server.edit.set_board_state(BOARDS["board_2"], "deleted")
    try:
        outcome = project.run("monday-load", "--all", "--max-workers", "3")
    finally:
        server.edit.set_board_state(BOARDS["board_2"], "active")
    assert outcome.code == 1
    assert "3 of 4 boards loaded; failed: board_2" in outcome.out
    assert items_of(project) == dict.fromkeys(BOARDS, ITEMS)
    statuses = dict(
        project.query(
            "select board, last(status order by started_at) from raw_monday._loads group by board"
        )
    )
    assert statuses == {**dict.fromkeys(BOARDS, "complete"), "board_2": "failed"}


@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot send itself Ctrl-C")
def test_an_interruption_ends_loads_that_wait_for_monday(
    several: tuple[UserProject, MondayServer],
) -> None:
    """Otherwise worker threads would continue until monday has answered every request."""
    project, server = several
    waiting: list[Request] = []
    over = threading.Event()

    def hold_back(request: Request) -> None:
        if request.page and not over.is_set():
            waiting.append(request)
            if len(waiting) == 2:
                os.kill(os.getpid(), signal.SIGINT)
            over.wait(60)

    server.before = hold_back
    try:
        outcome = project.run("monday-load", "--all", "--max-workers", "2")
    finally:
        over.set()
        server.before = None
    assert outcome.code == 130
    ended = project.query("select status, error from raw_monday._loads order by seq desc limit 2")
    assert ended == [("failed", "interrupted")] * 2
    assert items_of(project) == dict.fromkeys(BOARDS, ITEMS)


def test_side_by_side_again_and_again(
    several: tuple[UserProject, MondayServer], tmp_path: Path
) -> None:
    """Concurrent transactions on the DuckDB file never conflict."""
    project, _ = several
    for _ in range(4):
        project.ok("monday-load", "--all", "--max-workers", "4")
    assert items_of(project) == dict.fromkeys(BOARDS, ITEMS)
