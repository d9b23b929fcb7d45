"""Incremental loads as users type them: messages, the cost of a dry run, kills, the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.changed.lab import BOARD, Lab, duckdb_lab
from tests.load.changed.world import BOARD_ID, FIRST, ITEMS, clock_of, world
from tests.monday_server import MondayServer, Request
from tests.monday_server.multilevel import multilevel_board
from tests.project import ROOT, UserProject
from tests.systems import needs_posix


@pytest.fixture
def api() -> Iterator[MondayServer]:
    with MondayServer(world()) as server:
        yield server


@pytest.fixture
def lab(deployed: UserProject, tmp_path: Path, api: MondayServer) -> Lab:
    lab = duckdb_lab(deployed, tmp_path / "home", api)
    lab.load()
    return lab


def test_what_the_command_says(lab: Lab, api: MondayServer) -> None:
    api.edit.set_cell(FIRST, "text_1", "edited")
    api.edit.archive_item(FIRST + 1)
    done = lab.project.ok("monday-load", BOARD, "--changed")
    assert done.out.startswith(f"{BOARD}: 11 items, 1 changed, 1 gone, 198 rows, ")
    assert f"{BOARD}: no longer active: 1 archived" in done.err
    assert "left for the next full load" in done.err


def test_a_dry_run_shows_what_a_board_at_rest_costs(lab: Lab, api: MondayServer) -> None:
    before = lab.query("select count(*) from raw_monday._loads")
    done = lab.project.ok("monday-load", BOARD, "--changed", "--dry-run")
    row = next(line.split() for line in done.out.splitlines() if line.split()[:1] == [BOARD])
    assert row[1:3] == [str(ITEMS), "1"]
    assert "what a board at rest costs" in done.err
    assert lab.query("select count(*) from raw_monday._loads") == before


def test_the_first_load_may_be_one_of_changes(
    deployed: UserProject, tmp_path: Path, api: MondayServer
) -> None:
    fresh = duckdb_lab(deployed, tmp_path / "fresh", api)
    done = fresh.project.ok("monday-load", BOARD, "--changed")
    assert "loading in full: there is no complete load to build on" in done.err
    assert fresh.loads()[-1]["items"] == ITEMS


@needs_posix("SIGKILL")
@pytest.mark.parametrize("number", range(1, 4))
def test_a_load_killed_at_any_request_leaves_what_was_there(
    lab: Lab, api: MondayServer, number: int
) -> None:
    before = lab.raw()
    clock_of(api.account).move(3600)
    api.edit.add_item(BOARD_ID, "New")
    api.edit.delete_item(FIRST + 1)
    running: list[subprocess.Popen[bytes]] = []

    def kill(request: Request) -> None:
        if request.number == number:
            running[0].send_signal(signal.SIGKILL)
            running[0].wait(20)

    api.forget()
    api.before = kill
    program = (
        "import sys; from loader.commands.load import load_command; load_command(sys.argv[1:])"
    )
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    running.append(
        subprocess.Popen(
            [sys.executable, "-c", program, BOARD, "--changed"],
            cwd=lab.project.dir,
            env=kept | lab.project.environment | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )
    assert running[0].wait(60) == -signal.SIGKILL
    api.before = None
    assert lab.raw() == before
    lab.load(changed=True)
    after = lab.raw()
    assert lab.loads()[-1]["kind"] == "changed"
    lab.load()
    assert lab.raw() == after


def test_boards_side_by_side_name_the_same_people(lab: Lab, api: MondayServer) -> None:
    lab.project.deploy(BOARD_ID + 1, "customers", "--approve-complex")
    lab.project.ok("monday-board", "review", "customers", "--approve", "__creator__")
    lab.query("delete from raw_monday._users")
    lab.project.ok("monday-load", "--all", "--changed", "--max-workers", "4")
    assert len(lab.query("select user_id from raw_monday._users")) == 2


def test_what_ids_stand_for_are_sources_of_the_build(lab: Lab) -> None:
    models = lab.project.dir / "models"
    joined = (
        "select l.label, u.name from {{ source('raw_monday', '_column_labels') }} as l "
        "cross join {{ source('raw_monday', '_users') }} as u "
        "cross join {{ source('raw_monday', '_teams') }} as t"
    )
    (models / "people.sql").write_text(joined, encoding="utf-8")
    built = lab.project.dbt("build", "-s", BOARD, "people")
    assert built.success, built.errors or built.exception
    assert built.warnings == []
    assert lab.query("select count(*) from people") == [(6 * 2,)]


def test_a_board_with_levels_is_followed_too(
    deployed: UserProject, tmp_path: Path, api: MondayServer
) -> None:
    board = multilevel_board(tops=12)
    api.account.boards[board.id] = board
    follower = duckdb_lab(deployed, tmp_path / "levels", api)
    follower.project.deploy(board.id, "programme", "--approve-complex")
    follower.project.ok("monday-load", "programme")
    clock_of(api.account).move(3600)
    ids = sorted(board.items)
    leaf = next(i for i in reversed(ids) if board.items[i].parent_id is not None)
    api.edit.set_cell(leaf, "text_1", "edited")
    api.edit.delete_item(ids[0])
    api.edit.add_item(board.id, "New below", {"text_1": "n"}, parent_id=ids[-1])
    said = follower.project.ok("monday-load", "programme", "--changed")
    assert " 4 changed, " in said.out, "with what is rolled up into the parents"
    traced = (
        "select item_id, column_id, text, value from raw_monday.programme where column_id in "
        "('name', 'text_1', 'checkbox_1', '__group__', '__updated_at__', '__parent_item__') "
        "order by item_id, column_id"
    )
    after = follower.query(traced)
    assert "edited" in [row[2] for row in after]
    follower.project.ok("monday-load", "programme")
    assert follower.query(traced) == after


def test_a_wrong_refresh_is_a_fault_of_the_board_file(lab: Lab) -> None:
    lab.settings("load: {", "load: {refresh: sometimes, ")
    done = lab.project.run("monday-load", BOARD, "--changed")
    assert done.code == 1
    assert "refresh must be one of full, always, daily, not 'sometimes'" in done.err
