"""The simulation's queries of a project's database, on DuckDB and on a T-SQL server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import duckdb

from tests.project import UserProject, table_in
from tests.simulator.invariants import RawRows, Table
from tests.simulator.product import BOARD
from tests.sqlserver import connection as server
from tests.sqlserver.project import SqlServerProject
from tests.sqlserver.waiting import wait_until

RAW = f"select item_id, column_id, column_type, text from raw_monday.{BOARD}"


@dataclass(frozen=True)
class State:
    """The board's raw and production tables, with DuckDB's type names; None if there is none."""

    raw: RawRows | None
    production: Table | None


class Warehouse(Protocol):
    """A project's database."""

    def state(self) -> State:
        """Return what the board's tables contain."""

    def shift(self, seconds: int) -> None:
        """Move all loads later by this time."""

    def clients(self) -> set[int]:
        """Return the sessions that may outlive their program."""

    def settle(self, before: set[int]) -> None:
        """Wait until only those sessions remain: a killed client does not vanish at once."""


class OnDuckDB:
    def __init__(self, project: UserProject) -> None:
        self._project = project

    def state(self) -> State:
        if not self._project.database.exists():
            return State(None, None)
        # Opening a file takes far longer than reading it, so open it only once.
        with duckdb.connect(str(self._project.database)) as file:
            found = file.execute(
                "select schema_name from duckdb_tables() where table_name = ?", [BOARD]
            )
            schemas = {schema for (schema,) in found.fetchall()}
            raw = _by_cell(file.execute(RAW).fetchall()) if "raw_monday" in schemas else None
            return State(raw, table_in(file, BOARD) if "main" in schemas else None)

    def shift(self, seconds: int) -> None:
        self._project.query(
            "update raw_monday._loads set started_at = started_at "
            f"+ to_seconds({seconds}), ended_at = ended_at + to_seconds({seconds})"
        )

    def clients(self) -> set[int]:
        return set()

    def settle(self, before: set[int]) -> None:
        pass


class OnServer:
    def __init__(self, project: SqlServerProject) -> None:
        self._project = project

    def state(self) -> State:
        raw = _by_cell(self._project.query(RAW)) if self._exists("raw_monday") else None
        return State(raw, self._production() if self._exists("dbo") else None)

    def _production(self) -> Table:
        columns, rows = self._project.table(f"dbo.{BOARD}")
        return [(name, kind.upper().replace(*MOMENT)) for name, kind in columns], rows

    def shift(self, seconds: int) -> None:
        self._project.query(
            f"update raw_monday._loads set started_at = dateadd(second, {seconds}, started_at), "
            f"ended_at = dateadd(second, {seconds}, ended_at)"
        )

    def clients(self) -> set[int]:
        found = self._project.query(
            "select session_id from sys.dm_exec_sessions "
            "where database_id = db_id() and session_id <> @@spid"
        )
        return {session for (session,) in found}

    def settle(self, before: set[int]) -> None:
        wait_until(lambda: self._clients_or_none() <= before, "the killed session has ended")

    def _clients_or_none(self) -> set[int]:
        """Return the sessions; Babelfish restarts when it loses some clients, and is then down."""
        import pyodbc

        try:
            return self.clients()
        except pyodbc.Error:
            if not server.is_babelfish():
                raise
            return {-1}

    def _exists(self, schema: str) -> bool:
        return self._project.query(f"select object_id('{schema}.{BOARD}', 'U')") != [(None,)]


MOMENT = ("DATETIME2(0)", "TIMESTAMP")


def _by_cell(rows: list[tuple[Any, ...]]) -> RawRows:
    return {(item, ident): (kind, text) for item, ident, kind, text in rows}


def warehouse_of(project: UserProject) -> Warehouse:
    return OnServer(project) if isinstance(project, SqlServerProject) else OnDuckDB(project)
