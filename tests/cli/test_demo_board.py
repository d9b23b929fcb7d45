"""The demo board as a table: every cell, name and type is compared with monday's own data."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from tests.cli.conftest import ATTRIBUTES, Demo
from tests.monday_server import expected_table
from tests.monday_server.demo import FIRST_ORDER
from tests.monday_server.demo_columns import ORDERS_ID
from tests.monday_server.expected import UNREADABLE

LEAD = ("__group__", "__updated_at__", *ATTRIBUTES)

TYPES = {
    "numbers": "DECIMAL(18,2)",
    "rating": "INTEGER",
    "vote": "INTEGER",
    "time_tracking": "INTEGER",
    "checkbox": "BOOLEAN",
    "date": "DATE",
    "hour": "TIME",
    "creation_log": "TIMESTAMP",
    "last_updated": "TIMESTAMP",
    "item_id": "BIGINT",
}
"""DuckDB's type by monday type; all other types are text."""
PROPOSED = {
    "numeric_mkp4": "DECIMAL(20,4)",
    "numeric_fx": "DECIMAL(31,15)",
    "date_booked": "TIMESTAMP",
}
"""Columns for which deploy found a wider type in the first page."""
ATTRIBUTE_COLUMNS = {
    "__group__": ("Group (__group__)", "VARCHAR"),
    "__updated_at__": ("Updated At", "TIMESTAMP"),
    "__created_at__": ("Created At", "TIMESTAMP"),
    "__state__": ("State", "VARCHAR"),
    "__creator__": ("Creator", "VARCHAR"),
    "__url__": ("Url", "VARCHAR"),
    "__parent_item__": ("Parent Item ID", "BIGINT"),
}
COLLIDING = {"text_colour2": "colour (text_colour2)"}
"""Titles that SQL Server considers equal to an earlier one."""


def table_columns(demo: Demo) -> dict[str, tuple[str, str]]:
    """Return name and DuckDB type of each column after the key, by monday id, in table order."""
    board = demo.account.board(ORDERS_ID)
    readable = [c for c in board.columns if c.type not in UNREADABLE and not c.archived]
    columns = {
        c.id: (COLLIDING.get(c.id, c.title), PROPOSED.get(c.id, TYPES.get(c.type, "VARCHAR")))
        for c in readable
    }
    return {"name": columns.pop("name"), **ATTRIBUTE_COLUMNS, **columns}


def test_names_types_and_order_are_those_of_the_board(demo: Demo) -> None:
    columns, _ = demo.project.table()

    assert columns == [("Item ID", "VARCHAR"), *table_columns(demo).values()]
    assert len(columns) == 59


def test_every_cell_of_every_item_arrives_with_its_typed_value(demo: Demo) -> None:
    columns = table_columns(demo)
    expected = expected_table(demo.account, ORDERS_ID, columns)
    _, rows = demo.project.table()

    assert set(rows) == {str(item_id) for item_id in expected}
    wrong = [
        (item_id, name, found, wanted)
        for item_id, cells in expected.items()
        for column_id, (name, data_type) in columns.items()
        if not same(
            found := rows[str(item_id)][name], wanted := as_stored(cells[column_id], data_type)
        )
    ]
    assert not wrong, f"{len(wrong)} cells differ: {str(wrong[:5])[:2000]}"
    assert len(rows) == 2000


def as_stored(value: Any, data_type: str) -> Any:
    """Return the expected value in the column's type: exact decimals, dates as timestamps."""
    if value is None:
        return None
    if data_type == "VARCHAR":
        return str(value)
    if data_type == "TIMESTAMP" and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value


def same(found: Any, wanted: Any) -> bool:
    return type(found) is type(wanted) and found == wanted


