"""What the simulation asks of a project's database, on DuckDB and on a T-SQL server."""

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
    """The board's raw table and its table, types in DuckDB's words; None where there is none."""

    raw: RawRows | None
    production: Table | None


class Warehouse(Protocol):
    """A project's database."""

    def state(self) -> State:
        """What the board's tables hold."""

    def shift(self, seconds: int) -> None:
        """Let all loads have run so much later."""

    def clients(self) -> set[int]:
        """Who is connected, as far as it outlives its program."""

    def settle(self, before: set[int]) -> None:
        """Wait until nobody is connected but those: a killed client is not gone at once."""


class OnDuckDB:
    def __init__(self, project: UserProject) -> None:
        self._project = project

    def state(self) -> State:
        if not self._project.database.exists():
            return State(None, None)
        # To open a file takes far longer than to read it.
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
        """Babelfish starts anew when it loses some clients, and answers nobody meanwhile."""
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
