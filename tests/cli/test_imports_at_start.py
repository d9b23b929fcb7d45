"""Commands about a plain DuckDB target import nothing that takes long; dbt takes seconds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Plain
from tests.project import ROOT

PROGRAM = """
import sys
from {module} import {command}
try:
    {command}(sys.argv[1:])
finally:
    print("imported:", *sorted(sys.modules), file=sys.stderr)
"""


def imported(plain: Plain, module: str, command: str, *words: str) -> set[str]:
    """The modules that a command of its own process has imported at its end."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(module=module, command=command), *words],
        cwd=plain.project.dir,
        env=kept | plain.project.environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rpartition("imported:")[2].split())


@pytest.mark.parametrize("words", [("list",), ("check",), ("loads", "orders")])
def test_looking_at_boards_needs_neither_dbt_nor_arrow_nor_http(
    plain: Plain, words: tuple[str, ...]
) -> None:
    modules = imported(plain, "loader.commands.board", "board_command", *words)

    assert "duckdb" in modules
    assert not {"dbt", "dbt_common", "pyarrow", "requests", "agate"} & modules


def test_a_load_needs_no_dbt(plain: Plain) -> None:
    modules = imported(plain, "loader.commands.load", "load_command", "orders")

    assert {"duckdb", "pyarrow", "requests"} <= modules
    assert not {"dbt", "dbt_common", "agate"} & modules
