"""SQL Server's implementation of `id_tables.Engine`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from loader.errors import WarehouseError, WarehouseLocked
from loader.landing.id_rows import Kind
from loader.landing.sqlserver import lock_statements as locks
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.names import ASCII, literal, quoted, raw
from loader.landing.utc import from_utc, to_utc_text

LOCK_MILLISECONDS = 10_000
"""Longest wait to write: boards loaded in parallel write the same people, one board at a time."""

_TYPES: Mapping[Kind, str] = {
    "id": "bigint",
    "key": f"varchar(255) {ASCII}",
    "name": f"varchar(128) {ASCII}",
    "text": "nvarchar(max)",
    "number": "int",
    "flag": "bit",
    "time": "datetime2(3)",
}


class SqlServerDimensions:
    """See `id_tables.Engine`."""

    def __init__(self, connection: SqlServerConnection) -> None:
        self._connection = connection

    def named(self, name: str) -> str:
        return quoted(name)

    def table(self, name: str) -> str:
        return raw(name)

    def create(self, name: str, columns: Sequence[tuple[str, Kind]], key: Sequence[str]) -> None:
        what = f"creating raw_monday.{name}"
        try:
            self.run(what, create_statement(name, columns, key))
        except WarehouseError:
            # Another load may have created it at the same moment.
            if self.run(what, "select object_id(?, N'U')", [raw(name)])[0][0] is None:
                raise

    def run(
        self, what: str, sql: str, parameters: Sequence[Any] = ()
    ) -> tuple[tuple[Any, ...], ...]:
        found = self._connection.execute(what, sql, *map(_sent, parameters))
        return tuple(tuple(from_utc(value) for value in row) for row in found.rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        what = "writing what ids stand for"
        self._connection.execute(what, "begin transaction")
        try:
            self._lock(what)
            yield
            self._connection.execute(what, "commit transaction")
        except BaseException:
            with suppress(WarehouseError):  # report the first error, not this one
                self._connection.execute(what, locks.ROLLBACK)
            raise

    def _lock(self, what: str) -> None:
        lock = locks.take_lock(locks.raw_lock("_users"), "Transaction", LOCK_MILLISECONDS)
        granted = self._connection.execute(what, lock).rows
        if not granted or granted[0][0] < 0:
            place = self._connection.place
            raise WarehouseLocked(f"{place}: {what}: another load is writing them.")


def create_statement(name: str, columns: Sequence[tuple[str, Kind]], key: Sequence[str]) -> str:
    """Return a statement that creates a table of raw_monday unless it exists."""
    listed = [
        f"{quoted(column)} {_TYPES[kind]} {'not null' if column in key else 'null'}"
        for column, kind in columns
    ]
    if key:
        constraint = quoted("PK_" + name)
        listed.append(f"constraint {constraint} primary key clustered ({', '.join(key)})")
    body = ",\n    ".join(listed)
    return f"""if object_id({literal(raw(name))}, N'U') is null
create table {raw(name)} (
    {body}
)"""


def _sent(value: Any) -> Any:
    """Convert flags to numbers and times to text."""
    return int(value) if isinstance(value, bool) else to_utc_text(value)
