"""A connection to SQL Server, made by dbt-sqlserver's own code or in the same way (`plain.py`).

Loads and builds therefore use the same driver, encryption, ports, named instances, retries and
authentication. Connections are in autocommit mode, as in the adapter.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from loader.errors import GrantMissing, WarehouseError, WarehouseLocked
from loader.landing.profile import Warehouse
from loader.landing.sqlserver.driver_errors import (
    BulkCopyFailed,
    NoOpenJson,
    Reporter,
    Transient,
    Unreachable,
)
from loader.landing.sqlserver.lock_statements import HOLDERS, release_lock, take_lock
from loader.landing.sqlserver.names import quoted
from loader.landing.sqlserver.parameters import several_at_once, size, sizes
from loader.landing.sqlserver.plain import PlainSqlServer
from loader.landing.sqlserver.raw_statements import SHRED_TEXT

log = logging.getLogger(__name__)

CONNECT_SECONDS = 60.0
"""How long to wait for a server that is resuming or failing over."""
SESSION = "set xact_abort on; set nocount off; set implicit_transactions off"
"""Options that a server's `user options` or a logon trigger may have set differently. Without row
counts a load does not know how many rows a statement deleted."""


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of a batch's last result set, and the row count of its first statement."""

    rows: tuple[tuple[Any, ...], ...]
    touched: int


