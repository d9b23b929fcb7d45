"""What the simulation asks of a project's database, on DuckDB and on a T-SQL server."""

from __future__ import annotations

from typing import Protocol

from tests.project import UserProject
from tests.simulator.invariants import RawRows, Table
from tests.simulator.product import BOARD
from tests.sqlserver import connection as server
from tests.sqlserver.project import SqlServerProject
from tests.sqlserver.waiting import wait_until

RAW = f"select item_id, column_id, column_type, text from raw_monday.{BOARD}"


class Warehouse(Protocol):
    """A project's database."""

    def raw(self) -> RawRows | None:
        """The raw table; None where there is none."""

    def production(self) -> Table | None:
        """The board's table, its types in DuckDB's words; None where there is none."""

    def shift(self, seconds: int) -> None:
        """Let all loads have run so much later."""

    def clients(self) -> set[int]:
        """Who is connected, as far as it outlives its program."""

    def settle(self, before: set[int]) -> None:
        """Wait until nobody is connected but those: a killed client is not gone at once."""


class OnDuckDB:
    def __init__(self, project: UserProject) -> None:
        self._project = project

    def raw(self) -> RawRows | None:
        return _rows(self._project) if self._exists("raw_monday") else None

    def production(self) -> Table | None:
        return self._project.table(BOARD) if self._exists("main") else None

    def shift(self, seconds: int) -> None:
        self._project.query(
            "update raw_monday._loads set started_at = started_at "
            f"+ to_seconds({seconds}), ended_at = ended_at + to_seconds({seconds})"
        )

    def clients(self) -> set[int]:
        return set()

    def settle(self, before: set[int]) -> None:
        pass

    def _exists(self, schema: str) -> bool:
        if not self._project.database.exists():
            return False
        return bool(
            self._project.query(
                "select 1 from duckdb_tables() where schema_name = ? and table_name = ?",
                [schema, BOARD],
            )
        )


class OnServer:
    def __init__(self, project: SqlServerProject) -> None:
        self._project = project

    def raw(self) -> RawRows | None:
        return _rows(self._project) if self._exists("raw_monday") else None

    def production(self) -> Table | None:
        if not self._exists("dbo"):
            return None
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


def _rows(project: UserProject) -> RawRows:
    return {(item, ident): (kind, text) for item, ident, kind, text in project.query(RAW)}


def warehouse_of(project: UserProject) -> Warehouse:
    return OnServer(project) if isinstance(project, SqlServerProject) else OnDuckDB(project)
