"""Landing in a DuckDB file."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from loader.errors import ProjectError, WarehouseLocked
from loader.landing.board_tables import incoming_tables
from loader.landing.contract import Landing, RawCell
from loader.landing.duckdb.connection import DuckConnection, quoted
from loader.landing.duckdb.id_tables import DuckDimensions
from loader.landing.duckdb.incoming import DuckIncoming
from loader.landing.duckdb.loads import DuckLoads
from loader.landing.duckdb.logs import DuckLog, last_logged
from loader.landing.id_rows import ColumnRow
from loader.landing.id_tables import COLUMNS, Dimensions
from loader.landing.log_tables import LastLogged, LogTable
from loader.landing.overview import BoardRecords, records_by_board
from loader.landing.profile import Warehouse
from loader.landing.purge import purge
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.records import KILLED, BuildRecord, LoadKind, LoadRecord
from loader.landing.rows import ANCHOR

_busy: set[tuple[str, str, str]] = set()
"""(file, database, board) of every load running in this process; DuckDB locks out other ones."""
_busy_guard = threading.Lock()
_opening = threading.Lock()
"""Held while a landing opens: DuckDB fails one of two transactions that create the same table, and
standard output can be redirected in the meantime."""


def open_duckdb(
    warehouse: Warehouse, database: str | None = None, *, read_only: bool = False
) -> DuckLanding:
    """See `open.open_landing`."""
    with _opening:
        return DuckLanding(warehouse, database or warehouse.database, read_only=read_only)


class DuckLanding(Landing):
    """See `contract.Landing`."""

    keeps_nul = True

    def __init__(self, warehouse: Warehouse, database: str, *, read_only: bool) -> None:
        self.database = database
        self.staging_prefix = warehouse.staging_prefix
        self.connection = DuckConnection(warehouse, database, read_only=read_only)
        self._held: set[str] = set()
        self._loads = DuckLoads(self.connection)
        if not read_only:
            try:
                self._refuse_memory()
                with self.connection.reported("creating schema raw_monday"):
                    self._create_schema()
                    _ = self.dimensions
            except BaseException:
                self.connection.close()
                raise

    def start_load(self, record: LoadRecord) -> None:
        self._hold(record.board)
        what = "recording the start of the load"
        with self.connection.reported(what), self.connection.transaction():
            self._loads.close_killed(record.board)
            self._loads.write(record)
        with self.connection.reported("removing old records"):
            self._loads.prune(record.board)
        for name, tables in incoming_tables(record.board).items():
            self._drop_leftovers(name, tables)

    def _drop_leftovers(self, name: str, tables: Sequence[str]) -> None:
        """Drop the tables that a killed load left behind, unless a running load is filling them."""
        was_held = name in self._held
        try:
            self._hold(name)
        except WarehouseLocked:
            return
        with self.connection.reported("dropping what a killed load left"):
            for table in tables:
                self.connection.execute(f"drop table if exists {self.connection.raw(table)}")
        if not was_held:
            self._let_go(name)

    def finish_load(self, record: LoadRecord) -> None:
        what = "recording the end of the load"
        with self.connection.reported(what), self.connection.transaction():
            self._loads.write(record)
        self._let_go(record.board)

    def begin(self, board: str) -> DuckIncoming:
        self._hold(board)
        return DuckIncoming(self.connection, self._loads, board, datetime.now(UTC))

    def begin_log(self, table: LogTable, board: str) -> DuckLog:
        return DuckLog(self.connection, table, board, datetime.now(UTC))

    def last_logged(self, table: LogTable, board: str) -> LastLogged | None:
        return last_logged(self.connection, table, board)

    def last_loads(self, board: str, limit: int = 10) -> tuple[LoadRecord, ...]:
        with self.connection.reported("reading raw_monday._loads"):
            return tuple(map(self._alive, self._loads.last(board, limit)))

    def last_complete(self, board: str, kind: LoadKind | None = None) -> LoadRecord | None:
        with self.connection.reported("reading raw_monday._loads"):
            return self._loads.last_complete(board, kind)

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        with self.connection.reported("reading raw_monday._loads"):
            return self._loads.watermark_met(board, watermark)

    def last_builds(self, model: str, limit: int = 10) -> tuple[BuildRecord, ...]:
        with self.connection.reported("reading raw_monday._builds"):
            return self._loads.last_builds(model, limit)

    def overview(self) -> Mapping[str, BoardRecords]:
        with self.connection.reported("reading raw_monday._loads and _builds"):
            loads = tuple(map(self._alive, self._loads.newest_loads()))
            builds = self._loads.newest_builds()
        tables = self.connection.tables_of(RAW_SCHEMA)
        columns: tuple[ColumnRow, ...] = ()
        if COLUMNS in tables:
            columns = Dimensions(DuckDimensions(self.connection)).all_columns()
        return records_by_board(loads, builds, columns, tables)

    def raw_counts(self, board: str) -> tuple[int | None, int | None]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return None, None
        with self.connection.reported(f"counting raw_monday.{board}"):
            rows, items = self.connection.execute(
                "select count(*), count(*) filter (where column_id = ?) "
                f"from {self.connection.raw(board)}",
                [ANCHOR],
            )[0]
        return rows, items

    def raw_cells(self, board: str, column_ids: Sequence[str]) -> Iterator[RawCell]:
        marks = ", ".join("?" * len(column_ids))
        sql = (
            f"select item_id, column_id, text, value from {self.connection.raw(board)} "
            f"where column_id in ({marks})"
        )
        with self.connection.reported(f"reading raw_monday.{board}"):
            for batch in self.connection.batches(sql, column_ids, 10_000):
                yield from batch

    def filled(self, board: str) -> dict[str, int]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return {}
        with self.connection.reported(f"counting the cells of raw_monday.{board}"):
            found = self.connection.execute(
                f"select column_id, count(*) from {self.connection.raw(board)} "
                "where text <> '' or (text is null and value is not null) group by column_id"
            )
        return {row[0]: row[1] for row in found}

    @cached_property
    def dimensions(self) -> Dimensions:
        made = Dimensions(DuckDimensions(self.connection))
        made.create()
        return made

    def columns(self, board: str) -> tuple[ColumnRow, ...]:
        if not self.table_exists(COLUMNS, schema=RAW_SCHEMA):
            return ()
        return Dimensions(DuckDimensions(self.connection)).columns(board)

    def item_ids(self, board: str) -> set[int]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return set()
        with self.connection.reported(f"reading the items of raw_monday.{board}"):
            found = self.connection.execute(
                f"select item_id from {self.connection.raw(board)} where column_id = ?", [ANCHOR]
            )
        return {row[0] for row in found}

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        return self.connection.table_exists(table, schema=schema, database=database)

    def same_names(self, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            places.setdefault(name.lower(), []).append(place)  # DuckDB ignores case in names
        return tuple(tuple(same) for same in places.values() if len(same) > 1)

    def count(self, table: str, *, schema: str, database: str | None = None) -> int:
        name = ".".join(quoted(part) for part in (database or self.database, schema, table))
        with self.connection.reported(f"counting {table}"):
            return int(self.connection.execute(f"select count(*) from {name}")[0][0])

    def views_reading(self, table: str, *, schema: str) -> tuple[tuple[str, str], ...]:
        with self.connection.reported("looking at views"):
            found = self.connection.execute(
                "select schema_name || '.' || view_name, sql from duckdb_views() "
                "where database_name = ? and not internal and contains(lower(sql), lower(?)) "
                "and not (schema_name = ? and view_name = ?) order by all",
                [self.database, table, schema, table],
            )
        return tuple((row[0], row[1]) for row in found)

    def purge(self, board: str, tables: Sequence[tuple[str, ...]]) -> None:
        for name in incoming_tables(board):
            self._hold(name)
        purge(DuckDimensions(self.connection), self.database, board, tables)

    def close(self) -> None:
        for board in tuple(self._held):
            self._let_go(board)
        self.connection.close()

    def _hold(self, board: str) -> None:
        """Take the board's lock within this process. Raises WarehouseLocked if it is taken."""
        if board in self._held:
            return
        with _busy_guard:
            if self._key(board) in _busy:
                raise WarehouseLocked(
                    f"Board {board} is being loaded into {self.connection.file} already; "
                    "wait for that load to end."
                )
            _busy.add(self._key(board))
        self._held.add(board)

    def _let_go(self, board: str) -> None:
        self._held.discard(board)
        with _busy_guard:
            _busy.discard(self._key(board))

    def _key(self, board: str) -> tuple[str, str, str]:
        return self.connection.file, self.database, board

    def _refuse_memory(self) -> None:
        """Raise ProjectError for an in-memory database, whose rows are lost with this process."""
        with self.connection.reported("looking where its database is kept"):
            (kept,) = self.connection.execute(
                "select type <> 'duckdb' or path is not null from duckdb_databases() "
                "where database_name = ?",
                [self.database],
            )[0]
        if not kept:
            raise ProjectError(
                f"the target keeps database {self.database!r} in memory, where it ends with the "
                "command; name a file as `path` in the profile, say path: monday.duckdb."
            )

    def _create_schema(self) -> None:
        schema = f"{quoted(self.database)}.{quoted(RAW_SCHEMA)}"
        self.connection.execute(f"create schema if not exists {schema}")
        self._loads.create()

    def _alive(self, record: LoadRecord) -> LoadRecord:
        """Return the record, as failed if it says running although no load of the board runs."""
        with _busy_guard:
            running = self._key(record.board) in _busy
        if record.status != "running" or running:
            return record
        return replace(record, status="failed", error=KILLED)
