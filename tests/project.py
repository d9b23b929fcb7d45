"""A user's folder for a test: a copy of the dbt project, a profile, a DuckDB file, commands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from click.testing import CliRunner
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from loader.commands.board import board_command
from loader.commands.load import load_command
from tests.made_once import made_once

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {"monday-load": load_command, "monday-board": board_command}
OWN_VARIABLES = ("DBT_", "KESTRA_", "MONDAY_", "TARGET_")


@dataclass(frozen=True)
class Outcome:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str


@dataclass
class UserProject:
    """Everything under `home`: dbt_project/, profiles.yml and monday.duckdb."""

    home: Path
    environment: dict[str, str]

    @property
    def dir(self) -> Path:
        return self.home / "dbt_project"

    @property
    def database(self) -> Path:
        return self.home / "monday.duckdb"

    def run(self, command: str, *words: str, **environment: str) -> Outcome:
        """Run one of our commands in dbt_project/, in this process and without a terminal."""
        with self.inside(environment):
            result = CliRunner().invoke(COMMANDS[command], list(words), catch_exceptions=False)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    def ok(self, command: str, *words: str) -> Outcome:
        """Run a command that must succeed."""
        outcome = self.run(command, *words)
        assert outcome.code == 0, outcome.err + outcome.out
        return outcome

    def deploy(self, board_id: int, name: str = "orders", *words: str) -> Outcome:
        return self.ok(
            "monday-board", "deploy", "--board-id", str(board_id), "--board-name", name, *words
        )

    def dbt(
        self,
        *words: str,
        parsed: Any = None,
        heard: Callable[[Any], None] = lambda event: None,
    ) -> DbtOutcome:
        """Run dbt in this process, in dbt_project/, and keep every event that it fires.

        `parsed` is the result of an earlier `parse`, which is then not repeated; `heard` receives
        each event as it is fired.
        The DuckDB file is closed afterwards, as when a dbt process ends.
        """
        events: list[tuple[str, str, str]] = []

        def listen(event: Any) -> None:
            events.append((event.info.level, event.info.name, event.info.msg))

        with self.inside({}):
            try:
                result = dbtRunner(parsed, [listen, heard]).invoke(
                    ["--log-level-file", "none", *with_flags(words)]
                )
            finally:
                DuckDBConnectionManager.close_all_connections()
        results = getattr(result.result, "results", None) or ()
        nodes = {
            r.node.name: str(r.status)
            for r in results
            if hasattr(r, "node") and r.node.resource_type != "operation"
        }
        return DbtOutcome(result.success, nodes, events, result.exception, result.result)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.database)) as connection:
            found: list[tuple[Any, ...]] = connection.execute(sql, list(parameters)).fetchall()
            return found

    def table(
        self, name: str = "orders"
    ) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
        """Return (name and type of each column, rows by the first column's value)."""
        with duckdb.connect(str(self.database)) as connection:
            return table_in(connection, name)

    def files(self) -> dict[str, str]:
        """Return the text of every board file and generated file, by path."""
        found = [*self.dir.glob("boards/*.yml"), *self.dir.glob("models/boards/*")]
        found += self.home.glob("kestra/*.yml")
        return {str(p.relative_to(self.home)): p.read_text(encoding="utf-8") for p in sorted(found)}

    def copied_to(self, home: Path, **environment: str) -> UserProject:
        """Copy the folder and database to `home`, including dbt's parsed project."""
        shutil.copytree(self.home, home)
        there = {"DBT_PROFILES_DIR": str(home)}
        return UserProject(home, self.environment | there | environment)

    @contextmanager
    def inside(self, environment: dict[str, str]) -> Iterator[None]:
        """Use the user's working folder and environment, without the developer's own settings."""
        before, folder = dict(os.environ), Path.cwd()
        for name in before:
            if name.startswith(OWN_VARIABLES):
                del os.environ[name]
        os.environ.update(self.environment | environment)
        os.chdir(self.dir)
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)


def table_in(
    connection: duckdb.DuckDBPyConnection, name: str
) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    """Return (name and type of each column, rows by the first column's value)."""
    found = connection.execute(f'select * from "{name}"')
    columns = [(d[0], str(d[1])) for d in found.description]
    names = [c[0] for c in columns]
    return columns, {str(r[0]): dict(zip(names, r, strict=True)) for r in found.fetchall()}


def with_flags(words: Sequence[str]) -> list[str]:
    """Return a dbt command that writes manifest.json only if that is its purpose or a flag asks."""
    written = {"compile", "docs", "parse", "--write-json"} & set(words)
    return [*words] if written else ["--no-write-json", *words]


@dataclass
class DbtOutcome:
    """Statuses by node, and all events as (level, name, message)."""

    success: bool
    nodes: dict[str, str]
    events: list[tuple[str, str, str]]
    exception: BaseException | None
    result: Any
    """What dbt itself returned."""

    @property
    def warnings(self) -> list[str]:
        return [f"{name}: {text}" for level, name, text in self.events if level == "warn"]

    @property
    def errors(self) -> str:
        return "\n".join(text for level, _, text in self.events if level == "error")


def make_project(home: Path, url: str, token: str) -> UserProject:
    """Lay out a fresh project in `home`, talking to the API at `url`."""
    project = _laid_out(home, url, token)
    (project.dir / "target").mkdir()
    shutil.copy(_parsed(), project.dir / "target")
    return project


def _laid_out(home: Path, url: str, token: str) -> UserProject:
    ignore = shutil.ignore_patterns("target", "logs")
    shutil.copytree(ROOT / "dbt_project", home / "dbt_project", ignore=ignore)
    shutil.copy(ROOT / "profiles.yml.example", home / "profiles.yml")
    environment = {
        "MONDAY_API_URL": url,
        "MONDAY_API_TOKEN": token,
        "MONDAY_DUCKDB": "../monday.duckdb",  # same text in every copy: dbt parses it once
        "DBT_PROFILES_DIR": str(home),
        "COLUMNS": "200",
    }
    return UserProject(home, environment)


@cache
def _parsed() -> Path:
    """Return dbt's partial parse of the macros, so that each project parses only its boards."""

    def make(folder: Path) -> None:
        project = _laid_out(folder / "home", "http://127.0.0.1:9", "no-token")
        # The static parser's threads do not survive a fork.
        parsed = project.dbt("--no-write-json", "parse", "--no-static-parser")
        assert parsed.success, parsed.errors

    return made_once("project", make) / "home/dbt_project/target/partial_parse.msgpack"
