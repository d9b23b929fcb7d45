"""The incoming table of one load in SQL Server."""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from loader.errors import WarehouseError, WarehouseLocked
from loader.landing.changes import Changes, note_merge
from loader.landing.contract import Incoming
from loader.landing.raw_table import RAW_SCHEMA, check_incoming, doubled, nothing_to_merge_into
from loader.landing.records import LoadRecord
from loader.landing.rows import Rows
from loader.landing.sqlserver import lock_statements as locks
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.bulk_copy import copied
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.driver_errors import DoubledKey, LockTimeout, Transient
from loader.landing.sqlserver.loads import SqlServerLoads
from loader.landing.sqlserver.names import raw
from loader.landing.utc import to_utc_text

log = logging.getLogger(__name__)

LOCK_MILLISECONDS = 1_000
"""Longest wait for a lock in one attempt, and so the longest that others queue behind this load."""
REPLACE_SECONDS = 600.0
"""Longest time spent on retries while builds or readers hold the raw table."""
MAX_RESUMES = 3
"""Number of reconnects in one step of a load."""


class SqlServerIncoming(Incoming):
    """See `contract.Incoming`."""

    def __init__(
        self,
        connection: SqlServerConnection,
        loads: SqlServerLoads,
        changes: Changes,
        board: str,
        loaded_at: datetime,
    ) -> None:
        self.board = board
        self.rows = 0
        self._connection = connection
        self._loads = loads
        self._changes = changes
        self._loaded_at = to_utc_text(loaded_at)
        self._open = True
        constraint = f"PK_{board}_{uuid.uuid4().hex[:8]}"
        sql = tsql.create_incoming(board, constraint)
        self._incoming_id = self._execute("creating the incoming table", sql)[0][0]

    def append(self, rows: Rows) -> None:
        if not len(rows):
            return
        for chances in range(MAX_RESUMES, -1, -1):
            try:
                self._send(rows)
                break
            except DoubledKey as exc:
                raise doubled(self.board) from exc
            except Transient as exc:
                if not chances:
                    raise
                stored = self._stored_again(exc)
                if stored == self.rows + len(rows):
                    break  # the batch was stored before the connection was lost
                if stored != self.rows:
                    raise self._gone(exc) from exc
        self.rows += len(rows)
        log.debug("board %s: %d rows landed", self.board, self.rows)

    def _send(self, rows: Rows) -> None:
        if copied(self._connection, self.board, rows, self._loaded_at, self.rows):
            return
        what = f"landing rows of board {self.board}"
        if self._connection.shreds_json:
            batch = json.dumps(list(_tuples(rows)), ensure_ascii=False, separators=(",", ":"))
            self._connection.execute(what, tsql.insert_json(self.board), self._loaded_at, batch)
        else:
            sent = [(*row, self._loaded_at) for row in _tuples(rows)]
            self._connection.execute_many(what, partial(tsql.insert_values, self.board), sent)

    def _stored_again(self, lost: Transient) -> int | None:
        """Reconnect and return the row count of this load's incoming table; None if it is gone.

        Its object id tells it from one that another load has created in the meantime.
        """
        log.warning("%s Connecting again.", lost)
        self._connection.reconnect()
        found = self._execute("looking for the incoming table", tsql.incoming_id(self.board))
        if found != ((self._incoming_id,),):
            return None
        counted = self._execute("counting the incoming table", tsql.count_incoming(self.board))
        return int(counted[0][0])

    def _gone(self, lost: Transient) -> Transient:
        return Transient(
            f"{lost} What had been landed of board {self.board} does not stand there as it was "
            "counted; the last complete load stays."
        )

    def clear(self) -> None:
        self._execute("emptying the incoming table", tsql.truncate_incoming(self.board))
        self.rows = 0

    def delete(self, item_ids: Collection[int]) -> None:
        found = self._connection.execute(
            f"removing items of board {self.board}",
            tsql.delete_items(self.board),
            json.dumps(list(item_ids)),
        )
        self.rows -= found.touched

    def replace(
        self,
        expected_items: int,
        record: LoadRecord | None = None,
        also: Callable[[], None] | None = None,
    ) -> None:
        self._check(expected_items)

        def before() -> None:
            if also is not None:
                also()
            self._changes.write_all(self.board, record.load_id if record else "")
            self._repeat_grants()

        self._transaction("replacing", record, tsql.replace_raw(self.board), before)
        log.info("board %s: raw table replaced, %d rows", self.board, self.rows)

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
        left = json.dumps(list(gone))
        last = self._loads.last_complete(self.board, None)
        follows = last is not None and last.load_id == self._changes.newest(self.board)

        def before() -> None:
            if also is not None:
                also()
            note_merge(
                self._changes,
                self.board,
                record.load_id if record else "",
                follows=follows,
                differing=tsql.differing_items(self.board),
                gone=(tsql.IDS, (left,)),
                items=record.items if record else None,
            )
            self._execute("removing items", tsql.merge_gone(self.board), left)

        self._transaction("merging into", record, tsql.merge_raw(self.board), before)
        log.info("board %s: %d rows merged, %d items gone", self.board, self.rows, len(gone))

    def rows_after_merge(self, gone: Collection[int]) -> int:
        [(kept,)] = self._execute("counting", tsql.count_kept(self.board), json.dumps(list(gone)))
        return int(kept) + self.rows

    def differing_items(self) -> int:
        found = f"select count(*) from ({tsql.differing_items(self.board)}) as differing"
        return int(self._execute("comparing", found)[0][0])

    def abort(self) -> None:
        if self._open:
            self._open = False
            self._execute("dropping the incoming table", tsql.drop_incoming(self.board))

    def _transaction(
        self,
        doing: str,
        record: LoadRecord | None,
        last: str,
        before: Callable[[], None] | None = None,
    ) -> None:
        """Run a swap in one transaction, and retry it while others hold the table.

        The table itself is locked only during `last`, one batch that ends the transaction.
        """
        what = f"{doing} raw_monday.{self.board}"
        deadline = time.monotonic() + REPLACE_SECONDS
        pause = 0.5
        chances = MAX_RESUMES
        while True:
            try:
                self._attempt(what, record, last, before)
            except LockTimeout as exc:
                lock = locks.raw_lock(self.board)
                holders = self._connection.holders(lock, raw(self.board))
                if time.monotonic() + pause > deadline:
                    raise WarehouseLocked(
                        f"{self._connection.place}: {what}: a build or reader held the table for "
                        f"{REPLACE_SECONDS / 60:.0f} minutes.{holders} The last complete load "
                        f"stays; run `monday-load {self.board}` again when it is free."
                    ) from exc
                log.info("%s: the table is in use, trying again in %.1f s.%s", what, pause, holders)
                time.sleep(pause)
                pause = min(pause * 2, 15.0)
            except Transient as exc:
                chances -= 1
                if chances < 0:
                    raise
                if self._has_happened(exc, record):
                    break
            else:
                break
        self._open = False

    def _has_happened(self, lost: Transient, record: LoadRecord | None) -> bool:
        """Return whether a swap was committed before the connection was lost, by its record."""
        if self._stored_again(lost) == self.rows:
            return False
        if record is not None and self._loads.status(record.load_id) == record.status:
            return True
        raise self._gone(lost) from lost

    def _attempt(
        self, what: str, record: LoadRecord | None, last: str, before: Callable[[], None] | None
    ) -> None:
        connection = self._connection
        connection.execute(what, f"set lock_timeout {LOCK_MILLISECONDS}; set deadlock_priority low")
        try:
            connection.execute(what, "begin transaction")
            granted = connection.execute(
                what,
                locks.take_lock(locks.raw_lock(self.board), "Transaction", LOCK_MILLISECONDS),
            )
            if not granted.rows or granted.rows[0][0] < 0:
                raise LockTimeout(f"{what}: a build is reading the table")
            if record is not None:
                self._loads.write(record)
            if before is not None:
                before()
            connection.execute(what, last)
        finally:
            with suppress(WarehouseError):  # report the first error, not this one
                connection.execute(what, locks.ROLLBACK)
                connection.execute(what, "set lock_timeout -1; set deadlock_priority normal")

    def _repeat_grants(self) -> None:
        """Repeat the raw table's grants and denials on the incoming table that replaces it.

        Runs in the transaction of the swap, so that grants made during the load are carried over.
        """
        name = raw(self.board)
        for state, permission, principal, column in self._connection.execute(
            "reading grants", tsql.GRANTS, name
        ).rows:
            self._execute(
                "carrying over grants",
                tsql.repeat_grant(self.board, state, permission, principal, column),
            )

    def _execute(self, what: str, sql: str, *parameters: object) -> tuple[tuple[Any, ...], ...]:
        return self._connection.execute(f"{what} of board {self.board}", sql, *parameters).rows

    def _check(self, expected_items: int) -> None:
        rows, items, anchors = self._connection.execute(
            f"checking the load of board {self.board}", tsql.count_incoming(self.board)
        ).rows[0]
        check_incoming(
            self.board,
            expected_items=expected_items,
            expected_rows=self.rows,
            items=items,
            anchors=anchors,
            rows=rows,
        )


def _tuples(rows: Rows) -> Iterator[tuple[object, ...]]:
    """Yield the rows in the column order of `raw_statements`, without loaded_at."""
    return zip(
        rows.item_ids,
        rows.column_ids,
        rows.column_types,
        rows.texts,
        rows.values,
        rows.fields,
        strict=True,
    )
