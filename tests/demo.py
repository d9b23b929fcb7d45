"""`make demo`: a monday board as a typed table, without an account and without a server.

Starts the stand-in for monday's API, copies the dbt project to `.demo/`, then runs the commands
of a user: deploy, load, build. Finally shows the table.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tests.monday_server import MondayServer, demo_account
from tests.monday_server.demo_columns import ORDERS_ID

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"
TOKEN = "demo-token"
SHOWN_ROWS = 8
SHOWN = (
    "Item ID", "Style Name", "Group", "Unit price", "PC RM Ex-Factory Date", "Booked at (UTC?)",
)  # fmt: skip


def main() -> None:
    started = time.monotonic()
    project = _fresh_project()
    account = demo_account()
    board_id = ORDERS_ID
    with MondayServer(account, token=TOKEN) as server:
        environment = _environment(server.url)
        steps = (
            ("monday-board", "deploy", "--board-id", str(board_id), "--board-name", "orders"),
            ("monday-load", "orders"),
            ("dbt", "build", "-s", "orders"),
        )
        for step in steps:
            _run(step, project, environment)
    rows, columns = _show(DEMO / "monday.duckdb")
    seconds = time.monotonic() - started
    print(
        f"\nBoard {board_id} is now the table orders: {rows:,} rows, {columns} typed columns, "
        f"in {seconds:.0f} s.\nLook around in .demo: the generated model is "
        ".demo/dbt_project/models/boards/orders.sql."
    )


def _fresh_project() -> Path:
    shutil.rmtree(DEMO, ignore_errors=True)
    project = DEMO / "dbt_project"
    ignore = shutil.ignore_patterns("target", "logs", "dbt_packages")
    shutil.copytree(ROOT / "dbt_project", project, ignore=ignore)
    shutil.copy(ROOT / "profiles.yml.example", DEMO / "profiles.yml")
    return project


def _environment(url: str) -> dict[str, str]:
    """Return only what the commands need, so that no setting of the caller leaks into the demo."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DBT_", "MONDAY_", "TARGET_"))}
    scripts = Path(sys.executable).parent
    return kept | {
        "PATH": f"{scripts}{os.pathsep}{kept.get('PATH', '')}",
        "MONDAY_API_URL": url,
        "MONDAY_API_TOKEN": TOKEN,
        "MONDAY_DUCKDB": str(DEMO / "monday.duckdb"),
        "DBT_PROFILES_DIR": str(DEMO),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def _run(words: tuple[str, ...], project: Path, environment: dict[str, str]) -> None:
    print(f"\n$ {' '.join(words)}", flush=True)
    done = subprocess.run(words, cwd=project, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{words[0]} ended with exit code {done.returncode}")


def _show(path: Path) -> tuple[int, int]:
    """Print the first rows; return how many rows and columns the table has."""
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute('select * from "orders" order by 1')
        types = {column[0]: str(column[1]).lower() for column in found.description}
        rows = found.fetchall()
    places = [list(types).index(name) for name in SHOWN]
    table = Table(title="orders (some of its columns)", title_justify="left")
    for name in SHOWN:
        table.add_column(Text(f"{name}\n{types[name]}"), no_wrap=True)
    for row in rows[:SHOWN_ROWS]:
        table.add_row(*(Text("" if row[p] is None else str(row[p])[:24]) for p in places))
    Console(width=140).print(table)
    return len(rows), len(types)


if __name__ == "__main__":
    main()
