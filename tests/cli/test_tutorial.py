"""docs/tutorial.md: all commands from the project on, run by bash in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.monday_server import MondayServer, demo_account
from tests.monday_server.demo_columns import ORDERS_ID
from tests.project import OWN_VARIABLES, ROOT
from tests.systems import needs_posix

INSTALLATION = 3
"""Commands in the first section, which tests/cli/test_first_table.py covers with a wheel."""
FIRST_TABLE = 5
"""Most commands allowed from an empty machine with Python to the first table."""


def commands() -> list[str]:
    text = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    return re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)


@needs_posix("the page's commands are for bash")
def test_every_command_of_the_tutorial_works(tmp_path: Path) -> None:
    typed = commands()
    assert typed[INSTALLATION - 1].startswith("pip install")
    with MondayServer(demo_account(60)) as server:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(OWN_VARIABLES)},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "MONDAY_API_URL": server.url,
        }
        script = "\n".join(typed[INSTALLATION:]).replace("=...", f"={server.token}")
        done = subprocess.run(
            ["bash", "-e", "-x", "-c", script], cwd=tmp_path, env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    first = next(number for number, command in enumerate(typed, 1) if str(ORDERS_ID) in command)
    assert first <= FIRST_TABLE
    before_more = done.stderr.partition("+ cd shop/dbt_project")[0]
    assert before_more.count("$ dbt build -s orders") == 1
    assert "orders is a table now" in done.stdout.partition("OK 60 rows")[2]
    assert (tmp_path / "shop/dbt_project/monday.duckdb").is_file()
    assert "OK 60 rows" in done.stdout
    assert "orders: 60 items" in done.stdout
    model = (tmp_path / "shop/dbt_project/models/boards/orders.sql").read_text(encoding="utf-8")
    assert '"__created_at__"' in model
