"""A connection to SQL Server, made by dbt-sqlserver's own code, or as it does (`plain.py`).

Driver, encryption, ports, named instances, retries and every way to authenticate are therefore
those of the build. Connections are in autocommit mode, as the adapter makes them.
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
"""How long a server that is resuming or failing over is waited for."""
SESSION = "set xact_abort on; set nocount off; set implicit_transactions off"
"""What a server's `user options` or a logon trigger may have set otherwise: without counts a load
does not know how many rows a statement removed."""


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of the last result set of a batch, and the rows its first statement touched."""

    rows: tuple[tuple[Any, ...], ...]
    touched: int


class SqlServerConnection:
    """An open connection. Errors leave it as WarehouseErrors."""

    def __init__(self, warehouse: Warehouse, database: str) -> None:
        self.place = f"SQL Server {warehouse.credentials.host}, database {database}"
        self.database = database
        self._credentials = replace(warehouse.credentials, database=database)
        self._reporter = Reporter(self.place, self._credentials)
        self._locks: set[str] = set()
        self.copies_last = False
        """Whether rows of a bulk copy were seen to stand after its session had ended."""
        self._connect(in_failover=False)

    def reconnect(self) -> None:
        """Make a lost connection anew, with the applocks that were held.

        Raises as connecting does, and WarehouseLocked when a lock is not had within the time that
        connecting is given: the server may take a while to see that the old session is gone.
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
        """Open the session; what passes by itself is waited for, up to CONNECT_SECONDS.

        That the server cannot be reached counts as passing only where it was there before: else
        its name is likely to be wrong.
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
            with contextlib.suppress(WarehouseError):  # the product's own words then name the cause
                self.execute("connecting", "set language us_english")

    def execute(self, what: str, sql: str, *parameters: object) -> Result:
        """Run a batch to its very end: an error may hide behind its first result."""
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

        `insert` gives the statement that takes so many rows at once.
        """
        with self.reported(what), contextlib.closing(self._handle.cursor()) as cursor:
            if not self._is_pyodbc:
                cursor.executemany(insert(1), rows)  # more rows mean more parameters all NULL
                return
            cursor.fast_executemany = True
            types = sizes(rows)
            for count, sent in several_at_once(rows):
                cursor.setinputsizes(types * count)
                cursor.executemany(insert(count), sent)

    @cached_property
    def copies_in_bulk(self) -> bool:
        """Whether the driver can; set to false by who finds that it does not get through."""
        with contextlib.closing(self._handle.cursor()) as cursor:
            return hasattr(cursor, "bulkcopy_arrow")

    def copy_in_bulk(self, table: str, rows: Any) -> None:
        """Append an Arrow table, column by name, in a session and transaction of its own.

        Raises BulkCopyFailed whatever the reason: a login that the driver knows for its usual
        sessions alone, or a fault inside of it, which Python shows as no Exception.
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
        """The error for a right that the login lacks where the server itself would not complain."""
        return GrantMissing(
            f"{self.place}: {sentence}. An administrator runs once in this database: "
            f"grant {right} to {self._reporter.user}."
        )

    def reported(self, what: str) -> contextlib.AbstractContextManager[None]:
        """Errors of the driver inside leave as WarehouseErrors that say `what` was done, where."""
        return self._reporter.reported(what)

    def hold(self, lock: str) -> bool:
        """Take an applock without waiting; whether it was free, or is held here already.

        It belongs to the session: the server lets go of it when this process is killed.
        """
        if lock not in self._locks and self._taken(lock):
            self._locks.add(lock)
        return lock in self._locks

    def _taken(self, lock: str) -> bool:
        found = self.execute(f"taking the lock {lock}", take_lock(lock, "Session", 0)).rows
        return bool(found) and found[0][0] >= 0

    def holders(self, lock: str, table: str | None = None) -> str:
        """Who holds an applock or a table, as a sentence behind a space; empty where that is not to
        be seen: the login needs a right for it.
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
        """Whether this session has taken the applock."""
        return lock in self._locks

    def let_go(self, lock: str) -> None:
        """Give an applock back; harmless when it is not held."""
        if lock in self._locks:
            self._locks.discard(lock)
            self.execute(f"releasing the lock {lock}", release_lock(lock))

    def close(self) -> None:
        """Let go of all applocks and of the connection, which a pool may keep open."""
        for lock in tuple(self._locks):
            with contextlib.suppress(WarehouseError):
                self.let_go(lock)
        with contextlib.suppress(Exception):
            self._handle.close()

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        """Whether a table or view of this name stands there."""
        parts = [schema, table]
        if database and database.lower() != self.database.lower():
            parts.insert(0, database)
        name = ".".join(quoted(part) for part in parts)
        found = self.execute(f"looking for {name}", "select object_id(?)", name)
        return found.rows[0][0] is not None

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
            found = self.execute("trying OPENJSON", SHRED_TEXT, json.dumps([text]))
        except (NoOpenJson, Transient):
            raise
        except WarehouseError:
            return False
        return found.rows == ((text,),)


def _open(credentials: Any) -> Any:
    if isinstance(credentials, PlainSqlServer):
        return credentials.connect()
    # A second that plain targets save.
    from dbt.adapters.contracts.connection import Connection
    from dbt.adapters.sqlserver.sqlserver_connections import SQLServerConnectionManager

    connection = Connection(type="sqlserver", name="monday-load", credentials=credentials)
    return SQLServerConnectionManager.open(connection).handle
