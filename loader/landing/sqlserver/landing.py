"""Landing in SQL Server, with the same connection settings as the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from loader.errors import WarehouseError, WarehouseLocked
from loader.landing.board_tables import incoming_tables
from loader.landing.changes import Changes
from loader.landing.contract import Landing, RawCell
from loader.landing.id_rows import ColumnRow
from loader.landing.id_tables import COLUMNS, Dimensions
from loader.landing.log_tables import LastLogged, LogTable
from loader.landing.overview import BoardRecords, records_by_board
from loader.landing.profile import Warehouse
from loader.landing.purge import purge
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.records import BuildRecord, LoadKind, LoadRecord
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.id_tables import SqlServerDimensions
from loader.landing.sqlserver.incoming import SqlServerIncoming
from loader.landing.sqlserver.loads import SqlServerLoads
from loader.landing.sqlserver.lock_statements import load_lock
from loader.landing.sqlserver.logs import SqlServerLog, last_logged


def open_sqlserver(
    warehouse: Warehouse, database: str | None = None, *, read_only: bool = False
) -> SqlServerLanding:
    """See `open.open_landing`."""
    return SqlServerLanding(warehouse, database or warehouse.database, read_only=read_only)


class SqlServerLanding(Landing):
    """See `contract.Landing`."""

    def __init__(self, warehouse: Warehouse, database: str, *, read_only: bool) -> None:
        self.database = database
        self.staging_prefix = warehouse.staging_prefix
        self.connection = SqlServerConnection(warehouse, database)
        self._loads = SqlServerLoads(self.connection)
        self._changes = Changes(SqlServerDimensions(self.connection))
        if not read_only:
            try:
                self._create_schema()
                self._loads.create()
                self._changes.create()
            except BaseException:
                self.connection.close()
                raise

    @property
    def keeps_nul(self) -> bool:
        return self.connection.keeps_nul

    def start_load(self, record: LoadRecord) -> None:
        self._require_sight_of_grants(record.board)
        _ = self.connection.shreds_json  # fail first if the database has no OPENJSON
        self._hold(record.board)
        self._loads.close_killed(record.board)
        self._loads.write(record)
        self._loads.prune(record.board)
        for name, tables in incoming_tables(record.board).items():
            self._drop_leftovers(name, tables)

    def _drop_leftovers(self, name: str, tables: Sequence[str]) -> None:
        """Drop the tables that a killed load left behind, unless a running load is filling them."""
        lock = load_lock(name)
        was_held = self.connection.holds(lock)
        if not self.connection.hold(lock):
            return
        self._execute("dropping what a killed load left", tsql.drop_tables(tables))
        if not was_held:
            self.connection.let_go(lock)

    def finish_load(self, record: LoadRecord) -> None:
        self._loads.write(record)
        self.connection.let_go(load_lock(record.board))

    def begin(self, board: str) -> SqlServerIncoming:
        self._hold(board)
        return SqlServerIncoming(
            self.connection, self._loads, self._changes, board, datetime.now(UTC)
        )

    def begin_log(self, table: LogTable, board: str) -> SqlServerLog:
        return SqlServerLog(self.connection, table, board, datetime.now(UTC))

    def last_logged(self, table: LogTable, board: str) -> LastLogged | None:
        return last_logged(self.connection, table, board)

    def last_loads(self, board: str, limit: int = 10) -> tuple[LoadRecord, ...]:
        return self._loads.last(board, limit)

    def last_complete(self, board: str, kind: LoadKind | None = None) -> LoadRecord | None:
        return self._loads.last_complete(board, kind)

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        return self._loads.watermark_met(board, watermark)

    def last_builds(self, model: str, limit: int = 10) -> tuple[BuildRecord, ...]:
        return self._loads.last_builds(model, limit)

    def overview(self) -> Mapping[str, BoardRecords]:
        loads, builds = self._loads.newest_loads(), self._loads.newest_builds()
        found = self._execute("looking for the tables of raw_monday", tsql.RAW_TABLES)
        tables = frozenset(name.lower() for (name,) in found)
        columns: tuple[ColumnRow, ...] = ()
        if COLUMNS in tables:
            columns = Dimensions(SqlServerDimensions(self.connection)).all_columns()
        return records_by_board(loads, builds, columns, tables)

    def raw_counts(self, board: str) -> tuple[int | None, int | None]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return None, None
        found = self._execute(f"counting raw_monday.{board}", tsql.count_raw(board))
        rows, items = found[0]
        return rows, items

    def raw_cells(self, board: str, column_ids: Sequence[str]) -> Iterable[RawCell]:
        sql = tsql.raw_cells(board, len(column_ids))
        return self._execute(f"reading raw_monday.{board}", sql, *column_ids)

    def filled(self, board: str) -> dict[str, int]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return {}
        what = f"counting the cells of raw_monday.{board}"
        return {row[0]: row[1] for row in self._execute(what, tsql.filled(board))}

    @cached_property
    def dimensions(self) -> Dimensions:
        made = Dimensions(SqlServerDimensions(self.connection))
        made.create()
        return made

    def columns(self, board: str) -> tuple[ColumnRow, ...]:
        if not self.table_exists(COLUMNS, schema=RAW_SCHEMA):
            return ()
        return Dimensions(SqlServerDimensions(self.connection)).columns(board)

    def item_ids(self, board: str) -> set[int]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return set()
        found = self._execute(f"reading the items of raw_monday.{board}", tsql.item_ids(board))
        return {row[0] for row in found}

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        return self.connection.table_exists(table, schema=schema, database=database)

    def same_names(self, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        if not names:
            return ()
        listed = json.dumps(list(enumerate(names)), ensure_ascii=False)
        found = self._execute("comparing names", tsql.SAME_NAMES, listed)
        same = [tuple(sorted(int(place) for place in row[0].split(","))) for row in found]
        return tuple(sorted(same))

    def count(self, table: str, *, schema: str, database: str | None = None) -> int:
        parts = (database or self.database, schema, table)
        return int(self._execute(f"counting {table}", tsql.count_table(parts))[0][0])

    def views_reading(self, table: str, *, schema: str) -> tuple[tuple[str, str], ...]:
        what = "looking who reads the table"
        found = self._execute(what, tsql.VIEWS_READING, schema, table)
        return tuple((row[0], row[1]) for row in found)

    def purge(self, board: str, tables: Sequence[tuple[str, ...]]) -> None:
        for name in incoming_tables(board):
            self._hold(name)
        purge(SqlServerDimensions(self.connection), self.database, board, tables)

    def close(self) -> None:
        self.connection.close()

    def _hold(self, board: str) -> None:
        """Take the applock for loads of a board. Raises WarehouseLocked if it is taken."""
        if not self.connection.hold(load_lock(board)):
            raise WarehouseLocked(
                f"Board {board} is being loaded into {self.connection.place} already "
                f"(applock {load_lock(board)}); wait for that load to end."
                f"{self.connection.holders(load_lock(board))}"
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
            # Another load may have created it at the same moment.
            if self._execute("looking for raw_monday", tsql.SCHEMA_ID)[0][0] is None:
                raise
