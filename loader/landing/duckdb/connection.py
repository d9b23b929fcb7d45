"""A connection to a DuckDB file, opened by dbt-duckdb's own code or in the same way (`plain.py`).

Loads and builds therefore use the same attached catalogs, extensions, settings and secrets of the
profile. DuckDB allows only one process while a file is open for writing.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from loader.landing.duckdb.driver_errors import OutOfMemory, is_held, reported
from loader.landing.duckdb.plain import PlainDuckDb
from loader.landing.profile import Warehouse
from loader.landing.raw_table import RAW_SCHEMA

log = logging.getLogger(__name__)

MEMORY_MEGABYTES = 512
"""DuckDB's memory limit unless the profile sets one. Without a limit DuckDB caches all that it
writes, up to most of the machine's memory, and a load's memory grows with its board."""
MOST_MEGABYTES = 4096
"""Highest limit, for statements that need more: the primary key of the raw rows stays in memory at
about 50 bytes a row, so an incremental load of 9 million rows runs out of memory."""
_MEMORY_SETTINGS = frozenset({"memory_limit", "max_memory"})


class DuckConnection:
    """An open file. Run statements inside `reported`, which translates errors."""

    def __init__(self, warehouse: Warehouse, database: str, *, read_only: bool) -> None:
        self.database = database
        self.file = str(warehouse.credentials.path)
        self._handle = _connect(warehouse, database, read_only=read_only)
        self._megabytes = None if _says_memory(warehouse.credentials) else MEMORY_MEGABYTES

    def with_room(self, run: Callable[[], None]) -> None:
        """Call `run`, which must be repeatable. If DuckDB runs out of memory, double the limit and
        call it again. Raises OutOfMemory at MOST_MEGABYTES, or if the profile sets a limit.
        """
        while True:
            try:
                return run()
            except OutOfMemory as exc:
                if self._megabytes is None or self._megabytes >= MOST_MEGABYTES:
                    raise
                self._megabytes *= 2
                log.info("%s It may take %d MB now.", exc, self._megabytes)
                self._handle.execute(f"set memory_limit = '{self._megabytes}MB'")

    def raw(self, table: str) -> str:
        """Return the quoted name of a table of schema raw_monday."""
        return f"{quoted(self.database)}.{quoted(RAW_SCHEMA)}.{quoted(table)}"

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return all its rows."""
        found: list[tuple[Any, ...]] = self._handle.execute(sql, list(parameters)).fetchall()
        return found

    def batches(
        self, sql: str, parameters: Sequence[object], size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query in lists of `size`; run no other statement until the end."""
        cursor = self._handle.execute(sql, list(parameters))
        while batch := cursor.fetchmany(size):
            yield batch

    @contextlib.contextmanager
    def batch(self, table: pa.Table) -> Iterator[str]:
        """Register an Arrow table with the engine and yield its name; nothing is copied."""
        self._handle.register("_batch", table)
        try:
            yield "_batch"
        finally:
            self._handle.unregister("_batch")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the statements inside in one transaction."""
        self._handle.execute("begin transaction")
        try:
            yield
        except BaseException:
            self._handle.execute("rollback")
            raise
        self._handle.execute("commit")

    def reported(self, what: str) -> contextlib.AbstractContextManager[None]:
        """Turn errors inside into WarehouseErrors that name the file and `what` was being done."""
        return reported(self.file, what)

    def table_exists(self, table: str, *, schema: str, database: str | None = None) -> bool:
        """Return whether a table or view of this name exists, ignoring case."""
        with self.reported(f"looking for table {table}"):
            return bool(
                self.execute(
                    "select 1 from duckdb_tables() where database_name = ? and schema_name = ? "
                    "and lower(table_name) = lower(?) union all "
                    "select 1 from duckdb_views() where database_name = ? and schema_name = ? "
                    "and lower(view_name) = lower(?)",
                    [database or self.database, schema, table] * 2,
                )
            )

    def tables_of(self, schema: str) -> frozenset[str]:
        """Return the names of a schema's tables in this database, in lower case."""
        with self.reported(f"looking for the tables of {schema}"):
            found = self.execute(
                "select lower(table_name) from duckdb_tables() "
                "where database_name = ? and schema_name = ?",
                [self.database, schema],
            )
        return frozenset(name for (name,) in found)

    def close(self) -> None:
        self._handle.close()


def quoted(name: str) -> str:
    """Quote a name for SQL. No other code does so."""
    return '"' + name.replace('"', '""') + '"'


def names(columns: Sequence[str]) -> str:
    """Return column names as an SQL list."""
    return ", ".join(quoted(name) for name in columns)


def _connect(warehouse: Warehouse, database: str, *, read_only: bool) -> Any:
    """Connect with everything that the profile configures: attachments, extensions, settings.

    Raises ProjectError for a database that is neither the file's own nor attached. With
    `read_only`, a missing file counts as an empty database.
    """
    warehouse.check_database(database)
    credentials = copy.copy(warehouse.credentials)
    path = str(credentials.path)
    if read_only:
        if _missing_file(path):
            return _empty(database)
        options = {"access_mode": "READ_ONLY"} if Path(path).is_file() else {}
        credentials.config_options = {**(credentials.config_options or {}), **options}
    with reported(path, "opening it"):
        # dbt-duckdb retries after any error, but that helps only if another process has the file.
        at_once = copy.copy(credentials)
        at_once.retries = None
        try:
            return _initialize(at_once)
        except duckdb.IOException as exc:
            if credentials.retries is None or not is_held(str(exc)):
                raise
            log.info("DuckDB %s is open in another process: waiting for it", path)
        return _initialize(credentials)


def _initialize(credentials: Any) -> Any:
    if isinstance(credentials, PlainDuckDb):
        opened = credentials.connect()
        _limit_memory(opened, credentials)
        credentials.set_up(opened)
        return opened
    from dbt.adapters.duckdb.environments import Environment  # slow to import: a second

    plugins = Environment.initialize_plugins(credentials)
    # dbt-duckdb prints its retries to stdout, which is for data. Without retries it prints nothing,
    # so stdout is not redirected: other threads may be printing.
    retries = credentials.retries is not None
    with contextlib.redirect_stdout(sys.stderr) if retries else contextlib.nullcontext():
        connection = Environment.initialize_db(credentials, plugins)
    credentials.retries = None  # its retrying cursor supports only `execute`
    _limit_memory(connection, credentials)
    return Environment.initialize_cursor(credentials, connection, plugins)


def _limit_memory(connection: Any, credentials: Any) -> None:
    if not _says_memory(credentials):
        connection.execute(f"set memory_limit = '{MEMORY_MEGABYTES}MB'")


def _says_memory(credentials: Any) -> bool:
    given = {**(credentials.settings or {}), **(credentials.config_options or {})}
    return bool(_MEMORY_SETTINGS & {str(name).lower() for name in given})


def _missing_file(path: str) -> bool:
    is_url = re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) is not None
    return not is_url and not path.startswith(":memory:") and not Path(path).exists()


def _empty(database: str) -> Any:
    connection = duckdb.connect(":memory:")
    connection.execute(f"attach ':memory:' as {quoted(database)}")
    return connection
