"""`raw_monday._loads` and `_builds` in a DuckDB file."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from loader.landing.duckdb.connection import DuckConnection, names, quoted
from loader.landing.overview import BUILDS_READ
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.records import (
    BUILD_COLUMNS,
    KEPT_RECORDS,
    KILLED,
    LATER_BUILD_COLUMNS,
    LOAD_COLUMNS,
    ORDINAL,
    PRUNED_AT_ONCE,
    BuildRecord,
    LoadKind,
    LoadRecord,
    kept_records,
    lacking_columns,
    recorded,
)
from loader.landing.utc import from_utc, to_utc

_NEWEST_FIRST = f"{ORDINAL} desc nulls last, started_at desc, load_id"


class DuckLoads:
    """Reads and writes the records. Callers translate errors (`reported`) and open transactions."""

    def __init__(self, connection: DuckConnection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Create `_loads`, or add the columns that one of an earlier version lacks.

        Do the same with `_builds`, which builds write to: several builds that start together on a
        new warehouse would create it at the same moment, which DuckDB refuses.
        """
        self._connection.execute(
            f"create table if not exists {self._table} ("
            "load_id varchar primary key, board varchar not null, board_id bigint not null, "
            "started_at timestamp not null, ended_at timestamp, status varchar not null, "
            "items bigint, rows bigint, calls bigint, complexity bigint, waits double, "
            "drift varchar, error varchar)"
        )
        for name in self._lacking:
            kind = "bigint" if name == ORDINAL else "varchar"
            self._connection.execute(f"alter table {self._table} add column {quoted(name)} {kind}")
        self.__dict__.pop("_lacking", None)
        self._connection.execute(
            f"create table if not exists {self._connection.raw('_builds')} ("
            "build_id varchar not null, model varchar not null, table_name varchar not null, "
            "started_at timestamp not null, ended_at timestamp not null, "
            "status varchar not null, rows bigint, losses varchar, message varchar, "
            "state varchar, fingerprint varchar)"
        )
        for name in LATER_BUILD_COLUMNS - self._columns("_builds"):
            self._connection.execute(
                f"alter table {self._connection.raw('_builds')} add column {quoted(name)} varchar"
            )

    def write(self, record: LoadRecord) -> None:
        """Insert the record, or update the one with its load_id."""
        row = recorded(record)
        replaced = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in LOAD_COLUMNS[1:])
        self._connection.execute(
            f"insert into {self._table} ({names((*LOAD_COLUMNS, ORDINAL))}) "
            f"values ({', '.join('?' * len(row))}, "
            f"(select coalesce(max({ORDINAL}), 0) + 1 from {self._table} where board = ?)) "
            f"on conflict (load_id) do update set {replaced}",
            [*map(to_utc, row), record.board],
        )

    def close_killed(self, board: str) -> None:
        """Mark running records of a board as failed; call it while no other load of it runs."""
        self._connection.execute(
            f"update {self._table} set status = 'failed', error = ? "
            "where board = ? and status = 'running'",
            [KILLED, board],
        )

    def last(self, board: str, limit: int) -> tuple[LoadRecord, ...]:
        """Return the records of a board, newest first."""
        return self._read("board = ?", limit, board)

    def last_complete(self, board: str, kind: LoadKind | None) -> LoadRecord | None:
        """Return the newest complete record, of `kind` if given."""
        found = self._read(
            "board = ? and status = 'complete' and coalesce(kind, '') = coalesce(?, kind, '')",
            1,
            board,
            kind,
        )
        return found[0] if found else None

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Return the start of the first complete load of a board with this watermark."""
        found = self._connection.execute(
            f"select min(started_at) from {self._table} "
            "where board = ? and status = 'complete' and watermark = ?",
            [board, watermark],
        )
        met: datetime | None = from_utc(found[0][0])
        return met

    def newest_loads(self) -> tuple[LoadRecord, ...]:
        """Return the newest record of each board and status, newest first."""
        return self._read(
            "true qualify row_number() over "
            f"(partition by board, status order by {_NEWEST_FIRST}) = 1",
            None,
        )

    def last_builds(self, model: str, limit: int) -> tuple[BuildRecord, ...]:
        """Return the newest build records of this dbt model, newest first."""
        return self._builds(
            "where model = ? order by started_at desc, build_id limit ?", model, limit
        )

    def newest_builds(self) -> tuple[BuildRecord, ...]:
        """Return the newest records of each model and status, newest first."""
        return self._builds(
            "qualify row_number() over (partition by model, status order by started_at desc, "
            f"build_id) <= {BUILDS_READ} order by model, started_at desc, build_id"
        )

    def _builds(self, which: str, *parameters: object) -> tuple[BuildRecord, ...]:
        if not self._connection.table_exists("_builds", schema=RAW_SCHEMA):
            return ()
        table = self._connection.raw("_builds")
        found = self._connection.execute(
            f"select {names(BUILD_COLUMNS)} from {table} {which}", parameters
        )
        return tuple(BuildRecord(*map(from_utc, row)) for row in found)

    def prune(self, board: str) -> None:
        """Delete the oldest records of a board beyond KEPT_RECORDS."""
        kept = kept_records(self, board)
        self._connection.execute(
            f"delete from {self._table} where load_id in (select load_id from {self._table} "
            f"where board = ? and coalesce({ORDINAL}, 0) <= (select max({ORDINAL}) "
            f"from {self._table} where board = ?) - {KEPT_RECORDS} and load_id not in (?, ?) "
            "and not (coalesce(watermark, '') = ? and started_at = ?) "
            f"limit {PRUNED_AT_ONCE})",
            [board, board, kept.last, kept.last_full, kept.watermark, to_utc(kept.met_at)],
        )

    def _read(self, where: str, limit: int | None, *parameters: object) -> tuple[LoadRecord, ...]:
        """Return the newest records that match; none if the table is missing."""
        if "load_id" in self._lacking:
            return ()
        stored = (*LOAD_COLUMNS, ORDINAL)
        shown = [f"null as {quoted(c)}" if c in self._lacking else quoted(c) for c in stored]
        found = self._connection.execute(
            f"select {names(LOAD_COLUMNS)} from (select {', '.join(shown)} from {self._table}) "
            f"where {where} order by {_NEWEST_FIRST} limit ?",
            [*parameters, limit],
        )
        return tuple(LoadRecord(*map(from_utc, row)) for row in found)

    @cached_property
    def _lacking(self) -> tuple[str, ...]:
        """Missing columns: the later ones in a file of an earlier version, or all."""
        return lacking_columns(self._columns("_loads"))

    def _columns(self, table: str) -> set[str]:
        found = self._connection.execute(
            "select column_name from duckdb_columns() where database_name = ? "
            "and schema_name = 'raw_monday' and table_name = ?",
            [self._connection.database, table],
        )
        return {row[0] for row in found}

    @property
    def _table(self) -> str:
        return self._connection.raw("_loads")
