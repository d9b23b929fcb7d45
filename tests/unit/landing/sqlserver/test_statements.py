"""Compares every T-SQL statement of the landing with the reviewed text, and parses it.

People review tests/golden/landing/statements.sql line by line. After an intended change, rewrite it
with `python -m tests.unit.landing.sqlserver.test_statements`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from loader.landing import account_tables
from loader.landing.board_tables import incoming_tables
from loader.landing.id_rows import columns_of
from loader.landing.id_tables import TABLES
from loader.landing.log_tables import ACTIVITY, UPDATES, LogTable, keep_statements
from loader.landing.records import LATER_LOAD_COLUMNS, LOAD_COLUMNS, ORDINAL
from loader.landing.sqlserver import health
from loader.landing.sqlserver import load_statements as loads
from loader.landing.sqlserver import lock_statements as locks
from loader.landing.sqlserver import raw_statements as tsql
from loader.landing.sqlserver.connection import SESSION
from loader.landing.sqlserver.id_tables import create_statement
from loader.landing.sqlserver.logs import (
    insert_json,
    insert_values,
    last_statement,
    unmet_statement,
)
from loader.landing.sqlserver.names import literal, quoted, raw

GOLDEN = Path(__file__).parents[3] / "golden" / "landing" / "statements.sql"

LATER = tuple(name for name in (*LOAD_COLUMNS, ORDINAL) if name in LATER_LOAD_COLUMNS)
POSTS, NEW_POSTS = UPDATES.name("orders"), UPDATES.incoming("orders")
LOG, INCOMING = ACTIVITY.name("orders"), ACTIVITY.incoming("orders")
COLUMNS = ACTIVITY.columns


def keeping(table: LogTable, *, whole: bool = False) -> dict[str, str]:
    """Return the statements that move a log's incoming table into the kept table."""
    name = table.name("orders")
    found = keep_statements(table, raw(table.incoming("orders")), raw(name), quoted, whole=whole)
    return {f"{what} to {name}": sql for what, sql in found.items()}


