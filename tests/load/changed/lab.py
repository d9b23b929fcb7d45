"""Warehouses that follow one board by incremental or full loads, and what they contain."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from loader.load.request import LoadOptions, LoadResult, new_load_id
from loader.load.run import load_board
from loader.session import Session
from tests.load.changed.world import BOARD_ID, clock_of
from tests.monday_server import Account, MondayServer
from tests.project import UserProject, make_project
from tests.sqlserver import connection as server
from tests.sqlserver.project import stand_in_for_babelfish

BOARD = "changing"
"""A name that no other test uses, because all databases of a server may share its locks."""
ATTRIBUTES = ("__created_at__", "__state__", "__creator__", "__url__", "__parent_item__")

Row = tuple[str, Any, Any, Any]
"""column_type, text, value, fields."""


def deploy(home: Path, api: MondayServer) -> UserProject:
    """Return a project in which the board is deployed with everything approved."""
    project = make_project(home, api.url, api.token)
    project.deploy(BOARD_ID, BOARD, "--approve-complex")
    approved = [word for one in ATTRIBUTES for word in ("--approve", one)]
    project.ok("monday-board", "review", BOARD, *approved)
    return project


@dataclass(frozen=True)
class Lab:
    """A project with a separate warehouse."""

    project: UserProject
    server_database: str | None = None
    """None for a DuckDB file."""

    def load(self, *, changed: bool = False, **more: Any) -> LoadResult:
        """Run one load in this process. Raise its error."""
        with self.project.inside({}):
            options = LoadOptions(changed=changed, **more)
            return load_board(
                Session(), BOARD, options, lambda _landed, _expected: None, new_load_id()
            )

    def settings(self, old: str, new: str) -> None:
        """Edit the board file as a person does."""
        path = self.project.dir / "boards" / f"{BOARD}.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        if self.server_database is not None:
            return server.run(self.server_database, sql)
        with duckdb.connect(str(self.project.database)) as connection:
            found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
            return found

    def query_and_commit(self, sql: str) -> None:
        """Change the warehouse directly, without the loader."""
        if self.server_database is not None:
            server.run(self.server_database, sql)
            return
        with duckdb.connect(str(self.project.database)) as connection:
            connection.execute(sql)

    def pass_time(self, seconds: float) -> None:
        """Make all loads this much older."""
        moment = (
            f"started_at - interval '{seconds} seconds'"
            if self.server_database is None
            else f"dateadd(second, -{seconds}, started_at)"
        )
        self.query_and_commit(f"update raw_monday._loads set started_at = {moment}")

    def raw(self, *without: str) -> dict[tuple[int, str], Row]:
        """Return the raw table by primary key, without these columns and the load times."""
        found = self.query(
            f"select item_id, column_id, column_type, text, value, fields from raw_monday.{BOARD}"
        )
        return {(r[0], r[1]): r[2:] for r in found if r[1] not in without}

    def has_raw(self) -> bool:
        """Whether the raw table exists: a test may have dropped it."""
        place = f"table_schema = 'raw_monday' and table_name = '{BOARD}'"
        return bool(self.query(f"select 1 from information_schema.tables where {place}"))

    def loads(self) -> list[dict[str, Any]]:
        """Return the complete loads in order: kind, items, rows and notes."""
        found = self.query(
            "select kind, items, rows, notes from raw_monday._loads "
            "where status = 'complete' order by started_at"
        )
        return [
            {"kind": kind, "items": items, "rows": rows, **json.loads(notes or "{}")}
            for kind, items, rows, notes in found
        ]


def duckdb_lab(template: UserProject, home: Path, api: MondayServer) -> Lab:
    """Return a copy of a deployed project with an empty DuckDB file."""
    ignore = shutil.ignore_patterns("logs", "*.duckdb*")
    shutil.copytree(template.home, home, ignore=ignore)
    environment = {"DBT_PROFILES_DIR": str(home), "MONDAY_API_URL": api.url}
    return Lab(UserProject(home, template.environment | environment))


@dataclass(frozen=True)
class Case:
    """A board that has been loaded in full, and its API."""

    lab: Lab
    api: MondayServer

    @property
    def account(self) -> Account:
        return self.api.account

    def changed(self) -> list[str | None]:
        """Run an incremental load an hour later and return the operations it sent. Check that it
        reports the number of items whose rows changed.
        """
        clock_of(self.account).move(3600)
        self.api.forget()
        before = self.lab.raw() if self.lab.has_raw() else {}
        result = self.lab.load(changed=True)
        if result.kind == "changed":
            after = self.lab.raw()
            assert result.changed == len({k[0] for k in after if before.get(k) != after[k]})
            assert self.last()["changed"] == result.changed
        return [request.operation for request in self.api.requests]

    def last(self) -> dict[str, object]:
        return self.lab.loads()[-1]


@contextmanager
def lab_on(engine: str, template: UserProject, home: Path, api: MondayServer) -> Iterator[Lab]:
    """Yield a lab on one engine; skip the test if there is no server."""
    lab = duckdb_lab(template, home, api)
    if engine == "duckdb":
        yield lab
        return
    server.require()
    database = server.shared_database()
    server.drop_tables(database, "raw_monday")
    output = server.profile_output(database)
    profile = {"monday": {"target": "dev", "outputs": {"dev": output}}}
    (home / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")
    stand_in_for_babelfish(lab.project.dir)
    yield Lab(lab.project, database)
