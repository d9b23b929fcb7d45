"""`raw_monday._loads` in a DuckDB file."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from loader.landing.duckdb.connection import DuckConnection, names, quoted
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.records import (
    BUILD_COLUMNS,
    KILLED,
    LOAD_COLUMNS,
    BuildRecord,
    LoadKind,
    LoadRecord,
    lacking_columns,
)
from loader.landing.utc import from_utc, to_utc


class DuckLoads:
    """Records of loads as they stand. The caller reports errors and opens transactions."""

    def __init__(self, connection: DuckConnection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Make the table, or give one of an earlier version the columns it lacks.

        And `_builds`, to which builds write: several that start together on a new warehouse
        would make it at the same moment, which DuckDB refuses.
        """
        self._connection.execute(
            f"create table if not exists {self._table} ("
            "load_id varchar primary key, board varchar not null, board_id bigint not null, "
            "started_at timestamp not null, ended_at timestamp, status varchar not null, "
            "items bigint, rows bigint, calls bigint, complexity bigint, waits double, "
            "drift varchar, error varchar)"
        )
        for name in self._lacking:
            self._connection.execute(f"alter table {self._table} add column {quoted(name)} varchar")
        self.__dict__.pop("_lacking", None)
        self._connection.execute(
            f"create table if not exists {self._connection.raw('_builds')} ("
            "build_id varchar not null, model varchar not null, table_name varchar not null, "
            "started_at timestamp not null, ended_at timestamp not null, "
            "status varchar not null, rows bigint, losses varchar, message varchar)"
        )

    def write(self, record: LoadRecord) -> None:
        """Insert the record, or update the one with its load_id."""
        row = tuple(getattr(record, name) for name in LOAD_COLUMNS)
        self._connection.execute(
            f"insert or replace into {self._table} ({names(LOAD_COLUMNS)}) "
            f"values ({', '.join('?' * len(row))})",
            [to_utc(value) for value in row],
        )

    def close_killed(self, board: str) -> None:
        """Records that say running, of a board that nobody loads."""
        self._connection.execute(
            f"update {self._table} set status = 'failed', error = ? "
            "where board = ? and status = 'running'",
            [KILLED, board],
        )

    def last(self, board: str, limit: int) -> tuple[LoadRecord, ...]:
        """Those of a board, the newest first."""
        return self._read("board = ? order by started_at desc, load_id limit ?", board, limit)

    def last_complete(self, board: str, kind: LoadKind | None) -> LoadRecord | None:
        """The newest complete one, of this kind if one is given."""
        found = self._read(
            "board = ? and status = 'complete' and coalesce(kind, '') = coalesce(?, kind, '') "
            "order by started_at desc, load_id limit 1",
            board,
            kind,
        )
        return found[0] if found else None

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Start of the first complete load of a board with this watermark."""
        found = self._connection.execute(
            f"select min(started_at) from {self._table} "
            "where board = ? and status = 'complete' and watermark = ?",
            [board, watermark],
        )
        met: datetime | None = from_utc(found[0][0])
        return met

    def last_build(self, model: str) -> BuildRecord | None:
        """The newest record of a build of this dbt model."""
        if not self._connection.table_exists("_builds", schema=RAW_SCHEMA):
            return None
        found = self._connection.execute(
            f"select {names(BUILD_COLUMNS)} from {self._connection.raw('_builds')} "
            "where model = ? order by started_at desc, build_id limit 1",
            [model],
        )
        return BuildRecord(*map(from_utc, found[0])) if found else None

    def _read(self, where: str, *parameters: object) -> tuple[LoadRecord, ...]:
        if len(self._lacking) == len(LOAD_COLUMNS):
            return ()
        shown = [f"null as {quoted(c)}" if c in self._lacking else quoted(c) for c in LOAD_COLUMNS]
        found = self._connection.execute(
            f"select * from (select {', '.join(shown)} from {self._table}) where {where}",
            parameters,
        )
        return tuple(LoadRecord(*map(from_utc, row)) for row in found)

    @cached_property
    def _lacking(self) -> tuple[str, ...]:
        """Columns that are not there: later ones in a file of an earlier version, or all."""
        found = self._connection.execute(
            "select column_name from duckdb_columns() where database_name = ? "
            "and schema_name = 'raw_monday' and table_name = '_loads'",
            [self._connection.database],
        )
        return lacking_columns({row[0] for row in found})

    @property
    def _table(self) -> str:
        return self._connection.raw("_loads")