STATEMENTS = {
    "create the schema": tsql.CREATE_SCHEMA,
    "look for the schema": tsql.SCHEMA_ID,
    "create _loads": loads.CREATE_LOADS,
    "look at the columns of _loads": loads.COLUMNS_OF_LOADS,
    **{f"add {name} to an earlier _loads": loads.add_column(name) for name in LATER},
    "index _loads": loads.INDEX_LOADS,
    "create _builds": loads.CREATE_BUILDS,
    "add later columns to an earlier _builds": loads.ADD_BUILD_COLUMNS,
    **{f"create {name}": create_statement(name, *TABLES[name]) for name in TABLES},
    **{
        f"create {name}": create_statement(name, columns_of(row), key)
        for row, (name, key) in account_tables.TABLES.items()
        if name not in TABLES
    },
    "close killed loads": loads.CLOSE_KILLED,
    "set up the session": SESSION,
    "look who holds a lock": locks.HOLDERS,
    "take the load's lock": locks.take_lock(locks.load_lock("orders"), "Session", 0),
    "create the incoming table": tsql.create_incoming("orders", "PK_orders_0123abcd"),
    "look which incoming table stands there": tsql.incoming_id("orders"),
    "insert a batch as JSON": tsql.insert_json("orders"),
    "insert rows as parameters": tsql.insert_values("orders"),
    "insert several rows as parameters": tsql.insert_values("orders", 3),
    "delete items": tsql.delete_items("orders"),
    "start over": tsql.truncate_incoming("orders"),
    "check the incoming table": tsql.count_incoming("orders"),
    "compare names": tsql.SAME_NAMES,
    "look whether grants can be seen": tsql.MAY_SEE_GRANTS,
    "read grants": tsql.GRANTS,
    "repeat a grant": tsql.repeat_grant("orders", "W", "SELECT", "re]ader", None),
    "repeat a denial on a column": tsql.repeat_grant("orders", "D ", "UPDATE", "reader", "text"),
    "repeat a revoked column": tsql.repeat_grant("orders", "R ", "SELECT", "reader", "text"),
    "take the raw table's lock": locks.take_lock(locks.raw_lock("orders"), "Transaction", 1000),
    "update the record": loads.UPDATE_LOAD,
    "insert the record": loads.INSERT_LOAD,
    "look how a load stands": loads.STATUS,
    "remove old records": loads.PRUNE_LOADS,
    "replace the raw table": tsql.replace_raw("orders"),
    "look which items differ": tsql.differing_items("orders"),
    "remove gone items": tsql.merge_gone("orders"),
    "merge cells into the raw table": tsql.merge_raw("orders"),
    "count what a merge leaves": tsql.count_kept("orders"),
    "read cells": tsql.raw_cells("orders", 2),
    "roll back": locks.ROLLBACK,
    "drop the incoming table": tsql.drop_incoming("orders"),
    **{
        f"drop what a killed load of {name} left": tsql.drop_tables(tables)
        for name, tables in incoming_tables("orders").items()
    },
    "release the load's lock": locks.release_lock(locks.load_lock("orders")),
    "try OPENJSON": tsql.SHRED_TEXT,
    "look for a running load": locks.LOCK_IS_FREE,
    "read the last loads": loads.last_loads(10),
    "read the last complete load": loads.last_complete((), one_kind=False),
    "read the last complete load of a kind": loads.last_complete((), one_kind=True),
    "the same before its columns came": loads.last_complete(LATER, one_kind=True),
    "look when a watermark was met": loads.WATERMARK_MET,
    "read the last builds": loads.last_builds(10),
    "read the newest loads of every board": loads.newest_loads(()),
    "the same before later columns came": loads.newest_loads(LATER),
    "read the newest builds of every model": loads.NEWEST_BUILDS,
    "count the raw table": tsql.count_raw("orders"),
    "count filled cells": tsql.filled("orders"),
    "read item ids": tsql.item_ids("orders"),
    "look at a database": health.FACTS,
    "look at rights": health.rights_statement(["raw_monday", "it's [x]"]),
    "look who reads a table": tsql.VIEWS_READING,
    "create a log's incoming table": create_statement(INCOMING, COLUMNS, ()),
    "insert events as JSON": insert_json(INCOMING, COLUMNS),
    "insert events as parameters": insert_values(INCOMING, COLUMNS),
    "create a log": create_statement(LOG, COLUMNS, [ACTIVITY.key]),
    **keeping(ACTIVITY),
    "create a table of updates": create_statement(POSTS, UPDATES.columns, [UPDATES.key]),
    "look which updates did not come": unmet_statement(UPDATES, NEW_POSTS, POSTS),
    **keeping(UPDATES, whole=True),
    "read a log's last event": last_statement(ACTIVITY, LOG),
    "count a production table": tsql.count_table(["Reporting", "dbo", "orders"]),
}


def rendered() -> str:
    return "".join(f"-- {name}\n{sql}\ngo\n\n" for name, sql in STATEMENTS.items())


def test_every_statement_is_what_people_have_read() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == rendered()


UNKNOWN_TO_SQLGLOT = {" with (tablock)": "", "deny update ([text])": "grant update"}
"""Valid T-SQL that sqlglot does not parse: a hint before the column list, and DENY."""


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_parses_as_t_sql(name: str) -> None:
    sql = STATEMENTS[name]
    for words, instead in UNKNOWN_TO_SQLGLOT.items():
        sql = sql.replace(words, instead)

    assert [one for one in sqlglot.parse(sql, read="tsql") if one is not None]


def test_names_are_quoted_whatever_they_are() -> None:
    assert quoted("a]b[c") == "[a]]b[c]"
    assert literal("it's 🚀") == "N'it''s 🚀'"
    parsed = sqlglot.parse_one(tsql.item_ids("a]; drop table x --"), read="tsql")
    table = parsed.find(exp.Table)
    assert table is not None
    assert table.name == "a]; drop table x --"


if __name__ == "__main__":
    GOLDEN.write_text(rendered(), encoding="utf-8")
