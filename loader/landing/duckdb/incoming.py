"""The incoming table of one load in a DuckDB file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

import duckdb
import pyarrow as pa

from loader.landing.arrow_rows import arrow_rows
from loader.landing.changes import Changes, note_merge
from loader.landing.contract import Incoming
from loader.landing.duckdb.connection import DuckConnection, quoted
from loader.landing.duckdb.id_tables import DuckDimensions
from loader.landing.duckdb.loads import DuckLoads
from loader.landing.raw_table import (
    RAW_SCHEMA,
    check_incoming,
    doubled,
    incoming_table,
    nothing_to_merge_into,
)
from loader.landing.records import LoadRecord
from loader.landing.rows import ANCHOR, Rows
from loader.landing.utc import to_utc

log = logging.getLogger(__name__)


class DuckIncoming(Incoming):
    """See `contract.Incoming`.

    The table has its primary key from the start: adding it at the end would sort the whole table in
    memory (3 million rows: 875 MB instead of 237 MB), and a duplicate is refused on arrival.
    """

    def __init__(
        self, connection: DuckConnection, loads: DuckLoads, board: str, loaded_at: datetime
    ) -> None:
        self.board = board
        self.rows = 0
        self._connection = connection
        self._loads = loads
        self._changes = Changes(DuckDimensions(connection))
        self._table = connection.raw(incoming_table(board))
        self._loaded_at = to_utc(loaded_at)
        self._open = True
        self._create()

    def append(self, rows: Rows) -> None:
        if not len(rows):
            return
        self._connection.with_room(partial(self._append, rows))
        self.rows += len(rows)
        log.debug("board %s: %d rows landed", self.board, self.rows)

    def _append(self, rows: Rows) -> None:
        with (
            self._connection.reported(f"landing rows of board {self.board}"),
            self._connection.batch(arrow_rows(rows)) as batch,
        ):
            try:
                # The pivot converts cells faster when those of a column are stored together.
                self._connection.execute(
                    f"insert into {self._table} select *, ? from {batch} order by column_id",
                    [self._loaded_at],
                )
            except duckdb.ConstraintException as exc:
                raise doubled(self.board) from exc

    def clear(self) -> None:
        self._create()
        self.rows = 0

    def delete(self, item_ids: Collection[int]) -> None:
        with (
            self._connection.reported(f"removing items of board {self.board}"),
            self._connection.batch(_id_table(item_ids)) as batch,
        ):
            deleted = self._connection.execute(
                f"delete from {self._table} where item_id in (select item_id from {batch})"
            )
        self.rows -= int(deleted[0][0])

    def replace(
        self,
        expected_items: int,
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        self._check(expected_items)
        self._connection.with_room(partial(self._replace, record, also))
        self._open = False
        log.info("board %s: raw table replaced, %d rows", self.board, self.rows)

    def _replace(self, record: LoadRecord | None, also: Callable[[], None] | None) -> None:
        raw = self._connection.raw(self.board)
        with (
            self._connection.reported(f"replacing raw_monday.{self.board}"),
            self._connection.transaction(),
        ):
            self._connection.execute(f"drop table if exists {raw}")
            self._connection.execute(f"alter table {self._table} rename to {quoted(self.board)}")
            self._changes.write_all(self.board, record.load_id if record else "")
            self._finish(record, also)

    def merge(
        self,
        expected_items: int,
        gone: Collection[int],
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        self._check(expected_items)
        if not self._connection.table_exists(self.board, schema=RAW_SCHEMA):
            raise nothing_to_merge_into(self.board)
        self._connection.with_room(partial(self._merge, gone, record, also))
        self._open = False
        log.info("board %s: %d rows merged, %d items gone", self.board, self.rows, len(gone))

    def _merge(
        self, gone: Collection[int], record: LoadRecord | None, also: Callable[[], None] | None
    ) -> None:
        raw = self._connection.raw(self.board)
        last = self._loads.last_complete(self.board, None)
        follows = last is not None and last.load_id == self._changes.newest(self.board)
        with (
            self._connection.reported(f"merging into raw_monday.{self.board}"),
            self._connection.batch(_id_table(gone)) as batch,
            self._connection.transaction(),
        ):
            note_merge(
                self._changes,
                self.board,
                record.load_id if record else "",
                follows=follows,
                differing=self._differing,
                gone=(f"select item_id from {batch}", ()),
                items=record.items if record else None,
            )
            self._connection.execute(
                f"delete from {raw} where item_id in (select item_id from {batch}) "
                f"or {self._replaced}"
            )
            self._connection.execute(f"insert into {raw} select * from {self._table}")
            self._connection.execute(f"drop table {self._table}")
            self._finish(record, also)

    def rows_after_merge(self, gone: Collection[int]) -> int:
        raw = self._connection.raw(self.board)
        with (
            self._connection.reported(f"counting raw_monday.{self.board}"),
            self._connection.batch(_id_table(gone)) as batch,
        ):
            kept = self._connection.execute(
                f"select count(*) from {raw} where not "
                f"(item_id in (select item_id from {batch}) or {self._replaced})"
            )
        return int(kept[0][0]) + self.rows

    def differing_items(self) -> int:
        with self._connection.reported(f"comparing raw_monday.{self.board}"):
            found = self._connection.execute(f"select count(*) from ({self._differing})")
        return int(found[0][0])

    @property
    def _differing(self) -> str:
        """A query for the items whose rows differ between the incoming table and the raw table."""
        columns = ("column_type", "text", "value", "fields")
        return (
            f"select distinct new.item_id from {self._table} as new "
            f"left join {self._connection.raw(self.board)} as old "
            "on old.item_id = new.item_id and old.column_id = new.column_id "
            "where old.item_id is null"
            + "".join(f" or new.{column} is distinct from old.{column}" for column in columns)
        )

    @property
    def _replaced(self) -> str:
        """A condition on rows of the raw table: the incoming table has a row with the same key."""
        return f"(item_id, column_id) in (select (item_id, column_id) from {self._table})"

    def _finish(self, record: LoadRecord | None, also: Callable[[], None] | None) -> None:
        """Write the record and call `also` at the end of a swap's transaction."""
        if record is not None:
            self._loads.write(record)
        if also is not None:
            also()

    def abort(self) -> None:
        if self._open:
            self._open = False
            with self._connection.reported(f"dropping the incoming table of board {self.board}"):
                self._connection.execute(f"drop table if exists {self._table}")

    def _create(self) -> None:
        with self._connection.reported(f"creating the incoming table of board {self.board}"):
            self._connection.execute(
                f"create or replace table {self._table} ("
                "item_id bigint not null, column_id varchar not null, "
                "column_type varchar not null, text varchar, value varchar, fields varchar, "
                "loaded_at timestamp not null, primary key (item_id, column_id))"
            )

    def _check(self, expected_items: int) -> None:
        with self._connection.reported(f"checking the load of board {self.board}"):
            rows, items, anchors = self._connection.execute(
                "select count(*), count(distinct item_id), "
                f"count(*) filter (where column_id = ?) from {self._table}",
                [ANCHOR],
            )[0]
        check_incoming(
            self.board,
            expected_items=expected_items,
            expected_rows=self.rows,
            items=items,
            anchors=anchors,
            rows=rows,
        )


def _id_table(item_ids: Collection[int]) -> pa.Table:
    return pa.table([pa.array(list(item_ids), pa.int64())], names=["item_id"])
