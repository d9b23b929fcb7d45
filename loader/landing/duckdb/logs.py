"""DuckDB's implementation of log_tables.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from loader.landing.duckdb.connection import DuckConnection, quoted
from loader.landing.duckdb.id_tables import create_statement
from loader.landing.id_rows import Kind
from loader.landing.log_tables import (
    IncomingLog,
    LastLogged,
    LogTable,
    columns_of_batch,
    keep_statements,
    news_condition,
    unmet_condition,
)
from loader.landing.raw_table import RAW_SCHEMA
from loader.landing.utc import to_utc

_ARROW: Mapping[Kind, pa.DataType] = {
    "id": pa.int64(),
    "number": pa.int32(),
    "flag": pa.bool_(),
    "time": pa.timestamp("us"),
}


class DuckLog(IncomingLog):
    """See `log_tables.IncomingLog`."""

    def __init__(
        self, connection: DuckConnection, table: LogTable, board: str, loaded_at: datetime
    ) -> None:
        self.rows = 0
        self._connection = connection
        self._table = table
        self._name = table.name(board)
        self._loaded_at = loaded_at
        self._incoming = connection.raw(table.incoming(board))
        self._kept = connection.raw(self._name)
        with connection.reported(f"creating the incoming table of {self._name}"):
            connection.execute(f"drop table if exists {self._incoming}")
            connection.execute(create_statement(self._incoming, table.columns))

    def append(self, rows: Sequence[Any]) -> None:
        if not rows:
            return
        batch = columns_of_batch(self._table, rows, self._loaded_at)
        arrays = {
            name: pa.array(
                [to_utc(value) for value in batch[name]], _ARROW.get(kind, pa.large_string())
            )
            for name, kind in self._table.columns
        }
        with (
            self._connection.reported(f"landing rows of {self._name}"),
            self._connection.batch(pa.table(arrays)) as source,
        ):
            self._connection.execute(f"insert into {self._incoming} select * from {source}")
        self.rows += len(rows)

    def unmet(self) -> tuple[str, ...]:
        if not self._connection.table_exists(self._name, schema=RAW_SCHEMA):
            return ()
        where = unmet_condition(self._table, self._incoming, self._kept, quoted)
        with self._connection.reported(f"reading raw_monday.{self._name}"):
            found = self._connection.execute(
                f"select {quoted(self._table.key)} from {self._kept} where {where}"
            )
        return tuple(row[0] for row in found)

    def news(self) -> int:
        if not self._connection.table_exists(self._name, schema=RAW_SCHEMA):
            return self.rows
        where = news_condition(self._table, self._incoming, self._kept, quoted)
        with self._connection.reported(f"reading raw_monday.{self._name}"):
            found = self._connection.execute(f"select count(*) from {self._incoming} where {where}")
        return int(found[0][0])

    def keep(self, *, whole: bool = False) -> None:
        with self._connection.reported(f"writing raw_monday.{self._name}"):
            self._connection.execute(
                create_statement(self._kept, self._table.columns, [self._table.key])
            )
            statements = keep_statements(
                self._table, self._incoming, self._kept, quoted, whole=whole
            )
            for sql in statements.values():
                self._connection.execute(sql)

    def abort(self) -> None:
        with self._connection.reported(f"dropping the incoming table of {self._name}"):
            self._connection.execute(f"drop table if exists {self._incoming}")


def last_logged(connection: DuckConnection, table: LogTable, board: str) -> LastLogged | None:
    """See `contract.Landing.last_logged`."""
    name = table.name(board)
    if not connection.table_exists(name, schema=RAW_SCHEMA):
        return None
    key, order, kept = quoted(table.key), quoted(table.order), connection.raw(name)
    with connection.reported(f"reading raw_monday.{name}"):
        found = connection.execute(
            f"select {key}, {order}, (select count(*) from {kept}) from {kept} "
            f"order by {order} desc, {key} limit 1"
        )
    return LastLogged(*found[0]) if found else None
