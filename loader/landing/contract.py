"""What a load needs from a warehouse: one interface for both engines.

    with open_landing(warehouse, database) as landing:
        landing.start_load(record)                  # takes the board's lock
        with landing.begin("orders") as incoming:   # an empty incoming table
            incoming.append(rows)                   # as often as pages arrive
            incoming.replace(2000, finished_record) # checked and swapped in one transaction

An incoming table collects the rows of a load next to the raw table. Leaving the `begin` block
without `replace` or `merge` drops it. Whatever happens, the raw table holds the result of complete
loads only. Only one thread may use a landing at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from loader.errors import WarehouseError
from loader.landing.id_rows import ColumnRow
from loader.landing.id_tables import Dimensions
from loader.landing.log_tables import IncomingLog, LastLogged, LogTable
from loader.landing.overview import BoardRecords
from loader.landing.records import BuildRecord, LoadKind, LoadRecord
from loader.landing.rows import Rows

log = logging.getLogger(__name__)

RawCell = tuple[int, str, str | None, str | None]
"""Item id, column id, text, value."""


class Incoming(Protocol):
    """The incoming table of one load of one board."""

    board: str
    rows: int
    """Rows in the incoming table, counted by the client as it writes them."""

    def append(self, rows: Rows) -> None:
        """Add a batch. Raise IncompleteLoad if a pair of item and column is already there."""

    def clear(self) -> None:
        """Delete all rows, so that the board can be read again from the start."""

    def delete(self, item_ids: Collection[int]) -> None:
        """Delete the rows of these items."""

    def replace(
        self,
        expected_items: int,
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        """Check the incoming table, then replace the raw table with it in one transaction.

        The same transaction writes `record`, the load's finished record, and calls `also`; each
        new attempt calls `also` again. Raises IncompleteLoad, and leaves the raw table unchanged,
        unless the incoming table holds exactly `expected_items` items, each with its name, and
        every row that was appended.
        """

    def merge(
        self,
        expected_items: int,
        gone: Collection[int],
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        """Check as `replace` does, then upsert the rows into the raw table in one transaction.

        Items in `gone` are deleted from the raw table; all other rows stay. Raises IncompleteLoad
        if there is no raw table to merge into.
        """

    def rows_after_merge(self, gone: Collection[int]) -> int:
        """Return the row count that the raw table would have after a merge."""

    def differing_items(self) -> int:
        """Return how many items have rows in the incoming table that differ from the raw table."""

    def abort(self) -> None:
        """Drop the incoming table if it is still there. The raw table stays."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self.abort()
        except WarehouseError:
            if error is None:
                raise
            log.debug("the incoming table of board %s stays; the next load drops it", self.board)


class Landing(Protocol):
    """An open warehouse. Every failure is a WarehouseError or a subclass of it."""

    database: str
    staging_prefix: str
    """Prefix of the staging table that a build creates next to a table."""

    @property
    def keeps_nul(self) -> bool:
        """Whether the engine can store U+0000; see `rows_of`."""

    def start_load(self, record: LoadRecord) -> None:
        """Take the board's lock and write a running record.

        Records that killed loads of this board left as running become failed, and their incoming
        tables are dropped. Raises WarehouseLocked while another load of the board is running.
        """

    def finish_load(self, record: LoadRecord) -> None:
        """Write the load's final record and release the board's lock."""

    def begin(self, board: str) -> Incoming:
        """Create an empty incoming table for this board; `loaded_at` is the same in all its rows.

        Takes the board's lock unless `start_load` has done so, and raises WarehouseLocked like it.
        """

    def begin_log(self, table: LogTable, board: str) -> IncomingLog:
        """Create an empty incoming table for new rows of an append-only log table."""

    def last_logged(self, table: LogTable, board: str) -> LastLogged | None:
        """Return the newest row of a log table; None if there is none."""

    def last_loads(self, board: str, limit: int = 10) -> tuple[LoadRecord, ...]:
        """Return the newest records of a board, newest first.

        A record that a killed load left `running` is returned as failed, with `records.KILLED`.
        """

    def last_complete(self, board: str, kind: LoadKind | None = None) -> LoadRecord | None:
        """Return the board's newest complete load, of `kind` if given; None if there is none."""

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Return the start of the first complete load of this board that reached this watermark."""

    def last_builds(self, model: str, limit: int = 10) -> tuple[BuildRecord, ...]:
        """Return the newest builds of this dbt model, newest first."""

    def overview(self) -> Mapping[str, BoardRecords]:
        """Return the newest records of every board that has any, with few statements in total."""

    def raw_counts(self, board: str) -> tuple[int | None, int | None]:
        """Return the row and item counts of the raw table; None, None if there is no table."""

    def raw_cells(self, board: str, column_ids: Sequence[str]) -> Iterable[RawCell]:
        """Return the raw table's cells of these columns: item id, column id, text, value."""

    def filled(self, board: str) -> dict[str, int]:
        """Return the number of non-empty cells by column id; empty if there is no raw table."""

    @property
    def dimensions(self) -> Dimensions:
        """The tables of people and labels. Creates those that are missing."""

    def columns(self, board: str) -> tuple[ColumnRow, ...]:
        """Return what loads decided about a board's columns, if anything. Creates no table."""

    def item_ids(self, board: str) -> set[int]:
        """Return the item ids in the raw table; empty if there is no raw table."""

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        """Return whether a table or view of this name exists."""

    def count(self, table: str, *, schema: str, database: str | None = None) -> int:
        """Return the row count of a table or view."""

    def views_reading(self, table: str, *, schema: str) -> tuple[tuple[str, str], ...]:
        """Return the views and procedures of this database that name the table: schema.name, SQL.

        Those that the login may not see are left out, or a WarehouseError is raised.
        """

    def purge(self, board: str, tables: Sequence[tuple[str, ...]]) -> None:
        """Drop these tables (database, schema, name) and all records of the board, atomically.

        Takes the board's lock: raises WarehouseLocked while a load of the board is running.
        """

    def same_names(self, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """Return groups of names that the database treats as equal, as sorted indexes."""

    def close(self) -> None:
        """Release all locks and close the connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
