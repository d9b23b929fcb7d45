"""Landing in SQL Server, through the connection that the build uses; statements in tsql.py."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from loader.errors import WarehouseError, WarehouseLocked
from loader.landing.contract import RawCell
from loader.landing.id_tables import Dimensions
from loader.landing.profile import Warehouse
from loader.landing.raw_table import RAW_SCHEMA, incoming_table
from loader.landing.records import (
    KILLED,
    LATER_LOAD_COLUMNS,
    LOAD_COLUMNS,
    BuildRecord,
    LoadKind,
    LoadRecord,
    TableState,
)
from loader.landing.sqlserver import change_statements as tsql_changes
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.id_tables import SqlServerDimensions
from loader.landing.sqlserver.incoming import SqlServerIncoming


def open_sqlserver(
    warehouse: Warehouse, database: str | None = None, *, read_only: bool = False
) -> SqlServerLanding:
    """See `open.open_landing`."""
    return SqlServerLanding(warehouse, database or warehouse.database, read_only=read_only)


class SqlServerLanding:
    """See `contract.Landing`."""

    def __init__(self, warehouse: Warehouse, database: str, *, read_only: bool) -> None:
        self.database = database
        self._staging_prefix = warehouse.staging_prefix
        self.connection = SqlServerConnection(warehouse, database)
        self._held: set[str] = set()
        if not read_only:
            try:
                self._create_schema()
            except BaseException:
                self.connection.close()
                raise

    @cached_property
    def keeps_nul(self) -> bool:
        """SQL Server does; a server that only speaks T-SQL may not, so it is tried once."""
        return self._shreds("\0")

    @cached_property
    def shreds_json(self) -> bool:
        """Whether OPENJSON gives texts back as they were: long, and with escaped characters.

        SQL Server does. Babelfish for PostgreSQL 4 leaves the escapes in and refuses texts of
        more than 4,000 UTF-16 units; rows travel to it as parameters.
        """
        return self._shreds('{"a": "b\\n"}\t\U0001f680' * 1_000)

    def _shreds(self, text: str) -> bool:
        try:
            found = self._execute("trying OPENJSON", tsql.SHRED_TEXT, json.dumps([text]))
        except WarehouseError:
            return False
        return found == ((text,),)

    def start_load(self, record: LoadRecord) -> None:
        self._require_sight_of_grants(record.board)
        self.hold(record.board)
        self._execute("closing killed loads", tsql.CLOSE_KILLED, KILLED, record.board)
        self.write_record(record)
        self._execute("dropping what a killed load left", tsql.drop_incoming(record.board))

    def finish_load(self, record: LoadRecord) -> None:
        self.write_record(record)
        self.let_go(record.board)

    def begin(self, board: str, loaded_at: datetime | None = None) -> SqlServerIncoming:
        self.hold(board)
        return SqlServerIncoming(self, board, loaded_at or datetime.now(UTC))

    def last_loads(self, board: str | None = None, limit: int = 10) -> tuple[LoadRecord, ...]:
        if not self.table_exists("_loads", schema=RAW_SCHEMA):
            return ()
        found = self._execute(
            "reading raw_monday._loads",
            tsql.last_loads(limit, self._lacking_columns, one_board=board is not None),
            *([] if board is None else [board]),
        )
        return tuple(self._record(row) for row in found)

    def last_complete(self, board: str, kind: LoadKind | None = None) -> LoadRecord | None:
        if not self.table_exists("_loads", schema=RAW_SCHEMA):
            return None
        sql = tsql_changes.last_complete(self._lacking_columns, one_kind=kind is not None)
        found = self._execute("reading raw_monday._loads", sql, board, *([kind] if kind else []))
        return self._record(found[0]) if found else None

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        what = "reading raw_monday._loads"
        met: datetime | None = _read(
            self._execute(what, tsql_changes.WATERMARK_MET, board, watermark)[0][0]
        )
        return met

    def raw_cells(self, board: str, column_ids: Sequence[str]) -> Iterable[RawCell]:
        sql = tsql_changes.raw_cells(board, len(column_ids))
        return self._execute(f"reading raw_monday.{board}", sql, *column_ids)

    @cached_property
    def dimensions(self) -> Dimensions:
        return Dimensions(SqlServerDimensions(self.connection))

    def item_ids(self, board: str) -> set[int]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return set()
        found = self._execute(f"reading the items of raw_monday.{board}", tsql.item_ids(board))
        return {row[0] for row in found}

    def table_state(
        self, board: str, *, table: str, schema: str, database: str | None = None
    ) -> TableState:
        def exists(name: str) -> bool:
            return self.table_exists(name, schema=schema, database=database)

        rows, items, loaded_at = self.raw_counts(board)
        production = exists(table)
        return TableState(
            raw_rows=rows,
            raw_items=items,
            raw_loaded_at=loaded_at,
            incoming_exists=self.table_exists(incoming_table(board), schema=RAW_SCHEMA),
            production_exists=production,
            production_rows=self._count(table, schema, database) if production else None,
            staging_exists=exists(self._staging_prefix + table),
            previous_exists=exists(f"{table}__previous"),
            last_build=self._last_build(board),
        )

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        parts = [schema, table]
        if database and database.lower() != self.database.lower():
            parts.insert(0, database)
        name = ".".join(tsql.quoted(part) for part in parts)
        return self._execute(f"looking for {name}", "select object_id(?)", name)[0][0] is not None

    def close(self) -> None:
        for board in tuple(self._held):
            with suppress(WarehouseError):
                self.let_go(board)
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def write_record(self, record: LoadRecord) -> None:
        """Update the record with this load_id, or insert it."""
        values = [_sent(getattr(record, name)) for name in LOAD_COLUMNS]
        what = "recording the load"
        if self.connection.execute(what, tsql.UPDATE_LOAD, *values[1:], values[0]).touched == 0:
            self._execute(what, tsql.INSERT_LOAD, *values)

    def hold(self, board: str) -> None:
        """Take the applock that lets one load of a board run. WarehouseLocked when it is taken.

        It belongs to the session: the server lets go of it when this process is killed.
        """
        if board in self._held:
            return
        granted = self._execute(
            f"taking the lock of board {board}",
            tsql.take_lock(tsql.load_lock(board), "Session", 0),
        )
        if not granted or granted[0][0] < 0:
            raise WarehouseLocked(
                f"Board {board} is being loaded into {self.connection.place} already "
                f"(applock {tsql.load_lock(board)}); wait for that load to end."
            )
        self._held.add(board)

    def let_go(self, board: str) -> None:
        if board in self._held:
            self._held.discard(board)
            self._execute(
                f"releasing the lock of board {board}", tsql.release_lock(tsql.load_lock(board))
            )

    def _execute(self, what: str, sql: str, *parameters: object) -> tuple[tuple[Any, ...], ...]:
        return self.connection.execute(what, sql, *parameters).rows

    def _require_sight_of_grants(self, board: str) -> None:
        if self._execute("looking at the login's rights", tsql.MAY_SEE_GRANTS) == ((0,),):
            raise self.connection.missing_right(
                f"The login may not see who has permissions on raw_monday.{board}, which a load "
                "carries over to the table that replaces it",
                "view definition",
            )

    def _create_schema(self) -> None:
        try:
            self._execute("creating schema raw_monday", tsql.CREATE_SCHEMA)
        except WarehouseError:
            # Another load may have made it in the same moment.
            if self._execute("looking for raw_monday", tsql.SCHEMA_ID)[0][0] is None:
                raise
        for table, sql in (("_loads", tsql.CREATE_LOADS), ("_builds", tsql.CREATE_BUILDS)):
            try:
                self._execute(f"creating raw_monday.{table}", sql)
            except WarehouseError:
                # Another load may have made it in the same moment.
                if not self.table_exists(table, schema=RAW_SCHEMA):
                    raise
        for name in self._lacking_columns:
            try:
                self._execute("adding a column to raw_monday._loads", tsql_changes.add_column(name))
            except WarehouseError:
                del self._lacking_columns
                if name in self._lacking_columns:
                    raise
        self.__dict__.pop("_lacking_columns", None)

    @cached_property
    def _lacking_columns(self) -> tuple[str, ...]:
        """Columns that an earlier version's `_loads` does not have."""
        found = self._execute("looking at raw_monday._loads", tsql_changes.COLUMNS_OF_LOADS)
        have = {row[0].lower() for row in found}
        return tuple(name for name in LATER_LOAD_COLUMNS if name not in have)

    def _record(self, row: tuple[Any, ...]) -> LoadRecord:
        record = LoadRecord(*(_read(value) for value in row))
        if record.status != "running" or record.board in self._held:
            return record
        free = self._execute(
            "looking for running loads", tsql.LOCK_IS_FREE, tsql.load_lock(record.board)
        )
        return replace(record, status="failed", error=KILLED) if free[0][0] == 1 else record

    def raw_counts(self, board: str) -> tuple[int | None, int | None, datetime | None]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return None, None, None
        rows, items, loaded_at = self._execute(
            f"counting raw_monday.{board}", tsql.count_raw(board)
        )[0]
        return rows, items, _read(loaded_at)

    def _count(self, table: str, schema: str, database: str | None) -> int:
        parts = (database or self.database, schema, table)
        return int(self._execute(f"counting {table}", tsql.count_table(parts))[0][0])

    def _last_build(self, model: str) -> BuildRecord | None:
        if not self.table_exists("_builds", schema=RAW_SCHEMA):
            return None
        found = self._execute("reading raw_monday._builds", tsql.LAST_BUILD, model)
        return BuildRecord(*(_read(value) for value in found[0])) if found else None


def _sent(value: Any) -> Any:
    """Times travel as ISO 8601 text in UTC, which no session language or date format changes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
    return value


def _read(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
