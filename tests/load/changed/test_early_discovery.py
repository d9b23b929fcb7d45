"""The first request of a load goes out while its warehouse is opened, and counts with care."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.board.registry import Registry
from tests.load.changed.lab import BOARD, Lab, duckdb_lab
from tests.load.changed.world import BOARD_ID, world
from tests.monday_server import MondayServer
from tests.project import UserProject


@pytest.fixture
def lab(deployed: UserProject, tmp_path: Path, api: MondayServer) -> Lab:
    lab = duckdb_lab(deployed, tmp_path / "home", api)
    lab.load()
    api.forget()
    return lab


@pytest.fixture
def api() -> MondayServer:
    return MondayServer(world()).start()


def boards_asked(api: MondayServer) -> int:
    return [request.operation for request in api.requests].count("Board")


def test_a_board_that_did_not_change_is_asked_about_once(lab: Lab, api: MondayServer) -> None:
    lab.load()
    assert boards_asked(api) == 1


def test_an_answer_from_before_the_lock_takes_no_column_away(lab: Lab, api: MondayServer) -> None:
    """The column is back by the time at which the board is locked: it never went."""
    before, filed = lab.raw(), Registry(lab.project.dir).read(BOARD)
    api.edit.archive_column(BOARD_ID, "text_1")
    api.edit_at[2] = lambda _: api.edit.restore_column(BOARD_ID, "text_1")
    done = lab.load()
    assert boards_asked(api) == 2
    assert not done.changes
    assert Registry(lab.project.dir).read(BOARD) == filed
    assert lab.raw() == before


def test_what_changed_is_asked_about_under_the_lock(lab: Lab, api: MondayServer) -> None:
    api.edit.archive_column(BOARD_ID, "text_1")
    done = lab.load()
    assert boards_asked(api) == 2
    assert [change.column_id for change in done.changes] == ["text_1"]
    assert not [key for key in lab.raw() if key[1] == "text_1"]


def test_a_board_that_is_gone_fails_the_load(lab: Lab, api: MondayServer) -> None:
    before = lab.raw()
    api.account.board(BOARD_ID).visible = False
    done = lab.project.run("monday-load", BOARD)
    assert done.code == 1
    assert str(BOARD_ID) in done.err
    assert lab.raw() == before
    assert lab.query("select status from raw_monday._loads order by seq")[-1] == ("failed",)


def test_no_token_is_recorded(lab: Lab) -> None:
    before = lab.raw()
    done = lab.project.run("monday-load", BOARD, MONDAY_API_TOKEN="")
    assert done.code != 0
    assert "MONDAY_API_TOKEN" in done.err
    assert lab.raw() == before