def test_the_ends_of_what_a_cell_can_hold(demo: Demo) -> None:
    _, rows = demo.project.table()
    long, emoji, year_1, year_9999, empty, digits = (
        rows[str(FIRST_ORDER + 7 * n)] for n in range(6)
    )

    assert len(long["Notes 📝"].encode("utf-16-le")) // 2 == 100_000
    assert long["Fx (RMB -> USD)"] == Decimal("0.123456789012345")
    assert emoji["Notes 📝"] == "👩‍👩‍👧‍👦 🧵 𝒳"
    assert emoji["Fx (RMB -> USD)"] == Decimal("-9007199254740993")
    assert year_1["PC RM Ex-Factory Date"] == date(1, 1, 1)
    assert year_1["Booked at (UTC?)"] == datetime.fromisoformat("0001-01-01T00:00:01")
    assert year_9999["PC RM Ex-Factory Date"] == date(9999, 12, 31)
    assert year_9999["Booked at (UTC?)"] == datetime.fromisoformat("9999-12-31T23:59:59")
    assert year_9999["Production"] == "0001-01-01 - 9999-12-31"
    assert empty["Notes 📝"] is None
    assert empty["Fx (RMB -> USD)"] is None
    assert empty["Qty"] == Decimal(0)
    assert empty["Approved?"] is False
    assert digits["Qty"] == Decimal(7)
    assert digits["Unit price"] == Decimal("1234567890123.4567")
    assert digits["Notes 📝"] == " padded "


def test_an_empty_cell_is_null_save_for_checkboxes_and_votes(demo: Demo) -> None:
    board = demo.account.board(ORDERS_ID)
    _, rows = demo.project.table()
    for column_id, (name, data_type) in table_columns(demo).items():
        if column_id.startswith("__") or board.column(column_id).type in DERIVED:
            continue
        empty = [i for i in board.items.values() if i.value(column_id) is None]
        cleared = [i for i in empty if column_id in i.cells]
        assert column_id == "name" or empty, f"{name} has no empty cell"
        assert not MAY_BE_CLEARED.match(column_id) or cleared, f"{name} has no cleared cell"
        found = {rows[str(i.id)][name] for i in empty} if column_id != "name" else set()
        empty_value = {"BOOLEAN": False}.get(data_type, 0 if name == "Votes" else None)
        assert found <= {empty_value}, name


DERIVED = ("mirror", "formula", "subtasks", "creation_log", "last_updated", "item_id", "group")
MAY_BE_CLEARED = re.compile("text|numbers|numeric|date|status|people|checkbox")


def test_the_raw_table_has_a_row_for_every_item_and_fetched_column(demo: Demo) -> None:
    fetched = set(table_columns(demo))
    query = demo.project.query
    columns = query("select column_id, count(*) from raw_monday.orders group by all")

    assert dict(columns) == dict.fromkeys(fetched, 2000)
    assert query("select count(distinct loaded_at) from raw_monday.orders") == [(1,)]
    (key,) = query(
        "select constraint_column_names from duckdb_constraints() "
        "where schema_name = 'raw_monday' and table_name = 'orders' "
        "and constraint_type = 'PRIMARY KEY'"
    )
    assert key == (["item_id", "column_id"],)


def test_the_table_has_its_primary_key(demo: Demo) -> None:
    (key,) = demo.project.query(
        "select constraint_column_names from duckdb_constraints() "
        "where table_name = 'orders' and schema_name = 'main' "
        "and constraint_type = 'PRIMARY KEY'"
    )
    assert key == (["Item ID"],)


def test_one_closing_line_tells_items_rows_calls_complexity_and_pending(demo: Demo) -> None:
    rows = 2000 * len(table_columns(demo))
    assert re.fullmatch(
        rf"orders: 2,000 items, {rows:,} rows, \d+ calls, [\d,]+ complexity, "
        r"\d+\.\d s, complete by sweep, 0 columns pending, load \d{8}-\d{6}-[0-9a-f]{8}\n",
        demo.loaded.out,
    )
    calls = int(re.search(r"(\d+) calls", demo.loaded.out)[1])  # type: ignore[index]
    assert calls <= 2000 / 500 + 3


def test_nothing_is_lost_in_conversion_once_types_are_proposed(demo: Demo) -> None:
    status = json.loads(demo.project.ok("monday-board", "status", "orders", "--json").out)
    assert status["last_build"]["losses"] == {}
