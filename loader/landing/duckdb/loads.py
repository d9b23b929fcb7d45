"""`raw_monday._loads` in a DuckDB file."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from loader.landing.duckdb.connection import aware, naive, names, quoted
from loader.landing.records import KILLED, LATER_LOAD_COLUMNS, LOAD_COLUMNS, LoadKind, LoadRecord

if TYPE_CHECKING:
    from loader.landing.duckdb.landing import DuckLanding


class DuckLoads:
    """Records of loads as they stand. The caller reports errors and opens transactions."""

    def __init__(self, landing: DuckLanding) -> None:
        self._landing = landing

    def create(self) -> None:
        """Make the table, or give one of an earlier version the columns it lacks.

        And `_builds`, to which builds write: several that start together on a new warehouse
        would make it at the same moment, which DuckDB refuses.
        """
        self._landing.execute(
            f"create table if not exists {self._table} ("
            "load_id varchar primary key, board varchar not null, board_id bigint not null, "
            "started_at timestamp not null, ended_at timestamp, status varchar not null, "
            "items bigint, rows bigint, calls bigint, complexity bigint, waits double, "
            "drift varchar, error varchar)"
        )
        for name in self._lacking:
            self._landing.execute(f"alter table {self._table} add column {quoted(name)} varchar")
        self.__dict__.pop("_lacking", None)
        self._landing.execute(
            f"create table if not exists {self._landing.raw('_builds')} ("
            "build_id varchar not null, model varchar not null, table_name varchar not null, "
            "started_at timestamp not null, ended_at timestamp not null, "
            "status varchar not null, rows bigint, losses varchar, message varchar)"
        )

    def write(self, record: LoadRecord) -> None:
        """Insert the record, or update the one with its load_id."""
        row = tuple(getattr(record, name) for name in LOAD_COLUMNS)
        self._landing.execute(
            f"insert or replace into {self._table} ({names(LOAD_COLUMNS)}) "
            f"values ({', '.join('?' * len(row))})",
            [naive(value) for value in row],
        )

    def close_killed(self, board: str) -> None:
        """Records that say running, of a board that nobody loads."""
        self._landing.execute(
            f"update {self._table} set status = 'failed', error = ? "
            "where board = ? and status = 'running'",
            [KILLED, board],
        )

    def last(self, board: str | None, limit: int) -> tuple[LoadRecord, ...]:
        """The newest first, of one board or all."""
        return self._read(
            "board = coalesce(?, board) order by started_at desc, load_id limit ?", board, limit
        )

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
        found = self._landing.execute(
            f"select min(started_at) from {self._table} "
            "where board = ? and status = 'complete' and watermark = ?",
            [board, watermark],
        )
        met: datetime | None = aware(found[0][0])
        return met

    def _read(self, where: str, *parameters: object) -> tuple[LoadRecord, ...]:
        if len(self._lacking) == len(LOAD_COLUMNS):
            return ()
        shown = [f"null as {quoted(c)}" if c in self._lacking else quoted(c) for c in LOAD_COLUMNS]
        found = self._landing.execute(
            f"select * from (select {', '.join(shown)} from {self._table}) where {where}",
            parameters,
        )
        return tuple(LoadRecord(*map(aware, row)) for row in found)

    @cached_property
    def _lacking(self) -> tuple[str, ...]:
        """Columns that are not there: later ones in a file of an earlier version, or all."""
        found = self._landing.execute(
            "select column_name from duckdb_columns() where database_name = ? "
            "and schema_name = 'raw_monday' and table_name = '_loads'",
            [self._landing.database],
        )
        have = {row[0] for row in found}
        wanted = LATER_LOAD_COLUMNS if have else LOAD_COLUMNS
        return tuple(name for name in wanted if name not in have)

    @property
    def _table(self) -> str:
        return self._landing.raw("_loads")
