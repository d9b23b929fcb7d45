"""A board's table on SQL Server compared with that on DuckDB: names, types, every cell."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.monday_server.hostile import TITLES
from tests.sqlserver import connection as server
from tests.sqlserver.conftest import DEMO_ITEMS, Whole

pytestmark = [pytest.mark.sqlserver, pytest.mark.timeout(900)]  # Babelfish parses slowly

TYPES = {
    "BOOLEAN": "bit",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "DATE": "date",
    "TIMESTAMP": "datetime2(0)",
    "TIME": "time(0)",
}
SHORT = {
    "Item ID": "nvarchar(100)",
    "Group (__group__)": "nvarchar(255)",
    "group": "nvarchar(255)",
    "status": "nvarchar(255)",
    "color_picker": "nvarchar(255)",
    "country": "nvarchar(255)",
    "world_clock": "nvarchar(255)",
}
"""Text types other than nvarchar(max), by column name or monday type."""


def differing(whole: Whole) -> list[tuple[Any, ...]]:
    """Return (item, column, here, on DuckDB) for each cell that differs in value or type."""
    columns, here = whole.here.table()
    _, there = whole.there.table()
    assert set(here) == set(there)
    return [
        (item, name, here[item][name], there[item][name])
        for item in here
        for name, _ in columns
        if not same(here[item][name], there[item][name])
    ]


def same(here: Any, there: Any) -> bool:
    return type(here) is type(there) and here == there


def test_names_and_types_are_those_of_the_board(demo: Whole) -> None:
    columns, _ = demo.here.table()
    on_duckdb, _ = demo.there.table()
    shown = json.loads(demo.here.ok("monday-board", "review", "orders", "--json").out)
    types = {column["name"]: column["type"] for column in shown}

    assert [name for name, _ in columns] == [name for name, _ in on_duckdb]
    assert len(columns) == 59
    for (name, kind), (_, duckdb_type) in zip(columns, on_duckdb, strict=True):
        if duckdb_type.startswith("DECIMAL"):
            assert kind == duckdb_type.lower(), name
        elif duckdb_type == "VARCHAR":
            by_type = SHORT.get(types.get(name, ""), "nvarchar(max)")
            assert kind == SHORT.get(name, by_type), name
        else:
            assert kind == TYPES[duckdb_type], name


def test_every_cell_of_the_demo_board_is_as_on_duckdb(demo: Whole) -> None:
    """A session with German language and date format built it; see the fixture."""
    wrong = differing(demo)

    assert not wrong, f"{len(wrong)} cells differ: {str(wrong[:5])[:2000]}"
    assert demo.here.query("select count(*) from dbo.orders") == [(DEMO_ITEMS,)]


def test_status_and_losses_are_read_from_the_server(demo: Whole) -> None:
    status = json.loads(demo.here.ok("monday-board", "status", "orders", "--json").out)

    assert status["last_load"]["status"] == "complete"
    assert status["last_load"]["items"] == DEMO_ITEMS
    assert status["last_load"]["calls"] >= 1
    assert status["raw_items"] == DEMO_ITEMS
    assert status["last_build"]["status"] == "complete"
    assert status["last_build"]["rows"] == DEMO_ITEMS
    assert status["last_build"]["losses"] == {}
    assert status["production_rows"] == DEMO_ITEMS
    assert (status["staging_exists"], status["load_unfinished"]) == (False, False)
    assert 0 <= status["age_hours"] < 1
    assert status["unknown"] == []


def test_the_table_has_its_primary_key(demo: Whole) -> None:
    keys = demo.here.query(
        "select i.name, c.name from sys.indexes as i "
        "join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id "
        "join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id "
        "where i.is_primary_key = 1 and i.object_id = object_id('dbo.orders')"
    )

    assert [column.lower() for _, column in keys] == ["item id"]
    if not server.is_babelfish():  # there, keys keep their original names
        assert keys[0][0] == "PK_orders"


def test_hostile_titles_are_column_names(hostile: Whole) -> None:
    columns, _ = hostile.here.table()
    on_duckdb, _ = hostile.there.table()
    names = [name for name, _ in columns]

    assert names == [name for name, _ in on_duckdb]
    assert {'say "hi"', "{{ 7*7 }}", "'; drop table orders; --", "two\nlines"} <= {*TITLES, *names}
    assert max(len(name.encode("utf-16-le")) // 2 for name in names) == 128


def test_hostile_cells_arrive_as_on_duckdb(hostile: Whole) -> None:
    wrong = [
        cell for cell in differing(hostile) if not (isinstance(cell[3], str) and "\0" in cell[3])
    ]
    if server.is_babelfish():  # it converts 1e5 to a decimal, which SQL Server does not
        wrong = [cell for cell in wrong if cell[1] != "Numbers" or cell[3] is not None]

    assert not wrong, f"{len(wrong)} cells differ: {ascii(wrong[:5])[:2000]}"


def test_as_many_hostile_values_are_lost_as_on_duckdb(hostile: Whole) -> None:
    here, there = (
        json.loads(project.ok("monday-board", "status", "orders", "--json").out)["last_build"]
        for project in (hostile.here, hostile.there)
    )

    assert len(there["losses"]) > 3
    assert here["losses"] == there["losses"]


def test_nothing_hostile_was_executed(hostile: Whole) -> None:
    found = hostile.here.query(
        "select table_schema, table_name from information_schema.tables order by 1, 2"
    )

    assert [row for row in found if not re.match("_", row[1])] == [
        ("dbo", "orders"),
        ("raw_monday", "orders"),
    ]
    assert hostile.here.query("select count(*) from dbo.orders") == [(40,)]
