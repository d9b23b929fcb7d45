"""Landing in a DuckDB file, opened by dbt-duckdb's own code.

Attached catalogs, extensions, settings and secrets of the profile are therefore the same for a
load as for a build. DuckDB admits one process while a file is open for writing.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from loader.errors import WarehouseLocked
from loader.landing.contract import RawCell
from loader.landing.duckdb.connection import aware, connect, names, quoted, reported
from loader.landing.duckdb.id_tables import DuckDimensions
from loader.landing.duckdb.incoming import DuckIncoming
from loader.landing.duckdb.loads import DuckLoads
from loader.landing.id_tables import Dimensions
from loader.landing.profile import Warehouse
from loader.landing.raw_table import RAW_SCHEMA, incoming_table
from loader.landing.records import (
    BUILD_COLUMNS,
    KILLED,
    BuildRecord,
    LoadKind,
    LoadRecord,
    TableState,
)
from loader.landing.rows import ANCHOR

_busy: set[tuple[str, str, str]] = set()
"""(file, database, board) of every load under way in this process; the file keeps others out."""
_busy_guard = threading.Lock()
_opening = threading.Lock()
"""Held while a landing opens: DuckDB lets one of two transactions make a table, and standard
output is turned aside meanwhile."""


def open_duckdb(
    warehouse: Warehouse, database: str | None = None, *, read_only: bool = False
) -> DuckLanding:
    """See `open.open_landing`."""
    with _opening:
        return DuckLanding(warehouse, database or warehouse.database, read_only=read_only)


class DuckLanding:
    """See `contract.Landing`."""

    keeps_nul = True

    def __init__(self, warehouse: Warehouse, database: str, *, read_only: bool) -> None:
        self.database = database
        self._staging_prefix = warehouse.staging_prefix
        self._file = str(warehouse.credentials.path)
        self._connection = connect(warehouse, database, read_only=read_only)
        self._held: set[str] = set()
        self._loads = DuckLoads(self)
        if not read_only:
            try:
                with self.reported("creating schema raw_monday"):
                    self._create_schema()
                    _ = self.dimensions
            except BaseException:
                self._connection.close()
                raise

    def start_load(self, record: LoadRecord) -> None:
        self.hold(record.board)
        with self.reported("recording the start of the load"), self.transaction():
            self._loads.close_killed(record.board)
            self.write_record(record)
        self._drop(incoming_table(record.board))

    def finish_load(self, record: LoadRecord) -> None:
        with self.reported("recording the end of the load"), self.transaction():
            self.write_record(record)
        self.let_go(record.board)

    def begin(self, board: str, loaded_at: datetime | None = None) -> DuckIncoming:
        self.hold(board)
        return DuckIncoming(self, board, loaded_at or datetime.now(UTC))

    def last_loads(self, board: str | None = None, limit: int = 10) -> tuple[LoadRecord, ...]:
        if not self.table_exists("_loads", schema=RAW_SCHEMA):
            return ()
        with self.reported("reading raw_monday._loads"):
            return tuple(map(self._alive, self._loads.last(board, limit)))

    def last_complete(self, board: str, kind: LoadKind | None = None) -> LoadRecord | None:
        with self.reported("reading raw_monday._loads"):
            return self._loads.last_complete(board, kind)

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        with self.reported("reading raw_monday._loads"):
            return self._loads.watermark_met(board, watermark)

    def raw_cells(self, board: str, column_ids: Sequence[str]) -> Iterator[RawCell]:
        marks = ", ".join("?" * len(column_ids))
        with self.reported(f"reading raw_monday.{board}"):
            cursor = self._connection.execute(
                f"select item_id, column_id, text, value from {self.raw(board)} "
                f"where column_id in ({marks})",
                list(column_ids),
            )
            while batch := cursor.fetchmany(10_000):
                yield from batch

    @cached_property
    def dimensions(self) -> Dimensions:
        return Dimensions(DuckDimensions(self))

    def item_ids(self, board: str) -> set[int]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return set()
        with self.reported(f"reading the items of raw_monday.{board}"):
            found = self._connection.execute(
                f"select item_id from {self.raw(board)} where column_id = ?", [ANCHOR]
            ).fetchall()
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
        with self.reported(f"looking for table {table}"):
            return bool(
                self._connection.execute(
                    "select 1 from duckdb_tables() where database_name = ? and schema_name = ? "
                    "and lower(table_name) = lower(?) union all "
                    "select 1 from duckdb_views() where database_name = ? and schema_name = ? "
                    "and lower(view_name) = lower(?)",
                    [database or self.database, schema, table] * 2,
                ).fetchall()
            )

    def close(self) -> None:
        for board in tuple(self._held):
            self.let_go(board)
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # For DuckIncoming, which shares this connection.

    def raw(self, table: str) -> str:
        """The quoted name of a table of schema raw_monday."""
        return f"{quoted(self.database)}.{quoted(RAW_SCHEMA)}.{quoted(table)}"

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._connection.execute(sql, list(parameters)).fetchall()
        return found

    @contextmanager
    def batch(self, table: pa.Table) -> Iterator[str]:
        """Give the engine an Arrow table under a name, without copying it row by row."""
        self._connection.register("_batch", table)
        try:
            yield "_batch"
        finally:
            self._connection.unregister("_batch")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("begin transaction")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def reported(self, what: str) -> Any:
        return reported(self._file, what)

    def write_record(self, record: LoadRecord) -> None:
        """Insert the record, or update the one with its load_id."""
        self._loads.write(record)

    def hold(self, board: str) -> None:
        """Take the board's lock within this process. WarehouseLocked when it is taken."""
        if board in self._held:
            return
        key = (self._file, self.database, board)
        with _busy_guard:
            if key in _busy:
                raise WarehouseLocked(
                    f"Board {board} is being loaded into {self._file} already; "
                    "wait for that load to end."
                )
            _busy.add(key)
        self._held.add(board)

    def let_go(self, board: str) -> None:
        self._held.discard(board)
        with _busy_guard:
            _busy.discard((self._file, self.database, board))

    def _create_schema(self) -> None:
        self._connection.execute(
            f"create schema if not exists {quoted(self.database)}.{quoted(RAW_SCHEMA)}"
        )
        self._loads.create()

    def _drop(self, table: str) -> None:
        with self.reported(f"dropping raw_monday.{table}"):
            self._connection.execute(f"drop table if exists {self.raw(table)}")

    def _alive(self, record: LoadRecord) -> LoadRecord:
        """A record as it stands; one that says running while nobody loads it is a killed one."""
        with _busy_guard:
            running = (self._file, self.database, record.board) in _busy
        if record.status != "running" or running:
            return record
        return replace(record, status="failed", error=KILLED)

    def raw_counts(self, board: str) -> tuple[int | None, int | None, datetime | None]:
        if not self.table_exists(board, schema=RAW_SCHEMA):
            return None, None, None
        with self.reported(f"counting raw_monday.{board}"):
            rows, items, loaded_at = self.execute(
                f"select count(*), count(*) filter (where column_id = ?), max(loaded_at) "
                f"from {self.raw(board)}",
                [ANCHOR],
            )[0]
        return rows, items, aware(loaded_at)

    def _count(self, table: str, schema: str, database: str | None) -> int:
        name = ".".join(quoted(part) for part in (database or self.database, schema, table))
        with self.reported(f"counting {table}"):
            return int(self.execute(f"select count(*) from {name}")[0][0])

    def _last_build(self, model: str) -> BuildRecord | None:
        if not self.table_exists("_builds", schema=RAW_SCHEMA):
            return None
        with self.reported("reading raw_monday._builds"):
            found = self.execute(
                f"select {names(BUILD_COLUMNS)} from {self.raw('_builds')} where model = ? "
                "order by started_at desc, build_id limit 1",
                [model],
            )
        return BuildRecord(*(aware(value) for value in found[0])) if found else None
