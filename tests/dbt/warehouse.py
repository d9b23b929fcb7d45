"""A warehouse for a dbt test: a DuckDB file, or a separate database on a T-SQL server.

Both implement the same methods, so that one test covers both engines. Raw tables are written
directly from the contract of the raw layer, without any part of the loader.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb

from tests.sqlserver import connection as server

Cell = tuple[int, str, str, str | None, str | None, str | None]
"""item_id, column_id, column_type, text, value, fields."""


class Warehouse(Protocol):
    """What a test needs from an engine."""

    @property
    def engine(self) -> str:
        """duckdb or sqlserver: the name of dbt's adapter."""

    @property
    def schema(self) -> str:
        """The target schema, where tables are built."""

    def output(self) -> dict[str, Any]:
        """The `outputs` entry of a dbt profile."""

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query; on SQL Server, of the last one in a batch."""

    def quote(self, name: str) -> str:
        """Return a name as a quoted identifier."""

    def write_raw(self, board: str, cells: Sequence[Cell]) -> None:
        """Replace raw_monday.<board>."""

    def columns(self, table: str) -> list[tuple[str, str, bool]]:
        """Return name, type and whether NULL is allowed for each column in the catalog."""

    def key(self, table: str) -> list[str]:
        """Return the columns of the primary key."""

    def tables(self) -> set[str]:
        """Return the names of tables and views in the target schema."""

    def indexes(self, table: str) -> set[str]:
        """Return the names of indexes, without the primary key's."""


@dataclass(frozen=True)
class DuckDB:
    """A DuckDB file. dbt keeps it open in this process, which may open it repeatedly."""

    path: Path
    engine: str = "duckdb"
    schema: str = "main"

    def output(self) -> dict[str, Any]:
        return {
            "type": "duckdb", "path": str(self.path), "schema": self.schema, "threads": 1,
            "settings": {"TimeZone": "Asia/Tokyo"},  # all times are UTC in any session time zone
        }  # fmt: skip

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.path)) as connection:
            found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
            return found

    def quote(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def write_raw(self, board: str, cells: Sequence[Cell]) -> None:
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(
                f"""create schema if not exists raw_monday;
                create or replace table raw_monday.{board} (
                    item_id bigint not null, column_id varchar not null,
                    column_type varchar not null, text varchar, value varchar, fields varchar,
                    loaded_at timestamp not null, primary key (item_id, column_id))"""
            )
            if cells:
                connection.executemany(
                    f"insert into raw_monday.{board} values (?, ?, ?, ?, ?, ?, '2026-11-23')", cells
                )

    def columns(self, table: str) -> list[tuple[str, str, bool]]:
        return [
            (name, kind.lower(), nullable)
            for name, kind, nullable in self.query(
                "select column_name, data_type, is_nullable from duckdb_columns() where table_name"
                f" = '{table}' and schema_name = '{self.schema}' order by column_index"
            )
        ]

    def key(self, table: str) -> list[str]:
        found = self.query(
            "select constraint_column_names from duckdb_constraints() where constraint_type ="
            f" 'PRIMARY KEY' and table_name = '{table}' and schema_name = '{self.schema}'"
        )
        return found[0][0] if found else []

    def tables(self) -> set[str]:
        return {
            row[0]
            for row in self.query(
                "select table_name from information_schema.tables"
                f" where table_schema = '{self.schema}'"
            )
        }

    def indexes(self, table: str) -> set[str]:
        return {
            row[0]
            for row in self.query(
                f"select index_name from duckdb_indexes() where table_name = '{table}'"
            )
        }


@dataclass(frozen=True)
class SQLServer:
    """A separate database on the server in MONDAY_TEST_SQLSERVER."""

    database: str
    engine: str = "sqlserver"
    schema: str = "dbo"

    def output(self) -> dict[str, Any]:
        return server.profile_output(self.database, self.schema)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return server.run(self.database, sql)

    def quote(self, name: str) -> str:
        # In double quotes: Babelfish accepts no ] inside brackets.
        return '"' + name.replace('"', '""') + '"'

    def write_raw(self, board: str, cells: Sequence[Cell]) -> None:
        self.query("if schema_id('raw_monday') is null exec('create schema raw_monday')")
        self.query(f"drop table if exists raw_monday.{board}")
        self.query(
            f"""create table raw_monday.{board} (
                item_id bigint not null,
                column_id varchar(255) collate Latin1_General_100_BIN2 not null,
                column_type varchar(64) collate Latin1_General_100_BIN2 not null,
                text nvarchar(max), value nvarchar(max), fields nvarchar(max),
                loaded_at datetime2(3) not null, primary key (item_id, column_id))"""
        )
        if not cells:
            return
        with closing(server.connect(self.database)) as connection:
            connection.cursor().executemany(
                f"insert into raw_monday.{board} values (?, ?, ?, ?, ?, ?, '2026-11-23')", cells
            )

    def columns(self, table: str) -> list[tuple[str, str, bool]]:
        # Not sys.columns, because Babelfish returns its names in lower case.
        nullable = dict(
            self.query(
                "select column_name, is_nullable from information_schema.columns"
                f" where table_schema = '{self.schema}' and table_name = '{table}'"
            )
        )
        types = server.column_types(self.database, f"{self.schema}.{table}")
        return [(name, kind, nullable[name] == "YES") for name, kind in types]

    def key(self, table: str) -> list[str]:
        rows = self.query(
            f"""select c.name from sys.indexes as i
            join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id
            join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
            where i.is_primary_key = 1 and i.object_id = object_id('{self.schema}.{table}')
            order by k.key_ordinal"""
        )
        spelled = {name.lower(): name for name, _, _ in self.columns(table)}
        return [spelled[row[0].lower()] for row in rows]

    def tables(self) -> set[str]:
        rows = self.query(
            "select name from sys.objects where type in ('U', 'V')"
            f" and schema_id = schema_id('{self.schema}')"
        )
        return {row[0] for row in rows}

    def indexes(self, table: str) -> set[str]:
        rows = self.query(
            "select name from sys.indexes where is_primary_key = 0 and index_id > 0"
            f" and object_id = object_id('{self.schema}.{table}')"
        )
        return {row[0] for row in rows}


@contextmanager
def sqlserver_database() -> Iterator[SQLServer]:
    """Yield an empty database and drop it afterwards."""
    with server.create_database() as name:
        yield SQLServer(name)
