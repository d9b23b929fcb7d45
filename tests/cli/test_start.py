"""Imports of the commands: dbt, which takes longer than a small load, only when needed."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.cli.boards import PLAIN_ID
from tests.cli.conftest import Plain
from tests.project import ROOT

TYPED = """
import sys
from loader.commands.entry import {0}
sys.argv = ["{0}", *sys.argv[1:]]
try:
    {0}()
except SystemExit as ended:
    assert not ended.code, ended.code
print(*sys.modules, file=sys.stderr)
"""


def imported(plain: Plain, program: str, *words: str) -> set[str]:
    """Return the modules loaded in a fresh process that has run a program."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    run = subprocess.run(
        [sys.executable, "-c", TYPED.format(program), *words],
        cwd=plain.project.dir,
        env=kept | plain.project.environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stderr.splitlines()[-1].split())


def test_a_load_and_a_look_do_without_dbt(fresh: Plain) -> None:
    fresh.project.deploy(PLAIN_ID)

    loaded = imported(fresh, "monday_load", "orders")
    listed = imported(fresh, "monday_board", "list")

    assert fresh.project.query("select count(distinct item_id) from raw_monday.orders") == [(30,)]
    assert {"duckdb", "requests"} <= loaded
    assert "duckdb" in listed
    assert {"dbt", "dbt_common"} & (loaded | listed) == set()
    assert "rich.console" not in loaded | listed
    assert {"requests", "loader.commands.deploy"} & listed == set()

    path = fresh.project.home / "profiles.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("schema: main", "schema: \"{{ 'main' }}\""), encoding="utf-8")
    assert "dbt.config.profile" in imported(fresh, "monday_board", "list")
