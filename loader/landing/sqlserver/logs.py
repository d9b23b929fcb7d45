"""SQL Server's implementation of log_tables.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

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
from loader.landing.sqlserver import lock_statements as locks
from loader.landing.sqlserver.connection import SqlServerConnection
from loader.landing.sqlserver.driver_errors import LockTimeout
from loader.landing.sqlserver.id_tables import create_statement
from loader.landing.sqlserver.names import quoted, raw
from loader.landing.utc import to_utc_text

LOCK_MILLISECONDS = 1_000
"""Longest wait for a build that reads the table; the transaction is then retried."""

_SHREDDED: Mapping[Kind, str] = {
    "id": "bigint", "number": "int", "flag": "bit", "key": "varchar(255)", "name": "varchar(128)",
    "text": "nvarchar(max)", "time": "nvarchar(40)",
}  # fmt: skip


class SqlServerLog(IncomingLog):
    """See `log_tables.IncomingLog`."""

    def __init__(
        self, connection: SqlServerConnection, table: LogTable, board: str, loaded_at: datetime
    ) -> None:
        self.rows = 0
        self._connection = connection
        self._table = table
        self._name = table.name(board)
        self._loaded_at = loaded_at
        self._incoming = table.incoming(board)
        self._execute("creating the incoming table", f"drop table if exists {raw(self._incoming)}")
        self._execute(
            "creating the incoming table", create_statement(self._incoming, table.columns, ())
        )

    def append(self, rows: Sequence[Any]) -> None:
        if not rows:
            return
        columns = columns_of_batch(self._table, rows, self._loaded_at)
        sent = [
            tuple(to_utc_text(value) for value in row)
            for row in zip(*columns.values(), strict=True)
        ]
        what = f"landing rows of {self._name}"
        if self._connection.shreds_json:
            batch = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
            self._connection.execute(what, insert_json(self._incoming, self._table.columns), batch)
        else:
            insert = partial(insert_values, self._incoming, self._table.columns)
            self._connection.execute_many(what, insert, sent)
        self.rows += len(rows)

    def unmet(self) -> tuple[str, ...]:
        if not self._connection.table_exists(self._name, schema=RAW_SCHEMA):
            return ()
        found = self._execute("reading", unmet_statement(self._table, self._incoming, self._name))
        return tuple(row[0] for row in found)

    def news(self) -> int:
        if not self._connection.table_exists(self._name, schema=RAW_SCHEMA):
            return self.rows
        incoming, kept = raw(self._incoming), raw(self._name)
        where = news_condition(self._table, incoming, kept, quoted)
        return int(self._execute("reading", f"select count(*) from {incoming} where {where}")[0][0])

    def keep(self, *, whole: bool = False) -> None:
        lock = locks.take_lock(locks.raw_lock(self._name), "Transaction", LOCK_MILLISECONDS)
        granted = self._execute("waiting for builds", lock)
        if not granted or granted[0][0] < 0:
            raise LockTimeout(f"writing raw_monday.{self._name}: a build is reading the table")
        create = create_statement(self._name, self._table.columns, [self._table.key])
        self._execute("creating the table", create)
        incoming, kept = raw(self._incoming), raw(self._name)
        statements = keep_statements(self._table, incoming, kept, quoted, whole=whole)
        for what, sql in statements.items():
            self._execute(what, sql)

    def abort(self) -> None:
        self._execute("dropping the incoming table", f"drop table if exists {raw(self._incoming)}")

    def _execute(self, what: str, sql: str) -> tuple[tuple[Any, ...], ...]:
        return self._connection.execute(f"{what} of raw_monday.{self._name}", sql).rows


def last_logged(connection: SqlServerConnection, table: LogTable, board: str) -> LastLogged | None:
    """See `contract.Landing.last_logged`."""
    name = table.name(board)
    if not connection.table_exists(name, schema=RAW_SCHEMA):
        return None
    found = connection.execute(f"reading raw_monday.{name}", last_statement(table, name)).rows
    return LastLogged(*found[0]) if found else None


def last_statement(table: LogTable, name: str) -> str:
    """Return a query for key and order of the newest row, and the row count."""
    key, order = quoted(table.key), quoted(table.order)
    return (
        f"select top (1) {key}, {order}, (select count_big(*) from {raw(name)}) from {raw(name)}\n"
        f"order by {order} desc, {key}"
    )


def unmet_statement(table: LogTable, incoming: str, name: str) -> str:
    """Return a query for the keys of the kept table that did not arrive."""
    where = unmet_condition(table, raw(incoming), raw(name), quoted)
    return f"select {quoted(table.key)} from {raw(name)}\nwhere {where}"


def insert_json(table: str, columns: Sequence[tuple[str, Kind]]) -> str:
    """Parameter: a JSON array of arrays in the order of the columns."""
    shredded = ",\n    ".join(
        f"{quoted(name)} {_SHREDDED[kind]} '$[{place}]'"
        for place, (name, kind) in enumerate(columns)
    )
    return f"""insert into {raw(table)} with (tablock) ({_listed(columns)})
select {", ".join(_received(quoted(name), kind) for name, kind in columns)}
from openjson(?) with (
    {shredded}
)"""


def insert_values(table: str, columns: Sequence[tuple[str, Kind]], count: int = 1) -> str:
    """Parameters: `count` rows."""
    row = f"({', '.join(_received('?', kind) for _, kind in columns)})"
    return f"insert into {raw(table)} ({_listed(columns)})\nvalues {', '.join([row] * count)}"


def _listed(columns: Sequence[tuple[str, Kind]]) -> str:
    return ", ".join(quoted(name) for name, _ in columns)


def _received(sql: str, kind: Kind) -> str:
    """Convert a time, which is sent as ISO text, to datetime2."""
    return f"convert(datetime2(3), {sql}, 126)" if kind == "time" else sql
