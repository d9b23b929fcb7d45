"""DuckDB's implementation of `id_tables.Engine`."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from loader.landing.duckdb.connection import DuckConnection, quoted
from loader.landing.id_rows import Kind
from loader.landing.utc import from_utc, to_utc

_TYPES: Mapping[Kind, str] = {
    "id": "bigint",
    "key": "varchar",
    "name": "varchar",
    "text": "varchar",
    "number": "integer",
    "flag": "boolean",
    "time": "timestamp",
}


_writing = threading.Lock()
"""Boards loaded in parallel write the same people; DuckDB fails one of two concurrent writers."""


class DuckDimensions:
    """See `id_tables.Engine`."""

    def __init__(self, connection: DuckConnection) -> None:
        self._connection = connection

    def named(self, name: str) -> str:
        return quoted(name)

    def table(self, name: str) -> str:
        return self._connection.raw(name)

    def create(self, name: str, columns: Sequence[tuple[str, Kind]], key: Sequence[str]) -> None:
        sql = create_statement(self.table(name), columns, key)
        self.run(f"creating raw_monday.{name}", sql)

    def run(self, what: str, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._connection.reported(what):
            found = self._connection.execute(sql, [to_utc(value) for value in parameters])
        return [tuple(from_utc(value) for value in row) for row in found]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with _writing, self._connection.transaction():
            yield


def create_statement(
    table: str, columns: Sequence[tuple[str, Kind]], key: Sequence[str] = ()
) -> str:
    """Return `create table if not exists` for a quoted table name."""
    listed = [
        f"{quoted(column)} {_TYPES[kind]}{' not null' if column in key else ''}"
        for column, kind in columns
    ]
    listed += [f"primary key ({', '.join(map(quoted, key))})"] * bool(key)
    return f"create table if not exists {table} ({', '.join(listed)})"
