"""An extractor as one would write it by hand for a board: `python -m benchmarks.plain BOARD WHERE`.

It reads pages of 500 items one after the other, converts each cell by its column's type into plain
lists, fills a typed staging table, drops the old table and renames the new one. WHERE is the path
of a DuckDB file, or an ODBC connection string; the API's address and token are in MONDAY_API_URL
and MONDAY_API_TOKEN. The table is `by_hand`, with the product's column names and types.

It keeps no raw data, checks nothing, adapts to nothing, carries over no grants, and stops at a cell
that cannot be converted. It does not use pandas: lists are faster, and as short.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

import requests

Cell = dict[str, Any]
ITEMS = """cursor items { id name updated_at group { title } column_values {
  id text value ... on CheckboxValue { checked } ... on RatingValue { rating } } }"""
FIRST = (
    "query ($board: [ID!]) { boards(ids: $board) { columns { id title type }"
    f" items_page(limit: 500) {{ {ITEMS} }} }} }}"
)
NEXT = f"query ($cursor: String!) {{ next_items_page(limit: 500, cursor: $cursor) {{ {ITEMS} }} }}"


def stored(cell: Cell, key: str) -> Any:
    """Return what a cell's `value` holds under a key; None if it is empty."""
    return json.loads(cell["value"]).get(key) if cell["value"] else None


def number(cell: Cell) -> Decimal | None:
    return Decimal(cell["text"]) if cell["text"] else None


def day(cell: Cell) -> date | None:
    found = stored(cell, "date")
    return date.fromisoformat(found) if found else None


def clock(cell: Cell) -> time | None:
    if not cell["value"]:
        return None
    found = json.loads(cell["value"])
    return time(found["hour"], found["minute"])


class Kind(NamedTuple):
    """A SQL type on DuckDB and on SQL Server, and the function that converts a cell to it."""

    duckdb: str
    tsql: str
    read: Callable[[Cell], Any]


TEXT = Kind("varchar", "nvarchar(max)", lambda cell: cell["text"] or None)
KINDS = {
    "numbers": Kind("decimal(18,2)", "decimal(18,2)", number),
    "date": Kind("date", "date", day),
    "hour": Kind("time", "time(0)", clock),
    "checkbox": Kind("boolean", "bit", lambda cell: bool(cell["checked"])),
    "rating": Kind("integer", "int", lambda cell: cell["rating"]),
    "status": Kind("varchar", "nvarchar(255)", TEXT.read),
}
"""By monday type; all others are texts."""


class Table(NamedTuple):
    """The board's rows by column: each column's name, kind and values."""

    names: list[str]
    kinds: list[Kind]
    values: list[list[Any]]


def pages(url: str, token: str, board: str) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """Yield the board's columns with the items of each page, one page after the other."""
    session = requests.Session()
    session.headers.update({"Authorization": token, "Content-Type": "application/json"})

    def ask(query: str, **variables: object) -> Any:
        answer = session.post(url, json={"query": query, "variables": variables}, timeout=300)
        answer.raise_for_status()
        content = answer.json()
        if "errors" in content:
            raise SystemExit(str(content["errors"]))
        return content["data"]

    [found] = ask(FIRST, board=[board])["boards"]
    page = found["items_page"]
    yield found["columns"], page["items"]
    while page["cursor"]:
        page = ask(NEXT, cursor=page["cursor"])["next_items_page"]
        yield found["columns"], page["items"]


def table_of(read: Iterator[tuple[list[Cell], list[Cell]]]) -> Table:
    """Return all items, each cell converted by its column's type."""
    table = Table([], [], [])
    for columns, items in read:
        cells = [column for column in columns if column["type"] != "name"]
        if not table.names:
            table.names.extend(["Item ID", "Name", "Group", "Updated At"])
            table.names.extend(column["title"] for column in cells)
            moment = Kind("timestamp", "datetime2(0)", TEXT.read)
            key = Kind("varchar", "nvarchar(100)", TEXT.read)
            table.kinds.extend([key, TEXT, KINDS["status"], moment])
            table.kinds.extend(KINDS.get(column["type"], TEXT) for column in cells)
            table.values.extend([] for _ in table.names)
        readers = [
            (column["id"], kind.read, values)
            for column, kind, values in zip(cells, table.kinds[4:], table.values[4:], strict=True)
        ]
        for item in items:
            table.values[0].append(item["id"])
            table.values[1].append(item["name"])
            table.values[2].append(item["group"]["title"])
            table.values[3].append(datetime.fromisoformat(item["updated_at"]).replace(tzinfo=None))
            given = {cell["id"]: cell for cell in item["column_values"]}
            for column_id, convert, values in readers:
                values.append(convert(given[column_id]))
    return table