class SqlServerConnection:
    """An open connection. All its errors are WarehouseErrors."""

    def __init__(self, warehouse: Warehouse, database: str) -> None:
        self.place = f"SQL Server {warehouse.credentials.host}, database {database}"
        self.database = database
        self._credentials = replace(warehouse.credentials, database=database)
        self._reporter = Reporter(self.place, self._credentials)
        self._locks: set[str] = set()
        self.copies_last = False
        """Whether a count has confirmed that rows of a bulk copy outlast the copy's session."""
        self._connect(in_failover=False)

    def reconnect(self) -> None:
        """Reconnect after a lost connection, and retake the applocks that were held.

        Raises as connecting does, and WarehouseLocked if a lock is not granted within
        CONNECT_SECONDS: the server may take a while to notice that the old session is gone.
        """
        with contextlib.suppress(Exception):
            self._handle.close()
        self._connect(in_failover=True)
        deadline = time.monotonic() + CONNECT_SECONDS
        for lock in self._locks:
            while not self._taken(lock):
                if time.monotonic() > deadline:
                    raise WarehouseLocked(
                        f"{self.place}: the connection was lost, and the lock {lock} with it; "
                        f"another session holds it now.{self.holders(lock)} Run again when it is "
                        "free."
                    )
                time.sleep(1)

    def _connect(self, *, in_failover: bool) -> None:
        """Open the session; retry transient errors for up to CONNECT_SECONDS.

        An unreachable server counts as transient only with `in_failover`, when it was reachable
        before; otherwise its name is probably wrong.
        """
        deadline = time.monotonic() + CONNECT_SECONDS
        pause = 1.0
        while True:
            try:
                with self.reported("connecting"):
                    self._handle = _open(self._credentials)
                self._is_pyodbc = type(self._handle).__module__.startswith("pyodbc")
                self.execute("connecting", SESSION)
                break
            except Transient as exc:
                lasting = isinstance(exc, Unreachable) and not in_failover
                if lasting or time.monotonic() + pause > deadline:
                    raise
                log.warning("%s Trying again in %.0f s.", exc, pause)
                time.sleep(pause)
                pause = min(pause * 2, 10.0)
        if not self._is_pyodbc:
            with contextlib.suppress(WarehouseError):  # English errors help, but are optional
                self.execute("connecting", "set language us_english")

    def execute(self, what: str, sql: str, *parameters: object) -> Result:
        """Run a batch and read all its results: an error may follow the first result."""
        with self.reported(what), contextlib.closing(self._handle.cursor()) as cursor:
            if self._is_pyodbc and parameters:
                cursor.setinputsizes([size(value) for value in parameters])
            cursor.execute(sql, *parameters)
            touched = cursor.rowcount
            rows: tuple[tuple[Any, ...], ...] = ()
            while True:
                if cursor.description is not None:
                    rows = tuple(tuple(row) for row in cursor.fetchall())
                if not cursor.nextset():
                    return Result(rows, touched)

    def execute_many(
        self, what: str, insert: Callable[[int], str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Send many rows as parameters, in as few packets as the driver can.

        `insert` returns the statement that takes the given number of rows.
        """
        with self.reported(what), contextlib.closing(self._handle.cursor()) as cursor:
            if not self._is_pyodbc:
                cursor.executemany(insert(1), rows)  # more would mean more all-NULL parameters
                return
            cursor.fast_executemany = True
            types = sizes(rows)
            for count, sent in several_at_once(rows):
                cursor.setinputsizes(types * count)
                cursor.executemany(insert(count), sent)

    @cached_property
    def copies_in_bulk(self) -> bool:
        """Whether the driver has bulk copy; callers set it to false after a failed copy."""
        with contextlib.closing(self._handle.cursor()) as cursor:
            return hasattr(cursor, "bulkcopy_arrow")

    def copy_in_bulk(self, table: str, rows: Any) -> None:
        """Append an Arrow table, columns matched by name, in a separate session and transaction.

        Raises BulkCopyFailed for any failure, such as a kind of login that the driver supports only
        in its usual sessions, or a panic in the driver, which is not an Exception in Python.
        """
        try:
            with contextlib.closing(self._handle.cursor()) as cursor:
                cursor.bulkcopy_arrow(
                    table,
                    rows,
                    timeout=self._credentials.query_timeout or 0,
                    column_mappings=rows.column_names,
                    table_lock=True,
                    keep_nulls=True,
                )
        except BaseException as exc:
            if isinstance(exc, Exception) or type(exc).__name__ == "PanicException":
                raise BulkCopyFailed(f"Bulk copy failed: {self._reporter.text_of(exc)}") from exc
            raise

    def missing_right(self, sentence: str, right: str) -> GrantMissing:
        """Return the error for a missing right that the server itself would not report."""
        return GrantMissing(
            f"{self.place}: {sentence}. An administrator runs once in this database: "
            f"grant {right} to {self._reporter.user}."
        )

    def reported(self, what: str) -> contextlib.AbstractContextManager[None]:
        """Turn driver errors inside into WarehouseErrors that name the place and what was done."""
        return self._reporter.reported(what)

    def hold(self, lock: str) -> bool:
        """Take an applock without waiting, and return whether this session holds it now.

        It belongs to the session: the server releases it if this process is killed.
        """
        if lock not in self._locks and self._taken(lock):
            self._locks.add(lock)
        return lock in self._locks

    def _taken(self, lock: str) -> bool:
        found = self.execute(f"taking the lock {lock}", take_lock(lock, "Session", 0)).rows
        return bool(found) and found[0][0] >= 0

    def holders(self, lock: str, table: str | None = None) -> str:
        """Return a sentence, after a space, on who holds an applock or a table; empty if nobody is
        found or the login lacks the right to look.
        """
        try:
            found = self.execute("looking for who holds a lock", HOLDERS, table, lock).rows
        except WarehouseError:
            return ""
        listed = [
            f"session {session} ({login}, {program or 'unnamed program'}, for {seconds} s: "
            f"{' '.join(str(text or 'no statement').split())})"
            for session, login, program, seconds, text in found
        ]
        return f" It is held by {'; '.join(listed)}." if listed else ""

    def holds(self, lock: str) -> bool:
        """Return whether this session holds the applock."""
        return lock in self._locks

    def let_go(self, lock: str) -> None:
        """Release an applock if it is held."""
        if lock in self._locks:
            self._locks.discard(lock)
            self.execute(f"releasing the lock {lock}", release_lock(lock))

    def close(self) -> None:
        """Release all applocks and close the connection, which a pool may keep open."""
        for lock in tuple(self._locks):
            with contextlib.suppress(WarehouseError):
                self.let_go(lock)
        with contextlib.suppress(Exception):
            self._handle.close()

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        """Return whether a table or view of this name exists."""
        parts = [schema, table]
        if database and database.lower() != self.database.lower():
            parts.insert(0, database)
        name = ".".join(quoted(part) for part in parts)
        found = self.execute(f"looking for {name}", "select object_id(?)", name)
        return found.rows[0][0] is not None

    @cached_property
    def keeps_nul(self) -> bool:
        """Whether U+0000 is stored. SQL Server does; other T-SQL servers may not: it is tried."""
        return self._shreds("\0")

    @cached_property
    def shreds_json(self) -> bool:
        """Whether OPENJSON returns texts unchanged, also long ones and ones with escapes.

        SQL Server does. Babelfish for PostgreSQL 4 leaves the escapes in and refuses texts of
        more than 4,000 UTF-16 units; rows are sent to it as parameters.
        """
        return self._shreds('{"a": "b\\n"}\t\U0001f680' * 1_000)

    def _shreds(self, text: str) -> bool:
        try:
            found = self.execute("trying OPENJSON", SHRED_TEXT, json.dumps([text]))
        except (NoOpenJson, Transient):
            raise
        except WarehouseError:
            return False
        return found.rows == ((text,),)


def _open(credentials: Any) -> Any:
    if isinstance(credentials, PlainSqlServer):
        return credentials.connect()
    # These imports take a second, which plain targets save.
    from dbt.adapters.contracts.connection import Connection
    from dbt.adapters.sqlserver.sqlserver_connections import SQLServerConnectionManager

    connection = Connection(type="sqlserver", name="monday-load", credentials=credentials)
    return SQLServerConnectionManager.open(connection).handle
