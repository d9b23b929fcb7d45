"""A load killed at any request leaves the last raw data intact, and the next load works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.boards import FIRST_ITEM
from tests.cli.conftest import Plain
from tests.cli.refusing import rows
from tests.monday_server import Request
from tests.project import ROOT
from tests.systems import needs_posix

BATCH = "8"
REQUESTS = 5
"""One for the board, four for its 30 items."""


def start(plain: Plain) -> subprocess.Popen[bytes]:
    """Start the load as a separate process."""
    program = (
        "import sys; from loader.commands.load import load_command; load_command(sys.argv[1:])"
    )
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    return subprocess.Popen(
        [sys.executable, "-c", program, "orders", "--batch-size", BATCH],
        cwd=plain.project.dir,
        env=kept | plain.project.environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@needs_posix("SIGKILL")
@pytest.mark.parametrize("number", range(1, REQUESTS + 1))
def test_a_load_killed_at_any_request_leaves_the_last_data_whole(plain: Plain, number: int) -> None:
    before = rows(plain.project.database)
    plain.server.edit.rename_item(FIRST_ITEM, "renamed meanwhile")
    running: list[subprocess.Popen[bytes]] = []

    def kill(request: Request) -> None:
        if request.number == number:
            running[0].send_signal(signal.SIGKILL)
            running[0].wait(20)

    plain.server.before = kill
    running.append(start(plain))
    assert running[0].wait(60) == -signal.SIGKILL
    plain.server.before = None

    left = rows(plain.project.database)
    assert left["raw_monday.orders"] == before["raw_monday.orders"]
    assert left["main.orders"] == before["main.orders"]
    (status,) = plain.project.query(
        "select status from raw_monday._loads order by started_at desc limit 1"
    )
    assert status == ("running",)
    assert "killed" in plain.project.ok("monday-board", "status", "orders").out

    plain.project.ok("monday-load", "orders", "--batch-size", BATCH)
    assert plain.project.query(
        "select text from raw_monday.orders where item_id = ? and column_id = 'name'", [FIRST_ITEM]
    ) == [("renamed meanwhile",)]
    assert plain.project.query("select count(distinct item_id) from raw_monday.orders") == [(30,)]
    assert set(rows(plain.project.database)) == set(before)
    assert plain.project.query(
        "select status, count(*) from raw_monday._loads group by all order by 1"
    ) == [("complete", 2), ("failed", 1)]


def test_an_undisturbed_load_makes_as_many_requests_as_are_killed(plain: Plain) -> None:
    plain.project.ok("monday-load", "orders", "--batch-size", BATCH)
    assert len(plain.server.requests) == REQUESTS


@needs_posix("SIGKILL")
def test_what_a_killed_load_of_logs_left_goes_with_the_next_load_or_a_purge(plain: Plain) -> None:
    plain.settings("board_id:", "activity: true\nupdates: true\nboard_id:")
    plain.project.ok("monday-load", "orders")
    running: list[subprocess.Popen[bytes]] = []

    def kill(request: Request) -> None:
        if request.operation == "Updates":
            running[-1].send_signal(signal.SIGKILL)
            running[-1].wait(20)

    def killed() -> None:
        plain.server.before = kill
        running.append(start(plain))
        assert running[-1].wait(60) == -signal.SIGKILL
        plain.server.before = None

    kept = tables_of_board(plain)
    assert kept == {"orders", "orders__activity", "orders__updates"}
    killed()
    left = {"_incoming_orders", "_new_orders__activity", "_new_orders__updates"}
    assert tables_of_board(plain) == kept | left
    plain.project.ok("monday-load", "orders")
    assert tables_of_board(plain) == kept
    killed()
    plain.project.ok("monday-board", "remove", "orders", "--purge", "--yes")
    assert tables_of_board(plain) == set()


def tables_of_board(plain: Plain) -> set[str]:
    """Return the board's tables in raw_monday."""
    found = plain.project.query(
        "select table_name from duckdb_tables() "
        "where schema_name = 'raw_monday' and contains(table_name, 'orders')"
    )
    return {name for (name,) in found}


@needs_posix("a signal that another process sends and a program answers")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_load_interrupted_by_a_person_or_scheduler_says_so_and_changes_nothing(
    plain: Plain, sent: signal.Signals
) -> None:
    before = rows(plain.project.database)
    running: list[subprocess.Popen[bytes]] = []

    def interrupt(request: Request) -> None:
        if request.number == 3:
            running[0].send_signal(sent)

    plain.server.before = interrupt
    running.append(start(plain))
    assert running[0].wait(60) == 130
    assert rows(plain.project.database) == before
    assert plain.project.query(
        "select status, error from raw_monday._loads order by started_at desc limit 1"
    ) == [("failed", "interrupted")]