def to_duckdb(table: Table, path: str) -> None:
    """Write the table as an Arrow table."""
    import duckdb
    import pyarrow as pa

    types = {
        "decimal(18,2)": pa.decimal128(18, 2),
        "date": pa.date32(),
        "time": pa.time64("us"),
        "boolean": pa.bool_(),
        "integer": pa.int32(),
        "timestamp": pa.timestamp("us"),
    }
    arrays = [
        pa.array(values, types.get(kind.duckdb, pa.string()))
        for kind, values in zip(table.kinds, table.values, strict=True)
    ]
    with closing(duckdb.connect(path)) as connection:
        connection.execute("drop table if exists by_hand_new")
        connection.execute(_create("by_hand_new", table, [kind.duckdb for kind in table.kinds]))
        connection.register("rows", pa.Table.from_arrays(arrays, names=table.names))
        connection.execute("insert into by_hand_new select * from rows")
        connection.execute("begin")
        connection.execute("drop table if exists by_hand")
        connection.execute("alter table by_hand_new rename to by_hand")
        connection.execute("commit")


def to_sqlserver(table: Table, connection_string: str) -> None:
    """Write the table with fast_executemany, a thousand rows at a time."""
    import pyodbc

    sizes = {
        "nvarchar(max)": (pyodbc.SQL_WVARCHAR, 0, 0),
        "nvarchar(255)": (pyodbc.SQL_WVARCHAR, 255, 0),
        "nvarchar(100)": (pyodbc.SQL_WVARCHAR, 100, 0),
        "decimal(18,2)": (pyodbc.SQL_DECIMAL, 18, 2),
        "date": (pyodbc.SQL_TYPE_DATE, 10, 0),
        "time(0)": (pyodbc.SQL_WVARCHAR, 8, 0),
        "datetime2(0)": (pyodbc.SQL_TYPE_TIMESTAMP, 19, 0),
        "bit": (pyodbc.SQL_BIT, 1, 0),
        "int": (pyodbc.SQL_INTEGER, 10, 0),
    }
    columns = [
        [None if value is None else value.isoformat() for value in values]
        if kind.tsql == "time(0)"
        else values
        for kind, values in zip(table.kinds, table.values, strict=True)
    ]
    rows = list(zip(*columns, strict=True))
    with closing(pyodbc.connect(connection_string, autocommit=False)) as connection:
        cursor = connection.cursor()
        cursor.execute("drop table if exists dbo.by_hand_new")
        cursor.execute(_create("dbo.by_hand_new", table, [kind.tsql for kind in table.kinds]))
        connection.commit()
        cursor.fast_executemany = True
        marks = ", ".join("?" * len(table.names))
        for first in range(0, len(rows), 1000):
            cursor.setinputsizes([sizes[kind.tsql] for kind in table.kinds])
            batch = rows[first : first + 1000]
            cursor.executemany(f"insert into dbo.by_hand_new values ({marks})", batch)
        connection.commit()
        cursor.execute("drop table if exists dbo.by_hand")
        cursor.execute("exec sp_rename 'dbo.by_hand_new', 'by_hand', 'OBJECT'")
        connection.commit()


def _create(name: str, table: Table, types: list[str]) -> str:
    """Return `create table`; titles are in double quotes, which both engines accept."""
    columns = [
        f'"{title.replace(chr(34), chr(34) * 2)}" {kind}'
        for title, kind in zip(table.names, types, strict=True)
    ]
    return f"create table {name} ({columns[0]} not null primary key, {', '.join(columns[1:])})"


def main() -> None:
    board, where = sys.argv[1:]
    read = pages(os.environ["MONDAY_API_URL"], os.environ["MONDAY_API_TOKEN"], board)
    write = to_sqlserver if "=" in where else to_duckdb
    write(table_of(read), where)


if __name__ == "__main__":
    main()
