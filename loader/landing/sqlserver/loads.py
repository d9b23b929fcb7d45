"""`raw_monday._loads` and `_builds` in SQL Server."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from loader.errors import WarehouseError
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.records import (
    KILLED,
    BuildRecord,
    LoadKind,
    LoadRecord,
    kept_records,
    lacking_columns,
    recorded,
)
from loader.landing.sqlserver import load_statements as tsql
from loader.landing.sqlserver import lock_statements as locks
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.utc import from_utc, to_utc_text

_READING = "reading raw_monday._loads"


class SqlServerLoads:
    """Reads and writes the records of loads and builds."""

    def __init__(self, connection: SqlServerConnection) -> None:
        self._connection = connection

    def create(self) -> None:
        """Create the tables, or add the columns that those of an earlier version lack."""
        for table, sql in (("_loads", tsql.CREATE_LOADS), ("_builds", tsql.CREATE_BUILDS)):
            try:
                self._execute(f"creating raw_monday.{table}", sql)
            except WarehouseError:
                # Another load may have created it at the same moment.
                if not self._connection.table_exists(table, schema=RAW_SCHEMA):
                    raise
        try:
            self._execute("adding columns to raw_monday._builds", tsql.ADD_BUILD_COLUMNS)
        except WarehouseError:  # another load or build may have added them just now
            self._execute("adding columns to raw_monday._builds", tsql.ADD_BUILD_COLUMNS)
        for name in self._lacking:
            try:
                self._execute("adding a column to raw_monday._loads", tsql.add_column(name))
            except WarehouseError:
                del self._lacking
                if name in self._lacking:
                    raise
        self.__dict__.pop("_lacking", None)
        with suppress(WarehouseError):  # only for speed; another load may be creating it
            self._execute("creating an index of raw_monday._loads", tsql.INDEX_LOADS)

    def write(self, record: LoadRecord) -> None:
        """Update the record with this load_id, or insert it."""
        values = [to_utc_text(value) for value in recorded(record)]
        what = "recording the load"
        if not self._execute(what, tsql.UPDATE_LOAD, *values[1:], values[0]):
            self._execute(what, tsql.INSERT_LOAD, *values, record.board)

    def prune(self, board: str) -> None:
        """Delete the oldest records of a board beyond KEPT_RECORDS."""
        kept = kept_records(self, board)
        self._execute(
            "removing old records",
            tsql.PRUNE_LOADS,
            board,
            board,
            kept.last,
            kept.last_full,
            kept.watermark,
            to_utc_text(kept.met_at),
        )

    def status(self, load_id: str) -> str | None:
        """Return the recorded status of a load; None if it is not recorded."""
        found = self._execute(_READING, tsql.STATUS, load_id)
        status: str | None = found[0][0] if found else None
        return status

    def close_killed(self, board: str) -> None:
        """Mark running records of a board as failed; call it while no other load of it runs."""
        self._execute("closing killed loads", tsql.CLOSE_KILLED, KILLED, board)

    def last(self, board: str, limit: int) -> tuple[LoadRecord, ...]:
        """Return the records of a board, newest first."""
        if not self._connection.table_exists("_loads", schema=RAW_SCHEMA):
            return ()
        found = self._execute(_READING, tsql.last_loads(limit, self._lacking), board)
        return tuple(self._record(row) for row in found)

    def last_complete(self, board: str, kind: LoadKind | None) -> LoadRecord | None:
        """Return the newest complete record, of `kind` if given."""
        if not self._connection.table_exists("_loads", schema=RAW_SCHEMA):
            return None
        sql = tsql.last_complete(self._lacking, one_kind=kind is not None)
        found = self._execute(_READING, sql, board, *([kind] if kind else []))
        return self._record(found[0]) if found else None

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Return the start of the first complete load of a board with this watermark."""
        found = self._execute(_READING, tsql.WATERMARK_MET, board, watermark)
        met: datetime | None = from_utc(found[0][0])
        return met

    def newest_loads(self) -> tuple[LoadRecord, ...]:
        """Return the newest record of each board and status, newest first."""
        if "load_id" in self._lacking:
            return ()
        found = self._execute(_READING, tsql.newest_loads(self._lacking))
        return tuple(self._record(row) for row in found)

    def last_builds(self, model: str, limit: int) -> tuple[BuildRecord, ...]:
        """Return the newest build records of this dbt model, newest first."""
        return self._builds(tsql.last_builds(limit), model)

    def newest_builds(self) -> tuple[BuildRecord, ...]:
        """Return the newest build records of each model and status, newest first."""
        return self._builds(tsql.NEWEST_BUILDS)

    def _builds(self, sql: str, *parameters: object) -> tuple[BuildRecord, ...]:
        if not self._connection.table_exists("_builds", schema=RAW_SCHEMA):
            return ()
        found = self._execute("reading raw_monday._builds", sql, *parameters)
        return tuple(BuildRecord(*map(from_utc, row)) for row in found)

    def _record(self, row: tuple[Any, ...]) -> LoadRecord:
        """Return the record, as failed if it says running although no load of the board runs."""
        record = LoadRecord(*map(from_utc, row))
        lock = locks.load_lock(record.board)
        if record.status != "running" or self._connection.holds(lock):
            return record
        free = self._execute("looking for running loads", locks.LOCK_IS_FREE, lock)
        return replace(record, status="failed", error=KILLED) if free[0][0] == 1 else record

    @cached_property
    def _lacking(self) -> tuple[str, ...]:
        """The columns that `_loads` of an earlier version lacks."""
        found = self._execute("looking at raw_monday._loads", tsql.COLUMNS_OF_LOADS)
        return lacking_columns({row[0].lower() for row in found})

    def _execute(self, what: str, sql: str, *parameters: object) -> tuple[tuple[Any, ...], ...]:
        return self._connection.execute(what, sql, *parameters).rows
