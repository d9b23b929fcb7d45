"""monday-load --watch as a user types it: it loads, builds, follows changes and stops."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from tests.cli.boards import PLAIN_ID, plain_board
from tests.monday_server import MondayServer, Request
from tests.project import ROOT, UserProject, make_project

PROGRAM = "import sys; from loader.commands.load import load_command; load_command(sys.argv[1:])"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
def test_a_watch_loads_builds_and_stops_on_sigterm(tmp_path: Path) -> None:
    loaded = threading.Event()

    def hear(request: Request) -> None:
        if "page" in str(request.operation).casefold() or request.operation == "Bundle":
            loaded.set()

    with MondayServer(plain_board(3, PLAIN_ID), before=hear) as api:
        project = make_project(tmp_path, api.url, api.token)
        project.deploy(PLAIN_ID)
        loaded.clear()
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        running = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "--all", "--watch", "--build", "--calls-a-day", "50"],
            cwd=project.dir,
            env=kept | project.environment | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert loaded.wait(120)
        assert running.stdout is not None
        said = ""
        while "Completed successfully" not in said:
            line = running.stdout.readline()
            assert line, said
            said += line
        assert can_be_read(project), "between builds the file is everybody's"
        running.send_signal(signal.SIGTERM)
        _, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert "Stopped; the last complete data stays." in err
    assert "watching 1 board(s)" in err
    assert project.query("select count(*) from orders") == [(3,)]


def can_be_read(project: UserProject) -> bool:
    """Whether the other process releases the database file within 30 seconds."""
    for _ in range(300):
        with suppress(duckdb.IOException):
            return project.query("select count(*) from orders") == [(3,)]
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    return make_project(
        tmp_path_factory.mktemp("empty"), "http://127.0.0.1:9", "a-token-of-its-own"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--every", "5m"), "--every, --calls-a-day and --build go with --watch"),
        (
            ("--watch", "--every", "20s"),
            "--every '20s' is no age; write a whole number from",
        ),
        (("--watch", "--dry-run"), "--watch goes with none of --dry-run"),
    ],
)
def test_what_a_watch_does_not_take(empty: UserProject, words: tuple[str, ...], said: str) -> None:
    done = empty.run("monday-load", "--all", *words)
    assert done.code == 2
    assert said in done.err


def test_a_board_that_is_not_deployed_is_not_waited_for(empty: UserProject) -> None:
    done = empty.run("monday-load", "nosuch", "--watch")
    assert done.code == 2
    assert "no board 'nosuch' is deployed" in done.err
