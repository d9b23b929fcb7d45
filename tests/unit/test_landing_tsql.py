"""Every T-SQL statement of the landing, as it is sent: compared as text, and parsed.

tests/golden/landing.sql is read line by line by people; write it anew with
`python -m tests.unit.test_landing_tsql` after a change that was meant.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from loader.landing.sqlserver import change_statements as tsql_changes
from loader.landing.sqlserver import raw_statements as tsql

GOLDEN = Path(__file__).parents[1] / "golden" / "landing.sql"

STATEMENTS = {
    "create the schema": tsql.CREATE_SCHEMA,
    "look for the schema": tsql.SCHEMA_ID,
    "create _loads": tsql.CREATE_LOADS,
    "close killed loads": tsql.CLOSE_KILLED,
    "take the load's lock": tsql.take_lock(tsql.load_lock("orders"), "Session", 0),
    "create the aside table": tsql.create_incoming("orders", "PK_orders_0123abcd"),
    "insert a batch as JSON": tsql.insert_json("orders"),
    "insert rows as parameters": tsql.insert_values("orders"),
    "delete items": tsql.delete_items("orders"),
    "start over": tsql.truncate_incoming("orders"),
    "check the aside table": tsql.count_incoming("orders"),
    "look whether grants can be seen": tsql.MAY_SEE_GRANTS,
    "read grants": tsql.GRANTS,
    "repeat a grant": tsql.repeat_grant("orders", "W", "SELECT", "re]ader", None),
    "repeat a denial on a column": tsql.repeat_grant("orders", "D ", "UPDATE", "reader", "text"),
    "repeat a revoked column": tsql.repeat_grant("orders", "R ", "SELECT", "reader", "text"),
    "take the raw table's lock": tsql.take_lock(tsql.raw_lock("orders"), "Transaction", 1000),
    "update the record": tsql.UPDATE_LOAD,
    "insert the record": tsql.INSERT_LOAD,
    "replace the raw table": tsql.replace_raw("orders"),
    "remove gone items": tsql.merge_gone("orders"),
    "merge items into the raw table": tsql.merge_raw("orders"),
    "merge cells into the raw table": tsql.merge_raw("orders", cells_only=True),
    "count what a merge of cells leaves": tsql_changes.count_kept("orders"),
    "read cells": tsql_changes.raw_cells("orders", 2),
    "roll back": tsql.ROLLBACK,
    "drop the aside table": tsql.drop_incoming("orders"),
    "release the load's lock": tsql.release_lock(tsql.load_lock("orders")),
    "try OPENJSON": tsql.SHRED_TEXT,
    "look for a running load": tsql.LOCK_IS_FREE,
    "read the last loads of a board": tsql.last_loads(10, one_board=True),
    "read the last loads": tsql.last_loads(10, one_board=False),
    "read the last complete load": tsql_changes.last_complete((), one_kind=False),
    "read the last complete load of a kind": tsql_changes.last_complete((), one_kind=True),
    "look at the columns of _loads": tsql_changes.COLUMNS_OF_LOADS,
    "add columns to an earlier _loads": tsql_changes.add_column("kind")
    + ";\n"
    + tsql_changes.add_column("notes"),
    "read the last build": tsql.LAST_BUILD,
    "count the raw table": tsql.count_raw("orders"),
    "read item ids": tsql.item_ids("orders"),
    "count a production table": tsql.count_table(["Reporting", "dbo", "orders"]),
}


def rendered() -> str:
    return "".join(f"-- {name}\n{sql}\ngo\n\n" for name, sql in STATEMENTS.items())


def test_every_statement_is_what_people_have_read() -> None:
    assert GOLDEN.read_text() == rendered()


UNKNOWN_TO_SQLGLOT = {" with (tablock)": "", "deny update ([text])": "grant update"}
"""Right T-SQL that its parser does not know: a hint before the column list, and DENY."""


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_parses_as_t_sql(name: str) -> None:
    sql = STATEMENTS[name]
    for words, instead in UNKNOWN_TO_SQLGLOT.items():
        sql = sql.replace(words, instead)

    assert [one for one in sqlglot.parse(sql, read="tsql") if one is not None]


def test_names_are_quoted_whatever_they_are() -> None:
    assert tsql.quoted("a]b[c") == "[a]]b[c]"
    assert tsql.literal("it's 🚀") == "N'it''s 🚀'"
    parsed = sqlglot.parse_one(tsql.item_ids("a]; drop table x --"), read="tsql")
    table = parsed.find(exp.Table)
    assert table is not None
    assert table.name == "a]; drop table x --"


if __name__ == "__main__":
    GOLDEN.write_text(rendered())
