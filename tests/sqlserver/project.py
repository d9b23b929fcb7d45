"""A user's folder whose profile names a separate database on the test server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.project import UserProject, make_project
from tests.sqlserver import connection as server

HERE = Path(__file__).resolve().parent
BABELFISH = (HERE.parent / "dbt" / "babelfish", HERE / "babelfish")
"""Macros that replace those of the copy whose SQL stock Babelfish rejects."""
STARTED_AS = {
    "dbt": "from dbt.cli.main import cli; cli()",
    "monday-load": "from loader.commands.load import load_command; load_command()",
}


@dataclass
class SqlServerProject(UserProject):
    """A UserProject whose query() and table() use the server."""

    server_database: str = ""

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return server.run(self.server_database, sql, *parameters)

    def table(
        self, name: str = "dbo.orders"
    ) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
        """Return (name and SQL type of each column, rows by the first column's value)."""
        columns = server.column_types(self.server_database, name)
        names = [column for column, _ in columns]
        # Babelfish cannot return a result whose column name contains an emoji.
        listed = ", ".join(f"{quoted(column)} as c{n}" for n, column in enumerate(names))
        found = self.query(f"select {listed} from {name}")
        return columns, {str(row[0]): dict(zip(names, row, strict=True)) for row in found}

    def settings(self, **changes: Any) -> None:
        """Set keys of boards/orders.yml as a user does, and regenerate the dbt files."""
        path = self.dir / "boards" / "orders.yml"
        board = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump(board | changes, allow_unicode=True), encoding="utf-8")
        self.ok("monday-board", "update", "orders")

    def configure(self, changes: dict[str, Any]) -> None:
        """Merge settings for all models into dbt_project.yml, as a user does."""
        path = self.dir / "dbt_project.yml"
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        models = content.setdefault("models", {}).setdefault(content["name"], {})
        models |= changes
        path.write_text(yaml.safe_dump(content), encoding="utf-8")

    def process(self, command: str, *words: str) -> subprocess.Popen[str]:
        """Start one of the commands as a separate process, which can be killed."""
        with self.inside({}):
            return subprocess.Popen(
                [sys.executable, "-c", STARTED_AS[command], *words],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip

    def build(self, *words: str) -> None:
        """Run `dbt build -s orders` and these models; it must succeed."""
        built = self.dbt("build", "-s", "orders", *words)
        assert built.success, built.errors or built.exception

    def copied_to(self, home: Path, **environment: str) -> SqlServerProject:
        copy = super().copied_to(home, **environment)
        return SqlServerProject(copy.home, copy.environment, self.server_database)


def quoted(name: str) -> str:
    """Return the name in double quotes, as Babelfish accepts no ] inside brackets."""
    return '"' + name.replace('"', '""') + '"'


def make_sqlserver_project(
    home: Path, url: str, token: str, database: str, **profile: Any
) -> SqlServerProject:
    """Create a project with a profile for `database`; `profile` changes its entries."""
    plain = make_project(home, url, token)
    write_profile(home, database, **profile)
    stand_in_for_babelfish(plain.dir)
    return SqlServerProject(home, plain.environment, database)


def stand_in_for_babelfish(project_dir: Path) -> None:
    """Copy the macros that the server in use needs, if any, over those of a dbt project."""
    for folder in BABELFISH if server.is_babelfish() else ():
        shutil.copytree(folder, project_dir / "macros", dirs_exist_ok=True)


def write_profile(home: Path, database: str, **profile: Any) -> None:
    output = server.profile_output(database, **profile)
    content = {"monday": {"target": "sqlserver", "outputs": {"sqlserver": output}}}
    (home / "profiles.yml").write_text(json.dumps(content), encoding="utf-8")
