"""A load's memory does not grow with the board."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from loader.landing.duckdb.landing import DuckLanding
from loader.landing.open import open_landing
from loader.landing.profile import load_warehouse
from tests.cli.conftest import Plain
from tests.monday_server import MondayServer, text_board
from tests.monday_server.generated import BIG_BOARD_ID
from tests.project import ROOT, make_project

COLUMNS = 10
LETTERS = 1000
SMALL, BIG = 500, 6000
"""Items. The texts of the big board are 60 MB, twelve times those of the small one."""
LIMIT = 100
"""MB that DuckDB may use, as set in the profile."""
ALLOWED = LIMIT + 60
"""MB by which the peaks may differ. The texts of the big board come twice, as text and as value:
as Python strings they would take 110 MB in addition to what DuckDB may use."""


def peak(home: Path, items: int) -> float:
    """Return the peak resident memory, in MB, of a process that loads a board of `items` items."""
    board = text_board(
        items, COLUMNS, lazy=True, text=lambda r, c: f"{r:06}{c:03}" * (LETTERS // 9)
    )
    with MondayServer(board) as server:
        project = make_project(home, server.url, server.token)
        profile = home / "profiles.yml"
        limited = f"threads: 4\n      settings: {{memory_limit: {LIMIT}MB}}"
        text = profile.read_text(encoding="utf-8").replace("threads: 4", limited, 1)
        profile.write_text(text, encoding="utf-8")
        project.deploy(BIG_BOARD_ID)
        program = (
            "import sys; from loader.commands.load import load_command; load_command(sys.argv[1:])"
        )
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        process = subprocess.Popen(
            [sys.executable, "-c", program, "orders"],
            cwd=project.dir,
            env=kept | project.environment | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert project.query("select count(*) from raw_monday.orders") == [(items * (COLUMNS + 3),)]
    return (
        usage.ru_maxrss
        / (1 if sys.platform == "darwin" else 1024)
        / (1024 if sys.platform == "darwin" else 1)
    )


def test_memory_does_not_grow_with_the_board(tmp_path: Path) -> None:
    small, big = peak(tmp_path / "small", SMALL), peak(tmp_path / "big", BIG)
    print(f"peak memory: {small:.0f} MB for {SMALL} items, {big:.0f} MB for {BIG}")
    assert big - small < ALLOWED


def test_duckdb_is_kept_from_caching_a_whole_board(plain: Plain) -> None:
    with plain.project.inside({}):
        warehouse = load_warehouse()
        with open_landing(warehouse) as landing:
            assert isinstance(landing, DuckLanding)
            assert landing.connection.execute("select current_setting('memory_limit')") == [
                ("488.2 MiB",)
            ]
