"""The few things a load asks of a warehouse, the same for both engines.

    with open_landing(warehouse, database) as landing:
        landing.start_load(record)                  # takes the board's lock
        with landing.begin("orders") as incoming:   # an empty aside table
            incoming.append(rows)                   # as often as pages arrive
            incoming.replace(2000, finished_record) # checked and swapped in one transaction

Leaving the `begin` block without `replace` or `merge` drops the aside table. Whatever happens, a
raw table is always that of one complete load. A landing is used by one thread at a time.
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
    """The aside table of one load of one board."""

    board: str
    rows: int
    """Rows that stand in the aside table, as counted here."""

    def append(self, rows: Rows) -> None:
        """Add a batch. IncompleteLoad when an item's column is already there."""

    def clear(self) -> None:
        """Remove all rows: the board is read again from its start."""

    def delete(self, item_ids: Collection[int]) -> None:
        """Remove the rows of these items."""

    def replace(
        self,
        expected_items: int,
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        """Check the aside table, then make it the raw table, in one transaction.

        `record`, the load's finished record, is written in that same transaction, and `also`
        is called inside it, again at each new attempt. Raises IncompleteLoad when the table
        does not hold exactly `expected_items` items, each with its name, or not every row that
        was appended: the raw table then stays as it was.
        """

    def merge(
        self,
        expected_items: int,
        gone: Collection[int],
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        """Check as `replace` does, then put each row in the place of its own old row.

        Items in `gone` leave the raw table; all other rows stay. One transaction. Raises
        IncompleteLoad when there is no raw table to merge into.
        """

    def rows_after_merge(self, gone: Collection[int]) -> int:
        """Rows that the raw table would have after a merge."""

    def differing_items(self) -> int:
        """Items of which the aside table has another row than the raw table has."""

    def abort(self) -> None:
        """Drop the aside table; the raw table stays. Harmless when it is gone already."""

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
            log.debug("the aside table of board %s stays; the next load drops it", self.board)


class Landing(Protocol):
    """An open warehouse. Every failure is a WarehouseError or one of its kinds."""

    database: str
    staging_prefix: str
    """How the table is called that a build makes beside one."""

    @property
    def keeps_nul(self) -> bool:
        """Whether the engine stores U+0000; `rows_of` asks."""

    def start_load(self, record: LoadRecord) -> None:
        """Take the board's lock and write a running record.

        Records of this board that were left running by killed loads become failed ones, and
        their aside tables go. WarehouseLocked when another load of the board is under way.
        """

    def finish_load(self, record: LoadRecord) -> None:
        """Write how a load ended, and let go of the board's lock."""

    def begin(self, board: str) -> Incoming:
        """An empty aside table for this board; its rows get the time of now as `loaded_at`.

        Takes the board's lock if `start_load` has not: WarehouseLocked as there.
        """

    def begin_log(self, table: LogTable, board: str) -> IncomingLog:
        """An empty table aside for new rows of one of the tables that only grow."""

    def last_logged(self, table: LogTable, board: str) -> LastLogged | None:
        """The last row that is kept of such a table; None where there is none."""

    def last_loads(self, board: str, limit: int = 10) -> tuple[LoadRecord, ...]:
        """The newest records of a board, the newest first.

        A record left `running` by a killed load is given as failed, with `records.KILLED`.
        """

    def last_complete(self, board: str, kind: LoadKind | None = None) -> LoadRecord | None:
        """The newest complete load of this board, or of this kind; None when there is none."""

    def watermark_met(self, board: str, watermark: str) -> datetime | None:
        """Start of the first complete load of this board that came to this watermark."""

    def last_builds(self, model: str, limit: int = 10) -> tuple[BuildRecord, ...]:
        """The newest builds of this dbt model, the newest first."""

    def overview(self) -> Mapping[str, BoardRecords]:
        """The newest records of every board that has any, in a few statements for all."""

    def raw_counts(self, board: str) -> tuple[int | None, int | None]:
        """Rows and items of the raw table; None where there is none."""

    def raw_cells(self, board: str, column_ids: Sequence[str]) -> Iterable[RawCell]:
        """The raw table's cells of these columns: item id, column id, text, value."""

    def filled(self, board: str) -> dict[str, int]:
        """How many cells of each column id hold something; empty without a raw table."""

    @property
    def dimensions(self) -> Dimensions:
        """The tables of people and labels. Makes them where they are missing."""

    def columns(self, board: str) -> tuple[ColumnRow, ...]:
        """What loads decided about a board's columns; empty where none ever did. Makes nothing."""

    def item_ids(self, board: str) -> set[int]:
        """The items of the raw table; empty when there is none."""

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        """Whether a table or view of this name stands there."""

    def count(self, table: str, *, schema: str, database: str | None = None) -> int:
        """Rows of a table or view."""

    def views_reading(self, table: str, *, schema: str) -> tuple[tuple[str, str], ...]:
        """Views and procedures of this database that name the table: schema.name and SQL.

        Those that the login may not see are left out, or it raises a WarehouseError.
        """

    def purge(self, board: str, tables: Sequence[tuple[str, ...]]) -> None:
        """Drop these tables (database, schema, name) and all records of the board, or nothing.

        Takes the board's lock: WarehouseLocked while a load of it is under way.
        """

    def same_names(self, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """Which of these names the database holds equal, by their places, the first place first."""

    def close(self) -> None:
        """Let go of locks and of the connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
